import type { Clock } from '../../bot/ports/clock.ts'

/**
 * The real clock, hurried: what would sleep a second sleeps ten milliseconds, where `hurry` is 100. Whoever polls is not
 * to be hurried more than five times: Telegram holds polls by its own clock, and would seem to be dead.
 */
export function hurried(hurry: number): Clock {
  const began = Date.now()
  return {
    now: () => new Date(began + (Date.now() - began) * hurry).toISOString(),
    sleep: (ms, stop) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          stop.removeEventListener('abort', end)
          resolve()
        }
        const timer = setTimeout(end, Math.max(0, ms) / hurry)
        stop.addEventListener('abort', end, { once: true })
        if (stop.aborted) end()
      }),
  }
}
