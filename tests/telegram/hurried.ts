import { systemClock } from '../../bot/commands/clock.ts'
import type { Clock } from '../../bot/ports/clock.ts'

/**
 * The real clock, hurried: what would sleep a second sleeps ten milliseconds, where `hurry` is 100. Whoever polls is not
 * to be hurried more than five times: Telegram holds polls by its own clock, and would seem to be dead.
 */
export function hurried(hurry: number): Clock {
  const began = Date.now()
  return {
    now: () => new Date(began + (Date.now() - began) * hurry).toISOString(),
    sleep: (ms, stop) => systemClock.sleep(ms / hurry, stop),
  }
}
