import type { AppealNumber, PersonId } from '../../bot/model/appeal.ts'
import type { Conversation } from '../../bot/model/conversation.ts'
import type { Chain, Event } from '../../bot/model/event.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { Address, Receipt } from '../../bot/model/message.ts'
import type { Person } from '../../bot/model/person.ts'
import type { NewDelivery } from '../../bot/ports/appeal-store.ts'
import type { Keyring } from './keyring.ts'

/**
 * What the ledger is folded from: one entry a line of the journal. Ids that come from a channel could hold a name,
 * so they are written as pseudonyms (`message`, `key`); the true ones stand inside what is sealed.
 */
export type Entry = CommitEntry | DeliveredEntry | FailedEntry | RetriedEntry | ErasedEntry

export interface CommitEntry {
  readonly kind: 'commit'
  readonly at: Instant
  readonly message: string
  readonly person?: { readonly id: PersonId; readonly value: Person }
  readonly conversation?: { readonly key: string; readonly subject: PersonId; readonly value: Conversation }
  readonly events: readonly Event[]
  readonly deliveries: readonly KeyedDelivery[]
}

export interface KeyedDelivery extends NewDelivery {
  readonly key: string
}

export interface DeliveredEntry {
  readonly kind: 'delivered'
  readonly at: Instant
  readonly key: string
  readonly subject: PersonId
  readonly receipts: readonly Receipt[]
  readonly kept?: Kept
}

/**
 * What is remembered of something that went out, sealed with the key of the system: whoever it is about may be erased,
 * and his card among the staff must still be found. So nothing of his stands in it.
 */
export interface Kept {
  /** The pseudonyms of the messages it went out as. */
  readonly messages: readonly string[]
  readonly about?: AppealNumber
  /** A card, the key it is known by, and the message of staff that it is. */
  readonly card?: { readonly name: string; readonly key: string; readonly place: CardPlace }
}

/** Where a card stands. */
export interface CardPlace {
  readonly to: Address
  readonly message: string
  /** Where it came out instead, as when the group has moved or a topic is gone. */
  readonly chat?: string
  /** It came with one. */
  readonly picture?: true
}

export interface FailedEntry {
  readonly kind: 'failed'
  /** When the try was made; the oldest have none. */
  readonly at?: Instant
  readonly key: string
  readonly retryAt: Instant | null
  readonly reason: string
}

/** What was given up is wanted again. */
export interface RetriedEntry {
  readonly kind: 'retried'
  readonly at: Instant
  readonly keys: readonly string[]
}

export interface ErasedEntry {
  readonly kind: 'erased'
  readonly at: Instant
  readonly person: PersonId
}

/** An entry as it is written, everything personal sealed. */
export type SealedEntry = SealedCommit | SealedDelivered | FailedEntry | RetriedEntry | ErasedEntry

interface SealedCommit {
  readonly kind: 'commit'
  readonly at: Instant
  readonly message: string
  readonly person?: { readonly id: PersonId; readonly sealed: string }
  readonly conversation?: { readonly key: string; readonly subject: PersonId; readonly sealed: string }
  /** `open` is the event without its `personal`. */
  readonly events: readonly { readonly open: object; readonly sealed?: string }[]
  readonly deliveries: readonly { readonly key: string; readonly subject: PersonId; readonly sealed: string }[]
}

interface SealedDelivered {
  readonly kind: 'delivered'
  readonly at: Instant
  readonly key: string
  /** The receipts; in old entries one, or null. */
  readonly sealed: string
  readonly kept?: string
}

/** Whose key seals what is nobody's. */
export const SYSTEM: PersonId = 'system'

/** The persons whose keys an entry needs. */
export function subjectsOf(entry: Entry): readonly PersonId[] {
  if (entry.kind === 'delivered') return [entry.subject, ...(entry.kept ? [SYSTEM] : [])]
  if (entry.kind !== 'commit') return []
  return [
    ...(entry.person ? [entry.person.id] : []),
    ...(entry.conversation ? [entry.conversation.subject] : []),
    ...entry.events.map((event) => event.subject),
    ...entry.deliveries.map((delivery) => delivery.subject),
  ]
}

