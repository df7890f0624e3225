import { createHash } from 'node:crypto'
import type { Clock } from '../../bot/ports/clock.ts'
import { createEnvelope, type EnvelopeOptions } from './envelope.ts'
import { type Fields, readXml, writeXml } from './xml.ts'

export interface CallbackOptions extends EnvelopeOptions {
  readonly clock: Pick<Clock, 'now'>
  /** What its lines begin with. */
  readonly label: string
  readonly log: (line: string) => void
}

/** What somebody has brought to the callback. */
export type Called =
  /** The address is to be verified: this is what is to be said. */
  | { readonly kind: 'echo'; readonly text: string }
  /** `again`: these very bytes were brought before; they are Tencent's, or were overheard. */
  | { readonly kind: 'message'; readonly fields: Fields; readonly again: boolean }
  | { readonly kind: 'refused'; readonly status: 400 | 401 | 405 | 413 }

export interface Callback {
  read(request: Request): Promise<Called>
  /** An answer as it is to be sent: sealed, where what came was. */
  seal(fields: Readonly<Record<string, string | number>>): string
}

/** No message is longer: a text has 2,048 bytes, and in 兼容模式 it comes twice. */
const LONGEST_BODY = 2 ** 16
/**
 * What is signed is joined without seams: in a longer one whole blocks of what is sealed could stand, taken from its
 * beginning, so that what somebody wrote would be read as if it were a message itself.
 */
const LONGEST_NONCE = 40
/** Tencent brings a message three times within 15 seconds. The rest is for clocks that are not right. */
const SKEW_MS = 5 * 60_000
/** What is old is forgotten by the heap: to look for its beginning takes long where much of it is gone. */
const SWEEP_MS = 10_000
const REFUSED_LINES_MS = 60_000

/**
 * Reads what is brought to a callback, where it is signed, fresh and for this account. With a key what is not sealed with
 * it is refused: its signature would hold for any text.
 */
export function createCallback(options: CallbackOptions): Callback {
  const { aesKey, clock, label, log } = options
  const envelope = createEnvelope(options)
  const seen = new Map<string, { readonly at: number; readonly body: string }>()
  let sweptAt = Number.NEGATIVE_INFINITY
  let told = Number.NEGATIVE_INFINITY

  const refused = (status: 400 | 401 | 405 | 413, why?: string): Called => {
    const now = Date.parse(clock.now())
    // Whoever knocks at the door does not fill the disk with lines.
    if (why && now - told > REFUSED_LINES_MS) {
      told = now
      log(`${label}: a call was refused: ${why}`)
    }
    return { kind: 'refused', status }
  }

  /** Undefined where it is fresh. */
  function stale(timestamp: string): Called | undefined {
    const off = Date.parse(clock.now()) - 1_000 * Number(timestamp)
    if (/^\d{1,12}$/.test(timestamp) && Math.abs(off) <= SKEW_MS) return undefined
    return refused(401, 'it is signed for another time; is the clock of this machine right?')
  }

  function forget(now: number): void {
    // Either way: a clock may be set back.
    const isWithin = (ms: number, then: number) => Math.abs(now - then) <= ms
    if (isWithin(SWEEP_MS, sweptAt)) return
    sweptAt = now
    for (const [oldest, { at }] of seen) {
      if (isWithin(2 * SKEW_MS, at)) return
      seen.delete(oldest)
    }
  }

  function isAgain(signature: string, body: string): boolean | 'other' {
    const at = Date.parse(clock.now())
    forget(at)
    const digest = createHash('sha256').update(body).digest('base64')
    const before = seen.get(signature)
    if (!before) seen.set(signature, { at, body: digest })
    return before ? before.body === digest || 'other' : false
  }

  function echo({ signature, sealed, timestamp, nonce, text }: Query): Called {
    if (sealed !== '') {
      if (!envelope.isSigned(sealed, timestamp, nonce, text)) return refused(401, WRONG_TOKEN)
      const opened = envelope.open(text)
      return stale(timestamp) ?? (opened === null ? refused(401, WRONG_KEY) : { kind: 'echo', text: opened })
    }
    if (!envelope.isSigned(signature, timestamp, nonce)) return refused(401, WRONG_TOKEN)
    // What is echoed as it came must be no page.
    if (!/^[\w+/=.-]{1,200}$/.test(text)) return refused(400)
    return stale(timestamp) ?? { kind: 'echo', text }
  }

  function message({ signature, sealed, timestamp, nonce }: Query, body: string): Called {
    const outer = readXml(body)
    const encrypt = outer?.['Encrypt']
    const own = aesKey === undefined ? signature : sealed
    const signed = aesKey === undefined ? [] : [encrypt ?? '']
    if (aesKey !== undefined && outer && encrypt === undefined) return refused(401, 'it is not sealed; choose 安全模式')
    if (!envelope.isSigned(own, timestamp, nonce, ...signed)) return refused(401, WRONG_TOKEN)
    if (!outer) return refused(400, 'it could not be read')
    const old = stale(timestamp)
    if (old) return old
    if (aesKey === undefined && encrypt !== undefined && !outer['MsgType'])
      return refused(401, 'it is sealed, and there is no EncodingAESKey here')
    const inside = aesKey === undefined ? body : envelope.open(encrypt ?? '')
    if (inside === null) return refused(401, WRONG_KEY)
    const again = isAgain(own, encrypt ?? body)
    if (again === 'other') return refused(401, 'its signature was used before')
    const fields = readXml(inside)
    return fields ? { kind: 'message', fields, again } : refused(400, 'it could not be read')
  }

  return {
    async read(request) {
      const query = queryOf(request)
      if (query.nonce.length > LONGEST_NONCE) return refused(401)
      if (request.method === 'GET') return echo(query)
      if (request.method !== 'POST') return refused(405)
      const body = await bodyOf(request).catch(() => undefined)
      if (body === undefined) return refused(400)
      return body === null ? refused(413) : message(query, body)
    },
    seal(fields) {
      const xml = writeXml(fields)
      if (aesKey === undefined) return xml
      const now = Math.floor(Date.parse(clock.now()) / 1_000)
      const { encrypt, signature, timestamp, nonce } = envelope.seal(xml, now)
      return writeXml({ Encrypt: encrypt, MsgSignature: signature, TimeStamp: Number(timestamp), Nonce: nonce })
    },
  }
}

const WRONG_TOKEN = 'it is not signed with the Token set here'
const WRONG_KEY = 'it is not sealed with the EncodingAESKey set here, or for another account'

interface Query {
  readonly signature: string
  /** The signature over what is sealed, too. */
  readonly sealed: string
  readonly timestamp: string
  readonly nonce: string
  readonly text: string
}

function queryOf({ url }: Request): Query {
  const { searchParams: query } = new URL(url)
  const get = (name: string) => query.get(name) ?? ''
  return {
    signature: get('signature'),
    sealed: get('msg_signature'),
    timestamp: get('timestamp'),
    nonce: get('nonce'),
    text: get('echostr'),
  }
}

/** Null where there is too much of it. */
async function bodyOf(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > LONGEST_BODY) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
