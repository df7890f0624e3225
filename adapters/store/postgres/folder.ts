import { createHash } from 'node:crypto'
import { dirname, join, relative, resolve } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'
import type { SealedEntry } from '../entry.ts'
import { monthOf } from '../folding.ts'
import type { KeyRecord } from '../keyring.ts'
import { reasonOf } from '../lowdb/append-log.ts'
import type { Disk } from '../lowdb/disk.ts'
import { writeDurably } from '../lowdb/durable-file.ts'
import { createFileShelf, filesFolder } from '../lowdb/file-shelf.ts'
import { openJournal } from '../lowdb/journal.ts'
import { createKeyFile, keysPath, makeKeys, readKeys } from '../lowdb/key-file.ts'
import { checkJournal, entriesUpTo, journalFolder, START, segmentsOf } from '../lowdb/walk.ts'
import { type Copied, compare, type Same } from './compare.ts'

export interface Written {
  readonly files: readonly { readonly path: string; readonly bytes: number }[]
  /** What was read back and found to stand there as it stands here. */
  readonly same: Same
}

/** The ledger in a folder, up to the last whole line of its journal. Nobody may write to it meanwhile. */
export async function copiedFrom(disk: Disk, folder: string, master: Buffer): Promise<Copied> {
  const checked = await checkJournal(disk, folder, { from: START })
  const end = checked?.end ?? START
  return {
    keys: async () => (await readKeys(disk, folder, master))?.records ?? [],
    async *entries() {
      for await (const entries of entriesUpTo(disk, folder, end)) yield entries.map((entry) => JSON.stringify(entry))
    },
    async *files() {
      const home = filesFolder(folder)
      for (const room of await disk.list(home))
        for (const name of await disk.list(join(home, room))) {
          const bytes = name.endsWith('.new') ? null : await disk.read(join(home, room, name))
          if (bytes) yield { name, bytes }
        }
    },
  }
}

/**
 * Writes a ledger into a folder, in the format of the embedded store, with a list of checksums: beside its place first,
 * flushed, read back and compared, and then put there in one step, so that a folder of that name is whole. The master key
 * is not in it.
 *
 * @throws Fault `config` where something stands there already, `damaged`, `storage`.
 */
export async function writeFolder(disk: Disk, target: string, master: Buffer, from: Copied): Promise<Written> {
  const to = resolve(target)
  if ((await disk.list(to)).length > 0) throw new Fault('config', `${to} is not empty: give a new folder`)
  const part = `${to}.part`
  try {
    await disk.removeFolder(part)
    await disk.makeFolder(part)
    await writeKeys(disk, part, master, await from.keys())
    await writeJournal(disk, part, from)
    const shelf = createFileShelf(disk, part)
    for await (const { name, bytes } of from.files()) await shelf.write(name, bytes)
    const files = await sumUp(disk, part)
    const same = await compare(from, await copiedFrom(disk, part, master))
    await disk.removeFolder(to)
    await disk.rename(part, to)
    await disk.syncFolder(dirname(to))
    return { files, same }
  } catch (cause) {
    await disk.removeFolder(part).catch(() => {})
    const reason = reasonOf(cause).replaceAll(part, to)
    if (cause instanceof Fault) throw new Fault(cause.code, reason, { cause })
    throw new Fault('storage', `cannot write ${to}: ${reason}; free or repair the disk`, { cause })
  }
}

async function writeKeys(disk: Disk, part: string, master: Buffer, keys: readonly KeyRecord[]): Promise<void> {
  const file = createKeyFile(disk, part, master, await makeKeys(disk, part, master))
  if (keys.length > 0) await file.add(keys)
  await file.close()
}

async function writeJournal(disk: Disk, part: string, from: Copied): Promise<void> {
  await disk.makeFolder(journalFolder(part))
  let journal: Awaited<ReturnType<typeof openJournal>> | undefined
  try {
    for await (const texts of from.entries())
      for (const [month, entries] of byMonth(texts.map((text) => JSON.parse(text) as SealedEntry))) {
        journal ??= await openJournal(disk, part, START, month ?? NO_MONTH)
        await journal.append(entries, month)
      }
    journal ??= await openJournal(disk, part, START, NO_MONTH)
  } finally {
    await journal?.close()
  }
}

/** A ledger without an entry. */
const NO_MONTH = '1970-01'

/** Runs of entries of one month: each month has a segment of its own. One without a date goes with those before it. */
function byMonth(entries: readonly SealedEntry[]): readonly (readonly [string | undefined, readonly SealedEntry[]])[] {
  const runs: [string | undefined, SealedEntry[]][] = []
  for (const entry of entries) {
    const month = entry.at === undefined ? undefined : monthOf(entry.at)
    const run = runs.at(-1)
    if (run && (month === undefined || month === run[0])) run[1].push(entry)
    else runs.push([month, [entry]])
  }
  return runs
}

/** Writes down the checksum of every file, as `sha256sum -c` reads it. */
async function sumUp(disk: Disk, part: string): Promise<Written['files']> {
  const rooms = (await disk.list(filesFolder(part))).map((name) => join(filesFolder(part), name))
  const paths = [...(await segmentsOf(disk, part)), keysPath(part)]
  for (const room of rooms) paths.push(...(await disk.list(room)).map((name) => join(room, name)))
  const files: Written['files'][number][] = []
  let sums = ''
  for (const at of paths) {
    const bytes = (await disk.read(at)) ?? Buffer.alloc(0)
    const path = relative(part, at)
    sums += `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`
    files.push({ path, bytes: bytes.length })
  }
  await writeDurably(disk, join(part, 'SHA256SUMS'), Buffer.from(sums))
  return files
}
