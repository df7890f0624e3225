import type { Clock } from '../../../bot/ports/clock.ts'
import type { Json } from '../wire.ts'
import type { Cursors } from './cursors.ts'
import type { Sync } from './sync.ts'

export interface PullOptions {
  readonly account: string
  readonly sync: Sync
  readonly cursors: Cursors
  readonly clock: Clock
  /** Resolves when an entry is done with: durable, or none of ours. Rejects only when all is to stop. */
  readonly take: (entry: Json) => Promise<void>
  /** Told how reading goes, whenever it is tried; undefined where it went well. */
  readonly felt: (error: Error | undefined) => void
}

/** Reads what happens at one account. */
export interface Pull {
  /** There is, or may be, something new. Many at once are read for once, and once more. */
  ring(token?: string): void
  /** Reads whenever it was rung, until told to stop; what is under way is waited for. */
  run(stop: AbortSignal): Promise<void>
}

const LONGEST_WAIT_MS = 60_000
/** So many may wait to be durable before no more are read. */
const MOST_UNDER_WAY = 2_000
/** 「可能会出现has_more为1，而msg_list为空的情况」, but not for ever. */
const EMPTY_PAGES = 20

/**
 * One who reads, and goes on reading while what was read becomes durable, so that nobody waits for another's message. How
 * far it has read is noted only when everything before is durable: whatever ends the process, nothing is passed over.
 */
export function createPull({ account, sync, cursors, clock, take, felt }: PullOptions): Pull {
  let isWanted = false
  let wake = () => {}
  let place: Promise<string | undefined> | undefined
  let noting: Promise<void> = Promise.resolve()
  const underWay = new Set<Promise<void>>()

  function begin(entry: Json): Promise<void> {
    const taking = take(entry).finally(() => underWay.delete(taking))
    underWay.add(taking)
    return taking
  }

  async function readAll(stop: AbortSignal): Promise<void> {
    for (let empty = 0; !stop.aborted; ) {
      place ??= cursors.of(account)
      const before = await place
      const { entries, next = before, more } = await sync.read(before)
      felt(undefined)
      const taken = Promise.all(entries.map(begin))
      // It rejects only when all is to stop; then nothing more is noted.
      taken.catch(() => {})
      place = Promise.resolve(next)
      noting = noting.then(() => taken).then(() => (next === before ? undefined : cursors.keep(account, next)))
      noting.catch(() => {})
      while (underWay.size > MOST_UNDER_WAY && !stop.aborted) await Promise.race(underWay).catch(() => {})
      empty = entries.length === 0 ? empty + 1 : 0
      if (!more || empty > EMPTY_PAGES) return
    }
  }

  return {
    ring(token) {
      if (token !== undefined) sync.hold(token)
      isWanted = true
      wake()
    },

    async run(stop) {
      stop.addEventListener('abort', () => wake(), { once: true })
      for (let failures = 0; !stop.aborted; ) {
        if (!isWanted) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
        isWanted = false
        try {
          if (!stop.aborted) await readAll(stop)
          failures = 0
        } catch (error) {
          felt(error instanceof Error ? error : new Error('unknown'))
          isWanted = true
          await clock.sleep(Math.min(1_000 * 2 ** failures++, LONGEST_WAIT_MS), stop)
        }
      }
      await noting.catch(() => {})
    },
  }
}
