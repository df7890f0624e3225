import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Fault } from '../../../bot/model/fault.ts'
import { againWhereCollided, beginning, type Db, type Session, type Sql, sqlStateOf, type Transaction } from './db.ts'
import { faultsOf } from './faults.ts'
import { createListeners, endOf } from './listeners.ts'

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
/** Something went wrong in this transaction before. */
const REFUSED_AFTER = '25P02'
const STATEMENT_MS = 30_000
/** What is to be undone is undone by the server alone where it does not answer so long. */
const ROLLBACK_MS = 5_000
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

/** The name, too: one that is given in the address would hide an instance from those who look whether any is at work. */
const setUp = (name: string, settings: readonly (readonly [string, string])[]): string =>
  `select ${[...settings, ['application_name', name] as const]
    .map(([setting, value]) => `set_config('${setting}', ${pg.escapeLiteral(value)}, false)`)
    .join(', ')}`

/** Connects when something is asked for, and again after the server was away. @throws Fault `config` where the address is no good. */
export function connectPg({ url, name = 'qinqing', connections = 10, passing }: ConnectOptions): Db {
  const faultOf = faultsOf(url)
  let wasThere = false
  /** What was right when it began is no mistake of the operator's later: it may come again. */
  const failure = (error: unknown): Fault => {
    const fault = faultOf(error)
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
    // What is asked for without waiting for what went before goes out with it.
    pipeline: true,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: passing ?? false,
    // Where the server does not answer at all; a later one than its own, which says more.
    query_timeout: STATEMENT_MS + 5_000,
    onConnect: async (client) => {
      await client.query(setUp(name, [...SETTINGS, ...LIMITS]))
      wasThere = true
    },
  })
  // An idle connection that breaks is taken out of the pool, and the next query gets another.
  pool.on('error', () => {})
  const listeners = createListeners(openClient, failure)
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

  async function once<T>(work: (tx: Transaction) => Promise<T>, how?: { readonly steady?: true }): Promise<T> {
    const client = await take()
    // What breaks between two queries is told to the next one.
    const broken = () => {}
    client.on('error', broken)
    let isUsable = false
    const sent: Promise<unknown>[] = []
    let first: { readonly error: unknown } | undefined
    const ask = async (statement: string, params?: readonly unknown[]) => {
      try {
        return await run(client, statement, params)
      } catch (error) {
        first ??= { error }
        throw error
      }
    }
    const send: Transaction['send'] = (statement, params) => {
      const done = ask(statement, params)
      done.catch(() => {})
      sent.push(done)
    }
    try {
      send(beginning(how))
      const made = await work({
        query: async <T extends object>(statement: string, params?: readonly unknown[]) =>
          (await ask(statement, params)).rows as T[],
        send,
      })
      const committed = ask('commit')
      committed.catch(() => {})
      for (const done of sent) await done
      // Where somebody went on after a statement had failed there is nothing to commit, and the database rolls back.
      if ((await committed).command !== 'COMMIT') throw failure(new Error('a statement of it was refused'))
      isUsable = true
      return made
    } catch (error) {
      isUsable = await Promise.race([
        run(client, 'rollback').then(
          () => true,
          () => false,
        ),
        pause(ROLLBACK_MS, false, { ref: false }),
      ])
      // What a statement was refused for is that one before it went wrong.
      throw sqlStateOf(error) === REFUSED_AFTER && first ? first.error : error
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
      await client.query(setUp(name, SETTINGS))
      return client
    } catch (error) {
      if (client) await endOf(client)
      throw failure(error)
    }
  }

  return {
    ...sqlOn(pool),
    transaction: (work, how) => againWhereCollided(() => once(work, how)),
    listen: listeners.listen,
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
      closing ??= listeners.close().then(() => pool.end())
      return closing
    },
  }
}

/** Connects for as long as this work takes. */
export async function withDatabase<T>(options: ConnectOptions, work: (db: Db) => Promise<T>): Promise<T> {
  const db = connectPg(options)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
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
