import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  acceptedDeadlines,
  askBackDeadline,
  classifiedDeadlines,
  dispatchDeadlines,
  extendedDeadlines,
  latestExtension,
  registrationDeadlines,
  reopenDeadline,
  resumedDeadlines,
  reworkDeadlines,
  silenceDeadline,
} from '../../bot/appeal/time/deadlines.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Catalog } from '../../bot/model/catalog.ts'
import { dateOf, plusDays, plusMs } from '../../bot/model/instant.ts'
import { appealOf, at, calendar, dueOf, timing, withLimits } from './cases.ts'

const ARREARS_LAW = '《保障中小企业款项支付条例》（2025年）第二十五条'

const due = (category: string, date: string, time?: string, of: Catalog = catalog): Record<string, string> =>
  Object.fromEntries(registrationDeadlines(category, timing(date, time, of)).map((one) => [one.name, one.due]))

describe('deadlines at registration', () => {
  test('of arrears: the city promises less time than the law, and the law’s own limit is noted', () => {
    expect(registrationDeadlines('arrears', timing('2026-06-01'))).toMatchObject([
      { name: 'accept', due: '2026-06-02', basis: '本平台承诺', provisional: false },
      {
        name: 'transfer',
        due: '2026-06-11', // seven working days after acceptance
        basis: '本平台承诺',
        pausable: false,
        legal: { due: '2026-06-16', basis: ARREARS_LAW }, // ten
      },
      {
        name: 'result',
        due: '2026-07-13', // a month after the transfer is a Saturday
        basis: '本平台承诺',
        pausable: true,
        legal: { due: '2026-07-16', basis: ARREARS_LAW }, // thirty days
        latest: { due: '2026-09-11', basis: '本平台承诺' }, // three months; ninety days are the 14th
      },
    ])
  })

  test('the law’s limit is the one that is owed where the promise would be longer', () => {
    const of = withLimits({
      name: 'result',
      length: 2,
      unit: 'month',
      basis: '本平台承诺',
      legal: { length: 30, unit: 'calendar-day', basis: ARREARS_LAW, pausable: false },
    })
    const [result] = registrationDeadlines('other', timing('2026-06-01', '10:00', of))
    expect(result).toMatchObject({ due: '2026-07-01', basis: ARREARS_LAW, counted: 'calendar-day' })
    expect(result?.legal).toBeUndefined()
  })

  test('of an ordinary matter are the city’s own promise', () => {
    expect(due('tax', '2026-06-01')).toEqual({ accept: '2026-06-02', result: '2026-06-08' })
  })

  test('of an unknown category are those of the catch-all', () => {
    expect(due('no-such', '2026-06-01')).toEqual(due('other', '2026-06-01'))
  })

  test('of a tip-off promise the transfer only: its result is not the platform’s to date', () => {
    expect(due('misconduct', '2026-06-01')).toEqual({ accept: '2026-06-02', transfer: '2026-06-16' })
  })

  test('count the day of Shanghai, whatever the hour in Greenwich', () => {
    expect(due('tax', '2026-06-01', '23:59')['accept']).toBe('2026-06-02')
    expect(due('tax', '2026-06-02', '00:00')['accept']).toBe('2026-06-03')
  })

  test('over a year that is not published are provisional', () => {
    expect(registrationDeadlines('tax', timing('2026-12-30')).every(({ provisional }) => provisional)).toBe(true)
  })

  test('in calendar days that end on a day off move to the next working day (民法典第二百零三条)', () => {
    const of = withLimits({ name: 'result', length: 30, unit: 'calendar-day' })
    expect(due('other', '2026-09-01', '10:00', of)['result']).toBe('2026-10-08') // 1 October is off
  })

  test('in months end on the day of the same number, or the month’s last (民法典第二百零二条)', () => {
    const of = withLimits({ name: 'result', length: 1, unit: 'month' })
    expect(due('other', '2026-05-12', '10:00', of)['result']).toBe('2026-06-12')
    expect(due('other', '2025-12-31', '10:00', of)['result']).toBe('2026-02-02') // 31 January is a Saturday
    expect(due('other', '2026-03-31', '10:00', of)['result']).toBe('2026-04-30')
  })

  test.each([
    ['2026-11-23', '10:00', '2026-11-24', '10:00', 'a Monday'],
    ['2026-11-27', '15:00', '2026-11-30', '15:00', 'a Friday: days off do not count'],
    ['2026-11-28', '11:00', '2026-11-30', '23:59', 'a Saturday: from the first moment of Monday'],
  ])('in hours, from %s %s: %s %s (%s)', (date, time, until, clock) => {
    const of = withLimits({ name: 'result', length: 24, unit: 'hour' })
    const [result] = registrationDeadlines('other', timing(date, time, of))
    expect(result?.due).toBe(until)
    expect(result?.at?.slice(0, 16)).toBe(at(until, clock).slice(0, 16))
  })

  test('silence closes after five working days, and may be reopened for thirty days', () => {
    expect(silenceDeadline(timing('2026-11-20'))).toMatchObject({ name: 'silence', due: '2026-11-27' })
    expect(reopenDeadline(timing('2026-11-20'))).toMatchObject({ name: 'reopen', due: '2026-12-21' })
  })
})

