import { setTimeout as pause } from 'node:timers/promises'
import { Fault } from '../../../bot/model/fault.ts'

/**
 * Runs one statement with `$1`, `$2` … for what is put in. Numbers of eight bytes come back as numbers, instants
 * (timestamptz) as ISO 8601 with milliseconds, bytea as Buffer, JSON parsed; JSON is put in as text.
 *
 * @throws Fault `storage` for whatever goes wrong; `sqlStateOf` tells what the database said. Nothing of what stood in
 * the statement is in the error.
 */
export interface Sql {
  query<T extends object>(statement: string, params?: readonly unknown[]): Promise<readonly T[]>
}

/** Within a transaction: what is asked for without waiting for what went before goes out with it, and is done in that order. */
export interface Transaction extends Sql {
  /**
   * Is not waited for: what goes wrong with it fails the transaction at its end. What is sent last goes out with the commit,
   * so what it locks nobody waits for longer than one round trip, even where this process is stopped in its midst.
   */
  send(statement: string, params?: readonly unknown[]): void
}

/** A connection of its own, for locks that belong to it, and for statements that take their time. */
export interface Session extends Sql {
  /** Several statements, which are one transaction unless they say otherwise. */
  script(statements: string): Promise<void>
  /** Aborted when the connection is gone, and with it all that it held. */
  readonly lost: AbortSignal
}

/** All that the ledger asks of a PostgreSQL; a port, so that tests can run in this process. */
export interface Db extends Sql {
  /**
   * Done whole or not at all, READ COMMITTED; run again, up to five times, where the database says that it collided with
   * another: so what it does besides must not matter when done twice. `steady`: sees the database as it is at one moment,
   * and changes nothing, for as long as it takes.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, how?: { readonly steady?: true }): Promise<T>
  /** Resolves once heard from then on. `on` is also called when a lost connection is back: something may have been missed. */
  listen(topic: string, on: () => void): Promise<() => Promise<void>>
  session<T>(work: (session: Session) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** The same on a session, once: what its work says there is done whole or not at all. */
export async function wholly<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.script('begin')
  try {
    const made = await work()
    await session.script('commit')
    return made
  } catch (error) {
    await session.script('rollback').catch(() => {})
    throw error
  }
}

/** What the database called it (`23505`: there already); undefined where it was no error of its. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) return error.code
  return sqlStateOf(error.cause)
}

/** Serialization failure, deadlock. */
const COLLIDED: readonly string[] = ['40001', '40P01']
const TRIES = 5

/** Does it again where it collided with others, who go on meanwhile. */
export async function againWhereCollided<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work()
    } catch (error) {
      if (tried === TRIES || !COLLIDED.includes(sqlStateOf(error) ?? '')) throw error
      await pause(Math.random() * 20 * tried)
    }
  }
}

/** What is put at the head of a transaction. */
export const beginning = (how?: { readonly steady?: true }): string =>
  how?.steady
    ? "begin isolation level repeatable read read only; set local idle_in_transaction_session_timeout = '1h'"
    : 'begin isolation level read committed'

/** A fault that tells what the database said, and nothing of the values that went in: these stand in detail, where and query. */
export function failed(what: string, error: unknown): Fault {
  if (error instanceof Fault) return error
  const { message, code } = plain(error)
  const cause = Object.assign(new Error(message), code !== undefined && { code })
  return new Fault('storage', `${what}: ${message}`, { cause })
}

/** Its message and code. What is wrong with a value quotes the value: that is left out. */
export function plain(error: unknown): { readonly message: string; readonly code?: string } {
  // Several addresses of one host that were all tried in vain come with an empty message.
  if (error instanceof AggregateError && error.errors.length > 0) return plain(error.errors[0])
  if (!(error instanceof Error)) return { message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const isOfValue = code !== undefined && /^22[0-9A-Z]{3}$/.test(code)
  const message = isOfValue ? error.message.replace(/".*"/s, '"…"') : error.message
  return { message: message || code || error.name, ...(code !== undefined && { code }) }
}
