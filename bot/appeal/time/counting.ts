import type { LimitUnit } from '../../model/appeal.ts'
import {
  type CalendarDate,
  dateOf,
  daysBetween,
  endOf,
  type Instant,
  plusDays,
  plusMonths,
  plusMs,
} from '../../model/instant.ts'
import type { CountedDay, WorkCalendar } from './work-calendar.ts'

export interface Length {
  readonly length: number
  readonly unit: LimitUnit
}

/** Where a limit begins or ends: the day, and the moment where it is counted in hours. */
export interface Point extends CountedDay {
  readonly at?: Instant
}

const HOUR_MS = 3_600_000

export function pointAt(now: Instant): Point {
  return { date: dateOf(now), at: now, provisional: false }
}

/**
 * Where a time of this length ends that begins at `start` (民法典第二百零一条至第二百零三条): the day it begins does not count; a
 * month ends on the day of the same number, or on the month's last; what is counted in calendar days or months and ends on
 * a day off ends on the next working day. Hours begin at once, and run through the nights of working days only.
 */
export function endOfTime({ length, unit }: Length, start: Point, calendar: WorkCalendar): Point {
  const end = unit === 'hour' ? afterHours(length, start, calendar) : afterDays({ length, unit }, start, calendar)
  return { ...end, provisional: end.provisional || start.provisional }
}

function afterDays({ length, unit }: Length, { date }: Point, calendar: WorkCalendar): CountedDay {
  if (unit === 'working-day') return calendar.addWorkingDays(date, length)
  return calendar.workingDayFrom(unit === 'month' ? plusMonths(date, length) : plusDays(date, length))
}

function afterHours(hours: number, start: Point, calendar: WorkCalendar): Point {
  return running(hours * HOUR_MS, start.at ?? endOf(start.date), calendar)
}

/** So much later, days off not counted; what ends at midnight ends with the day. */
function running(ms: number, from: Instant, calendar: WorkCalendar): Point {
  let at = from
  let left = ms
  let provisional = false
  for (;;) {
    const day = calendar.workingDayFrom(dateOf(at))
    provisional ||= day.provisional
    if (day.date !== dateOf(at)) at = startOf(day.date)
    const end = endOf(day.date)
    const today = Date.parse(end) - Date.parse(at)
    if (left <= today) return { date: day.date, at: plusMs(at, left), provisional }
    if (left === today + 1) return { date: day.date, at: end, provisional }
    left -= today + 1
    at = plusMs(end, 1)
  }
}

/** The time between two moments, days off not counted. */
function workingMs(from: Instant, to: Instant, calendar: WorkCalendar): number {
  let ms = 0
  for (let at = from; at < to; ) {
    const next = startOf(plusDays(dateOf(at), 1))
    if (calendar.isWorkingDay(dateOf(at))) ms += Date.parse(next < to ? next : to) - Date.parse(at)
    at = next
  }
  return ms
}

/** The first moment of a day in Shanghai. */
function startOf(date: CalendarDate): Instant {
  return plusMs(endOf(plusDays(date, -1)), 1)
}

/** A time of the day in Shanghai: `09:00`. */
export function momentOf(date: CalendarDate, time: string): Instant {
  return new Date(`${date}T${time}:00.000+08:00`).toISOString()
}

/** The moment after which it is over. */
export function lastMoment({ at, date }: Point): Instant {
  return at ?? endOf(date)
}

export function isEarlier(a: Point, b: Point): boolean {
  return lastMoment(a) < lastMoment(b)
}

/**
 * Where a time ends that stood still between two moments: it has as much left afterwards as it had before. One that was
 * over already stays so; none ends earlier than it did.
 */
export function shifted(end: Point, unit: LimitUnit, from: Instant, to: Instant, calendar: WorkCalendar): Point {
  if (to <= from || lastMoment(end) < from) return end
  if (end.at !== undefined) {
    const resumed = running(workingMs(from, end.at, calendar), to, calendar)
    return { ...resumed, provisional: end.provisional || resumed.provisional }
  }
  const [stopped, resumed] = [dateOf(from), dateOf(to)]
  if (unit === 'working-day') {
    const left = calendar.workingDaysBetween(stopped, end.date)
    const day = left === 0 ? calendar.workingDayFrom(resumed) : calendar.addWorkingDays(resumed, left)
    return { date: day.date, provisional: end.provisional || day.provisional }
  }
  const day = calendar.workingDayFrom(plusDays(end.date, daysBetween(stopped, resumed)))
  return { date: day.date, provisional: end.provisional || day.provisional }
}
