import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe } from 'vitest'
import { connectPg } from '../../adapters/store/postgres/connect.ts'
import type { Db } from '../../adapters/store/postgres/db.ts'
import { createPostgresLedger } from '../../adapters/store/postgres/ledger.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createPglite, onPglite } from '../postgres/pglite.ts'
import { sharedServer } from '../postgres/server.ts'
import { emptyTables, makeTables, unflushed } from '../postgres/tables.ts'
import { AT } from '../store/samples.ts'
import { lifeContract } from './life.contract.ts'
import { staffContract } from './staff.contract.ts'
import { type SetUp, storeContract } from './store.contract.ts'
import { waitingContract } from './waiting.contract.ts'

/** Each is a transaction of several rounds. */
const MANY = { many: 40 }

/** One database for all of these tests, emptied before each; opened again, it is another instance that goes on. */
function inDatabase(connect: () => Promise<Db>, contracts: (setUp: SetUp) => void): void {
  describe('one database', () => {
    let db: Db
    beforeAll(async () => {
      db = await connect()
      await makeTables(db)
    }, 120_000)
    afterAll(() => db.close())
    contracts(async () => {
      await emptyTables(db)
      const master = randomBytes(32)
      let instances = 0
      const open = () => createPostgresLedger({ db, master, folds, instance: `${++instances}`, now: () => AT })
      let ledger = await open()
      return {
        ledger,
        async reopen() {
          await ledger.close()
          ledger = await open()
          return ledger
        },
      }
    })
  })
}

inDatabase(
  async () => connectPg({ url: unflushed(await (await sharedServer()).database()) }),
  (setUp) => {
    storeContract('the PostgreSQL store', setUp, MANY)
    for (const contract of [lifeContract, staffContract, waitingContract]) contract('the PostgreSQL store', setUp)
  },
)

// It takes the longer, and speaks as the server does: the one suite that touches all of the store is enough.
inDatabase(
  async () => onPglite(await createPglite()),
  (setUp) => storeContract('the PostgreSQL store in pglite', setUp, MANY),
)
