import type { Appeal, Deadline, DeadlineName } from '../../model/appeal.ts'
import type { Catalog, Limit, LimitsProfile } from '../../model/catalog.ts'
import type { Instant } from '../../model/instant.ts'
import { alarmsOf, usualWarning } from './alarms.ts'
import { endOfTime, isEarlier, type Length, type Point, pointAt } from './counting.ts'
import type { WorkCalendar } from './work-calendar.ts'

/** The moment it is counted from and what it is counted by; a `Desk` is one. */
export interface Timing {
  readonly now: Instant
  readonly catalog: Catalog
  readonly calendar: WorkCalendar
}

/** When what other limits begin with really happened. */
export type Begun = Partial<Readonly<Record<NonNullable<Limit['after']>, Point>>>

/** The limits of a category; of one that is not in the catalogue, those of the catch-all. */
export function profileOf(category: string, { categories, otherwise, limits }: Catalog): LimitsProfile {
  const { limits: named } = categories.find(({ id }) => id === category) ??
    categories.find(({ id }) => id === otherwise) ?? { limits: '' }
  return limits.find(({ id }) => id === named) ?? limits[0] ?? { id: 'none', name: '', limits: [] }
}

/**
 * The deadlines of these rows, counted from `from`. One that begins where another ends begins when that really happened,
 * and while that is still to come with that one's last day.
 */
export function counted(rows: readonly Limit[], from: Point, begun: Begun, timing: Timing): Deadline[] {
  const promised = new Map<DeadlineName, Point>()
  const lawful = new Map<DeadlineName, Point>()
  return rows.map((row) => {
    const start = (after: Limit['after'], ends: typeof promised): Point =>
      (after && (begun[after] ?? ends.get(after))) ?? from
    const spans = spansOf(row, start(row.after, promised), start(row.legal?.after, lawful), timing.calendar)
    promised.set(row.name, spans.strict.end)
    lawful.set(row.name, (spans.legal ?? spans.promise).end)
    return deadlineOf(row, spans, timing)
  })
}

/** A deadline of its own that begins now. */
export function startedNow(row: Limit, timing: Timing): Deadline {
  const now = pointAt(timing.now)
  return deadlineOf(row, spansOf(row, now, now, timing.calendar), timing)
}

/** One of those that every appeal has, whatever its category; five working days where the catalogue says nothing. */
export function common(name: DeadlineName, timing: Timing): Deadline {
  const row = timing.catalog.common.find((one) => one.name === name)
  return startedNow(row ?? { name, length: 5, unit: 'working-day', pausable: false, basis: '本平台承诺' }, timing)
}

/** A time that runs: by the city's promise or by the law. */
interface Span {
  readonly row: Length & Pick<Limit, 'extendable' | 'basis' | 'pausable'>
  readonly start: Point
  readonly end: Point
}

interface Spans {
  readonly promise: Span
  readonly legal: Span | undefined
  /** The one of them that ends first. */
  readonly strict: Span
}

function spansOf(row: Limit, from: Point, lawfulFrom: Point, calendar: WorkCalendar): Spans {
  const span = (by: Span['row'], start: Point): Span => ({ row: by, start, end: endOfTime(by, start, calendar) })
  const promise = span(row, from)
  const legal = row.legal && span(row.legal, lawfulFrom)
  return { promise, legal, strict: legal && isEarlier(legal.end, promise.end) ? legal : promise }
}

function deadlineOf(row: Limit, { promise, legal, strict }: Spans, timing: Timing): Deadline {
  const { end } = strict
  const latest = latestOf(promise, legal, timing.calendar)
  const deadline: Deadline = {
    name: row.name,
    due: end.date,
    ...(end.at && strict.row.unit === 'hour' && { at: end.at }),
    basis: strict.row.basis,
    provisional: end.provisional,
    counted: strict.row.unit,
    pausable: strict.row.pausable,
    ...(legal && strict !== legal && { legal: { due: legal.end.date, basis: legal.row.basis } }),
    ...(latest && latest.end.date > end.date && { latest: { due: latest.end.date, basis: latest.row.basis } }),
  }
  return withAlarms(deadline, row, timing)
}

/** How far both the promise and the law let it be extended. */
function latestOf(promise: Span, legal: Span | undefined, calendar: WorkCalendar): Span | undefined {
  const promised = extended(promise, calendar)
  if (!promised || !legal) return promised
  const lawful = extended(legal, calendar) ?? legal
  return isEarlier(lawful.end, promised.end) ? lawful : promised
}

function extended({ row, start, end }: Span, calendar: WorkCalendar): Span | undefined {
  const { extendable, unit } = row
  if (!extendable) return undefined
  const last =
    'by' in extendable
      ? endOfTime({ length: extendable.by, unit }, end, calendar)
      : endOfTime({ length: extendable.to, unit }, start, calendar)
  return { row, start, end: last }
}

/** With the alarms of its day, as the row wants them. */
export function withAlarms(deadline: Deadline, row: Limit | undefined, timing: Timing): Deadline {
  const warn = row && (row.warn ?? usualWarning(row))
  return { ...deadline, alarms: alarmsOf(deadline, warn, timing) }
}

export function pointOf({ due, at, provisional }: Deadline): Point {
  return { date: due, provisional, ...(at && { at }) }
}

export function find({ deadlines }: Pick<Appeal, 'deadlines'>, name: DeadlineName): Deadline | undefined {
  return deadlines.find((deadline) => deadline.name === name)
}
