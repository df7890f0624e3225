import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isMasterKey } from '../../config.ts'
import { isDatabase } from '../../settings/database.ts'
import type { Secret } from '../../settings/kinds.ts'
import { isToken } from '../../settings/telegram.ts'
import { NO_KEY } from '../options.ts'
import { secretIn } from '../secrets.ts'
import { type Check, type Finding, NOTHING, ok, type World, wrong, wrongBy } from './finding.ts'

/** Whatever is given, is understood. */
export const settings: Check = {
  name: 'settings',
  async look({ io, mistakes, config }) {
    if (mistakes.length > 0) return mistakes.flatMap(({ message }) => wrong(message))
    const given = Object.keys(io.env).filter((name) => /^(?:QINQING_|DATABASE_URL|WECHATY_PUPPET)/.test(name))
    const { log } = config.operators
    return ok(`${given.length} given, all understood; log: ${log.format}, ${log.level}`)
  },
}

/** Staff and entrepreneurs have a way to the bot. */
export const roads: Check = {
  name: 'channels',
  async look({ config, flags, spoilt }) {
    const { telegram, wechat, official, wecom } = config
    const isSpoilt = (part: RegExp) => [...spoilt].some((name) => part.test(name))
    const hasRoad = flags.staffOnly || wechat || official || wecom || isSpoilt(/WECHAT|OFFICIAL|WECOM/)
    const found: Finding[] = []
    if (!telegram && !isSpoilt(/TELEGRAM/)) found.push(...wrong(NO_STAFF))
    if (!hasRoad) found.push(...wrong(NO_ROAD))
    if (found.length > 0) return found
    const names = [telegram && 'Telegram', wechat && 'WeChat', official && 'official account', wecom && 'WeCom']
    return ok(names.filter(Boolean).join(', ') || 'see settings')
  },
}

const NO_STAFF =
  'staff have no channel: give QINQING_TELEGRAM_TOKEN, or QINQING_TELEGRAM_TOKEN_FILE (the token from @BotFather)'
const NO_ROAD =
  'entrepreneurs have no channel: set WECHATY_PUPPET to the package of a puppet (such as wechaty-puppet-service), or ' +
  'QINQING_OFFICIAL_ID and what belongs to it for an official account, or QINQING_WECOM_ID and what belongs to it for ' +
  'the customer service of WeCom; README says how, under WeChat. With --staff-only Telegram is served alone'

interface Kept {
  readonly setting: string
  readonly secret: Secret | undefined
  readonly isRight: (text: string) => boolean
  readonly remedy: string
}

const EMPTY = 'it is empty: put the secret there, and nothing else'
const isFilled = (text: string): boolean => text !== ''

/** Every secret that may stand in a file of its own. */
function secretsOf({ config, io, spoilt }: World): readonly Kept[] {
  const { telegram, official, wecom, database, operators } = config
  const key = io.env['QINQING_MASTER_KEY_FILE']?.trim()
  const filled = (setting: string, secret: Secret | undefined) => ({
    setting,
    secret,
    isRight: isFilled,
    remedy: EMPTY,
  })
  return [
    {
      setting: 'QINQING_MASTER_KEY_FILE',
      // Else it is told among the settings.
      secret: key && !spoilt.has('QINQING_MASTER_KEY_FILE') ? { file: key } : undefined,
      isRight: isMasterKey,
      remedy: NO_KEY,
    },
    {
      setting: 'QINQING_TELEGRAM_TOKEN_FILE',
      secret: telegram?.token,
      isRight: isToken,
      remedy: 'there is no token in it: put there what @BotFather printed, and nothing else',
    },
    filled('QINQING_OFFICIAL_SECRET_FILE', official?.secret),
    filled('QINQING_WECOM_SECRET_FILE', wecom?.secret),
    {
      setting: 'DATABASE_URL_FILE',
      secret: database,
      isRight: isDatabase,
      remedy: 'there is no address of a database in it: put postgres://USER:PASSWORD@HOST:5432/NAME there',
    },
    filled('QINQING_HOOK_SECRET_FILE', operators.hook?.secret),
    filled('QINQING_OPEN311_TOKEN_FILE', operators.open311),
  ]
}

/** Files that hold secrets can be read, and hold one. */
export const secretFiles: Check = {
  name: 'secrets',
  async look(world) {
    const inFiles = secretsOf(world).filter(({ secret }) => secret && 'file' in secret)
    const found = inFiles.flatMap(({ setting, secret, isRight, remedy }) => {
      try {
        if (secret) secretIn(secret, setting, isRight, remedy)
        return NOTHING
      } catch (error) {
        return wrongBy(error)
      }
    })
    if (found.length > 0) return found
    return inFiles.length === 0 ? NOTHING : ok(`${inFiles.length} in files, each as it should be`)
  },
}

/** Nobody else on the machine reads secrets, or looks into the data folder. */
export const privacy: Check = {
  name: 'privacy',
  async look(world) {
    const found: Finding[] = []
    for (const { setting, secret } of secretsOf(world)) {
      if (!secret || !('file' in secret)) continue
      if ((await modeOf(secret.file)) & 0o004)
        found.push(...wrong(`anybody on this machine may read ${setting} (${secret.file})`, `chmod 600 ${secret.file}`))
    }
    const data = resolve(world.config.data)
    if ((await modeOf(data)) & 0o077)
      found.push(
        ...wrong(`others on this machine may look into ${data}`, `chmod 700 ${data} (the bot does so at its start)`),
      )
    return found.length > 0 ? found : ok('secrets and data folder are for this user alone')
  },
}

const modeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.mode ?? 0
