import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Fault } from '../../../bot/model/fault.ts'
import { createKeyring } from '../keyring.ts'
import { createReading, type Reading } from '../ledger.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { createJournalReader, replay, START } from './journal.ts'
import { readKeys } from './key-file.ts'
import { loadState } from './load.ts'
import { findMasterKey, MASTER_KEY_FILE } from './master-key.ts'
import type { LedgerOptions } from './open.ts'

export interface LedgerReading extends Reading {
  readonly notices: readonly string[]
}

/**
 * Reads the ledger as it stands, up to the last whole line. Takes no lock, changes nothing, and works beside an owner.
 *
 * @throws Fault `config` when there is no ledger in the folder, and those of `openLedger`.
 */
export async function readLedger(
  options: Omit<LedgerOptions, 'lock' | 'snapshotEvery' | 'now'>,
): Promise<LedgerReading> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readOnce(options)
    } catch (error) {
      // The owner may have stored a snapshot, erased a person or cut a refused write under our eyes: look again.
      if (attempt === 3 || !(error instanceof Fault) || error.code !== 'damaged') throw error
      await setTimeout(50)
    }
  }
}

async function readOnce(options: LedgerOptions): Promise<LedgerReading> {
  const { disk = nodeDisk, folds } = options
  const folder = resolve(options.folder)
  const notices: string[] = []
  const master = await findMasterKey(disk, folder, options.masterKey)
  const stored = master && (await readKeys(disk, folder, master))
  if (!stored) {
    if ((await disk.list(folder)).includes('keys.jsonl'))
      throw new Fault('key', `${join(folder, MASTER_KEY_FILE)} is missing: put it back, or give the master key`)
    throw new Fault('config', `there is no ledger in ${folder}: start the bot once, or give its data folder`)
  }
  const keyring = createKeyring({ master, file: readOnly, records: stored.records })
  const inUse = stored.records.length > 0
  const { state } = await loadState({ disk, folder, folds, keyring, inUse, notice: (text) => notices.push(text) })
  const { entryAt } = await createJournalReader(disk, folder)
  const reading = createReading({ state, keyring, journal: { entryAt, append: refuse } })
  for (const text of notices) options.onNotice?.(text)
  return { ...reading, notices }
}

/** Checks every line of the journal and the chain that ties them. @throws Fault `damaged`, naming file and line. */
export async function verifyJournal(folder: string, disk: Disk = nodeDisk): Promise<{ readonly lines: number }> {
  const { lines } = await replay(disk, resolve(folder), START, () => {})
  return { lines }
}

const refuse = (): Promise<never> => Promise.reject(new Error('this is a reader'))
const readOnly = { add: refuse, replace: refuse }
