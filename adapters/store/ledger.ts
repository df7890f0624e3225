import type { Appeal, AppealNumber, PersonId } from '../../bot/model/appeal.ts'
import { newConversation } from '../../bot/model/conversation.ts'
import type { AppealEvent } from '../../bot/model/event.ts'
import { Fault } from '../../bot/model/fault.ts'
import { fits } from '../../bot/model/filter.ts'
import { newPerson, type Profile } from '../../bot/model/person.ts'
import type { Push } from '../../bot/model/push.ts'
import type {
  AppealFilter,
  AppealStore,
  Change,
  Found,
  Query,
  RecordName,
  Versioned,
} from '../../bot/ports/appeal-store.ts'
import type { Outbox } from '../../bot/ports/outbox.ts'
import { type CommitEntry, type Entry, type SealedEntry, sealEntry, subjectsOf, unsealEntry } from './entry.ts'
import { entriesIn, groupIn, groupsIn } from './gap-groups.ts'
import { compare } from './indexes.ts'
import type { Keyring } from './keyring.ts'
import { createWriteQueue } from './queue.ts'
import { gapsTouched, monthOf, type Place, type State } from './state.ts'

/** An open ledger: the two ports of one transaction, and what belongs to it. */
export interface Ledger {
  readonly appeals: AppealStore
  readonly outbox: Outbox
  /** A name for a text that only the holder of the master key can tie to it: 26 letters and digits, always the same. */
  pseudonym(text: string): string
  /** What was found and mended on opening, for the operator. */
  readonly notices: readonly string[]
  close(): Promise<void>
}

/** The half of the store that changes nothing. */
export type Reading = Pick<AppealStore, 'read' | 'due'>

/** Where entries are kept, in order, for ever. */
export interface Journal {
  /**
   * Resolves when all of them are durable; rejects with a `storage` fault when none of them will be.
   * `month` is that of the newest entry, where the entries have a date.
   */
  append(entries: readonly SealedEntry[], month: string | undefined): Promise<readonly Place[]>
  entryAt(place: Place): Promise<SealedEntry>
}

export interface LedgerParts {
  readonly state: State
  readonly keyring: Keyring
  readonly journal: Journal
}

/** Ties the state in memory to a journal: decide on the state, seal, write, and only then change the state. */
export function createLedger(
  parts: LedgerParts & {
    readonly notices?: readonly string[]
    /** Called after each write of so many entries, when the state and the journal agree. */
    readonly afterWrite?: (entries: number) => void
    /** Runs before work that destroys a key: what still holds personal values outside the state must be done first. */
    readonly settle?: () => Promise<void>
    readonly onClose?: () => Promise<void>
  },
): Ledger {
  const { state, keyring, journal } = parts
  const reading = createReading(parts)
  let closing: Promise<void> | undefined

  async function append(entries: readonly Entry[]): Promise<readonly Place[]> {
    await keyring.ensure(entries.flatMap(subjectsOf))
    const dates = entries.flatMap((entry) => ('at' in entry ? [entry.at] : []))
    const month = dates.length > 0 ? monthOf(dates.reduce((a, b) => (a > b ? a : b))) : undefined
    const sealed = entries.map((entry) => sealEntry(entry, keyring))
    return journal.append(sealed, month)
  }
  const queue = createWriteQueue<Entry>(append, (count) => parts.afterWrite?.(count))

  function versionOf(record: RecordName): number {
    switch (record.kind) {
      case 'person':
        return state.people.get(record.id)?.version ?? 0
      case 'conversation':
        return state.conversations.get(talkKey(record.id))?.version ?? 0
      case 'appeal':
        return state.appeals.get(record.id)?.version ?? 0
      case 'gap':
        return state.gaps.get(record.id)?.version ?? 0
      case 'entry':
        return state.answers.get(record.id)?.version ?? 0
      case 'push':
        return state.pushes.get(record.id)?.version ?? 0
    }
  }
  const talkKey = (id: string): string => keyring.pseudonym(`conversation ${id}`)
  const rowKey = (id: string): string => keyring.pseudonym(`delivery ${id}`)
  const refuseWhenClosed = (): void => {
    if (closing) throw new Fault('storage', 'the ledger is closed')
  }

  function entryOf({ at, message, person, conversation, events, deliveries }: Change): CommitEntry {
    const entry: CommitEntry = {
      kind: 'commit',
      at,
      message: keyring.pseudonym(`message ${message}`),
      ...(person && { person }),
      ...(conversation && {
        conversation: { key: talkKey(conversation.id), subject: conversation.subject, value: conversation.value },
      }),
      events,
      deliveries: deliveries.map((delivery) => ({ ...delivery, key: rowKey(delivery.id) })),
    }
    // What is in effect now must be what a restart reads: exactly what JSON keeps, and nobody else's to change.
    return JSON.parse(JSON.stringify(entry)) as CommitEntry
  }

  async function commit(change: Change): Promise<'committed' | 'duplicate' | 'conflict'> {
    refuseWhenClosed()
    const entry = entryOf(change)
    const registered = change.events.flatMap((event) => (event.type === 'registered' ? [event.of] : []))
    return queue.write({
      touches: touched(change),
      decide() {
        if (state.messages.get(entry.message)) return { answer: 'duplicate' }
        const moved = change.expects.some(({ record, version }) => versionOf(record) !== version)
        if (moved || registered.some((number) => state.appeals.get(number))) return { answer: 'conflict' }
        const apply = state.stage(entry)
        return {
          entry,
          apply(place) {
            apply(place)
            return 'committed'
          },
        }
      },
    })
  }

  /** Writes what became of a delivery; one that is not there any more needs nothing. */
  function mark(id: string, entryFor: (row: { key: string; subject: PersonId }) => Entry): Promise<void> {
    refuseWhenClosed()
    return queue.write<void>({
      touches: [`delivery ${id}`],
      decide() {
        const row = state.rows.get(rowKey(id))
        if (!row) return { answer: undefined }
        const entry = entryFor(row)
        return { entry, apply: state.stage(entry) }
      },
    })
  }

  const appeals: AppealStore = {
    ...reading,
    async open(party, conversation) {
      const talk = state.conversations.get(talkKey(conversation))
      const own = party.roles.length === 0 ? state.indexes.ofPerson(party.id) : []
      return {
        person: state.people.get(party.id) ?? { version: 0, value: newPerson },
        conversation: talk ? { version: talk.version, value: talk.value } : { version: 0, value: newConversation },
        own: own.flatMap((number) => appealAt(state, number) ?? []),
      }
    },
    commit,
    erase(person, at) {
      refuseWhenClosed()
      return queue.alone(async () => {
        await parts.settle?.()
        // Out of memory first: were the rest to fail, nothing could be sealed anew with a later key.
        state.erase(person)
        await keyring.erase(person, at)
        await append([{ kind: 'erased', at, person }])
        parts.afterWrite?.(1)
      })
    },
    close,
  }

  const outbox: Outbox = {
    async claim(want) {
      refuseWhenClosed()
      return state.rows.claim(want)
    },
    delivered: async (id, receipt, at) =>
      mark(id, ({ key, subject }) => ({ kind: 'delivered', at, key, subject, receipt })),
    failed: async (id, retryAt, reason) =>
      mark(id, ({ key }) => ({ kind: 'failed', key, retryAt, reason: reason.slice(0, 200) })),
  }

  function close(): Promise<void> {
    closing ??= queue.alone(async () => parts.onClose?.())
    return closing
  }

  return { appeals, outbox, pseudonym: keyring.pseudonym, notices: parts.notices ?? [], close }
}

