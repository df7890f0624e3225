import type { AlarmLevel, Appeal, AppealNumber, Deadline, PersonId } from '../model/appeal.ts'
import type { Conversation } from '../model/conversation.ts'
import type { AppealEvent, EntryEvent, Event, GapEvent, PlaceEvent, PushEvent, StaffEvent } from '../model/event.ts'
import type { AppealWhere } from '../model/filter.ts'
import type { Entry, EntryId, EntryState, Gap, GapGroup, GapId } from '../model/gap.ts'
import type { CalendarDate, Instant } from '../model/instant.ts'
import type { Address, ChannelName, Receipt } from '../model/message.ts'
import type { Party, Person, Profile } from '../model/person.ts'
import type { Push, PushId } from '../model/push.ts'
import type { Choice, Job, Reply, RichText } from '../model/reply.ts'
import type { Member, Place, PlaceId } from '../model/staff.ts'

/** A record with the version it had when it was read; version 0 is a record that does not exist yet. */
export interface Versioned<T> {
  readonly version: number
  readonly value: T
}

/** What is read before a turn: the speaker's own records and, for an entrepreneur, the appeals he lodged. */
export interface Opened {
  readonly person: Versioned<Person>
  readonly conversation: Versioned<Conversation>
  readonly own: readonly Versioned<Appeal>[]
}

/** `limit`: at most so many, the earliest deadline first. `openly`: what is personal need not be opened, and may be absent. */
export type AppealFilter = AppealWhere & { readonly limit?: number; readonly openly?: true }

export interface EntryFilter {
  readonly states?: readonly EntryState[]
}

/** An answer of staff with the questions it was written for, as far as they can still be read, at most twenty. */
export interface EntryFound extends Versioned<Entry> {
  readonly wordings: readonly string[]
}

/** What a turn may ask to have read. */
export type Query =
  | { readonly kind: 'appeal'; readonly number: AppealNumber }
  | { readonly kind: 'appeals'; readonly where: AppealFilter }
  /** `about`: with where something that is about this appeal still waits to go, or was to go when it was given up. */
  | { readonly kind: 'outbox'; readonly about?: AppealNumber }
  /** An appeal's events in order. */
  | { readonly kind: 'history'; readonly number: AppealNumber }
  /** Questions that nobody has answered yet, alike ones together. */
  | { readonly kind: 'gaps'; readonly limit: number }
  | { readonly kind: 'gap'; readonly id: GapId }
  | { readonly kind: 'entries'; readonly where: EntryFilter }
  | { readonly kind: 'entry'; readonly id: EntryId }
  | { readonly kind: 'pushes'; readonly states: readonly Push['state'][] }
  | { readonly kind: 'push'; readonly id: PushId }
  /** Those who left a profile of their enterprise, as far as they can still be read. */
  | { readonly kind: 'profiles' }
  /** What a message is about that was sent or is answered: an appeal, or nothing; whether it is known at all. */
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** Where a card of this appeal stands, or is on its way to. */
  | { readonly kind: 'cards'; readonly number: AppealNumber }
  /** The names of all cards that tell of this appeal, its own among them. */
  | { readonly kind: 'cards-about'; readonly number: AppealNumber }
  | { readonly kind: 'staff' }
  | { readonly kind: 'places' }
  /** What had no room in the last reply to this address that was longer than its channel takes (`Reply.rest`). */
  | { readonly kind: 'rest'; readonly at: Address; readonly now: Instant }
  /** Persons of whom something personal is kept, and whose last appeal or asking ended before this moment. */
  | { readonly kind: 'expired'; readonly before: Instant; readonly limit: number }

export interface OutboxSummary {
  readonly pending: number
  readonly parked: number
  /** Where something that is about the appeal asked for was to go, that still waits or was given up. */
  readonly undelivered?: readonly Address[]
  /** The oldest of what was given up, at most twenty, and why; `key` tells nothing of anybody. */
  readonly given?: readonly {
    readonly key: string
    readonly channel: ChannelName
    readonly since: Instant
    readonly reason: string
    readonly about?: AppealNumber
    readonly to?: Address
  }[]
  /**
   * What waits to be sent, and why, as far as that is known: what a channel would not take yet, what failed and waits for
   * its retry, and what waits behind one of these. Those that have not been tried since the process began have no reason.
   */
  readonly waiting?: readonly {
    readonly channel: ChannelName
    readonly reason?: string
    readonly count: number
    /** Since when the oldest of them waits. */
    readonly since: Instant
  }[]
}

