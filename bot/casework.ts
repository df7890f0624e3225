import { maskTold, type OwnNames } from './appeal/redact.ts'
import { isOpen, OPEN } from './appeal/states.ts'
import { createLearned, type Learned, type LearnedOptions, type Lesson } from './appeal/triage/learned.ts'
import { createCaseIndex, SIMILAR } from './appeal/triage/similar.ts'
import { triage } from './appeal/triage/triage.ts'
import type { Desk } from './dialogue/desk.ts'
import { type Appeal, type AppealNumber, type AppealState, isSealed, type PersonId } from './model/appeal.ts'
import type { Catalog } from './model/catalog.ts'
import type { Event } from './model/event.ts'
import { dateOf, type Instant, plusDays } from './model/instant.ts'
import type { AppealStore } from './ports/appeal-store.ts'

/** The newest decided appeals are learned from; what staff did years ago is no longer how it is done. */
const LEARNED = { most: 3_000, days: 730 }
/** Likeness is looked for among what is open, and what was closed so lately. */
const ALIKE = { most: 5_000, closedDays: 90 }
/** Reading goes on while people talk: nobody shall wait for more than these. */
const AT_ONCE = 10

/** A case somebody gave an answer to; what was withdrawn or merged is found through the one it went into, if any. */
const ANSWERED: readonly AppealState[] = ['resolved', 'archived', 'transferred']

/** What is known from the appeals in the ledger: how staff decided them, and which are about the same. All of it in memory. */
export interface Casework {
  /** Reads the ledger, some appeals at a time; until it is done less is known. Rejects where it cannot be read. */
  load(): Promise<void>
  readonly learned: Desk['learned']
  readonly similar: Desk['similar']
  /** To be told of what became durable. Rejects where it cannot be read back. */
  took(events: readonly Event[]): Promise<void>
  /** Nothing is left of what this person told. */
  forget(person: PersonId): void
}

