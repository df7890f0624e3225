import { constants } from 'node:fs'
import { chmod, link, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'

/**
 * All that the ledger asks of a file system. It is a port so that tests can fail, tear or lose any single call.
 * Files are made 0600 and folders 0700 whatever the umask. A link in place of a file is refused: what is renamed over
 * it would replace the link and leave the file behind. The data folder itself may be a link.
 */
export interface Disk {
  /** Makes the folder and those above it, or tightens the modes of an existing one and of the files in it. */
  makeFolder(path: string): Promise<void>
  /** Names of the files in a folder, sorted; none if there is no such folder. */
  list(folder: string): Promise<readonly string[]>
  /** The whole file; null if there is none. */
  read(path: string): Promise<Buffer | null>
  /** Up to `length` bytes from `position` of an existing file; fewer at its end. */
  readAt(path: string, position: number, length: number): Promise<Buffer>
  /** Opens for writing, and creates what is missing. */
  open(path: string): Promise<DiskFile>
  rename(from: string, to: string): Promise<void>
  /** A second name for the same file. */
  link(from: string, to: string): Promise<void>
  /** Does nothing if there is no such file. */
  remove(path: string): Promise<void>
  /** With all that is in it; does nothing if there is no such folder. */
  removeFolder(path: string): Promise<void>
  /** Until then, files made, renamed or removed in it may come back after a power cut. */
  syncFolder(path: string): Promise<void>
}

export interface DiskFile {
  size(): Promise<number>
  /** The number of bytes written, which may be fewer than given. */
  write(bytes: Buffer, position: number): Promise<number>
  truncate(length: number): Promise<void>
  /** Until then, what was written may be lost in a power cut. */
  sync(): Promise<void>
  close(): Promise<void>
}

export const nodeDisk: Disk = {
  async makeFolder(path) {
    await makeLevels(path)
    const entries = await readdir(path, { withFileTypes: true }) // first of all, since it fails where this is a file
    await chmod(path, 0o700)
    for (const entry of entries) if (entry.isFile()) await chmod(join(path, entry.name), 0o600)
  },
  async list(folder) {
    return (await unlessMissing(readdir(folder)))?.sort() ?? []
  },
  async read(path) {
    await refuseLink(path)
    return unlessMissing(readFile(path))
  },
  async readAt(path, position, length) {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  },
  async open(path) {
    await refuseLink(path)
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)
    await handle.chmod(0o600)
    return {
      size: async () => (await handle.stat()).size,
      write: async (bytes, position) => (await handle.write(bytes, 0, bytes.length, position)).bytesWritten,
      truncate: (length) => handle.truncate(length),
      sync: () => handle.datasync(), // flushes the data and the length, which is all that reading it back needs
      close: () => handle.close(),
    }
  },
  rename,
  link,
  remove: (path) => rm(path, { force: true }),
  removeFolder: (path) => rm(path, { recursive: true, force: true }),
  async syncFolder(path) {
    const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY)
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
}

/** Writes all of it, however short the single writes are. */
export async function writeAll(file: DiskFile, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const written = await file.write(bytes.subarray(done), position + done)
    if (written === 0) throw new Error('nothing could be written')
    done += written
  }
}

/** Level by level: Node's own recursive mkdir never ends where a folder exists and takes none, such as below /proc. */
async function makeLevels(path: string): Promise<void> {
  const make = () => mkdir(path, { mode: 0o700 })
  const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)
  await make().catch(async (error: unknown) => {
    if (codeOf(error) === 'EEXIST') return
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error
    await makeLevels(dirname(path))
    await make()
  })
}

async function refuseLink(path: string): Promise<void> {
  const stat = await unlessMissing(lstat(path))
  if (stat?.isSymbolicLink())
    throw new Fault('config', `${path} is a symbolic link: put the file there, or link the whole data folder instead`)
}

async function unlessMissing<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
