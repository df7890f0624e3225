import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryStore, openLedger } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { AT } from '../store/samples.ts'
import { lifeContract } from './life.contract.ts'
import { staffContract } from './staff.contract.ts'
import { type SetUp, storeContract } from './store.contract.ts'
import { waitingContract } from './waiting.contract.ts'

const SUITES = [storeContract, lifeContract, staffContract, waitingContract]
/** With a snapshot at each write, which takes its time, the suite that touches all of the store is enough; QINQING_LONG runs all. */
const SLOWLY = process.env['QINQING_LONG'] ? SUITES : [storeContract]

function contracts(name: string, setUp: SetUp, suites = SUITES): void {
  for (const suite of suites) suite(name, setUp)
}

contracts('the memory store', async () => ({ ledger: createMemoryStore({ folds }) }))

const onDisk = (name: string, how: { snapshotEvery: number; restart: 'close' | 'kill' }, suites = SUITES) => {
  const setUp: SetUp = async () => {
    const home = await mkdtemp(join(tmpdir(), 'qinqing-store-'))
    let folder = join(home, 'data')
    const open = () => openLedger({ folder, folds, snapshotEvery: how.snapshotEvery, now: () => AT })
    let ledger = await open()
    return {
      ledger,
      async reopen() {
        const before = folder
        // A copy taken beside the running process is what a kill leaves.
        if (how.restart === 'kill') {
          folder = `${before}-later`
          await cp(before, folder, { recursive: true })
        }
        await ledger.close()
        ledger = await open()
        return ledger
      },
      tearDown: () => rm(home, { recursive: true }),
    }
  }
  contracts(name, setUp, suites)
}

onDisk('the lowdb store, closed and opened', { snapshotEvery: 2000, restart: 'close' })
onDisk('the lowdb store, killed and replayed', { snapshotEvery: 2000, restart: 'kill' })
onDisk('the lowdb store with a snapshot at every write', { snapshotEvery: 1, restart: 'close' }, SLOWLY)
