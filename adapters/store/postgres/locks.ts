import type { Sql } from './db.ts'

/** Held by whoever makes the database ready, or copies it: nobody begins to work on it meanwhile. */
export const PREPARING = 'qinqing/prepare'

/** A lock of this name, held by this connection alone until it ends. */
export async function lockFor(session: Sql, name: string): Promise<void> {
  await session.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
}

/** The same, or false where another has it. */
export async function tryLockFor(session: Sql, name: string): Promise<boolean> {
  const [got] = await session.query<{ is: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as is', [
    name,
  ])
  return got?.is === true
}
