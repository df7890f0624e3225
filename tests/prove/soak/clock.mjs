/** A clock that stands until it is put forward: whoever sleeps is woken up to `STEP_MS` late, as on a slow machine. */
export const STEP_MS = 60_000

export function createClock(start) {
  let now = Date.parse(start)
  const sleepers = new Set()
  return {
    now: () => new Date(now).toISOString(),
    sleep(ms, stop) {
      if (stop.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const sleeper = { at: now + ms, wake }
        sleepers.add(sleeper)
        stop.addEventListener('abort', wake)
        function wake() {
          sleepers.delete(sleeper)
          stop.removeEventListener('abort', wake)
          resolve()
        }
      })
    },
    /** One step; then whoever was woken has had his turn. */
    async step() {
      now += STEP_MS
      for (const { at, wake } of [...sleepers]) if (at <= now) wake()
      for (let turns = 0; turns < 3; turns++) await new Promise((next) => setImmediate(next))
    },
    sleeping: () => sleepers.size,
  }
}
