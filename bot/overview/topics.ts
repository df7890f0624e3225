import { namePeriod } from '../appeal/time/periods.ts'
import type { Block, Table } from '../ports/overview.ts'
import { KIND } from '../texts/zh-cn/words.ts'
import { overviewText as text } from '../texts/zh-cn.ts'
import { periodChoice, periodIn } from './periods.ts'
import { daysOf, runningNote } from './rates.ts'
import { counted, nameOfCategory, type World } from './world.ts'

/** What many tell of in a period, and how it is spread over kinds and categories. */
export async function topicsPage(world: World): Promise<readonly Block[]> {
  const { catalog, today } = world
  const period = periodIn(world.asked, today)
  const report = await world.reportOn(period)
  const asked = world.asked['period'] ? { period: world.asked['period'] } : {}
  const within = { on: 'registered', ...daysOf(period) } as const
  const any = report.received.now > 0
  const chart = (name: string, alt: string) => (any ? { chart: { name, alt, asked } } : {})
  return [
    periodChoice(period, today),
    ...runningNote(report),
    {
      ...tableOf(text.TOPICS_HEADING, text.TOPIC_COLUMNS),
      rows: report.topics.map(({ label, count }) => [
        label,
        {
          text: String(count),
          to: { page: 'ledger', asked: { state: '', topic: label, period: namePeriod(period) } },
        },
      ]),
      empty: text.TOPICS_NONE,
    },
    {
      ...tableOf(text.CATEGORIES_HEADING, text.CATEGORY_COLUMNS),
      ...chart('categories', text.CATEGORIES_CHART),
      rows: report.byCategory.map(({ category, now, before }) => [
        nameOfCategory(catalog, category),
        counted(now, { ...within, category }),
        String(before),
      ]),
    },
    {
      ...tableOf(text.KINDS_HEADING, text.KIND_COLUMNS),
      ...chart('kinds', text.KINDS_CHART),
      rows: report.byKind.map(({ kind, now, before }) => [
        KIND[kind],
        counted(now, { ...within, kind }),
        String(before),
      ]),
    },
    { kind: 'notes', heading: text.DEFINITIONS_HEADING, lines: [text.TOPICS_IS, text.RECEIVED_IS, text.SEEN_IS] },
  ]
}

function tableOf(heading: string, [first, ...numbers]: readonly [string, ...string[]]): Table {
  const columns = [
    { name: first, kind: 'text' as const },
    ...numbers.map((name) => ({ name, kind: 'number' as const })),
  ]
  return { kind: 'table', heading, columns, rows: [], empty: text.RECEIVED_NONE }
}
