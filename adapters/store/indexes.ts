import type { Appeal, AppealNumber } from '../../bot/model/appeal.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { AppealFilter, Folds } from '../../bot/ports/appeal-store.ts'

/** Finds appeals by unit, state, person and the time of their alarms; kept in memory, rebuilt at start. All answers are in no order. */
export interface Indexes {
  /** Puts it where it now belongs. */
  put(appeal: Appeal): void
  ofPerson(person: string): readonly AppealNumber[]
  /** May hold more than fit. */
  candidates(where: AppealFilter): readonly AppealNumber[]
  /** The earliest deadline first, what owes none last; among equals the one registered first. */
  byUrgency(numbers: readonly AppealNumber[]): readonly AppealNumber[]
  /** Those with an alarm at or before this moment. */
  due(before: Instant): readonly AppealNumber[]
}

/** What an appeal stands under now, so that it can be taken out again. */
interface Entry {
  readonly unit: string
  readonly state: string
  readonly hour: string | undefined
  readonly urgency: string
}

/** `owed` says which deadlines an appeal still owes, `alarms` what is still to be told of them. */
export function createIndexes({ owed, alarms }: Pick<Folds, 'owed' | 'alarms'>): Indexes {
  const entries = new Map<AppealNumber, Entry>()
  const persons = createBuckets()
  const units = createBuckets()
  const states = createBuckets()
  const hours = createBuckets()

  function entryOf(appeal: Appeal): Entry {
    return {
      unit: appeal.unit,
      state: appeal.state,
      hour: alarms(appeal)[0]?.at.slice(0, HOUR),
      urgency: urgencyOf(appeal, owed),
    }
  }

  return {
    put(appeal) {
      const { number, subject } = appeal
      const before = entries.get(number)
      const after = entryOf(appeal)
      entries.set(number, after)
      if (!before) persons.add(subject, number)
      units.move(before?.unit, after.unit, number)
      states.move(before?.state, after.state, number)
      hours.move(before?.hour, after.hour, number)
    },
    byUrgency(numbers) {
      const named = numbers.map((number) => entries.get(number)?.urgency ?? ` ${number}`)
      return named.sort().map((urgency) => urgency.slice(urgency.lastIndexOf(' ') + 1))
    },
    ofPerson: (person) => [...persons.get(person)],
    candidates({ numbers, unit, person, states: wanted }) {
      // A person has few, a state has many.
      if (numbers !== undefined) return [...new Set(numbers)]
      if (person !== undefined) return [...persons.get(person)]
      if (unit !== undefined) return [...units.get(unit)]
      return [...(wanted ? new Set(wanted) : states.names())].flatMap((state) => [...states.get(state)])
    },
    due(before) {
      const passed = [...hours.names()].filter((hour) => hour <= before.slice(0, HOUR))
      return passed.flatMap((hour) => [...hours.get(hour)])
    },
  }
}

/** Sorts appeals by urgency: the day of its earliest deadline, when it was registered, its number. */
export function urgencyOf(appeal: Appeal, owed: Folds['owed']): string {
  const earliest = owed(appeal).reduce((first, { due }) => (due < first ? due : first), '9999-12-31')
  return `${earliest} ${appeal.registeredAt} ${appeal.number}`
}

/** An instant as far as its hour: what is due within it is told apart by its own time. */
const HOUR = '2026-11-22T05'.length

/** Orders dates, moments and numbers as text. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

interface Buckets {
  add(name: string, number: AppealNumber): void
  /** Undefined is no bucket. */
  move(from: string | undefined, to: string | undefined, number: AppealNumber): void
  get(name: string): ReadonlySet<AppealNumber>
  names(): Iterable<string>
}

function createBuckets(): Buckets {
  const buckets = new Map<string, Set<AppealNumber>>()
  const empty: ReadonlySet<AppealNumber> = new Set()
  function add(name: string, number: AppealNumber): void {
    const bucket = buckets.get(name)
    if (bucket) bucket.add(number)
    else buckets.set(name, new Set([number]))
  }
  return {
    add,
    move(from, to, number) {
      if (from === to) return
      const bucket = from === undefined ? undefined : buckets.get(from)
      bucket?.delete(number)
      if (from !== undefined && bucket?.size === 0) buckets.delete(from)
      if (to !== undefined) add(to, number)
    },
    get: (name) => buckets.get(name) ?? empty,
    names: () => buckets.keys(),
  }
}
