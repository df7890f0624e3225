import { Fault } from '../../../bot/model/fault.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { Folds } from '../../../bot/ports/appeal-store.ts'
import type { FileStore } from '../../../bot/ports/file-store.ts'
import type { Peers } from '../../../bot/ports/peers.ts'
import { keyCheck } from '../keyring.ts'
import type { Ledger } from '../ledger.ts'
import { nodeDisk } from '../lowdb/disk.ts'
import { findMasterKey, MASTER_KEY_FILE, makeMasterKey } from '../lowdb/master-key.ts'
import type { Reading } from '../reading.ts'
import { backUp } from './backup.ts'
import { connectPg, withDatabase } from './connect.ts'
import { type Db, type Session, type Sql, wholly } from './db.ts'
import { createPostgresLedger } from './ledger.ts'
import { lockFor, PREPARING } from './locks.ts'
import type { LookOptions } from './look.ts'
import { migrate, schemaOf } from './migrate.ts'
import { createPeers } from './peers.ts'
import { refold } from './refold.ts'
import {
  metaOf,
  noLedger,
  refuse,
  refuseInstances,
  wrongWithKey,
  wrongWithSchema,
  wrongWithServer,
  wrongWithWay,
} from './refuse.ts'

export interface OpenOptions extends LookOptions {
  readonly folds: Folds
  /** Tells this process from the others on the same database. */
  readonly instance: string
  readonly onNotice?: (text: string) => void
  readonly now?: () => Instant
}

/** The ledger in a PostgreSQL, and the other processes that work on it. */
export interface PostgresLedger extends Ledger {
  readonly peers: Peers
  readonly db: Db
  /** Rejects where the database does not take a write now; the fault names neither place nor user. */
  writable(): Promise<void>
}

/**
 * Opens the ledger in a database, and makes it in an empty one: the schema, and the master key in `keyFolder` where none is
 * given. Where the folds have changed, the records are folded anew from the entries, which no instance may be at work
 * for: one of the older program would go on by the older rules. Of several that open it at once, one does this and the
 * others wait.
 *
 * @throws Fault `config` that lists all for which it refuses (refuse.ts), `key`, `newer-format` where the records were
 *   folded by a newer program, `storage` where the database cannot be reached.
 */
export async function openPostgres(options: OpenOptions): Promise<PostgresLedger> {
  const { url, folds, instance, now = () => new Date().toISOString() } = options
  const notices: string[] = []
  const onNotice = (text: string): void => {
    notices.push(text)
    options.onNotice?.(text)
  }
  const db = connectPg({ url, name: `qinqing ${instance}` })
  try {
    // By another name: until all is ready, it is none of the instances that work on the database.
    const { master, from } = await withDatabase({ url, name: 'qinqing start', connections: 1 }, async (start) => {
      refuse(await wrongWithServer(start))
      return start.session(async (session) => {
        await lockFor(session, PREPARING)
        refuse(await wrongWithWay(session, start, PREPARING))
        const key = await prepared(session, options, onNotice)
        // Before the next one may prepare, and has to know that this one is there.
        return { master: key, from: await placeOf(db) }
      })
    })
    const unsure = new Set<string>()
    const ledger = await createPostgresLedger({ db, master, folds, instance, now, unsure, onNotice })
    return {
      ...ledger,
      db,
      notices: [...notices, ...ledger.notices],
      peers: createPeers({ db, master, instance, from, unsure, onNotice }),
      backup: (to) => backUp(db, master, to),
      writable: () => takesWrite(db),
      async close() {
        await ledger.close()
        await db.close()
      },
    }
  } catch (error) {
    await db.close().catch(() => {})
    throw error
  }
}

/** What a command may look into, beside the processes that work on it. */
export interface PostgresReading extends Reading {
  readonly files: Pick<FileStore, 'get'>
}

/** Makes and changes nothing. @throws Fault `config` where there is no ledger, and those of `openPostgres`. */
export async function readPostgres(options: Omit<OpenOptions, 'instance' | 'now'>): Promise<PostgresReading> {
  const { url, migrations, folds } = options
  const db = connectPg({ url, name: 'qinqing look', connections: 2, passing: true })
  try {
    const schema = await schemaOf(db, migrations)
    if (schema.has === 0) throw noLedger()
    refuse(wrongWithSchema(schema))
    const meta = await metaOf(db)
    if (meta.keyCheck === undefined) throw noLedger()
    const master = await findMasterKey(nodeDisk, options.keyFolder, options.masterKey)
    refuse(wrongWithKey(master, meta))
    if (!master) throw noLedger()
    if (meta.folds !== folds.version)
      refuse([
        {
          says: 'its records were folded by another version of the program',
          remedy: 'take that version, or start the bot once with this one, which folds them anew',
        },
      ])
    const ledger = await createPostgresLedger({
      db,
      master,
      folds,
      instance: 'look',
      now: () => new Date().toISOString(),
    })
    const { appeals, histories, files } = ledger
    return { read: (query) => appeals.read(query), due: (before) => appeals.due(before), histories, files }
  } catch (error) {
    await db.close().catch(() => {})
    throw error
  }
}

async function placeOf(db: Sql): Promise<number> {
  const [head] = await db.query<{ place: number }>('select place from head')
  return head?.place ?? 0
}

async function keyFor(
  session: Session,
  { keyFolder, masterKey }: OpenOptions,
  onNotice: (text: string) => void,
): Promise<Buffer> {
  const found = await findMasterKey(nodeDisk, keyFolder, masterKey)
  const meta = await metaOf(session)
  refuse(wrongWithKey(found, meta))
  if (meta.keyCheck !== undefined && found) return found
  onNotice('a new ledger was begun in this database')
  if (!found) {
    await nodeDisk.makeFolder(keyFolder)
    onNotice(
      `${keyFolder}/${MASTER_KEY_FILE} was made: keep a copy apart from the backups, and give it to every instance; ` +
        'without it nobody can read what people told, and with it anybody can',
    )
  }
  const master = found ?? (await makeMasterKey(nodeDisk, keyFolder))
  await session.query("insert into meta (name, value) values ('key-check', $1)", [keyCheck(master)])
  return master
}

/** The schema, the key and the records, each as this program wants it. */
async function prepared(session: Session, options: OpenOptions, onNotice: (text: string) => void): Promise<Buffer> {
  const { folds, migrations } = options
  const schema = await schemaOf(session, migrations)
  refuse(wrongWithSchema(schema))
  if (schema.has === 0) await migrate(session, migrations)
  const master = await keyFor(session, options, onNotice)
  const { folds: made } = await metaOf(session)
  if (made === folds.version) return master
  if (made !== undefined && made > folds.version)
    throw new Fault(
      'newer-format',
      'the records of this database were folded by a newer version of the program: take that one, here too',
    )
  if (made !== undefined) {
    await refuseInstances(session)
    onNotice('the records were made by an older version of the program: all is folded anew')
  }
  await wholly(session, () => refold(session, folds, master))
  return master
}

/** A row that nobody else wants, written and taken back. */
async function takesWrite(db: Db): Promise<void> {
  const undone = new Error('undone')
  await db
    .transaction(async (tx) => {
      await tx.query("set local statement_timeout = '3s'")
      await tx.query("insert into meta (name, value) values ('probe ' || gen_random_uuid(), '')")
      throw undone
    })
    .catch((cause: unknown) => {
      if (cause !== undone) throw new Fault('storage', 'the database does not take a write', { cause })
    })
}
