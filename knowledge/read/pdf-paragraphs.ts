import type { Line, PageOfLines } from './pdf-lines.ts'
import { isTitle } from './titles.ts'

const PAGE_NUMBER =
  /^[-—–_·•\s]*(第\s*)?(\d{1,4}|[ivxIVX]{1,6})\s*(页)?\s*([/／,，共\s]+\s*\d{1,4}\s*页?)?[-—–_·•\s]*$|^page\s+\d+(\s+of\s+\d+)?$/i
const BEGINS =
  /^(第[零〇一二三四五六七八九十百千\d]+[编章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、](?!\d)|[①-⑳•●■◆])/
const CLOSED = /[。！？!?；;：:][”’」』）)]*$/

/** The paragraphs of a document: page numbers and running heads gone, lines put together, headings marked with `#`. */
export function paragraphsOf(pages: readonly PageOfLines[]): string[] {
  const kept = withoutRunning(pages)
  const all = kept.flatMap(({ lines }) => lines)
  const size = mostly(all.map((line) => [Math.round(line.size * 2) / 2, line.text.length]))
  const left = mostly(all.filter(isBody(size)).map((line) => [Math.round(line.left), 1]))
  const right = reach(all.filter(isBody(size)).map((line) => line.right))
  const place = { size, left, right }

  const paragraphs: string[] = []
  let open: { text: string; last: Line; level: number } | undefined
  const close = () => {
    if (open) paragraphs.push(open.level > 0 ? `${'#'.repeat(open.level)} ${open.text}` : open.text)
    open = undefined
  }
  let started = false
  for (const page of kept)
    for (const line of page.lines) {
      const level = headingLevel(line, { ...place, width: page.width, started })
      if (level === 0) started = true
      const goesOn = open && (level > 0 || open.level > 0 ? sameHeading(open, line, level) : continues(open.last, line))
      if (open && goesOn) open = { text: joined(open.text, line.text), last: line, level: open.level }
      else {
        close()
        open = { text: line.text, last: line, level }
      }
    }
  close()
  return paragraphs

  /** A line that ends short, or with a full stop, ends its paragraph; one that is set in begins another. */
  function continues(last: Line, line: Line): boolean {
    if (BEGINS.test(line.text) || CLOSED.test(last.text)) return false
    if (Math.abs(line.size - last.size) > 1.5) return false
    return last.right >= right - 2 * size && line.left <= left + 1.2 * size
  }
}

function sameHeading(open: { last: Line; level: number; text: string }, line: Line, level: number): boolean {
  return (
    level === open.level &&
    level > 0 &&
    Math.abs(line.size - open.last.size) < 0.6 &&
    Math.abs(line.y - open.last.y) < line.size * 2.6 &&
    open.text.length + line.text.length <= 100 &&
    !BEGINS.test(line.text)
  )
}

/** What is larger than the text, or in the middle of the page where a title may be. */
function headingLevel(
  line: Line,
  { size, left, right, width, started }: { size: number; left: number; right: number; width: number; started: boolean },
): number {
  if (!isTitle(line.text) || BEGINS.test(line.text)) return 0
  // The first line of a paragraph is set in as well, but goes to the end of the line.
  const centred =
    Math.abs((line.left + line.right) / 2 - width / 2) < width * 0.04 &&
    line.left > left + 1.5 * size &&
    line.right < right - 1.5 * size
  const large = line.size >= size * 1.15
  if (!started) return large || centred ? 1 : 0
  return (large || centred) && line.text.length <= 40 ? 2 : 0
}

/** Without what stands at the top or bottom of most pages, digits aside, and without page numbers. */
function withoutRunning(pages: readonly PageOfLines[]): PageOfLines[] {
  const seen = new Map<string, number>()
  const edges = pages.map((page) => edgesOf(page))
  for (const lines of edges)
    for (const shape of new Set(lines.map(shapeOf))) seen.set(shape, (seen.get(shape) ?? 0) + 1)
  const often = Math.max(3, pages.length * 0.5)
  return pages.map((page, index) => {
    const out = new Set(
      (edges[index] ?? []).filter((line) => PAGE_NUMBER.test(line.text) || (seen.get(shapeOf(line)) ?? 0) >= often),
    )
    return { ...page, lines: page.lines.filter((line) => !out.has(line)) }
  })
}

function edgesOf({ lines, height }: PageOfLines): Line[] {
  const sorted = lines.toSorted((a, b) => a.y - b.y)
  const top = sorted.slice(0, 2).filter(({ y }) => y < height * 0.12)
  const bottom = sorted.slice(-2).filter(({ y }) => y > height * 0.88)
  return [...new Set([...top, ...bottom])]
}

/** A page's own number may stand in a running head; a whole line that differs in its numbers is text. */
const shapeOf = ({ text }: Line) => (text.length <= 30 ? text.replace(/\d+/g, '#') : text).replace(/\s/g, '')
const isBody = (size: number) => (line: Line) => Math.abs(line.size - size) <= 1

function mostly(weighted: readonly (readonly [value: number, weight: number])[]): number {
  const sums = new Map<number, number>()
  for (const [value, weight] of weighted) sums.set(value, (sums.get(value) ?? 0) + weight)
  return [...sums].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

/** How far to the right full lines go: nine in ten lines end before it. */
function reach(ends: readonly number[]): number {
  const sorted = ends.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.9)] ?? 0
}

/** Nothing stands between Chinese lines, a blank between words; a word cut by a hyphen is made whole. */
function joined(before: string, line: string): string {
  if (/[a-z]-$/.test(before) && /^[a-z]/.test(line)) return before.slice(0, -1) + line
  return /[\w,.;:)]$/.test(before) && /^[\w(]/.test(line) ? `${before} ${line}` : before + line
}
