import type { Chart } from '../../bot/ports/office.ts'

export const FONT = 'Noto Sans S Chinese'
const INK = { strong: '#1f2d3d', soft: '#5f6b7a', line: '#e3e7ec' }
const COLOURS = ['#2f6690', '#cf8a2b', '#81a88d', '#9e6b8c', '#8d99ae', '#c8553d']
/** What takes the place of a colour where the ground is dark. */
export const DARK: Readonly<Record<string, string>> = {
  [INK.strong]: '#e8edf2',
  [INK.soft]: '#a7b2bd',
  [INK.line]: '#313b46',
  '#2f6690': '#6ba6d6',
  '#cf8a2b': '#e3aa5c',
  '#c8553d': '#e88a74',
}
const WIDTH = 960
const HEIGHT = 540
const TOP = 96
const BOTTOM = 28
/** A label with so many characters does not stand under a column any more. */
const LONG = 5
const MANY = 9

/** Names that are long, or many, are read beside lying bars. */
function isLying({ kind, labels }: Chart): boolean {
  return kind !== 'line' && (labels.length > MANY || labels.some((label) => label.length > LONG))
}

/** In pixels before the zoom. Lying bars need room for each. */
export function sizeOf(chart: Chart): { readonly width: number; readonly height: number } {
  if (!isLying(chart)) return { width: WIDTH, height: HEIGHT }
  const bars = chart.kind === 'stacked' ? 1 : chart.series.length
  return { width: WIDTH, height: TOP + BOTTOM + Math.max(4, chart.labels.length) * (22 * bars + 20) }
}

/** How a chart looks, for echarts: one title, its unit under it, values at the bars, and nothing that does not speak. */
export function optionOf(chart: Chart): Record<string, unknown> {
  const { title, kind, labels, series, unit } = chart
  const lying = isLying(chart)
  const text = { fontFamily: FONT, fontSize: 14, color: INK.soft }
  const names = {
    type: 'category',
    data: [...labels],
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: INK.soft } },
    axisLabel: { ...text, color: INK.strong, interval: 0 },
  }
  const values = {
    type: 'value',
    minInterval: unit === '%' ? undefined : 1,
    ...(unit === '%' && { min: 0, max: 100 }),
    axisLabel: text,
    splitLine: { lineStyle: { color: INK.line } },
  }
  return {
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: FONT },
    title: {
      text: title,
      subtext: `单位：${unit}`,
      left: 24,
      top: 18,
      itemGap: 8,
      textStyle: { fontFamily: FONT, fontSize: 22, fontWeight: 'bold', color: INK.strong },
      subtextStyle: text,
    },
    ...(series.length > 1 && {
      legend: { right: 24, top: 24, icon: 'roundRect', itemWidth: 14, itemHeight: 14, itemGap: 20, textStyle: text },
    }),
    grid: { left: 28, right: 56, top: TOP, bottom: BOTTOM, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: series.map((one, i) => ({
      name: one.name,
      ...(kind === 'line' ? { ...LINE, data: points(chart, i) } : bar(kind === 'stacked', lying, series.length)),
      ...(kind !== 'line' && { data: [...one.values] }),
      label: labelOf(chart, lying, i),
    })),
  }
}

const LINE = { type: 'line', symbol: 'circle', symbolSize: 9, lineStyle: { width: 3 }, connectNulls: false }

function bar(stacked: boolean, lying: boolean, beside: number): Record<string, unknown> {
  const round = lying ? [0, 3, 3, 0] : [3, 3, 0, 0]
  return {
    type: 'bar',
    ...(stacked && { stack: 'all' }),
    barMaxWidth: lying ? 22 : 56,
    barGap: '15%',
    barCategoryGap: beside > 1 && !stacked ? '30%' : '45%',
    itemStyle: stacked ? {} : { borderRadius: round },
  }
}

function labelOf(chart: Chart, lying: boolean, series: number): Record<string, unknown> {
  const text = { show: true, fontFamily: FONT, fontSize: 14, color: INK.strong }
  if (chart.kind === 'line') return { ...text, color: COLOURS[series % COLOURS.length] }
  if (chart.kind === 'bar') return { ...text, position: lying ? 'right' : 'top' }
  const room = tallest(chart) / 20
  const formatter = ({ value }: { readonly value?: unknown }) =>
    typeof value === 'number' && value > room ? String(value) : ''
  return { ...text, position: 'inside', formatter, ...(series === 0 && { color: '#ffffff' }) }
}

/** Where lines come near each other, the upper value stands above its point, the others below, but not on the axis. */
function points(chart: Chart, own: number): readonly unknown[] {
  const { labels, series } = chart
  const low = tallest(chart) / 20
  return labels.map((_, i) => {
    const here = series.map(({ values }) => values[i] ?? Number.NEGATIVE_INFINITY)
    const value = series[own]?.values[i] ?? null
    const first = value === null ? own : here.indexOf(value)
    const position = value === Math.max(...here) ? 'top' : (value ?? 0) < low ? 'right' : 'bottom'
    return { value, label: { position, show: first === own } }
  })
}

function tallest({ labels, series }: Chart): number {
  const sums = labels.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0))
  return Math.max(0, ...sums)
}
