import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { deadlinesFor, silenceDeadline } from '../../bot/appeal/deadlines.ts'
import { createWorkCalendar } from '../../bot/appeal/work-calendar.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Catalog, Limit } from '../../bot/model/catalog.ts'
import { dateOf, plusMs } from '../../bot/model/instant.ts'

const calendar = createWorkCalendar(publishedHolidays())
const MONDAY_MORNING = '2026-06-01T01:00:00.000Z'

const due = (category: string, from: string, of: Catalog = catalog): Record<string, string> =>
  Object.fromEntries(deadlinesFor(category, from, of, calendar).map(({ name, due }) => [name, due]))

/** The catalogue with one profile, to try a limit that the shipped one does not use. */
const withLimit = (limit: Limit): Catalog => ({ ...catalog, limits: [{ id: 'tried', name: '', limits: [limit] }] })

describe('deadlines', () => {
  test('of arrears: the transfer follows acceptance, the result follows the transfer, each with its law', () => {
    expect(deadlinesFor('arrears', MONDAY_MORNING, catalog, calendar)).toEqual([
      { name: 'accept', due: '2026-06-02', basis: '本平台承诺', provisional: false },
      {
        name: 'transfer',
        due: '2026-06-16',
        basis: '《保障中小企业款项支付条例》（2025年）第二十五条',
        provisional: false,
      },
      {
        name: 'result',
        due: '2026-07-16',
        basis: '《保障中小企业款项支付条例》（2025年）第二十五条',
        provisional: false,
      },
    ])
  })

  test('of an ordinary matter are the city’s own promise', () => {
    expect(due('tax', MONDAY_MORNING)).toEqual({ accept: '2026-06-02', result: '2026-06-08' })
  })

  test('of an unknown category are those of the catch-all', () => {
    expect(due('no-such', MONDAY_MORNING)).toEqual(due('other', MONDAY_MORNING))
  })

  test('of a tip-off promise the transfer only: its result is not the platform’s to date', () => {
    expect(due('misconduct', MONDAY_MORNING)).toEqual({ accept: '2026-06-02', transfer: '2026-06-16' })
  })

  test('count the day of Shanghai, whatever the hour in Greenwich', () => {
    expect(due('tax', '2026-06-01T15:59:59.999Z')['accept']).toBe('2026-06-02')
    expect(due('tax', '2026-06-01T16:00:00.000Z')['accept']).toBe('2026-06-03')
  })

  test('over a year that is not published are provisional', () => {
    expect(
      deadlinesFor('tax', '2026-12-30T01:00:00.000Z', catalog, calendar).every(({ provisional }) => provisional),
    ).toBe(true)
  })

  test('in calendar days that end on a day off move to the next working day (民法典第二百零三条)', () => {
    const limited = withLimit({ name: 'result', length: 30, unit: 'calendar-day', basis: '试' })
    expect(due('other', '2026-09-01T01:00:00.000Z', limited)['result']).toBe('2026-10-08') // 1 October is off
  })

  test('in months end on the day of the same number, or the month’s last (民法典第二百零二条)', () => {
    const limited = withLimit({ name: 'result', length: 1, unit: 'month', basis: '试' })
    expect(due('other', '2026-05-12T01:00:00.000Z', limited)['result']).toBe('2026-06-12')
    expect(due('other', '2025-12-31T01:00:00.000Z', limited)['result']).toBe('2026-02-02') // 31 January is a Saturday
    expect(due('other', '2026-03-31T01:00:00.000Z', limited)['result']).toBe('2026-04-30')
  })

  test('silence closes after five working days, by promise', () => {
    expect(silenceDeadline('2026-11-20T09:00:00.000Z', catalog, calendar)).toEqual({
      name: 'silence',
      due: '2026-11-27',
      basis: '本平台承诺',
      provisional: false,
    })
  })

  test('never end before they begin, on a day off, or earlier for what came later', () => {
    const instants = fc
      .integer({ min: 0, max: 365 * 24 })
      .map((hours) => plusMs('2026-01-01T00:00:00.000Z', hours * 3_600_000))
    const categories = fc.constantFrom(...catalog.categories.map(({ id }) => id))
    fc.assert(
      fc.property(categories, instants, fc.integer({ min: 1, max: 72 }), (category, from, later) => {
        const before = deadlinesFor(category, from, catalog, calendar)
        const after = deadlinesFor(category, plusMs(from, later * 3_600_000), catalog, calendar)
        before.forEach((deadline, i) => {
          expect(deadline.due > dateOf(from)).toBe(true)
          expect(calendar.isWorkingDay(deadline.due)).toBe(true)
          expect((after[i]?.due ?? '') >= deadline.due).toBe(true)
        })
      }),
      { numRuns: 80 },
    )
  })
})

