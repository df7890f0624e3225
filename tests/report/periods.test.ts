import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namePeriod, parsePeriod, periodAt, periodBefore } from '../../bot/appeal/time/periods.ts'
import { plusDays } from '../../bot/model/instant.ts'
import { periodName } from '../../bot/texts/zh-cn/report.ts'

describe('a period', () => {
  it.each([
    ['2026-W47', 'week', '2026-11-16', '2026-11-22', '2026年第47周'],
    ['2026-W01', 'week', '2025-12-29', '2026-01-04', '2026年第1周'],
    ['2026-W53', 'week', '2026-12-28', '2027-01-03', '2026年第53周'],
    ['2026-11', 'month', '2026-11-01', '2026-11-30', '2026年11月'],
    ['2024-02', 'month', '2024-02-01', '2024-02-29', '2024年2月'],
    ['2026-Q4', 'quarter', '2026-10-01', '2026-12-31', '2026年第4季度'],
    ['2026-Q1', 'quarter', '2026-01-01', '2026-03-31', '2026年第1季度'],
  ])('%s is a %s from %s to %s', (text, kind, from, to, name) => {
    expect(parsePeriod(text)).toEqual({ kind, from, to })
    expect(namePeriod({ kind: kind as 'week', from, to })).toBe(text)
    expect(periodName({ kind: kind as 'week', from, to })).toBe(name)
  })

  it.each(['2025-W53', '2026-W54', '2026-W0', '2026-13', '2026-00', '2026-Q5', '2026', '11月', '', '2026-11-05'])(
    '%j is none',
    (text) => expect(parsePeriod(text)).toBeNull(),
  )

  it('holds its day, follows on the one before without a gap, and is read from its name', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => plusDays('2000-01-01', days))
    fc.assert(
      fc.property(fc.constantFrom('week', 'month', 'quarter'), day, (kind, on) => {
        const period = periodAt(kind, on)
        expect(period.from <= on && on <= period.to).toBe(true)
        expect(plusDays(periodBefore(period).to, 1)).toBe(period.from)
        expect(parsePeriod(namePeriod(period))).toEqual(period)
      }),
    )
  })
})
