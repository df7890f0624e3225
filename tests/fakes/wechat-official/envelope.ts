import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

export interface EnvelopeKeys {
  readonly token: string
  /** EncodingAESKey: 43 letters and digits. */
  readonly aesKey: string
  /** The AppID or CorpID that stands at the end of what is sealed. */
  readonly receiver: string
}

/** Tencent's WXBizMsgCrypt, written by itself: a fake that shared the adapter's code could not find its faults. */
export interface Envelope {
  sign(...parts: readonly string[]): string
  /** `random` are 16 bytes, for the published vectors. */
  seal(text: string, random?: Uint8Array): string
  /** Throws where it is not sealed with this key for this receiver. */
  open(sealed: string): string
}

const BLOCK = 32

export function createEnvelope({ token, aesKey, receiver }: EnvelopeKeys): Envelope {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  if (key.length !== 32) throw new Error('EncodingAESKey has 43 letters and digits')
  const iv = key.subarray(0, 16)

  return {
    sign: (...parts) =>
      createHash('sha1')
        .update([token, ...parts].sort().join(''))
        .digest('hex'),
    seal(text, random = randomBytes(16)) {
      const words = Buffer.from(text)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(words.length)
      const whole = Buffer.concat([random, length, words, Buffer.from(receiver)])
      const missing = BLOCK - (whole.length % BLOCK)
      const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
      return Buffer.concat([
        cipher.update(whole),
        cipher.update(Buffer.alloc(missing, missing)),
        cipher.final(),
      ]).toString('base64')
    },
    open(sealed) {
      const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
      const padded = Buffer.concat([decipher.update(sealed, 'base64'), decipher.final()])
      const padding = padded.at(-1) ?? 0
      if (padding < 1 || padding > BLOCK || padded.length % BLOCK !== 0) throw new Error('wrong padding')
      const whole = padded.subarray(0, padded.length - padding)
      const end = 20 + whole.readUInt32BE(16)
      if (end > whole.length) throw new Error('wrong length')
      if (whole.subarray(end).toString() !== receiver) throw new Error('sealed for somebody else')
      return whole.subarray(20, end).toString()
    },
  }
}
