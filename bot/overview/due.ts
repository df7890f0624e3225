import { isLate, isPromise, owed } from '../appeal/owed.ts'
import type { Appeal, Deadline } from '../model/appeal.ts'
import { dateOf, daysBetween, type Instant, plusDays } from '../model/instant.ts'
import type { Tone } from '../ports/overview.ts'

/** How soon: each case lies in one of them. */
export const BUCKETS = ['late', 'today', '3d', '7d', 'later', 'none'] as const
export type Bucket = (typeof BUCKETS)[number]

export const TONE: Partial<Readonly<Record<Bucket, Tone>>> = { late: 'bad', today: 'warn' }

/** What the city has to do first: the earliest of what it promised and has not done; none where nothing is promised now. */
export function promiseOf(appeal: Appeal): Deadline | undefined {
  return owed(appeal).find(isPromise)
}

/** How soon something is due. Late is what the ledger's export calls so (`isLate`). */
export function bucketOf(appeal: Appeal, now: Instant): Bucket {
  const first = promiseOf(appeal)
  if (!first) return 'none'
  if (isLate(appeal, now)) return 'late'
  const today = dateOf(now)
  if (first.due <= today) return 'today'
  if (first.due <= plusDays(today, 3)) return '3d'
  return first.due <= plusDays(today, 7) ? '7d' : 'later'
}

/** Calendar days since the promised day; 0 on the day itself. */
export function daysOver(appeal: Appeal, now: Instant): number {
  const first = promiseOf(appeal)
  return first ? Math.max(0, daysBetween(first.due, dateOf(now))) : 0
}

/** What is due first comes first, then what is promised nothing, then by registration. */
export function byDue(appeals: readonly Appeal[]): readonly Appeal[] {
  const keyed = appeals.map((appeal) => {
    const first = promiseOf(appeal)
    return { appeal, key: `${first ? first.due : '9'} ${first?.at ?? ''} ${appeal.registeredAt}` }
  })
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ appeal }) => appeal)
}
