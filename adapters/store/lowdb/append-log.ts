import { basename, dirname } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'
import { type Disk, type DiskFile, writeAll } from './disk.ts'
import { writeDurably } from './durable-file.ts'
import { type End, encodeLines } from './line.ts'

/** A file of checked lines that only grows. */
export interface AppendLog {
  /** Where the durable lines end. */
  readonly end: End
  /** Durable, all of them, when it resolves with their offsets. When it rejects with a `storage` fault, none is in effect. */
  append(jsons: readonly string[]): Promise<readonly number[]>
  close(): Promise<void>
}

/**
 * Opens a file whose good lines end at `end`; what stands after that is cut. After a failed write or flush nobody
 * knows what the disk holds, and a second flush would report success for pages the kernel has given up: so the file
 * is closed, opened anew and cut back to what was acknowledged, before anything else is written to it.
 */
export async function openAppendLog(disk: Disk, path: string, end: End): Promise<AppendLog> {
  let last = end
  let file: DiskFile | undefined = await openAt(disk, path, last)

  async function giveUp(): Promise<void> {
    await file?.close().catch(() => {})
    file = undefined
  }

  return {
    get end() {
      return last
    },
    async append(jsons) {
      const { bytes, offsets, end: next } = encodeLines(jsons, last)
      try {
        file ??= await openAt(disk, path, last)
        await writeAll(file, bytes, last.offset)
        await file.sync()
      } catch (cause) {
        await giveUp()
        // At once, so that what is refused is not found again after a restart; if even that fails, before the next write.
        file = await openAt(disk, path, last).catch(() => undefined)
        throw new Fault('storage', `cannot write ${path}: ${reasonOf(cause)}; free or repair the disk`, {
          cause,
        })
      }
      last = next
      return offsets
    },
    close: giveUp,
  }
}

async function openAt(disk: Disk, path: string, end: End): Promise<DiskFile> {
  const file = await disk.open(path)
  try {
    const size = await file.size()
    if (size < end.offset) throw new Error(`only ${size} of ${end.offset} acknowledged bytes are left`)
    if (size > end.offset) {
      await file.truncate(end.offset)
      await file.sync()
    }
    return file
  } catch (error) {
    await file.close().catch(() => {})
    throw error
  }
}

/** Copies what stands after `offset` to a file beside it, which is named, so that it can be cut without being thrown away. */
export async function setAside(disk: Disk, path: string, offset: number): Promise<string> {
  const taken = await disk.list(dirname(path))
  let number = 1
  while (taken.includes(`${basename(path)}${TORN}${number}`)) number += 1
  const kept = `${path}${TORN}${number}`
  await writeDurably(disk, kept, ((await disk.read(path)) ?? Buffer.alloc(0)).subarray(offset))
  return kept
}

/** What the name of a file set aside has after the name of the file it was cut from; then comes its number. */
export const TORN = '.torn-'

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
