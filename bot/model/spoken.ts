import { cutAt, trimmed } from './cut.ts'
import { plain, type Reply } from './reply.ts'

/** A reply where there are no buttons: its text, and under it the choices, numbered as they are meant by their numbers. */
export function spoken({ text, choices = [] }: Pick<Reply, 'text' | 'choices'>): string {
  const offered = choices.map(({ label }, i) => `${i + 1} ${label}`)
  return [plain(text), ...(offered.length > 0 ? [offered.join('\n')] : [])].join('\n\n')
}

/** Bytes of a text as UTF-8; half a pair of surrogates counts as the character that stands for it there. */
export function bytesOf(text: string): number {
  let bytes = 0
  for (const character of text) bytes += width(character)
  return bytes
}

/**
 * A text in as few parts as it takes with at most `bytes` bytes of UTF-8 each, and no more than it takes: cut between
 * paragraphs where that can be, else lines, sentences, words, and never through what a reader sees as one character,
 * unless that alone is longer. Nothing is lost but white space where it is cut and around; no part is empty, and a blank
 * text has none. `bytes` is at least 4, the longest code point.
 */
export function inParts(text: string, bytes: number): readonly string[] {
  const parts: string[] = []
  let rest = trim(text)
  let left = bytesOf(rest)
  while (left > bytes) {
    const needed = Math.ceil(left / bytes)
    // The other parts are to have room for what is left, and for what their own ends cost where there is so much.
    const later = left <= roomFor(needed, bytes) ? roomFor(needed - 1, bytes) : (needed - 1) * bytes
    const mustGo = left - later
    const at = cutAt(rest, fitting(rest, bytes), { least: reaching(rest, mustGo) })
    parts.push(trim(rest.slice(0, at)))
    rest = trim(rest.slice(at))
    left = bytesOf(rest)
  }
  return rest === '' ? parts : [...parts, rest]
}

/**
 * How long a reply may be that is to go out in so many parts (`Channel.room`): a little less than they hold together, so
 * that each can end where a sentence does.
 */
export const roomFor = (parts: number, bytes: number): number => parts * bytes - (parts - 1) * SEAM
const SEAM = 200

/** How many UTF-16 units of a text, from its beginning, have at most so many bytes. */
export function fitting(text: string, bytes: number): number {
  let units = 0
  let left = bytes
  for (const character of text) {
    left -= width(character)
    if (left < 0) return units
    units += character.length
  }
  return units
}

/** How many it takes to have at least so many. */
function reaching(text: string, bytes: number): number {
  const units = fitting(text, bytes)
  return bytesOf(text.slice(0, units)) < bytes ? units + 1 : units
}

/** Of one code point. */
function width(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}

function trim(text: string): string {
  const { from, to } = trimmed(text)
  return text.slice(from, to)
}
