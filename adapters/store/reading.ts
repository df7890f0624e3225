import { setImmediate } from 'node:timers/promises'
import type { Appeal, AppealNumber, PersonId } from '../../bot/model/appeal.ts'
import type { AppealEvent, Event } from '../../bot/model/event.ts'
import { fits } from '../../bot/model/filter.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { Address } from '../../bot/model/message.ts'
import type { Profile } from '../../bot/model/person.ts'
import type { Push } from '../../bot/model/push.ts'
import type { AppealFilter, AppealStore, Found, Query, Versioned } from '../../bot/ports/appeal-store.ts'
import { type SealedEntry, unsealEvents } from './entry.ts'
import { entriesIn, groupIn, groupsIn } from './gap-groups.ts'
import { compare } from './indexes.ts'
import type { Keyring } from './keyring.ts'
import { cardKey, isSame, messageKey } from './sent.ts'
import type { Shelf } from './shelf.ts'
import type { Place, State } from './state.ts'

/** The half of the store that changes nothing. */
export interface Reading extends Pick<AppealStore, 'read' | 'due'> {
  /**
   * Every appeal with all its events in order, each as soon as its last one is met: one pass over what is kept, as of
   * now. @throws Fault `damaged`, naming file and line, in the midst of it.
   */
  histories(): AsyncIterable<History>
}

export interface History {
  readonly number: AppealNumber
  readonly events: readonly AppealEvent[]
}

/** Where entries are kept, in order, for ever. */
export interface Journal {
  /**
   * Resolves when all of them are durable; rejects with a `storage` fault when none of them will be.
   * `month` is that of the newest entry, where the entries have a date.
   */
  append(entries: readonly SealedEntry[], month: string | undefined): Promise<readonly Place[]>
  entryAt(place: Place): Promise<SealedEntry>
  /** All that were durable when it was called, some at a time. */
  entries(): AsyncIterable<readonly SealedEntry[]>
}

export interface LedgerParts {
  readonly state: State
  readonly keyring: Keyring
  readonly journal: Journal
}

/** After so many records that were opened, others may go on. */
const AT_ONCE = 10

