import type { Backup } from '../ledger.ts'
import { nodeDisk } from '../lowdb/disk.ts'
import type { Copied } from './compare.ts'
import type { Db, Sql } from './db.ts'
import { writeFolder } from './folder.ts'
import { metaOf, refuse, wrongWithKey } from './refuse.ts'
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
 * embedded store opens. @throws Fault `config` where the database was begun with another master key, and those of `writeFolder`.
 */
export async function backUp(db: Db, master: Buffer, to: string): Promise<Backup> {
  return db.transaction(
    async (tx) => {
      refuse(wrongWithKey(master, await metaOf(tx)))
      const { files } = await writeFolder(nodeDisk, to, master, copiedOf(tx))
      return { files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
    },
    { steady: true },
  )
}
