import { Fault } from '../../../bot/model/fault.ts'
import { keyCheck } from '../keyring.ts'
import type { Sql } from './db.ts'

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
      says: `the encoding of the database is ${encoding}: it cannot hold every text`,
      remedy: "make it anew with create database … encoding 'UTF8' template template0",
    },
    (zone !== 'UTC' || moment !== MOMENT) && {
      says: `the time zone of the database cannot be set to UTC (it is ${zone}, and ${MOMENT} comes back as ${moment})`,
      remedy: 'take TimeZone out of the options in DATABASE_URL; connect without a pooler that changes it',
    },
    replica && {
      says: 'the database only reads (a replica, or read-only by default)',
      remedy: 'give the address of the primary',
    },
  ]
  return wrong.filter((one) => one !== false)
}

/** Where PostgreSQL has a setting from (pg_settings.source). */
const WHERE: Readonly<Record<string, string>> = {
  database: 'set for this database',
  user: 'set for this user',
  global: 'set for all users',
  'database user': 'set for this user in this database',
  client: 'set in DATABASE_URL',
  'configuration file': 'in postgresql.conf',
  'command line': 'on the command line of the server',
}

function remedyOf(name: string, source: string): string {
  const resets: Readonly<Record<string, string>> = {
    database: `alter database … reset ${name}`,
    user: `alter role … reset ${name}`,
    global: `alter role all reset ${name}`,
    'database user': `alter role … in database … reset ${name}`,
    client: 'take it out of the options in DATABASE_URL',
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
      says: 'between the database and us stands a pooler that shares connections: a lock of one of them is no lock',
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
  const says = `the schema of the database is of version ${has}, and this program wants version ${wants}`
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
  says: 'the database was begun with another master key',
  remedy: 'give that one with QINQING_MASTER_KEY, or put its master.key into the data folder',
}

/** `null`: there is none, which only a new database takes. */
export function wrongWithKey(master: Buffer | null, { keyCheck: check }: Meta): readonly Wrong[] {
  if (check === undefined) return []
  if (!master) return [{ says: 'no master key was given, and none is in the data folder', remedy: WRONG_KEY.remedy }]
  return check === keyCheck(master) ? [] : [WRONG_KEY]
}

export const noLedger = (): Fault =>
  new Fault('config', 'there is no ledger in this database: start the bot once, or mend DATABASE_URL')

/** What only looks, or sees to it that nobody is at work itself. */
const ASIDE = ['qinqing look', 'qinqing copy', 'qinqing start']

/** @throws Fault `config` where an instance works on the database: what it does meanwhile would be lost, or done by other rules. */
export async function refuseInstances(db: Sql): Promise<void> {
  const others = await db.query<{ name: string }>(
    `select distinct application_name as name from pg_stat_activity
     where datname = current_database() and application_name like 'qinqing %' and application_name <> all($1)
     order by name`,
    [ASIDE],
  )
  if (others.length === 0) return
  const names = others.map(({ name }) => name.slice('qinqing '.length)).join(', ')
  throw new Fault('config', `${others.length} instances work on the database (${names}): stop them first`)
}
