import { join } from 'node:path'
import Postgrator from 'postgrator'
import { Fault } from '../../../bot/model/fault.ts'
import { type Session, type Sql, sqlStateOf, wholly } from './db.ts'

/** Where it is written down which migrations were made, when, and with which checksum. */
const TABLE = 'qinqing_migrations'

export interface Schema {
  /** 0 where there is none yet. */
  readonly has: number
  /** What this program was written for. */
  readonly wants: number
}

/** The migration whose number is the highest in the folder (`001.do.begin.sql`), and the highest that was made. */
export async function schemaOf(db: Sql, folder: string): Promise<Schema> {
  const [table] = await db.query<{ there: boolean }>('select to_regclass($1) is not null as there', [TABLE])
  const [made] = table?.there
    ? await db.query<{ version: number | null }>(`select max(version) as version from ${TABLE}`)
    : []
  return { has: made?.version ?? 0, wants: await create(db, folder).getMaxVersion() }
}

/**
 * Makes the migrations that are missing, all or none of them: they are one transaction. Whoever calls holds
 * `PREPARING`, so that two that start at once do not both begin. Returns the names of those made.
 *
 * @throws Fault `config` where one that was made before has another text now, or the database does not take one.
 */
export async function migrate(session: Session, folder: string): Promise<readonly string[]> {
  const made = await wholly(session, () => create(session, folder).migrate()).catch((error: unknown) => {
    throw refusal(error)
  })
  return made.map(({ version, name }) => `${version} ${name}`)
}

function create(db: Sql | Session, folder: string): Postgrator {
  return new Postgrator({
    driver: 'pg',
    migrationPattern: join(folder, '*.sql'),
    schemaTable: TABLE,
    newline: 'LF',
    execQuery: async (query) => ({ rows: [...(await db.query<Record<string, unknown>>(query))] }),
    ...('script' in db && { execSqlScript: (script: string) => db.script(script) }),
  })
}

function refusal(error: unknown): unknown {
  const reason = error instanceof Error ? error.message : String(error)
  if (/MD5 checksum/.test(reason))
    return new Fault('config', `${reason}: this program is not the one that made this database; take that one`, {
      cause: error,
    })
  // What stands there already, or may not be made.
  const remedy = { '42P07': 'give a database of its own', '42501': 'let this user make tables in it' }[
    sqlStateOf(error) ?? ''
  ]
  return remedy ? new Fault('config', `${reason}; ${remedy}`, { cause: error }) : error
}