describe('the clock of a case', () => {
  test('begins for the unit when it is given to it, not when it acknowledges', () => {
    const { registered } = appealOf('arrears', timing('2026-06-01'))
    const deadlines = dispatchDeadlines(registered, timing('2026-06-02'))
    expect(deadlines).toMatchObject([
      { name: 'acknowledge', due: '2026-06-03' },
      { name: 'object', due: '2026-06-09' },
      { name: 'result', due: '2026-07-02', legal: { due: '2026-07-02' } },
    ])
  })

  test('gains no time when it goes to another unit', () => {
    const { registered, happen } = appealOf('arrears', timing('2026-06-01'))
    const first = dispatchDeadlines(registered, timing('2026-06-02'))
    happen(timing('2026-06-02'), { type: 'dispatched', data: { unit: 'housing', deadlines: first } })
    const returned = happen(timing('2026-06-05'), { type: 'returned' })
    expect(dispatchDeadlines(returned, timing('2026-06-08')).map(({ name }) => name)).toEqual(['acknowledge', 'object'])
  })

  test('counts from acceptance as soon as that is known', () => {
    const { registered } = appealOf('legacy', timing('2026-06-01'))
    expect(dueOf(registered, 'result')).toBe('2026-08-03') // sixty days from 2 June, a Saturday
    expect(acceptedDeadlines(registered, timing('2026-06-01'))).toMatchObject([{ name: 'result', due: '2026-07-31' }])
  })

  test('is counted from registration when the category turns out to be another', () => {
    const { registered } = appealOf('tax', timing('2026-06-01'))
    const [accept, result] = classifiedDeadlines(registered, 'disclosure', timing('2026-06-03'))
    expect([accept?.due, result?.due]).toEqual(['2026-06-02', '2026-06-30'])
  })
})

