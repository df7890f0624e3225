import { z } from 'zod'
import type { Env } from './kinds.ts'

export interface WeChatSettings {
  /** The puppet's package, such as `wechaty-puppet-service`. */
  readonly puppet: string
  /** What the puppet is told; a secret. */
  readonly options: { readonly given: Readonly<Record<string, unknown>> } | { readonly file: string }
  /** Whether a contact keeps its id from one login to the next; undefined where the puppet says it. */
  readonly idsLast?: boolean
  readonly pace: {
    /** At least so long between two messages, in milliseconds. */
    readonly gapMs: number
    /** So many messages leave in a day. */
    readonly perDay: number
    /** So many are befriended in a day. */
    readonly friendsPerDay: number
  }
}

const whole = (from: number, to: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, `is no whole number: give one from ${from} to ${to}`)
    .transform(Number)
    .refine((count) => from <= count && count <= to, `is out of range: give a number from ${from} to ${to}`)

/** An object in JSON, or the file it stands in. */
const Options = z.string().trim().min(1, 'is empty: give an object in JSON, or the file it stands in')
const Puppet = z
  .string()
  .trim()
  .regex(
    /^(?:@[a-z0-9-]+\/)?wechaty-puppet-[a-z0-9-]+$/,
    'is no puppet: give the name of its package, such as wechaty-puppet-service',
  )

/** Its settings, each as far as it can be right by itself. The first has the name that wechaty gave it. */
export const wechatSettings = {
  WECHATY_PUPPET: Puppet.optional(),
  QINQING_WECHAT_OPTIONS: Options.optional(),
  QINQING_WECHAT_IDS: z
    .enum(['lasting', 'passing'], 'is neither lasting nor passing: say whether contacts keep their ids at a new login')
    .optional(),
  QINQING_WECHAT_GAP_MS: whole(0, 60_000).default(1_500),
  QINQING_WECHAT_PER_DAY: whole(1, 100_000).default(1_000),
  QINQING_WECHAT_FRIENDS_PER_DAY: whole(0, 10_000).default(60),
} as const
type Read = z.infer<z.ZodObject<typeof wechatSettings>>

/** What was said of WeChat; nothing where no puppet is named. */
export function wechatOf(read: Read): WeChatSettings | undefined {
  const { WECHATY_PUPPET: puppet, QINQING_WECHAT_OPTIONS: text, QINQING_WECHAT_IDS: ids } = read
  if (puppet === undefined) return undefined
  return {
    puppet,
    options: text === undefined ? { given: {} } : (optionsIn(text) ?? { file: text }),
    ...(ids && { idsLast: ids === 'lasting' }),
    pace: {
      gapMs: read.QINQING_WECHAT_GAP_MS,
      perDay: read.QINQING_WECHAT_PER_DAY,
      friendsPerDay: read.QINQING_WECHAT_FRIENDS_PER_DAY,
    },
  }
}

/** What each may be right by itself, and together is not. */
export function wechatMismatched(env: Env): string[] {
  const given = Object.keys(wechatSettings).find((name) => name !== 'WECHATY_PUPPET' && env[name] !== undefined)
  const isBroken = /^\s*\{/.test(env['QINQING_WECHAT_OPTIONS'] ?? '') && !optionsIn(env['QINQING_WECHAT_OPTIONS'] ?? '')
  return [
    given !== undefined &&
      env['WECHATY_PUPPET'] === undefined &&
      `${given} is for a puppet: set WECHATY_PUPPET to its package, such as wechaty-puppet-service`,
    isBroken && 'QINQING_WECHAT_OPTIONS is no JSON: give an object such as {"token":"…","endpoint":"host:port"}',
  ].filter((line) => typeof line === 'string')
}

/** The object that a text is in JSON; nothing where it is none. */
export function optionsIn(text: string): { readonly given: Readonly<Record<string, unknown>> } | undefined {
  try {
    const options = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text))
    return options.success ? { given: options.data } : undefined
  } catch {
    return undefined
  }
}
