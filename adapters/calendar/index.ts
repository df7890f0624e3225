import chineseDays from 'chinese-days'
import type { Holidays } from '../../bot/model/catalog.ts'

const FIRST_YEAR = 2007 // the first whose arrangement can be checked against the State Council's own notices

/**
 * The days off and make-up working days of every year `chinese-days` knows. A year it does not know has none at all,
 * and is left out: what is counted over it is provisional. Dates go in as text, since it reads a `Date` in the
 * process's own time zone.
 */
export function publishedHolidays(): Holidays {
  const holidays: Holidays = {}
  for (let year = FIRST_YEAR; ; year++) {
    const [first, last] = [`${year}-01-01`, `${year}-12-31`]
    const off = chineseDays.getHolidaysInRange(first, last, false)
    if (off.length === 0) return holidays
    const work = chineseDays.getWorkdaysInRange(first, last, true).filter(isWeekend)
    holidays[year] = { off, work }
  }
}

function isWeekend(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  return day === 0 || day === 6
}
