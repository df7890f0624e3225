import { type Instant, plusMs } from '../../../bot/model/instant.ts'
import type { Sql } from './db.ts'

/** Less than that is no matter: leases are of a minute. */
const TOLERATED_MS = 2_000
const LOOK_MS = 30_000

/**
 * By whose clock leases are made and run out: the database's, which is one for all instances. Else one whose clock is ahead
 * would take what another is just sending.
 */
export interface ServerClock {
  /** A moment of this machine, as the database's clock shows it. */
  there(at: Instant): Instant
  /** Compares them, now and then. */
  look(): Promise<void>
}

/** `wall`: what this machine's clock shows, in milliseconds since 1970. `onNotice` is told when they begin to differ. */
export function createServerClock(
  sql: Sql,
  { wall = Date.now, onNotice }: { readonly wall?: () => number; readonly onNotice?: (text: string) => void },
): ServerClock {
  let offMs = 0
  let looked = Number.NEGATIVE_INFINITY

  return {
    there: (at) => (offMs === 0 ? at : plusMs(at, offMs)),
    async look() {
      const begun = wall()
      // Also where it was set back, or the machine slept.
      if (Math.abs(begun - looked) < LOOK_MS) return
      const [row] = await sql.query<{ now: Instant }>('select clock_timestamp() as now')
      const ended = wall()
      looked = ended
      const between = Date.parse(row?.now ?? '') - (begun + ended) / 2
      const sure = Math.abs(between) - (ended - begun) / 2
      const wasOff = offMs !== 0
      offMs = sure > TOLERATED_MS ? Math.round(between) : 0
      if (offMs !== 0 && !wasOff)
        onNotice?.(
          `this machine's clock is ${Math.round(Math.abs(offMs) / 1000)} seconds ${offMs > 0 ? 'behind' : 'ahead of'} ` +
            "the database's: set both by NTP (leases go by the database's meanwhile)",
        )
    },
  }
}
