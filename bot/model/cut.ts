/** Where to look for an end, the best first, and how much of what fits must be filled by then. */
const ENDS: readonly { readonly end: RegExp; readonly filled: number }[] = [
  { end: /\n\s*\n/g, filled: 0.5 },
  { end: /\n/g, filled: 0.5 },
  { end: /[。！？；…!?;]+[”’」』）)"']*|\.\s/g, filled: 0.4 },
  { end: /[，、：,:]|\s/g, filled: 0.4 },
]

export interface Cutting {
  /** Whether a place must not be cut at, for it is inside of something. */
  readonly isInside?: (at: number) => boolean
  /** So much is to go now, in UTF-16 units, that what is left has room later. */
  readonly least?: number
}

/**
 * Where a text that is longer is best cut, so that no more than `fits` UTF-16 units stand before: between paragraphs
 * where it can be, else lines, sentences, words, and never through what a reader sees as one character, unless the first
 * alone is longer. Always more than 0.
 */
export function cutAt(text: string, fits: number, { isInside = () => false, least = 0 }: Cutting = {}): number {
  const head = text.slice(0, fits)
  const isGood = (at: number, filled: number) =>
    at >= Math.max(filled * fits, least) && !isInside(at) && startOf(text, at) === at
  for (const { end, filled } of ENDS) {
    const ends = [...head.matchAll(end)].map((match) => match.index + match[0].length)
    const at = ends.findLast((at) => isGood(at, filled))
    if (at !== undefined) return at
  }
  return hardCut(text, fits)
}

/** The last place at or before `at` that is between two characters; inside the first, between two code points of it. */
export function hardCut(text: string, at: number): number {
  const start = startOf(text, at)
  if (start > 0) return start
  const whole = isLow(text, at) ? at - 1 : at
  return whole > 0 ? whole : String.fromCodePoint(text.codePointAt(0) ?? 0).length
}

const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** Where the character begins that this place is in; the place itself where it is between two. */
function startOf(text: string, at: number): number {
  if (at >= text.length) return at
  // Whether one ends here is told by what stands before and the code point behind.
  return characters.segment(text.slice(0, at + 2)).containing(at)?.index ?? at
}

const isLow = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text.charAt(at))

/** The span of a text without white space around it; never through a character that begins or ends with some. */
export function trimmed(text: string): { readonly from: number; readonly to: number } {
  const from = startOf(text, text.length - text.trimStart().length)
  const to = text.trimEnd().length
  if (to <= from) return { from: 0, to: 0 }
  return { from, to: startOf(text, to) === to ? to : to + 1 }
}
