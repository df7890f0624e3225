import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { About } from '../../../adapters/archive/index.ts'
import { Fault } from '../../model/fault.ts'

/** What is to be restored, and where its key may be. */
export interface Restoring {
  /** An archive, or a folder as older versions made it. */
  readonly backup: string
  /** The file that the master key was kept in. */
  readonly keyFile?: string
  readonly masterKey?: string
  /** The data folder of this deployment. */
  readonly data: string
}

/** What was restored. */
export interface Restored {
  /** Of the journal. */
  readonly lines: number
  readonly files: number
  /** A folder of an older version does not say it. */
  readonly about?: Pick<About, 'at' | 'program'>
  /** The master key that was put beside it. */
  readonly wroteKey?: string
  /** It needs to be given none: one stands beside it. */
  readonly hasKey?: true
}

/**
 * The master key to restore with: of the file that was named, else the one that was given, else the one that waits in
 * the folder. @throws Fault `key`
 */
export async function keyToRestore(
  { keyFile, masterKey }: Restoring,
  folder: string,
): Promise<{ readonly master: Buffer; readonly isFrom: 'file' | 'setting' | 'folder' }> {
  const [{ findMasterKey }, { nodeDisk }] = await Promise.all([
    import('../../../adapters/store/lowdb/master-key.ts'),
    import('../../../adapters/store/lowdb/disk.ts'),
  ])
  const isFrom = keyFile !== undefined ? 'file' : masterKey !== undefined ? 'setting' : 'folder'
  const given = keyFile === undefined ? masterKey : await textOf(keyFile)
  const master = await findMasterKey(nodeDisk, resolve(folder), given)
  if (master) return { master, isFrom }
  throw new Fault(
    'key',
    `a backup opens with the master key alone: give --key FILE, or QINQING_MASTER_KEY, or put it there as ${join(folder, 'master.key')}`,
  )
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new Fault('key', `cannot read ${file}: ${(cause as Error).message}`, { cause })
  }
}
