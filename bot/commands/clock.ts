import type { Clock } from '../ports/clock.ts'

const LONGEST_MS = 2 ** 31 - 1 // a longer timer fires at once

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  // Not the timer of `node:timers/promises`: it makes an error, stack and all, for each that is woken, and every message wakes some.
  sleep: (ms, stop) =>
    new Promise((resolve) => {
      if (stop.aborted) return resolve()
      const timer = setTimeout(end, Math.min(ms, LONGEST_MS))
      function end(): void {
        clearTimeout(timer)
        stop.removeEventListener('abort', end)
        resolve()
      }
      stop.addEventListener('abort', end)
    }),
}
