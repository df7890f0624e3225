import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import { backupFolder } from './doctor/backups.ts'
import { city } from './doctor/city.ts'
import { database } from './doctor/database.ts'
import { documents } from './doctor/documents.ts'
import type { Check, Finding, World } from './doctor/finding.ts'
import { dataFolder } from './doctor/folder.ts'
import { roads, secretFiles, settings } from './doctor/settings.ts'
import { wechat } from './doctor/wechat.ts'
import { worldOf } from './doctor/world.ts'
import type { Io } from './io.ts'
import { configWithData } from './options.ts'

/** Without these it does not start; the rest of what doctor looks at it can live with. */
const NEEDED: readonly Check[] = [
  settings,
  secretFiles,
  roads,
  dataFolder,
  city,
  documents,
  database,
  wechat,
  backupFolder,
]
const TRY = 'To try it all in the terminal: npm start'

/**
 * The settings of a bot that is about to serve, once everything it needs was looked at: settings, secrets’ files, channels,
 * city, documents, data folder, database, the folder of backups. Nobody outside is asked, and nothing is made.
 *
 * @throws Fault `config` that lists all that is wrong at once, each with what to do.
 */
export async function preflight(io: Io, flags: World['flags']): Promise<Config> {
  const world = worldOf(io, flags, true)
  const wrong: Finding[] = []
  for (const check of NEEDED) wrong.push(...(await check.look(world)).filter(({ is }) => is === 'wrong'))
  if (wrong.length === 0) return configWithData(io, flags)
  const lines = wrong.map(({ says, remedy }) => (remedy === undefined ? says : `${says}: ${remedy}`))
  const [only = ''] = lines
  // A single one that says by itself what cannot be done.
  if (lines.length === 1 && only.startsWith('cannot ')) throw new Fault('config', only)
  const indented = lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`)
  const isLost = lines.some((line) => line.includes('have no channel'))
  throw new Fault('config', ['cannot serve:', ...indented, ...(isLost ? [`  ${TRY}`] : [])].join('\n'))
}
