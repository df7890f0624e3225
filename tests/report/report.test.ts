import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Report, reportOf } from '../../bot/appeal/figures/report.ts'
import { periodAt } from '../../bot/appeal/time/periods.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { type Appeal, AppealKind } from '../../bot/model/appeal.ts'
import { namesIn } from '../../bot/reporting.ts'
import { rate, reportLines } from '../../bot/texts/zh-cn/report.ts'
import { reportCharts } from '../../bot/texts/zh-cn.ts'
import { processorMs } from '../processor.ts'
import { appealOf, at, closing, deadline, numberAt, type Story } from './ledger.ts'

const none = { topics: [], gaps: { total: 0, top: [] } }
const week = periodAt('week', '2026-11-16') // to the 22nd
const after = at('12-01')
const report = (stories: readonly Story[], now = after, period = week): Report =>
  reportOf(stories.map(appealOf), period, now, none)

const due = (day: string) => ({ deadlines: [deadline('result', day)] })

/** Eleven appeals whose figures were counted by hand. */
const STORIES: readonly Story[] = [
  // The week before: three received, two of them resolved in it.
  { n: 1, on: '11-09', data: due('11-13'), since: closing('11-09', '11-12', '11-13', 'satisfied') },
  {
    n: 2,
    on: '11-10',
    data: { ...due('11-11'), kind: 'help' },
    since: closing('11-10', '11-13', '11-14', 'no-answer'),
  },
  { n: 3, on: '11-15 23:59', data: due('11-18'), since: closing('11-16', '11-18', '11-20', 'basically') },
  // This week.
  {
    n: 4,
    on: '11-16 00:00',
    data: { ...due('11-18'), size: 'micro', ownership: 'private' },
    since: closing('11-16', '11-17', '11-18', 'satisfied'),
  },
  {
    n: 5,
    on: '11-16',
    data: { ...due('11-18'), size: 'micro', ownership: 'private' },
    since: closing('11-16', '11-20', '11-21', 'no-answer', 'explained'),
  },
  {
    n: 6,
    on: '11-17',
    data: { ...due('11-30'), size: 'large', kind: 'consultation', category: 'tax' },
    since: closing('11-17', '11-19', '11-20', 'satisfied', 'explained'),
  },
  // Rated not content, and to be done again: open, with a new date.
  {
    n: 7,
    on: '11-17',
    data: due('11-18'),
    since: [
      ...closing('11-17', '11-18', '11-19', 'dissatisfied').slice(0, 4),
      ['11-19', 'rework', { deadlines: [deadline('result', '11-26')] }],
    ],
  },
  // Nobody did anything: overdue at the end of the week.
  { n: 8, on: '11-18', data: { ...due('11-20'), kind: 'help', category: 'tax', unit: 'tax' } },
  // Waits for the entrepreneur: its time stands still.
  {
    n: 9,
    on: '11-18',
    data: { deadlines: [deadline('result', '11-20', { pausable: true })] },
    since: [['11-19', 'asked-back', { until: deadline('info', '11-30') }, '请补合同']],
  },
  // Declined: no result is owed.
  {
    n: 10,
    on: '11-19',
    data: { ...due('11-20'), kind: 'tip-off', category: 'misconduct' },
    since: [['11-20', 'declined', { ground: 'court' }, '请向法院起诉']],
  },
  // Dispatched, and the time to acknowledge is over without a word.
  {
    n: 11,
    on: '11-19',
    data: due('12-10'),
    since: [['11-19', 'dispatched', { unit: 'market', deadlines: [deadline('acknowledge', '11-20')] }]],
  },
  // After the week.
  { n: 12, on: '11-23 00:00', data: due('11-30') },
]

