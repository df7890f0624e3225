import { REASON } from '../alive/trouble.ts'

/** Why a request to send failed, in so far as it decides what is done next. */
export type Outcome =
  /** The account, or the gateway, is out: everything waits. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** It never will be taken. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** WeChat finds the account too fast. */
  | { readonly kind: 'slow' }
  /** Nobody can say whether it is out. */
  | { readonly kind: 'unclear'; readonly code: string }

/**
 * What puppets and WeChat say, as far as it can be relied on: a gateway passes on the words of its puppet, in Chinese or
 * English, and its own codes tell of the wire only.
 */
const SAID: readonly (readonly [RegExp, Outcome])[] = [
  [
    /not (?:logged ?in|login)|logged? ?out|no this\.__currentUserId|未登录|请先登录|已退出登录|login required/iu,
    { kind: 'unreachable', reason: REASON.loggedOut },
  ],
  // A puppet that was let go of before it was asked.
  [/no grpc manager/iu, { kind: 'unreachable', reason: REASON.unreachable }],
  [
    /不是(?:对方|他|她|你的?|您的?|（|\()?.{0,8}(?:朋友|好友)|(?:朋友|好友)验证|not (?:a |your |his |in your )?friend|friend list/iu,
    { kind: 'refused', reason: 'not a friend any more' },
  ],
  [/拒收|黑名单|blocked (?:you|by)|black ?list/iu, { kind: 'refused', reason: 'he has blocked the account' }],
  [
    /不在(?:该|此|这个)?群|(?:移|踢)出(?:了)?(?:该)?群|not (?:a member|in) (?:of )?(?:the |this )?(?:chat ?)?room/iu,
    { kind: 'refused', reason: 'the account is not in the group any more' },
  ],
  [
    /Unsupported API|not supported|unimplemented/iu,
    { kind: 'refused', reason: 'this puppet cannot send such a message' },
  ],
  [/频繁|too (?:often|frequent|many|fast)|frequency|rate limit|操作过快/iu, { kind: 'slow' }],
]

/** Codes of gRPC, by which a gateway's wire tells of itself. */
const CODES: Readonly<Record<number, Outcome>> = {
  7: { kind: 'unreachable', reason: REASON.refused },
  8: { kind: 'refused', reason: 'too large for the gateway' },
  12: { kind: 'refused', reason: 'this puppet cannot send such a message' },
  16: { kind: 'unreachable', reason: REASON.refused },
}
const UNAVAILABLE = 14
/** With these there never was a connection over which the request could have gone. */
const NO_CONNECTION =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|No connection established|failed to connect/iu

/** What an error means. Nothing of what it says is quoted. */
export function outcomeOf(error: unknown): Outcome {
  const said = textOf(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === UNAVAILABLE && NO_CONNECTION.test(said)) return { kind: 'unreachable', reason: REASON.unreachable }
  const known = SAID.find(([words]) => words.test(said))
  if (known) return known[1]
  return (typeof code === 'number' && CODES[code]) || { kind: 'unclear', code: codeOf(code) }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error.slice(0, 2_000) : ''
  const details = 'details' in error && typeof error.details === 'string' ? error.details : ''
  return `${error.message} ${details}`.slice(0, 2_000)
}

const codeOf = (code: unknown): string =>
  typeof code === 'number' || (typeof code === 'string' && /^\w{1,40}$/.test(code)) ? String(code) : 'no code'
