import type { FileStore } from '../../../bot/ports/file-store.ts'
import { createFileReader, createFileStore, type FileShelf } from '../files.ts'
import { keyIdIn } from '../keyring.ts'
import type { Sql } from './db.ts'
import { keysOf, type TransactionKeys } from './keys.ts'
import type { World } from './world.ts'

/** Files in the database, beside the ledger: a backup of the one has the other. */
export function createPostgresFiles(world: World): FileStore {
  return {
    put: (person, file) =>
      world.db.transaction(async (tx) => {
        const keys = keysOf(tx, world.master)
        await keys.learn([person], { held: true })
        const store = createFileStore({
          shelf: shelfOn(tx),
          keyring: keys.keyring,
          async sealing(_, seal) {
            await keys.keyring.ensure([person])
            return seal()
          },
        })
        return store.put(person, file)
      }),
    get: (ref) => {
      const keys = keysOf(world.db, world.master)
      return createFileReader(withKeys(world.db, keys), keys.keyring).get(ref)
    },
  }
}

/** Looks up the key that a file is sealed with, as it is read. */
function withKeys(sql: Sql, { learn }: TransactionKeys): FileShelf {
  const shelf = shelfOn(sql)
  return {
    ...shelf,
    async read(name) {
      const bytes = await shelf.read(name)
      if (!bytes) return null
      const owners = await sql.query<{ person: string }>('select person from keys where id = $1', [keyIdIn(bytes)])
      await learn(owners.map(({ person }) => person))
      return bytes
    },
  }
}

export function shelfOn(sql: Sql): FileShelf {
  return {
    pathOf: (name) => `the file ${name} in the database`,
    async read(name) {
      const [file] = await sql.query<{ bytes: Buffer }>('select bytes from files where name = $1', [name])
      return file?.bytes ?? null
    },
    async write(name, bytes) {
      await sql.query(
        'insert into files (name, bytes) values ($1, $2) on conflict (name) do update set bytes = excluded.bytes',
        [name, bytes],
      )
    },
    async removeAll(prefix) {
      await sql.query('delete from files where starts_with(name, $1)', [prefix])
    },
  }
}
