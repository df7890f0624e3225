import type { Backup } from '../ledger.ts'
import { type Disk, nodeDisk } from '../lowdb/disk.ts'
import { compare } from './compare.ts'
import type { Db, Sql } from './db.ts'
import { type Copied, writeFolder } from './folder.ts'
import { entriesIn, filesIn, keysIn } from './rows-of.ts'

/** The ledger in a database; within a steady transaction, as of one moment. */
export function copiedOf(db: Sql): Copied {
  return {
    keys: () => keysIn(db),
    async *entries() {
      for await (const rows of entriesIn(db)) yield rows.map(({ entry }) => entry)
    },
    files: () => filesIn(db),
  }
}

/**
 * Copies the whole ledger into a new folder, as it is at one moment, while work goes on; the folder is one that the
 * embedded store opens. It is compared with the database, entry by entry, before it is put in its place.
 */
export async function backUp(db: Db, master: Buffer, to: string, disk: Disk = nodeDisk): Promise<Backup> {
  return db.transaction(
    async (tx) => {
      const from = copiedOf(tx)
      const files = await writeFolder(disk, to, master, from, async (made) => void (await compare(from, made)))
      return { files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
    },
    { steady: true },
  )
}
