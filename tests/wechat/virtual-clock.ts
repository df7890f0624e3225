import type { Clock } from '../../bot/ports/clock.ts'

/** A clock that stands still until it is moved; whoever sleeps wakes exactly at his time, one after another. */
export interface VirtualClock extends Clock {
  /** Lets so much time pass; what happens then has happened when it resolves. */
  passes(ms: number): Promise<void>
  /** Lets time pass until it is so, and says how much that was; fails after `most` milliseconds. */
  until(isSo: () => boolean, most?: number): Promise<number>
  /** Sets it to another time without anybody waking. */
  set(instant: string): void
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

export function createVirtualClock(start = '2026-11-23T02:00:00.000Z'): VirtualClock {
  const sleepers = new Set<Sleeper>()
  let now = Date.parse(start)

  function next(): Sleeper | undefined {
    let first: Sleeper | undefined
    for (const sleeper of sleepers) if (!first || sleeper.at < first.at) first = sleeper
    return first
  }

  async function passes(ms: number): Promise<void> {
    const end = now + ms
    await settle()
    for (let first = next(); first && first.at <= end; first = next()) {
      now = Math.max(now, first.at)
      first.wake()
      await settle()
    }
    now = Math.max(now, end)
  }

  return {
    now: () => new Date(now).toISOString(),
    sleep: (ms, stop) =>
      new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(sleeper)
          stop.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { at: now + Math.max(0, ms), wake }
        sleepers.add(sleeper)
        stop.addEventListener('abort', wake)
        if (stop.aborted) wake()
      }),
    passes,
    async until(isSo, most = 3_600_000) {
      const begun = now
      await settle()
      while (!isSo()) {
        if (now - begun > most) throw new Error(`it was not so within ${most} ms`)
        await passes(Math.max(1, (next()?.at ?? now + 1_000) - now))
      }
      return now - begun
    },
    set(instant) {
      now = Date.parse(instant)
    },
  }
}

/** What runs on promises and streams alone comes to its end. */
async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}