describe('asking back', () => {
  const asked = (category: string, askedOn: string, of?: Catalog) => {
    const { registered, happen } = appealOf(category, timing('2026-06-01', '10:00', of))
    const data = { unit: 'general', deadlines: dispatchDeadlines(registered, timing('2026-06-01', '10:00', of)) }
    happen(timing('2026-06-01', '10:00', of), { type: 'dispatched', data })
    const now = timing(askedOn, '10:00', of)
    return happen(now, { type: 'asked-back', data: { until: askBackDeadline(now) } })
  }

  test('a promise has as many working days left afterwards as before', () => {
    const waiting = asked('tax', '2026-06-03')
    expect(dueOf(waiting, 'result')).toBe('2026-06-08') // three working days left
    expect(resumedDeadlines(waiting, timing('2026-06-10'))).toMatchObject([{ name: 'result', due: '2026-06-15' }])
  })

  test('it stands still until the end of the time to supply at most', () => {
    const waiting = asked('tax', '2026-06-03')
    expect(dueOf(waiting, 'info')).toBe('2026-06-17')
    const late = resumedDeadlines(waiting, timing('2026-08-03'))
    expect(late).toMatchObject([{ name: 'result', due: '2026-06-23' }]) // 19 June is the Dragon Boat Festival
  })

  test('what the law does not let pause runs on', () => {
    expect(resumedDeadlines(asked('legacy', '2026-06-03'), timing('2026-06-15'))).toEqual([])
  })

  test('a promise is not moved beyond the law’s own limit', () => {
    const waiting = asked('arrears', '2026-06-10')
    const [result] = resumedDeadlines(waiting, timing('2026-06-22'))
    expect(dueOf(waiting, 'result')).toBe('2026-07-01')
    expect(result).toBeUndefined() // the thirty days of the law end the same day
  })

  test('hours stand still too', () => {
    const waiting = asked(
      'utilities',
      '2026-06-02',
      withLimits({ name: 'result', length: 48, unit: 'hour', pausable: true }),
    )
    const [result] = resumedDeadlines(waiting, timing('2026-06-04', '09:00'))
    expect([result?.due, result?.at]).toEqual(['2026-06-05', at('2026-06-05', '09:00')])
  })

  test('never ends earlier than it was, and the more is waited the later', () => {
    const days = fc.integer({ min: 0, max: 30 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), days, days, (before, waited, more) => {
        const askedOn = plusDays('2026-06-01', before)
        const waiting = asked('disclosure', askedOn)
        const until = (n: number) =>
          resumedDeadlines(waiting, timing(plusDays(askedOn, n)))[0]?.due ?? dueOf(waiting, 'result') ?? ''
        expect(until(waited) >= (dueOf(waiting, 'result') ?? '')).toBe(true)
        expect(until(waited + more) >= until(waited)).toBe(true)
        expect(calendar.isWorkingDay(until(waited))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('extension', () => {
  test('moves the result, tells the latest lawful day, and never goes beyond it', () => {
    const { registered, happen } = appealOf('legacy', timing('2026-06-01'))
    expect(dueOf(registered, 'result')).toBe('2026-08-03')
    expect(latestExtension(registered)).toEqual({
      until: '2026-09-02',
      basis: '《信访工作条例》（2022年）第三十四条',
    })
    expect(extendedDeadlines(registered, '2026-08-15', timing('2026-07-20'))).toMatchObject([{ due: '2026-08-17' }])
    const all = extendedDeadlines(registered, '2027-08-15', timing('2026-07-20'))
    expect(all).toMatchObject([{ name: 'result', due: '2026-09-02' }])
    const proposer = { role: 'handler', id: 'h' }
    const extended = happen(timing('2026-07-20'), { type: 'extended', data: { deadlines: all, proposer } })
    expect(latestExtension(extended)).toBeNull() // not twice
  })

  test('of a promise for arrears ends with the stricter of three months and ninety days', () => {
    const { registered } = appealOf('arrears', timing('2026-06-01'))
    expect(latestExtension(registered)?.until).toBe('2026-09-11')
  })

  test('is not to be had where no law or promise allows it, or to an earlier day', () => {
    const { registered } = appealOf('bidding', timing('2026-06-01'))
    expect(latestExtension(registered)).toBeNull()
    expect(extendedDeadlines(registered, '2026-12-01', timing('2026-06-20'))).toEqual([])
    const { registered: petition } = appealOf('legacy', timing('2026-06-01'))
    expect(extendedDeadlines(petition, '2026-06-30', timing('2026-06-20'))).toEqual([])
  })

  test('never passes the law, whatever day is asked for', () => {
    const categories = fc.constantFrom(...catalog.categories.map(({ id }) => id))
    const days = fc.integer({ min: -10, max: 400 })
    fc.assert(
      fc.property(categories, fc.integer({ min: 0, max: 300 }), days, (category, from, ahead) => {
        const now = timing(plusDays('2026-01-01', from))
        const { registered } = appealOf(category, now)
        const latest = latestExtension(registered)
        for (const { due: until } of extendedDeadlines(registered, plusDays(dateOf(now.now), ahead), now)) {
          expect(until <= (latest?.until ?? '')).toBe(true)
          expect(until > (dueOf(registered, 'result') ?? '')).toBe(true)
          expect(calendar.isWorkingDay(until)).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('to be done again', () => {
  test('a rework has its own time, or the category’s where that is shorter', () => {
    const rework = (category: string) => {
      const { happen } = appealOf(category, timing('2026-06-01'))
      const concluded = happen(timing('2026-06-02'), { type: 'concluded', data: { outcome: 'solved' } })
      return reworkDeadlines(concluded, timing('2026-06-05')).map(({ name, due: until }) => [name, until])
    }
    expect(rework('arrears')).toEqual([['result', '2026-06-22']]) // ten working days, not a month
    expect(rework('tax')).toEqual([['result', '2026-06-12']]) // five
    expect(rework('misconduct')).toEqual([])
  })

  test('supervision only shortens, and what is late stays late', () => {
    const { registered } = appealOf('legacy', timing('2026-06-01'))
    expect(reworkDeadlines(registered, timing('2026-06-05'))).toMatchObject([{ name: 'result', due: '2026-06-22' }])
    expect(reworkDeadlines(registered, timing('2026-07-30'))).toEqual([])
    expect(reworkDeadlines(registered, timing('2026-08-10'))).toEqual([])
  })
})

test('deadlines never end before they begin, on a day off, or earlier for what came later', () => {
  const hours = fc.integer({ min: 0, max: 365 * 24 })
  const categories = fc.constantFrom(...catalog.categories.map(({ id }) => id))
  fc.assert(
    fc.property(categories, hours, fc.integer({ min: 1, max: 72 }), (category, from, later) => {
      const start = plusMs('2026-01-01T00:00:00.000Z', from * 3_600_000)
      const [early, late] = [start, plusMs(start, later * 3_600_000)].map((now) =>
        registrationDeadlines(category, { now, catalog, calendar }),
      )
      early?.forEach((deadline, i) => {
        const end = (one: typeof deadline | undefined) => one?.at ?? `${one?.due}T24`
        expect(deadline.due >= dateOf(start)).toBe(true)
        expect(calendar.isWorkingDay(deadline.due)).toBe(true)
        expect(end(late?.[i]) >= end(deadline)).toBe(true)
      })
    }),
    { numRuns: 80 },
  )
})

test('a longer time never ends earlier', () => {
  const units = fc.constantFrom('hour' as const, 'working-day' as const, 'calendar-day' as const, 'month' as const)
  fc.assert(
    fc.property(units, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 300 }), (unit, length, from) => {
      const ends = [length, length + 1].map((one) => {
        const of = withLimits({ name: 'result', length: one, unit })
        const [result] = registrationDeadlines('other', timing(plusDays('2026-01-01', from), '10:00', of))
        return result?.at ?? result?.due ?? ''
      })
      expect((ends[1] ?? '') >= (ends[0] ?? '')).toBe(true)
    }),
    { numRuns: 60 },
  )
})

describe('the shipped catalogue', () => {
  const rows = [...catalog.limits.flatMap(({ limits }) => limits), ...catalog.common, catalog.silence]
  const bases = rows.flatMap(({ basis, legal }) => [basis, ...(legal ? [legal.basis] : [])])

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
    for (const basis of bases)
      expect(basis).toMatch(/^(?:本平台承诺(?:（参照《.+》（\d{4}年）第.+条）)?|《.+》（\d{4}年）第.+条)$/)
  })

  test('has every limit that all appeals have', () => {
    const names = ['acknowledge', 'object', 'info', 'review', 'result', 'reopen']
    expect(catalog.common.map(({ name }) => name)).toEqual(names)
  })

  test('shows no telephone but the public ones', () => {
    const { stewards: _, retention: __, ...rest } = catalog
    const digits = JSON.stringify(rest).match(/\d{5,}/g) ?? []
    expect(digits.filter((number) => !/^12\d{3}$/.test(number))).toEqual([])
  })
})

const laws = new URL('../../../shared/corpora/laws/', import.meta.url)
const FOLDERS = ['行政法规', '经济法', '民法商法']

describe.skipIf(!existsSync(laws))('the law behind each limit (skips without the corpora)', () => {
  const legal = catalog.limits.flatMap(({ id, limits }) =>
    limits
      .flatMap((limit) => [limit, ...(limit.legal ? [{ ...limit.legal, name: limit.name }] : [])])
      .filter(({ basis }) => basis.startsWith('《'))
      .map((limit) => ({ ...limit, profile: id })),
  )

  test.each(legal)('$profile $name: $length in $basis', ({ basis, length, unit, extendable }) => {
    const [, law = '', year = '', article = ''] = /^《(.+)》（(\d{4})年）(第.+条)$/.exec(basis) ?? []
    const text = articleOf(law, year, article)
    const measure = unit === 'working-day' ? '个工作日' : unit === 'month' ? '个月' : '日'
    const says = (n: number) => text.includes(`${n}${measure}`) || text.includes(`${chinese(n)}${measure}`)
    expect(says(length)).toBe(true)
    if (extendable) expect(says('by' in extendable ? extendable.by : extendable.to)).toBe(true)
  })

  test('is the newest version there is', () => {
    for (const { basis } of legal) {
      const [, law = '', year = ''] = /^《(.+)》（(\d{4})年）/.exec(basis) ?? []
      const years = files().flatMap(({ name }) =>
        name.startsWith(`${law}(`) ? [name.slice(law.length + 1, law.length + 5)] : [],
      )
      expect(years.sort().at(-1)).toBe(year)
    }
  })

  function files() {
    return FOLDERS.flatMap((folder) =>
      readdirSync(new URL(`${encodeURIComponent(folder)}/`, laws)).map((name) => ({ folder, name })),
    )
  }

  function articleOf(law: string, year: string, article: string): string {
    const file = files().find(({ name }) => name.startsWith(`${law}(${year}`))
    if (!file) return ''
    const text = readFileSync(new URL([file.folder, file.name].map(encodeURIComponent).join('/'), laws), 'utf8')
    const start = text.search(new RegExp(`^${article} `, 'm'))
    const end = text.slice(start + 1).search(/^第[一二三四五六七八九十百]+条 /m)
    return start < 0 ? '' : text.slice(start, end < 0 ? undefined : start + 1 + end)
  }

  /** Older laws write thirty as 三十. */
  function chinese(n: number): string {
    const [tens, ones] = [Math.floor(n / 10), n % 10]
    const digit = (d: number) => '零一二三四五六七八九'[d] ?? ''
    return `${tens > 1 ? digit(tens) : ''}${tens > 0 ? '十' : ''}${ones > 0 ? digit(ones) : ''}`
  }
})
