import type { Appeal, AppealNumber } from '../../bot/model/appeal.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { AppealFilter, Folds } from '../../bot/ports/appeal-store.ts'

/** Finds appeals by unit, state, person and the time of their alarms; kept in memory, rebuilt at start. All answers are in no order. */
export interface Indexes {
  move(before: Appeal | undefined, after: Appeal): void
  ofPerson(person: string): readonly AppealNumber[]
  /** May hold more than fit. */
  candidates(where: AppealFilter): readonly AppealNumber[]
  /** The earliest deadline first, what owes none last; among equals the one registered first. */
  byUrgency(a: Appeal, b: Appeal): number
  /** Those with an alarm at or before this moment. */
  due(before: Instant): readonly AppealNumber[]
}

/** `owed` says which deadlines an appeal still owes, `alarms` what is still to be told of them. */
export function createIndexes({ owed, alarms }: Pick<Folds, 'owed' | 'alarms'>): Indexes {
  const earliest = (appeal: Appeal) =>
    owed(appeal).reduce((first, { due }) => (due < first ? due : first), '9999-12-31')
  const persons = createBuckets()
  const units = createBuckets()
  const states = createBuckets()
  const hours = createBuckets()
  const firstAlarm = (appeal: Appeal) => alarms(appeal)[0]?.at.slice(0, HOUR)

  return {
    move(before, after) {
      const { number } = after
      if (before) {
        units.delete(before.unit, number)
        states.delete(before.state, number)
        const hour = firstAlarm(before)
        if (hour) hours.delete(hour, number)
      }
      persons.add(after.subject, number)
      units.add(after.unit, number)
      states.add(after.state, number)
      const hour = firstAlarm(after)
      if (hour) hours.add(hour, number)
    },
    byUrgency: (a, b) =>
      compare(earliest(a), earliest(b)) || compare(a.registeredAt, b.registeredAt) || compare(a.number, b.number),
    ofPerson: (person) => [...persons.get(person)],
    candidates({ numbers, unit, person, states: wanted }) {
      // A person has few, a state has many.
      if (numbers !== undefined) return numbers
      if (person !== undefined) return [...persons.get(person)]
      if (unit !== undefined) return [...units.get(unit)]
      return [...(wanted ? new Set(wanted) : states.names())].flatMap((state) => [...states.get(state)])
    },
    due(before) {
      const passed = [...hours.names()].filter((hour) => hour <= before.slice(0, HOUR))
      return [...new Set(passed.flatMap((hour) => [...hours.get(hour)]))]
    },
  }
}

/** An instant as far as its hour: what is due within it is told apart by its own time. */
const HOUR = '2026-11-22T05'.length

/** Orders dates, moments and numbers as text. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

interface Buckets {
  add(name: string, entry: string): void
  delete(name: string, entry: string): void
  get(name: string): ReadonlySet<string>
  names(): Iterable<string>
}

function createBuckets(): Buckets {
  const buckets = new Map<string, Set<string>>()
  const empty: ReadonlySet<string> = new Set()
  return {
    add(name, entry) {
      const bucket = buckets.get(name)
      if (bucket) bucket.add(entry)
      else buckets.set(name, new Set([entry]))
    },
    delete(name, entry) {
      const bucket = buckets.get(name)
      bucket?.delete(entry)
      if (bucket?.size === 0) buckets.delete(name)
    },
    get: (name) => buckets.get(name) ?? empty,
    names: () => buckets.keys(),
  }
}
