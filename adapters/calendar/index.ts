import data from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import type { Holidays } from '../../bot/model/catalog.ts'

const FIRST_YEAR = '2007' // the first whose arrangement can be checked against the State Council's own notices

/**
 * The days off and make-up working days of every year `chinese-days` knows. A year it does not know is left out: what is
 * counted over it is provisional. Its data are read and not its functions, which count in the process's own time zone and
 * put every day one too early west of Greenwich.
 */
export function publishedHolidays(): Holidays {
  const { holidays, workdays } = data
  const years = [...new Set(Object.keys(holidays).map(yearOf))].filter((year) => year >= FIRST_YEAR).sort()
  const within = (days: object, year: string) =>
    Object.keys(days)
      .filter((date) => yearOf(date) === year)
      .sort()
  return Object.fromEntries(years.map((year) => [year, { off: within(holidays, year), work: within(workdays, year) }]))
}

const yearOf = (date: string): string => date.slice(0, 4)
