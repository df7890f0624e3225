import type { MessageEntity } from 'grammy/types'
import { cutAt, hardCut, trimmed } from '../../bot/model/cut.ts'
import { isBlank } from '../../bot/model/tame.ts'

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
    const at = markedCut(rest, limit)
    parts.push(trim(slice(rest, 0, at)))
    rest = trim(slice(rest, at, rest.text.length))
  }
  return [...parts, rest].filter(({ text }) => !isBlank(text))
}

/** The text itself where it fits, else as much as fits with “…” behind it. */
export function shorten(whole: Marked, limit: number = LONGEST_TEXT): Marked {
  const { text, entities } = trim(whole)
  if (text.length <= limit) return { text, entities }
  const kept = trim(slice({ text, entities }, 0, markedCut({ text, entities }, limit - 1)))
  return { text: `${kept.text}…`, entities: kept.entities }
}

/** Where it is best cut: not through a mark, where that can be. */
function markedCut({ text, entities }: Marked, limit: number): number {
  const marks = entities.filter(({ length }) => length <= limit)
  const around = (at: number) => marks.find(({ offset, length }) => offset < at && at < offset + length)
  const at = cutAt(text, limit, { isInside: (at) => around(at) !== undefined })
  const through = around(at)
  return through && through.offset > 0 ? hardCut(text, through.offset) : at
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
  const { from, to } = trimmed(marked.text)
  return to <= from ? { text: '', entities: [] } : slice(marked, from, to)
}
