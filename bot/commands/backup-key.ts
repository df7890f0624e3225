import { resolve } from 'node:path'
import type { ArchiveKeys } from '../../adapters/archive/index.ts'
import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'

/** The master key of a deployment: the one that was given, else the one in the data folder. @throws Fault `key` where there is neither. */
export async function masterKeyOf({ data, masterKey }: Pick<Config, 'data' | 'masterKey'>): Promise<Buffer> {
  const [{ findMasterKey }, { nodeDisk }] = await Promise.all([
    import('../../adapters/store/lowdb/master-key.ts'),
    import('../../adapters/store/lowdb/disk.ts'),
  ])
  const master = await findMasterKey(nodeDisk, resolve(data), masterKey)
  if (master) return master
  throw new Fault('key', `there is no master key: give QINQING_MASTER_KEY, or the data folder that has a master.key`)
}

/** What backups of this deployment are sealed to and opened with. */
export async function archiveKeysOf(config: Pick<Config, 'data' | 'masterKey'>): Promise<ArchiveKeys> {
  const { archiveKeys } = await import('../../adapters/archive/index.ts')
  return archiveKeys(await masterKeyOf(config))
}
