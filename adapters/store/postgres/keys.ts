import type { PersonId } from '../../../bot/model/appeal.ts'
import { SYSTEM } from '../entry.ts'
import { createKeyring, type KeyRecord, type Keyring, keyIdIn } from '../keyring.ts'
import type { Sql } from './db.ts'

/** The keys that a transaction works with, as the database has them now: nothing is remembered from another. */
export interface TransactionKeys {
  readonly keyring: Keyring
  /**
   * Looks up the keys of these persons. `held`: nobody can destroy them until the transaction ends, which whoever seals
   * must be sure of; the key of the system is never destroyed.
   */
  learn(persons: Iterable<PersonId>, how?: { readonly held?: boolean }): Promise<void>
  /** Looks up what these are sealed with where that was made after its person's keys were looked up. */
  learnOf(sealed: readonly (Buffer | null)[]): Promise<void>
}

/** A key as it stands in the table `keys`. */
export interface StoredKey {
  readonly id: string
  readonly person: PersonId
  readonly wrapped: string | null
  readonly erased: string | null
}

export function keysOf(sql: Sql, master: Buffer): TransactionKeys {
  const keyring = createKeyring({
    master,
    file: {
      name: 'the table keys',
      async add(records) {
        const added = await sql.query(
          `insert into keys (id, person, wrapped)
           select id, person, wrapped from json_to_recordset($1::text::json) as r (id text, person text, wrapped text)
           order by person on conflict do nothing returning id`,
          [JSON.stringify(records)],
        )
        if (added.length < records.length) throw collided('another process has just made that key')
      },
      async replace(records) {
        await sql.query(
          `update keys set wrapped = null, erased = r.erased
           from json_to_recordset($1::text::json) as r (id text, erased text)
           where keys.id = r.id and r.erased is not null and keys.erased is null`,
          [JSON.stringify(records)],
        )
      },
    },
  })
  const ids = new Set<string>()
  const known = new Set<PersonId>()
  const held = new Set<PersonId>()

  async function look(by: 'person' | 'id', these: readonly string[], lock = ''): Promise<void> {
    if (these.length === 0) return
    const found = await sql.query<StoredKey>(
      `select id, person, wrapped, erased from keys where ${by} = any($1)${lock}`,
      [these],
    )
    keyring.learn(found.flatMap(recordOf))
    for (const { id } of found) ids.add(id)
  }

  return {
    keyring,
    async learn(persons, how = {}) {
      const done = how.held ? held : known
      const wanted = [...new Set(persons)].filter((person) => !done.has(person))
      // Nobody erases the system: not to write to its row at every commit spares all of them a wait.
      const holding = how.held ? wanted.filter((person) => person !== SYSTEM) : []
      const looking = wanted.filter((person) => !holding.includes(person) && !known.has(person))
      await Promise.all([look('person', holding, ' order by person, id for share'), look('person', looking)])
      for (const person of wanted) {
        done.add(person)
        known.add(person)
      }
    },
    async learnOf(sealed) {
      const wanted = new Set(sealed.flatMap((bytes) => (bytes ? [keyIdIn(bytes)] : [])))
      await look(
        'id',
        [...wanted].filter((id) => !ids.has(id)),
      )
    },
  }
}

/** An error on which a transaction is done again from the beginning. */
const collided = (why: string): Error => Object.assign(new Error(why), { code: '40001' })

export function recordOf({ id, person, wrapped, erased }: StoredKey): KeyRecord[] {
  if (erased !== null) return [{ person, id, erased }]
  return wrapped === null ? [] : [{ person, id, wrapped }]
}
