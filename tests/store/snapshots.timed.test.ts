import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Ledger } from '../../adapters/store/index.ts'
import { type Disk, nodeDisk } from '../../adapters/store/lowdb/disk.ts'
import { live, newFolder, openIn } from './folder.ts'
import { AT, CHEN, change, registered } from './samples.ts'

const FLUSH_MS = 60

/** A flush of a part of a snapshot takes its time; that of the journal does not. */
const slow: Disk = {
  ...nodeDisk,
  async open(path) {
    const file = await nodeDisk.open(path)
    return path.includes('snapshot') ? { ...file, sync: () => pause(FLUSH_MS).then(() => file.sync()) } : file
  },
}

async function lasts(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const WAITING: readonly (readonly [string, (ledger: Ledger) => Promise<void>])[] = [
  ['the end', (ledger) => ledger.close()],
  ['an erasure', (ledger) => ledger.appeals.erase(CHEN.id, AT)],
]

test.each(WAITING)('a snapshot rests between its parts, but not while %s waits for it', async (_, wait) => {
  const ledger = await openIn(newFolder(), { disk: slow, snapshotEvery: 1 })
  await live(ledger)
  await ledger.appeals.commit(change('one more', { events: [registered('QQ33333333')] }))
  expect(await lasts(() => wait(ledger))).toBeLessThan(20 * FLUSH_MS)
})
