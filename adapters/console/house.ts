import type { Context } from 'hono'
import type { Admitted, PageName } from '../../bot/ports/overview.ts'
import { PAGES } from '../../bot/ports/overview.ts'
import { type Frame, type Html, linkHome, notice } from './html.ts'
import type { ConsoleOptions } from './options.ts'
import { createSessions, type Session, type Sessions } from './session.ts'
import { STYLE } from './style.ts'
import * as text from './texts.ts'

/** What all of its routes share. */
export interface House extends ConsoleOptions {
  readonly root: string
  readonly secure: boolean
  readonly frame: Frame
  readonly sessions: Sessions
  /** Now, in milliseconds since 1970. */
  readonly millis: () => number
  /** Who is in, as he is at this moment. */
  present(c: Context): Promise<{ readonly who: Admitted; readonly session: Session } | undefined>
  say(c: Context, status: 200 | 403 | 404 | 429 | 500, page: Html): Promise<Response>
  stale(c: Context): Promise<Response>
  missing(c: Context): Promise<Response>
  /** Whoever is not in is told how to get in. */
  toDoor(c: Context): Response
  home(c: Context): Response
}

const FIRST: PageName = PAGES[0]

export const rootOf = (base: string): string => `${base.replace(/\/+$/u, '')}/console`

export function createHouse(options: ConsoleOptions): House {
  const { overview, base, city, key, clock } = options
  const { protocol, pathname: root } = new URL(rootOf(base))
  const secure = protocol === 'https:'
  const frame = { root, style: STYLE.path, city }
  const sessions = createSessions({ key, secure })
  const millis = () => Date.parse(clock.now())
  const say: House['say'] = async (c, status, page) => c.html(await page, status)
  return {
    ...options,
    root,
    secure,
    frame,
    sessions,
    millis,
    async present(c) {
      const session = await sessions.read(c, millis())
      if (!session) return undefined
      const who = (await overview.admitted()).find(({ viewer }) => viewer.id === session.id)
      return who && (who.joinedAt ?? '') === session.joinedAt ? { who, session } : undefined
    },
    say,
    stale: (c) => say(c, 403, notice(frame, text.STALE_TITLE, text.STALE)),
    missing: (c) => say(c, 404, notice(frame, text.MISSING_TITLE, text.MISSING, linkHome(frame))),
    toDoor: (c) => c.redirect(`${root}/enter`, 303),
    home: (c) => c.redirect(`${root}/${FIRST}`, 303),
  }
}
