import { randomBytes } from 'node:crypto'
import { Refusal } from './refusal.ts'

export interface MediaFile {
  readonly kind: string
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  /** Milliseconds of the fake's clock. */
  readonly at: number
}

/** What may be uploaded as what: the most bytes, and how its name ends. */
export interface MediaRule {
  readonly most: number
  readonly ends: RegExp
  readonly tooLarge: Refusal
}

export interface Media {
  /** Throws a `Refusal` where it is not taken. */
  upload(kind: string | null, file: { name: string; type: string; bytes: Uint8Array } | undefined): string
  /** What somebody sent from his phone. */
  keep(file: Omit<MediaFile, 'at'>): string
  get(id: unknown): MediaFile
}

const THREE_DAYS_MS = 3 * 86_400_000

/** Temporary media of one application: kept for three days. `least` bytes and no fewer. */
export function createMedia(now: () => number, rules: Readonly<Record<string, MediaRule>>, least: number): Media {
  const all = new Map<string, MediaFile>()
  function keep(file: Omit<MediaFile, 'at'>): string {
    const id = randomBytes(32).toString('base64url')
    all.set(id, { ...file, at: now() })
    return id
  }
  return {
    keep,
    upload(kind, file) {
      const rule = rules[kind ?? '']
      if (!rule || kind === null) throw new Refusal(40004, 'invalid media type')
      if (!file) throw new Refusal(41005, 'media data missing')
      if (!rule.ends.test(file.name)) throw new Refusal(40005, 'invalid file type')
      if (file.bytes.length < least) throw new Refusal(40006, 'invalid meida size')
      if (file.bytes.length > rule.most) throw rule.tooLarge
      return keep({ kind, ...file })
    },
    get(id) {
      const file = all.get(String(id))
      if (!file || file.at + THREE_DAYS_MS <= now()) throw new Refusal(40007, 'invalid media_id')
      return file
    },
  }
}
