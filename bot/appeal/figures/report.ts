import type { Appeal, AppealKind, AppealNumber, EnterpriseSize, Ownership, Satisfaction } from '../../model/appeal.ts'
import { type CalendarDate, dateOf, daysBetween, endOf, type Instant, plusDays } from '../../model/instant.ts'
import type { Period } from '../../model/period.ts'
import { periodBefore } from '../time/periods.ts'
import {
  type Count,
  compare,
  countBy,
  dayNumber,
  groupBy,
  isIn,
  type Share,
  type Span,
  share,
  spanOf,
  tally,
} from './figures.ts'
import { isResolved, lastMoment, leftWithoutResult, resultDeadline, timeliness } from './timeliness.ts'

export type Ratings = Readonly<Record<Satisfaction, number>>

export interface UnitFigures {
  readonly unit: string
  readonly received: number
  readonly response: Share
  readonly resolution: Share
  readonly satisfaction: Share
}

export interface Treated {
  readonly promised: Share
  /** Of those with a result, in calendar days from registration; null where there is none. */
  readonly averageDays: number | null
}

export interface Overdue {
  readonly number: AppealNumber
  readonly unit: string
  readonly due: CalendarDate
}

export interface Topic {
  readonly label: string
  readonly count: number
  readonly numbers: readonly AppealNumber[]
}

export interface GapFigures {
  /** Groups of questions nobody has answered yet. */
  readonly total: number
  readonly top: readonly { readonly people: number; readonly times: number; readonly document?: string }[]
}

/** Figures only: nothing in it tells of a person. */
export interface Report {
  readonly period: Period
  /** Up to when it counts: the end of the period, or now where that is still to come. */
  readonly until: Instant
  readonly running: boolean
  /** What it is compared with: of a period still running, as many days of the one before. */
  readonly before: { readonly from: CalendarDate; readonly to: CalendarDate }
  readonly received: Count
  readonly byKind: readonly ({ readonly kind: AppealKind } & Count)[]
  readonly byCategory: readonly ({ readonly category: string } & Count)[]
  readonly resolved: Count
  /** Ended without a result: declined, withdrawn, merged, transferred, terminated. */
  readonly left: Count
  readonly promised: Share
  readonly legal: Share
  readonly promisedBefore: Share
  readonly ratings: Ratings
  readonly satisfaction: Share
  readonly satisfactionBefore: Share
  readonly units: readonly UnitFigures[]
  readonly bySize: readonly ({ readonly size: EnterpriseSize | null } & Treated)[]
  readonly byOwnership: readonly ({ readonly ownership: Ownership | null } & Treated)[]
  readonly open: number
  readonly reworking: number
  /** The one overdue longest first. */
  readonly overdue: readonly Overdue[]
  readonly trend: readonly { readonly period: Period; readonly received: number; readonly resolved: number }[]
  readonly topics: readonly Topic[]
  readonly gaps: GapFigures
}

/** So many periods stand in the trend, this one included. */
const TREND = 6

/** What has to be read for a report: the first day it looks at, back to the beginning of its trend. */
export function reportFrom(period: Period): CalendarDate {
  return trendOf(period)[0]?.from ?? period.from
}

/**
 * The figures of a period. What is counted:
 *
 * - received 收到: registered in it, whatever became of them.
 * - resolved 办结: closed in it with a result that the entrepreneur was given.
 * - on time 按期: of the results given in it, and of those whose day passed in it without one, how many came by the date
 *   promised; and by the legal limit where the promise is stricter. Deadlines as they stand now: extended, moved on by
 *   the time waited for the entrepreneur, or set anew by a rework. What ended without a result is left out.
 * - satisfaction 满意率: satisfied and basically satisfied, of the ratings given in it; every rating counts, also one a
 *   rework has overtaken. No answer is counted apart.
 * - response 响应率: of what was dispatched to a unit in it, and is acknowledged or due to be, how many were acknowledged
 *   (or the entrepreneur heard of) by the deadline to acknowledge.
 * - resolution 解决率: of the results given in it, how many did what can be done for that kind: solved; for a consultation
 *   also explained; for a suggestion also explained or kept for reference.
 *
 * `appeals` must hold all that were registered or closed since `reportFrom(period)`, and all that are open.
 */
