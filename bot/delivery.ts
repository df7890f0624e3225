import { plusMs } from './model/instant.ts'
import type { Receipt } from './model/message.ts'
import type { Job, Reply } from './model/reply.ts'
import type { Channel } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import type { Delivery, Outbox } from './ports/outbox.ts'

export interface DeliveryOptions {
  readonly outbox: Outbox
  readonly channels: readonly Channel[]
  readonly runJob: (job: Job, key: string) => Promise<void>
  readonly clock: Clock
  /** Told when a round failed; the loop goes on with the next. */
  readonly trouble: (error: unknown) => void
  /** Told of each failure: which row, which try, and why; no text, no address. */
  readonly onFailure?: (delivery: Delivery, reason: string) => void
}

export interface DeliveryLoop {
  /** Something may have become due. */
  wake(): void
  /** Sends until nothing is due any more; what failed waits for its time. */
  settle(): Promise<void>
  run(stop: AbortSignal): Promise<void>
}

const LEASE_MS = 60_000
const BATCH = 32
const TRIES = 12
const LONGEST_WAIT_MS = 10 * 60_000
const POLL_MS = 1_000

/** Waits 1, 2, 4 … seconds and at most ten minutes between tries; after twelve tries the row is parked. */
export function retryAfterMs(attempts: number): number | null {
  return attempts + 1 >= TRIES ? null : Math.min(1_000 * 2 ** attempts, LONGEST_WAIT_MS)
}

/** Brings out what the outbox holds, one row of an address at a time, and never loses a row it did not see out. */
export function createDelivery(options: DeliveryOptions): DeliveryLoop {
  const { outbox, channels, runJob, clock, trouble, onFailure } = options
  const byName = new Map(channels.map((channel) => [channel.name, channel]))
  const names = [...byName.keys(), 'jobs' as const]
  let round: Promise<number> | undefined
  let awake: () => void = () => {}

  /** One round: what is due now, each address by itself. A round that runs is joined, never doubled. */
  function once(): Promise<number> {
    round ??= deliverDue().finally(() => {
      round = undefined
    })
    return round
  }

  async function deliverDue(): Promise<number> {
    const now = clock.now()
    const due = await outbox.claim({ channels: names, limit: BATCH, now, until: plusMs(now, LEASE_MS) })
    await Promise.all(due.map(deliver))
    return due.length
  }

  async function deliver(delivery: Delivery): Promise<void> {
    let receipt: Receipt | null
    try {
      receipt = await bringOut(delivery)
    } catch (error) {
      const wait = retryAfterMs(delivery.attempts)
      const reason = error instanceof Error ? error.name : 'unknown'
      onFailure?.(delivery, reason)
      await outbox.failed(delivery.id, wait === null ? null : plusMs(clock.now(), wait), reason)
      return
    }
    await outbox.delivered(delivery.id, receipt, clock.now())
  }

  async function bringOut({ id, payload, channel }: Delivery): Promise<Receipt | null> {
    if (payload.kind === 'job') {
      await runJob(payload.job, id)
      return null
    }
    const target = byName.get(channel)
    if (!target) throw new Error(`no channel ${channel}`)
    return await target.send(payload.reply, id)
  }

  async function settle(): Promise<void> {
    while ((await once()) > 0);
  }

  return {
    wake: () => awake(),
    settle,
    async run(stop) {
      while (!stop.aborted) {
        const nap = new AbortController()
        awake = () => nap.abort()
        await settle().catch(trouble)
        await clock.sleep(POLL_MS, AbortSignal.any([stop, nap.signal]))
      }
    },
  }
}

/** Says something outside the outbox, because the outbox itself could not be written. Best effort. */
export async function sayNow(channels: readonly Channel[], reply: Reply, key: string): Promise<void> {
  const channel = channels.find(({ name }) => name === reply.to.channel)
  await channel?.send(reply, key).catch(() => undefined)
}
