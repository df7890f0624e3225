import type { Hono } from 'hono'
import { type Link, PAGES } from '../../bot/ports/overview.ts'
import { pageBody } from './blocks.ts'
import type { House } from './house.ts'
import { framed, linkHome, notice, type Pen } from './html.ts'
import { conditions, formOf, isFromElsewhere, untilWhen } from './request.ts'
import { isSame } from './session.ts'
import * as text from './texts.ts'

/** What whoever is in may look at, and take with him. */
export function addPages(app: Hono, house: House): void {
  const { overview, frame, root, sessions, clock, log, say, stale, missing, toDoor } = house

  app.get('/charts/:name', async (c) => {
    const here = await house.present(c)
    if (!here) return toDoor(c)
    const name = c.req.param('name').replace(/\.svg$/u, '')
    const drawn = await overview.chart(name, here.who.viewer, c.req.query())
    return drawn === null ? missing(c) : c.body(drawn, 200, { 'content-type': 'image/svg+xml; charset=utf-8' })
  })

  app.post('/export', async (c) => {
    const here = await house.present(c)
    if (!here) return toDoor(c)
    const { token = '', format = '', ...asked } = await formOf(c)
    if (isFromElsewhere(c) || !isSame(sessions.token(here.session), token)) return stale(c)
    const { viewer } = here.who
    const type = format === 'csv' ? 'csv' : 'xlsx'
    const made = await overview.exported(viewer, asked, type)
    if (!made.ok) return say(c, 200, notice(frame, text.EXPORT, [made.why], linkHome(frame)))
    log(`console: ${viewer.id} exported ${made.count} appeals as ${type}${conditions(asked)}`)
    return c.body(Uint8Array.from(made.bytes).buffer, 200, {
      'content-type': made.type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(made.name)}`,
    })
  })

  app.get('/:page', async (c) => {
    const here = await house.present(c)
    if (!here) return toDoor(c)
    const { viewer } = here.who
    const name = PAGES.find((page) => page === c.req.param('page'))
    const page = name && (await overview.page(name, viewer, c.req.query()))
    if (!name || !page) return missing(c)
    const pen = penFor(root, sessions.token(here.session))
    const until = untilWhen(here.session.until, clock.now())
    const reader = { viewer, until, token: pen.token, pages: overview.pagesFor(viewer) }
    return say(c, 200, framed(frame, reader, name, page.title, pageBody(page, name, pen)))
  })
}

function penFor(root: string, token: string): Pen {
  const query = (asked: Link['asked'] = {}) => (Object.keys(asked).length === 0 ? '' : `?${new URLSearchParams(asked)}`)
  return {
    root,
    token,
    href: ({ page, asked }) => `${root}/${page}${query(asked)}`,
    chart: (name, asked) => `${root}/charts/${name}.svg${query(asked)}`,
  }
}
