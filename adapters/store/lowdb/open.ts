import { dirname, join, resolve } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { Fault } from '../../../bot/model/fault.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { Folds } from '../../../bot/ports/appeal-store.ts'
import { monthOf } from '../folding.ts'
import { createKeyring } from '../keyring.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { reasonOf, setAside } from './append-log.ts'
import { takeBackup } from './backup.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { createFileShelf, filesFolder } from './file-shelf.ts'
import { findKeys } from './find-keys.ts'
import { type DiskJournal, openJournal } from './journal.ts'
import { createKeyFile, keysPath, makeKeys } from './key-file.ts'
import type { End } from './line.ts'
import { type Loaded, loadState } from './load.ts'
import { type Lock, lockFolder } from './lock.ts'
import { MASTER_KEY_FILE, makeMasterKey } from './master-key.ts'
import { checkJournal, hasNothing, type Position, START, segmentsOf } from './walk.ts'

export interface LedgerOptions {
  readonly folder: string
  readonly folds: Folds
  /** 32 bytes in base64 or hexadecimal; without it the key in `master.key`, which the first start makes. */
  readonly masterKey?: string
  /** Called with each notice; those of the opening are also in `notices`. */
  readonly onNotice?: (text: string) => void
  /** Takes a snapshot after so many commits, or four times as many deliveries; a close always does. */
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
 *     files/ab/…                     pictures and files, each sealed with the key of its person (files.ts)
 *     master.key                     where it was not given
 *     lock                           the pid of the owner (lock.ts)
 *     ….torn-1                       what was cut from the end of a file, for a person to look at (append-log.ts)
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
    const found = await findKeys(disk, folder, options.masterKey)
    const master = found.master ?? (await makeMasterKey(disk, folder))
    const stored = found.stored ?? (await makeKeys(disk, folder, master))
    const file = createKeyFile(disk, folder, master, stored)
    const keyring = createKeyring({ master, file, records: stored.records })
    const inUse = stored.records.length > 0
    const loaded = await loadState({ disk, folder, folds: options.folds, keyring, inUse, notice })
    // Only now is it known that the folder opens without them.
    if (stored.torn > 0) notice(await keepTorn(disk, keysPath(folder), stored.end, stored.torn, KEYS_TORN))
    await file.open()
    const { end, torn } = loaded.journal
    if (torn > 0)
      notice(await keepTorn(disk, (await segmentsOf(disk, folder)).at(-1) ?? folder, end, torn, JOURNAL_TORN))
    // Before the first line there is a snapshot of nothing: so one that is missing later is known to be missing.
    if (end === START) await loaded.snapshots.take(loaded.drawers, START)
    const journal = await openJournal(disk, folder, end, monthOf(now()))
    if (hasNothing(end)) notice(begunNotice(folder, found.master !== null))
    if (!found.master) notice(madeKeyNotice(folder))
    const closing = new AbortController()
    const checked = checkBefore(disk, folder, loaded.from, notice, closing.signal)
    const snapshots = scheduleSnapshots(loaded, journal, options.snapshotEvery ?? 2000, notice)
    return createLedger({
      state: loaded.state,
      keyring,
      journal,
      shelf: createFileShelf(disk, folder),
      notices,
      onNotice: notice,
      afterWrite: snapshots.afterWrite,
      settle: snapshots.settle,
      backup: (to, stop, atRest) =>
        takeBackup({ disk, folder, end: () => journal.end, atRest, holdSnapshots: snapshots.hold }, to, stop),
      async onClose() {
        closing.abort()
        await checked
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
  for (const path of [folder, join(folder, 'journal'), join(folder, 'snapshot'), filesFolder(folder)]) {
    await disk.makeFolder(path)
    await disk.syncFolder(dirname(path)).catch((error: unknown) => {
      // The folder above the data folder may not be ours to read. Then it was there before us, and so was this one.
      if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error
    })
  }
}

/** Keeps what is about to be cut, and says what is known of it. */
async function keepTorn(disk: Disk, path: string, end: End, bytes: number, meaning: string): Promise<string> {
  const kept = await setAside(disk, path, end.offset)
  return `${path}: its last ${bytes} bytes were not whole and are cut. If this followed a crash or a power cut, ${meaning}: ${kept}`
}

const JOURNAL_TORN = 'they were never acknowledged; if not, look into it. They are kept'
const KEYS_TORN = 'nothing was sealed with them; if not, look into it. They are kept until somebody is erased'

function begunNotice(folder: string, hadKey: boolean): string {
  const begun = `a new ledger was begun in ${folder}`
  if (!hadKey) return begun
  return (
    `${begun}, though there was a master key already and no journal. If there was a ledger before, stop here: ` +
    'is this the right folder, is its volume mounted? Else restore the folder from the backup'
  )
}

function madeKeyNotice(folder: string): string {
  return (
    `${join(folder, MASTER_KEY_FILE)} was made: keep a copy apart from the backups of this folder; ` +
    'without it nobody can read what people told, and with it anybody can'
  )
}

/** Checks the chain of what the snapshot spares a start to read, when the start is over: a damage is told as a notice. */
async function checkBefore(
  disk: Disk,
  folder: string,
  until: Position,
  notice: (text: string) => void,
  stop: AbortSignal,
): Promise<void> {
  if (hasNothing(until)) return
  await setImmediate()
  // A tenth of the time: whoever writes at this moment is not to notice.
  const between = () => setTimeout(10, undefined, { signal: stop }).catch(() => {})
  await checkJournal(disk, folder, { from: START, until, stop, between }).catch((error: unknown) =>
    notice(`the history before the last snapshot does not stand as it was written: ${reasonOf(error)}`),
  )
}

/** A snapshot rests so many times as long as it works: whoever writes at that time is not to notice. */
const RESTS = 3

/** Takes snapshots beside the running ledger, one at a time. One that fails costs nothing but a slower start. */
function scheduleSnapshots(loaded: Loaded, journal: DiskJournal, every: number, notice: (text: string) => void) {
  let since = loaded.journal.segments.reduce((sum, { lines }) => sum + lines, 0)
  let running: Promise<void> = Promise.resolve()
  let busy = false
  let held = false
  /** Aborted when somebody waits for the snapshot: then it does not rest any more. */
  let leisure = new AbortController()
  const rest = (ms: number) => setTimeout(RESTS * ms, undefined, { signal: leisure.signal }).catch(() => {})

  async function finished(): Promise<void> {
    leisure.abort()
    await running
  }

  function take(): void {
    busy = true
    leisure = new AbortController()
    since = 0
    // What is to be stored is taken hold of before the first await: the state and the journal agree at this moment.
    running = loaded.snapshots
      .take(loaded.drawers, journal.end, rest)
      .catch((error: unknown) => notice(`no snapshot could be stored: ${reasonOf(error)}; it will be tried again`))
      .finally(() => {
        busy = false
      })
  }
  return {
    afterWrite(amount: number): void {
      since += amount
      if (since >= every && !busy && !held) take()
    },
    async hold(): Promise<() => void> {
      held = true
      await finished()
      return () => {
        held = false
      }
    },
    settle: finished,
    async finish(): Promise<void> {
      await finished()
      if (since > 0) take()
      await finished()
    },
  }
}