export function createCasework(options: {
  readonly store: Pick<AppealStore, 'read'>
  readonly catalog: Catalog
  readonly cut: (text: string) => string[]
  readonly now: () => Instant
}): Casework {
  const { store, catalog, cut, now } = options
  let lessons: Learned | undefined
  /** Made when it is first asked for: it cuts the catalogue's words, and the dictionary for that takes a second to load. */
  const learned = (): Learned => {
    lessons ??= createLearned({ cut, ...begunWith(catalog) })
    return lessons
  }
  const cases = createCaseIndex({ cut })
  const tellers = new Map<PersonId, Set<AppealNumber>>()
  /** What the index holds, the oldest first, and since when it is closed. */
  const indexed = new Map<AppealNumber, Instant | undefined>()
  /** Put right by staff, and not dispatched yet. */
  const classified = new Set<AppealNumber>()
  /** What is learned from, the oldest first. */
  const taught = new Set<AppealNumber>()
  /** What came while the ledger was being read: what was read of these is older. */
  let meanwhile: { readonly heeded: Set<AppealNumber>; readonly forgotten: Set<PersonId> } | undefined

  const isFresh = (closedAt: Instant | undefined): boolean =>
    closedAt === undefined || dateOf(closedAt) >= plusDays(dateOf(now()), -ALIKE.closedDays)

  function leave(number: AppealNumber): void {
    cases.remove(number)
    indexed.delete(number)
  }

  function teach(number: AppealNumber, lesson: Lesson): void {
    learned().add(number, lesson)
    taught.delete(number)
    taught.add(number)
    const [oldest] = taught
    if (taught.size > LEARNED.most && oldest) unteach(oldest)
  }

  function unteach(number: AppealNumber): void {
    learned().remove(number)
    taught.delete(number)
  }

  /** Takes an appeal as it now stands. What is sealed betrays itself neither as one like another nor by its words. */
  function heed(appeal: Appeal): void {
    const { number, subject, state, category, personal, closedAt } = appeal
    const told = personal && !isSealed(appeal) ? toldIn(appeal) : ''
    if (told === '') {
      unteach(number)
      return leave(number)
    }
    tellers.set(subject, (tellers.get(subject) ?? new Set()).add(number))
    if (isDecided(appeal) || classified.has(number)) {
      const corrected = triage(told, catalog, cut).category !== category
      // Staff are shown the words that decided: his own names are none of them.
      teach(number, { text: unnamed(told, personal?.particulars), category, corrected })
    }
    const isAlike = isOpen(state) || (ANSWERED.includes(state) && isFresh(closedAt))
    if (!isAlike) return leave(number)
    if (!indexed.has(number)) cases.add(number, told)
    indexed.set(number, closedAt)
    const [oldest] = indexed.keys()
    if (indexed.size > ALIKE.most && oldest) leave(oldest)
  }

  async function numbersOf(): Promise<readonly AppealNumber[]> {
    const today = dateOf(now())
    const newest = (appeals: readonly { readonly value: Appeal }[]): readonly Appeal[] =>
      appeals.map(({ value }) => value).toSorted((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1))
    const [open, closed, lately] = [
      await store.read({ kind: 'appeals', where: { states: OPEN, openly: true } }),
      await store.read({
        kind: 'appeals',
        where: { closed: { from: plusDays(today, -ALIKE.closedDays) }, openly: true },
      }),
      await store.read({
        kind: 'appeals',
        where: { registered: { from: plusDays(today, -LEARNED.days) }, openly: true },
      }),
    ]
    const alike = newest([...open.appeals, ...closed.appeals]).slice(0, ALIKE.most)
    const decided = newest(lately.appeals).filter(isDecided).slice(0, LEARNED.most)
    return [...new Set([...alike, ...decided].map(({ number }) => number))].reverse()
  }

  return {
    async load() {
      const newer = { heeded: new Set<AppealNumber>(), forgotten: new Set<PersonId>() }
      meanwhile = newer
      try {
        const numbers = await numbersOf()
        for (let i = 0; i < numbers.length; i += AT_ONCE) {
          const { appeals } = await store.read({ kind: 'appeals', where: { numbers: numbers.slice(i, i + AT_ONCE) } })
          for (const { value } of appeals)
            if (!newer.heeded.has(value.number) && !newer.forgotten.has(value.subject)) heed(value)
        }
      } finally {
        meanwhile = undefined
      }
    },
    learned: (text) => learned().suggest(text),
    similar: (text) =>
      cases
        .similar(text)
        .filter(({ id, score }) => score >= SIMILAR && isFresh(indexed.get(id)))
        .map(({ id, score }) => ({ number: id, score })),
    async took(events) {
      const numbers = new Set<AppealNumber>()
      for (const event of events) {
        if (event.stream !== 'appeal' || IDLE.has(event.type)) continue
        numbers.add(event.of)
        if (event.type === 'classified' && event.data.category !== undefined) classified.add(event.of)
        if (event.type === 'dispatched') classified.delete(event.of)
      }
      for (const number of numbers) {
        const { appeal } = await store.read({ kind: 'appeal', number })
        meanwhile?.heeded.add(number)
        if (appeal) heed(appeal.value)
      }
    },
    forget(person) {
      meanwhile?.forgotten.add(person)
      for (const number of tellers.get(person) ?? []) {
        unteach(number)
        classified.delete(number)
        leave(number)
      }
      tellers.delete(person)
    },
  }
}

/** Changes neither what it is about nor whose it is. */
const IDLE: ReadonlySet<Event['type']> = new Set([
  'nudged',
  'noted',
  'warned',
  'contact-opened',
  'file-opened',
  'unsealed',
  'acknowledged',
  'started',
  'replied',
])

/** Staff have given it to a unit, or answered it themselves, and so agreed with its category. */
function isDecided({ dispatchedAt, concludedAt }: Appeal): boolean {
  return dispatchedAt !== undefined || concludedAt !== undefined
}

/** Without his own names, nor the characters that masking leaves of them. */
function unnamed(told: string, own: OwnNames | undefined): string {
  return maskTold(told, own).replace(/.{0,2}\*+/gu, ' ')
}

function toldIn({ personal }: Appeal): string {
  const { matter = '', respondent = '' } = personal?.particulars ?? {}
  return [matter, respondent].filter(Boolean).join('。')
}

/** The catalogue's words speak for its categories from the beginning; those of kinds (求助, 希望) for none. */
function begunWith({ categories, kinds }: Catalog): Pick<LearnedOptions, 'prior' | 'silent'> {
  const ofMatters = new Set(categories.flatMap(({ words }) => Object.keys(words)))
  return {
    prior: categories.map(({ id, name, words }) => ({ category: id, words: [name, ...Object.keys(words)] })),
    silent: kinds.flatMap(({ words }) => Object.keys(words)).filter((word) => !ofMatters.has(word)),
  }
}