export function reportOf(
  appeals: readonly Appeal[],
  period: Period,
  now: Instant,
  more: { readonly topics: readonly Topic[]; readonly gaps: GapFigures },
): Report {
  const running = now < endOf(period.to)
  const until = running ? now : endOf(period.to)
  const span: Span = { after: endOf(plusDays(period.from, -1)), to: until }
  const previous = comparedWith(period, running, now)
  const last = spanOf(previous)
  const received = appeals.filter(({ registeredAt }) => isIn(registeredAt, span))
  const receivedBefore = appeals.filter(({ registeredAt }) => isIn(registeredAt, last))
  const timed = timedIn(appeals, span)
  const ratings = ratingsIn(appeals, span)
  const open = appeals.filter(
    (one) => one.registeredAt <= until && (one.closedAt === undefined || one.closedAt > until),
  )
  const closed = appeals.filter(({ closedAt }) => closedAt !== undefined)
  const ended = (within: Span, how: (one: Appeal) => boolean) =>
    tally(closed, (one) => isIn(one.closedAt, within) && how(one))
  const counts = <K extends string>(key: (one: Appeal) => K) => countBy(received, receivedBefore, key)
  return {
    period,
    until,
    running,
    before: previous,
    received: { now: received.length, before: receivedBefore.length },
    byKind: counts(({ kind }) => kind).map(([kind, count]) => ({ kind, ...count })),
    byCategory: counts(({ category }) => category).map(([category, count]) => ({ category, ...count })),
    resolved: { now: ended(span, isResolved), before: ended(last, isResolved) },
    left: { now: ended(span, leftWithoutResult), before: ended(last, leftWithoutResult) },
    promised: share(timed, ({ promised }) => promised),
    legal: share(timed, ({ legal }) => legal),
    promisedBefore: share(timedIn(appeals, last), ({ promised }) => promised),
    ratings,
    satisfaction: contented(ratings),
    satisfactionBefore: contented(ratingsIn(appeals, last)),
    units: unitsIn(appeals, span),
    bySize: treatedBy(timed, ({ size }) => size ?? null).map(([size, treated]) => ({ size, ...treated })),
    byOwnership: treatedBy(timed, (one) => one.ownership ?? null).map(([ownership, treated]) => ({
      ownership,
      ...treated,
    })),
    open: open.length,
    reworking: open.filter(({ state }) => state === 'rework' || state === 'supervised').length,
    overdue: overdueAt(open, until),
    trend: trendOf(period).map((one) => {
      const within = one.from === period.from ? span : spanOf(one)
      return {
        period: one,
        received: tally(appeals, ({ registeredAt }) => isIn(registeredAt, within)),
        resolved: ended(within, isResolved),
      }
    }),
    ...more,
  }
}

function comparedWith(period: Period, running: boolean, now: Instant): Report['before'] {
  const { from, to } = periodBefore(period)
  if (!running) return { from, to }
  const days = Math.max(0, daysBetween(period.from, dateOf(now)))
  const same = plusDays(from, days)
  return { from, to: same < to ? same : to }
}

function trendOf(period: Period): readonly Period[] {
  const periods = [period]
  while (periods.length < TREND) periods.unshift(periodBefore(periods[0] ?? period))
  return periods
}

interface Timed {
  readonly appeal: Appeal
  readonly promised: boolean
  readonly legal: boolean
}

function timedIn(appeals: readonly Appeal[], span: Span): readonly Timed[] {
  const all: Timed[] = []
  for (const appeal of appeals) {
    if (appeal.registeredAt > span.to) continue
    const timed = timeliness(appeal, span.to)
    if (timed && isIn(timed.at, span)) all.push({ appeal, promised: timed.promised, legal: timed.legal })
  }
  return all
}

