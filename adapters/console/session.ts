import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, getSignedCookie, setCookie, setSignedCookie } from 'hono/cookie'
import type { Admitted } from '../../bot/ports/overview.ts'

/** Twelve hours: a working day, and not the next. */
const LASTS_MS = 12 * 3_600_000
const DOOR_S = 600

/** Somebody who is in, as long as his cookie is whole, in time, and he may still look. */
export interface Session {
  readonly id: string
  /** In milliseconds since 1970. */
  readonly until: number
  /** When he had joined; whoever was removed and joined again comes in anew. */
  readonly joinedAt: string
  /** Makes the tokens of its forms. */
  readonly nonce: string
}

export interface Sessions {
  begin(c: Context, who: Admitted, now: number): Promise<void>
  /** What the cookie says, where nobody has changed it and its time has not passed. */
  read(c: Context, now: number): Promise<Session | undefined>
  end(c: Context): void
  /** What a form of this session must bring along. */
  token(session: Session): string
  /** The same for one who is not in yet: a cookie and its form have to come from the same browser. */
  openDoor(c: Context): string
  isDoorOpen(c: Context, token: string): boolean
}

/** `secure`: the browser comes by https, so that its cookies may keep to this host and to https. */
export function createSessions({ key, secure }: { readonly key: string; readonly secure: boolean }): Sessions {
  const prefix = secure ? ({ prefix: 'host' } as const) : {}
  // Strict would lose him where he follows a link to the console; what changes anything asks for a token besides.
  const cookie = { httpOnly: true, secure, sameSite: 'Lax', path: '/', ...prefix } as const
  const named = secure ? ('host' as const) : undefined
  const secret = derive(key, 'session')

  return {
    async begin(c, { viewer, joinedAt = '' }, now) {
      const session = { id: viewer.id, until: now + LASTS_MS, joinedAt, nonce: randomBytes(16).toString('base64url') }
      const value = Buffer.from(JSON.stringify(session)).toString('base64url')
      deleteCookie(c, DOOR, cookie)
      await setSignedCookie(c, SESSION, value, secret, { ...cookie, maxAge: LASTS_MS / 1000 })
    },
    async read(c, now) {
      const value = await getSignedCookie(c, secret, SESSION, named)
      const session = typeof value === 'string' ? sessionIn(value) : undefined
      return session && session.until > now ? session : undefined
    },
    end: (c) => void deleteCookie(c, SESSION, cookie),
    token: ({ nonce }) => derive(key, `form ${nonce}`),
    openDoor(c) {
      const token = randomBytes(16).toString('base64url')
      setCookie(c, DOOR, token, { ...cookie, maxAge: DOOR_S })
      return token
    },
    isDoorOpen: (c, token) => isSame(getCookie(c, DOOR, named) ?? '', token),
  }
}

const SESSION = 'qinqing'
const DOOR = 'qinqing-door'

/** Takes the same time however much of it is right; nothing is the same as nothing. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length > 0 && left.length === right.length && timingSafeEqual(left, right)
}

function derive(key: string, what: string): string {
  return createHmac('sha256', key).update(`console ${what}`).digest('base64url')
}

/** It was signed here, so it is one. */
function sessionIn(value: string): Session | undefined {
  try {
    return JSON.parse(Buffer.from(value, 'base64url').toString()) as Session
  } catch {
    return undefined
  }
}
