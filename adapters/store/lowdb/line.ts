import { createHash } from 'node:crypto'

/**
 * The format of the files that only grow (the journal, the keys), one record a line:
 *
 *     = pmWkWSBCL51Bfkhn79xPuKBKHz_..H6B-mY6G9_eieuM {"kind":"commit",…}
 *     + 8kZ5…                                        {"kind":"delivered",…}
 *
 * `=` begins what one flush made durable, `+` goes on with it. The hash covers the hash of the line before, the mark
 * and the JSON: a line that is edited, removed or put elsewhere breaks the chain.
 *
 * The marks tell a torn end from damage. Nothing new is begun before the flush before is durable; so if a `=` line
 * stands anywhere after a bad line, that bad line had been acknowledged: damage. If none does, it is what a crash leaves
 * of a flush that never was acknowledged: torn. Damage to the very last flush looks the same: so what is cut is kept.
 */
const HASH = 43 // SHA-256 in base64url
const JSON_AT = 2 + HASH + 1

/** The hash before the first line. */
export const GENESIS = '0'.repeat(HASH)

/** A place between two lines, with the hash of the one before. */
export interface End {
  readonly offset: number
  readonly hash: string
}

export interface Line {
  /** Decoded when it is asked for: to check a line, its bytes are enough. */
  readonly json: string
  readonly offset: number
}

export type Tail =
  | { readonly state: 'clean' }
  | { readonly state: 'torn'; readonly line: number; readonly bytes: number }
  | { readonly state: 'damaged'; readonly line: number }

/** The lines of one flush, to be written at `after.offset`. */
export function encodeLines(jsons: readonly string[], after: End) {
  let { offset, hash } = after
  const offsets: number[] = []
  const lines = jsons.map((json, i) => {
    const mark = i === 0 ? '=' : '+'
    hash = hashOf(hash, mark, json)
    const line = Buffer.from(`${mark} ${hash} ${json}\n`)
    offsets.push(offset)
    offset += line.length
    return line
  })
  return { bytes: Buffer.concat(lines), offsets, end: { offset, hash } }
}

/** Visits every good line from `from` on that begins before `until`, and says where they end and what comes then. */
export function scanLines(
  bytes: Buffer,
  from: End,
  visit: (line: Line) => void,
  until: number = bytes.length,
): { end: End; tail: Tail } {
  let { offset, hash } = from
  while (offset < Math.min(until, bytes.length)) {
    const line = lineAt(bytes, offset)
    if (!line || line.hash !== hashOf(hash, line.mark, line.body)) {
      return { end: { offset, hash }, tail: judge(bytes, offset) }
    }
    const { body } = line
    visit({
      offset,
      get json() {
        return body.toString()
      },
    })
    offset = line.next
    hash = line.hash
  }
  return { end: { offset, hash }, tail: { state: 'clean' } }
}

/** The JSON of the line at `offset`, proved by the line before it; null where it is not, or these bytes do not hold both. */
export function provenJson(bytes: Buffer, offset: number): string | null {
  const before = lineBefore(bytes, offset)
  const line = lineAt(bytes, offset)
  return before && line && line.hash === hashOf(before.hash, line.mark, line.body) ? line.body.toString() : null
}

/** Whether a line with this hash ends at this offset. */
export function standsAt(bytes: Buffer, { offset, hash }: End): boolean {
  return offset === 0 || lineBefore(bytes, offset)?.hash === hash
}

/** The line that ends at this offset. */
function lineBefore(bytes: Buffer, offset: number) {
  const line = lineAt(bytes, offset < 2 ? 0 : bytes.lastIndexOf(10, offset - 2) + 1)
  return line?.next === offset ? line : null
}

function judge(bytes: Buffer, bad: number): Tail {
  const line = bytes.subarray(0, bad).toString('latin1').split('\n').length
  // Anywhere, not only after a line feed: that may be the byte that was damaged.
  const begunLater = /= [\w-]{43} /.test(bytes.toString('latin1', bad + 1))
  return begunLater ? { state: 'damaged', line } : { state: 'torn', line, bytes: bytes.length - bad }
}

function lineAt(bytes: Buffer, offset: number) {
  const end = bytes.indexOf(10, offset)
  if (end < offset + JSON_AT) return null
  const head = bytes.toString('latin1', offset, offset + JSON_AT)
  const mark = head.charAt(0)
  if ((mark !== '=' && mark !== '+') || head.charAt(1) !== ' ' || !head.endsWith(' ')) return null
  return { mark, hash: head.slice(2, -1), body: bytes.subarray(offset + JSON_AT, end), next: end + 1 }
}

function hashOf(before: string, mark: string, json: string | Buffer): string {
  return createHash('sha256').update(before).update(mark).update(json).digest('base64url')
}
