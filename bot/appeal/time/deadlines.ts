import type { Appeal, Deadline, DeadlineName } from '../../model/appeal.ts'
import type { Catalog, Limit } from '../../model/catalog.ts'
import type { CalendarDate } from '../../model/instant.ts'
import { limitsFor } from '../arrears/arrears.ts'
import { isOver, owed } from '../owed.ts'
import { isEarlier, lastMoment, type Point, pointAt, shifted } from './counting.ts'
import { type Begun, common, counted, find, pointOf, profileOf, startedNow, type Timing, withAlarms } from './limits.ts'

export type { Timing } from './limits.ts'

/**
 * The dates owed for an appeal of this category that is registered now: to accept, transfer and answer it, as far as the
 * category's profile has them, each with its basis. Where the law sets a limit beside the city's promise, the stricter is
 * promised and the other noted.
 */
export function registrationDeadlines(category: string, timing: Timing): Deadline[] {
  return counted(profileOf(category, timing.catalog).limits, pointAt(timing.now), {}, timing)
}

/** Another category was given: its limits, counted from registration. An extension stays, as far as it allows that too. */
export function classifiedDeadlines(appeal: Appeal, category: string, timing: Timing): Deadline[] {
  const rows = rowsOf(appeal, timing.catalog, category)
  const before = appeal.extensions > 0 ? find(appeal, 'result') : undefined
  return counted(rows, pointAt(appeal.registeredAt), begun(appeal), timing).map((deadline) =>
    before && deadline.name === 'result' ? (extended(deadline, before.due, rows, timing) ?? deadline) : deadline,
  )
}

/** Accepted now: what begins with acceptance, where it ends earlier than could be said before. */
export function acceptedDeadlines(appeal: Appeal, timing: Timing): Deadline[] {
  return sooner(appeal, ['accept'], timing)
}

/**
 * Given to a unit now: to acknowledge, to object, and the result where it ends earlier when counted from here. The unit's
 * own clock begins now, not when it acknowledges; giving it to another unit later gains no time.
 */
export function dispatchDeadlines(appeal: Appeal, timing: Timing): Deadline[] {
  const result = sooner(appeal, ['accept', 'transfer'], timing).filter(({ name }) => name === 'result')
  return [common('acknowledge', timing), common('object', timing), ...result]
}

/** Asked for more now: the time he has to supply it. What may be paused stands still until then at most. */
export function askBackDeadline(timing: Timing): Deadline {
  return common('info', timing)
}

/**
 * What has stood still since more was asked for (`appeal` is as it was then) runs on from now, or from the end of the time
 * to supply it, with as much left as it had. A promise is not moved beyond a limit of the law that may not be paused.
 * Only what moves is returned.
 */
export function resumedDeadlines(appeal: Appeal, timing: Timing): Deadline[] {
  const { state, askedAt, resume } = appeal
  if (state !== 'awaiting-info' || !askedAt || !resume) return []
  const info = find(appeal, 'info')
  const lapsed = info && lastMoment(pointOf(info))
  const until = lapsed && lapsed < timing.now ? lapsed : timing.now
  return owed({ ...appeal, state: resume })
    .filter(({ pausable }) => pausable === true)
    .flatMap((deadline) => {
      const unit = deadline.counted ?? 'working-day'
      const later = (end: Point): Point => shifted(end, unit, askedAt, until, timing.calendar)
      return moved(deadline, later, rowOf(appeal, deadline.name, timing), timing) ?? []
    })
}

function moved(
  deadline: Deadline,
  later: (end: Point) => Point,
  row: Limit | undefined,
  timing: Timing,
): Deadline | undefined {
  const { due, at, legal, latest } = deadline
  const bound = legal !== undefined && row?.legal?.pausable !== true
  const end = later(pointOf(deadline))
  const day = bound && end.date > legal.due ? (legal.due > due ? legal.due : due) : end.date
  if (day === due && end.at === at) return undefined
  const laterDay = (date: CalendarDate) => later({ date, provisional: false }).date
  const after: Deadline = {
    ...deadline,
    due: day,
    ...(end.at && { at: end.at }),
    provisional: end.provisional,
    ...(legal && { legal: bound ? legal : { ...legal, due: laterDay(legal.due) } }),
    ...(latest && { latest: bound ? latest : { ...latest, due: laterDay(latest.due) } }),
  }
  return withAlarms(after, row, timing)
}