describe('the figures of a week', () => {
  const figures = report(STORIES)

  it('what was received, by its day in Shanghai', () => {
    expect(figures.received).toEqual({ now: 8, before: 3 })
    expect(figures.byKind).toEqual([
      { kind: 'complaint', now: 5, before: 2 },
      { kind: 'help', now: 1, before: 1 },
      { kind: 'consultation', now: 1, before: 0 },
      { kind: 'tip-off', now: 1, before: 0 },
    ])
    expect(figures.byCategory).toEqual([
      { category: 'arrears', now: 5, before: 3 },
      { category: 'tax', now: 2, before: 0 },
      { category: 'misconduct', now: 1, before: 0 },
    ])
  })

  it('what was resolved, and what ended without a result', () => {
    expect(figures.resolved).toEqual({ now: 4, before: 2 }) // 3, 4, 5, 6
    expect(figures.left).toEqual({ now: 1, before: 0 })
  })

  it('what came in time: 3, 4, 6 of the results given, 5 late, 8 overdue without one', () => {
    expect(figures.promised).toEqual({ n: 3, of: 5 })
    expect(figures.promisedBefore).toEqual({ n: 1, of: 2 })
    expect(figures.overdue).toEqual([{ number: numberAt(8), unit: 'tax', due: '2026-11-20' }])
  })

  it('every rating, also one that a rework has overtaken; no answer apart', () => {
    expect(figures.ratings).toEqual({ satisfied: 2, basically: 1, dissatisfied: 1, 'no-answer': 1 })
    expect(figures.satisfaction).toEqual({ n: 3, of: 4 })
    expect(figures.satisfactionBefore).toEqual({ n: 1, of: 1 })
  })

  it('the three rates of each unit', () => {
    expect(figures.units).toEqual([
      {
        unit: 'industry',
        received: 5, // 3 to 7
        response: { n: 5, of: 5 },
        resolution: { n: 3, of: 4 }, // 5 was only explained; that is enough for the consultation 6. 7 is to be done again
        satisfaction: { n: 3, of: 4 },
      },
      {
        unit: 'market',
        received: 1,
        response: { n: 0, of: 1 },
        resolution: { n: 0, of: 0 },
        satisfaction: { n: 0, of: 0 },
      },
    ])
  })

  it('whether all are treated alike', () => {
    expect(figures.bySize).toEqual([
      { size: 'micro', promised: { n: 1, of: 2 }, averageDays: 2.5 },
      { size: 'large', promised: { n: 1, of: 1 }, averageDays: 2 },
      { size: null, promised: { n: 1, of: 2 }, averageDays: 3 },
    ])
    expect(figures.byOwnership.map(({ ownership, promised }) => [ownership, promised.of])).toEqual([
      ['private', 2],
      [null, 3],
    ])
  })

  it('what was open at its end, and how it went before', () => {
    expect(figures.open).toBe(4) // 7, 8, 9, 11
    expect(figures.reworking).toBe(1)
    expect(figures.trend.map(({ received, resolved }) => [received, resolved])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [3, 2],
      [8, 4],
    ])
  })

  it('is told in words, with no more than numbers and counts where they are few', () => {
    const text = reportLines(figures, namesIn(catalog)).join('\n')
    expect(text).toContain('亲清诉求周报 2026年第47周（11月16日—11月22日）')
    expect(text).toContain('收到 8 件（上期 3 件，+5 件）；办结 4 件（上期 2 件，+2 件）')
    expect(text).toContain('按承诺期限答复 60%（3/5），上期 1/2')
    expect(text).toContain('满意率 3/4，上期 1/1：满意 2、基本满意 1、不满意 1；另有未评价 1')
    expect(text).toContain('清欠专班：派单 5 件；响应率 100%（5/5）；解决率 3/4；满意率 3/4')
    expect(text).toContain('规模未填：按期 1/2')
    expect(text).toContain('期末在办 4 件，其中重办、督办 1 件，逾期未答复 1 件')
    expect(text).not.toMatch(/undefined|NaN|null/)
  })
})