/** The reading half, on whatever state and journal there are. */
export function createReading({ state, keyring, journal }: LedgerParts): Reading {
  async function eventsAt(place: Place) {
    const entry = unsealEntry(await journal.entryAt(place), keyring)
    return entry.kind === 'commit' ? entry.events : []
  }
  function find(where: AppealFilter): readonly Versioned<Appeal>[] {
    const found = state.indexes.candidates(where).flatMap((number) => appealAt(state, number) ?? [])
    return found.filter(({ value }) => fits(value, where)).sort((a, b) => state.indexes.byUrgency(a.value, b.value))
  }
  async function history(number: AppealNumber): Promise<readonly AppealEvent[]> {
    const events: AppealEvent[] = []
    for (const place of state.appeals.get(number)?.places ?? [])
      for (const event of await eventsAt(place))
        if (event.stream === 'appeal' && event.of === number) events.push(event)
    return events
  }
  async function look(query: Query): Promise<Found> {
    switch (query.kind) {
      case 'appeal':
        return { kind: 'appeal', number: query.number, appeal: appealAt(state, query.number) ?? null }
      case 'appeals': {
        const found = find(query.where)
        return { ...query, appeals: found.slice(0, query.where.limit), total: found.length }
      }
      case 'outbox':
        return { kind: 'outbox', summary: state.rows.summary() }
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
      case 'profiles':
        return { ...query, profiles: profilesIn(state) }
    }
  }

  return {
    // Each kind of query finds its own kind, which the switch above shows and TypeScript does not follow.
    read: look as Reading['read'],
    async due(before) {
      const due = state.indexes.due(before).flatMap((number) => {
        const value = appealAt(state, number)?.value
        return value ? state.alarms(value).map((alarm) => ({ appeal: number, ...alarm })) : []
      })
      return due
        .filter(({ at }) => at <= before)
        .map(({ appeal, deadline, level, at }) => ({ appeal, deadline: deadline.name, level, on: deadline.due, at }))
        .sort((a, b) => compare(a.at, b.at) || compare(a.appeal, b.appeal))
    },
  }
}

function pushesIn(state: State, states: readonly Push['state'][]): readonly Versioned<Push>[] {
  const all = [...state.pushes.keys()].flatMap((id) => state.pushes.get(id) ?? [])
  return all
    .filter(({ value }) => states.includes(value.state))
    .sort((a, b) => compare(b.value.proposedAt, a.value.proposedAt))
}

function profilesIn(state: State): readonly { readonly person: PersonId; readonly profile: Profile }[] {
  return [...state.people.keys()].flatMap((person) => {
    const profile = state.people.get(person)?.value.profile
    return profile ? [{ person, profile }] : []
  })
}

function appealAt(state: State, number: AppealNumber): Versioned<Appeal> | undefined {
  const record = state.appeals.get(number)
  return record && { version: record.version, value: record.value }
}

/** Every record a change reads or writes. */
function touched({ message, expects, person, conversation, events, deliveries }: Change): readonly string[] {
  return [
    `message ${message}`,
    ...expects.map(({ record }) => `${record.kind} ${record.id}`),
    ...(person ? [`person ${person.id}`] : []),
    ...(conversation ? [`conversation ${conversation.id}`] : []),
    ...events.map((event) => `${event.stream} ${event.of}`),
    ...events.flatMap(gapsTouched).map((id) => `gap ${id}`),
    ...deliveries.map(({ id }) => `delivery ${id}`),
  ]
}
