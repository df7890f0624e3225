import { z } from 'zod'
import { type Env, filled, isWeb, type Secret, secretOf } from './kinds.ts'

/** What those who run the bot see of it, and what other systems are told. */
export interface OperatorSettings {
  /** Where the console is reached from outside; without it, where the server listens. */
  readonly console?: string
  /** Another system that is told what happens to appeals, and with what that is signed. */
  readonly hook?: { readonly url: string; readonly secret: Secret }
  /** Whoever shows one of these may read what is public of the appeals. */
  readonly open311?: Secret
  /** Lines for people, or one JSON object a line; nothing below this level. */
  readonly log: { readonly format: 'text' | 'json'; readonly level: 'debug' | 'info' | 'warn' | 'error' }
  /** A backup each day at this time of the city's clocks, put there, so many kept. */
  readonly backup?: { readonly at: string; readonly to?: string; readonly keep: number }
}

const Web = (what: string) => z.string().trim().refine(isWeb, `is no address: give ${what}`)
/** As the Standard Webhooks write it, or any 24 characters and more. */
const HookSecret = z
  .string()
  .trim()
  .min(24, 'is no secret: give 24 characters or more, such as what `openssl rand -base64 32` prints')

/** Its settings, each as far as it can be right by itself. */
export const operatorSettings = {
  QINQING_PUBLIC_URL: Web('where the proxy is reached, such as https://qinqing.example.gov.cn').optional(),
  QINQING_HOOK_URL: Web('where another system is told of events').optional(),
  QINQING_HOOK_SECRET: HookSecret.optional(),
  QINQING_HOOK_SECRET_FILE: filled('the file it stands in').optional(),
  QINQING_OPEN311_TOKEN: z
    .string()
    .trim()
    .regex(
      /^[\w-]{16,256}(?:[,\s]+[\w-]{16,256})*$/,
      'is no token: give 16 letters, digits, _ or - and more; several with commas',
    )
    .optional(),
  QINQING_OPEN311_TOKEN_FILE: filled('the file they stand in').optional(),
  QINQING_LOG: z.enum(['text', 'json'], 'is neither text nor json').default('text'),
  QINQING_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'is none of debug, info, warn, error').default('info'),
  QINQING_BACKUP_AT: z
    .string()
    .trim()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is no time of day, such as 03:30')
    .optional(),
  QINQING_BACKUP_TO: filled('a folder').optional(),
  QINQING_BACKUP_KEEP: z.coerce
    .number('is no number')
    .int('is no whole number')
    .min(1, 'keeps nothing: give 1 or more')
    .max(1000, 'is more than 1000')
    .default(7),
} as const
type Read = z.infer<z.ZodObject<typeof operatorSettings>>

export function operatorsOf(read: Read): OperatorSettings {
  const { QINQING_PUBLIC_URL: console, QINQING_HOOK_URL: url, QINQING_LOG: format, QINQING_LOG_LEVEL: level } = read
  const { QINQING_BACKUP_AT: at, QINQING_BACKUP_TO: to, QINQING_BACKUP_KEEP: keep } = read
  const secret = secretOf(read.QINQING_HOOK_SECRET, read.QINQING_HOOK_SECRET_FILE)
  const open311 = secretOf(read.QINQING_OPEN311_TOKEN, read.QINQING_OPEN311_TOKEN_FILE)
  return {
    ...(console && { console: console.replace(/\/+$/, '') }),
    ...(url && secret && { hook: { url, secret } }),
    ...(open311 && { open311 }),
    log: { format, level },
    ...(at && { backup: { at, ...(to && { to }), keep } }),
  }
}

/** What each may be right by itself, and together is not. */
export function operatorsMismatched(env: Env): string[] {
  const has = (name: keyof typeof operatorSettings) => env[name] !== undefined
  const both = (name: 'QINQING_HOOK_SECRET' | 'QINQING_OPEN311_TOKEN') =>
    has(name) && has(`${name}_FILE`) && `${name} and ${name}_FILE are both given: leave one out`
  const hasSecret = has('QINQING_HOOK_SECRET') || has('QINQING_HOOK_SECRET_FILE')
  return [
    both('QINQING_HOOK_SECRET'),
    both('QINQING_OPEN311_TOKEN'),
    has('QINQING_HOOK_URL') &&
      !hasSecret &&
      'QINQING_HOOK_URL needs a QINQING_HOOK_SECRET, or QINQING_HOOK_SECRET_FILE, with which what is told is signed',
    hasSecret &&
      !has('QINQING_HOOK_URL') &&
      'QINQING_HOOK_SECRET is for a QINQING_HOOK_URL: give it too, or leave it out',
    !has('QINQING_BACKUP_AT') &&
      (has('QINQING_BACKUP_TO') || has('QINQING_BACKUP_KEEP')) &&
      'QINQING_BACKUP_TO and QINQING_BACKUP_KEEP are for a QINQING_BACKUP_AT: give it too, or leave them out',
  ].filter((line) => typeof line === 'string')
}
