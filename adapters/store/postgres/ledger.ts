import { setTimeout as pause } from 'node:timers/promises'
import { newConversation } from '../../../bot/model/conversation.ts'
import { Fault } from '../../../bot/model/fault.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import { newPerson } from '../../../bot/model/person.ts'
import type { AppealStore, Folds, Found, Query } from '../../../bot/ports/appeal-store.ts'
import type { Outbox } from '../../../bot/ports/outbox.ts'
import { createKeyring } from '../keyring.ts'
import type { Ledger } from '../ledger.ts'
import { talkKey } from '../making.ts'
import { touched } from '../records.ts'
import { createServerClock } from './clock.ts'
import { commitChange } from './commit.ts'
import type { Db } from './db.ts'
import { erasePerson } from './erasing.ts'
import { createPostgresFiles } from './file-shelf.ts'
import { createForgetting } from './forgetting.ts'
import { createLanes } from './lanes.ts'
import { createOutbox } from './outbox.ts'
import { createPostgresReading, openRecords } from './reading.ts'
import { createSweeping } from './sweeping.ts'
import type { World } from './world.ts'

export interface PostgresLedgerOptions {
  readonly db: Db
  /** The master key, 32 bytes. */
  readonly master: Buffer
  readonly folds: Folds
  /** Tells this process from the others on the same database. */
  readonly instance: string
  readonly now: () => Instant
  /** What this machine's clock shows, in milliseconds since 1970. */
  readonly wall?: () => number
  /** Filled with the messages whose commits came to no known end, for whoever follows the entries. */
  readonly unsure?: Set<string>
  /** Told what went wrong without harm. */
  readonly onNotice?: (text: string) => void
}

/** So long, and so often, it is looked whether something that is being sent has come out. */
const LOOKED_MS = 2_000
const LOOK_MS = 100

const isKnown = (found: Found): boolean => (found.kind === 'receipt' ? found.sent !== null : found.kind !== 'rest')

/**
 * The ledger in a PostgreSQL whose schema stands, which others may work on at the same time. A transaction loads what it
 * touches into a state like the one in memory, changes that with the same code, and writes back what changed. To make it
 * writes nothing and starts nothing; to close it leaves the database open.
 *
 * Order of locks, everywhere: the message, records by kind and id, appeals by number, keys, addresses, the head.
 */
export async function createPostgresLedger(options: PostgresLedgerOptions): Promise<Ledger> {
  const { db, master, folds, instance, now, onNotice } = options
  const refuse = () => Promise.reject(new Error('keys are made in transactions'))
  const { pseudonym } = createKeyring({ master, file: { name: 'the table keys', add: refuse, replace: refuse } })
  let closing: Promise<void> | undefined
  const basis = {
    ...{ db, master, folds, instance, now, pseudonym, forgetting: createForgetting() },
    clock: createServerClock(db, { ...(options.wall && { wall: options.wall }), ...(onNotice && { onNotice }) }),
    unsure: options.unsure ?? new Set<string>(),
    isClosing: () => closing !== undefined,
  }
  const outbox = createOutbox(basis, (error) =>
    onNotice?.(`what waits could not be hastened: ${error instanceof Error ? error.message : String(error)}`),
  )
  const world: World = { ...basis, claimedAt: outbox.claimedAt, serving: outbox.serving }
  const reading = createPostgresReading(world)
  const inTurn = createLanes()
  const sweeping = createSweeping(db, onNotice)
  /** What of it has not come to its end. */
  const underWay = new Set<Promise<unknown>>()

  /** Refused when the ledger is closed; a close waits for it. */
  async function during<T>(work: () => Promise<T>): Promise<T> {
    if (closing) throw new Fault('storage', 'the ledger is closed')
    const done = work()
    underWay.add(done)
    return await done.finally(() => underWay.delete(done))
  }

  /** A message may be answered before it is written down that it was sent, by another instance even: then that is waited for. */
  async function look(query: Query): Promise<Found> {
    const before = [...underWay]
    const found = await reading.read(query)
    if (isKnown(found)) return found
    await Promise.allSettled(before)
    if (query.kind !== 'receipt' && query.kind !== 'rest') return found
    const to = query.kind === 'receipt' ? query.receipt : query.at
    for (let waited = 0; waited < LOOKED_MS && (await outbox.isSentElsewhere(to)); waited += LOOK_MS) {
      await pause(LOOK_MS)
      const again = await reading.read(query)
      if (query.kind === 'receipt' && isKnown(again)) return again
    }
    return reading.read(query)
  }

  const appeals: AppealStore = {
    read: look as AppealStore['read'],
    due: (before, lease) => during(() => reading.due(before, lease)),
    async open(party, conversation) {
      const talk = talkKey(pseudonym, conversation)
      const opened = await openRecords(db, world, { person: party.id, talk, own: party.roles.length === 0 })
      return {
        person: opened.person ?? { version: 0, value: newPerson },
        conversation: opened.conversation ?? { version: 0, value: newConversation },
        own: opened.own,
      }
    },
    commit: (change) => during(() => inTurn(touched(change), () => commitChange(world, change))),
    async erase(person, at) {
      await during(() => erasePerson(world, person, at))
      void sweeping.sweep()
    },
    close,
  }

  const mark = (id: string, work: () => Promise<void>) => during(() => inTurn([`delivery ${id}`], work))
  const leaving: Outbox = {
    claim: (want) => during(() => outbox.claim(want)),
    delivered: (id, receipts, at) => mark(id, () => outbox.delivered(id, receipts, at)),
    failed: (id, retryAt, reason) => mark(id, () => outbox.failed(id, retryAt, reason)),
    postponed: (id, until, reason) => mark(id, () => outbox.postponed(id, until, reason)),
    hasten: (to) => (closing ? undefined : outbox.hasten(to)),
    retry: (at) => during(() => outbox.retry(at)),
  }

  async function end(): Promise<void> {
    await Promise.allSettled(underWay)
    await Promise.all([outbox.settled(), sweeping.settled()])
    await outbox.release()
  }
  function close(): Promise<void> {
    closing ??= end()
    return closing
  }

  return {
    appeals,
    outbox: leaving,
    files: createPostgresFiles(world),
    histories: reading.histories,
    pseudonym,
    notices: [],
    backup: async () => {
      throw new Fault('config', 'a ledger in a database is backed up by whoever opened it')
    },
    close,
  }
}
