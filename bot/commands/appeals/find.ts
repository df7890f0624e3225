import type { Appeal } from '../../model/appeal.ts'
import type { Catalog, Holidays } from '../../model/catalog.ts'
import { systemClock } from '../clock.ts'
import type { Io } from '../io.ts'
import { openReading } from '../ledger.ts'
import { configFor } from '../options.ts'
import { type WhereFlags, whereOf } from './where.ts'

export interface FoundAppeals {
  readonly catalog: Catalog
  readonly holidays: Holidays
  readonly appeals: readonly Appeal[]
  /** Of these conditions, also those beyond the limit. */
  readonly total: number
}

/** The appeals that the line of a command asks for; the earliest deadline first. */
export async function findAppeals(
  flags: WhereFlags,
  io: Io,
  { limit, openly }: { readonly limit?: number; readonly openly?: true },
): Promise<FoundAppeals> {
  const [{ loadCity }, { isLate }, { OPEN }] = await Promise.all([
    import('../city/load.ts'),
    import('../../appeal/owed.ts'),
    import('../../appeal/states.ts'),
  ])
  const { catalog, holidays } = await loadCity(configFor(io, flags).city)
  const where = whereOf(flags, catalog, OPEN)
  const ledger = await openReading(io, flags)
  const more = { ...(openly && { openly }), ...(limit !== undefined && !flags.overdue && { limit }) }
  const found = await ledger.read({ kind: 'appeals', where: { ...where, ...more } })
  const all = found.appeals.map(({ value }) => value)
  if (!flags.overdue) return { catalog, holidays, appeals: all, total: found.total }
  const now = systemClock.now()
  const late = all.filter((appeal) => isLate(appeal, now))
  return { catalog, holidays, appeals: late.slice(0, limit), total: late.length }
}
