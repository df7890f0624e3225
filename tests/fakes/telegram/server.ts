import type { IncomingMessage, ServerResponse } from 'node:http'
import { openServer, page, type Wire } from '../server.ts'
import type { Fault } from './faults.ts'
import { readMultipart } from './multipart.ts'
import { isFields } from './params.ts'
import { Refusal } from './refusal.ts'
import type { Call } from './types.ts'

export interface Answerer {
  readonly token: () => string
  /** The fault that is to befall this call, if any. */
  strike(method: string, params: Record<string, unknown>): Fault | undefined
  /** Carries a call out. Throws a `Refusal`. */
  perform(call: Call, gone: AbortSignal): Promise<unknown>
  download(path: string): Uint8Array | undefined
}

const LARGEST_BODY = 60 * 1024 * 1024

/** The Bot API on 127.0.0.1, with what can go wrong with it. */
export async function openWire(answerer: Answerer, port: number): Promise<Wire> {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake')
    const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(pathname)
    if (file) return sendFile(request, response, file[1] ?? '', decodeURIComponent(file[2] ?? ''))
    const [, token, name] = /^\/bot([^/]+)\/(?:test\/)?(\w+)$/.exec(pathname) ?? []
    const body = await readBody(request)
    if (token === undefined || name === undefined) return refuse(response, new Refusal(404, 'Not Found'))
    if (!body) return refuse(response, new Refusal(413, 'Request Entity Too Large'))
    if (token !== answerer.token()) return refuse(response, unauthorized(token))
    await answer(request, response, readCall(name, searchParams, request, body))
  }

  async function answer(request: IncomingMessage, response: ServerResponse, call: Call): Promise<void> {
    const fault = answerer.strike(call.method, call.params)
    if (fault?.kind === 'error') {
      const description =
        fault.description ??
        (fault.retryAfter ? `Too Many Requests: retry after ${fault.retryAfter}` : 'Internal Server Error')
      return refuse(
        response,
        new Refusal(fault.code, description, fault.retryAfter ? { retry_after: fault.retryAfter } : undefined),
      )
    }
    if (fault && !fault.executed) return spoil(response, fault, call, '{"ok":true,"result":{}}')
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    request.on('aborted', () => gone.abort())
    let status = 200
    let body: object
    try {
      body = { ok: true, result: await answerer.perform(call, gone.signal) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      status = error.code
      body = refusal(error)
    }
    const text = JSON.stringify(body)
    if (fault) return spoil(response, fault, call, text)
    json(response, status, text)
  }

  async function spoil(response: ServerResponse, fault: Fault, call: Call, text: string): Promise<void> {
    if (fault.kind === 'html') return page(response, fault.status ?? 502)
    if (fault.kind === 'garbage') return json(response, 200, '\u0000<!-- not what you asked for')
    if (fault.kind === 'reset') return void response.socket?.resetAndDestroy()
    if (fault.kind === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
      response.write(text.slice(0, text.length / 2), () => response.socket?.destroy())
      return
    }
    if (fault.kind !== 'hang' || fault.ms === undefined) return
    await new Promise((resolve) => setTimeout(resolve, fault.ms).unref())
    if (response.destroyed) return
    if (fault.executed) return json(response, 200, text)
    await answer(response.req, response, call)
  }

  function sendFile(request: IncomingMessage, response: ServerResponse, token: string, path: string): void {
    const fault = answerer.strike('download', { path })
    if (fault?.kind === 'error')
      return refuse(response, new Refusal(fault.code, fault.description ?? 'Internal Server Error'))
    if (fault?.kind === 'html') return page(response, fault.status ?? 502)
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'reset') return void request.socket.resetAndDestroy()
    const bytes = token === answerer.token() ? answerer.download(path) : undefined
    if (!bytes) return refuse(response, new Refusal(404, 'Not Found'))
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length })
    if (!fault) return void response.end(bytes)
    response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy())
  }

  return openServer(handle, port)
}

/** A token of the right form is unknown; anything else is no address at all. */
const unauthorized = (token: string) =>
  /^\d{3,20}:[\w-]{8,}$/.test(token) ? new Refusal(401, 'Unauthorized') : new Refusal(404, 'Not Found')

function readCall(method: string, query: URLSearchParams, request: IncomingMessage, body: Buffer): Call {
  const type = request.headers['content-type'] ?? ''
  const params: Record<string, unknown> = Object.fromEntries(query)
  if (type.startsWith('multipart/form-data')) {
    const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1] ?? ''
    const { fields, uploads } = readMultipart(body, boundary)
    return { method, params: { ...params, ...fields }, uploads }
  }
  if (type.startsWith('application/json')) {
    const parsed = parse(body.toString('utf8'))
    return { method, params: { ...params, ...(isFields(parsed) ? parsed : {}) }, uploads: new Map() }
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    Object.assign(params, Object.fromEntries(new URLSearchParams(body.toString('utf8'))))
  }
  return { method, params, uploads: new Map() }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Null where it is longer than the server takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size <= LARGEST_BODY) chunks.push(bytes)
  }
  return size > LARGEST_BODY ? null : Buffer.concat(chunks)
}

const refusal = ({ code, message, parameters }: Refusal) => ({
  ok: false,
  error_code: code,
  description: message,
  ...(parameters && { parameters }),
})

function refuse(response: ServerResponse, error: Refusal): void {
  json(response, error.code, JSON.stringify(refusal(error)))
}

function json(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(text)
}
