import { setTimeout as after } from 'node:timers/promises'
import { Fault } from '../../../bot/model/fault.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import { keyCheck } from '../keyring.ts'
import { nodeDisk } from '../lowdb/disk.ts'
import { findMasterKey } from '../lowdb/master-key.ts'
import { connectPg } from './connect.ts'
import type { Sql } from './db.ts'
import { schemaOf } from './migrate.ts'

/** Why the bot does not start on a database, and what to do. */
export interface Wrong {
  readonly says: string
  readonly remedy: string
}

const OLDEST = 140_000

interface Settings {
  readonly version: number
  readonly shown: string
  readonly encoding: string
  readonly zone: string
  /** What must come back as it stands here. */
  readonly moment: string
  readonly replica: boolean
}
const MOMENT = '2026-02-28T23:59:59.999Z'

/** What about a server, or the settings that hold for this user in this database, would lose what was acknowledged, or mistake a time. */
export async function wrongWithServer(db: Sql): Promise<readonly Wrong[]> {
  const [server] = await db.query<Settings>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as shown,
            current_setting('server_encoding') as encoding, current_setting('TimeZone') as zone,
            $1::timestamptz as moment, pg_is_in_recovery() or current_setting('default_transaction_read_only')::bool as replica`,
    [MOMENT],
  )
  const off = await db.query<{ name: string; source: string }>(
    "select name, source from pg_settings where name in ('fsync', 'synchronous_commit') and setting = 'off' order by name",
  )
  if (!server) return []
  const { version, shown, encoding, zone, moment, replica } = server
  const wrong: (Wrong | false)[] = [
    version < OLDEST && { says: `PostgreSQL ${shown} is too old`, remedy: 'take 14 or newer' },
    ...off.map(({ name, source }) => ({
      says: `${name} is off (${WHERE[source] ?? source}): what was acknowledged could be lost in a power cut`,
      remedy: remedyOf(name, source),
    })),
    encoding !== 'UTF8' && {
      says: `its encoding is ${encoding}: it cannot hold every text`,
      remedy: "make it anew with create database … encoding 'UTF8' template template0",
    },
    (zone !== 'UTC' || moment !== MOMENT) && {
      says: `its time zone cannot be set to UTC (it is ${zone}, and ${MOMENT} comes back as ${moment})`,
      remedy: 'take TimeZone out of the options in DATABASE_URL; connect without a pooler that changes it',
    },
    replica && {
      says: 'it only reads (a replica, or read-only by default)',
      remedy: 'give the address of the primary',
    },
  ]
  return wrong.filter((one) => one !== false)
}

/** Where PostgreSQL has a setting from (pg_settings.source). */
const WHERE: Readonly<Record<string, string>> = {
  database: 'set for this database',
  user: 'set for this user',
  'database user': 'set for this user in this database',
  client: 'set in DATABASE_URL',
  'configuration file': 'in postgresql.conf',
  'command line': 'on the command line of the server',
}

function remedyOf(name: string, source: string): string {
  const resets: Readonly<Record<string, string>> = {
    database: `alter database … reset ${name}`,
    user: `alter role … reset ${name}`,
    'database user': `alter role … in database … reset ${name}`,
    client: `take it out of the options in DATABASE_URL`,
  }
  return resets[source] ?? `set ${name} = on in postgresql.conf, and reload`
}

/** A pooler that lends one connection to several would make of a turn that one process has a turn that all have. `held`: a lock of the session's. */
export async function wrongWithWay(session: Sql, other: Sql, held: string): Promise<readonly Wrong[]> {
  const ask = (sql: Sql) =>
    sql.query<{ got: boolean }>('select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as got', [held])
  // The session has it and gets it again; anybody else must not.
  const [[own], [others]] = [await ask(session), await ask(other)]
  if (own?.got && others?.got === false) return []
  return [
    {
      says: 'between it and us stands a pooler that shares connections: a lock of one of them is no lock',
      remedy: 'give the address of the server itself, or set the pooler to sessions',
    },
  ]
}

/** @throws Fault `config` that lists all that is wrong, each with what to do. */
export function refuse(wrong: readonly Wrong[]): void {
  if (wrong.length === 0) return
  const lines = wrong.map(({ says, remedy }) => `${says}: ${remedy}`)
  throw new Fault('config', ['cannot work on this database:', ...lines].join('\n  '))
}

/** What about the schema that is there. One that is not there yet is no harm: it is made. */
export function wrongWithSchema({ has, wants }: { readonly has: number; readonly wants: number }): readonly Wrong[] {
  if (has === 0 || has === wants) return []
  const says = `its schema is of version ${has}, and this program wants version ${wants}`
  const remedy =
    has < wants
      ? 'stop every instance, and run qinqing database migrate'
      : 'it was made by a newer version of the program: take that one'
  return [{ says, remedy }]
}

export interface Meta {
  readonly keyCheck?: string
  /** The version of the folds that made the records. */
  readonly folds?: number
}

export async function metaOf(db: Sql): Promise<Meta> {
  const rows = await db.query<{ name: string; value: string }>('select name, value from meta')
  const { 'key-check': check, folds } = Object.fromEntries(rows.map(({ name, value }) => [name, value]))
  return { ...(check !== undefined && { keyCheck: check }), ...(folds !== undefined && { folds: Number(folds) }) }
}

const WRONG_KEY: Wrong = {
  says: 'it was begun with another master key',
  remedy: 'give that one with QINQING_MASTER_KEY, or put its master.key into the data folder',
}

/** `null`: there is none, which only a new database takes. */
export function wrongWithKey(master: Buffer | null, { keyCheck: check }: Meta): readonly Wrong[] {
  if (check === undefined) return []
  if (!master) return [{ says: 'no master key was given, and none is in the data folder', remedy: WRONG_KEY.remedy }]
  return check === keyCheck(master) ? [] : [WRONG_KEY]
}

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