function ratingsIn(appeals: readonly Appeal[], span: Span): Ratings {
  const ratings = { satisfied: 0, basically: 0, dissatisfied: 0, 'no-answer': 0 }
  for (const { ratings: given = [] } of appeals)
    for (const { at, satisfaction } of given) if (isIn(at, span)) ratings[satisfaction]++
  return ratings
}

function contented({ satisfied, basically, dissatisfied }: Ratings): Share {
  return { n: satisfied + basically, of: satisfied + basically + dissatisfied }
}

function unitsIn(appeals: readonly Appeal[], span: Span): readonly UnitFigures[] {
  const figures = [
    ...groupBy(
      appeals.filter(({ dispatchedAt }) => dispatchedAt !== undefined),
      ({ unit }) => unit,
    ),
  ].map(([unit, own]) => {
    const dispatched = own.filter(({ dispatchedAt }) => isIn(dispatchedAt, span))
    const given = own.filter(({ concludedAt }) => isIn(concludedAt, span))
    const responses = dispatched.flatMap((one) => responded(one, span.to) ?? [])
    return {
      unit,
      received: dispatched.length,
      response: share(responses, (inTime) => inTime),
      resolution: share(given, isSolved),
      satisfaction: contented(ratingsIn(own, span)),
    }
  })
  return figures
    .filter((one) => one.received + one.resolution.of + one.satisfaction.of > 0)
    .sort((a, b) => b.received - a.received || compare(a.unit, b.unit))
}

/** Whether the unit answered by its deadline; undefined where it still has time to. */
function responded(
  { deadlines, acknowledgedAt, respondedAt, dispatchedAt }: Appeal,
  until: Instant,
): boolean | undefined {
  const deadline = deadlines.find(({ name }) => name === 'acknowledge')
  const last = deadline && lastMoment(deadline)
  const since = (at: Instant | undefined) =>
    at !== undefined && at >= (dispatchedAt ?? '') && at <= until ? at : undefined
  const at = since(acknowledgedAt) ?? since(respondedAt)
  if (at !== undefined) return last === undefined || at <= last
  return last !== undefined && until <= last ? undefined : false
}

function isSolved({ kind, outcome }: Appeal): boolean {
  if (outcome === 'solved') return true
  if (outcome === 'explained') return kind === 'consultation' || kind === 'suggestion'
  return outcome === 'reference' && kind === 'suggestion'
}

function treatedBy<K extends string>(
  timed: readonly Timed[],
  key: (one: Appeal) => K | null,
): readonly (readonly [K | null, Treated])[] {
  const groups = [...groupBy(timed, ({ appeal }) => key(appeal))]
  return groups
    .sort(([a, own], [b, other]) => Number(a === null) - Number(b === null) || other.length - own.length)
    .map(([name, own]) => {
      const days = own.flatMap(({ appeal }) => daysTaken(appeal) ?? [])
      const sum = days.reduce((all, one) => all + one, 0)
      const averageDays = days.length === 0 ? null : Math.round((sum / days.length) * 10) / 10
      return [name, { promised: share(own, ({ promised }) => promised), averageDays }] as const
    })
}

function daysTaken({ registeredAt, concludedAt }: Appeal): number | undefined {
  return concludedAt === undefined ? undefined : dayNumber(concludedAt) - dayNumber(registeredAt)
}

function overdueAt(open: readonly Appeal[], until: Instant): readonly Overdue[] {
  const overdue = open.flatMap((appeal) => {
    const waits = appeal.concludedAt === undefined || appeal.concludedAt > until
    const deadline = resultDeadline(appeal)
    if (!waits || !deadline || timeliness(appeal, until)?.promised !== false) return []
    return [{ number: appeal.number, unit: appeal.unit, due: deadline.due }]
  })
  return overdue.sort((a, b) => compare(a.due, b.due) || compare(a.number, b.number))
}
