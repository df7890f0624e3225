import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../bot/ports/clock.ts'

export interface MovableClock extends Clock {
  /** Time goes by in small steps: whoever sleeps wakes when it is his time, and does what he does then. */
  goesBy(ms: number): Promise<void>
}

const STEP_MS = 5_000
/** What begins when it is woken has so much real time. */
const TO_ACT_MS = 15

/** A clock that runs as every other does, and that a test moves on. */
export function createMovableClock(start: number): MovableClock {
  const begun = Date.now()
  const asleep = new Map<() => void, number>()
  let moved = 0
  const nowMs = () => start + Date.now() - begun + moved

  return {
    now: () => new Date(nowMs()).toISOString(),
    sleep: (ms, stop) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          stop.removeEventListener('abort', wake)
          asleep.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, Math.max(0, ms))
        stop.addEventListener('abort', wake)
        asleep.set(wake, nowMs() + ms)
        if (stop.aborted) wake()
      }),
    async goesBy(ms) {
      await pause(TO_ACT_MS)
      for (let left = ms; left > 0; left -= STEP_MS) {
        moved += Math.min(left, STEP_MS)
        const due = [...asleep].filter(([, at]) => at <= nowMs()).toSorted(([, a], [, b]) => a - b)
        for (const [wake] of due) wake()
        await pause(TO_ACT_MS)
      }
    },
  }
}
