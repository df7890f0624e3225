import type { Holidays } from '../model/catalog.ts'
import type { Mistake } from './mistake.ts'

/** Every arrangement has these; one that lacks them is not the whole year's. */
const ALWAYS = ['01-01', '05-01', '10-01'] as const

/** Days of another year, days that are both, and a year that is neither published nor given whole. */
export function daysOf(own: Holidays, published: Holidays): Mistake[] {
  return Object.entries(own).flatMap(([year, { off, work }]) => [
    ...(['off', 'work'] as const).flatMap((list) =>
      (list === 'off' ? off : work).flatMap((day, at) =>
        day.startsWith(`${year}-`)
          ? []
          : [flaw([year, list, at], `${day} is no day of ${year}: put it under its year`)],
      ),
    ),
    ...work.flatMap((day, at) =>
      off.includes(day) ? [flaw([year, 'work', at], `${day} is a day off as well: leave it in one of the two`)] : [],
    ),
    ...(published[year]
      ? []
      : ALWAYS.filter((day) => !off.includes(`${year}-${day}`)).map((day) =>
          flaw(
            [year, 'off'],
            `${year} is not known to this version, so give its whole arrangement: ${year}-${day} is not among the days off`,
          ),
        )),
  ])
}

function flaw(path: Mistake['path'], says: string): Mistake {
  return { file: 'holidays', path, says }
}
