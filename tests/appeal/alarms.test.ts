import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alarmsOf, quietUntil, usualWarning } from '../../bot/appeal/time/alarms.ts'
import { registrationDeadlines } from '../../bot/appeal/time/deadlines.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Deadline } from '../../bot/model/appeal.ts'
import { dateOf, plusDays, plusMs, timeOf } from '../../bot/model/instant.ts'
import { at, calendar, timing, withLimits } from './cases.ts'

/** Levels with the day and time in Shanghai. */
const shown = (alarms: Deadline['alarms'] = []): string[] =>
  alarms.map(({ level, at: moment }) => `${level} ${dateOf(moment)} ${timeOf(moment)}`)

const around = (date: string, time?: string) => timing(date, time)

describe('alarms', () => {
  test('a warning before, yellow on the day, red on the first working day after it, in the morning', () => {
    const [, result] = registrationDeadlines('tax', timing('2026-11-20'))
    expect(result?.due).toBe('2026-11-27') // a Friday
    expect(shown(result?.alarms)).toEqual([
      'warning 2026-11-26 09:00',
      'yellow 2026-11-27 09:00',
      'red 2026-11-30 09:00',
    ])
  })

  test('a limit of a day has no warning, and none comes whose time is past', () => {
    const [accept] = registrationDeadlines('tax', timing('2026-11-23'))
    expect(shown(accept?.alarms)).toEqual(['yellow 2026-11-24 09:00', 'red 2026-11-25 09:00'])
    const late = alarmsOf(
      { name: 'result', due: '2026-11-24' },
      { length: 1, unit: 'working-day' },
      around('2026-11-23'),
    )
    expect(shown(late)).toEqual(['yellow 2026-11-24 09:00', 'red 2026-11-25 09:00'])
  })

  test('a warning in calendar days or months falls on a working day', () => {
    const ahead = (length: number, unit: 'calendar-day' | 'month') =>
      shown(alarmsOf({ name: 'result', due: '2026-11-27' }, { length, unit }, around('2026-09-01')))[0]
    expect(ahead(5, 'calendar-day')).toBe('warning 2026-11-20 09:00') // the 22nd is a Sunday
    expect(ahead(1, 'month')).toBe('warning 2026-10-28 09:00')
  })

  test('the entrepreneur is reminded to supply; his other times lapse without a word before', () => {
    const names = (name: Deadline['name']) =>
      shown(alarmsOf({ name, due: '2026-11-27' }, { length: 1, unit: 'working-day' }, around('2026-11-20')))
    expect(names('info')).toEqual(['warning 2026-11-26 09:00', 'lapse 2026-11-30 09:00'])
    expect(names('silence')).toEqual(['lapse 2026-11-30 09:00'])
    expect(names('reopen')).toEqual(['lapse 2026-11-30 09:00'])
    expect(names('object')).toEqual([])
  })

  test('of hours: the warning so many hours before, yellow when they are over, never in the quiet hours', () => {
    const quick = (date: string, time: string) =>
      shown(registrationDeadlines('utilities', timing(date, time))[1]?.alarms)
    expect(quick('2026-11-23', '15:00')).toEqual([
      'warning 2026-11-24 11:00',
      'yellow 2026-11-24 15:00',
      'red 2026-11-25 09:00',
    ])
    // Due at ten; four hours before people sleep, so the evening before.
    expect(quick('2026-11-23', '10:00')[0]).toBe('warning 2026-11-23 20:30')
    // Due at eleven in the evening: yellow while somebody is still there.
    expect(quick('2026-11-23', '23:00').slice(0, 2)).toEqual(['warning 2026-11-24 19:00', 'yellow 2026-11-24 20:30'])
    // Registered on Friday evening: nothing on Saturday.
    expect(quick('2026-11-27', '18:00')).toEqual([
      'warning 2026-11-30 14:00',
      'yellow 2026-11-30 18:00',
      'red 2026-12-01 09:00',
    ])
    // Due in the night before a day off: when people are at work again.
    const night = timing('2026-11-27', '21:00', withLimits({ name: 'result', length: 1, unit: 'hour' }))
    expect(shown(registrationDeadlines('other', night)[0]?.alarms)).toEqual([
      'yellow 2026-11-30 08:30',
      'red 2026-11-30 09:00',
    ])
  })

  test('come in their order, on working days, outside the quiet hours', () => {
    const units = fc.constantFrom('hour' as const, 'working-day' as const, 'calendar-day' as const, 'month' as const)
    const hours = fc.integer({ min: 0, max: 365 * 24 })
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 40 }), hours, (unit, length, from) => {
        const of = withLimits({ name: 'result', length, unit })
        const now = plusMs('2026-01-01T00:00:00.000Z', from * 3_600_000)
        const alarms = registrationDeadlines('other', { now, catalog: of, calendar })[0]?.alarms ?? []
        expect(alarms.at(-1)?.level).toBe('red')
        for (const { at: moment } of alarms) {
          expect(calendar.isWorkingDay(dateOf(moment))).toBe(true)
          expect(quietUntil(moment, catalog.quiet)).toBeUndefined()
        }
        expect(alarms.map(({ at: moment }) => moment)).toEqual([...alarms.map(({ at: moment }) => moment)].sort())
      }),
      // New Year's Eve, nine in the evening.
      { numRuns: 100, examples: [['hour', 1, 8749]] },
    )
  })

  test('the usual warning is the longer the longer the time', () => {
    expect(usualWarning({ length: 1, unit: 'working-day' })).toBeUndefined()
    expect(usualWarning({ length: 5, unit: 'working-day' })).toEqual({ length: 1, unit: 'working-day' })
    expect(usualWarning({ length: 30, unit: 'calendar-day' })).toEqual({ length: 3, unit: 'working-day' })
    expect(usualWarning({ length: 24, unit: 'hour' })).toEqual({ length: 6, unit: 'hour' })
  })
})

describe('the quiet hours', () => {
  const night = { from: '21:00', to: '08:30' }

  test.each([
    ['20:59', undefined],
    ['21:00', at(plusDays('2026-11-23', 1), '08:30')],
    ['23:59', at('2026-11-24', '08:30')],
    ['03:00', at('2026-11-23', '08:30')],
    ['08:30', undefined],
  ])('at %s they end %s', (time, end) => {
    expect(quietUntil(at('2026-11-23', time), night)).toBe(end)
  })

  test('may lie within a day, or not be at all', () => {
    expect(quietUntil(at('2026-11-23', '13:00'), { from: '12:00', to: '14:00' })).toBe(at('2026-11-23', '14:00'))
    expect(quietUntil(at('2026-11-23', '13:00'), { from: '00:00', to: '00:00' })).toBeUndefined()
  })
})
