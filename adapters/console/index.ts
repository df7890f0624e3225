import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { addDoor } from './door.ts'
import { createHouse } from './house.ts'
import { notice } from './html.ts'
import type { ConsoleOptions } from './options.ts'
import { addPages } from './pages.ts'
import { ICON, STYLE } from './style.ts'
import * as text from './texts.ts'

export { entranceLink } from './door.ts'
export type { ConsoleOptions } from './options.ts'

/** What it may load, and from where: nothing but its own style and pictures, and no script at all. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  // The code of an entrance stands in the address of its page.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'x-robots-tag': 'noindex, nofollow',
}
const YEAR_S = 31_536_000
/** No form of ours is longer. */
const LARGEST = 16_384

/**
 * The console as a handler of all below `/console`: it reads, and changes nothing but who is in. Whoever has no session is
 * shown how to get one and nothing else; whoever has one is looked up at each request, so that it ends with his role.
 */
export function createConsole(options: ConsoleOptions): (request: Request) => Promise<Response> {
  const house = createHouse(options)
  const { secure, frame, say } = house
  const app = new Hono({ strict: false }).basePath('/console')
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value)
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
    if (secure) c.header('strict-transport-security', `max-age=${YEAR_S}`)
  })
  app.use(bodyLimit({ maxSize: LARGEST, onError: house.stale }))
  app.get('/', house.home)
  app.get(`/${STYLE.path}`, (c) =>
    c.body(STYLE.css, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': `max-age=${YEAR_S}` }),
  )
  app.get('/icon.svg', (c) => c.body(ICON, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' }))
  addDoor(app, house)
  addPages(app, house)
  app.notFound(house.missing)
  app.onError((error, c) => {
    options.log(`console: ${error.message}`)
    return say(c, 500, notice(frame, text.BROKEN_TITLE, text.BROKEN))
  })
  return async (request) => app.fetch(request)
}
