import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import type { Adapter } from 'lowdb'
import { Fault } from '../../../bot/model/fault.ts'
import { type Disk, writeAll } from './disk.ts'

export const previousOf = (path: string): string => `${path}.previous`

/** Puts a whole file in place: after a crash at any moment there is the old one or the new one, never half of one. */
export async function writeDurably(disk: Disk, path: string, bytes: Buffer, keepPrevious = false): Promise<void> {
  const fresh = `${path}.new`
  await disk.remove(fresh)
  const file = await disk.open(fresh)
  try {
    await writeAll(file, bytes, 0)
    await file.sync()
  } finally {
    await file.close()
  }
  if (keepPrevious && (await disk.read(path)) !== null) {
    await disk.remove(previousOf(path))
    await disk.link(path, previousOf(path))
  }
  await disk.rename(fresh, path)
  await disk.syncFolder(dirname(path))
}

/**
 * A lowdb adapter that does what its own JSONFile leaves out: it flushes, keeps the generation before, and carries a
 * version and a checksum, so that a damaged file is named instead of read. Bytes named `blob` stand after the JSON as
 * they are.
 */
export function durableFile<T extends object | null>(
  disk: Disk,
  path: string,
  options: { readonly keepPrevious?: boolean } = {},
): Adapter<T> {
  return {
    async read() {
      const bytes = await disk.read(path)
      return bytes && decode<T>(path, bytes)
    },
    async write(data) {
      const { json, blob } = split(data)
      const body = Buffer.from(json)
      const size = blob && { blob: blob.length }
      const head = JSON.stringify({ format: 'qinqing-snapshot', v: 1, sha256: sha256(body, blob), ...size })
      const bytes = Buffer.concat([Buffer.from(`${head}\n`), body, Buffer.from('\n'), ...(blob ? [blob] : [])])
      await writeDurably(disk, path, bytes, options.keepPrevious)
    },
  }
}

function split(data: object | null): { json: string; blob: Buffer | undefined } {
  if (data === null || !('blob' in data) || !Buffer.isBuffer(data.blob))
    return { json: JSON.stringify(data), blob: undefined }
  const { blob, ...rest } = data
  return { json: JSON.stringify(rest), blob: data.blob }
}

function decode<T>(path: string, bytes: Buffer): T {
  const line = bytes.indexOf(10)
  const head = parse(bytes.toString('utf8', 0, Math.max(line, 0)))
  if (typeof head?.['v'] === 'number' && head['v'] > 1) throw newerFormat(path, head['v'])
  const size = typeof head?.['blob'] === 'number' ? head['blob'] : undefined
  const end = bytes.length - (size ?? 0)
  const body = bytes.subarray(line + 1, Math.max(line + 1, end - 1))
  const blob = size === undefined ? undefined : bytes.subarray(end)
  if (head?.['format'] !== 'qinqing-snapshot' || head['sha256'] !== sha256(body, blob))
    throw new Fault('damaged', `${path}: its checksum does not match`)
  // A copy: a piece of the whole would keep all of it in memory.
  return { ...(JSON.parse(body.toString()) as T), ...(blob && { blob: Buffer.from(blob) }) }
}

export function newerFormat(path: string, version: number): Fault {
  return new Fault(
    'newer-format',
    `${path} is of format ${version}, and this program knows 1: start the newer program that wrote it`,
  )
}

export function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

function sha256(body: Buffer, blob: Buffer | undefined): string {
  const hash = createHash('sha256').update(body)
  return (blob ? hash.update(blob) : hash).digest('hex')
}
