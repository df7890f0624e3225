import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { dateOf, timeOf } from '../../model/instant.ts'
import { backupsFolder, backupsIn, instantOf, size } from '../backup.ts'
import { archiveKeysOf } from '../backup-key.ts'
import { type Check, NOTHING, ok, unknown, unlessFault, wrong } from './finding.ts'

/** The folder that backups go into is there: one that a setting names is never made, for it may be a disk that is not mounted. */
export const backupFolder: Check = {
  name: 'backup folder',
  async look({ config, spoilt }) {
    const to = config.operators.backup?.to
    if (to === undefined || spoilt.has('QINQING_BACKUP_TO')) return NOTHING
    const found = await stat(to).catch(() => undefined)
    if (!found?.isDirectory())
      return wrong(`QINQING_BACKUP_TO (${to}) is no folder`, 'make it, or mount what it stands for')
    return NOTHING
  },
}

const DAY_MS = 86_400_000
/** Without a schedule; with one, a day and some hours. */
const OLD_MS = 7 * DAY_MS
const LATE_MS = 1.25 * DAY_MS

/** There is one that is not old, and it opens with this key. */
export const backups: Check = {
  name: 'backups',
  async look({ config, now, spoilt }) {
    if (spoilt.has('QINQING_DATA') || spoilt.has('QINQING_BACKUP_TO')) return NOTHING
    const folder = backupsFolder(config)
    const names = await backupsIn(folder)
    const [newest, schedule] = [names.at(-1), config.operators.backup]
    const remedy = schedule
      ? 'is the bot running? What hindered it stands in its log; qinqing backup makes one now'
      : 'qinqing backup makes one now; QINQING_BACKUP_AT=03:30 one each day'
    if (newest === undefined) return (schedule ? wrong : unknown)(`none yet in ${folder}`, remedy)
    const at = instantOf(newest)
    const says = `${names.length} in ${folder}, the last of ${dateOf(at)} ${timeOf(at)}`
    if (Date.parse(now()) - Date.parse(at) > (schedule ? LATE_MS : OLD_MS)) return wrong(`${says}: that is old`, remedy)
    return unlessFault(async () => {
      if (newest.endsWith('.age')) await opens(join(folder, newest), config)
      const { size: bytes } = await stat(join(folder, newest))
      return ok(`${says}${newest.endsWith('.age') ? `, ${size(bytes)}, opens with this key` : ''}`)
    })
  },
}

/** Its beginning says whether the key is the right one; `qinqing backup verify` reads it to its end. */
async function opens(path: string, config: Pick<Config, 'data' | 'masterKey'>): Promise<void> {
  const { peekArchive } = await import('../../../adapters/archive/index.ts')
  await peekArchive(path, (await archiveKeysOf(config)).identity)
}
