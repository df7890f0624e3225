import { join } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'
import type { Disk } from './disk.ts'
import { keysPath, readKeys, type StoredKeys } from './key-file.ts'
import { findMasterKey, MASTER_KEY_FILE } from './master-key.ts'
import { segmentsOf } from './walk.ts'

export interface FoundKeys {
  readonly master: Buffer | null
  /** Null only in a folder without a journal and without a snapshot. */
  readonly stored: StoredKeys | null
}

/** The keys of a folder, as far as there are any. Makes nothing. @throws Fault `key` or `damaged` where some must be and are not. */
export async function findKeys(disk: Disk, folder: string, given: string | undefined): Promise<FoundKeys> {
  const master = await findMasterKey(disk, folder, given)
  const used = (await segmentsOf(disk, folder)).length > 0 || (await disk.list(join(folder, 'snapshot'))).length > 0
  if (!master) {
    if (used || (await disk.read(keysPath(folder))) !== null)
      throw new Fault('key', `${join(folder, MASTER_KEY_FILE)} is missing: put it back, or give the master key`)
    return { master, stored: null }
  }
  const stored = await readKeys(disk, folder, master)
  if (!stored && used)
    throw new Fault('damaged', `${keysPath(folder)} is missing: restore it from the newest backup that has it`)
  return { master, stored }
}
