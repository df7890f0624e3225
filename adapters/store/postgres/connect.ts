import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Fault } from '../../../bot/model/fault.ts'
import { againWhereCollided, beginning, type Db, failed, plain, type Session, type Sql } from './db.ts'

export interface ConnectOptions {
  /** postgres://USER:PASSWORD@HOST:PORT/NAME. It is in no error and no line. */
  readonly url: string
  /** What the database shows in `pg_stat_activity`. */
  readonly name?: string
  /** At most so many at a time, besides those for listening and for sessions. */
  readonly connections?: number
  /** The process may end without closing it, as a command that only looks. */
  readonly passing?: true
}

const CONNECT_MS = 10_000
const STATEMENT_MS = 30_000
/**
 * What a connection is to be like. Times are UTC whatever the database's own setting. A client that is gone without a word is noticed
 * by the server in some 11 seconds, and what it held is free: a session notices in 7 (peers.ts) that it is cut off itself.
 */
const SETTINGS = [
  ['TimeZone', 'UTC'],
  ['DateStyle', 'ISO'],
  ['client_min_messages', 'warning'],
  ['tcp_keepalives_idle', '5'],
  ['tcp_keepalives_interval', '2'],
  ['tcp_keepalives_count', '3'],
  ['tcp_user_timeout', '11000'],
] as const
/** Of a connection of the pool. An instance that hangs within a transaction must not hold its locks for ever. */
const LIMITS = [
  ['lock_timeout', '10s'],
  ['statement_timeout', `${STATEMENT_MS}ms`],
  ['idle_in_transaction_session_timeout', '30s'],
] as const

const setUp = (settings: readonly (readonly [string, string])[]): string =>
  `select ${settings.map(([name, value]) => `set_config('${name}', '${value}', false)`).join(', ')}`

/** Connects when something is asked for, and again after the server was away. @throws Fault `config` where the address is no good. */
export function connectPg({ url, name = 'qinqing', connections = 10, passing }: ConnectOptions): Db {
  const { place, hide } = namesIn(url)
  let wasThere = false
  /** What was right when it began is no mistake of the operator's later: it may come again. */
  const failure = (error: unknown): Fault => {
    const fault = refused(error, place, hide)
    return wasThere && fault.code === 'config' ? new Fault('storage', fault.message, { cause: fault.cause }) : fault
  }
  const config: pg.ClientConfig = {
    connectionString: url,
    fallback_application_name: name,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    types: { getTypeParser },
  }
  const pool = createPool({
    ...config,
    max: connections,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: passing ?? false,
    // Where the server does not answer at all; a later one than its own, which says more.
    query_timeout: STATEMENT_MS + 5_000,
    onConnect: async (client) => {
      await client.query(setUp([...SETTINGS, ...LIMITS]))
      wasThere = true
    },
  })
  // An idle connection that breaks is taken out of the pool, and the next query gets another.
  pool.on('error', () => {})
  const listeners = new Set<() => Promise<void>>()
  let closing: Promise<void> | undefined

  function createPool(options: pg.PoolConfig): pg.Pool {
    try {
      return new pg.Pool(options)
    } catch (error) {
      throw failure(error)
    }
  }

  async function run(client: pg.ClientBase | pg.Pool, statement: string, params?: readonly unknown[]) {
    try {
      return await client.query(statement, params && [...params])
    } catch (error) {
      throw failure(error)
    }
  }
  const sqlOn = (client: pg.ClientBase | pg.Pool): Sql => ({
    query: async <T extends object>(statement: string, params: readonly unknown[] = []) =>
      (await run(client, statement, params)).rows as T[],
  })

  async function take(): Promise<pg.PoolClient> {
    try {
      return await pool.connect()
    } catch (error) {
      throw failure(error)
    }
  }

  async function once<T>(work: (tx: Sql) => Promise<T>, how?: { readonly steady?: true }): Promise<T> {
    const client = await take()
    // What breaks between two queries is told to the next one.
    const broken = () => {}
    client.on('error', broken)
    let isUsable = false
    try {
      await run(client, beginning(how))
      const made = await work(sqlOn(client))
      // Where somebody went on after a statement had failed there is nothing to commit, and the database rolls back.
      if ((await run(client, 'commit')).command !== 'COMMIT') throw failure(new Error('a statement of it was refused'))
      isUsable = true
      return made
    } catch (error) {
      isUsable = await run(client, 'rollback').then(
        () => true,
        () => false,
      )
      throw error
    } finally {
      client.off('error', broken)
      client.release(!isUsable)
    }
  }

  async function openClient(): Promise<pg.Client> {
    let client: pg.Client | undefined
    try {
      client = new pg.Client(config)
      client.on('error', () => {})
      await client.connect()
      await client.query(setUp(SETTINGS))
      return client
    } catch (error) {
      if (client) await endOf(client)
      throw failure(error)
    }
  }

  async function listen(topic: string, on: () => void): Promise<() => Promise<void>> {
    const stopping = new AbortController()
    let client: pg.Client | undefined

    async function hear(): Promise<void> {
      const next = await openClient()
      next.once('end', () => stopping.signal.aborted || void rejoin())
      next.on('notification', on)
      try {
        await run(next, `listen ${pg.escapeIdentifier(topic)}`)
      } catch (error) {
        next.removeAllListeners('end')
        await endOf(next)
        throw error
      }
      client = next
      if (stopping.signal.aborted) await endOf(next)
    }
    async function rejoin(): Promise<void> {
      for (let waitMs = 100; !stopping.signal.aborted; waitMs = Math.min(2 * waitMs, 5_000)) {
        await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => {})
        if (stopping.signal.aborted) return
        const isBack = await hear().then(
          () => true,
          () => false,
        )
        if (isBack) return on()
      }
    }
    async function stop(): Promise<void> {
      stopping.abort()
      listeners.delete(stop)
      if (client) await endOf(client)
    }
    await hear()
    listeners.add(stop)
    return stop
  }

  return {
    ...sqlOn(pool),
    transaction: (work, how) => againWhereCollided(() => once(work, how)),
    listen,
    async session(work) {
      const client = await openClient()
      const lost = new AbortController()
      client.once('end', () => lost.abort())
      const session: Session = {
        ...sqlOn(client),
        lost: lost.signal,
        script: async (statements) => void (await run(client, statements)),
      }
      try {
        return await work(session)
      } finally {
        await endOf(client)
      }
    },
    close() {
      closing ??= Promise.all([...listeners].map((stop) => stop())).then(() => pool.end())
      return closing
    },
  }
}

