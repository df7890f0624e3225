import { newConversation } from '../../bot/model/conversation.ts'
import { Fault } from '../../bot/model/fault.ts'
import { newPerson } from '../../bot/model/person.ts'
import type { AppealStore, Change, Found, Query } from '../../bot/ports/appeal-store.ts'
import type { FileStore } from '../../bot/ports/file-store.ts'
import type { Outbox } from '../../bot/ports/outbox.ts'
import { type Entry, sealEntry, subjectsOf } from './entry.ts'
import { createFileStore, type FileShelf } from './files.ts'
import { monthOf } from './folding.ts'
import { deliveredEntry, entryOf, reasonKept, rowKey, talkKey } from './making.ts'
import { createWriteQueue } from './queue.ts'
import { createReading, type LedgerParts, type Reading } from './reading.ts'
import { touched, versionOf } from './records.ts'
import { type Row, replyOf } from './row.ts'
import { cardKey, knownOf } from './sent.ts'
import type { Place } from './state.ts'

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
  /**
   * Copies the whole of it to a folder that is new or empty, as it is at one moment, while work goes on; all but the
   * master key. @throws Fault `config` where something stands there or a backup is under way, `damaged`, `storage`.
   */
  backup(to: string): Promise<Backup>
  close(): Promise<void>
}

/** What a backup holds: paths below its folder, and their sizes in bytes. */
export interface Backup {
  readonly files: readonly { readonly path: string; readonly bytes: number }[]
  readonly bytes: number
}

