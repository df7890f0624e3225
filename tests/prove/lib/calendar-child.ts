import { publishedHolidays } from '../../../adapters/calendar/index.ts'
import { createWorkCalendar } from '../../../bot/appeal/time/work-calendar.ts'
import { dateOf, plusDays, plusMs } from '../../../bot/model/instant.ts'

/**
 * What the product's calendar says of every day from the first argument to the second, in the time zone this process was
 * started in. With `in-zone` as the third argument a day is read as the process's own clock has it, which is what is not to be done.
 */
const [first = '', last = '', how = ''] = process.argv.slice(2)
const calendar = createWorkCalendar(publishedHolidays())
const dayOf = how === 'in-zone' ? dayInZone : dateOf

function dayInZone(instant: string): string {
  const at = new Date(instant)
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((one) => String(one).padStart(2, '0')).join('-')
}

const lines: string[] = []
for (let date = first; date <= last; date = plusDays(date, 1)) {
  const midnight = new Date(`${date}T00:00:00+08:00`).toISOString()
  const moments = [0, 30, 479, 480, 1439].map((minute) => dayOf(plusMs(midnight, minute * 60_000)))
  lines.push(
    JSON.stringify([
      date,
      [...new Set(moments)],
      calendar.isWorkingDay(moments[1] ?? ''),
      calendar.workingDayFrom(date).date,
      calendar.workingDayBefore(date, 1),
      ...[1, 5, 10, 20, 60].map((days) => calendar.addWorkingDays(date, days).date),
    ]),
  )
}
process.stdout.write(JSON.stringify({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, lines }))
