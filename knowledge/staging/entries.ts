import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type Disk, writeWhole } from '../shelf/disk.ts'

/** What is known of a file kept aside. It lies there as long as this does, whether or not it has joined. */
export interface Entry {
  readonly v: 1
  /** Where it belongs below the folder of documents, with `/`. */
  readonly path: string
  /** Of its bytes, and of those that stood there before it joined; null where nothing did. */
  readonly sha256: string
  readonly before?: string | null
  readonly joined: boolean
  /** When it was kept aside last (an instant). */
  readonly at: string
}

/** What is kept aside, a folder for each: `entry.json`, the file itself, and what it took the place of. */
export interface Entries {
  /** Null where there is none of this id. */
  read(id: string): Promise<Entry | null>
  /** Durable when it resolves; a power cut leaves the one before. */
  write(id: string, entry: Entry): Promise<void>
  /** Keeps bytes with an entry, which may not be there yet. */
  keep(id: string, what: 'file' | 'before', bytes: Uint8Array): Promise<void>
  /** The bytes kept; null where there are none. */
  kept(id: string, what: 'file' | 'before'): Promise<Uint8Array | null>
  remove(id: string): Promise<void>
  ids(): Promise<readonly string[]>
}

const ENTRY = 'entry.json'
const NEW = 'entry.new'
const ID = /^[0-9a-f]{8}$/

/** The same file under the same name has the same id, short enough to be typed. */
export function idOf(name: string, sha256: string): string {
  return createHash('sha256').update(`${name}\n${sha256}`).digest('hex').slice(0, 8)
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function createEntries(disk: Disk, folder: string): Entries {
  const of = (id: string, name: string) => join(folder, id, name)

  async function place(id: string): Promise<void> {
    await disk.makeFolder(folder)
    await disk.makeFolder(join(folder, id))
    await disk.syncFolder(folder)
  }

  return {
    async read(id) {
      const bytes = ID.test(id) ? await disk.read(of(id, ENTRY)) : null
      return bytes && understood(bytes)
    },
    async write(id, entry) {
      await place(id)
      await writeWhole(disk, of(id, NEW), Buffer.from(JSON.stringify(entry)))
      await disk.rename(of(id, NEW), of(id, ENTRY))
      await disk.syncFolder(join(folder, id))
    },
    async keep(id, what, bytes) {
      await place(id)
      await writeWhole(disk, of(id, what), bytes)
      await disk.syncFolder(join(folder, id))
    },
    kept: (id, what) => disk.read(of(id, what)),
    async remove(id) {
      await disk.remove(join(folder, id))
      await disk.syncFolder(folder)
    },
    ids: async () => (await disk.list(folder)).filter((name) => ID.test(name)),
  }
}

function understood(bytes: Buffer): Entry | null {
  try {
    const entry: Entry = JSON.parse(bytes.toString('utf8'))
    return entry.v === 1 ? entry : null
  } catch {
    return null
  }
}
