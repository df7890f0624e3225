import { createHash, type Hash } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '../../bot/model/fault.ts'
import { ABOUT, type About, aboutText, SUMS, sumsText } from './contents.ts'
import type { ArchiveKeys } from './keys.ts'
import { sealTo } from './sealed.ts'
import { filesBelow, tarOf } from './tar.ts'
import { checkArchive } from './unpack.ts'

/** What an archive that is not whole yet has after its name. */
const PART = '.part'

/**
 * Packs a folder that nobody writes to into one sealed file: a tar (`backup.json`, the files, `SHA256SUMS`) within age.
 * It is made beside its place, flushed, read back and checked whole, and put in place in one step: a file of that name is
 * whole. Holds a few hundred KB, however much there is. Resolves with its size in bytes.
 *
 * @throws Fault `damaged` where the folder does not hold what its own SHA256SUMS says; what the file system throws.
 */
export async function packArchive(options: {
  readonly folder: string
  readonly to: string
  readonly about: Pick<About, 'at' | 'program'>
  readonly keys: ArchiveKeys
  readonly stop?: AbortSignal
}): Promise<{ readonly bytes: number; readonly files: number }> {
  const { folder, to, keys, stop = new AbortController().signal } = options
  const part = `${to}${PART}`
  const files = (await filesBelow(folder)).filter(({ path }) => path !== SUMS)
  const known = await readFile(join(folder, SUMS), 'utf8').catch(() => undefined)
  const hashes = new Map<string, Hash>(files.map(({ path }) => [path, createHash('sha256')]))
  const about = { ...options.about, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
  function sums(): string {
    const text = sumsText(new Map([...hashes].map(([path, hash]) => [path, hash.digest('hex')])))
    if (known === undefined || known.split('\n').sort().join('\n') === text.split('\n').sort().join('\n')) return text
    throw new Fault('damaged', `${folder} does not hold what was written to it: check the disk, and try again`)
  }
  const tar = tarOf({
    folder,
    files,
    first: { path: ABOUT, text: aboutText(about) },
    last: () => ({ path: SUMS, text: sums() }),
    watch: (path, bytes) => void hashes.get(path)?.update(bytes),
  })
  try {
    await sealTo(part, tar, keys.recipient, stop)
    await checkArchive(part, keys.identity, stop)
    const { size: bytes } = await sizeOf(part)
    await rename(part, to)
    await syncFolder(dirname(to))
    return { bytes, files: files.length }
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function sizeOf(path: string): Promise<{ readonly size: number }> {
  const file = await open(path, 'r')
  return await file.stat().finally(() => file.close())
}

/** Until then, a file made or renamed in it may come back as it was, or not at all, after a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
