import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { type Trouble, trouble } from './faults.ts'

/**
 * The bytes of a regular file of at most so many bytes. It never waits: a pipe or a device is a trouble, and so is a file
 * that changes while it is read, because somebody is still copying it.
 */
export async function bytesOf(file: string, limit: number): Promise<Uint8Array | Trouble> {
  let handle: FileHandle | undefined
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    const before = await handle.stat()
    if (!before.isFile()) return trouble.notFile()
    if (before.size > limit) return trouble.tooLarge(before.size, limit)
    const bytes = Buffer.alloc(before.size)
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    const after = await handle.stat()
    const same = filled === before.size && after.size === before.size && after.mtimeMs === before.mtimeMs
    return same ? bytes : trouble.changing()
  } catch (error) {
    return trouble.unreadable(codeOf(error))
  } finally {
    await handle?.close()
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
