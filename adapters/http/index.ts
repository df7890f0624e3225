import type { Server } from 'node:http'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { Fault } from '../../bot/model/fault.ts'

export { createReadiness } from './ready.ts'

export interface HttpOptions {
  readonly host: string
  /** 0 takes any that is free. */
  readonly port: number
  /**
   * What answers at each path besides `/healthz`, or at all below one (`/console/*`, which is `/console` too); it sees
   * every method. All else is 404.
   */
  readonly routes: Readonly<Record<string, (request: Request) => Promise<Response>>>
}

export interface Http {
  /** Rejects with a `Fault` of code `config` where it cannot listen there. */
  listen(): Promise<{ readonly port: number }>
  /** Takes nothing new, and waits for what is under way, but not longer than some seconds. */
  close(): Promise<void>
}

/** Whoever takes longer to say what he wants is cut off. */
const REQUEST_MS = 30_000
const CLOSE_MS = 5_000
/** A way through `.` or `..`, however it is written. */
const CROOKED = /(?:^|[/\\])(?:\.|%2e){1,2}(?:[/\\]|$)/i

/** The one server: channels hand it what is brought to them. */
export function createHttp({ host, port, routes }: HttpOptions): Http {
  const app = new Hono<{ Bindings: HttpBindings }>()
  // A proxy that lets through what begins with one path must not be led to another by it.
  app.use(async ({ env, notFound }, next) => (isCrooked(env.incoming.url) ? notFound() : next()))
  // That the process lives and answers; how the channels are is no matter of who may ask here.
  app.get('/healthz', ({ text }) => text('ok\n'))
  for (const [path, route] of Object.entries(routes)) app.all(path, ({ req }) => route(req.raw))
  // What else whoever knows no path sends is not read.
  app.notFound(() => new Response(null, { status: 404, headers: { connection: 'close' } }))
  app.onError(() => new Response(null, { status: 500 }))
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server
  server.requestTimeout = REQUEST_MS
  server.headersTimeout = REQUEST_MS

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        // Heard for good: one that comes later, as when there are no more sockets to be had, must not end the process.
        server.on('error', ({ message, code }: NodeJS.ErrnoException) => {
          const why = code === 'EADDRINUSE' ? 'another program listens there (EADDRINUSE)' : message
          reject(new Fault('config', `cannot listen on ${host}:${port}: ${why}. Set QINQING_HTTP to another address.`))
        })
        server.listen(port, host, () => {
          const address = server.address()
          resolve({ port: typeof address === 'object' && address ? address.port : port })
        })
      }),
    close: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
        server.close(() => {
          clearTimeout(late)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

const isCrooked = (url = ''): boolean => CROOKED.test(url.split('?', 1)[0] ?? '')
