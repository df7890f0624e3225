import type { IncomingMessage, ServerResponse } from 'node:http'
import { openServer, page, type Wire } from '../server.ts'
import type { Fault } from '../telegram/faults.ts'

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

const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' }

/** A server on 127.0.0.1, with what can go wrong with it. */
export async function openWire(
  answer: (incoming: Incoming) => Promise<Outgoing>,
  strike: (incoming: Incoming) => Fault | undefined,
  port: number,
): Promise<Wire> {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
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

  return openServer(handle, port)
}

function send(response: ServerResponse, { status = 200, headers = JSON_TYPE, body }: Outgoing): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
