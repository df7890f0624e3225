import { resolve } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'
import type { Folds } from '../../../bot/ports/appeal-store.ts'
import type { SealedEntry } from '../entry.ts'
import { type KeyRecord, keyCheck } from '../keyring.ts'
import { nodeDisk } from '../lowdb/disk.ts'
import { writeDurably } from '../lowdb/durable-file.ts'
import { findKeys } from '../lowdb/find-keys.ts'
import { lockFolder } from '../lowdb/lock.ts'
import { findMasterKey, MASTER_KEY_FILE } from '../lowdb/master-key.ts'
import { copiedOf } from './backup.ts'
import type { Copied } from './compare.ts'
import { compare, type Same } from './compare.ts'
import { withDatabase } from './connect.ts'
import { type Db, type Session, type Sql, wholly } from './db.ts'
import { copiedFrom, writeFolder } from './folder.ts'
import { PREPARING, tryLockFor } from './locks.ts'
import { migrate, schemaOf } from './migrate.ts'
import { refold } from './refold.ts'
import { metaOf, noLedger, refuse, refuseInstances, wrongWithKey, wrongWithSchema, wrongWithServer } from './refuse.ts'
import { GENESIS, hashAfter } from './rows-of.ts'

/** Where a ledger is. */
export type Place = { readonly folder: string } | { readonly url: string }

export interface CopyOptions {
  readonly from: Place
  readonly to: Place
  readonly folds: Folds
  readonly migrations: string
  readonly masterKey?: string
  /** Where master.key lies, if none is given and it is not in the folder that is copied. */
  readonly keyFolder: string
}

/**
 * Copies a whole ledger, from a folder of the embedded store into an empty database, or the other way: what is sealed stays
 * sealed as it is, the chain of hashes is made anew on the other side, and what arrived is read back and compared, entry
 * by entry, before it is in effect. Nobody may work on either: a folder is locked, a database must have no instance.
 *
 * @throws Fault `config` where the target holds something, or an instance works on either database; `locked`, `key`, `damaged`, `storage`.
 */
export async function copyLedger(options: CopyOptions): Promise<Same> {
  return fromPlace(options, (from, master) => intoPlace(options, from, master))
}

/** Whatever has one of these holds a ledger, or what is left of one. */
const PARTS: ReadonlySet<string> = new Set(['journal', 'keys.jsonl', 'snapshot'])

async function fromPlace<T>(options: CopyOptions, work: (from: Copied, master: Buffer) => Promise<T>): Promise<T> {
  const { from, migrations, masterKey, keyFolder } = options
  if ('url' in from)
    return quietly(from.url, async (session, db) => {
      const schema = await schemaOf(session, migrations)
      if (schema.has === 0) throw noLedger()
      refuse(wrongWithSchema(schema))
      const master = await findMasterKey(nodeDisk, keyFolder, masterKey)
      refuse(wrongWithKey(master, await metaOf(session)))
      if (!master) throw noLedger()
      return db.transaction((tx) => work(copiedOf(tx), master), { steady: true })
    })
  const folder = resolve(from.folder)
  // Before it is locked, which leaves a file there.
  if (!(await nodeDisk.list(folder)).some((name) => PARTS.has(name))) throw noLedgerIn(folder)
  const lock = lockFolder(folder)
  try {
    const { master, stored } = await findKeys(nodeDisk, folder, masterKey ?? (await keyBeside(folder, keyFolder)))
    if (!master || !stored) throw noLedgerIn(folder)
    return await work(await copiedFrom(nodeDisk, folder, master), master)
  } finally {
    lock.release()
  }
}

const noLedgerIn = (folder: string): Fault =>
  new Fault('config', `there is no ledger in ${folder}: give its data folder`)