/** The reading half, on whatever state and journal there are. */
export function createReading({ state, keyring, journal }: LedgerParts): Reading {
  const { pseudonym } = keyring
  const eventsIn = (entry: SealedEntry): readonly Event[] => unsealEvents(entry, keyring)

  /** Sorted and cut before anything personal is opened. */
  async function find(where: AppealFilter): Promise<{ appeals: readonly Versioned<Appeal>[]; total: number }> {
    const found = state.indexes.candidates(where).filter((number) => {
      const record = state.appeals.get(number)
      return record !== undefined && fits(record.value, where)
    })
    const appeals: Versioned<Appeal>[] = []
    for (const number of state.indexes.byUrgency(found).slice(0, where.limit)) {
      const appeal = where.openly ? state.openAppeal(number) : state.appeal(number)
      if (appeal) appeals.push(appeal)
      if (appeals.length % AT_ONCE === 0) await setImmediate()
    }
    return { appeals, total: found.length }
  }

  async function history(number: AppealNumber): Promise<readonly AppealEvent[]> {
    const events: AppealEvent[] = []
    for (const place of state.appeals.get(number)?.places ?? [])
      for (const event of eventsIn(await journal.entryAt(place)))
        if (event.stream === 'appeal' && event.of === number) events.push(event)
    return events
  }

  async function* histories(): AsyncGenerator<History> {
    const missing = new Map<AppealNumber, number>()
    for (const number of state.appeals.keys()) missing.set(number, state.appeals.get(number)?.places.length ?? 0)
    const begun = new Map<AppealNumber, AppealEvent[]>()
    for await (const entries of journal.entries())
      for (const entry of entries) {
        const touched = new Set<AppealNumber>()
        for (const event of eventsIn(entry)) {
          if (event.stream !== 'appeal') continue
          const events = begun.get(event.of)
          if (events) events.push(event)
          else begun.set(event.of, [event])
          touched.add(event.of)
        }
        for (const number of touched) {
          const left = (missing.get(number) ?? 0) - 1
          missing.set(number, left)
          if (left !== 0) continue
          yield { number, events: begun.get(number) ?? [] }
          begun.delete(number)
        }
      }
  }

  /** Where it stands, or is on its way to; each place once, with the last that is on its way. */
  function cardPlaces(card: string): { places: readonly Address[]; pictures: readonly Address[] } {
    const standing = state.sent.placesOf(cardKey(pseudonym, card))
    const all = [...standing, ...state.rows.placesOf(card)]
    const places = all.filter(({ to }, i) => all.findIndex((other) => isSame(other.to, to)) === i)
    const pictures = places.filter(({ to }) => all.findLast((other) => isSame(other.to, to))?.picture)
    return { places: places.map(({ to }) => to), pictures: pictures.map(({ to }) => to) }
  }

  /** Rarely asked for: all that is remembered is gone through. */
  function cardsAbout(number: AppealNumber): readonly string[] {
    const sent = [...state.sent.messages.keys()].map((key) => state.sent.messages.get(key))
    return [...new Set(sent.flatMap((one) => (one?.about === number && one.card !== undefined ? [one.card] : [])))]
  }

  async function look(query: Query): Promise<Found> {
    switch (query.kind) {
      case 'appeal':
        return { kind: 'appeal', number: query.number, appeal: state.appeal(query.number) ?? null }
      case 'appeals':
        return { ...query, ...(await find(query.where)) }
      case 'outbox':
        return { ...query, summary: state.rows.summary(query.about) }
      case 'history':
        return { ...query, events: await history(query.number) }
      case 'gaps':
        return { ...query, ...groupsIn(state, query.limit) }
      case 'gap':
        return { ...query, ...groupIn(state, query.id) }
      case 'entries':
        return { ...query, entries: entriesIn(state, ({ state: now }) => query.where.states?.includes(now) ?? true) }
      case 'entry':
        return { ...query, entry: entriesIn(state, ({ id }) => id === query.id)[0] ?? null }
      case 'pushes':
        return { ...query, pushes: pushesIn(state, query.states) }
      case 'push':
        return { ...query, push: state.pushes.get(query.id) ?? null }
      case 'receipt':
        return { ...query, sent: state.sent.get(messageKey(pseudonym, query.receipt)) ?? null }
      case 'cards':
        return { ...query, ...cardPlaces(query.number) }
      case 'cards-about':
        return { ...query, names: cardsAbout(query.number) }
      case 'staff':
        return { kind: 'staff', members: allIn(state.members) }
      case 'places':
        return { kind: 'places', places: allIn(state.meetings) }
      case 'profiles':
        return { ...query, profiles: profilesIn(state) }
      case 'rest':
        return { kind: 'rest', at: query.at, rest: state.rests.get(query.at, query.now) }
      case 'expired':
        return { ...query, persons: expiredIn(state, query.before).slice(0, query.limit) }
    }
  }

  return {
    // Each kind of query finds its own kind, which the switch above shows and TypeScript does not follow.
    read: look as Reading['read'],
    histories,
    async due(before) {
      const due = state.indexes.due(before).flatMap((number) => {
        const value = state.appeals.get(number)?.value
        return value ? state.alarms(value).map((alarm) => ({ appeal: number, ...alarm })) : []
      })
      return due
        .filter(({ at }) => at <= before)
        .map(({ appeal, deadline, level, at }) => ({ appeal, deadline: deadline.name, level, on: deadline.due, at }))
        .sort((a, b) => compare(a.at, b.at) || compare(a.appeal, b.appeal))
    },
  }
}

/** In the order of their ids. */
function allIn<T>(shelf: Shelf<T>): readonly T[] {
  return [...shelf.keys()].sort().flatMap((id) => shelf.get(id) ?? [])
}

function pushesIn(state: State, states: readonly Push['state'][]): readonly Versioned<Push>[] {
  const all = [...state.pushes.keys()].flatMap((id) => state.pushes.get(id) ?? [])
  return all
    .filter(({ value }) => states.includes(value.state))
    .sort((a, b) => compare(b.value.proposedAt, a.value.proposedAt))
}

/** By what stands in the clear alone; whoever has something open, or was heard of since, is left out, and whoever was erased. */
function expiredIn(state: State, before: Instant): readonly PersonId[] {
  const last = new Map<PersonId, Instant>()
  const heard = (person: PersonId, at: Instant) => {
    if (at > (last.get(person) ?? '')) last.set(person, at)
  }
  for (const number of state.appeals.keys()) {
    const appeal = state.appeals.get(number)?.value
    if (appeal) heard(appeal.subject, appeal.closedAt === undefined ? NEVER : appeal.updatedAt)
  }
  for (const id of state.gaps.keys()) {
    const gap = state.gaps.get(id)?.value
    if (gap) heard(gap.subject, gap.at)
  }
  return [...last].filter(([person, at]) => at < before && state.people.get(person)).map(([person]) => person)
}

/** Later than any moment. */
const NEVER: Instant = '9999-12-31T00:00:00.000Z'

function profilesIn(state: State): readonly { readonly person: PersonId; readonly profile: Profile }[] {
  return [...state.people.keys()].flatMap((person) => {
    const profile = state.people.get(person)?.profiled ? state.person(person)?.value.profile : undefined
    return profile ? [{ person, profile }] : []
  })
}
