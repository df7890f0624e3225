import type { Appeal, Deadline, PersonId } from '../../bot/model/appeal.ts'
import type { Conversation } from '../../bot/model/conversation.ts'
import type { Entry as Answer, Gap } from '../../bot/model/gap.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { Person } from '../../bot/model/person.ts'
import type { Push } from '../../bot/model/push.ts'
import type { Place as Meeting, Member } from '../../bot/model/staff.ts'
import type { Folds, Versioned } from '../../bot/ports/appeal-store.ts'
import { createAlike } from './alike.ts'
import { type Cell, type Cells, createCells } from './cell.ts'
import { appealName, type CommitEntry, conversationName, type Entry, personName } from './entry.ts'
import { firstRemembered, foldEach, gapsTouched, monthOf, next, ofHimself, ofOne } from './folding.ts'
import { deepFreeze } from './freeze.ts'
import { createIndexes, type Indexes } from './indexes.ts'
import type { Keyring } from './keyring.ts'
import { createRests, type Rests } from './rest.ts'
import { createRows, type Rows } from './rows.ts'
import { createSent, type SentMessages } from './sent.ts'
import { createShelf, type Shelf } from './shelf.ts'

/** Where an entry stands in its journal; grows from entry to entry. */
export type Place = number

/** All of an appeal but what is personal, which stands beside it. */
export interface AppealRecord extends Versioned<Appeal> {
  readonly personal: Cell<Personal> | undefined
  /** Where its events stand. */
  readonly places: readonly Place[]
}
export type Personal = NonNullable<Appeal['personal']>

export interface PersonRecord {
  readonly version: number
  /** Whether he left a profile of his enterprise. */
  readonly profiled: boolean
  readonly cell: Cell<Person>
}

export interface ConversationRecord {
  readonly version: number
  readonly subject: PersonId
  readonly cell: Cell<Conversation>
}

/**
 * The ledger in memory: the fold of its entries, the same whether they come from a turn, a journal or a snapshot.
 * An entry is staged first, which may throw and changes nothing, and applied once it is durable, which cannot fail.
 */
export interface State {
  readonly people: Shelf<PersonRecord>
  readonly conversations: Shelf<ConversationRecord>
  readonly appeals: Shelf<AppealRecord>
  /** Messages committed in the last thirteen months that had any. */
  readonly messages: Shelf<true>
  /** Questions that were not answered well, and the answers of staff to them. */
  readonly gaps: Shelf<Versioned<Gap>>
  readonly answers: Shelf<Versioned<Answer>>
  /** Documents on their way to those they may concern. */
  readonly pushes: Shelf<Versioned<Push>>
  /** Who is of the staff, and where they meet. */
  readonly members: Shelf<Versioned<Member>>
  readonly meetings: Shelf<Versioned<Meeting>>
  readonly rows: Rows
  readonly sent: SentMessages
  /** What had no room in the last reply to an address. */
  readonly rests: Rests
  readonly indexes: Indexes
  readonly cells: {
    readonly people: Cells<Person>
    readonly conversations: Cells<Conversation>
    readonly appeals: Cells<Personal>
  }
  /** What is still to be told of an appeal's deadlines. */
  readonly alarms: Folds['alarms']
  person(id: PersonId): Versioned<Person> | undefined
  conversation(key: string): Versioned<Conversation> | undefined
  /** With what is personal, as far as it can still be read. */
  appeal(number: string): Versioned<Appeal> | undefined
  /** Without it: nothing is opened. */
  openAppeal(number: string): Versioned<Appeal> | undefined
  stage(entry: Entry): (place: Place) => void
  /** Takes out of memory what the erased person's key sealed. */
  erase(person: PersonId): void
  /** Rebuilds what is derived, after the shelves have been loaded. */
  index(): void
}

