import { createHash } from 'node:crypto'
import type { Receipt } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Channel, Known, Sent } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { type Target, targetOf } from './address.ts'
import { createBrakes } from './brakes.ts'
import type { Client } from './client.ts'
import { type Courier, createCourier } from './courier.ts'
import { type Fetched, type Part, say } from './say.ts'
import { describe, TelegramError, type Trouble } from './trouble.ts'

export interface SenderOptions {
  readonly client: Client
  readonly clock: Clock
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  /** The name of somebody who spoke lately. */
  readonly nameOf: (sender: string) => string | undefined
  /** A group has got another id. */
  readonly moved: (from: string, to: string) => void
  readonly log: (line: string) => void
}

/** Of one delivery: what it says, and what of it is out. */
interface Progress {
  readonly digest: string
  readonly receipts: Receipt[]
  out: number
  running?: Promise<Sent>
}

const PROBE_MS = 5_000
/** So many deliveries are remembered, so that what was out is not sent again when its row could not be marked. */
const REMEMBERED = 2_000

/**
 * Sends replies. What is partly out goes on where it was when it is sent again under its key; a reply that is out is
 * not sent twice as long as the process lives.
 */
export function createSender({ client, clock, fetch, nameOf, moved, log }: SenderOptions): Channel['send'] {
  const courier = createCourier(client, { moved, log })
  const progress = new Map<string, Progress>()
  let probing: Promise<Trouble | null> | undefined

  const brakes = createBrakes(() => Date.parse(clock.now()))

  /** Another text under the same key is another delivery: a newer card has taken its place. */
  function progressOf(key: string, reply: Reply): Progress {
    const digest = createHash('sha256').update(JSON.stringify(reply)).digest('hex')
    const before = progress.get(key)
    const now = before?.digest === digest ? before : { digest, receipts: [], out: 0 }
    progress.delete(key)
    progress.set(key, now)
    for (const oldest of progress.keys()) {
      if (progress.size <= REMEMBERED) break
      progress.delete(oldest)
    }
    return now
  }

  async function sendOnce(reply: Reply, known: Known, now: Progress): Promise<Sent> {
    const target = targetOf(reply.to.chat)
    if (!target) return { kind: 'refused', reason: 'no chat of Telegram' }
    const wait = brakes.left(target.chat_id)
    if (wait > 0) return { kind: 'later', afterMs: wait, reason: 'too many requests (429)' }
    const parts = say(reply, await filesOf(reply, fetch), reply.asks && nameOf(reply.asks))
    if (parts.length === 0) return { kind: 'refused', reason: 'nothing to say' }
    try {
      await sendParts(courier, parts, { reply, known, target, now })
      return { kind: 'sent', receipts: now.receipts }
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error
      return await became(error, target)
    }
  }

  /** What a failed request means for its delivery. */
  async function became(error: TelegramError, { chat_id }: Target): Promise<Sent> {
    const { trouble } = error
    switch (trouble.kind) {
      case 'token':
      case 'conflict':
      case 'unreached':
        return { kind: 'unreachable', reason: describe(trouble) }
      case 'slow':
        brakes.told(chat_id, trouble.afterMs)
        return { kind: 'later', afterMs: trouble.afterMs, reason: error.message }
      case 'refused':
      case 'moved':
        return { kind: 'refused', reason: error.message }
      case 'unclear': {
        // Only where it is not Telegram as a whole is this a failure of the delivery, and counts as a try.
        const outage = await probe()
        if (outage) return { kind: 'unreachable', reason: describe(outage) }
        throw error
      }
    }
  }

  /** Whether Telegram answers at all; many who wonder at the same time ask once. */
  function probe(): Promise<Trouble | null> {
    probing ??= client
      .ask(
        'getMe',
        (api, signal) => api.getMe(signal),
        ({ id }) => typeof id === 'number',
        { ms: PROBE_MS },
      )
      .then(
        () => null,
        (error: TelegramError) => (['slow', 'refused'].includes(error.trouble.kind) ? null : error.trouble),
      )
      .finally(() => {
        probing = undefined
      })
    return probing
  }

  return (reply, key, known = {}) => {
    const now = progressOf(key, reply)
    now.running ??= sendOnce(reply, known, now).finally(() => {
      delete now.running
    })
    return now.running
  }
}

interface Sending {
  readonly reply: Reply
  readonly known: Known
  readonly target: Target
  readonly now: Progress
}

/** Goes on where it was. A card that stands there is edited; the first part answers what the reply answers. */
async function sendParts(courier: Courier, parts: readonly Part[], sending: Sending): Promise<void> {
  const { reply, known, now } = sending
  const { card, answers: told } = reply
  const answers = known.answers ?? (told && 'message' in told ? told : undefined)
  let { target } = sending
  for (const [i, part] of parts.entries()) {
    if (i < now.out) continue
    const last = i === parts.length - 1
    const edited = last && card && known.replaces ? await courier.replace(part, target, known.replaces) : null
    if (edited) now.receipts.push(edited)
    else {
      const answering = i === 0 && answers && inChat(answers, target) ? Number(answers.message) : undefined
      const done = await courier.bringOut(part, target, answering)
      target = done.target
      now.receipts.push(...done.receipts)
    }
    now.out = i + 1
  }
}

function filesOf({ files = [] }: Reply, fetch: SenderOptions['fetch']): Promise<readonly Fetched[]> {
  return Promise.all(files.map(async ({ ref, name, type }) => ({ name, type, bytes: await fetch(ref) })))
}

const inChat = ({ channel, chat }: Receipt, { chat_id }: Target): boolean =>
  channel === 'telegram' && targetOf(chat)?.chat_id === chat_id
