import type { Appeal } from '../../model/appeal.ts'
import { type CalendarDate, endOf, type Instant, plusDays } from '../../model/instant.ts'

/** So many of so many. */
export interface Share {
  readonly n: number
  readonly of: number
}

/** This period and the one before it. */
export interface Count {
  readonly now: number
  readonly before: number
}

/** After the first moment, up to the second. */
export interface Span {
  readonly after: Instant
  readonly to: Instant
}

export function isIn(at: Instant | undefined, { after, to }: Span): boolean {
  return at !== undefined && at > after && at <= to
}

export function spanOf({ from, to }: { readonly from: CalendarDate; readonly to: CalendarDate }): Span {
  return { after: endOf(plusDays(from, -1)), to: endOf(to) }
}

/** How many of them it holds for. */
export function tally<T>(all: readonly T[], holds: (one: T) => boolean): number {
  let n = 0
  for (const one of all) if (holds(one)) n++
  return n
}

export function share<T>(all: readonly T[], holds: (one: T) => boolean): Share {
  return { n: tally(all, holds), of: all.length }
}

/** The most of this period first. */
export function countBy<K extends string>(
  now: readonly Appeal[],
  before: readonly Appeal[],
  key: (one: Appeal) => K,
): readonly (readonly [K, Count])[] {
  const [these, those] = [groupBy(now, key), groupBy(before, key)]
  const keys = [...new Set([...these.keys(), ...those.keys()])]
  return keys
    .map((one) => [one, { now: these.get(one)?.length ?? 0, before: those.get(one)?.length ?? 0 }] as const)
    .sort(([a, x], [b, y]) => y.now - x.now || y.before - x.before || compare(a, b))
}

export function groupBy<T, K>(all: readonly T[], key: (one: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const one of all) {
    const group = groups.get(key(one))
    if (group) group.push(one)
    else groups.set(key(one), [one])
  }
  return groups
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const DAY_MS = 86_400_000
const SHANGHAI_MS = 8 * 3_600_000

/** The day in Shanghai, counted. */
export function dayNumber(at: Instant): number {
  return Math.floor((Date.parse(at) + SHANGHAI_MS) / DAY_MS)
}
