import type { Instant } from '../../bot/model/instant.ts'
import { plusMs } from '../../bot/model/instant.ts'
import type { Clock } from '../../bot/ports/clock.ts'

/** A clock that can be moved forward, so that days of silence can be lived through in one sitting. */
export interface MovableClock extends Clock {
  /** Moves it so many milliseconds forward and wakes whoever slept past then; returns what it shows now. */
  later(ms: number): Instant
}

export function createMovableClock(base: Clock): MovableClock {
  let ahead = 0
  let moved = new AbortController()
  const now = (): Instant => plusMs(base.now(), ahead)

  return {
    now,
    later(ms) {
      ahead += ms
      moved.abort()
      moved = new AbortController()
      return now()
    },
    async sleep(ms, stop) {
      const until = plusMs(now(), ms)
      while (now() < until && !stop.aborted) {
        const left = Date.parse(until) - Date.parse(now())
        await base.sleep(left, AbortSignal.any([stop, moved.signal]))
      }
    },
  }
}
