import { createHash } from 'node:crypto'
import { createConsole, entranceLink } from '../../adapters/console/index.ts'
import type { Ledger } from '../../adapters/store/index.ts'
import type { App } from '../app.ts'
import { createWorkCalendar } from '../appeal/time/work-calendar.ts'
import type { Config } from '../config.ts'
import { createOverview, type OverviewOptions } from '../overview/overview.ts'
import type { City } from './city/load.ts'
import type { Routes } from './roads.ts'

export { entranceLink }

interface OpenConsole extends Pick<OverviewOptions, 'office' | 'clock' | 'cut' | 'knowledge' | 'health'> {
  /** Where it is reached from outside (`consoleAddress`). */
  readonly base: string
  readonly ledger: Pick<Ledger, 'appeals' | 'pseudonym'>
  readonly receive: App['receive']
  readonly city: Pick<City, 'catalog' | 'holidays'>
  readonly log: (line: string) => void
}

/** The console and its routes, for the one HTTP server. */
export function openConsole(options: OpenConsole): Routes {
  const { base, ledger, receive, city, log, ...world } = options
  const { catalog, holidays } = city
  const overview = createOverview({
    ...world,
    store: ledger.appeals,
    catalog,
    calendar: createWorkCalendar(holidays),
  })
  const handle = createConsole({
    overview,
    base,
    city: catalog.city,
    // The same for every process on the ledger, and known to nobody who has not its master key.
    key: ledger.pseudonym('what signs the cookies of the console'),
    receive,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    clock: world.clock,
    log,
  })
  return { '/console': handle, '/console/*': handle }
}

/** Where the console is reached: as it is set, or where this process listens. */
export function consoleAddress({ operators, http }: Pick<Config, 'operators' | 'http'>): string {
  const host = http.host.includes(':') ? `[${http.host}]` : http.host
  return operators.console ?? `http://${host}:${http.port}`
}
