import { setTimeout as after } from 'node:timers/promises'
import { Fault } from '../../../bot/model/fault.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import { nodeDisk } from '../lowdb/disk.ts'
import { findMasterKey } from '../lowdb/master-key.ts'
import { connectPg } from './connect.ts'
import { schemaOf } from './migrate.ts'
import { metaOf, type Wrong, wrongWithKey, wrongWithSchema, wrongWithServer } from './refuse.ts'

export interface LookOptions {
  readonly url: string
  /** The folder of the migrations. */
  readonly migrations: string
  readonly masterKey?: string
  /** Where master.key lies, if none is given. */
  readonly keyFolder: string
}

export interface Look {
  /** `PostgreSQL 16.3, schema 1, 48123 entries`. */
  readonly says: string
  readonly wrong: readonly Wrong[]
  /** The clock of the database. */
  readonly now: Instant
}

const PATIENCE_MS = 5_000

/** Looks at a database, and changes nothing. @throws Fault where it cannot be reached within five seconds, or does not let us in. */
export async function lookAtDatabase({ url, migrations, masterKey, keyFolder }: LookOptions): Promise<Look> {
  const db = connectPg({ url, name: 'qinqing look', connections: 1 })
  const late = new AbortController()
  const patience = after(PATIENCE_MS, undefined, { signal: late.signal, ref: false }).then(() => {
    throw new Fault(
      'storage',
      'the database did not answer within five seconds: is it there, and is the way to it open?',
    )
  })
  patience.catch(() => {})
  try {
    return await Promise.race([look(), patience])
  } finally {
    late.abort()
    void db.close().catch(() => {})
  }

  async function look(): Promise<Look> {
    const [server] = await db.query<{ shown: string; now: Instant }>(
      "select current_setting('server_version') as shown, clock_timestamp() as now",
    )
    const schema = await schemaOf(db, migrations)
    const isReady = schema.has > 0 && schema.has <= schema.wants
    const [head] = isReady ? await db.query<{ place: number }>('select place from head') : []
    const master = await findMasterKey(nodeDisk, keyFolder, masterKey)
    const wrong = [
      ...(await wrongWithServer(db)),
      ...wrongWithSchema(schema),
      ...(isReady ? wrongWithKey(master, await metaOf(db)) : []),
    ]
    const made = schema.has === 0 ? 'no schema yet' : `schema ${schema.has}, ${head?.place ?? 0} entries`
    return { says: `PostgreSQL ${server?.shown}, ${made}`, wrong, now: server?.now ?? '' }
  }
}
