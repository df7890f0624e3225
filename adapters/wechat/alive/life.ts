import type { payloads } from 'wechaty'
import type { Puppet } from 'wechaty-puppet'
import type { Clock } from '../../../bot/ports/clock.ts'
import { atMost } from '../at-most.ts'
import { letGo } from './let-go.ts'
import { REASON, type Reason, readError } from './trouble.ts'

/** Who hears what a puppet tells. What these throw is written down, and ends nothing. */
export interface Ears {
  scan(payload: payloads.EventScan): unknown
  login(puppet: Puppet, contactId: string): unknown
  logout(words: string): unknown
  message(puppet: Puppet, id: string): unknown
  friendship(puppet: Puppet, id: string): unknown
  invited(puppet: Puppet, id: string): unknown
  /** It was asked whether it is there, and is. */
  answered(): void
  /** It is let go of, for this reason; without one it was told to stop. */
  gone(reason: Reason | undefined): void
}

export interface LifeOptions {
  readonly puppet: Puppet
  readonly ears: Ears
  readonly clock: Clock
  readonly log: (line: string) => void
}

/** So long a puppet may take to start; the library gives a gateway 20 s of it. */
const START_MS = 30_000
/** It is asked so often whether it is there, and so long it may take to say so. */
const PROBE_MS = 20_000
const ANSWER_MS = 15_000
/** With more errors than these in so short a time it is better made anew: an outage that wechat4u mends itself has fewer. */
const MOST_ERRORS = 20
const ERRORS_WITHIN_MS = 10_000

/**
 * One puppet, from its start until it is of no use any more; it is let go of in any case. Resolves to the reason, or to
 * nothing where it was told to stop: `farewell` comes first then, while it is not heard any more but still speaks.
 * Never rejects.
 */
export async function live(
  { puppet, ears, clock, log }: LifeOptions,
  stop: AbortSignal,
  farewell: () => Promise<unknown>,
): Promise<Reason | undefined> {
  const end = new AbortController()
  let reason: Reason | undefined
  const finish = (why?: Reason) => {
    if (!end.signal.aborted) reason = why
    end.abort()
  }
  const told = () => finish()
  stop.addEventListener('abort', told)
  if (stop.aborted) finish()

  const dong = createBell()
  const isFatal = readErrors(clock, log)
  const hear = <E extends keyof Told>(event: E, take: (payload: Parameters<Told[E]>[0]) => unknown) =>
    listen(puppet, event, take, () => log(`wechat: what the puppet told (${event}) could not be taken`))
  const deaf = [
    hear('scan', ears.scan),
    hear('login', ({ contactId }) => ears.login(puppet, contactId)),
    hear('logout', ({ data }) => ears.logout(data ?? '')),
    hear('message', ({ messageId }) => ears.message(puppet, messageId)),
    hear('friendship', ({ friendshipId }) => ears.friendship(puppet, friendshipId)),
    hear('room-invite', ({ roomInvitationId }) => ears.invited(puppet, roomInvitationId)),
    hear('dong', dong.ring),
  ]
  const deafToErrors = hear('error', (payload) => {
    const fatal = isFatal(payload)
    if (fatal) finish(fatal)
  })

  async function answers(): Promise<boolean> {
    const rung = dong.next()
    try {
      // Where it is not connected it throws, or rejects; or waits for ever.
      await Promise.resolve(puppet.ding('qinqing'))
      return await rung
    } catch {
      return false
    }
  }

  async function watch(): Promise<void> {
    const isStarted = await atMost(
      clock,
      START_MS,
      started.then(() => true),
      false,
      end.signal,
    )
    if (!isStarted) return finish(REASON.silent)
    while (!end.signal.aborted) {
      if (!(await atMost(clock, ANSWER_MS, answers(), false, end.signal))) return finish(REASON.silent)
      ears.answered()
      await clock.sleep(PROBE_MS, end.signal)
    }
  }

  const started = begin(puppet)
  void watch().catch(() => finish(REASON.broken))
  await ended(end.signal)
  stop.removeEventListener('abort', told)
  for (const stopHearing of deaf) stopHearing()
  if (reason === undefined) await farewell().catch(() => {})
  ears.gone(reason)
  const letting = letGo(puppet, started, clock)
  deafToErrors() // letGo hears them now: an error that nobody hears would end the process
  await letting
  return reason
}

type Told = Puppet['__events']

/** What throws or rejects there is told of, and nothing more. Undone by what is returned. */
function listen<E extends keyof Told>(
  puppet: Puppet,
  event: E,
  take: (payload: Parameters<Told[E]>[0]) => unknown,
  failed: () => void,
): () => void {
  const listener = (payload: Parameters<Told[E]>[0]): void => {
    try {
      void Promise.resolve(take(payload)).catch(failed)
    } catch {
      failed()
    }
  }
  puppet.on(event, listener as Told[E])
  return () => puppet.off(event, listener as Told[E])
}

async function begin(puppet: Puppet): Promise<void> {
  await puppet.start()
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
    if (signal.aborted) resolve()
  })

/** Rings for whoever waits for the next time. */
function createBell() {
  let waiting: (() => void)[] = []
  return {
    ring(): void {
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
    next: (): Promise<boolean> => new Promise((resolve) => waiting.push(() => resolve(true))),
  }
}

/** Says of each error whether it ends the connection, and of too many that they do. The first of a kind gets a line. */
function readErrors(clock: Clock, log: (line: string) => void): (payload: payloads.EventError) => Reason | undefined {
  const seen = new Set<number>()
  let recent: number[] = []
  return (payload) => {
    const { code, fatal } = readError(payload)
    if (fatal) return fatal
    if (!seen.has(code)) log(`wechat: the puppet has an error (code ${code})`)
    seen.add(code)
    const now = Date.parse(clock.now())
    recent = [...recent.filter((at) => at > now - ERRORS_WITHIN_MS), now]
    return recent.length > MOST_ERRORS ? REASON.failing : undefined
  }
}
