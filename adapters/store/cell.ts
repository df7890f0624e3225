import type { PersonId } from '../../bot/model/appeal.ts'
import { deepFreeze } from './freeze.ts'
import type { Keyring } from './keyring.ts'

/**
 * A personal value in memory: in the clear from when it was written until a snapshot has sealed it, and sealed from
 * then on. So most of the ledger lies in memory as it lies on the disk: it takes less room, a start opens nothing, and
 * a snapshot seals only what is new.
 */
export interface Cell<T> {
  clear?: T
  /** Most often a piece of one buffer that a whole part of a snapshot has in common. */
  sealed?: Buffer
}

/** Opens and seals the cells of one kind of record. */
export interface Cells<T> {
  /** Undefined when the key was destroyed. */
  open(key: string, cell: Cell<T>): T | undefined
  /** One from a snapshot; undefined when the key was destroyed. */
  stored(key: string, sealed: Buffer): Cell<T> | undefined
  /** As it stands in a snapshot; from now on it stands so in memory, too. */
  seal(subject: PersonId, key: string, cell: Cell<T>): Buffer
}

export type Sealing = Pick<Keyring, 'sealBytes' | 'unsealBytes' | 'opens'>

/** `name` says what a sealed text belongs to; it opens under the same name only. */
export function createCells<T>(keyring: Sealing, name: (key: string) => string): Cells<T> {
  return {
    open(key, { clear, sealed }) {
      if (clear !== undefined || sealed === undefined) return clear
      const bytes = keyring.unsealBytes(name(key), sealed)
      return bytes && deepFreeze(JSON.parse(bytes.toString()) as T)
    },
    stored: (key, sealed) => (keyring.opens(name(key), sealed) ? { sealed } : undefined),
    seal(subject, key, cell) {
      cell.sealed ??= keyring.sealBytes(subject, name(key), Buffer.from(JSON.stringify(cell.clear)))
      delete cell.clear
      return cell.sealed
    },
  }
}
