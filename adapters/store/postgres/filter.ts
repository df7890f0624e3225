import type { AppealWhere } from '../../../bot/model/filter.ts'
import { storable } from './appeal-form.ts'

/** A condition on the table `appeals`, with what is to be put in for `$1`, `$2` … */
export interface Condition {
  readonly sql: string
  readonly params: readonly unknown[]
}

/** Which appeals, as SQL: the same ones as `fits` (bot/model/filter.ts) says, which a test holds it to. */
export function conditionOf(where: AppealWhere): Condition {
  const params: unknown[] = []
  const put = (value: unknown): string => `$${params.push(value)}`
  const list = (values: readonly string[]): string => `${put(values.map(storable))}::text[]`
  const { states, kinds, categories, area, unit, seenBy, notAgainst, person, handler, registered, closed } = where
  const conditions: string[] = []
  const when = (condition: string | false | undefined): void => {
    if (condition) conditions.push(condition)
  }
  when(states && `state = any(${list(states)})`)
  when(kinds && `kind = any(${list(kinds)})`)
  when(categories && `category = any(${list(categories)})`)
  when(area !== undefined && `area = ${put(storable(area))}`)
  when(unit !== undefined && `unit = ${put(storable(unit))}`)
  if (seenBy) {
    const units = list(seenBy)
    when('dispatched')
    when(`not (confided and against && ${units})`)
    when(!seenBy.includes('*') && `(unit = any(${units}) or co && ${units})`)
  }
  when(notAgainst && `not (confided and against && ${list(notAgainst)})`)
  when(person !== undefined && `subject = ${put(storable(person))}`)
  when(handler !== undefined && `handler = ${put(storable(handler))}`)
  when(registered?.from !== undefined && `registered_on >= ${put(storable(registered.from))}`)
  when(registered?.to !== undefined && `registered_on <= ${put(storable(registered.to))}`)
  when(closed && 'closed_on is not null')
  when(closed?.from !== undefined && `closed_on >= ${put(storable(closed.from))}`)
  when(closed?.to !== undefined && `closed_on <= ${put(storable(closed.to))}`)
  when(where.pending !== undefined && `pending = ${put(where.pending)}`)
  when(where.numbers && `number = any(${list(where.numbers)})`)
  return { sql: conditions.join(' and ') || 'true', params }
}
