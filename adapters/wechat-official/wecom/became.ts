import type { Sent } from '../../../bot/ports/channel.ts'
import { isOfToken, reasonOf } from '../api.ts'
import type { ApiError } from '../trouble.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const SOON_MS = 15_000

const later = (afterMs: number, reason: string): Sent => ({ kind: 'later', afterMs, reason })
const refused = (reason: string): Sent => ({ kind: 'refused', reason })

const GONE = refused('the account of the customer service is gone')

/** 全局错误码, of those that concern one message. What waits an hour is hastened when he writes. */
const SAID: Readonly<Record<number, Sent>> = {
  [-1]: later(MINUTE_MS, 'busy'),
  // What was uploaded is there no more: it is uploaded again.
  40007: later(SOON_MS, 'the file is to be uploaded again'),
  40096: refused('he is not known there'),
  45009: later(MINUTE_MS, 'asked too often'),
  45033: later(SOON_MS, 'asked too often'),
  95000: GONE,
  95001: later(HOUR_MS, 'the limit of messages until he writes is reached'),
  95002: later(HOUR_MS, 'the window of 48 hours is closed'),
  95004: GONE,
  95013: later(HOUR_MS, 'the conversation has ended'),
  95018: later(10 * MINUTE_MS, 'the conversation is with staff in WeCom, or has ended'),
}
/** The token, the enterprise, the application's rights, the address: nothing goes at all until somebody has mended it. */
const OF_ALL: Readonly<Record<number, string>> = {
  48002: 'the application may not use the customer service (48002)',
  60011: 'the application may not use the customer service (60011)',
  95011: 'the customer service is not used by way of the API (95011)',
  95012: 'the customer service is not used by way of the API (95012)',
  95017: 'the customer service is not used by way of the API (95017)',
}
const OF_TOKEN: ReadonlySet<number> = new Set([40001, 40013, 40014, 41001, 41002, 41004, 42001, 48004, 50002, 60020])

/** Why nothing goes at all; undefined where it concerns one message, or one request. */
export function whyNothing({ trouble, method }: ApiError): string | undefined {
  if (trouble.kind === 'unreached') return reasonOf(trouble)
  if (trouble.kind !== 'said') return undefined
  const isOfAll = isOfToken({ method }) || OF_TOKEN.has(trouble.code)
  return OF_ALL[trouble.code] ?? (isOfAll ? reasonOf(trouble) : undefined)
}

/** These pass by themselves. */
const PASSING: ReadonlySet<number> = new Set([-1, 45009, 45011, 45033])

/** Why nothing can be read at an account; undefined where that passes by itself, or is of the road as a whole. */
export function whyDeaf(error: ApiError): string | undefined {
  const { trouble } = error
  if (trouble.kind !== 'said' || PASSING.has(trouble.code)) return undefined
  if (trouble.code === 95000 || trouble.code === 95004)
    return 'the account of the customer service is not known; check QINQING_WECOM_ACCOUNT'
  return whyNothing(error) ?? error.message
}

/** Whether a code is known, and so says nothing of a message that is out already. */
export const isKnown = (code: number): boolean => code in SAID || code in OF_ALL || OF_TOKEN.has(code)

/** What a failed request means for its delivery. @throws where nobody can know whether it is out. */
export function became(error: ApiError): Sent {
  const { trouble, method } = error
  const nothing = whyNothing(error)
  if (nothing !== undefined) return { kind: 'unreachable', reason: nothing }
  if (trouble.kind === 'said') return SAID[trouble.code] ?? refused(error.message)
  // Only a message may be out that nobody knows of: to have asked for a token, or uploaded a file, does no harm.
  if (/^kf\/send/.test(method)) throw error
  return later(SOON_MS, reasonOf(trouble))
}
