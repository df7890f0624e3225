import type { Deadline } from '../model/appeal.ts'
import type { Catalog, Limit, LimitsProfile } from '../model/catalog.ts'
import { type CalendarDate, dateOf, type Instant, plusDays } from '../model/instant.ts'
import type { CountedDay, WorkCalendar } from './work-calendar.ts'

/**
 * The dates owed for an appeal of this category that came in at `from`: to accept, transfer and answer it, as far as
 * the category's profile has them, each with its basis.
 *
 * How days are counted (民法典第二百零一条至第二百零三条): the day it begins does not count; a month ends on the day of the same
 * number, or on the month's last; a term in calendar days or months whose last day is a day off ends on the next working day.
 * A limit that begins where another ends (`after`) is counted from that one's last day: no later date can be lawful.
 */
export function deadlinesFor(category: string, from: Instant, catalog: Catalog, calendar: WorkCalendar): Deadline[] {
  const start: CountedDay = { date: dateOf(from), provisional: false }
  const ends = new Map<Limit['name'], CountedDay>()
  return profileOf(category, catalog)
    .limits.filter((limit) => limit.name !== 'silence')
    .map((limit) => {
      const end = endOfLimit(limit, (limit.after && ends.get(limit.after)) ?? start, calendar)
      ends.set(limit.name, end)
      return deadline(limit, end)
    })
}

/** When a result nobody objects to closes by itself; `from` is when the person was told of it. */
export function silenceDeadline(from: Instant, catalog: Catalog, calendar: WorkCalendar): Deadline {
  return deadline(catalog.silence, endOfLimit(catalog.silence, { date: dateOf(from), provisional: false }, calendar))
}

function profileOf(category: string, catalog: Catalog): LimitsProfile {
  const { limits } = catalog.categories.find(({ id }) => id === category) ??
    catalog.categories.find(({ id }) => id === catalog.otherwise) ?? { limits: '' }
  const profile = catalog.limits.find(({ id }) => id === limits) ?? catalog.limits[0]
  return profile ?? { id: 'none', name: '', limits: [] }
}

function endOfLimit(limit: Limit, start: CountedDay, calendar: WorkCalendar): CountedDay {
  const end = count(limit, start.date, calendar)
  return { date: end.date, provisional: start.provisional || end.provisional }
}

function count({ unit, length }: Limit, start: CalendarDate, calendar: WorkCalendar): CountedDay {
  if (unit === 'working-day') return calendar.addWorkingDays(start, length)
  return calendar.workingDayFrom(unit === 'month' ? plusMonths(start, length) : plusDays(start, length))
}

/** The day of the same number, or the month's last where it has none. */
function plusMonths(date: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

function deadline({ name, basis }: Limit, { date, provisional }: CountedDay): Deadline {
  return { name, due: date, basis, provisional }
}
