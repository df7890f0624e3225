import { createHash } from 'node:crypto'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'
import type { Backup } from '../ledger.ts'
import { reasonOf } from './append-log.ts'
import { type Disk, writeAll } from './disk.ts'
import { filesFolder } from './file-shelf.ts'
import { keysPath } from './key-file.ts'
import { checkJournal, type Position, START, segmentsOf } from './walk.ts'

/** Bytes that are hashed and written in one go; takes less than 1 ms, and then others go on. */
const SLICE = 256 * 1024
/** As `sha256sum -c` reads it. */
const SUMS = 'SHA256SUMS'

export interface BackupOptions {
  readonly disk: Disk
  readonly folder: string
  /** Where the durable entries end. */
  readonly end: () => Position
  /** Runs a piece of work while nothing is written. */
  readonly atRest: <T>(work: () => Promise<T>) => Promise<T>
  /** From then on, and until it is called back, the newest snapshot stays where it is. */
  readonly holdSnapshots: () => Promise<() => void>
}

/**
 * Copies the ledger as it is at one moment: the journal up to there, a snapshot, the keys of that moment, and every file
 * that is named. Not the master key: without it nobody can read the copy, and it is to be kept elsewhere. Writing goes on
 * meanwhile. The copy is made beside its place, flushed, checked line by line, and put in place in one step: a folder
 * of that name is whole. Whoever is erased later is still in it.
 *
 * @throws Fault `config` where something stands already, `damaged` where the journal is, `storage`.
 */
export async function takeBackup(options: BackupOptions, target: string, stop: AbortSignal): Promise<Backup> {
  const { disk, folder, holdSnapshots } = options
  const to = resolve(target)
  await refuseOccupied(disk, folder, to)
  const part = `${to}.part`
  const release = await holdSnapshots()
  try {
    await disk.removeFolder(part)
    const files = await copyTo(part, options, stop)
    await disk.rename(part, to)
    await disk.syncFolder(dirname(to))
    return { files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
  } catch (cause) {
    await disk.removeFolder(part).catch(() => {})
    const reason = reasonOf(cause).replaceAll(part, folder)
    if (cause instanceof Fault) throw new Fault(cause.code, reason, { cause })
    throw new Fault('storage', `cannot make a backup in ${to}: ${reason}; free or repair the disk`, { cause })
  } finally {
    release()
  }
}

async function refuseOccupied(disk: Disk, folder: string, to: string): Promise<void> {
  const [room = ''] = relative(folder, to).split(sep)
  if (['journal', 'snapshot', basename(filesFolder(folder))].includes(room))
    throw new Fault('config', `${to} is within the ledger: give another folder for the backup`)
  if ((await disk.list(to)).length > 0)
    throw new Fault('config', `${to} is not empty: give another folder for the backup`)
}

async function copyTo(
  part: string,
  { disk, folder, end, atRest }: BackupOptions,
  stop: AbortSignal,
): Promise<Backup['files']> {
  const moment = await atRest(async () => ({ end: end(), keys: await disk.read(keysPath(folder)) }))
  const sums: string[] = []
  const files: { path: string; bytes: number }[] = []
  const made = new Set<string>()

  async function put(path: string, bytes: Buffer): Promise<string> {
    if (stop.aborted) throw new Fault('storage', 'the ledger was closed before its backup was made')
    const at = join(part, path)
    if (!made.has(dirname(at))) await disk.makeFolder(dirname(at))
    made.add(dirname(at))
    const hash = createHash('sha256')
    const file = await disk.open(at)
    try {
      for (let done = 0; done < bytes.length; done += SLICE) {
        const slice = bytes.subarray(done, done + SLICE)
        hash.update(slice)
        await writeAll(file, slice, done)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    return hash.digest('hex')
  }
  async function copy(source: string, bytes: Buffer | null): Promise<void> {
    // Gone with somebody who was erased meanwhile.
    if (!bytes) return
    const path = relative(folder, source)
    sums.push(`${await put(path, bytes)}  ${path}\n`)
    files.push({ path, bytes: bytes.length })
  }

  const segments = (await segmentsOf(disk, folder)).slice(0, moment.end.segment)
  for (const [i, path] of segments.entries()) {
    const isLast = i === moment.end.segment - 1
    const bytes = await disk.read(path)
    await copy(path, isLast && bytes ? bytes.subarray(0, moment.end.offset) : bytes)
  }
  await copy(keysPath(folder), moment.keys)
  for (const path of await writtenOnce(disk, folder)) await copy(path, await disk.read(path))
  await put(SUMS, Buffer.from(sums.join('')))
  await flushFolders(disk, part, made)
  await checkJournal(disk, part, { from: START, until: moment.end, stop })
  return files
}

/** The files of snapshots, and what people sent: these are never written over. */
async function writtenOnce(disk: Disk, folder: string): Promise<readonly string[]> {
  const namesIn = async (home: string) => (await disk.list(home)).map((name) => join(home, name))
  const paths = await namesIn(join(folder, 'snapshot'))
  for (const home of await namesIn(filesFolder(folder))) paths.push(...(await namesIn(home)))
  return paths.filter((path) => !path.endsWith('.new'))
}

async function flushFolders(disk: Disk, part: string, made: ReadonlySet<string>): Promise<void> {
  for (const path of [...made, filesFolder(part), part, dirname(part), dirname(dirname(part))])
    await disk.syncFolder(path).catch((error: unknown) => {
      // There may have been no files; and what lies above may not be ours to read: then it was there before us.
      if (!(error instanceof Error && 'code' in error && ['ENOENT', 'EACCES'].includes(String(error.code)))) throw error
    })
}
