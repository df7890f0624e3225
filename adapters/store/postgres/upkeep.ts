import { connectPg } from './connect.ts'
import { refuseInstances } from './copy.ts'
import { lockFor, migrate, PREPARING, schemaOf } from './migrate.ts'
import { refuse, wrongWithSchema, wrongWithServer } from './refuse.ts'
import { entriesIn, GENESIS } from './rows-of.ts'

/** Makes the migrations that are missing; no instance may be at work. Returns their names. */
export async function migrateDatabase({
  url,
  migrations,
}: {
  readonly url: string
  readonly migrations: string
}): Promise<readonly string[]> {
  const db = connectPg({ url, name: 'qinqing look', connections: 1 })
  try {
    refuse(await wrongWithServer(db))
    return await db.session(async (session) => {
      await lockFor(session, PREPARING)
      const schema = await schemaOf(session, migrations)
      if (schema.has > schema.wants) refuse(wrongWithSchema(schema))
      if (schema.has < schema.wants) await refuseInstances(session)
      return migrate(session, migrations)
    })
  } finally {
    await db.close()
  }
}

export interface Verified {
  readonly entries: number
  /** The hash of the last entry: noted down elsewhere, it shows later that nothing was taken away. */
  readonly hash: string
}

/** Checks every entry of a database and the chain that ties them, as of one moment. Needs no key. @throws Fault `damaged`, naming the entry. */
export async function verifyDatabase({ url }: { readonly url: string }): Promise<Verified> {
  const db = connectPg({ url, name: 'qinqing look', connections: 1 })
  try {
    return await db.transaction(
      async (tx) => {
        let last: { readonly place: number; readonly hash: string } = GENESIS
        for await (const rows of entriesIn(tx)) last = rows.at(-1) ?? last
        return { entries: last.place, hash: last.hash }
      },
      { steady: true },
    )
  } finally {
    await db.close()
  }
}
