import { z } from 'zod'
import { type Env, filled, Root, type Secret, secretOf } from './kinds.ts'

/** An official account (公众号), or the customer service of WeCom (微信客服): both are brought what is said over HTTP. */
export interface OfficialSettings {
  /** The account's appId, or the enterprise's corpId. */
  readonly id: string
  readonly secret: Secret
  /** With which what is brought is signed, and the key with which it is sealed. */
  readonly token: string
  readonly aesKey: string
  /** Another server than Tencent's own. */
  readonly api?: string
  /** The one account of the customer service that is served (open_kfid); all of them, where none is named. */
  readonly account?: string
}

const AesKey = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]{43}$/, 'is no EncodingAESKey: give the 43 letters and digits of the callback settings')
const CallbackToken = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]{3,32}$/, 'is no token: give the 3 to 32 letters and digits of the callback settings')
const id = (begins: string, where: string) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^${begins}[A-Za-z0-9]{8,64}$`), `is none: it begins with ${begins} and stands in ${where}`)
const File = filled('the file it stands in')

/** The settings of both, each as far as it can be right by itself. */
export const officialSettings = {
  QINQING_OFFICIAL_ID: id('wx', 'the account’s basic settings (AppID)').optional(),
  QINQING_OFFICIAL_SECRET: filled('the AppSecret').optional(),
  QINQING_OFFICIAL_SECRET_FILE: File.optional(),
  QINQING_OFFICIAL_TOKEN: CallbackToken.optional(),
  QINQING_OFFICIAL_AES_KEY: AesKey.optional(),
  QINQING_OFFICIAL_API: Root.optional(),
  QINQING_WECOM_ID: id('w[wx]', 'WeCom under 我的企业 (企业ID)').optional(),
  QINQING_WECOM_SECRET: filled('the Secret of 微信客服').optional(),
  QINQING_WECOM_SECRET_FILE: File.optional(),
  QINQING_WECOM_TOKEN: CallbackToken.optional(),
  QINQING_WECOM_AES_KEY: AesKey.optional(),
  QINQING_WECOM_ACCOUNT: filled('an open_kfid').optional(),
  QINQING_WECOM_API: Root.optional(),
} as const
type Read = z.infer<z.ZodObject<typeof officialSettings>>

/** What was said of the official account; nothing where it is not all there (`officialMismatched` says what is not). */
export function officialOf(read: Read): OfficialSettings | undefined {
  return together({
    id: read.QINQING_OFFICIAL_ID,
    secret: secretOf(read.QINQING_OFFICIAL_SECRET, read.QINQING_OFFICIAL_SECRET_FILE),
    token: read.QINQING_OFFICIAL_TOKEN,
    aesKey: read.QINQING_OFFICIAL_AES_KEY,
    api: read.QINQING_OFFICIAL_API,
  })
}

/** What was said of the customer service. */
export function wecomOf(read: Read): OfficialSettings | undefined {
  return together({
    id: read.QINQING_WECOM_ID,
    secret: secretOf(read.QINQING_WECOM_SECRET, read.QINQING_WECOM_SECRET_FILE),
    token: read.QINQING_WECOM_TOKEN,
    aesKey: read.QINQING_WECOM_AES_KEY,
    api: read.QINQING_WECOM_API,
    account: read.QINQING_WECOM_ACCOUNT,
  })
}

type Parts = { readonly [part in keyof OfficialSettings]: OfficialSettings[part] | undefined }

function together({ id, secret, token, aesKey, api, account }: Parts): OfficialSettings | undefined {
  if (!id || !secret || !token || !aesKey) return undefined
  return { id, secret, token, aesKey, ...(api && { api }), ...(account && { account }) }
}

/** What each may be right by itself, and together is not: an account is whole, or none. */
export function officialMismatched(env: Env): string[] {
  return ['OFFICIAL', 'WECOM'].flatMap((road) => {
    const name = (part: string) => `QINQING_${road}_${part}`
    const has = (part: string) => env[name(part)] !== undefined
    const given = Object.keys(officialSettings).find((one) => one.startsWith(name('')) && env[one] !== undefined)
    if (given === undefined) return []
    const missing = ['ID', 'SECRET', 'TOKEN', 'AES_KEY'].filter(
      (part) => !has(part) && !(part === 'SECRET' && has('SECRET_FILE')),
    )
    const twice = has('SECRET') && has('SECRET_FILE')
    return [
      ...missing.map((part) => `${given} is given and ${name(part)} is not: an account needs all four`),
      ...(twice ? [`${name('SECRET')} and ${name('SECRET_FILE')} are both given: leave one out`] : []),
    ]
  })
}
