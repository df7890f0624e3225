import type { Clock } from '../../bot/ports/clock.ts'
import { isInside } from './inside.ts'
import { ApiError, troubleOf } from './trouble.ts'

export type Json = Readonly<Record<string, unknown>>

export interface Ask {
  /** Sent as JSON, or as it is. Without a body it is a GET. */
  readonly body?: Json | FormData
  readonly query?: Readonly<Record<string, string>>
  /** How long an answer is waited for, in milliseconds of the clock. */
  readonly ms?: number
  /** The longest answer, in bytes. */
  readonly most?: number
}

export interface Answer {
  /** Its content type, without what stands behind the `;`. */
  readonly type: string
  /** The file's own, where it is one: what is sent as an attachment. '' where it has none. */
  readonly name?: string
  readonly bytes: Buffer
}

/** Requests to one of Tencent's APIs. Each rejects with an `ApiError` and nothing else. */
export interface Wire {
  /** `method` is what stands behind `/cgi-bin/`. */
  ask(method: string, ask?: Ask): Promise<Answer | 'too-large'>
  /** What stands at an address the API has named: not one of this machine, or of the network around it. */
  read(url: string, ask?: Pick<Ask, 'ms' | 'most'>): Promise<Answer | 'too-large'>
}

const ANSWER_MS = 8_000
const LONGEST_ANSWER = 2 ** 20

export function createWire({ apiRoot, clock }: { readonly apiRoot: string; readonly clock: Clock }): Wire {
  const root = apiRoot.replace(/\/+$/, '')

  async function request(method: string, url: URL, ask: Ask): Promise<Answer | 'too-large'> {
    const over = new AbortController()
    const late = new AbortController()
    void clock.sleep(ask.ms ?? ANSWER_MS, over.signal).then(() => over.signal.aborted || late.abort())
    try {
      const response = await fetch(url, { ...bodyOf(ask.body), signal: late.signal, redirect: 'error' })
      if (response.status !== 200) throw new ApiError(method, { kind: 'unclear', code: `status ${response.status}` })
      const bytes = await read(response, ask.most ?? LONGEST_ANSWER)
      const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
      const name = fileName(response.headers.get('content-disposition') ?? '')
      return bytes === null
        ? 'too-large'
        : { type: type.trim().toLowerCase(), bytes, ...(name !== undefined && { name }) }
    } catch (error) {
      throw error instanceof ApiError ? error : new ApiError(method, troubleOf(error, late.signal.aborted))
    } finally {
      over.abort()
      // What is left of an answer that nobody wants is not waited for.
      late.abort()
    }
  }

  return {
    ask(method, ask = {}) {
      const url = new URL(`${root}/cgi-bin/${method}`)
      for (const [name, value] of Object.entries(ask.query ?? {})) url.searchParams.set(name, value)
      return request(method, url, ask)
    },
    async read(address, ask = {}) {
      const url = URL.canParse(address) ? new URL(address) : undefined
      const isOutside = url && (!isInside(url.hostname) || url.host === new URL(root).host)
      if (isOutside && /^https?:$/.test(url.protocol)) return request('download', url, ask)
      throw new ApiError('download', { kind: 'unclear', code: 'no address' })
    },
  }
}

/** Where a connection is used again, one that was closed meanwhile leaves in doubt whether what was sent is out. */
const ANEW = { connection: 'close' }

function bodyOf(body: Ask['body']): RequestInit {
  if (!body) return { headers: ANEW }
  if (body instanceof FormData) return { method: 'POST', headers: ANEW, body }
  return { method: 'POST', headers: { ...ANEW, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function read(response: Response, most: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Undefined where it is no attachment. The better of the two ways to write a name comes first (RFC 6266). */
function fileName(disposition: string): string | undefined {
  if (!/^\s*attachment\b/i.test(disposition)) return undefined
  const [, encoded] = /filename\*=utf-8''([^;\s]+)/i.exec(disposition) ?? []
  const [, quoted, bare] = /filename=(?:"([^"]*)"|([^;\s]+))/i.exec(disposition) ?? []
  const name = encoded ?? quoted ?? bare ?? ''
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/**
 * The JSON of an answer. @throws `ApiError` with its `errcode`, where it has one, or where it is not what was asked for.
 */
export function jsonOf(method: string, answer: Answer | 'too-large', good: (json: Json) => boolean): Json {
  const json = answer === 'too-large' ? undefined : parse(answer.bytes)
  const code = json?.['errcode']
  if (typeof code === 'number' && code !== 0) {
    const isRepeated = REPEATED.test(String(json?.['errmsg']).slice(0, 500))
    throw new ApiError(method, { kind: 'said', code, ...(isRepeated && { repeated: true }) })
  }
  if (json && good(json)) return json
  throw new ApiError(method, { kind: 'unclear', code: 'garbage' })
}

/** Of a message that was sent before under its id: the code of that is not published. */
const REPEATED = /^(?=.*msg_?id)(?=.*(?:repeat|exist|duplicat|unique))/i

function parse(bytes: Buffer): Json | undefined {
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined
  } catch {
    return undefined
  }
}
