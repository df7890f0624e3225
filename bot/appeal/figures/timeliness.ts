import type { Appeal, Deadline } from '../../model/appeal.ts'
import { type CalendarDate, dateOf, daysBetween, endOf, type Instant } from '../../model/instant.ts'

/** States in which a result is no longer owed though none was given. */
const LEFT: readonly Appeal['state'][] = ['declined', 'merged', 'withdrawn', 'transferred', 'terminated']

/** The deadline of the result as it stands: a rework or an extension has moved it. */
export function resultDeadline({ deadlines }: Pick<Appeal, 'deadlines'>): Deadline | undefined {
  return deadlines.find(({ name }) => name === 'result')
}

/** Came to one of its ends without a result: declined, withdrawn and the like, also once archived. */
export function leftWithoutResult(appeal: Appeal): boolean {
  return LEFT.includes(appeal.state) || (appeal.state === 'archived' && !isResolved(appeal))
}

/** 办结: closed with a result that the entrepreneur was given. */
export function isResolved({ state, concludedAt, satisfaction }: Appeal): boolean {
  return state === 'resolved' || (state === 'archived' && concludedAt !== undefined && satisfaction !== undefined)
}

/** Whether the result came, or is still awaited, by the promise and by the law. Undefined while neither is the case. */
export function timeliness(
  appeal: Appeal,
  until: Instant,
): { readonly at: Instant; readonly promised: boolean; readonly legal: boolean } | undefined {
  const deadline = resultDeadline(appeal)
  if (!deadline || leftWithoutResult(appeal)) return undefined
  const { concludedAt } = appeal
  const told = concludedAt !== undefined && concludedAt <= until ? concludedAt : undefined
  const at = told ?? lastMoment(deadline)
  if (told === undefined && (isPaused(appeal, deadline) || until <= lastMoment(deadline))) return undefined
  const end = told ?? until
  return { at, promised: end <= lastMoment(deadline), legal: end <= lastMoment(deadline.legal ?? deadline) }
}

/** Days the result is, or came, too late by the promise; 0 where it did not. */
export function daysLate(appeal: Appeal, now: Instant): number {
  const deadline = resultDeadline(appeal)
  if (!deadline || leftWithoutResult(appeal)) return 0
  if (appeal.concludedAt === undefined && isPaused(appeal, deadline)) return 0
  const end = appeal.concludedAt ?? now
  return end > lastMoment(deadline) ? Math.max(1, daysBetween(deadline.due, dateOf(end))) : 0
}

/** It stands still while more is awaited from the entrepreneur. */
function isPaused({ state }: Appeal, { pausable }: Deadline): boolean {
  return state === 'awaiting-info' && pausable === true
}

/** Few days stand in a ledger of many appeals, and working each out anew is what a report would take its time for. */
const ENDS = new Map<CalendarDate, Instant>()

/** After it, a deadline has passed. */
export function lastMoment({ at, due }: Pick<Deadline, 'at' | 'due'>): Instant {
  if (at !== undefined) return at
  const known = ENDS.get(due)
  if (known !== undefined) return known
  const end = endOf(due)
  ENDS.set(due, end)
  return end
}
