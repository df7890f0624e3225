import { createHash } from 'node:crypto'
import type { PersonId } from '../../bot/model/appeal.ts'
import { Fault } from '../../bot/model/fault.ts'
import type { FileStore } from '../../bot/ports/file-store.ts'
import type { Keyring } from './keyring.ts'

/** Where sealed files lie, by names that tell nothing. */
export interface FileShelf {
  /** What to call a file in an error. */
  pathOf(name: string): string
  /** Null when there is none. */
  read(name: string): Promise<Buffer | null>
  /** Durable when it resolves. */
  write(name: string, bytes: Buffer): Promise<void>
  /** Removes all whose name begins so. */
  removeAll(prefix: string): Promise<void>
}

const LARGEST = 20 * 1024 * 1024
/** Of a name, the half that is its person's and the half that is its content's: 80 bits of a keyed hash each. */
const HALF = 16
const NAME = /^[a-z2-7]{32}$/

/** What the ledger uses beside the port. */
export interface LedgerFiles extends FileStore {
  /** Takes away what can be read no more. */
  removeOf(person: PersonId): Promise<void>
}

/**
 * `sealing` makes sure that there is a key and seals, with no erasure in between: a file sealed with the key of
 * somebody who is just being erased is either removed with him, or sealed with the key of his coming back.
 */
export function createFileStore(options: {
  readonly shelf: FileShelf
  readonly keyring: Pick<Keyring, 'unsealBytes' | 'sealBytes' | 'pseudonym'>
  readonly sealing: (person: PersonId, seal: () => Buffer) => Promise<Buffer>
}): LedgerFiles {
  const { shelf, keyring, sealing } = options
  const writing = new Map<string, Promise<void>>()
  const prefixOf = (person: PersonId): string => keyring.pseudonym(`files of ${person}`).slice(0, HALF)

  async function get(ref: string): Promise<Uint8Array | null> {
    return NAME.test(ref) ? ((await openFile(shelf, keyring, ref)) ?? null) : null
  }

  async function keep(person: PersonId, ref: string, bytes: Uint8Array): Promise<void> {
    // One that is damaged is made good by the same bytes coming again.
    if (await get(ref).catch(() => null)) return
    const sealed = await sealing(person, () => keyring.sealBytes(person, recordName(ref), bytes))
    try {
      await shelf.write(ref, sealed)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new Fault('storage', `cannot keep ${shelf.pathOf(ref)}: ${reason}; free or repair the disk`, { cause })
    }
  }

  return {
    async put(person, { name, type, bytes }) {
      if (bytes.length > LARGEST) {
        const megabytes = Math.ceil(bytes.length / 1024 / 1024)
        throw new Fault('storage', `a file of ${megabytes} MB is too large: at most 20 MB are kept`)
      }
      const content = createHash('sha256').update(bytes).digest('hex')
      const ref = prefixOf(person) + keyring.pseudonym(`file ${content} of ${person}`).slice(0, HALF)
      // One after another, where the same is being written.
      const kept = (writing.get(ref) ?? Promise.resolve()).catch(() => {}).then(() => keep(person, ref, bytes))
      writing.set(ref, kept)
      await kept.finally(() => writing.get(ref) === kept && writing.delete(ref))
      return { ref, name, type }
    },
    get,
    removeOf: (person) => shelf.removeAll(prefixOf(person)),
  }
}

/** The half that only reads. */
export function createFileReader(
  shelf: Pick<FileShelf, 'read' | 'pathOf'>,
  keyring: Pick<Keyring, 'unsealBytes'>,
): Pick<FileStore, 'get'> {
  return { get: async (ref) => (NAME.test(ref) ? ((await openFile(shelf, keyring, ref)) ?? null) : null) }
}

/** Undefined where there is none, or its key was destroyed. */
async function openFile(
  shelf: Pick<FileShelf, 'read' | 'pathOf'>,
  keyring: Pick<Keyring, 'unsealBytes'>,
  ref: string,
): Promise<Buffer | undefined> {
  const sealed = await shelf.read(ref)
  if (sealed === null) return undefined
  try {
    return keyring.unsealBytes(recordName(ref), sealed)
  } catch (cause) {
    throw new Fault('damaged', `${shelf.pathOf(ref)} is damaged: restore this file from the backup`, { cause })
  }
}

const recordName = (ref: string): string => `file/${ref}`

/** Files that end with their process. */
export function createMemoryShelf(): FileShelf {
  const files = new Map<string, Buffer>()
  return {
    pathOf: (name) => `file ${name} in memory`,
    read: async (name) => files.get(name) ?? null,
    write: async (name, bytes) => void files.set(name, bytes),
    async removeAll(prefix) {
      for (const name of files.keys()) if (name.startsWith(prefix)) files.delete(name)
    },
  }
}
