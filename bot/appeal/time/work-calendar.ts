import type { Holidays } from '../../model/catalog.ts'
import { type CalendarDate, plusDays } from '../../model/instant.ts'

/** A day, and whether it was counted over days whose arrangement is not published yet. */
export interface CountedDay {
  readonly date: CalendarDate
  readonly provisional: boolean
}

export interface WorkCalendar {
  isWorkingDay(date: CalendarDate): boolean
  /** The day itself does not count (民法典第二百零一条). With 0, the day itself. */
  addWorkingDays(date: CalendarDate, days: number): CountedDay
  /** The day itself when it is a working day, else the first one after it. */
  workingDayFrom(date: CalendarDate): CountedDay
  /** The last working day that is so many before it, none of them the day itself. With 0, the day or the last one before. */
  workingDayBefore(date: CalendarDate, days: number): CalendarDate
  /** How many there are after the one day up to the other, which counts; none where it is earlier. */
  workingDaysBetween(after: CalendarDate, to: CalendarDate): number
}

/** Days off by their solar date, known for every year: 全国年节及纪念日放假办法 (2024) 第二条. */
const FIXED_DAYS_OFF = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])

/**
 * Working days in mainland China: weekends, holidays and make-up working days 调休 of the years in `holidays`. Where a
 * year is not there, weekends and the holidays fixed by law are off and what is counted over it is provisional. So is the last
 * week of December while the year after it is not there: New Year's arrangement reaches back into it.
 */
export function createWorkCalendar(holidays: Holidays): WorkCalendar {
  const off = new Set(Object.values(holidays).flatMap((year) => year.off))
  const work = new Set(Object.values(holidays).flatMap((year) => year.work))
  const known = new Set(Object.keys(holidays))

  const isKnown = (date: CalendarDate): boolean =>
    known.has(date.slice(0, 4)) && (date.slice(5) < '12-25' || known.has(String(Number(date.slice(0, 4)) + 1)))

  const isWorkingDay = (date: CalendarDate): boolean => {
    if (work.has(date)) return true
    if (off.has(date) || isWeekend(date)) return false
    return known.has(date.slice(0, 4)) || !FIXED_DAYS_OFF.has(date.slice(5))
  }

  const addWorkingDays = (from: CalendarDate, days: number): CountedDay => {
    let date = from
    let provisional = false
    for (let left = days; left > 0; ) {
      date = plusDays(date, 1)
      provisional ||= !isKnown(date)
      if (isWorkingDay(date)) left--
    }
    return { date, provisional }
  }

  const workingDayFrom = (date: CalendarDate): CountedDay => {
    if (!isWorkingDay(date)) return addWorkingDays(date, 1)
    return { date, provisional: !isKnown(date) }
  }

  const workingDayBefore = (from: CalendarDate, days: number): CalendarDate => {
    let date = from
    for (let left = days; left > 0; ) {
      date = plusDays(date, -1)
      if (isWorkingDay(date)) left--
    }
    while (!isWorkingDay(date)) date = plusDays(date, -1)
    return date
  }

  const workingDaysBetween = (after: CalendarDate, to: CalendarDate): number => {
    let days = 0
    for (let date = after; date < to; ) {
      date = plusDays(date, 1)
      if (isWorkingDay(date)) days++
    }
    return days
  }

  return { isWorkingDay, addWorkingDays, workingDayFrom, workingDayBefore, workingDaysBetween }
}

function isWeekend(date: CalendarDate): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  return day === 0 || day === 6
}
