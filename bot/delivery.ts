import { type Instant, plusMs } from './model/instant.ts'
import type { Address, ChannelName } from './model/message.ts'
import type { Job, Reply } from './model/reply.ts'
import type { Channel, Health, Sent } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import type { Delivery, Outbox } from './ports/outbox.ts'

export interface DeliveryOptions {
  readonly outbox: Outbox
  readonly channels: readonly Channel[]
  /** What became of it, where that is more than that it was done. */
  readonly runJob: (job: Job, key: string) => Promise<Sent | undefined> | Promise<void>
  readonly clock: Clock
  /** Told whether sending on a channel works, whenever it is tried. */
  readonly onSending?: (name: ChannelName, health: Health) => void
  /** Whether a channel says of itself that it cannot be reached: then what fails on it is no failure of the row. */
  readonly isDown?: (name: ChannelName) => boolean
  /** Whether somebody whom it concerns is there; what a channel refuses to bring to anybody else is let go. */
  readonly concerns?: (to: Address) => boolean
  /** Whether what is for a channel, or the jobs, is this process's to claim now; without it everything is. */
  readonly serves?: (name: ChannelName) => boolean
  /** Told when something could not be brought out or written down; the loop goes on. */
  readonly trouble: (error: unknown) => void
}

export interface DeliveryLoop {
  /** Something may have become due. */
  wake(): void
  /** Sends until nothing is due any more; what failed waits for its time. `only`: does not wait for other channels, but for jobs. */
  settle(only?: readonly ChannelName[]): Promise<void>
  /** Sends what is due until told to stop; then what is under way has ten seconds to end. */
  run(stop: AbortSignal): Promise<void>
}

/** How many are under way at once on a channel; one that hangs holds up its own address only, and no other channel. */
const AT_ONCE = 32
const LEASE_MS = 60_000
/** Shorter than the lease: what has not come back by then is tried again. */
const SEND_MS = 45_000
const TRIES = 12
const LONGEST_WAIT_MS = 10 * 60_000
const LONGEST_PAUSE_MS = 60_000
const POLL_MS = 1_000
const DRAIN_MS = 10_000
/** Of its own an abort makes an error, stack and all, at every message; nobody looks at it. */
const NO_REASON = null

/** Waits 1, 2, 4 … seconds and at most ten minutes between tries; after twelve tries the row is parked. */
export function retryAfterMs(attempts: number): number | null {
  return attempts + 1 >= TRIES ? null : Math.min(1_000 * 2 ** attempts, LONGEST_WAIT_MS)
}

/** A channel that cannot be reached is tried again with one row after 1, 2, 4 … seconds, and at most a minute. */
export function pauseMs(failures: number): number {
  return Math.min(1_000 * 2 ** (failures - 1), LONGEST_PAUSE_MS)
}

/** Nothing is sent on it before `until`, and then one row to see. */
interface Pause {
  readonly failures: number
  readonly until: Instant
}

