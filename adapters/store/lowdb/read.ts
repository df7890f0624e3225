import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Fault } from '../../../bot/model/fault.ts'
import type { FileStore } from '../../../bot/ports/file-store.ts'
import { createFileReader } from '../files.ts'
import { createKeyring } from '../keyring.ts'
import { createReading, type Reading } from '../reading.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { createFileShelf } from './file-shelf.ts'
import { findKeys } from './find-keys.ts'
import { createJournalReader } from './journal.ts'
import { keysPath } from './key-file.ts'
import { loadState } from './load.ts'
import type { LedgerOptions } from './open.ts'
import { snapshotPosition } from './snapshot.ts'
import { checkJournal, START } from './walk.ts'

export interface LedgerReading extends Reading {
  readonly files: Pick<FileStore, 'get'>
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
  return steadily(() => readOnce(options))
}

/** The owner may store a snapshot, erase a person or cut a refused write under our eyes: then it looks again. */
async function steadily<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read()
    } catch (error) {
      if (attempt === 3 || !(error instanceof Fault) || error.code !== 'damaged') throw error
      await setTimeout(50)
    }
  }
}

async function readOnce(options: LedgerOptions): Promise<LedgerReading> {
  const { disk = nodeDisk, folds } = options
  const folder = resolve(options.folder)
  const notices: string[] = []
  const { master, stored } = await findKeys(disk, folder, options.masterKey)
  if (!master || !stored) throw noLedger(folder)
  const file = { name: keysPath(folder), add: refuse, replace: refuse }
  const keyring = createKeyring({ master, file, records: stored.records })
  const inUse = stored.records.length > 0
  const { state, journal } = await loadState({
    disk,
    folder,
    folds,
    keyring,
    inUse,
    notice: (text) => notices.push(text),
  })
  const reader = await createJournalReader(disk, folder, journal.end)
  const reading = createReading({ state, keyring, journal: { ...reader, append: refuse } })
  for (const text of notices) options.onNotice?.(text)
  return { ...reading, files: createFileReader(createFileShelf(disk, folder), keyring), notices }
}

export interface Verified {
  readonly segments: readonly { readonly path: string; readonly lines: number }[]
  /** Of all segments together. */
  readonly lines: number
  /** Bytes after the last line, which an owner is writing or a crash has left. */
  readonly torn: number
}

/**
 * Checks every line of the journal, the chain that ties them, and that it still holds what the last snapshot was made
 * from. Needs no key, takes no lock, changes nothing. @throws Fault `damaged`, naming file and line; `config` when
 * there is no ledger in the folder.
 */
export async function verifyJournal(folder: string, disk: Disk = nodeDisk): Promise<Verified> {
  const home = resolve(folder)
  return steadily(async () => {
    const position = await snapshotPosition(disk, home)
    const checked = await checkJournal(disk, home, { from: START })
    if (position) await checkJournal(disk, home, { from: position })
    const { segments, torn } = checked ?? { segments: [], torn: 0 }
    if (segments.length === 0) throw noLedger(home)
    return { segments, lines: segments.reduce((sum, { lines }) => sum + lines, 0), torn }
  })
}

function noLedger(folder: string): Fault {
  return new Fault('config', `there is no ledger in ${folder}: start the bot once, or give its data folder`)
}

const refuse = (): Promise<never> => Promise.reject(new Error('this is a reader'))