export function sealEntry(entry: Entry, keyring: Keyring): SealedEntry {
  if (entry.kind === 'delivered') {
    const { subject, receipts, kept, ...open } = entry
    return {
      ...open,
      sealed: keyring.seal(subject, receiptName(entry.key), receipts),
      ...(kept && { kept: keyring.seal(SYSTEM, keptName(entry.key), kept) }),
    }
  }
  if (entry.kind !== 'commit') return entry
  const { person, conversation } = entry
  return {
    kind: 'commit',
    at: entry.at,
    message: entry.message,
    ...(person && { person: { id: person.id, sealed: keyring.seal(person.id, personName(person.id), person.value) } }),
    ...(conversation && {
      conversation: {
        key: conversation.key,
        subject: conversation.subject,
        sealed: keyring.seal(conversation.subject, conversationName(conversation.key), conversation.value),
      },
    }),
    events: entry.events.map(({ personal, salt, ...open }, i) => ({
      open,
      // An event in a chain has a salt beside what is personal; the oldest have none.
      ...(personal && {
        sealed: keyring.seal(
          open.subject,
          eventName(entry.message, i),
          salt === undefined ? personal : { personal, salt },
        ),
      }),
    })),
    deliveries: entry.deliveries.map(({ key, subject, id, payload }) => ({
      key,
      subject,
      sealed: keyring.seal(subject, deliveryName(key), { id, payload }),
    })),
  }
}

/**
 * The entry as far as it can still be read: without the records, the deliveries and the `personal` of erased persons.
 * What a checked line says is taken at its word (its version is checked where its file is opened), hence the `as`.
 */
export function unsealEntry(sealed: SealedEntry, keyring: Keyring): Entry {
  if (sealed.kind === 'delivered') {
    const receipts = (keyring.unseal(receiptName(sealed.key), sealed.sealed) ?? []) as Receipt | readonly Receipt[]
    const kept = sealed.kept === undefined ? undefined : keyring.unseal(keptName(sealed.key), sealed.kept)
    const { at, key } = sealed
    return {
      kind: 'delivered',
      at,
      key,
      subject: '',
      receipts: [receipts].flat(),
      ...(kept ? { kept: kept as Kept } : {}),
    }
  }
  if (sealed.kind !== 'commit') return sealed
  const { person, conversation } = sealed
  const known = person && (keyring.unseal(personName(person.id), person.sealed) as Person | undefined)
  const talk =
    conversation &&
    (keyring.unseal(conversationName(conversation.key), conversation.sealed) as Conversation | undefined)
  return {
    kind: 'commit',
    at: sealed.at,
    message: sealed.message,
    ...(person && known && { person: { id: person.id, value: known } }),
    ...(conversation &&
      talk && { conversation: { key: conversation.key, subject: conversation.subject, value: talk } }),
    events: unsealEvents(sealed, keyring),
    deliveries: sealed.deliveries.flatMap(({ key, subject, sealed: text }) => {
      const opened = keyring.unseal(deliveryName(key), text) as Pick<NewDelivery, 'id' | 'payload'> | undefined
      return opened ? [{ ...opened, key, subject }] : []
    }),
  }
}

/** The events of an entry alone, which is all that a history needs. */
export function unsealEvents(sealed: SealedEntry, keyring: Pick<Keyring, 'unseal'>): readonly Event[] {
  if (sealed.kind !== 'commit') return []
  return sealed.events.map(({ open, sealed: text }, i) => {
    const personal = text === undefined ? undefined : keyring.unseal(eventName(sealed.message, i), text)
    if (personal === undefined) return { ...open } as Event
    const commits = 'chain' in open && (open.chain as Chain).commitment !== undefined
    return { ...open, ...(commits ? (personal as object) : { personal }) } as Event
  })
}

/** What a sealed text belongs to; it opens under the same name only. */
export const personName = (id: PersonId): string => `person/${id}`
export const conversationName = (key: string): string => `conversation/${key}`
export const appealName = (number: string): string => `appeal/${number}`
export const deliveryName = (key: string): string => `delivery/${key}`
const receiptName = (key: string): string => `receipt/${key}`
const keptName = (key: string): string => `kept/${key}`
export const memberName = (id: PersonId): string => `staff/${id}`
export const cardName = (key: string): string => `card/${key}`
export const sentName = (key: string): string => `sent/${key}`
export const restName = (key: string): string => `rest/${key}`
const eventName = (message: string, index: number): string => `event/${message}/${index}`