/** What was read, in the order it was asked. */
export type Found =
  | { readonly kind: 'appeal'; readonly number: AppealNumber; readonly appeal: Versioned<Appeal> | null }
  | {
      readonly kind: 'appeals'
      readonly where: AppealFilter
      readonly appeals: readonly Versioned<Appeal>[]
      readonly total: number
    }
  | { readonly kind: 'outbox'; readonly about?: AppealNumber; readonly summary: OutboxSummary }
  | { readonly kind: 'history'; readonly number: AppealNumber; readonly events: readonly AppealEvent[] }
  | {
      readonly kind: 'gaps'
      readonly limit: number
      /** What most people asked first, and of these the latest. Those in which nothing can be read any more are left out. */
      readonly groups: readonly GapGroup[]
      readonly total: number
    }
  /** A group by its id with its askings, the latest first; null where all are answered, or nothing can be read. */
  | {
      readonly kind: 'gap'
      readonly id: GapId
      readonly group: GapGroup | null
      readonly gaps: readonly Versioned<Gap>[]
    }
  /** The one changed last first. */
  | { readonly kind: 'entries'; readonly where: EntryFilter; readonly entries: readonly EntryFound[] }
  | { readonly kind: 'entry'; readonly id: EntryId; readonly entry: EntryFound | null }
  /** The latest first. */
  | {
      readonly kind: 'pushes'
      readonly states: readonly Push['state'][]
      readonly pushes: readonly Versioned<Push>[]
    }
  | { readonly kind: 'push'; readonly id: PushId; readonly push: Versioned<Push> | null }
  | {
      readonly kind: 'receipt'
      readonly receipt: Receipt
      /** Null where no such message was sent, or it was so long ago that it is forgotten. */
      readonly sent: { readonly about?: AppealNumber; readonly card?: string } | null
    }
  | {
      readonly kind: 'cards'
      readonly number: AppealNumber
      readonly places: readonly Address[]
      /** Of these, where it comes with a picture. */
      readonly pictures?: readonly Address[]
    }
  | { readonly kind: 'cards-about'; readonly number: AppealNumber; readonly names: readonly string[] }
  | { readonly kind: 'staff'; readonly members: readonly Versioned<Member>[] }
  | { readonly kind: 'places'; readonly places: readonly Versioned<Place>[] }
  | {
      readonly kind: 'rest'
      readonly at: Address
      /** Null where there is none, it is older than three days, or it cannot be read any more. `id` is the delivery's. */
      readonly rest: {
        readonly id: string
        readonly subject: PersonId
        readonly text: RichText
        /** What was offered with it. */
        readonly choices?: readonly Choice[]
        readonly about?: AppealNumber
        readonly since: Instant
      } | null
    }
  | {
      readonly kind: 'expired'
      readonly before: Instant
      readonly limit: number
      readonly persons: readonly PersonId[]
    }
  | {
      readonly kind: 'profiles'
      readonly profiles: readonly { readonly person: PersonId; readonly profile: Profile }[]
    }

/** Something to be delivered once the change is durable; `subject` is the person whose key seals it. */
export interface NewDelivery {
  readonly id: string
  readonly subject: PersonId
  readonly payload: { readonly kind: 'reply'; readonly reply: Reply } | { readonly kind: 'job'; readonly job: Job }
}

/**
 * All that one message brings about. It becomes durable whole or not at all.
 * `expects` lists the version of every record that was read to decide it: the person, the conversation, each appeal.
 */
export interface Change {
  readonly message: string
  readonly at: Instant
  readonly expects: readonly { readonly record: RecordName; readonly version: number }[]
  readonly person?: { readonly id: PersonId; readonly value: Person }
  readonly conversation?: { readonly id: string; readonly subject: PersonId; readonly value: Conversation }
  readonly events: readonly Event[]
  readonly deliveries: readonly NewDelivery[]
}

export type RecordName =
  | { readonly kind: 'person'; readonly id: PersonId }
  | { readonly kind: 'conversation'; readonly id: string }
  | { readonly kind: 'appeal'; readonly id: AppealNumber }
  | { readonly kind: 'gap'; readonly id: GapId }
  | { readonly kind: 'entry'; readonly id: EntryId }
  | { readonly kind: 'push'; readonly id: PushId }
  | { readonly kind: 'staff'; readonly id: PersonId }
  | { readonly kind: 'place'; readonly id: PlaceId }

/** What a store has to know of appeals, gaps and entries to keep their state: the one definition in `bot/appeal/`, handed in. */
export interface Folds {
  /** Raised whenever the same events fold to something else: states stored under another version are folded anew. */
  readonly version: number
  readonly appeal: (before: Appeal | undefined, event: AppealEvent) => Appeal
  /** `id` is the gap's: an approval answers many. */
  readonly gap: (before: Gap | undefined, event: GapEvent | (EntryEvent & { type: 'approved' }), id: GapId) => Gap
  readonly entry: (before: Entry | undefined, event: EntryEvent) => Entry
  readonly push: (before: Push | undefined, event: PushEvent) => Push
  readonly member: (before: Member | undefined, event: StaffEvent) => Member
  readonly place: (before: Place | undefined, event: PlaceEvent) => Place
  /** The deadlines that an appeal, as it stands, still owes. */
  readonly owed: (appeal: Appeal) => readonly Deadline[]
  /** The alarms of these that were not given yet. */
  readonly alarms: (appeal: Appeal) => readonly {
    readonly deadline: Deadline
    readonly level: AlarmLevel
    readonly at: Instant
  }[]
}

export interface DueAlarm {
  readonly appeal: AppealNumber
  readonly deadline: Deadline['name']
  readonly level: AlarmLevel
  /** The day of the deadline, and the moment of the alarm. */
  readonly on: CalendarDate
  readonly at: Instant
}

export interface AppealStore {
  /** The records of the one who speaks. Never fails for somebody unknown: he gets fresh records at version 0. */
  open(party: Party, conversation: string): Promise<Opened>
  /** What is found has the kind that was asked for. */
  read<K extends Query['kind']>(query: Query & { readonly kind: K }): Promise<Found & { readonly kind: K }>
  /**
   * Makes the change durable. `duplicate`: this message was committed before, nothing was changed. `conflict`: a record
   * has moved on since it was read, or a new appeal's number is taken; load and decide again.
   * Rejects with a `Fault` of code `storage` when it could not be made durable; then nothing of it is in effect.
   */
  commit(change: Change): Promise<'committed' | 'duplicate' | 'conflict'>
  /**
   * Alarms at or before this moment that were not given yet, the earliest first. `lease`: until then no other process on
   * the same ledger is handed them; a ledger that one process owns need not heed it.
   */
  due(before: Instant, lease?: Instant): Promise<readonly DueAlarm[]>
  /** Destroys a person's key: what was sealed with it can never be read again, and everything else still verifies. */
  erase(person: PersonId, at: Instant): Promise<void>
  close(): Promise<void>
}
