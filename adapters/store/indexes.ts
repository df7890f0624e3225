import type { Appeal, AppealNumber, Deadline } from '../../bot/model/appeal.ts'
import { endOf, type Instant } from '../../bot/model/instant.ts'
import type { AppealFilter, Folds } from '../../bot/ports/appeal-store.ts'

/** Finds appeals by unit, state, person and due date; kept in memory, rebuilt at start. All answers are in no order. */
export interface Indexes {
  move(before: Appeal | undefined, after: Appeal): void
  ofPerson(person: string): readonly AppealNumber[]
  matching(where: AppealFilter): readonly AppealNumber[]
  /** The deadlines owed that nobody has been warned of. */
  unwarned(appeal: Appeal): readonly Deadline[]
  /** The earliest deadline first, what owes none last; among equals the one registered first. */
  byUrgency(a: Appeal, b: Appeal): number
  /** Those with a deadline that is owed, has passed at this moment, and was not warned of. */
  due(before: Instant): readonly AppealNumber[]
}

/** `owed` says which deadlines an appeal still owes: those of the stage it is in. */
export function createIndexes(owed: Folds['owed']): Indexes {
  const unwarned = (appeal: Appeal) => owed(appeal).filter(({ name }) => !appeal.warned.includes(name))
  const earliest = (appeal: Appeal) =>
    owed(appeal).reduce((first, { due }) => (due < first ? due : first), '9999-12-31')
  const persons = createBuckets()
  const units = createBuckets()
  const states = createBuckets()
  const days = createBuckets()

  return {
    move(before, after) {
      const { number } = after
      if (before) {
        units.delete(before.unit, number)
        states.delete(before.state, number)
        for (const { due } of unwarned(before)) days.delete(due, number)
      }
      persons.add(after.subject, number)
      units.add(after.unit, number)
      states.add(after.state, number)
      for (const { due } of unwarned(after)) days.add(due, number)
    },
    unwarned,
    byUrgency: (a, b) =>
      compare(earliest(a), earliest(b)) || compare(a.registeredAt, b.registeredAt) || compare(a.number, b.number),
    ofPerson: (person) => [...persons.get(person)],
    matching({ unit, person, states: wanted }) {
      const inStates = [...(wanted ? new Set(wanted) : states.names())].map((state) => states.get(state))
      // A person has few, a state has many.
      const candidates =
        person === undefined
          ? inStates.flatMap((set) => [...set])
          : [...persons.get(person)].filter((number) => inStates.some((set) => set.has(number)))
      return unit === undefined ? candidates : candidates.filter((number) => units.get(unit).has(number))
    },
    due(before) {
      const passed = [...days.names()].filter((day) => endOf(day) <= before)
      return [...new Set(passed.flatMap((day) => [...days.get(day)]))]
    },
  }
}

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
