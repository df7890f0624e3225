import { z } from 'zod'
import { nearest } from './catalog/nearest.ts'
import { Fault } from './model/fault.ts'
import { databaseMismatched, databaseOf, databaseSettings } from './settings/database.ts'
import { type Env, filled, type Secret } from './settings/kinds.ts'
import {
  type OfficialSettings,
  officialMismatched,
  officialOf,
  officialSettings,
  wecomOf,
} from './settings/official.ts'
import { type OperatorSettings, operatorSettings, operatorsMismatched, operatorsOf } from './settings/operators.ts'
import { type TelegramSettings, telegramMismatched, telegramOf, telegramSettings } from './settings/telegram.ts'
import { type WeChatSettings, wechatMismatched, wechatOf, wechatSettings } from './settings/wechat.ts'

/** What the process was told, checked. Paths stand as they were given: who opens them resolves them. */
export interface Config {
  /** The data folder: journal, snapshots, keys, the control socket. */
  readonly data: string
  /** The folder of policy documents. */
  readonly docs: string
  /** The folder of the city's own files; without it the bot speaks for the made-up city that comes with it. */
  readonly city?: string
  /** Seals the keys of persons; without it one is made at the first start and kept in the data folder. */
  readonly masterKey?: string
  /** The file it stands in, as long as it was not read. */
  readonly masterKeyFile?: string
  /** The PostgreSQL that holds the ledger; without it the data folder does. */
  readonly database?: Secret
  /** What those who run it see of it, and what other systems are told. */
  readonly operators: OperatorSettings
  /** Staff work in Telegram; without it nobody does. */
  readonly telegram?: TelegramSettings
  /** The roads by which entrepreneurs come: an account of WeChat, an official account, the customer service of WeCom. */
  readonly wechat?: WeChatSettings
  readonly official?: OfficialSettings
  readonly wecom?: OfficialSettings
  /** Where the one server listens; without a word of it only where something is to be received over HTTP. */
  readonly http: { readonly host: string; readonly port: number; readonly asked: boolean }
  /** Errors are shown with their stack. */
  readonly debug: boolean
}

const MasterKey = z
  .string()
  .trim()
  .regex(
    /^(?:[0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$/,
    'is no key: give the one the folder was begun with, 32 bytes in base64 (a new folder may begin with what `openssl rand -base64 32` prints)',
  )
/** Whether this is a master key, as far as one can see. */
export const isMasterKey = (text: string): boolean => MasterKey.safeParse(text).success

const Switch = z.enum(['', '0', '1'], 'is neither 1 nor 0: set it to 1, or leave it out').transform((on) => on === '1')

const HostPort = z
  .string()
  .trim()
  .regex(/^(?:\[[0-9a-fA-F:.]+\]|[^\s:[\]/]+):\d{1,5}$/, 'is not host:port, such as 127.0.0.1:8080')
  .transform((text) => ({
    host: text.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''),
    port: Number(text.split(':').at(-1)),
  }))
  .refine(({ port }) => port <= 65_535, 'has no port that there is: they end at 65535')

/** Every setting there is; README's table says the same. */
const settings = {
  QINQING_DATA: filled('a folder').optional(),
  QINQING_DOCS: filled('a folder').optional(),
  QINQING_CITY: filled('a folder').optional(),
  QINQING_MASTER_KEY: MasterKey.optional(),
  QINQING_MASTER_KEY_FILE: filled('the file it stands in').optional(),
  ...databaseSettings,
  ...telegramSettings,
  ...wechatSettings,
  ...officialSettings,
  ...operatorSettings,
  QINQING_HTTP: HostPort.default({ host: '127.0.0.1', port: 8080 }),
  QINQING_DEBUG: Switch.default(false),
} as const
const Settings = z.object(settings)
/** Their names. */
export const SETTINGS: readonly string[] = Object.keys(settings)

/** The folders a command line may give. */
export const FLAGS = ['data', 'docs', 'city'] as const
export type Flags = { readonly [flag in (typeof FLAGS)[number]]?: string | undefined }

/**
 * Reads the settings from the environment; what a command line says (`flags`) goes before, `shipped` is where the
 * documents are that come with the program. Throws one `Fault` of code `config` that lists every mistake.
 */
export function createConfig(env: Env, flags: Flags, shipped: { readonly docs: string }): Config {
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith('QINQING_') && !(name in settings))
    .map((name) => `${name} is no setting: ${meantBy(name)}`)
  const read = Settings.safeParse({
    ...env,
    QINQING_DATA: flags.data ?? env['QINQING_DATA'],
    QINQING_DOCS: flags.docs ?? env['QINQING_DOCS'],
    QINQING_CITY: flags.city ?? env['QINQING_CITY'],
  })
  const wrong = read.error?.issues.map(({ path, message }) => `${givenAs(String(path[0]), flags)} ${message}`) ?? []
  const both =
    env['QINQING_MASTER_KEY'] !== undefined && env['QINQING_MASTER_KEY_FILE'] !== undefined
      ? ['QINQING_MASTER_KEY and QINQING_MASTER_KEY_FILE are both given: leave one out']
      : []
  const apart = [
    telegramMismatched,
    wechatMismatched,
    officialMismatched,
    databaseMismatched,
    operatorsMismatched,
  ].flatMap((mismatched) => mismatched(env))
  const together = [...both, ...apart]
  if (!read.success || unknown.length > 0 || together.length > 0)
    throw new Fault('config', ['cannot read the settings:', ...wrong, ...together, ...unknown].join('\n  '))

  const { QINQING_DATA, QINQING_DOCS, QINQING_CITY, QINQING_HTTP, QINQING_DEBUG } = read.data
  const { QINQING_MASTER_KEY: masterKey, QINQING_MASTER_KEY_FILE: masterKeyFile } = read.data
  const [telegram, wechat] = [telegramOf(read.data, env), wechatOf(read.data)]
  const [official, wecom] = [officialOf(read.data), wecomOf(read.data)]
  const database = databaseOf(read.data)
  return {
    data: QINQING_DATA ?? 'data',
    docs: QINQING_DOCS ?? shipped.docs,
    ...(QINQING_CITY && { city: QINQING_CITY }),
    ...(masterKey && { masterKey }),
    ...(masterKeyFile && { masterKeyFile }),
    ...(database && { database }),
    operators: operatorsOf(read.data),
    ...(telegram && { telegram }),
    ...(wechat && { wechat }),
    ...(official && { official }),
    ...(wecom && { wecom }),
    http: { ...QINQING_HTTP, asked: env['QINQING_HTTP'] !== undefined },
    debug: QINQING_DEBUG,
  }
}

function meantBy(name: string): string {
  const near = nearest(name, SETTINGS)
  return near ? `did you mean ${near}?` : 'README lists them, under Configuration'
}

function givenAs(name: string, flags: Flags): string {
  const flag = FLAGS.find((one) => name === `QINQING_${one.toUpperCase()}`)
  return flag && flags[flag] !== undefined ? `--${flag}` : name
}
