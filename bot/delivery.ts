import { plusMs } from './model/instant.ts'
import type { Job, Reply } from './model/reply.ts'
import type { Channel, Sent } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import type { Delivery, Outbox } from './ports/outbox.ts'

export interface DeliveryOptions {
  readonly outbox: Outbox
  readonly channels: readonly Channel[]
  readonly runJob: (job: Job, key: string) => Promise<void>
  readonly clock: Clock
  /** Told when something could not be brought out or written down; the loop goes on. */
  readonly trouble: (error: unknown) => void
}

export interface DeliveryLoop {
  /** Something may have become due. */
  wake(): void
  /** Sends until nothing is due any more; what failed waits for its time. */
  settle(): Promise<void>
  run(stop: AbortSignal): Promise<void>
}

/** How many are under way at once; one that hangs holds up its own address only. */
const AT_ONCE = 32
const LEASE_MS = 60_000
/** Shorter than the lease: what has not come back by then is tried again. */
const SEND_MS = 45_000
const TRIES = 12
const LONGEST_WAIT_MS = 10 * 60_000
const POLL_MS = 1_000

/** Waits 1, 2, 4 … seconds and at most ten minutes between tries; after twelve tries the row is parked. */
export function retryAfterMs(attempts: number): number | null {
  return attempts + 1 >= TRIES ? null : Math.min(1_000 * 2 ** attempts, LONGEST_WAIT_MS)
}

/** Brings out what the outbox holds, one row of an address at a time, and never loses a row it did not see out. */
export function createDelivery({ outbox, channels, runJob, clock, trouble }: DeliveryOptions): DeliveryLoop {
  const byName = new Map(channels.map((channel) => [channel.name, channel]))
  const names = [...byName.keys(), 'jobs' as const]
  const underWay = new Map<string, Promise<void>>()
  let claiming: Promise<number> = Promise.resolve(0)
  let awake: () => void = () => {}

  /** Starts what is due now, and says how much that was. Claims come one after another, so that none is made twice. */
  function start(): Promise<number> {
    claiming = claiming.then(startDue, startDue)
    return claiming
  }

  async function startDue(): Promise<number> {
    const limit = AT_ONCE - underWay.size
    if (limit <= 0) return 0
    const now = clock.now()
    const due = await outbox.claim({ channels: names, limit, now, until: plusMs(now, LEASE_MS) })
    // A job may outlast its lease: claimed again, it is still the same one.
    const fresh = due.filter(({ id }) => !underWay.has(id))
    for (const delivery of fresh) {
      const done = deliver(delivery)
        .catch(trouble)
        .finally(() => {
          underWay.delete(delivery.id)
          awake()
        })
      underWay.set(delivery.id, done)
    }
    return fresh.length
  }

  async function deliver(delivery: Delivery): Promise<void> {
    let sent: Sent
    try {
      sent = await bringOut(delivery)
    } catch (error) {
      const wait = retryAfterMs(delivery.attempts)
      const reason = error instanceof Error ? error.name : 'unknown'
      trouble(new Error(`a delivery on ${delivery.channel} failed (try ${delivery.attempts + 1}): ${reason}`))
      return outbox.failed(delivery.id, wait === null ? null : plusMs(clock.now(), wait), reason)
    }
    const now = clock.now()
    if (sent.kind === 'sent') return outbox.delivered(delivery.id, sent.receipts, now)
    if (sent.kind === 'refused') return outbox.failed(delivery.id, null, sent.reason)
    const wait = sent.kind === 'later' ? sent.afterMs : LONGEST_WAIT_MS
    await outbox.postponed(delivery.id, plusMs(now, wait), sent.reason)
  }

  async function bringOut({ id, payload, channel, known }: Delivery): Promise<Sent> {
    if (payload.kind === 'job') {
      await runJob(payload.job, id)
      return { kind: 'sent', receipts: [] }
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
    return await Promise.race([sending, late]).finally(() => over.abort())
  }

  return {
    wake: () => awake(),
    async settle() {
      while ((await start()) > 0 || underWay.size > 0) await Promise.all(underWay.values())
    },
    async run(stop) {
      while (!stop.aborted) {
        const nap = new AbortController()
        awake = () => nap.abort()
        await start().catch(trouble)
        await clock.sleep(POLL_MS, AbortSignal.any([stop, nap.signal]))
      }
      await Promise.all(underWay.values())
    },
  }
}

/** Says something outside the outbox, because the outbox itself could not be written. Best effort. */
export async function sayNow(channels: readonly Channel[], reply: Reply, key: string): Promise<void> {
  const channel = channels.find(({ name }) => name === reply.to.channel)
  await channel?.send(reply, key).catch(() => undefined)
}