export function createState(folds: Folds, keyring: Keyring): State {
  const people = createShelf<PersonRecord>('people')
  const conversations = createShelf<ConversationRecord>('conversations')
  const appeals = createShelf<AppealRecord>('appeals', 100)
  const messages = createShelf<true>('messages', 5000)
  const gaps = createShelf<Versioned<Gap>>('gaps')
  const answers = createShelf<Versioned<Answer>>('entries')
  const pushes = createShelf<Versioned<Push>>('pushes')
  const members = createShelf<Versioned<Member>>('staff')
  const meetings = createShelf<Versioned<Meeting>>('places')
  const rows = createRows()
  const sent = createSent(keyring)
  const rests = createRests(keyring)
  const indexes = createIndexes(folds)
  const cells = {
    people: createCells<Person>(keyring, personName),
    conversations: createCells<Conversation>(keyring, conversationName),
    appeals: createCells<Personal>(keyring, appealName),
  }
  const alike = createAlike<Deadline>()
  let month = ''

  function appeal(number: string): Versioned<Appeal> | undefined {
    const record = appeals.get(number)
    if (!record) return undefined
    const { version, value } = record
    const personal = record.personal && cells.appeals.open(number, record.personal)
    return { version, value: personal ? { ...value, personal } : value }
  }

  function foldAppeals(entry: CommitEntry): ReadonlyMap<string, Appeal> {
    const folded = new Map<string, Appeal>()
    for (const event of entry.events) {
      if (event.stream !== 'appeal') continue
      const before = folded.get(event.of) ?? appeal(event.of)?.value
      // The appeal is sealed with one key: an event under another could not be erased with its person.
      if (before && before.subject !== event.subject)
        throw new Error(`${event.type} of ${event.of} has another subject than the appeal`)
      folded.set(event.of, folds.appeal(before, event))
    }
    return folded
  }

  function putAppeal(record: AppealRecord): void {
    const { number, registeredAt } = record.value
    indexes.put(record.value)
    appeals.put(number, record, monthOf(registeredAt))
  }

  /** The newest month there has been; with a new one, the oldest that is remembered is forgotten. */
  function monthAt(at: Instant): string {
    if (monthOf(at) <= month) return month
    month = monthOf(at)
    const first = firstRemembered(month)
    messages.forgetBefore(first)
    // However long an appeal takes: as long as it is open, its cards can be edited.
    sent.forgetBefore(first, (number) => isOpen(appeals.get(number)))
    return month
  }

  function stageCommit(entry: CommitEntry): (place: Place) => void {
    const folded = foldAppeals(entry)
    const { events } = entry
    const about = events.filter((event) => event.stream === 'gap' || event.type === 'approved')
    const asked = foldEach(about, gapsTouched, gaps, folds.gap)
    const answered = foldEach(
      events.filter((event) => event.stream === 'entry'),
      ofOne,
      answers,
      folds.entry,
    )
    const pushed = foldEach(
      events.filter((event) => event.stream === 'push'),
      ofOne,
      pushes,
      folds.push,
    )
    const staffed = foldEach(
      events.filter((event) => event.stream === 'staff'),
      ofHimself,
      members,
      folds.member,
    )
    const met = foldEach(
      events.filter((event) => event.stream === 'place'),
      ofOne,
      meetings,
      folds.place,
    )
    return (place) => {
      const { at, person, conversation } = entry
      rests.forgetBefore(at)
      messages.put(entry.message, true, monthAt(at))
      if (person) {
        const { version } = people.get(person.id) ?? { version: 0 }
        const profiled = person.value.profile !== undefined
        people.put(person.id, { version: version + 1, profiled, cell: { clear: deepFreeze(person.value) } })
      }
      if (conversation) {
        const { key, subject, value } = conversation
        const { version } = conversations.get(key) ?? { version: 0 }
        conversations.put(key, { version: version + 1, subject, cell: { clear: deepFreeze(value) } })
      }
      for (const [number, { personal, ...value }] of folded) {
        const before = appeals.get(number)
        const cell = personal && { clear: deepFreeze(personal) }
        const deadlines = value.deadlines.map(alike)
        const places = [...(before?.places ?? []), place]
        putAppeal({ ...next(before, { ...value, deadlines }), personal: cell, places })
      }
      for (const [id, value] of asked) gaps.put(id, next(gaps.get(id), value), monthOf(value.at))
      for (const [id, value] of answered) answers.put(id, next(answers.get(id), value))
      for (const [id, value] of pushed) pushes.put(id, next(pushes.get(id), value))
      for (const [id, value] of staffed) members.put(id, next(members.get(id), value))
      for (const [id, value] of met) meetings.put(id, next(meetings.get(id), value))
      rows.add(entry.deliveries, at)
    }
  }

  function erase(person: PersonId): void {
    people.delete(person)
    for (const key of [...conversations.keys()]) {
      if (conversations.get(key)?.subject === person) conversations.delete(key)
    }
    for (const number of indexes.ofPerson(person)) {
      const record = appeals.get(number)
      if (record?.personal) putAppeal({ ...record, version: record.version + 1, personal: undefined })
    }
    for (const id of [...gaps.keys()]) {
      const gap = gaps.get(id)
      if (!gap?.value.personal || gap.value.subject !== person) continue
      const { personal: _, ...value } = gap.value
      gaps.put(id, next(gap, value))
    }
    const member = members.get(person)
    if (member?.value.account) {
      const { account: _, ...value } = member.value
      members.put(person, next(member, value))
    }
    rows.removeOf(person)
    rests.removeOf(person)
  }

  return {
    people,
    conversations,
    appeals,
    messages,
    gaps,
    answers,
    pushes,
    members,
    meetings,
    rows,
    sent,
    rests,
    indexes,
    cells,
    alarms: folds.alarms,
    person(id) {
      const record = people.get(id)
      const value = record && cells.people.open(id, record.cell)
      return value && { version: record.version, value }
    },
    conversation(key) {
      const record = conversations.get(key)
      const value = record && cells.conversations.open(key, record.cell)
      return value && { version: record.version, value }
    },
    appeal,
    openAppeal(number) {
      const record = appeals.get(number)
      return record && { version: record.version, value: record.value }
    },
    erase,
    stage(entry) {
      switch (entry.kind) {
        case 'commit':
          return stageCommit(entry)
        case 'delivered':
          return () => {
            const { key, kept, at } = entry
            const row = rows.get(key)
            if (row) rests.keep(row, at)
            rows.delivered(key)
            if (kept) sent.keep(kept, monthAt(at))
          }
        case 'failed':
          return () => rows.failed(entry.key, entry)
        case 'retried':
          return () => rows.retried(entry.keys)
        case 'erased':
          return () => erase(entry.person)
      }
    },
    index() {
      for (const number of appeals.keys()) {
        const record = appeals.get(number)
        if (record) indexes.put(record.value)
      }
      rows.index()
    },
  }
}

const isOpen = (appeal: AppealRecord | undefined): boolean =>
  appeal !== undefined && appeal.value.closedAt === undefined
