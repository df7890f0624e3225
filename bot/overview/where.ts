import { isResolved } from '../appeal/figures/timeliness.ts'
import { findNumbers } from '../appeal/reference.ts'
import { isOpen, OPEN } from '../appeal/states.ts'
import { type Appeal, AppealKind, type AppealNumber, AppealState } from '../model/appeal.ts'
import type { Catalog } from '../model/catalog.ts'
import { CalendarDate, endOf, type Instant, plusDays } from '../model/instant.ts'
import type { AppealFilter } from '../ports/appeal-store.ts'
import type { Asked } from '../ports/overview.ts'
import { BUCKETS, type Bucket, bucketOf } from './due.ts'

/** Which day of a case is meant. */
export const DAYS = ['registered', 'accepted', 'dispatched', 'concluded', 'resolved', 'rated'] as const
export type Day = (typeof DAYS)[number]

/** With whom a case is that no unit was given yet. */
export const INTAKE = 'intake'

/** What the ledger is asked for; the same in its address, its form and the links that lead to it. */
export interface Wanted {
  readonly state?: 'open' | 'over' | AppealState
  readonly due?: Bucket
  readonly unit?: string
  readonly category?: string
  readonly kind?: AppealKind
  readonly area?: string
  readonly on?: Day
  readonly from?: CalendarDate
  readonly to?: CalendarDate
  readonly number?: AppealNumber
}

/** Those of the ledger's conditions that may stand in an address; `state`, empty, is any. */
export const CONDITIONS = ['state', 'due', 'unit', 'category', 'kind', 'area', 'on', 'from', 'to', 'number'] as const

/** Reads the conditions; asked for nothing, it is what is open. `ignored`: those that mean nothing. */
export function readWanted(
  asked: Asked,
  catalog: Catalog,
): { readonly wanted: Wanted; readonly ignored: readonly (typeof CONDITIONS)[number][] } {
  const given = CONDITIONS.filter((name) => (asked[name] ?? '') !== '')
  const one = <T extends string>(name: string, all: readonly T[]) => all.find((value) => value === asked[name])
  const day = (name: string) => CalendarDate.safeParse(asked[name]).data
  const read = {
    state: one('state', ['open', 'over', ...AppealState.options]),
    due: one('due', BUCKETS),
    unit: one('unit', [INTAKE, ...catalog.units.map(({ id }) => id)]),
    category: one(
      'category',
      catalog.categories.map(({ id }) => id),
    ),
    kind: one('kind', AppealKind.options),
    area: one(
      'area',
      catalog.areas.map(({ name }) => name),
    ),
    on: one('on', DAYS),
    from: day('from'),
    to: day('to'),
    number: findNumbers(asked['number'] ?? '').good[0],
  }
  const ignored = given.filter((name) => read[name] === undefined)
  if (asked['state'] === undefined && given.length === 0) return { wanted: { state: 'open' }, ignored }
  return { wanted: Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)), ignored }
}

/** As it stands in an address; conditions that do not matter are left out. */
export function askedFor(wanted: Wanted): Asked {
  return { state: '', ...wanted }
}

/** What has to be read to find those that fit, and perhaps others. */
export function readsFor(wanted: Wanted): readonly AppealFilter[] {
  const { number, state, due, kind, category, area, on = 'registered', from, to } = wanted
  if (number) return [{ numbers: [number] }]
  const common: AppealFilter = {
    ...(kind && { kinds: [kind] }),
    ...(category && { categories: [category] }),
    ...(area && { area }),
  }
  const states = state === 'open' || due ? OPEN : state && state !== 'over' ? [state] : undefined
  const days = from || to ? { ...(from && { from }), ...(to && { to }) } : undefined
  if (on === 'registered') return [{ ...common, ...(states && { states }), ...(days && { registered: days }) }]
  if (on === 'resolved') return [{ ...common, ...(states && { states }), closed: days ?? {} }]
  if (states || !from) return [{ ...common, ...(states && { states }) }]
  // What happened since then is still open, or came to its end after it.
  return [
    { ...common, states: OPEN },
    { ...common, closed: { from } },
  ]
}

/** Which cases are those; the one definition, for counting as for listing. */
export function fits(wanted: Wanted, now: Instant): (appeal: Appeal) => boolean {
  const { number, state, due, unit, kind, category, area } = wanted
  const isOnDay = onDays(wanted)
  return (appeal) =>
    (number === undefined || appeal.number === number) &&
    isInState(appeal, state) &&
    (unit === undefined || withWhom(appeal) === unit) &&
    (kind === undefined || appeal.kind === kind) &&
    (category === undefined || appeal.category === category) &&
    (area === undefined || appeal.area === area) &&
    isOnDay(appeal) &&
    (due === undefined || (isOpen(appeal.state) && bucketOf(appeal, now) === due))
}

/** The unit a case was given to; the intake desk as long as it was given to none. */
export function withWhom({ unit, dispatchedAt }: Appeal): string {
  return dispatchedAt === undefined ? INTAKE : unit
}

function isInState(appeal: Appeal, state: Wanted['state']): boolean {
  if (state === undefined) return true
  if (state === 'open' || state === 'over') return isOpen(appeal.state) === (state === 'open')
  return appeal.state === state
}

function onDays({ on, from, to }: Wanted): (appeal: Appeal) => boolean {
  if (on === undefined && from === undefined && to === undefined) return () => true
  const after = from === undefined ? '' : endOf(plusDays(from, -1))
  const last = to === undefined ? '9' : endOf(to)
  return (appeal) => daysOf(appeal, on ?? 'registered').some((at) => at > after && at <= last)
}

function daysOf(appeal: Appeal, on: Day): readonly Instant[] {
  const at = {
    registered: appeal.registeredAt,
    accepted: appeal.acceptedAt,
    dispatched: appeal.dispatchedAt,
    concluded: appeal.concludedAt,
    resolved: isResolved(appeal) ? appeal.closedAt : undefined,
    rated: undefined,
  }[on]
  if (on === 'rated') return (appeal.ratings ?? []).filter(isJudged).map((one) => one.at)
  return at === undefined ? [] : [at]
}

/** No answer is no judgement. */
export const isJudged = ({ satisfaction }: NonNullable<Appeal['ratings']>[number]): boolean =>
  satisfaction !== 'no-answer'