describe('a week that still runs', () => {
  const figures = report(STORIES, at('11-18 12:00'))

  it('counts up to now, and is compared with as many days of the week before', () => {
    expect(figures).toMatchObject({ running: true, before: { from: '2026-11-09', to: '2026-11-11' } })
    expect(figures.received).toEqual({ now: 6, before: 2 })
    expect(reportLines(figures, namesIn(catalog))[1]).toBe(
      '截至11月18日 12:00，本期还没有结束；“上期”指11月9日—11月11日。',
    )
  })
})

it('a period before in another year says which', () => {
  const figures = report([], '2027-01-12T00:00:00.000Z', periodAt('week', '2027-01-05'))
  expect(reportLines(figures, namesIn(catalog))[1]).toBe('“上期”指2026年12月28日—1月3日。')
})

describe('the law beside the promise', () => {
  const legal = { legal: { due: '2026-11-30', basis: '条例' } }
  const story: Story = { n: 1, on: '11-16', data: { deadlines: [deadline('result', '11-18', legal)] } }

  it('a promise that was broken may still be in time by law', () => {
    expect(report([story])).toMatchObject({ promised: { n: 0, of: 1 }, legal: { n: 1, of: 1 } })
  })
})

describe('any ledger', () => {
  const story: fc.Arbitrary<Story> = fc
    .record({
      n: fc.integer({ min: 1, max: 1e6 }),
      day: fc.integer({ min: 1, max: 28 }),
      kind: fc.constantFrom(...AppealKind.options),
      length: fc.integer({ min: 0, max: 9 }),
      satisfaction: fc.constantFrom('satisfied', 'basically', 'dissatisfied', 'no-answer', null),
    })
    .map(({ n, day, kind, length, satisfaction }) => {
      const on = (more: number) => {
        const date = new Date(Date.UTC(2026, 9, 1 + day + more))
        return `${String(date.getUTCMonth() + 1).padStart(2, '0')}-${String(date.getUTCDate()).padStart(2, '0')}`
      }
      const since = satisfaction ? closing(on(0), on(length), on(length + 1), satisfaction as 'satisfied') : []
      return { n, on: on(0), data: { kind, ...due(on(3)) }, since }
    })

  it('adds up: kinds and categories to what was received, no share above its whole', () => {
    fc.assert(
      fc.property(fc.array(story, { maxLength: 30 }), (stories) => {
        const figures = report(stories, after, periodAt('month', '2026-10-01'))
        const sum = (rows: readonly { now: number }[]) => rows.reduce((all, { now }) => all + now, 0)
        expect(sum(figures.byKind)).toBe(figures.received.now)
        expect(sum(figures.byCategory)).toBe(figures.received.now)
        for (const { n, of } of [
          figures.promised,
          figures.legal,
          figures.satisfaction,
          ...figures.units.flatMap((unit) => [unit.response, unit.resolution, unit.satisfaction]),
        ])
          expect(n).toBeLessThanOrEqual(of)
        expect(figures.promised.n).toBeLessThanOrEqual(figures.legal.n)
        expect(figures.bySize.reduce((all, { promised }) => all + promised.of, 0)).toBe(figures.promised.of)
        for (const { chart } of reportCharts(figures, namesIn(catalog)))
          for (const { values } of chart.series) expect(values).toHaveLength(chart.labels.length)
      }),
      { numRuns: 60 },
    )
  })

  it('of 100,000 takes less than a second of the processor', () => {
    const some = Array.from({ length: 1000 }, (_, n) =>
      appealOf({ n, on: '11-16', data: due('11-18'), since: closing('11-16', '11-20', '11-21', 'satisfied') }),
    )
    const many: Appeal[] = Array.from({ length: 100 }, () => some).flat()
    const taken = processorMs(() => expect(reportOf(many, week, after, none).received.now).toBe(100_000))
    expect(taken).toBeLessThan(1_000)
  })
})

describe('a rate', () => {
  it.each([
    [{ n: 0, of: 0 }, '无'],
    [{ n: 3, of: 4 }, '3/4'],
    [{ n: 6, of: 7 }, '85.7%（6/7）'],
  ])('of %j reads %s', (share, text) => expect(rate(share)).toBe(text))
})
