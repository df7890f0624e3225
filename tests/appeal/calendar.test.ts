import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createWorkCalendar } from '../../bot/appeal/time/work-calendar.ts'
import { Holidays } from '../../bot/model/catalog.ts'
import { plusDays } from '../../bot/model/instant.ts'

const run = promisify(execFile)
const published = new URL('../../../shared/corpora/holidays/', import.meta.url)
const zones = ['Asia/Shanghai', 'UTC', 'America/New_York']
const calendar = createWorkCalendar(publishedHolidays())
const zone = process.env['TZ']

afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

describe('working days', () => {
  test.each([
    ['2026-02-14', true, 'a Saturday worked for the Spring Festival'],
    ['2026-02-16', false, 'a Monday of the Spring Festival'],
    ['2026-10-01', false, 'National Day'],
    ['2026-10-10', true, 'a Saturday worked for National Day'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-11-23', true, 'a Monday'],
  ])('%s: %s, %s', (date, works) => {
    expect(calendar.isWorkingDay(date)).toBe(works)
  })

  test.each([
    ['2026-11-20', 1, '2026-11-23', false, 'over a weekend'],
    ['2026-09-30', 1, '2026-10-08', false, 'over National Day'],
    ['2026-09-30', 3, '2026-10-10', false, 'a make-up Saturday counts'],
    ['2026-11-22', 5, '2026-11-27', false, 'from a Sunday'],
    ['2026-11-22', 0, '2026-11-22', false, 'none at all'],
    ['2026-12-23', 2, '2026-12-25', true, 'the last week of December waits for the arrangement of the next New Year'],
    ['2026-12-31', 1, '2027-01-04', true, '1 January is off in every year, the rest is not published yet'],
  ])('%s and %i working days: %s', (from, days, date, provisional) => {
    expect(calendar.addWorkingDays(from, days)).toEqual({ date, provisional })
  })

  test('what falls on a day off moves to the next working day', () => {
    expect(calendar.workingDayFrom('2026-10-03')).toEqual({ date: '2026-10-08', provisional: false })
    expect(calendar.workingDayFrom('2026-11-24')).toEqual({ date: '2026-11-24', provisional: false })
  })

  test('more days never end earlier, and always on a working day', () => {
    const dates = fc.integer({ min: 0, max: 8000 }).map((days) => plusDays('2007-01-01', days))
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 40 }), (from, days) => {
        const { date } = calendar.addWorkingDays(from, days)
        expect(calendar.isWorkingDay(date)).toBe(true)
        expect(calendar.addWorkingDays(from, days + 1).date > date).toBe(true)
        expect(calendar.addWorkingDays(plusDays(from, 1), days).date >= date).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('counting back', () => {
  test('over days off, and from one', () => {
    expect(calendar.workingDayBefore('2026-11-23', 1)).toBe('2026-11-20')
    expect(calendar.workingDayBefore('2026-10-09', 2)).toBe('2026-09-30')
    expect(calendar.workingDayBefore('2026-11-22', 0)).toBe('2026-11-20')
    expect(calendar.workingDaysBetween('2026-11-20', '2026-11-27')).toBe(5)
    expect(calendar.workingDaysBetween('2026-11-27', '2026-11-20')).toBe(0)
  })

  test('is counting forth the other way round', () => {
    const dates = fc.integer({ min: 0, max: 6000 }).map((days) => plusDays('2008-01-01', days))
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 40 }), (from, days) => {
        const { date } = calendar.addWorkingDays(from, days)
        expect(calendar.workingDaysBetween(from, date)).toBe(days)
        if (calendar.isWorkingDay(from)) expect(calendar.workingDayBefore(date, days)).toBe(from)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a whole process', () => {
  test('counts the same deadlines and alarms in every time zone', async () => {
    const script = new URL('in-zone.ts', import.meta.url).pathname
    const told = await Promise.all(
      zones.map(async (TZ) => {
        const { stdout } = await run(process.execPath, ['--import', 'tsx', script], { env: { ...process.env, TZ } })
        const { zone: own, ...rest } = JSON.parse(stdout) as { zone: string; deadlines: unknown[] }
        expect(own).toBe(TZ)
        expect(rest.deadlines.length).toBeGreaterThan(100)
        return JSON.stringify(rest)
      }),
    )
    expect(new Set(told).size).toBe(1)
  }, 30_000)
})

describe('the published holidays', () => {
  test.each(zones)('are the same in the time zone %s', (name) => {
    process.env['TZ'] = name
    expect(publishedHolidays()).toEqual(Holidays.parse(publishedHolidays()))
    expect(Object.keys(publishedHolidays()).slice(0, 1)).toEqual(['2007'])
    expect(publishedHolidays()['2026']?.off).toContain('2026-10-01')
    expect(publishedHolidays()['2026']?.work).toContain('2026-02-14')
    expect(publishedHolidays()['2027']).toBeUndefined()
  })

  test.skipIf(!existsSync(published))(
    'are every day what the State Council published (skips without the corpora)',
    () => {
      const official = new Map<string, boolean>()
      for (const file of readdirSync(published)) {
        const { days } = JSON.parse(readFileSync(new URL(file, published), 'utf8')) as {
          days: { date: string; isOffDay: boolean }[]
        }
        for (const { date, isOffDay } of days) official.set(date, isOffDay)
      }
      const wrong: string[] = []
      for (let date = '2007-01-01'; date <= '2026-12-31'; date = plusDays(date, 1)) {
        const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
        if (calendar.isWorkingDay(date) === (official.get(date) ?? weekend)) wrong.push(date)
      }
      expect(wrong).toEqual([])
    },
  )
})
