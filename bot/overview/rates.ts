import type { Share } from '../appeal/figures/figures.ts'
import type { Report } from '../appeal/figures/report.ts'
import type { Period } from '../model/period.ts'
import type { Block, Cell, Figure } from '../ports/overview.ts'
import { DEFINITIONS, FEW, periodName, rate } from '../texts/zh-cn/report.ts'
import { overviewText as text } from '../texts/zh-cn.ts'
import { periodChoice, periodIn } from './periods.ts'
import type { Wanted } from './where.ts'
import { counted, nameOfUnit, shareOf, toLedger, type World } from './world.ts'

/** The three rates of the units in a period, as the reports count them, each chart with its table. */
export async function ratesPage(world: World): Promise<readonly Block[]> {
  const { catalog, today } = world
  const period = periodIn(world.asked, today)
  const report = await world.reportOn(period)
  const asked = world.asked['period'] ? { period: world.asked['period'] } : {}
  const { units } = report
  return [
    periodChoice(period, today),
    ...runningNote(report),
    { kind: 'figures', heading: `${text.RATES_OVERALL} ${periodName(period)}`, figures: figuresOf(report) },
    {
      kind: 'table',
      heading: text.RATES_HEADING,
      ...(isDrawn(report) && { chart: { name: 'rates', alt: text.RATES_CHART, asked } }),
      columns: text.RATE_COLUMNS.map((name, i) => (i === 0 ? { name } : { name, kind: 'number' as const })),
      rows: units.map(({ unit, received, response, resolution, satisfaction }) => {
        const within = (on: Wanted['on'] & string): Wanted => ({ on, unit, ...daysOf(period) })
        return [
          nameOfUnit(catalog, unit),
          counted(received, within('dispatched')),
          rate(response),
          rateOf(resolution, within('concluded')),
          rateOf(satisfaction, within('rated')),
        ]
      }),
      empty: text.RATES_NONE,
    },
    {
      kind: 'table',
      heading: text.TREND_HEADING,
      ...(report.trend.some(({ received, resolved }) => received + resolved > 0) && {
        chart: { name: 'trend', alt: text.TREND_CHART, asked },
      }),
      columns: text.TREND_COLUMNS.map((name, i) => (i === 0 ? { name } : { name, kind: 'number' as const })),
      rows: report.trend
        .map(({ period: one, received, resolved }) => [
          periodName(one),
          counted(received, { on: 'registered', ...daysOf(one) }),
          counted(resolved, { on: 'resolved', ...daysOf(one) }),
        ])
        .toReversed(),
      empty: '',
    },
    {
      kind: 'notes',
      heading: text.DEFINITIONS_HEADING,
      lines: [...DEFINITIONS.map((line) => line.replace(/^口径：/u, '')), text.SEEN_IS],
    },
  ]
}

/** As the picture is: without a percentage above nothing there is none (`reportCharts`). */
function isDrawn({ units }: Report): boolean {
  return units.some(({ response, resolution, satisfaction }) =>
    [response, resolution, satisfaction].some(({ n, of }) => of >= FEW && n > 0),
  )
}

/** Of a period that is still running it is said up to when it counts, and what it is compared with. */
export function runningNote({ running, before }: Report): readonly Block[] {
  return running ? [{ kind: 'notes', heading: '', lines: [text.running(before.from, before.to)] }] : []
}

export function daysOf({ from, to }: Period): Pick<Wanted, 'from' | 'to'> {
  return { from, to }
}

function figuresOf(report: Report): readonly Figure[] {
  const { period, received, resolved, promised, promisedBefore, satisfaction, satisfactionBefore, overdue } = report
  const count = (label: string, n: number, last: number, on: Wanted['on'] & string): Figure => ({
    label,
    value: text.of(n),
    note: text.before(text.of(last)),
    ...(n > 0 && { to: toLedger({ on, ...daysOf(period) }) }),
  })
  return [
    count(text.R.received, received.now, received.before, 'registered'),
    count(text.R.resolved, resolved.now, resolved.before, 'resolved'),
    shareOf(text.R.promised, promised, text.before(rate(promisedBefore))),
    shareOf(text.R.legal, report.legal, ''),
    shareOf(text.R.satisfaction, satisfaction, text.before(rate(satisfactionBefore))),
    { label: text.R.overdue, value: text.of(overdue.length), note: text.overdueIs(report.running) },
  ]
}

function rateOf(share: Share, wanted: Wanted): Cell {
  return { text: rate(share), ...(share.of > 0 && { to: toLedger(wanted) }) }
}
