import { z } from 'zod'
import { type Env, isWeb, Root, type Secret, secretOf } from './kinds.ts'

export interface TelegramSettings {
  /** The bot's token. */
  readonly token: Secret
  /** Another Bot API server than Telegram's own. */
  readonly api?: string
  /** Telegram brings what is said to this address, instead of being asked for it; the secret comes with each. */
  readonly webhook?: { readonly url: string; readonly secret: string }
  /** Through which the Bot API is reached; a secret too, where it holds a password. */
  readonly proxy?: string
}

/** How BotFather writes a token: the bot's id, and a secret. */
export const isToken = (text: string): boolean => /^\d{3,20}:[A-Za-z0-9_-]{20,100}$/.test(text)
const Token = z
  .string()
  .trim()
  .refine(isToken, 'is no token: give what @BotFather printed, digits, a colon and 35 letters')
const WebhookSecret = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9_-]{16,256}$/,
    'is no secret for Telegram: give 16 to 256 letters, digits, _ or - (such as what `openssl rand -hex 32` prints)',
  )

/** Its settings, each as far as it can be right by itself. */
export const telegramSettings = {
  QINQING_TELEGRAM_TOKEN: Token.optional(),
  QINQING_TELEGRAM_TOKEN_FILE: z
    .string()
    .trim()
    .min(1, 'is empty: give a file, or leave it out')
    .refine(
      (text) => !isToken(text),
      'is a token itself: give it as QINQING_TELEGRAM_TOKEN, or the file it stands in here',
    )
    .optional(),
  QINQING_TELEGRAM_API: Root.optional(),
  QINQING_TELEGRAM_WEBHOOK: Root.optional(),
  QINQING_TELEGRAM_SECRET: WebhookSecret.optional(),
} as const
type Read = z.infer<z.ZodObject<typeof telegramSettings>>

/** Telegram's own server, where no other is named. */
const TELEGRAM = 'https://api.telegram.org'

/** What was said of Telegram; nothing where there is no token. */
export function telegramOf(read: Read, env: Env): TelegramSettings | undefined {
  const { QINQING_TELEGRAM_TOKEN: given, QINQING_TELEGRAM_TOKEN_FILE: file } = read
  const { QINQING_TELEGRAM_API: api, QINQING_TELEGRAM_WEBHOOK: url, QINQING_TELEGRAM_SECRET: secret } = read
  const token = secretOf(given, file)
  const proxy = proxyFor(api ?? TELEGRAM, env)
  return (
    token && { token, ...(api && { api }), ...(url && secret && { webhook: { url, secret } }), ...(proxy && { proxy }) }
  )
}

const hasToken = (env: Env): boolean =>
  env['QINQING_TELEGRAM_TOKEN'] !== undefined || env['QINQING_TELEGRAM_TOKEN_FILE'] !== undefined

/** What each may be right by itself, and together is not. */
export function telegramMismatched(env: Env): string[] {
  const has = (name: keyof typeof telegramSettings) => env[name] !== undefined
  const [first] = (['QINQING_TELEGRAM_API', 'QINQING_TELEGRAM_WEBHOOK', 'QINQING_TELEGRAM_SECRET'] as const).filter(has)
  return [
    has('QINQING_TELEGRAM_TOKEN') &&
      has('QINQING_TELEGRAM_TOKEN_FILE') &&
      'QINQING_TELEGRAM_TOKEN and QINQING_TELEGRAM_TOKEN_FILE are both given: leave one out',
    first && !hasToken(env) && `${first} is for a bot: give QINQING_TELEGRAM_TOKEN or QINQING_TELEGRAM_TOKEN_FILE too`,
    has('QINQING_TELEGRAM_WEBHOOK') &&
      !has('QINQING_TELEGRAM_SECRET') &&
      'QINQING_TELEGRAM_WEBHOOK needs a QINQING_TELEGRAM_SECRET, by which it is known that Telegram speaks',
    has('QINQING_TELEGRAM_SECRET') &&
      !has('QINQING_TELEGRAM_WEBHOOK') &&
      'QINQING_TELEGRAM_SECRET is for a webhook: give QINQING_TELEGRAM_WEBHOOK too, or leave it out',
    /^\s*http:/.test(env['QINQING_TELEGRAM_WEBHOOK'] ?? '') &&
      !has('QINQING_TELEGRAM_API') &&
      'QINQING_TELEGRAM_WEBHOOK does not begin with https://: Telegram comes to no other address',
    hasToken(env) &&
      proxyIn(env) !== '' &&
      !isWeb(proxyIn(env)) &&
      'HTTPS_PROXY is no address: give one that begins with http:// or https://',
  ].filter((line) => typeof line === 'string')
}

/** The proxy of the whole machine, as other programs read it too. */
const proxyIn = (env: Env): string => (env['HTTPS_PROXY'] ?? env['https_proxy'] ?? '').trim()

/** The proxy through which an address is reached: only https goes through it, and not what `NO_PROXY` names. */
function proxyFor(address: string, env: Env): string | undefined {
  const proxy = proxyIn(env)
  const { protocol, hostname } = new URL(address)
  const exempt = (env['NO_PROXY'] ?? env['no_proxy'] ?? '').split(/[\s,]+/).filter(Boolean)
  const direct = exempt.some((name) => {
    const domain = name.replace(/^\*?\./, '').replace(/:\d+$/, '')
    return name === '*' || hostname === domain || hostname.endsWith(`.${domain}`)
  })
  return protocol === 'https:' && proxy !== '' && !direct ? proxy : undefined
}
