import type { payloads } from 'wechaty'

/** Why the account cannot be spoken with. Names no person, and nothing a gateway says in its own words. */
export const REASON = {
  connecting: 'not connected yet',
  unreachable: 'gateway unreachable',
  silent: 'no answer from the gateway',
  refused: 'the gateway refuses the token',
  taken: 'the gateway serves another client',
  failing: 'the puppet fails again and again',
  broken: 'the puppet does not start',
  loggedOut: 'logged out',
  elsewhere: 'the account was logged in on another device',
  restricted: 'the account was restricted by WeChat',
  changingIds: 'the ids of its contacts change at each login: set QINQING_WECHAT_IDS=passing',
} as const
export type Reason = (typeof REASON)[keyof typeof REASON]

/** After these codes of gRPC a client neither hears nor, at times, speaks again, whatever it says of itself. */
const FATAL: Readonly<Record<number, Reason>> = {
  1: REASON.unreachable, // CANCELLED
  6: REASON.taken, // ALREADY_EXISTS: of two clients the second is deaf
  7: REASON.refused, // PERMISSION_DENIED
  14: REASON.unreachable, // UNAVAILABLE
  16: REASON.refused, // UNAUTHENTICATED
}

/** The number of an error of a puppet, as gRPC has it (2 is any other), and what it means where it ends the connection. */
export function readError({ gerror, data }: payloads.EventError): { readonly code: number; readonly fatal?: Reason } {
  const code = codeIn(gerror ?? data ?? '')
  const fatal = FATAL[code]
  return fatal === undefined ? { code } : { code, fatal }
}

function codeIn(text: string): number {
  try {
    const error: unknown = JSON.parse(text)
    if (typeof error !== 'object' || error === null) return 2
    if ('code' in error && typeof error.code === 'number') return error.code
    const said = 'message' in error && typeof error.message === 'string' ? error.message : ''
    return Number(/^(\d{1,2}) [A-Z_]+:/.exec(said)?.[1] ?? 2)
  } catch {
    return 2
  }
}

/** Why it was logged out, as far as the gateway's own words tell. */
export function readLogout(words: string): Reason {
  if (/其他设备|另一台|other device|another device|elsewhere|kick/i.test(words)) return REASON.elsewhere
  if (/限制|封号|冻结|违规|restrict|banned|blocked|frozen/i.test(words)) return REASON.restricted
  return REASON.loggedOut
}
