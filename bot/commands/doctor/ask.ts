import http from 'node:http'
import https from 'node:https'
import { HttpsProxyAgent } from 'https-proxy-agent'

export interface Asking {
  readonly url: string
  readonly method?: 'GET' | 'POST' | 'HEAD'
  readonly body?: object
  readonly proxy?: string
}

/** What came of it; no address is in it, since that may hold a secret. */
export type Asked =
  | {
      readonly is: 'answer'
      readonly status: number
      readonly json: Readonly<Record<string, unknown>>
      readonly at?: number
    }
  | { readonly is: 'away'; readonly why: string }

const PATIENCE_MS = 8_000
const LARGEST = 256 * 1024

/** Asks another server once. `at`: what its clock showed, in milliseconds, to the second. Never rejects. */
export async function askOnce({ url, method, body, proxy }: Asking): Promise<Asked> {
  const { request } = url.startsWith('https:') ? https : http
  const text = body && JSON.stringify(body)
  return new Promise((done) => {
    const away = (why: string) => done({ is: 'away', why })
    const asked = request(
      url,
      {
        method: method ?? (text === undefined ? 'GET' : 'POST'),
        signal: AbortSignal.timeout(PATIENCE_MS),
        agent: proxy !== undefined && new HttpsProxyAgent(proxy),
        ...(text !== undefined && { headers: { 'content-type': 'application/json' } }),
      },
      (answer) => {
        const pieces: Buffer[] = []
        let size = 0
        answer
          .on('data', (piece: Buffer) => {
            size += piece.length
            if (size <= LARGEST) pieces.push(piece)
          })
          .once('error', (error) => away(reasonOf(error)))
          .once('end', () => {
            const at = Date.parse(answer.headers.date ?? '')
            const json = objectIn(Buffer.concat(pieces).toString())
            done({ is: 'answer', status: answer.statusCode ?? 0, json, ...(Number.isFinite(at) && { at }) })
          })
      },
    )
    asked.once('error', (error) => away(reasonOf(error)))
    asked.end(text)
  })
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? { ...read } : {}
  } catch {
    return {}
  }
}

/** Node's own words may hold the address. */
function reasonOf(error: Error & { readonly code?: string }): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${PATIENCE_MS / 1000} s`
  return error.code ?? error.name
}
