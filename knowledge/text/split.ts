import { numberOf } from './numerals.ts'

/** A stretch of a body: [start, end) in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What stands together under the same headings: one article, or the text between two headings. */
export interface Section extends Span {
  /** Outermost first. */
  readonly headings: readonly string[]
  /** Such as 第二十五条. */
  readonly article?: string
  /** Whole sentences, list items and lines, in order: together they are the section. */
  readonly sentences: readonly Sentence[]
}

export interface Sentence extends Span {
  /** The section's headings, and the notice's own (一、… （一）… 1. …) that it stands under; those are text as well. */
  readonly headings: readonly string[]
  /** Where it opens a list (申请材料：): the end of what must not be cut off from it, as far as that can be quoted at once. */
  readonly keep?: number
}

/** The most that is quoted at once, in characters. */
export const LONGEST = 400
const LONGEST_SECTION = 6_000

const MARKED = /^(#{1,6}) +(.+)$/
const NUMERAL = '[零〇一二三四五六七八九十百千\\d]+'
const DIVISION = new RegExp(`^第${NUMERAL}(分?编|篇|章|节)(?:[ 　].{0,40})?$`)
const ARTICLE = new RegExp(`^(第(${NUMERAL})条(?:之${NUMERAL})?)(?=[ 　:：]|$)`)
/** In many saved files no blank follows the number, beginning with 第一条; then the number that is due tells an article from a reference. */
const CLOSE_ARTICLE = new RegExp(`^(第(${NUMERAL})条(?:之${NUMERAL})?)(?!第|[款项、，,的中和至或]|规定|所称|所列)`)
const DEPTH: Readonly<Record<string, number>> = { 编: 2, 分编: 2, 篇: 2, 章: 3, 节: 4 }

/**
 * The sections of a body. No text is lost: headings and sections, in order, are the whole body but for white space.
 */
export function split(body: string): Section[] {
  const sections: Section[] = []
  const path: { readonly depth: number; readonly text: string }[] = []
  let open: { start: number; article?: string } | undefined
  let due: number | undefined = 1

  const close = (end: number) => {
    if (!open) return
    const span = trimmed(body, open.start, end)
    const { article } = open
    open = undefined
    if (span.start === span.end) return
    const headings = path.map(({ text }) => text)
    const [first, ...rest] = bounded(sentences(body, span, headings))
    if (first) sections.push({ ...first, headings, ...(article ? { article } : {}) })
    sections.push(...rest.map((part) => ({ ...part, headings })))
  }

  let start = 0
  for (const line of body.split('\n')) {
    const heading = headingOf(line)
    const spaced = ARTICLE.exec(line)
    const found: RegExpExecArray | undefined = spaced ?? dueArticle(line, due)
    const article = found?.[1]
    if (found) due = due !== undefined && !spaced ? amountOf(found[2] ?? '') + 1 : undefined
    if (heading || article) close(start)
    if (heading) {
      while ((path.at(-1)?.depth ?? 0) >= heading.depth) path.pop()
      path.push(heading)
    } else {
      open ??= article ? { start, article } : { start }
    }
    start += line.length + 1
  }
  close(body.length)
  return sections
}

function dueArticle(line: string, due: number | undefined): RegExpExecArray | undefined {
  if (due === undefined) return undefined
  const found = CLOSE_ARTICLE.exec(line)
  const ahead = amountOf(found?.[2] ?? '') - due
  return found && ahead >= 0 && ahead <= 2 ? found : undefined
}

const amountOf = (numeral: string): number => (/^\d+$/.test(numeral) ? Number(numeral) : numberOf(numeral))

function headingOf(line: string): { depth: number; text: string } | undefined {
  const [, marks, text = line] = MARKED.exec(line) ?? []
  const division = DIVISION.exec(text)?.[1]
  if (division) return { depth: DEPTH[division] ?? 3, text }
  return marks ? { depth: marks.length, text } : undefined
}

/**
 * Runs of neighbouring spans of at most `longest` characters, one after another. What opens a list (`keep` of a Sentence)
 * begins a new run where the list would not fit into this one.
 */
export function pack(spans: readonly (Span & Pick<Sentence, 'keep'>)[], longest: number = LONGEST): Span[] {
  const packs: { start: number; end: number }[] = []
  for (const { start, end, keep = end } of spans) {
    const last = packs.at(-1)
    const wanted = keep - start <= longest ? keep : end
    if (last && wanted - last.start <= longest) last.end = end
    else packs.push({ start, end })
  }
  return packs
}

/** A text of many pages without a heading becomes several sections, so that looking into one is never long. */
function bounded(all: readonly Sentence[]): Pick<Section, 'start' | 'end' | 'sentences'>[] {
  const parts: Sentence[][] = []
  for (const sentence of all) {
    const last = parts.at(-1)
    if (last && sentence.end - (last[0]?.start ?? 0) <= LONGEST_SECTION) last.push(sentence)
    else parts.push([sentence])
  }
  return parts.map((part) => ({ start: part[0]?.start ?? 0, end: part.at(-1)?.end ?? 0, sentences: part }))
}

/** How far a row's cells are told apart (see knowledge/read/table.ts). */
const CELL = ' ｜ '
const LINE = /[^\n]*(?:\n|$)/g
const SENTENCE = /[^。！？!?；;]*(?:[。！？!?；;]+[”’」』）)]*|$)/g
const CLAUSE = /[^，,、：:]*(?:[，,、：:]|$)/g
const ROW_CELL = /[^｜]*(?:｜|$)/g
const CLOSED = /[。！？；，、;,]$/
const LEAD_IN = /[：:]$/
/** A notice's own headings and the items of its lists, outermost first. */
const MARKS: readonly RegExp[] = [
  /^[一二三四五六七八九十]+、/,
  /^[（(][一二三四五六七八九十]+[）)]/,
  /^\d{1,2}[.、．](?!\d)/,
  /^[（(]\d{1,2}[）)]/,
]
const ITEM =
  /^(?:[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、．)）]|[①-⑳]|[a-zA-Z][.、)）]|[-•●·—▪◆■])/

