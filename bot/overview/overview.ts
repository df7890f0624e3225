import type { Report } from '../appeal/figures/report.ts'
import type { WorkCalendar } from '../appeal/time/work-calendar.ts'
import type { Health } from '../dialogue/desk.ts'
import type { Catalog } from '../model/catalog.ts'
import { type Instant, plusMs } from '../model/instant.ts'
import type { Period } from '../model/period.ts'
import type { AppealStore } from '../ports/appeal-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { KnowledgeStatus } from '../ports/knowledge-base.ts'
import type { Office } from '../ports/office.ts'
import type { Asked, Block, Overview, PageName, Viewer } from '../ports/overview.ts'
import { namesIn, readReport } from '../reporting.ts'
import { overviewText, reportCharts } from '../texts/zh-cn.ts'
import { boardPage } from './board.ts'
import { channelsPage } from './channels.ts'
import { documentsPage } from './documents.ts'
import { gapsPage } from './gaps.ts'
import { exportLedger, ledgerPage } from './ledger.ts'
import { periodIn } from './periods.ts'
import { ratesPage } from './rates.ts'
import { createSight } from './sight.ts'
import { todayPage } from './today.ts'
import { topicsPage } from './topics.ts'
import { admittedAs, pagesOf } from './viewer.ts'
import { type World, worldAt } from './world.ts'

export interface OverviewOptions {
  readonly store: Pick<AppealStore, 'read'>
  readonly catalog: Catalog
  readonly calendar: WorkCalendar
  readonly office: Pick<Office, 'svg' | 'xlsx' | 'csv'>
  readonly clock: Pick<Clock, 'now'>
  /** Cuts words, for the hot topics. */
  readonly cut: (text: string) => string[]
  /** How the documents stand; without it this process has none. */
  readonly knowledge?: (() => KnowledgeStatus) | undefined
  /** How the channels and the machine are; without it this process serves none. */
  readonly health?: (() => Health) | undefined
}

const PAGE: Readonly<Record<PageName, (world: World) => Promise<readonly Block[]>>> = {
  today: todayPage,
  board: boardPage,
  ledger: ledgerPage,
  topics: topicsPage,
  rates: ratesPage,
  gaps: gapsPage,
  documents: documentsPage,
  channels: channelsPage,
}
/** Which of a report's pictures, by the beginning of its name, belongs to which page. */
const CHART: Readonly<Record<string, { readonly of: string; readonly on: PageName }>> = {
  trend: { of: '1-', on: 'rates' },
  kinds: { of: '2-', on: 'topics' },
  categories: { of: '3-', on: 'topics' },
  rates: { of: '4-', on: 'rates' },
}

/** A report takes up to a second of everybody's time: whoever looks again within this is shown the same. */
const FRESH_MS = 60_000
const KEPT = 16

/** Pages for leaders and operators out of the ledger. Reads only; what each may see is what the chat tells his role. */
export function createOverview(options: OverviewOptions): Overview {
  const { store, catalog, calendar, office, clock } = options
  const reports = new Map<string, { readonly until: Instant; readonly report: Promise<Report> }>()

  function reportFor(viewer: Viewer, period: Period, now: Instant): Promise<Report> {
    const key = JSON.stringify([viewer.id, viewer.units, period.kind, period.from])
    const known = reports.get(key)
    if (known && known.until > now) return known.report
    const { seen } = createSight(store, viewer)
    const report = readReport({ ...options, seen }, period, now)
    reports.delete(key)
    reports.set(key, { until: plusMs(now, FRESH_MS), report })
    for (const old of [...reports.keys()].slice(0, -KEPT)) reports.delete(old)
    report.catch(() => reports.delete(key))
    return report
  }

  function worldFor(viewer: Viewer, asked: Asked): World {
    const now = clock.now()
    return worldAt({
      store,
      catalog,
      calendar,
      viewer,
      asked,
      now,
      pages: pagesOf(viewer.roles),
      sight: createSight(store, viewer),
      knowledge: options.knowledge?.(),
      health: options.health?.(),
      reportOn: (period) => reportFor(viewer, period, now),
    })
  }

  return {
    async admitted() {
      const { members } = await store.read({ kind: 'staff' })
      return members.flatMap(({ value }) => admittedAs(value) ?? [])
    },
    pagesFor: ({ roles }) => pagesOf(roles).map((name) => ({ name, label: overviewText.PAGE[name] })),
    async page(name, viewer, asked) {
      if (!pagesOf(viewer.roles).includes(name)) return null
      const world = worldFor(viewer, asked)
      const blocks = await PAGE[name](world)
      return { title: overviewText.TITLE[name], asOf: overviewText.asOf(world.now), blocks }
    },
    async chart(name, viewer, asked) {
      const wanted = Object.hasOwn(CHART, name) ? CHART[name] : undefined
      if (!wanted || !pagesOf(viewer.roles).includes(wanted.on)) return null
      const world = worldFor(viewer, asked)
      const report = await world.reportOn(periodIn(asked, world.today))
      const found = reportCharts(report, namesIn(catalog)).find(({ name: of }) => of.startsWith(wanted.of))
      return found ? office.svg(found.chart) : null
    },
    async exported(viewer, asked, format) {
      return exportLedger(worldFor(viewer, asked), format, office)
    },
  }
}
