import { backupFolder, backups } from './backups.ts'
import { city, holidays } from './city.ts'
import { clock } from './clock.ts'
import { database } from './database.ts'
import { documents, generation } from './documents.ts'
import type { Check } from './finding.ts'
import { dataFolder, disk, ledger, masterKey } from './folder.ts'
import { deliveries, staff } from './people.ts'
import { fonts, program, timeZone } from './program.ts'
import { hook, running, server } from './server.ts'
import { privacy, roads, secretFiles, settings } from './settings.ts'
import { telegram } from './telegram.ts'
import { official, wechat, wecom } from './wechat.ts'

/** In the order in which they are mended: what stands below needs what stands above. */
export const checks: readonly Check[] = [
  program,
  settings,
  secretFiles,
  roads,
  dataFolder,
  privacy,
  disk,
  masterKey,
  database,
  ledger,
  clock,
  timeZone,
  city,
  holidays,
  documents,
  generation,
  fonts,
  server,
  telegram,
  wechat,
  official,
  wecom,
  hook,
  running,
  staff,
  deliveries,
  backupFolder,
  backups,
]
