import type { Share } from '../appeal/figures/figures.ts'
import type { Report } from '../appeal/figures/report.ts'
import type { WorkCalendar } from '../appeal/time/work-calendar.ts'
import type { Health } from '../dialogue/desk.ts'
import type { Catalog } from '../model/catalog.ts'
import { type CalendarDate, dateOf, type Instant } from '../model/instant.ts'
import type { Period } from '../model/period.ts'
import type { AppealStore } from '../ports/appeal-store.ts'
import type { KnowledgeStatus } from '../ports/knowledge-base.ts'
import type { Asked, Cell, Figure, Link, PageName, Tone, Viewer } from '../ports/overview.ts'
import { FEW, percent, rate } from '../texts/zh-cn/report.ts'
import { overviewText } from '../texts/zh-cn.ts'
import type { Sight } from './sight.ts'
import { askedFor, INTAKE, type Wanted } from './where.ts'

/** What a page is made of: who looks, what he asked for, and what is there now. */
export interface World {
  readonly store: Pick<AppealStore, 'read'>
  readonly catalog: Catalog
  readonly calendar: WorkCalendar
  readonly viewer: Viewer
  readonly pages: readonly PageName[]
  readonly asked: Asked
  readonly sight: Sight
  readonly now: Instant
  readonly today: CalendarDate
  /** How the documents and the machine are; unknown where this process has none. */
  readonly knowledge: KnowledgeStatus | undefined
  readonly health: Health | undefined
  /** The report of a period, perhaps a minute old. */
  readonly reportOn: (period: Period) => Promise<Report>
}

export const worldAt = (world: Omit<World, 'today'>): World => ({ ...world, today: dateOf(world.now) })

export const toLedger = (wanted: Wanted): Link => ({ page: 'ledger', asked: askedFor(wanted) })

/** A count that leads to what it counts; nothing is nothing to look at. */
export function counted(count: number, wanted: Wanted, tone?: Tone): Cell {
  if (count === 0) return { text: '0' }
  return { text: String(count), to: toLedger(wanted), ...(tone && { tone }) }
}

/** A percentage large, and what it is of beside its note; few are shown as they are counted. */
export function shareOf(label: string, share: Share, note: string): Figure {
  const { n, of } = share
  const isFew = of < FEW
  return {
    label,
    value: isFew ? rate(share) : `${percent(share)}%`,
    note: [...(isFew ? [] : [`${n}/${of}`]), note].filter(Boolean).join('；'),
  }
}

/** What a unit is called, short; the intake desk where none was given the case. */
export function nameOfUnit({ units }: Pick<Catalog, 'units'>, id: string): string {
  return id === INTAKE ? overviewText.INTAKE : (units.find((unit) => unit.id === id)?.short ?? id)
}

export function nameOfCategory({ categories }: Pick<Catalog, 'categories'>, id: string): string {
  return categories.find((category) => category.id === id)?.name ?? id
}
