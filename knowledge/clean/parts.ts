import { foldRare } from '../text/fold.ts'
import { simplify } from '../text/simplify.ts'
import { BLOCKS, type Block } from './blocks.ts'
import type { Line, Part, Place, Reason } from './part.ts'
import { LINES } from './rules.ts'

/** How far from either end a page's furniture stands, in lines. */
const EDGE = 12

/**
 * What of a page (as `clean` leaves it) is the document, and what stands around it: navigation, buttons, disclaimers.
 * A line of a table and a heading are never cut. Each rule looks at a line's own words, at where it stands, and at
 * how long it is: a clause of a document is long, or stands in the middle, or says something else.
 */
export function partsOf(text: string): Part[] {
  const lines = text.split('\n').map((line) => ({ text: line, form: foldRare(simplify(line)).trim() }))
  const reasons: (Reason | undefined)[] = lines.map((line, i) => reasonFor(line, placeOf(i, lines.length)))
  for (const block of BLOCKS) note(reasons, lines, block)
  return lines.flatMap(({ text }, i) => {
    const reason = reasons[i]
    return reason ? [{ text, reason }] : [{ text }]
  })
}

function note(reasons: (Reason | undefined)[], lines: readonly Line[], { reason, find }: Block): void {
  for (const [from, to] of find(lines, reasons)) {
    for (let i = from; i < to; i += 1) if (!isProtected(lines[i]?.text ?? '')) reasons[i] ??= reason
  }
}

function reasonFor({ text, form }: Line, place: Place): Reason | undefined {
  if (isProtected(text)) return undefined
  return LINES.find(
    ({ where, longest, pattern }) =>
      form.length <= longest && (where === 'anywhere' || place === 'both' || place === where) && pattern.test(form),
  )?.reason
}

function placeOf(line: number, lines: number): Place {
  const head = line < EDGE
  const tail = line >= lines - EDGE
  return head && tail ? 'both' : head ? 'head' : tail ? 'tail' : 'middle'
}

function isProtected(line: string): boolean {
  return line.startsWith('#') || line.includes(' ｜ ')
}
