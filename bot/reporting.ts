import { type GapFigures, type Report, reportFrom, reportOf, type Topic } from './appeal/figures/report.ts'
import { maskTold } from './appeal/redact.ts'
import { OPEN } from './appeal/states.ts'
import { hotTopics } from './appeal/triage/topics.ts'
import { type Appeal, isSealed } from './model/appeal.ts'
import type { Catalog } from './model/catalog.ts'
import { type Instant, plusDays } from './model/instant.ts'
import type { Period } from './model/period.ts'
import type { AppealFilter, AppealStore } from './ports/appeal-store.ts'
import type { reportText } from './texts/zh-cn.ts'

export interface ReportingOptions {
  readonly store: Pick<AppealStore, 'read'>
  readonly catalog: Catalog
  readonly cut: (text: string) => string[]
  /** Which of these count for whoever asks; without it all do. */
  readonly seen?: (appeals: readonly Appeal[]) => Promise<readonly Appeal[]>
}

const TOP_GAPS = 5
const TOP_TOPICS = 8
/** So many of the latest are looked through for topics, which takes less than a second. */
const MOST_TOLD = 3_000

/** What units and categories are called. */
export function namesIn({ units, categories }: Pick<Catalog, 'units' | 'categories'>): reportText.Names {
  const [short, named] = [
    new Map(units.map((one) => [one.id, one.short])),
    new Map(categories.map((one) => [one.id, one.name])),
  ]
  return { unit: (id) => short.get(id) ?? id, category: (id) => named.get(id) ?? id }
}

/** Reads what a report of the period takes, and makes it. What is personal is opened for the hot topics only. */
export async function readReport(options: ReportingOptions, period: Period, now: Instant): Promise<Report> {
  const { store } = options
  const from = reportFrom(period)
  const find = async (where: AppealFilter) => {
    const { appeals } = await store.read({ kind: 'appeals', where })
    const all = appeals.map(({ value }) => value)
    return options.seen ? options.seen(all) : all
  }
  const told = await find({ registered: { from: period.from, to: period.to } })
  const registered = await find({ registered: { from, to: plusDays(period.from, -1) }, openly: true })
  const closed = await find({ closed: { from }, openly: true })
  const open = await find({ states: OPEN, openly: true })
  const { groups, total } = await store.read({ kind: 'gaps', limit: TOP_GAPS })
  const gaps: GapFigures = {
    total,
    // Not their words: a report goes to many, and words are their people's.
    top: groups.map(({ people, times, document }) => ({ people, times, ...(document && { document }) })),
  }
  const all = new Map([...open, ...closed, ...registered, ...told].map((appeal) => [appeal.number, appeal]))
  return reportOf([...all.values()], period, now, { topics: topicsOf(told, options), gaps })
}

/** Of what is sealed nothing is said, not even by a word that many use. */
function topicsOf(told: readonly Appeal[], { catalog, cut }: ReportingOptions): readonly Topic[] {
  const { category: nameOf } = namesIn(catalog)
  const latest = told.toSorted((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1)).slice(0, MOST_TOLD)
  const items = latest.flatMap((appeal) => {
    const particulars = appeal.personal?.particulars
    if (!particulars || isSealed(appeal)) return []
    const text = maskTold(particulars.matter, particulars)
    return [{ number: appeal.number, text, category: nameOf(appeal.category) }]
  })
  return hotTopics(items, cut)
    .slice(0, TOP_TOPICS)
    .map(({ label, numbers }) => ({ label, count: numbers.length, numbers }))
}