/** Says goodbye, and does not wait for a server that is gone without a word. */
async function endOf(client: pg.Client): Promise<void> {
  await Promise.race([client.end().catch(() => {}), pause(1_000, undefined, { ref: false })])
}

/** Where it is, without who and with what; and what takes the password out of a text. */
function namesIn(url: string): { readonly place: string; readonly hide: (text: string) => string } {
  const { hostname, port, pathname, password } = URL.canParse(url) ? new URL(url) : new URL('postgres://unknown')
  const secrets = [password, decoded(password)].filter((secret) => secret !== '')
  return {
    place: `${decoded(hostname) || 'this machine'}${port && `:${port}`}${pathname}`,
    hide: (text) => secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text.replaceAll(url, place(url))),
  }
}

const place = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'DATABASE_URL')

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A fault that says where, and what to do. What can only be a mistake of the operator's is of code `config`. */
function refused(error: unknown, place: string, hide: (text: string) => string): Fault {
  if (error instanceof Fault) return error
  const { message, code } = plain(error)
  const cause = Object.assign(new Error(hide(message)), code !== undefined && { code })
  const mistake = (text: string) => new Fault('config', text, { cause })
  if (code?.startsWith('28'))
    return mistake(`the database at ${place} does not let us in (${cause.message}): mend DATABASE_URL`)
  if (code === '3D000') return mistake(`there is no such database at ${place}: create it, or mend DATABASE_URL`)
  if (code === 'ENOTFOUND') return mistake(`the database at ${place} is nowhere to be found: mend DATABASE_URL`)
  return failed(`the database at ${place} failed`, cause)
}

const INT8 = 20
const DATE = 1082
const TIMESTAMPTZ = 1184

/** Numbers as numbers, instants as the house writes them, days as they are. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === INT8) return Number
  if (oid === DATE) return String
  if (oid === TIMESTAMPTZ) return (text) => new Date(text).toISOString()
  return pg.types.getTypeParser(oid, format as 'text')
}
