import { dirname, join, resolve } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { Folds } from '../../../bot/ports/appeal-store.ts'
import { createKeyring } from '../keyring.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { monthOf } from '../state.ts'
import { reasonOf } from './append-log.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { type DiskJournal, openJournal, START, segmentsOf } from './journal.ts'
import { keysPath, makeKeys, openKeyFile, readKeys, type StoredKeys } from './key-file.ts'
import { type Loaded, loadState } from './load.ts'
import { type Lock, lockFolder } from './lock.ts'
import { findMasterKey, MASTER_KEY_FILE, makeMasterKey } from './master-key.ts'

export interface LedgerOptions {
  readonly folder: string
  readonly folds: Folds
  /** 32 bytes in base64 or hexadecimal; without it the key in `master.key`, which the first start makes. */
  readonly masterKey?: string
  /** Called with each notice; those of the opening are also in `notices`. */
  readonly onNotice?: (text: string) => void
  /** Takes a snapshot after so many entries; a close always does. */
  readonly snapshotEvery?: number
  /** Names the month of the first segment. */
  readonly now?: () => Instant
  /** For tests. */
  readonly disk?: Disk
  readonly lock?: (folder: string) => Lock
}

/**
 * Opens the ledger in a folder, as its one owner, and makes it at the first start. In the folder stand:
 *
 *     journal/000001-2026-11.jsonl   every change, for ever (line.ts, journal.ts)
 *     snapshot/manifest.json, …      the folded state, so that a start need not read all of it (snapshot.ts)
 *     keys.jsonl                     the key of each person, wrapped by the master key (keyring.ts, key-file.ts)
 *     master.key                     where it was not given
 *     lock                           the pid of the owner (lock.ts)
 *
 * @throws Fault `locked` (names the holder), `key` (wrong or missing master key), `damaged` (names file and line),
 *   `newer-format`, `config` (a link where a file should be), `storage`.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { disk = nodeDisk, lock: takeLock = lockFolder, now = () => new Date().toISOString() } = options
  const folder = resolve(options.folder)
  const notices: string[] = []
  const notice = (text: string): void => {
    notices.push(text)
    options.onNotice?.(text)
  }

  let lock: Lock | undefined
  try {
    await makeFolders(disk, folder)
    lock = takeLock(folder)
    const { master, stored } = await openKeys(disk, folder, options.masterKey, notice)
    if (stored.torn > 0) notice(tornNotice(keysPath(folder), stored.torn))
    const file = await openKeyFile(disk, folder, master, stored.end)
    const keyring = createKeyring({ master, file, records: stored.records })
    const inUse = stored.records.length > 0
    const loaded = await loadState({ disk, folder, folds: options.folds, keyring, inUse, notice })
    const { end, torn } = loaded.journal
    if (torn > 0) notice(tornNotice((await segmentsOf(disk, folder)).at(-1) ?? folder, torn))
    // Before the first line there is a snapshot of nothing: so one that is missing later is known to be missing.
    if (end === START) await loaded.snapshots.take(loaded.drawers, START)
    const journal = await openJournal(disk, folder, end, monthOf(now()))
    const snapshots = scheduleSnapshots(loaded, journal, options.snapshotEvery ?? 2000, notice)
    return createLedger({
      state: loaded.state,
      keyring,
      journal,
      notices,
      afterWrite: snapshots.afterWrite,
      settle: snapshots.settle,
      async onClose() {
        await snapshots.finish()
        await journal.close()
        await file.close()
        lock?.release()
      },
    })
  } catch (cause) {
    lock?.release()
    if (cause instanceof Fault) throw cause
    throw new Fault('storage', `cannot open the ledger in ${folder}: ${reasonOf(cause)}`, { cause })
  }
}

async function makeFolders(disk: Disk, folder: string): Promise<void> {
  for (const path of [folder, join(folder, 'journal'), join(folder, 'snapshot')]) {
    await disk.makeFolder(path)
    await disk.syncFolder(dirname(path)).catch((error: unknown) => {
      // The folder above the data folder may not be ours to read. Then it was there before us, and so was this one.
      if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error
    })
  }
}

async function openKeys(
  disk: Disk,
  folder: string,
  given: string | undefined,
  notice: (text: string) => void,
): Promise<{ master: Buffer; stored: StoredKeys }> {
  const found = await findMasterKey(disk, folder, given)
  const entries = await segmentsOf(disk, folder)
  const hasKeys = (await disk.read(keysPath(folder))) !== null
  if (found) {
    const stored = await readKeys(disk, folder, found)
    if (stored === null && entries.length > 0)
      throw new Fault('damaged', `${keysPath(folder)} is missing: restore it from the backup`)
    return { master: found, stored: stored ?? (await makeKeys(disk, folder, found)) }
  }
  if (hasKeys || entries.length > 0)
    throw new Fault('key', `${join(folder, MASTER_KEY_FILE)} is missing: put it back, or give the master key`)
  const master = await makeMasterKey(disk, folder)
  notice(
    `${join(folder, MASTER_KEY_FILE)} was made: keep a copy apart from the backups of this folder; ` +
      'without it nobody can read what people told, and with it anybody can',
  )
  return { master, stored: await makeKeys(disk, folder, master) }
}

function tornNotice(path: string, bytes: number): string {
  return `${path}: the last ${bytes} bytes were torn off in a crash, before they were acknowledged; they are cut, nothing is lost`
}

/** Takes snapshots beside the running ledger, one at a time. One that fails costs nothing but a slower start. */
function scheduleSnapshots(loaded: Loaded, journal: DiskJournal, every: number, notice: (text: string) => void) {
  let since = loaded.journal.lines
  let running: Promise<void> = Promise.resolve()
  let busy = false

  function take(): void {
    busy = true
    since = 0
    // What is to be stored is taken hold of before the first await: the state and the journal agree at this moment.
    running = loaded.snapshots
      .take(loaded.drawers, journal.end)
      .catch((error: unknown) => notice(`no snapshot could be stored: ${reasonOf(error)}; it will be tried again`))
      .finally(() => {
        busy = false
      })
  }
  return {
    afterWrite(entries: number): void {
      since += entries
      if (since >= every && !busy) take()
    },
    settle: () => running,
    async finish(): Promise<void> {
      await running
      if (since > 0) take()
      await running
    },
  }
}