describe('the shipped catalogue', () => {
  const limits = [...catalog.limits.flatMap(({ limits: rows }) => rows), catalog.silence]

  test('points at units and profiles that exist', () => {
    const units = new Set(catalog.units.map(({ id }) => id))
    const profiles = new Set(catalog.limits.map(({ id }) => id))
    for (const { id, unit, limits: profile } of catalog.categories) {
      expect({ id, unit: units.has(unit), profile: profiles.has(profile) }).toEqual({ id, unit: true, profile: true })
    }
    expect(catalog.categories.map(({ id }) => id)).toContain(catalog.otherwise)
    expect(new Set(catalog.categories.map(({ id }) => id)).size).toBe(catalog.categories.length)
  })

  test('says of every limit whether it is law or promise', () => {
    for (const { basis } of limits) expect(basis).toMatch(/^(?:本平台承诺|《.+》（\d{4}年）第.+条)$/)
  })

  test('shows no telephone but the public ones', () => {
    const digits = JSON.stringify(catalog).match(/\d{3,}/g) ?? []
    const years = new Set(limits.map(({ basis }) => /\d{4}/.exec(basis)?.[0]))
    expect(digits.filter((number) => !['110', '119', '120', '12345'].includes(number) && !years.has(number))).toEqual(
      [],
    )
  })
})

const laws = new URL('../../../shared/corpora/laws/行政法规/', import.meta.url)

describe.skipIf(!existsSync(laws))('the law behind each limit (skips without the corpora)', () => {
  const legal = catalog.limits.flatMap((profile) =>
    profile.limits.filter(({ basis }) => basis.startsWith('《')).map((limit) => ({ ...limit, profile: profile.id })),
  )

  test.each(legal)('$profile $name: $length in $basis', ({ basis, length, unit, extendable }) => {
    const [, law = '', year = '', article = ''] = /^《(.+)》（(\d{4})年）(第.+条)$/.exec(basis) ?? []
    const text = articleOf(law, year, article)
    const measure = unit === 'working-day' ? '个工作日' : unit === 'month' ? '个月' : '日'
    expect(text).toContain(`${length}${measure}`)
    if (extendable) expect(text).toContain(`${'by' in extendable ? extendable.by : extendable.to}${measure}`)
  })

  test('is the newest version there is', () => {
    for (const { basis } of legal) {
      const [, law = '', year = ''] = /^《(.+)》（(\d{4})年）/.exec(basis) ?? []
      const years = readdirSync(laws).flatMap((file) =>
        file.startsWith(`${law}(`) ? [file.slice(law.length + 1, law.length + 5)] : [],
      )
      expect(years.sort().at(-1)).toBe(year)
    }
  })

  function articleOf(law: string, year: string, article: string): string {
    const file = readdirSync(laws).find((name) => name.startsWith(`${law}(${year}`)) ?? `${law}(${year}).md`
    const text = readFileSync(new URL(encodeURIComponent(file), laws), 'utf8')
    const start = text.search(new RegExp(`^${article} `, 'm'))
    const end = text.slice(start + 1).search(/^第[一二三四五六七八九十百]+条 /m)
    return start < 0 ? '' : text.slice(start, end < 0 ? undefined : start + 1 + end)
  }
})
