import { createHash } from 'node:crypto'
import { Fault } from '../../../bot/model/fault.ts'
import type { KeyRecord } from '../keyring.ts'
import type { Sql } from './db.ts'
import { recordOf, type StoredKey } from './keys.ts'

const PAGE = 500

export interface EntryRow {
  readonly place: number
  readonly entry: string
  readonly hash: string
}

/** Before the first entry. */
export const GENESIS: { readonly place: number; readonly hash: string } = { place: 0, hash: '0'.repeat(64) }

export const hashAfter = (hash: string, entry: string): string =>
  createHash('sha256')
    .update(hash + entry)
    .digest('hex')

/**
 * All entries in order, a page at a time, each checked against the one before it and the last against the head; within a
 * steady transaction, as of one moment. @throws Fault `damaged`, naming the entry.
 */
export async function* entriesIn(db: Sql): AsyncGenerator<readonly EntryRow[]> {
  const [head] = await db.query<{ place: number; hash: string }>('select place, hash from head')
  let last = GENESIS
  while (head && last.place < head.place) {
    const rows = await db.query<EntryRow>(
      'select place, entry, hash from entries where place > $1 and place <= $2 order by place limit $3',
      [last.place, head.place, PAGE],
    )
    if (rows.length === 0) throw damaged(last.place + 1)
    for (const row of rows) {
      if (row.place !== last.place + 1 || row.hash !== hashAfter(last.hash, row.entry)) throw damaged(last.place + 1)
      last = row
    }
    yield rows
  }
  if (head?.place !== last.place || head.hash !== last.hash) throw damaged(last.place)
}

const damaged = (place: number): Fault =>
  new Fault(
    'damaged',
    `entry ${place} of the database does not stand as it was written: stop here, keep a copy, and restore from the backup`,
  )

/** The keys of all persons, wrapped as they are kept. */
export async function keysIn(db: Sql): Promise<readonly KeyRecord[]> {
  const rows = await db.query<StoredKey>('select id, person, wrapped, erased from keys order by id collate "C"')
  return rows.flatMap(recordOf)
}

/** The sealed files by their names, one at a time. */
export async function* filesIn(db: Sql): AsyncGenerator<{ readonly name: string; readonly bytes: Buffer }> {
  for (let after = ''; ; ) {
    const [file] = await db.query<{ name: string; bytes: Buffer }>(
      'select name, bytes from files where name > $1 order by name limit 1',
      [after],
    )
    if (!file) return
    yield file
    after = file.name
  }
}