/** A backup has no master key in it: then the one in the data folder. */
async function keyBeside(folder: string, keyFolder: string): Promise<string | undefined> {
  if ((await nodeDisk.list(folder)).includes(MASTER_KEY_FILE)) return undefined
  return (await findMasterKey(nodeDisk, keyFolder, undefined))?.toString('base64')
}

async function intoPlace(
  { to, folds, migrations, masterKey }: CopyOptions,
  from: Copied,
  master: Buffer,
): Promise<Same> {
  if ('url' in to)
    return quietly(to.url, async (session, db) => {
      refuse(await wrongWithServer(db))
      return intoDatabase(session, from, master, folds, migrations)
    })
  const { same } = await writeFolder(nodeDisk, to.folder, master, from)
  if (masterKey === undefined)
    await writeDurably(nodeDisk, resolve(to.folder, MASTER_KEY_FILE), Buffer.from(`${master.toString('base64')}\n`))
  return same
}

/** On a database on which no instance works, nor begins to until this has ended. */
function quietly<T>(url: string, work: (session: Session, db: Db) => Promise<T>): Promise<T> {
  return withDatabase({ url, name: 'qinqing copy', connections: 2 }, (db) =>
    db.session(async (session) => {
      if (!(await tryLockFor(session, PREPARING)))
        throw new Fault('config', 'the database is just being prepared or copied by another process: wait for its end')
      await refuseInstances(session)
      return work(session, db)
    }),
  )
}

async function intoDatabase(
  session: Session,
  from: Copied,
  master: Buffer,
  folds: Folds,
  migrations: string,
): Promise<Same> {
  const schema = await schemaOf(session, migrations)
  refuse(wrongWithSchema(schema))
  if (schema.has === 0) await migrate(session, migrations)
  return wholly(session, async () => {
    await refuseOccupied(session)
    await session.query(
      "insert into meta (name, value) values ('key-check', $1) on conflict (name) do update set value = excluded.value",
      [keyCheck(master)],
    )
    await putKeys(session, await from.keys())
    await putEntries(session, from)
    for await (const { name, bytes } of from.files())
      await session.query('insert into files (name, bytes) values ($1, $2)', [name, bytes])
    const same = await compare(from, copiedOf(session))
    await refold(session, folds, master)
    return same
  })
}

async function refuseOccupied(session: Sql): Promise<void> {
  const [found] = await session.query<{ taken: boolean }>(
    'select place > 0 or exists (select from keys) or exists (select from files) as taken from head for update',
  )
  if (found?.taken !== false) throw new Fault('config', 'the database holds a ledger already: give an empty one')
}

const PAGE = 1_000

async function putKeys(session: Sql, keys: readonly KeyRecord[]): Promise<void> {
  for (let done = 0; done < keys.length; done += PAGE) {
    const page = keys.slice(done, done + PAGE)
    await session.query(
      'insert into keys (id, person, wrapped, erased) select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])',
      [
        page.map(({ id }) => id),
        page.map(({ person }) => person),
        page.map((key) => ('wrapped' in key ? key.wrapped : null)),
        page.map((key) => ('erased' in key ? key.erased : null)),
      ],
    )
  }
}

async function putEntries(session: Sql, from: Copied): Promise<void> {
  let { place, hash } = GENESIS
  for await (const texts of from.entries()) {
    const rows = texts.map((text) => {
      const { at, kind } = JSON.parse(text) as SealedEntry
      place += 1
      hash = hashAfter(hash, text)
      return { place, at: at ?? null, kind, text, hash }
    })
    await session.query(
      `insert into entries (place, at, kind, instance, entry, hash)
       select place, at, kind, 'copied', entry, hash
       from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[]) as row (place, at, kind, entry, hash)`,
      [
        rows.map((row) => row.place),
        rows.map(({ at }) => at),
        rows.map(({ kind }) => kind),
        rows.map(({ text }) => text),
        rows.map((row) => row.hash),
      ],
    )
  }
  await session.query('update head set place = $1, hash = $2', [place, hash])
}
