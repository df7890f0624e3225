import type { PersonId } from '../../bot/model/appeal.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { Receipt } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Change } from '../../bot/ports/appeal-store.ts'
import { type CommitEntry, type DeliveredEntry, SYSTEM } from './entry.ts'
import { keptOf } from './sent.ts'

type Naming = (text: string) => string

/** Under what a conversation is kept, and a row of the outbox. */
export const talkKey = (pseudonym: Naming, id: string): string => pseudonym(`conversation ${id}`)
export const rowKey = (pseudonym: Naming, id: string): string => pseudonym(`delivery ${id}`)

/** A change as an entry: what comes from a channel by its pseudonym. */
export function entryOf(change: Change, pseudonym: Naming): CommitEntry {
  const { at, message, person, conversation, events, deliveries } = change
  const entry: CommitEntry = {
    kind: 'commit',
    at,
    message: pseudonym(`message ${message}`),
    ...(person && { person }),
    ...(conversation && {
      conversation: {
        key: talkKey(pseudonym, conversation.id),
        subject: conversation.subject,
        value: conversation.value,
      },
    }),
    events,
    deliveries: deliveries.map((delivery) => ({ ...delivery, key: rowKey(pseudonym, delivery.id) })),
  }
  // What is in effect now must be what a restart reads: exactly what JSON keeps, and nobody else's to change.
  return JSON.parse(JSON.stringify(entry)) as CommitEntry
}

/**
 * That a row is out. Undefined where there is nothing to be written: of a row that is gone only the card is remembered,
 * where it was being sent when its person was erased. `reply` is what went out, if it is known.
 */
export function deliveredEntry(
  out: {
    readonly key: string
    readonly subject: PersonId | undefined
    readonly reply: Reply | undefined
    readonly receipts: readonly Receipt[]
    readonly at: Instant
  },
  pseudonym: Naming,
): DeliveredEntry | undefined {
  const { key, subject, reply, receipts, at } = out
  const kept = reply && keptOf(reply, receipts, pseudonym)
  if (subject !== undefined) return { kind: 'delivered', at, key, subject, receipts, ...(kept && { kept }) }
  return kept && { kind: 'delivered', at, key, subject: SYSTEM, receipts: [], kept }
}

/** Why something failed, as far as it is kept. */
export const reasonKept = (reason: string): string => reason.slice(0, 200)