/** Ties the state in memory to a journal: decide on the state, seal, write, and only then change the state. */
export function createLedger(
  parts: LedgerParts & {
    readonly shelf: FileShelf
    readonly notices?: readonly string[]
    /** Told what went wrong without harm. */
    readonly onNotice?: (text: string) => void
    /** Called after each write, when the state and the journal agree, with how much it was: a commit is one. */
    readonly afterWrite?: (amount: number) => void
    /** Runs before work that destroys a key: what still holds personal values outside the state must be done first. */
    readonly settle?: () => Promise<void>
    /** Copies what is on the disk; `atRest` runs work while nothing is written. */
    readonly backup?: (
      to: string,
      stop: AbortSignal,
      atRest: <T>(work: () => Promise<T>) => Promise<T>,
    ) => Promise<Backup>
    readonly onClose?: () => Promise<void>
  },
): Ledger {
  const { state, keyring, journal } = parts
  const reading = createReading(parts)
  const ending = new AbortController()
  let closing: Promise<void> | undefined
  let copying: Promise<unknown> | undefined

  async function append(entries: readonly Entry[]): Promise<readonly Place[]> {
    await keyring.ensure(entries.flatMap(subjectsOf))
    const dates = entries.flatMap((entry) => ('at' in entry ? [entry.at] : []))
    const month = dates.length > 0 ? monthOf(dates.reduce((a, b) => (a > b ? a : b))) : undefined
    const sealed = entries.map((entry) => sealEntry(entry, keyring))
    return journal.append(sealed, month)
  }
  const queue = createWriteQueue<Entry>(append, (entries) => parts.afterWrite?.(sumOf(entries.map(weightOf))))

  const { pseudonym } = keyring
  const keyOfTalk = (id: string): string => talkKey(pseudonym, id)
  const refuseWhenClosed = (): void => {
    if (closing) throw new Fault('storage', 'the ledger is closed')
  }

  async function commit(change: Change): Promise<'committed' | 'duplicate' | 'conflict'> {
    refuseWhenClosed()
    const entry = entryOf(change, pseudonym)
    const registered = change.events.flatMap((event) => (event.type === 'registered' ? [event.of] : []))
    return queue.write({
      touches: touched(change),
      decide() {
        if (state.messages.get(entry.message)) return { answer: 'duplicate' }
        const moved = change.expects.some(({ record, version }) => versionOf(state, record, keyOfTalk) !== version)
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

  /** Writes what became of a delivery; most often, one that is not there any more needs nothing. */
  function mark(id: string, entryFor: (key: string, row: Row | undefined) => Entry | undefined): Promise<void> {
    refuseWhenClosed()
    return queue.write<void>({
      touches: [`delivery ${id}`],
      decide() {
        const key = rowKey(pseudonym, id)
        const entry = entryFor(key, state.rows.get(key))
        return entry ? { entry, apply: state.stage(entry) } : { answer: undefined }
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

  /** A message may be answered before it is written down that it was sent: then that is waited for. */
  async function look(query: Query): Promise<Found> {
    const found = await reading.read(query)
    const isKnown = found.kind === 'receipt' ? found.sent !== null : found.kind !== 'rest'
    return closing || isKnown ? found : queue.alone(() => reading.read(query))
  }

  const appeals: AppealStore = {
    read: look as AppealStore['read'],
    due: reading.due,
    async open(party, conversation) {
      const own = party.roles.length === 0 ? state.indexes.ofPerson(party.id) : []
      return {
        person: state.person(party.id) ?? { version: 0, value: newPerson },
        conversation: state.conversation(keyOfTalk(conversation)) ?? { version: 0, value: newConversation },
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

  const placesOf = (card: string) => state.sent.placesOf(cardKey(pseudonym, card))

  const outbox: Outbox = {
    async claim(want) {
      refuseWhenClosed()
      return state.rows.claim(want).map((row) => {
        const { id, subject, payload, channel, attempts, createdAt } = row
        const known = payload.kind === 'reply' && knownOf(payload.reply, placesOf)
        return { id, subject, payload, channel, attempts, createdAt, ...(known && { known }) }
      })
    },
    delivered: async (id, receipts, at) =>
      mark(id, (key, row) => {
        const reply = row ? replyOf(row) : state.rows.takeErased(key)
        return deliveredEntry({ key, subject: row?.subject, reply, receipts, at }, pseudonym)
      }),
    failed: async (id, retryAt, reason) =>
      mark(id, (key, row) => {
        // It did not go out: nothing of whoever was erased is to be remembered of it.
        if (!row) state.rows.takeErased(key)
        const at = state.rows.triedAt(key)
        return row && { kind: 'failed', ...(at && { at }), key, retryAt, reason: reasonKept(reason) }
      }),
    postponed: async (id, until, reason) => state.rows.postponed(rowKey(pseudonym, id), until, reason),
    hasten: (to) => state.rows.hasten(to),
    async retry(at) {
      refuseWhenClosed()
      return queue.write({
        touches: ['parked'],
        decide() {
          const keys = state.rows.parked()
          if (keys.length === 0) return { answer: 0 }
          const entry: Entry = { kind: 'retried', at, keys }
          const apply = state.stage(entry)
          return {
            entry,
            apply(place) {
              apply(place)
              return keys.length
            },
          }
        },
      })
    },
  }

  async function backup(to: string): Promise<Backup> {
    refuseWhenClosed()
    if (!parts.backup) throw new Fault('config', 'a ledger in memory has no backup')
    if (copying) throw new Fault('config', 'a backup is under way: wait until it is made')
    const made = parts.backup(to, ending.signal, queue.alone)
    copying = made.catch(() => {})
    return await made.finally(() => {
      copying = undefined
    })
  }

  async function end(): Promise<void> {
    ending.abort()
    await copying
    await queue.alone(async () => parts.onClose?.())
  }
  function close(): Promise<void> {
    closing ??= end()
    return closing
  }

  const { histories } = reading
  return { appeals, outbox, files, histories, pseudonym, notices: parts.notices ?? [], backup, close }
}

/** What becomes of deliveries is read again in a quarter of the time, and there are many to a commit. */
const weightOf = ({ kind }: Entry): number => (kind === 'commit' || kind === 'erased' ? 1 : 0.25)
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)
