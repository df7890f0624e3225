import { PGlite, type Transaction, types } from '@electric-sql/pglite'
import {
  againWhereCollided,
  beginning,
  type Db,
  failed,
  type Session,
  type Sql,
} from '../../adapters/store/postgres/db.ts'

/** A PostgreSQL within this process, which speaks as the client of a real one does. */
export const createPglite = (): Promise<PGlite> =>
  PGlite.create({
    parsers: {
      [types.INT8]: Number,
      [types.DATE]: String,
      [types.TIMESTAMPTZ]: (text: string) => new Date(text).toISOString(),
      [types.BYTEA]: (text: string) => Buffer.from(text.slice(2), 'hex'),
    },
  })

/** It has one connection: a session is the same as all the rest, and what it locks keeps out nobody. */
export function onPglite(pglite: PGlite): Db {
  const sqlOn = (client: PGlite | Transaction): Sql => ({
    query: async <T extends object>(statement: string, params: readonly unknown[] = []) => {
      try {
        return (await client.query<T>(statement, [...params])).rows
      } catch (error) {
        throw failed('the database failed', error)
      }
    },
  })
  const session: Session = {
    ...sqlOn(pglite),
    lost: new AbortController().signal,
    script: async (statements) => {
      await pglite.exec(statements).catch((error: unknown) => {
        throw failed('the database failed', error)
      })
    },
  }
  return {
    ...sqlOn(pglite),
    transaction: (work, how) =>
      againWhereCollided(() =>
        pglite.transaction(async (tx) => {
          if (how?.steady) await tx.exec(beginning(how).replace(/^begin/, 'set transaction'))
          const sent: Promise<unknown>[] = []
          const send = (statement: string, params?: readonly unknown[]) => {
            const done = sqlOn(tx).query(statement, params)
            done.catch(() => {})
            sent.push(done)
          }
          const made = await work({ ...sqlOn(tx), send })
          for (const done of sent) await done
          return made
        }),
      ),
    listen: (topic, on) => pglite.listen(topic, on),
    session: (work) => work(session),
    close: () => pglite.close(),
  }
}
