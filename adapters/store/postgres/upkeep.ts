import { withDatabase } from './connect.ts'
import { lockFor, PREPARING } from './locks.ts'
import { migrate, schemaOf } from './migrate.ts'
import { noLedger, refuse, refuseInstances, wrongWithSchema, wrongWithServer } from './refuse.ts'
import { entriesIn, GENESIS } from './rows-of.ts'

/** As those are called that an instance need not be stopped for. */
const NAME = { name: 'qinqing look', connections: 1 } as const

/** Makes the migrations that are missing; no instance may be at work. Returns their names. */
export async function migrateDatabase(of: {
  readonly url: string
  readonly migrations: string
}): Promise<readonly string[]> {
  const { url, migrations } = of
  return withDatabase({ url, ...NAME }, async (db) => {
    refuse(await wrongWithServer(db))
    return db.session(async (session) => {
      await lockFor(session, PREPARING)
      const schema = await schemaOf(session, migrations)
      if (schema.has > schema.wants) refuse(wrongWithSchema(schema))
      if (schema.has < schema.wants) await refuseInstances(session)
      return migrate(session, migrations)
    })
  })
}

export interface Verified {
  readonly entries: number
  /** The hash of the last entry: noted down elsewhere, it shows later that nothing was taken away. */
  readonly hash: string
}

/**
 * Checks every entry of a database and the chain that ties them, as of one moment. Needs no key.
 *
 * @throws Fault `damaged`, naming the entry; `config` where there is no ledger.
 */
export async function verifyDatabase({ url }: { readonly url: string }): Promise<Verified> {
  return withDatabase({ url, ...NAME }, (db) =>
    db.transaction(
      async (tx) => {
        const [ledger] = await tx.query<{ there: boolean }>("select to_regclass('head') is not null as there")
        if (!ledger?.there) throw noLedger()
        let last = GENESIS
        for await (const rows of entriesIn(tx)) last = rows.at(-1) ?? last
        return { entries: last.place, hash: last.hash }
      },
      { steady: true },
    ),
  )
}
