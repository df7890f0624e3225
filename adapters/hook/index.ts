import type { Instant } from '../../bot/model/instant.ts'
import type { Sent } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { secretsOf, signatureOf } from './sign.ts'

export { secretsOf } from './sign.ts'

export interface HookOptions {
  readonly url: string
  /** One secret, or several with blanks between them. */
  readonly secret: string
  readonly clock: Pick<Clock, 'now'>
  /** A number from 0 below 1. */
  readonly random: () => number
  /** Told when the other side cannot be reached, and when it can again. */
  readonly log: (line: string) => void
  /** How long an answer is waited for. */
  readonly patienceMs?: number
}

/** Something that happened. `id` is the same however often it is sent, and has no full stop. */
export interface HookEvent {
  readonly id: string
  /** Such as `appeal.accepted`. */
  readonly type: string
  readonly at: Instant
  readonly data: object
}

/** As long as the standard advises at most; well below the lease of a delivery. */
const PATIENCE_MS = 20_000
/** Each failure in a row waits longer; then an hour. */
const WAITS_MS = [5_000, 30_000, 120_000, 300_000, 900_000, 1_800_000, 3_600_000] as const
const LONGEST_MS = 3_600_000
/** After so long nobody wants to hear of it as news: it is given up, and staff see that. */
const STALE_MS = 3 * 86_400_000

/**
 * Tells another system of events, as Standard Webhooks 1.0.0 has it: a POST of `{ id, type, timestamp, data }`, signed. Only
 * 2xx is a success; a redirect is not followed. What fails is tried again after 5 s to an hour, in order and for three
 * days; 410 says that nobody wants to hear, and gives the event up at once.
 */
export function createHook(options: HookOptions): (event: HookEvent) => Promise<Sent> {
  const { url, clock, random, log, patienceMs = PATIENCE_MS } = options
  const secrets = secretsOf(options.secret)
  let failures = 0

  async function post({ id, type, at, data }: HookEvent): Promise<Response> {
    const body = JSON.stringify({ id, type, timestamp: at, data })
    const seconds = Math.floor(Date.parse(clock.now()) / 1000)
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'qinqing',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatureOf(secrets, id, seconds, body),
      },
      body,
    })
    // What it says beside the status is not read, and how that ends is no matter.
    await answer.body?.cancel().catch(() => {})
    return answer
  }

  function later(reason: string, atLeastMs: number, at: Instant): Sent {
    if (failures === 0) log(`hook: ${reason}; trying again`)
    const wait = Math.max(WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? LONGEST_MS, atLeastMs)
    failures += 1
    if (Date.parse(clock.now()) - Date.parse(at) > STALE_MS)
      return { kind: 'refused', reason: `${reason}, for three days` }
    // Not all at the same moment, where several wait for the same system.
    return { kind: 'later', afterMs: Math.round(wait * (1 + random() / 5)), reason }
  }

  return async (event) => {
    let answer: Response
    try {
      answer = await post(event)
    } catch (error) {
      return later(`no answer (${nameOf(error)})`, 0, event.at)
    }
    if (answer.ok) {
      if (failures > 0) log('hook: taken again')
      failures = 0
      return { kind: 'sent', receipts: [] }
    }
    if (answer.status === 410) return { kind: 'refused', reason: 'HTTP 410: it wants to hear no more' }
    return later(`HTTP ${answer.status}`, retryAfterMs(answer, clock.now()), event.at)
  }
}

/** What the other side asks for, in seconds or as a date; not longer than an hour. */
function retryAfterMs(answer: Response, now: Instant): number {
  const asked = answer.headers.get('retry-after') ?? ''
  const ms = /^\d{1,9}$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.parse(now)
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_MS) : 0
}

/** What failed, by its code: a message names the address. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { cause } = error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : error.name
}
