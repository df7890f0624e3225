import { dateOf } from '../../model/instant.ts'
import { type Check, NOTHING, ok, unknown, unlessFault, wrong } from './finding.ts'

/** The city's own files are understood. */
export const city: Check = {
  name: 'city',
  look: async ({ config, spoilt }) =>
    spoilt.has('QINQING_CITY')
      ? NOTHING
      : unlessFault(async () => {
          const { loadCity } = await import('../city/load.ts')
          const { catalog, own } = await loadCity(config.city)
          if (config.city === undefined)
            return unknown(
              `${catalog.city}, the made-up city that comes with the program`,
              'qinqing city init DIR writes its files to begin with; then QINQING_CITY=DIR',
            )
          return ok(`${catalog.city}: ${own.size} files of its own, ${catalog.units.length} units`)
        }),
}

/**
 * The State Council publishes the next year's days off between the end of October and the middle of December (2021–2025:
 * 25 October, 8 December, 25 October, 12 November, 4 November).
 */
const SOON = '11-01'
const LATE = '12-15'

/** This year's days off are known, and from when they are published, the next one's: over a year that is not, dates are provisional. */
export const holidays: Check = {
  name: 'holidays',
  look: async ({ config, now, spoilt }) =>
    spoilt.has('QINQING_CITY')
      ? NOTHING
      : unlessFault(async () => {
          const { loadCity } = await import('../city/load.ts')
          const known = Object.keys((await loadCity(config.city).catch(() => loadCity(undefined))).holidays)
          const [year, day] = [Number(dateOf(now()).slice(0, 4)), dateOf(now()).slice(5)]
          const remedy = (missing: number) =>
            `update the program, or put the days of ${missing} into holidays.yaml of the city (gov.cn: 国务院办公厅关于${missing}年部分节假日安排的通知)`
          if (!known.includes(String(year)))
            return wrong(`the days off of ${year} are not known: deadlines are counted provisionally`, remedy(year))
          if (known.includes(String(year + 1))) return ok(`${year} and ${year + 1} are known`)
          if (day < SOON) return ok(`${year} is known; ${year + 1} is published in November`)
          const says = `${year} is known, ${year + 1} is not: what is due then is provisional`
          return day < LATE ? unknown(says, remedy(year + 1)) : wrong(says, remedy(year + 1))
        }),
}
