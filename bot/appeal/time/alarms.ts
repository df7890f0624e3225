import type { AlarmLevel, Deadline, DeadlineName } from '../../model/appeal.ts'
import type { Catalog } from '../../model/catalog.ts'
import { type CalendarDate, dateOf, endOf, type Instant, plusDays, plusMs, timeOf } from '../../model/instant.ts'
import { type Length, momentOf } from './counting.ts'
import type { WorkCalendar } from './work-calendar.ts'

const CARDS: readonly AlarmLevel[] = ['warning', 'yellow', 'red']

/**
 * What the city owes is chased (黄牌红牌). What the entrepreneur has time for lapses; before that he is reminded to supply
 * what was asked, but not to judge or to reopen. That a unit may no longer object needs no word.
 */
const LEVELS: Readonly<Record<DeadlineName, readonly AlarmLevel[]>> = {
  accept: CARDS,
  transfer: CARDS,
  acknowledge: CARDS,
  object: [],
  result: CARDS,
  info: ['warning', 'lapse'],
  review: CARDS,
  silence: ['lapse'],
  reopen: ['lapse'],
}

export interface Around {
  readonly now: Instant
  readonly catalog: Pick<Catalog, 'morning' | 'quiet'>
  readonly calendar: WorkCalendar
}

/**
 * When whom is to be told of a deadline: a warning before it, yellow on its day, red on the first working day after it;
 * `lapse` on the first working day after a time somebody had. All in the city's `morning` on working days; what is
 * counted in hours when its hour comes, or before the quiet hours in which it would come. A warning whose time is past
 * is left out.
 */
export function alarmsOf(
  { name, due, at }: Pick<Deadline, 'name' | 'due' | 'at'>,
  warn: Length | undefined,
  around: Around,
): NonNullable<Deadline['alarms']> {
  const { now, catalog, calendar } = around
  const after = momentOf(calendar.addWorkingDays(due, 1).date, catalog.morning)
  const yellow = at === undefined ? momentOf(due, catalog.morning) : hourOf(at, around)
  const warning = warn && warningOf(due, at ?? endOf(due), warn, around)
  const moments: Record<AlarmLevel, Instant | undefined> = {
    warning: warning !== undefined && warning > now && warning < yellow ? warning : undefined,
    yellow,
    red: after,
    lapse: after,
  }
  return LEVELS[name].flatMap((level) => {
    const moment = moments[level]
    return moment === undefined ? [] : [{ level, at: moment }]
  })
}

/** How long before its end one is warned of a limit that does not say so itself; not at all of a short one. */
export function usualWarning({ length, unit }: Length): Length | undefined {
  switch (unit) {
    case 'hour':
      return length >= 8 ? { length: Math.floor(length / 4), unit } : undefined
    case 'working-day':
      return length >= 3 ? { length: length >= 20 ? 3 : 1, unit } : undefined
    case 'calendar-day':
      return length >= 5 ? { length: length >= 30 ? 3 : 1, unit: 'working-day' } : undefined
    case 'month':
      return { length: 3, unit: 'working-day' }
  }
}

function warningOf(due: CalendarDate, end: Instant, { length, unit }: Length, around: Around): Instant {
  const { catalog, calendar } = around
  if (unit === 'hour') return awake(plusMs(end, -length * 3_600_000), around)
  if (unit === 'working-day') return momentOf(calendar.workingDayBefore(due, length), catalog.morning)
  const days = unit === 'month' ? 30 * length : length
  return momentOf(calendar.workingDayBefore(plusDays(due, -days), 0), catalog.morning)
}

/** When its hour comes; where people sleep then, before that, or where that is past, when they are up and at work again. */
function hourOf(at: Instant, around: Around): Instant {
  const before = awake(at, around)
  return before > around.now ? before : awakeAgain(at, around)
}

const HALF_AN_HOUR_MS = 1_800_000

/** The moment itself, or the last one before it at which people are up and at work. */
function awake(at: Instant, { catalog: { quiet }, calendar }: Around): Instant {
  const time = timeOf(at)
  const asleep = isQuiet(time, quiet)
  const evening = asleep && time < quiet.from ? plusDays(dateOf(at), -1) : dateOf(at)
  const day = calendar.workingDayBefore(evening, 0)
  if (asleep) return plusMs(momentOf(day, quiet.from), -HALF_AN_HOUR_MS)
  return day === evening ? at : momentOf(day, time)
}

/** The moment itself, or the first one after it at which people are up and at work. */
function awakeAgain(at: Instant, { catalog: { quiet }, calendar }: Around): Instant {
  const up = quietUntil(at, quiet) ?? at
  const day = calendar.workingDayFrom(dateOf(up)).date
  return day === dateOf(up) ? up : momentOf(day, timeOf(up))
}

type Quiet = Catalog['quiet']

function isQuiet(time: string, { from, to }: Quiet): boolean {
  return from <= to ? time >= from && time < to : time >= from || time < to
}

/** When the quiet hours end in which this moment lies; undefined outside them. For what nobody waits for. */
export function quietUntil(now: Instant, quiet: Quiet): Instant | undefined {
  if (!isQuiet(timeOf(now), quiet)) return undefined
  const end = momentOf(dateOf(now), quiet.to)
  return end > now ? end : momentOf(plusDays(dateOf(now), 1), quiet.to)
}
