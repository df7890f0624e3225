import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Fault } from '../../bot/model/fault.ts'

export interface EnvelopeOptions {
  /** The Token set on Tencent's page: both sides sign with it. A secret. */
  readonly token: string
  /** The EncodingAESKey, 43 letters and digits. A secret; without it nothing can be opened or sealed. */
  readonly aesKey?: string | undefined
  /** Whom the messages are for: the AppID of an official account, the CorpID of a WeCom. */
  readonly id: string
}

/** An answer in its envelope, as the sides exchange it. */
export interface Sealed {
  readonly encrypt: string
  readonly signature: string
  readonly timestamp: string
  readonly nonce: string
}

/** Tencent's envelope around what it brings to a callback, and around what is answered there (消息加解密说明). */
export interface Envelope {
  /** SHA-1 of the token and these, sorted and joined; in hexadecimal. */
  sign(...parts: readonly string[]): string
  /** Whether this is the signature of these, in a time that does not tell how much of it was right. */
  isSigned(signature: string, ...parts: readonly string[]): boolean
  /** What is in it; null where it was sealed with another key, for somebody else, or is none at all. */
  open(encrypt: string): string | null
  /** Seals and signs; `timestamp` in seconds. */
  seal(text: string, timestamp: number): Sealed
}

const BLOCK = 32
const RANDOM = 16
const HEAD = RANDOM + 4
/** Node's own reading would pass over what is none. */
const BASE64 = /^[0-9A-Za-z+/]+={0,2}$/

/**
 * AES-256-CBC with the key's first 16 bytes as the vector, padded by PKCS#7 to 32 bytes; inside 16 random bytes, the
 * length, the text and the id. Node's own crypto, so that no package has to be trusted with the key.
 * Throws a `Fault` of code `config` where the key cannot be one.
 */
export function createEnvelope({ token, aesKey, id }: EnvelopeOptions): Envelope {
  const key = aesKey === undefined ? undefined : keyOf(aesKey)

  const sign = (...parts: readonly string[]) =>
    createHash('sha1')
      .update([token, ...parts].sort().join(''))
      .digest('hex')

  function open(encrypt: string): string | null {
    if (!key || !BASE64.test(encrypt)) return null
    const sealed = Buffer.from(encrypt, 'base64')
    if (sealed.length < BLOCK || sealed.length % 16 !== 0) return null
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const bytes = unpadded(Buffer.concat([decipher.update(sealed), decipher.final()]))
    if (!bytes || bytes.length < HEAD) return null
    const end = HEAD + bytes.readUInt32BE(RANDOM)
    if (end > bytes.length || bytes.subarray(end).toString('utf8') !== id) return null
    return bytes.subarray(HEAD, end).toString('utf8')
  }

  function seal(text: string, timestamp: number): Sealed {
    if (!key) throw new Fault('config', 'nothing can be sealed without the EncodingAESKey')
    const message = Buffer.from(text)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(message.length)
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const bytes = padded(Buffer.concat([randomBytes(RANDOM), length, message, Buffer.from(id)]))
    const encrypt = Buffer.concat([cipher.update(bytes), cipher.final()]).toString('base64')
    const nonce = randomBytes(6).toString('hex')
    return { encrypt, nonce, timestamp: `${timestamp}`, signature: sign(`${timestamp}`, nonce, encrypt) }
  }

  return {
    sign,
    isSigned(signature, ...parts) {
      const given = Buffer.from(signature)
      const right = Buffer.from(sign(...parts))
      return given.length === right.length && timingSafeEqual(given, right)
    },
    open,
    seal,
  }
}

function keyOf(aesKey: string): Buffer {
  const key = /^[0-9A-Za-z]{43}$/.test(aesKey) ? Buffer.from(`${aesKey}=`, 'base64') : undefined
  if (key?.length === 32) return key
  throw new Fault(
    'config',
    'the EncodingAESKey is not 43 letters and digits. Copy it again from the page of the account.',
  )
}

function padded(bytes: Buffer): Buffer {
  const missing = BLOCK - (bytes.length % BLOCK)
  return Buffer.concat([bytes, Buffer.alloc(missing, missing)])
}

function unpadded(bytes: Buffer): Buffer | null {
  const padding = bytes.at(-1) ?? 0
  const end = bytes.length - padding
  const isPadded = padding >= 1 && padding <= BLOCK && end >= 0 && bytes.subarray(end).every((one) => one === padding)
  return isPadded ? bytes.subarray(0, end) : null
}