/** Brings out what the outbox holds, one row of an address at a time, and never loses a row it did not see out. */
export function createDelivery(options: DeliveryOptions): DeliveryLoop {
  const { outbox, channels, runJob, clock, trouble, onSending = () => {}, isDown = () => false } = options
  const { concerns = () => true, serves = () => true } = options
  const byName = new Map(channels.map((channel) => [channel.name, channel]))
  const names: readonly ChannelName[] = [...byName.keys(), 'jobs']
  const underWay = new Map<string, { readonly channel: ChannelName; readonly done: Promise<void> }>()
  const pauses = new Map<ChannelName, Pause>()
  let claiming: Promise<number> = Promise.resolve(0)
  let awake: () => void = () => {}

  /** Starts what is due now, and says how much that was. Claims come one after another, so that none is made twice. */
  function start(): Promise<number> {
    claiming = claiming.then(startDue, startDue)
    return claiming
  }

  async function startDue(): Promise<number> {
    let started = 0
    for (const name of names.filter(serves)) {
      const now = clock.now()
      started += await claim(name, room(name, now), now)
    }
    return started
  }

  /** How many more may be under way on a channel; on one that could not be reached a single one, to see. */
  function room(name: ChannelName, now: Instant): number {
    const busy = [...underWay.values()].filter(({ channel }) => channel === name).length
    const pause = pauses.get(name)
    if (pause) return pause.until <= now && busy === 0 ? 1 : 0
    return AT_ONCE - busy
  }

  async function claim(on: ChannelName, limit: number, now: Instant): Promise<number> {
    if (limit <= 0) return 0
    const until = plusMs(now, LEASE_MS)
    const due = await outbox.claim({ channels: [on], limit, now, until })
    // The process slept meanwhile, or the database did not answer: another may be sending it by now.
    if (clock.now() >= until) return 0
    // A job may outlast its lease: claimed again, it is still the same one.
    const fresh = due.filter(({ id }) => !underWay.has(id))
    for (const delivery of fresh) {
      const done = deliver(delivery)
        .catch(trouble)
        .finally(() => {
          underWay.delete(delivery.id)
          awake()
        })
      underWay.set(delivery.id, { channel: delivery.channel, done })
    }
    return fresh.length
  }

  async function deliver(delivery: Delivery): Promise<void> {
    const { id, channel, payload } = delivery
    const sent = await bringOut(delivery).catch((error: unknown) => failed(delivery, error))
    if (!sent) return
    const now = clock.now()
    if (sent.kind === 'unreachable') return outbox.postponed(id, pause(channel, sent.reason, now), sent.reason)
    if (pauses.delete(channel)) onSending(channel, { state: 'up' })
    if (sent.kind === 'sent') {
      await outbox.delivered(id, sent.receipts, now)
      // Whom the channel takes for that one from now on, it can bring what waited for him.
      if (payload.kind === 'reply' && payload.reply.claims) outbox.hasten(payload.reply.claims)
      return
    }
    if (sent.kind === 'later') return outbox.postponed(id, plusMs(now, sent.afterMs), sent.reason)
    // Whoever says a word and blocks the bot is no matter for the administrators.
    if (payload.kind === 'reply' && !concerns(payload.reply.to)) return outbox.delivered(id, [], now)
    await outbox.failed(id, null, sent.reason)
    trouble(new Error(`a delivery on ${channel} was refused: ${sent.reason}`))
  }

  /** Nobody knows whether it is out: it is tried again. Where the channel itself is down, that is why, and no try is used up. */
  async function failed({ id, channel, attempts }: Delivery, error: unknown): Promise<undefined> {
    const reason = error instanceof Error ? error.name : 'unknown'
    if (channel !== 'jobs' && isDown(channel)) {
      await outbox.postponed(id, plusMs(clock.now(), LONGEST_PAUSE_MS), reason)
      return
    }
    const wait = retryAfterMs(attempts)
    await outbox.failed(id, wait === null ? null : plusMs(clock.now(), wait), reason)
    trouble(new Error(`a delivery on ${channel} failed (try ${attempts + 1}): ${reason}`))
  }

  /** Those that were under way together fail together: that counts as once. */
  function pause(channel: ChannelName, reason: string, now: Instant): Instant {
    const before = pauses.get(channel)
    if (before && before.until > now) return before.until
    const failures = (before?.failures ?? 0) + 1
    const until = plusMs(now, pauseMs(failures))
    pauses.set(channel, { failures, until })
    onSending(channel, { state: 'down', reason })
    return until
  }

  async function bringOut({ id, payload, channel, known }: Delivery): Promise<Sent> {
    if (payload.kind === 'job') {
      return (await runJob(payload.job, id)) ?? { kind: 'sent', receipts: [] }
    }
    const target = byName.get(channel)
    if (!target) throw new Error(`no channel ${channel}`)
    return await inTime(target.send(payload.reply, id, known))
  }

  async function inTime<T>(sending: Promise<T>): Promise<T> {
    const over = new AbortController()
    const late = clock.sleep(SEND_MS, over.signal).then(() => {
      if (!over.signal.aborted) throw new DOMException('the channel did not answer in time', 'TimeoutError')
      return sending
    })
    return await Promise.race([sending, late]).finally(() => over.abort(NO_REASON))
  }

  /** What is under way on these channels. */
  const doing = (on: readonly ChannelName[]) =>
    [...underWay.values()].filter(({ channel }) => on.includes(channel)).map(({ done }) => done)

  return {
    wake: () => awake(),
    async settle(only = names) {
      const waited: readonly ChannelName[] = [...only, 'jobs']
      for (;;) {
        await start()
        const due = doing(waited)
        if (due.length === 0) return
        await Promise.all(due)
      }
    },
    async run(stop) {
      while (!stop.aborted) {
        const nap = new AbortController()
        // Not `AbortSignal.any`: in Node 20 a signal that lives long remembers for good each that was made of it.
        awake = () => nap.abort(NO_REASON)
        stop.addEventListener('abort', awake)
        await start().catch(trouble)
        if (!stop.aborted) await clock.sleep(POLL_MS, nap.signal)
        stop.removeEventListener('abort', awake)
      }
      const over = new AbortController()
      await Promise.race([Promise.all(doing(names)), clock.sleep(DRAIN_MS, over.signal)])
      over.abort()
    },
  }
}

/** Says something outside the outbox, because the outbox itself could not be written. Best effort. */
export async function sayNow(channels: readonly Channel[], reply: Reply, key: string): Promise<void> {
  const channel = channels.find(({ name }) => name === reply.to.channel)
  await channel?.send(reply, key).catch(() => undefined)
}
