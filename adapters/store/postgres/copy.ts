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
import { compare, type Same } from './compare.ts'
import { connectPg } from './connect.ts'
import type { Db, Session, Sql } from './db.ts'
import { type Copied, copiedFrom, writeFolder } from './folder.ts'
import { lockFor, migrate, PREPARING, schemaOf } from './migrate.ts'
import { refold } from './refold.ts'
import { metaOf, refuse, wrongWithKey, wrongWithSchema, wrongWithServer } from './refuse.ts'
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
 * by entry, before it is in effect. Nobody may work on what is copied: a folder is locked, a database must have no instance.
 *
 * @throws Fault `config` where the target holds something, or an instance works on the source; `locked`, `key`, `damaged`, `storage`.
 */
export async function copyLedger(options: CopyOptions): Promise<Same> {
  return fromPlace(options, (from, master) => intoPlace(options, from, master))
}

async function fromPlace<T>(options: CopyOptions, work: (from: Copied, master: Buffer) => Promise<T>): Promise<T> {
  const { from, masterKey, keyFolder } = options
  if ('url' in from) {
    const { migrations } = options
    return onDatabase(from.url, async (db) => {
      const schema = await schemaOf(db, migrations)
      if (schema.has === 0) throw new Fault('config', 'there is no ledger in the database to copy from')
      refuse(wrongWithSchema(schema))
      await refuseInstances(db)
      const master = await findMasterKey(nodeDisk, keyFolder, masterKey)
      refuse(wrongWithKey(master, await metaOf(db)))
      if (!master) throw new Fault('config', 'there is no ledger in the database to copy from')
      return db.transaction((tx) => work(copiedOf(tx), master), { steady: true })
    })
  }
  const folder = resolve(from.folder)
  if ((await nodeDisk.list(folder)).length === 0)
    throw new Fault('config', `there is no ledger in ${folder}: give its data folder`)
  const lock = lockFolder(folder)
  try {
    const { master, stored } = await findKeys(nodeDisk, folder, masterKey ?? (await keyBeside(folder, keyFolder)))
    if (!master || !stored) throw new Fault('config', `there is no ledger in ${folder}: give its data folder`)
    return await work(await copiedFrom(nodeDisk, folder, master), master)
  } finally {
    lock.release()
  }
}

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
    return onDatabase(to.url, async (db) => {
      refuse(await wrongWithServer(db))
      return db.session((session) => intoDatabase(session, from, master, folds, migrations))
    })
  let same: Same | undefined
  await writeFolder(nodeDisk, to.folder, master, from, async (made) => {
    same = await compare(from, made)
  })
  if (masterKey === undefined)
    await writeDurably(nodeDisk, resolve(to.folder, MASTER_KEY_FILE), Buffer.from(`${master.toString('base64')}\n`))
  return same ?? { entries: 0, keys: 0, files: 0 }
}

async function onDatabase<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = connectPg({ url, name: 'qinqing copy', connections: 2 })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** What an instance took in while a copy is made would be missing from it. */
export async function refuseInstances(db: Sql): Promise<void> {
  const others = await db.query<{ name: string }>(
    `select distinct application_name as name from pg_stat_activity
     where datname = current_database() and application_name like 'qinqing %' and application_name not in ('qinqing look', 'qinqing copy')
     order by name`,
  )
  if (others.length === 0) return
  const names = others.map(({ name }) => name.slice('qinqing '.length)).join(', ')
  throw new Fault('config', `${others.length} instances work on the database (${names}): stop them first`)
}

async function intoDatabase(
  session: Session,
  from: Copied,
  master: Buffer,
  folds: Folds,
  migrations: string,
): Promise<Same> {
  await lockFor(session, PREPARING)
  const schema = await schemaOf(session, migrations)
  refuse(wrongWithSchema(schema))
  if (schema.has === 0) await migrate(session, migrations)
  await session.script('begin')
  try {
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
    await session.script('commit')
    return same
  } catch (error) {
    await session.script('rollback').catch(() => {})
    throw error
  }
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
