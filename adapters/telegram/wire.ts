import http from 'node:http'
import https from 'node:https'
import { pipeline, type Readable } from 'node:stream'

/** A hundred updates of the longest kind are far shorter. */
const LONGEST_ANSWER = 64 * 2 ** 20

export interface Ask {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Readable
  readonly agent?: http.Agent
  readonly signal: AbortSignal
}

/** Something that was answered, and was no answer. `code` is safe to tell. */
class WireError extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.name = 'WireError'
    this.code = code
  }
}

/**
 * A request and its whole answer, through an agent, which fetch does not take. By hand, because node-fetch, which grammY
 * would use, never ends where an answer breaks off in the middle. Rejects with errors whose `code` says why; whose
 * message may hold the address, and with it the token.
 */
export async function request(url: string, ask: Ask, most: number = LONGEST_ANSWER): Promise<Answer | 'too large'> {
  const { method = 'GET', headers = {}, agent, signal } = ask
  const { request } = url.startsWith('https:') ? https : http
  const asking = request(url, { method, headers, signal, ...(agent && { agent }) })
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    asking.on('response', resolve).on('error', reject)
    send(asking, ask.body)
  })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > most) {
      response.destroy()
      return 'too large'
    }
  }
  return { status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }
}

export interface Answer {
  readonly status: number
  readonly bytes: Buffer
}

function send(asking: http.ClientRequest, body: string | Readable | undefined): void {
  if (body === undefined || typeof body === 'string') asking.end(body)
  else pipeline(body, asking, () => {})
}

/** As much of fetch as grammY uses. A gateway's page is told by its status. */
export async function fetchJson(url: string, ask: Ask): Promise<{ json(): Promise<unknown> }> {
  const answer = await request(url, ask)
  if (answer === 'too large') throw new WireError(answer)
  const { status, bytes } = answer
  return {
    json: async () => parse(bytes.toString('utf8'), status),
  }
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new WireError(status === 200 ? 'no JSON' : `status ${status}`)
  }
}
