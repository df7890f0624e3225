import type { MessageEntity } from 'grammy/types'
import { isBlank } from './names.ts'

/** Text with its marks; offsets and lengths count UTF-16 units, as Telegram does. */
export interface Marked {
  readonly text: string
  readonly entities: readonly MessageEntity[]
}

/** The longest text of a message, and of what stands under a file, in UTF-16 units. */
export const LONGEST_TEXT = 4096
export const LONGEST_CAPTION = 1024

/**
 * Cuts a text into parts of at most `limit` units: between paragraphs where it can be, else lines, sentences, words;
 * never through a mark, unless the mark alone is longer, and never through what a reader sees as one character.
 * A part of which nothing would be seen is left out: Telegram refuses it, and what comes behind would never arrive.
 */
export function split(whole: Marked, limit: number = LONGEST_TEXT): readonly Marked[] {
  const parts: Marked[] = []
  let rest = trim(whole)
  while (rest.text.length > limit) {
    const at = cutAt(rest, limit)
    parts.push(trim(slice(rest, 0, at)))
    rest = trim(slice(rest, at, rest.text.length))
  }
  return [...parts, rest].filter(({ text }) => !isBlank(text))
}

/** The text itself where it fits, else as much as fits with “…” behind it. */
export function shorten(whole: Marked, limit: number = LONGEST_TEXT): Marked {
  const { text, entities } = trim(whole)
  if (text.length <= limit) return { text, entities }
  const kept = trim(slice({ text, entities }, 0, cutAt({ text, entities }, limit - 1)))
  return { text: `${kept.text}…`, entities: kept.entities }
}

/** Where to look for an end, the best first, and how much of the limit must be filled by then. */
const ENDS: readonly { readonly end: RegExp; readonly filled: number }[] = [
  { end: /\n\s*\n/g, filled: 0.5 },
  { end: /\n/g, filled: 0.5 },
  { end: /[。！？；…!?;]+[”’」』）)"']*|\.\s/g, filled: 0.4 },
  { end: /[，、：,:]|\s/g, filled: 0.4 },
]

function cutAt({ text, entities }: Marked, limit: number): number {
  const mark = entities.filter(({ length }) => length <= limit)
  const inside = (at: number) => mark.find(({ offset, length }) => offset < at && at < offset + length)
  const head = text.slice(0, limit)
  for (const { end, filled } of ENDS) {
    const ends = [...head.matchAll(end)].map((match) => match.index + match[0].length)
    const at = ends.findLast((at) => !inside(at) && at >= filled * limit)
    if (at !== undefined) return wholeCharacter(text, at)
  }
  const at = wholeCharacter(text, limit)
  const through = inside(at)
  const before = through && through.offset > 0 ? wholeCharacter(text, through.offset) : 0
  return before > 0 ? before : at
}

const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' })
/** No character is longer than that; what is (a letter under heaps of marks) is cut between code points. */
const LONGEST_CHARACTER = 64

/** The last place at or before `at` that is between two characters. */
function wholeCharacter(text: string, at: number): number {
  const start = characters.segment(text.slice(0, at + LONGEST_CHARACTER)).containing(at)?.index ?? at
  if (start > 0 && at - start < LONGEST_CHARACTER) return start
  return isLow(text, at) ? at - 1 : at
}

function isLow(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** A part with the marks that fall into it. */
function slice({ text, entities }: Marked, from: number, to: number): Marked {
  const within = entities.flatMap((entity) => {
    const start = Math.max(entity.offset, from)
    const end = Math.min(entity.offset + entity.length, to)
    return end > start ? [{ ...entity, offset: start - from, length: end - start }] : []
  })
  return { text: text.slice(from, to), entities: within }
}

function trim(marked: Marked): Marked {
  const { text } = marked
  const from = text.length - text.trimStart().length
  const to = text.trimEnd().length
  return to <= from ? { text: '', entities: [] } : slice(marked, from, to)
}
