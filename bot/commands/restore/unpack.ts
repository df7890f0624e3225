import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { archiveKeys, filesBelow, readArchive, syncFolder } from '../../../adapters/archive/index.ts'
import { readLedger, verifyJournal } from '../../../adapters/store/index.ts'
import { folds } from '../../appeal/history.ts'
import { Fault } from '../../model/fault.ts'
import type { Restored } from './restored.ts'

const SUMS = 'SHA256SUMS'

/**
 * Writes what a backup holds into a folder that is empty, durably, and checks it: every file as it was packed, every line
 * of the journal, and that it opens with this key. Changes nothing else.
 *
 * @throws Fault `not-found`, `key`, `damaged`, `newer-format`
 */
export async function unpackInto(folder: string, backup: string, master: Buffer): Promise<Restored> {
  const found = await stat(backup).catch(() => undefined)
  if (!found) throw new Fault('not-found', `there is no ${backup}: give a backup`)
  const made = new Set<string>([folder])
  let files = 0
  async function take(path: string, body: AsyncIterable<Buffer>): Promise<void> {
    if (path.startsWith('files/')) files += 1
    const home = dirname(join(folder, path))
    if (!made.has(home)) await mkdir(home, { recursive: true, mode: 0o700 })
    made.add(home).add(dirname(home))
    await writeNew(join(folder, path), body)
  }
  const about = found.isDirectory()
    ? await readFolder(backup, take)
    : await readArchive(backup, (await archiveKeys(master)).identity, take)
  for (const home of made) await syncFolder(home)
  const { lines } = await verifyJournal(folder)
  await readLedger({ folder, folds, masterKey: master.toString('base64') })
  return { lines, files, ...(about && { about }) }
}

/** A backup as older versions made it: a folder with its sums. */
async function readFolder(
  folder: string,
  take: (path: string, body: AsyncIterable<Buffer>) => Promise<void>,
): Promise<undefined> {
  const sums = await readFile(join(folder, SUMS), 'utf8').catch(() => {
    throw new Fault('damaged', `${folder} is no backup: it has no ${SUMS}`)
  })
  const wanted = new Map(
    sums
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  )
  const there = new Set((await filesBelow(folder)).map(({ path }) => path))
  for (const [path, sum] of wanted) {
    if (!there.has(path)) throw new Fault('damaged', `${join(folder, path)} is missing: take another backup`)
    const hash = createHash('sha256')
    await take(path, passing(join(folder, path), hash))
    if (hash.digest('hex') !== sum)
      throw new Fault('damaged', `${join(folder, path)} is not as it was when it was backed up: take another backup`)
  }
}

async function* passing(path: string, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece)
    yield piece
  }
}

async function writeNew(path: string, body: AsyncIterable<Buffer>): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const piece of body) await file.writeFile(piece)
    await file.datasync()
  } finally {
    await file.close()
  }
}
