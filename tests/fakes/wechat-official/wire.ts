import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Fault } from '../telegram/faults.ts'

/** How the whole server is away: nobody listens, nobody answers, or a gateway says so. */
export type Outage = 'refused' | 'hang' | 'html'

export interface Incoming {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly type: string
  readonly body: Buffer
}

export interface Outgoing {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

export interface Wire {
  readonly port: number
  /** Ends every connection, and lets nobody in until `up`. */
  down(how: Outage): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' }

/** A server on 127.0.0.1, with what can go wrong with it. */
export async function openWire(
  answer: (incoming: Incoming) => Promise<Outgoing>,
  strike: (incoming: Incoming) => Fault | undefined,
  port: number,
): Promise<Wire> {
  const sockets = new Set<Socket>()
  let outage: Outage | undefined
  const server = createServer((request, response) => {
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

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (outage === 'hang') return
    if (outage === 'html') return page(response, 502)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const incoming: Incoming = {
      method: request.method ?? 'GET',
      path: pathname,
      query: searchParams,
      type: request.headers['content-type'] ?? '',
      body: Buffer.concat(chunks),
    }
    await answered(incoming, response)
  }

  async function answered(incoming: Incoming, response: ServerResponse): Promise<void> {
    const fault = strike(incoming)
    if (!fault || fault.kind === 'error') return send(response, await answer(incoming))
    const done = 'executed' in fault && fault.executed ? await answer(incoming) : undefined
    const body = done?.body ?? '{"errcode":0,"errmsg":"ok"}'
    if (fault.kind === 'html') return page(response, fault.status ?? 502)
    if (fault.kind === 'garbage') return send(response, { body: '\u0000<!-- not what you asked for' })
    if (fault.kind === 'reset') return void response.socket?.resetAndDestroy()
    if (fault.kind === 'cut') {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': Buffer.byteLength(body) })
      response.write(body.slice(0, body.length / 2), () => response.socket?.destroy())
      return
    }
    if (fault.ms === undefined) return
    await new Promise((resolve) => setTimeout(resolve, fault.ms).unref())
    if (!response.destroyed) send(response, done ?? (await answer(incoming)))
  }

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

function send(response: ServerResponse, { status = 200, headers = JSON_TYPE, body }: Outgoing): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

const page = (response: ServerResponse, status: number): void =>
  send(response, {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html>\r\n<head><title>${status} Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n`,
  })
