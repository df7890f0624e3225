import type { Share } from '../../appeal/figures/figures.ts'
import type { Report } from '../../appeal/figures/report.ts'
import type { Period } from '../../model/period.ts'
import type { Chart } from '../../ports/office.ts'
import { FEW, type Names, percent, periodName } from './report.ts'
import { KIND } from './words.ts'

const SHOWN = 12

/** A picture and the name of its file, without an extension. */
export interface NamedChart {
  readonly name: string
  readonly chart: Chart
}

/** What a leader looks at. Pictures without a figure in them are left out. */
export function reportCharts(report: Report, names: Names): readonly NamedChart[] {
  const name = periodName(report.period)
  const of = (title: string) => `${name}${title}`
  const before = { name: '上期', values: report.byKind.map((one) => one.before) }
  const units = report.units.filter(({ response, resolution, satisfaction }) =>
    [response, resolution, satisfaction].some((share) => inPercent(share) !== null),
  )
  const rates = (name: string, share: (one: Report['units'][number]) => Share) => ({
    name,
    values: units.slice(0, SHOWN).map((one) => inPercent(share(one))),
  })
  const charts: readonly NamedChart[] = [
    {
      name: '1-收到与办结',
      chart: {
        title: '近六期收到与办结',
        kind: 'line',
        labels: report.trend.map(({ period }) => short(period)),
        series: [
          { name: '收到', values: report.trend.map(({ received }) => received) },
          { name: '办结', values: report.trend.map(({ resolved }) => resolved) },
        ],
        unit: '件',
      },
    },
    {
      name: '2-类型',
      chart: {
        title: of('收到诉求（按类型）'),
        kind: 'bar',
        labels: report.byKind.map(({ kind }) => KIND[kind]),
        series: [{ name: '本期', values: report.byKind.map(({ now }) => now) }, before],
        unit: '件',
      },
    },
    {
      name: '3-领域',
      chart: {
        title: of('收到诉求（按领域）'),
        kind: 'bar',
        labels: report.byCategory.slice(0, SHOWN).map(({ category }) => names.category(category)),
        series: [{ name: '件数', values: report.byCategory.slice(0, SHOWN).map(({ now }) => now) }],
        unit: '件',
      },
    },
    {
      name: '4-三率',
      chart: {
        title: of(`承办单位三率（不足 ${FEW} 件的不画）`),
        kind: 'bar',
        labels: units.slice(0, SHOWN).map(({ unit }) => names.unit(unit)),
        series: [
          rates('响应率', ({ response }) => response),
          rates('解决率', ({ resolution }) => resolution),
          rates('满意率', ({ satisfaction }) => satisfaction),
        ],
        unit: '%',
      },
    },
  ]
  return charts.filter(({ chart }) => chart.series.some(({ values }) => values.some((value) => (value ?? 0) > 0)))
}

/** Few are no percentage: a gap in the picture, and told in the text. */
function inPercent(share: Share): number | null {
  return share.of < FEW ? null : percent(share)
}

/** 11月, 47周, 4季度: the year stands with the first of a year only. */
function short(period: Period): string {
  const name = periodName(period)
  return /年(?:第1周|1月|第1季度)$/u.test(name) ? name : name.replace(/^\d{4}年第?/u, '')
}
