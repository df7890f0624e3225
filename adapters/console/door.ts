import type { Hono } from 'hono'
import type { Admitted } from '../../bot/ports/overview.ts'
import { createBrake } from './brake.ts'
import { type House, rootOf } from './house.ts'
import { entrance, notice } from './html.ts'
import { formOf, isFromElsewhere, whence } from './request.ts'
import { isSame } from './session.ts'
import * as text from './texts.ts'

/** As `/console` in the chat makes them: 128 bits. */
const CODE = /^[0-9a-f]{32}$/

/**
 * Where a code is followed to. It stands in the query: without a script a fragment would never reach us. Its page sends no
 * Referer and is not kept; looking at it uses nothing up; and the code dies when it is used, or in ten minutes.
 */
export function entranceLink(base: string, code: string): string {
  return `${rootOf(base)}/enter?code=${code}`
}

/** How one comes in, and goes. */
export function addDoor(app: Hono, house: House): void {
  const { overview, frame, sessions, millis, clock, digest, log, say, stale } = house
  const brake = createBrake()

  app.get('/enter', (c) => {
    const code = c.req.query('code') ?? ''
    if (!CODE.test(code)) return say(c, 200, notice(frame, text.NO_CODE_TITLE, text.NO_CODE))
    return say(c, 200, entrance(frame, code, sessions.openDoor(c)))
  })

  app.post('/enter', async (c) => {
    const from = whence(c)
    if (brake.isOn(from, millis())) return say(c, 429, notice(frame, text.BUSY_TITLE, text.BUSY))
    const { code = '', token = '' } = await formOf(c)
    if (isFromElsewhere(c) || !sessions.isDoorOpen(c, token)) return stale(c)
    const who = CODE.test(code) ? await open(code) : undefined
    if (!who) {
      brake.missed(from, millis())
      log('console: an entrance was refused')
      return say(c, 403, notice(frame, text.REFUSED_TITLE, text.REFUSED))
    }
    await sessions.begin(c, who, millis())
    log(`console: ${who.viewer.id} came in`)
    return house.home(c)
  })

  /** Uses the code up; whoever it was for, as it let him in. */
  async function open(code: string): Promise<Admitted | undefined> {
    const [hash, at] = [digest(code), clock.now()]
    const offered = (await overview.admitted()).filter(({ link }) => isSame(link?.code ?? '', hash))
    const who = offered.find(({ link }) => at <= (link?.until ?? ''))
    if (!who) return undefined
    // Of two who come at once the ledger takes one.
    const { outcome } = await house.receive({ kind: 'entrance', id: `entrance:${hash}`, code: hash, at })
    return outcome === 'committed' ? who : undefined
  }

  app.post('/exit', async (c) => {
    const here = await house.present(c)
    const { token = '' } = await formOf(c)
    if (here && (isFromElsewhere(c) || !isSame(sessions.token(here.session), token))) return stale(c)
    sessions.end(c)
    return say(c, 200, notice(frame, text.LEFT_TITLE, text.NO_CODE.slice(0, 1)))
  })
}
