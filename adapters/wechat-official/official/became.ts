import type { Sent } from '../../../bot/ports/channel.ts'
import { isOfToken, reasonOf } from '../api.ts'
import type { ApiError } from '../trouble.ts'

const HOUR_MS = 3_600_000
const SOON_MS = 15_000
const MINUTE_MS = 60_000

export const NOT_FOLLOWING: Sent = { kind: 'refused', reason: 'he does not follow the account' }

/** So long what could not leave waits where the API is out: passively answered he is meanwhile all the same. */
export const outOf = (reason: string): Sent => ({ kind: 'later', afterMs: SOON_MS, reason })

const closed = (reason: string): Sent => ({ kind: 'later', afterMs: HOUR_MS, reason })
const slower = (afterMs: number, reason: string): Sent => ({ kind: 'later', afterMs, reason })

/** 全局返回码, of those that concern one message. What waits an hour is hastened when he writes. */
const SAID: Readonly<Record<number, Sent>> = {
  [-1]: slower(MINUTE_MS, 'busy'),
  40003: NOT_FOLLOWING,
  // A picture that was uploaded is there no more: it is uploaded again.
  40007: slower(SOON_MS, 'the picture is to be uploaded again'),
  43004: NOT_FOLLOWING,
  43005: NOT_FOLLOWING,
  43019: { kind: 'refused', reason: 'he is on the blacklist of the account' },
  45009: closed('the limit of the day is reached'),
  45011: slower(MINUTE_MS, 'asked too often'),
  45015: closed('the window of 48 hours is closed'),
  45047: closed('the limit of messages until he writes is reached'),
  46004: { kind: 'refused', reason: 'he is not known there' },
  48001: closed('not authorised: customer messages need a verified account'),
  48002: { kind: 'refused', reason: 'he has switched off messages of the account' },
  50005: NOT_FOLLOWING,
}
/** The token, the account, the address: nothing goes at all until somebody has mended it. */
const OF_ACCOUNT: ReadonlySet<number> = new Set([
  40001, 40013, 40014, 40125, 40164, 40243, 41001, 42001, 45035, 48004, 50002, 61004,
])

/** Whether nothing at all goes, and not only this. */
export const isOfAll = (error: ApiError): boolean =>
  error.trouble.kind === 'unreached' ||
  (error.trouble.kind === 'said' && (isOfToken(error) || OF_ACCOUNT.has(error.trouble.code)))

/** What a failed request means for its delivery. @throws where nobody can know whether it is out. */
export function became(error: ApiError): Sent {
  const { trouble, method } = error
  switch (trouble.kind) {
    case 'unreached':
      return outOf(reasonOf(trouble))
    case 'said':
      if (isOfAll(error)) return slower(MINUTE_MS, reasonOf(trouble))
      return SAID[trouble.code] ?? { kind: 'refused', reason: error.message }
    case 'unclear':
      // Only a message may be out that nobody knows of: to have asked for a token, or uploaded a picture, does no harm.
      if (method !== 'message/custom/send') return outOf(reasonOf(trouble))
      throw error
  }
}