interface LineSpan extends Span {
  readonly text: string
  /** The depth of its mark, from 1; 0 where it has none. */
  readonly depth: number
}

function sentences(body: string, span: Span, headings: readonly string[]): Sentence[] {
  const lines = pieces(body, span, LINE).map(({ start, end }): LineSpan => {
    const text = body.slice(start, end)
    return { start, end, text, depth: MARKS.findIndex((mark) => mark.test(text)) + 1 }
  })
  const path: { readonly depth: number; readonly text: string }[] = []
  return lines.flatMap((line, i) => {
    const heads = isHeading(line, lines[i + 1])
    if (line.depth > 0) while ((path.at(-1)?.depth ?? 0) >= line.depth) path.pop()
    const under = [...headings, ...path.map(({ text }) => text)]
    if (heads) path.push(line)
    const keep = LEAD_IN.test(line.text) ? listEnd(lines, i) : undefined
    const parts = partsOf(body, line)
    return parts.map((part, n) => ({
      ...part,
      headings: under,
      ...(keep !== undefined && n === parts.length - 1 && keep - part.start <= LONGEST ? { keep } : {}),
    }))
  })
}

/** 一、 and （一） head what follows; 1. and （1） only where something other than the list's next item does. */
function isHeading({ text, depth }: LineSpan, next: LineSpan | undefined): boolean {
  if (depth === 0 || text.length < 4 || text.length > 44 || CLOSED.test(text)) return false
  return depth <= 2 || (next !== undefined && (next.depth === 0 || next.depth > depth))
}

/** Where the list that a line opens ends, or, if all of it is too long, its first item. */
function listEnd(lines: readonly LineSpan[], lead: number): number | undefined {
  const { start = 0, depth = 0 } = lines[lead] ?? {}
  let last = lead
  for (let i = lead + 1; i < lines.length; i += 1) {
    const line = lines[i]
    const item = line && (ITEM.test(line.text) || line.text.includes(CELL))
    if (!item || (line.depth > 0 && line.depth <= depth) || line.end - start > LONGEST) break
    last = i
  }
  return last > lead ? lines[last]?.end : undefined
}

/** The sentences of a line; a table's row is one, however many full stops its cells have. */
function partsOf(body: string, line: LineSpan): Span[] {
  if (line.text.includes(CELL)) return line.end - line.start <= LONGEST ? [line] : cut(body, line, ROW_CELL)
  return pieces(body, line, SENTENCE).flatMap((sentence) =>
    sentence.end - sentence.start <= LONGEST ? [sentence] : cut(body, sentence, CLAUSE),
  )
}

/** Too long to quote: cut between cells or at commas, and where there is none, anywhere. */
function cut(body: string, span: Span, pattern: RegExp): Span[] {
  return pack(pieces(body, span, pattern).flatMap((piece) => chop(body, piece)))
}

function pieces(body: string, { start, end }: Span, pattern: RegExp): Span[] {
  const found: Span[] = []
  for (const match of body.slice(start, end).matchAll(pattern)) {
    const piece = trimmed(body, start + match.index, start + match.index + match[0].length)
    if (piece.end > piece.start) found.push(piece)
  }
  return found
}

function chop(body: string, { start, end }: Span): Span[] {
  const parts: Span[] = []
  let from = start
  while (end - from > LONGEST) {
    const surrogate = /[\ud800-\udbff]/.test(body.charAt(from + LONGEST - 1))
    const middle = from + LONGEST - (surrogate ? 1 : 0)
    parts.push({ start: from, end: middle })
    from = middle
  }
  return [...parts, { start: from, end }]
}

function trimmed(body: string, start: number, end: number): Span {
  const text = body.slice(start, end)
  const from = start + text.length - text.trimStart().length
  return { start: from, end: Math.max(from, start + text.trimEnd().length) }
}
