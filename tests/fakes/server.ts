import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** How the whole server is away: nobody listens, nobody answers, or a gateway says so. */
export type Outage = 'refused' | 'hang' | 'html'

export interface Wire {
  readonly port: number
  /** Ends every connection, and lets nobody in until `up`. */
  down(how: Outage): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

/** A server of a fake on 127.0.0.1 that can be away as a whole; `handle` answers while it is there. */
export async function openServer(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port: number,
): Promise<Wire> {
  let outage: Outage | undefined
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    if (outage === 'hang') return
    if (outage === 'html') return page(response, 502)
    handle(request, response).catch(() => response.destroy())
  })
  server.keepAliveTimeout = 30_000
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(at, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  await listen(port)
  const bound = (server.address() as AddressInfo).port
  const hangUp = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const shut = () =>
    new Promise<void>((resolve) => {
      if (!server.listening) return resolve()
      server.close(() => resolve())
      hangUp()
    })

  return {
    port: bound,
    async down(how) {
      outage = how
      if (how === 'refused') return shut()
      hangUp()
    },
    async up() {
      if (outage === undefined) return
      outage = undefined
      hangUp()
      if (!server.listening) await listen(bound)
    },
    close: shut,
  }
}

/** What a gateway says in place of the server behind it. */
export function page(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html' })
  response.end(
    `<html>\r\n<head><title>${status} Bad Gateway</title></head>\r\n<body><h1>${status} Bad Gateway</h1></body>\r\n</html>\r\n`,
  )
}