/** The latest day to which the result may be extended, and what that stands on; null where it may not be. */
export function latestExtension(appeal: Appeal): { until: CalendarDate; basis: string } | null {
  const result = find(appeal, 'result')
  if (!result?.latest || result.latest.due <= result.due) return null
  return { until: result.latest.due, basis: result.latest.basis }
}

/** The result moved to this day, or to the working day after it, at most to the latest; nothing where it may not be. */
export function extendedDeadlines(appeal: Appeal, until: CalendarDate, timing: Timing): Deadline[] {
  const result = find(appeal, 'result')
  const after = result && extended(result, until, rowsOf(appeal, timing.catalog), timing)
  return after ? [after] : []
}

function extended(before: Deadline, until: CalendarDate, rows: readonly Limit[], timing: Timing): Deadline | undefined {
  const { at: _, legal, latest, ...deadline } = before
  if (!latest) return undefined
  const day = timing.calendar.workingDayFrom(until)
  const due = day.date < latest.due ? day.date : latest.due
  if (due <= before.due) return undefined
  const provisional = before.provisional || day.provisional
  const noted = legal && due <= legal.due && { legal }
  return withAlarms(
    { ...deadline, due, provisional, latest, ...noted },
    rows.find(({ name }) => name === 'result'),
    timing,
  )
}

/** Concluded now, and another looks at the result before it is told. */
export function reviewDeadline(timing: Timing): Deadline {
  return common('review', timing)
}

/** When a result that was told now, and that nobody objects to, closes by itself. */
export function silenceDeadline(timing: Timing): Deadline {
  return startedNow(timing.catalog.silence, timing)
}

/** Until when what is resolved now may be reopened. */
export function reopenDeadline(timing: Timing): Deadline {
  return common('reopen', timing)
}

/**
 * To be done again from now: not content, or reopened. The catalogue's common `result` says in what time, where the
 * category's own is not shorter. What is put under supervision while a result is still owed ends earlier or as it did,
 * never later, and what is late stays late.
 */
export function reworkDeadlines(appeal: Appeal, timing: Timing): Deadline[] {
  const row = rowOf(appeal, 'result', timing)
  const running = owed({ ...appeal, state: appeal.resume ?? appeal.state })
  const resumed = resumedDeadlines(appeal, timing)
  const owes = running.some(({ name }) => name === 'result')
  const before = owes ? find({ deadlines: [...resumed, ...running] }, 'result') : undefined
  if (!row || (before && isOver(before, timing.now))) return resumed
  const again = timing.catalog.common.find(({ name }) => name === 'result')
  const soonest = [row, ...(again ? [again] : [])]
    .map((one) => startedNow(one, timing))
    .reduce((a, b) => (isEarlier(pointOf(b), pointOf(a)) ? b : a))
  if (before && !isEarlier(pointOf(soonest), pointOf(before))) return resumed
  return [...resumed.filter(({ name }) => name !== 'result'), soonest]
}

/** When what other limits begin with happened, as far as it has. */
function begun({ acceptedAt, dispatchedAt }: Appeal): Begun {
  return {
    ...(acceptedAt && { accept: pointAt(acceptedAt) }),
    ...(dispatchedAt && { transfer: pointAt(dispatchedAt) }),
  }
}

/** What begins with something that happens now for the first time, where it ends earlier than could be said before. */
function sooner(appeal: Appeal, happens: readonly (keyof Begun)[], timing: Timing): Deadline[] {
  const before = begun(appeal)
  const first = happens.filter((name) => before[name] === undefined)
  const starts: Begun = { ...before, ...Object.fromEntries(first.map((name) => [name, pointAt(timing.now)])) }
  const rows = rowsOf(appeal, timing.catalog)
  const affected = rows.filter(({ after }) => after && first.includes(after)).map(({ name }) => name)
  return counted(rows, pointAt(appeal.registeredAt), starts, timing).filter((deadline) => {
    const same = affected.includes(deadline.name) && find(appeal, deadline.name)
    return same && isEarlier(pointOf(deadline), pointOf(same))
  })
}

/** The limits that apply to an appeal of this category, by what is known of it. */
function rowsOf(appeal: Appeal, catalog: Catalog, category: string = appeal.category): readonly Limit[] {
  return profileOf(limitsFor(category, appeal.personal?.particulars, catalog), catalog).limits
}

function rowOf(appeal: Appeal, name: DeadlineName, { catalog }: Timing): Limit | undefined {
  return rowsOf(appeal, catalog).find((row) => row.name === name)
}
