import type { PersonId } from '../../bot/model/appeal.ts'
import { newConversation } from '../../bot/model/conversation.ts'
import { Fault } from '../../bot/model/fault.ts'
import { newPerson } from '../../bot/model/person.ts'
import type { AppealStore, Change } from '../../bot/ports/appeal-store.ts'
import type { FileStore } from '../../bot/ports/file-store.ts'
import type { Outbox } from '../../bot/ports/outbox.ts'
import { type CommitEntry, type Entry, sealEntry, subjectsOf } from './entry.ts'
import { createFileStore, type FileShelf } from './files.ts'
import { createWriteQueue } from './queue.ts'
import { createReading, type LedgerParts, type Reading } from './reading.ts'
import { touched, versionOf } from './records.ts'
import { monthOf, type Place } from './state.ts'

/** An open ledger: the two ports of one transaction, and what belongs to it. */
export interface Ledger {
  readonly appeals: AppealStore
  readonly outbox: Outbox
  readonly files: FileStore
  readonly histories: Reading['histories']
  /** A name for a text that only the holder of the master key can tie to it: 26 letters and digits, always the same. */
  pseudonym(text: string): string
  /** What was found and mended on opening, for the operator. */
  readonly notices: readonly string[]
  close(): Promise<void>
}

/** Ties the state in memory to a journal: decide on the state, seal, write, and only then change the state. */
export function createLedger(
  parts: LedgerParts & {
    readonly shelf: FileShelf
    readonly notices?: readonly string[]
    /** Told what went wrong without harm. */
    readonly onNotice?: (text: string) => void
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
        const moved = change.expects.some(({ record, version }) => versionOf(state, record, talkKey) !== version)
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

  const files = createFileStore({
    shelf: parts.shelf,
    keyring,
    async sealing(person, seal) {
      refuseWhenClosed()
      return queue.alone(async () => {
        await keyring.ensure([person])
        return seal()
      })
    },
  })

  const appeals: AppealStore = {
    read: reading.read,
    due: reading.due,
    async open(party, conversation) {
      const own = party.roles.length === 0 ? state.indexes.ofPerson(party.id) : []
      return {
        person: state.person(party.id) ?? { version: 0, value: newPerson },
        conversation: state.conversation(talkKey(conversation)) ?? { version: 0, value: newConversation },
        own: own.flatMap((number) => state.appeal(number) ?? []),
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
        await files.removeOf(person).catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error)
          parts.onNotice?.(`files that nobody can read any more could not be removed: ${reason}`)
        })
      })
    },
    close,
  }

  const outbox: Outbox = {
    async claim(want) {
      refuseWhenClosed()
      return state.rows.claim(want)
    },
    delivered: async (id, [receipt = null], at) =>
      mark(id, ({ key, subject }) => ({ kind: 'delivered', at, key, subject, receipt })),
    postponed: async (id, until) => state.rows.postponed(rowKey(id), until),
    retry: async () => 0,
    failed: async (id, retryAt, reason) =>
      mark(id, ({ key }) => ({ kind: 'failed', key, retryAt, reason: reason.slice(0, 200) })),
  }

  function close(): Promise<void> {
    closing ??= queue.alone(async () => parts.onClose?.())
    return closing
  }

  const { histories } = reading
  const { pseudonym } = keyring
  return { appeals, outbox, files, histories, pseudonym, notices: parts.notices ?? [], close }
}
