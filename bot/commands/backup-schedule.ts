import { dateOf, type Instant, plusMs } from '../model/instant.ts'
import type { Clock } from '../ports/clock.ts'
import type { Backups } from './backup.ts'

/** The clock is looked at so often: it may have been set, or the machine have slept. */
const LOOK_MS = 5 * 60_000
/** One that failed is tried again so much later. */
const AGAIN_MS = 15 * 60_000
const DAY_MS = 86_400_000

/**
 * Makes a backup each day at a time of the city's clocks (`03:30`), until told to stop. One that was missed, since nobody
 * ran at that time or it failed, is made as soon as it can be. For one process at a time (`Peers.alone`).
 */
export function backupSchedule(options: {
  readonly at: string
  readonly backups: Backups
  readonly clock: Clock
  /** Told what went wrong; it is tried again. */
  readonly trouble: (error: unknown) => void
}): (stop: AbortSignal) => Promise<void> {
  const { at, backups, clock, trouble } = options
  return async (stop) => {
    let again: Instant = ''
    while (!stop.aborted) {
      const due = lastDue(clock.now(), at)
      const last = await backups.last()
      if ((last === undefined || last < due) && clock.now() >= again)
        await backups.make().catch((error: unknown) => {
          again = plusMs(clock.now(), AGAIN_MS)
          trouble(error)
        })
      const left = Date.parse(due) + DAY_MS - Date.parse(clock.now())
      await clock.sleep(Math.max(1, Math.min(left, LOOK_MS)), stop)
    }
  }
}

/** The last moment, up to now, at which the city's clocks showed this time. */
function lastDue(now: Instant, at: string): Instant {
  const today = new Date(`${dateOf(now)}T${at}:00+08:00`).toISOString()
  return today <= now ? today : plusMs(today, -DAY_MS)
}
