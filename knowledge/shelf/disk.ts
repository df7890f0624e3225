import { constants } from 'node:fs'
import { chmod, link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'

/**
 * All that the shelf asks of a file system: a port, so that tests can fail, tear or lose any single call. Files are made
 * 0600 and the folder 0700 whatever the umask; no link is followed.
 */
export interface Disk {
  /** Makes the folder where there is none; the one above it must be there. */
  makeFolder(path: string): Promise<void>
  /** Names of what is in a folder, sorted; none if there is no such folder. */
  list(folder: string): Promise<readonly string[]>
  /** The whole file; null if there is none. */
  read(path: string): Promise<Buffer | null>
  /** Opens for writing, and creates what is missing, with this mode where it is not to be our own alone. */
  open(path: string, mode?: number): Promise<DiskFile>
  rename(from: string, to: string): Promise<void>
  /** A second name for the same file. */
  link(from: string, to: string): Promise<void>
  /** Whatever is there by this name; nothing if nothing is. */
  remove(path: string): Promise<void>
  /** Until then, files made, renamed or removed in it may come back after a power cut. */
  syncFolder(path: string): Promise<void>
}

export interface DiskFile {
  /** The number of bytes written, which may be fewer than given. */
  write(bytes: Buffer, position: number): Promise<number>
  /** Until then, what was written may be lost in a power cut. */
  sync(): Promise<void>
  close(): Promise<void>
}

export const nodeDisk: Disk = {
  async makeFolder(path) {
    await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error
    })
    await chmod(path, 0o700)
  },
  list: async (folder) => (await unlessMissing(readdir(folder)))?.sort() ?? [],
  read: (path) => unlessMissing(readFile(path, { flag: constants.O_RDONLY | constants.O_NOFOLLOW })),
  async open(path, mode = 0o600) {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, mode)
    return {
      write: async (bytes, position) => (await handle.write(bytes, 0, bytes.length, position)).bytesWritten,
      sync: () => handle.datasync(),
      close: () => handle.close(),
    }
  },
  rename,
  link,
  remove: (path) => rm(path, { force: true, recursive: true }),
  async syncFolder(path) {
    const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY)
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
}

/** So much at a time: a step of a long write keeps the thread for a millisecond. */
const STEP = 1 << 20

/** Makes a file of these bytes, and returns when they are on the disk. */
export async function writeWhole(disk: Disk, path: string, bytes: Uint8Array, mode?: number): Promise<void> {
  await disk.remove(path)
  const file = await disk.open(path, mode)
  try {
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let done = 0; done < all.length; ) {
      const written = await file.write(all.subarray(done, done + STEP), done)
      if (written === 0) throw new Error('nothing could be written')
      done += written
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

async function unlessMissing<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: '磁盘满了。请腾出空间，再来一次',
  EDQUOT: '磁盘配额用完了。请腾出空间，再来一次',
  EROFS: '磁盘是只读的。请改为可写，再来一次',
  EACCES: '没有权限。请让本程序可以读写这个文件夹，再来一次',
  EPERM: '没有权限。请让本程序可以读写这个文件夹，再来一次',
}

/** What kept a file from being written or read, and what to do, in a sentence for an administrator. */
export function whyNot(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  const known = REASONS[codeOf(error) ?? '']
  return known ? `${known}（${said}）。` : `${said}。`
}
