import { spawnSync } from 'node:child_process'
import { constants, existsSync } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { backupsFolder, backupsIn, size } from '../backup.ts'
import { type Check, NOTHING, ok, unknown, unlessFault, wrong } from './finding.ts'

/** What a file system says it is (statfs(2)), where a ledger is in danger on it. */
const REMOTE: Readonly<Record<number, string>> = { 26985: 'NFS', 4283649346: 'CIFS', 4266872130: 'SMB' }
const IN_MEMORY = 0x01021994

/** The data folder is there or can be made, is ours to write, and on a disk that keeps what it is told. */
export const dataFolder: Check = {
  name: 'data folder',
  async look({ config, spoilt }) {
    if (spoilt.has('QINQING_DATA')) return NOTHING
    const folder = resolve(config.data)
    const there = await nearest(folder)
    if (!(await stat(there)).isDirectory()) return wrong(`${there} is a file, not a folder`, 'give another data folder')
    const mayWrite = await access(there, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    )
    if (!mayWrite)
      return wrong(
        `${there} is not to be written by this user`,
        'chown it to whoever runs the bot, or give another --data',
      )
    if (spawnSync('flock', ['--version']).error)
      return wrong('flock(1) is missing, which the folder is locked with', 'install util-linux')
    const { type } = await statfs(there)
    if (type === IN_MEMORY)
      return wrong(`${there} is in memory: it is gone with the machine`, 'give a folder on a disk')
    const remote = REMOTE[type]
    if (remote && !config.database)
      return wrong(
        `${there} is on ${remote}: neither locks nor flushes are to be relied on`,
        'give a folder on a local disk',
      )
    return ok(there === folder ? folder : `${folder}, which will be made`)
  },
}

async function nearest(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found || dirname(path) === path ? path : nearest(dirname(path))
}

const LEAST = 1e9

/** There is room for a while, and for a copy of the ledger, which a backup makes on its way. */
export const disk: Check = {
  name: 'disk',
  async look({ config, spoilt }) {
    if (spoilt.has('QINQING_DATA')) return NOTHING
    const { bavail, bsize, blocks, ffree, files } = await statfs(await nearest(resolve(config.data)))
    const [free, held] = [bavail * bsize, await sizeOf(resolve(config.data))]
    const says = `${size(free)} of ${size(blocks * bsize)} free; the ledger takes ${size(held)}`
    if (files > 0 && ffree < 10_000) return wrong(`only ${ffree} more files have room`, 'free or enlarge the disk')
    const wanted = Math.max(LEAST, 2.5 * held)
    return free < wanted ? wrong(says, `free or enlarge the disk: ${size(wanted)} are wanted`) : ok(says)
  },
}

async function sizeOf(data: string): Promise<number> {
  const { filesBelow } = await import('../../../adapters/archive/index.ts')
  const parts = ['journal', 'snapshot', 'files'].map((part) => filesBelow(join(data, part)).catch(() => []))
  return (await Promise.all(parts)).flat().reduce((sum, { bytes }) => sum + bytes, 0)
}

/** The master key is there, and not only where a thief, or a fire, finds what it opens. */
export const masterKey: Check = {
  name: 'master key',
  async look({ config, spoilt }) {
    if (spoilt.has('QINQING_DATA') || [...spoilt].some((name) => name.startsWith('QINQING_MASTER_KEY'))) return NOTHING
    const { findMasterKey } = await import('../../../adapters/store/lowdb/master-key.ts')
    const { nodeDisk } = await import('../../../adapters/store/lowdb/disk.ts')
    const folder = resolve(config.data)
    const backups = backupsFolder(config)
    const isBeside = existsSync(join(backups, 'master.key'))
    if (isBeside)
      return wrong(`a master.key lies in ${backups}, beside the backups it opens`, 'take it away, and keep it apart')
    if (config.masterKey) return ok('given by a setting, not in the data folder')
    return unlessFault(async () => {
      const found = await findMasterKey(nodeDisk, folder, undefined)
      // Else the ledger tells that it is missing.
      if (!found && existsSync(join(folder, 'keys.jsonl'))) return NOTHING
      if (!found) return unknown('none yet: one is made at the first start', 'keep a copy of it apart from the backups')
      const isIn = `${backups}/`.startsWith(`${folder}/`) && (await backupsIn(backups)).length > 0
      return isIn
        ? wrong(
            `it lies in ${folder} together with the backups it opens: whoever takes that folder has both, and one fire takes both`,
            'keep a copy of master.key elsewhere, and give QINQING_BACKUP_TO another disk (or QINQING_MASTER_KEY_FILE another place)',
          )
        : ok(`${join(folder, 'master.key')}; see that a copy is kept apart`)
    })
  },
}

/** What the data folder holds stands as it was written, and opens with this key. */
export const ledger: Check = {
  name: 'ledger',
  async look({ config, spoilt }) {
    if (config.database || spoilt.has('QINQING_DATA') || spoilt.has('DATABASE_URL')) return NOTHING
    const { findKeys } = await import('../../../adapters/store/lowdb/find-keys.ts')
    const { nodeDisk } = await import('../../../adapters/store/lowdb/disk.ts')
    const { verifyJournal } = await import('../../../adapters/store/index.ts')
    const folder = resolve(config.data)
    return unlessFault(async () => {
      const { stored } = await findKeys(nodeDisk, folder, config.masterKey)
      if (!stored) return unknown(`none yet in ${folder}: it is begun at the first start`)
      const { lines, torn } = await verifyJournal(folder)
      return ok(
        `${lines} lines, all as they were written${torn > 0 ? `; ${torn} bytes after them are no whole line` : ''}`,
      )
    })
  },
}
