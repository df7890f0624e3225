import type { Event } from '../../bot/model/event.ts'
import type { GapId } from '../../bot/model/gap.ts'
import { dateOf, type Instant } from '../../bot/model/instant.ts'
import type { Versioned } from '../../bot/ports/appeal-store.ts'
import { deepFreeze } from './freeze.ts'
import type { Shelf } from './shelf.ts'

/** What these events make of the records they change. */
export function foldEach<T, E>(
  events: readonly E[],
  touched: (event: E) => readonly string[],
  shelf: Shelf<Versioned<T>>,
  fold: (before: T | undefined, event: E, id: string) => T,
): ReadonlyMap<string, T> {
  const folded = new Map<string, T>()
  for (const event of events)
    for (const id of touched(event)) folded.set(id, fold(folded.get(id) ?? shelf.get(id)?.value, event, id))
  return folded
}

export const ofOne = ({ of }: Event): readonly string[] => [of]

/** His account is sealed with his own key: under another it could not be erased with him. */
export function ofHimself({ type, of, subject }: Event): readonly string[] {
  if (of !== subject) throw new Error(`${type} of ${of} has another subject than the member`)
  return [of]
}

/** The gaps an event changes: the one it is of, or all that an approval answers. */
export function gapsTouched(event: Event): readonly GapId[] {
  if (event.stream === 'gap') return [event.of]
  return event.type === 'approved' ? event.data.gaps : []
}

export function monthOf(at: Instant): string {
  return dateOf(at).slice(0, 7)
}

/** The month so many months before this one. */
function monthsBefore(month: string, count: number): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 - count)).toISOString().slice(0, 7)
}

const MONTHS_REMEMBERED = 13

/** The first month of which messages are remembered in this one. */
export const firstRemembered = (month: string): string => monthsBefore(month, MONTHS_REMEMBERED - 1)

export function next<T>(before: Versioned<T> | undefined, value: T): Versioned<T> {
  return { version: (before?.version ?? 0) + 1, value: deepFreeze(value) }
}
