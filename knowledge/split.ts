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
  /** The section's headings, and the notice's own (一、… （一）…) that it stands under; those are text as well. */
  readonly headings: readonly string[]
}

/** The most that is quoted at once, in characters. */
export const LONGEST = 400

const MARKED = /^(#{1,6}) +(.+)$/
const NUMERAL = '[零〇一二三四五六七八九十百千\\d]+'
const DIVISION = new RegExp(`^第${NUMERAL}([编章节])(?:[ 　].{0,40})?$`)
const ARTICLE = new RegExp(`^(第${NUMERAL}条(?:之${NUMERAL})?)(?=[ 　:：]|$)`)
const DEPTH: Readonly<Record<string, number>> = { 编: 2, 章: 3, 节: 4 }

/**
 * The sections of a body. No text is lost: headings and sections, in order, are the whole body but for white space.
 */
export function split(body: string): Section[] {
  const sections: Section[] = []
  const path: { readonly depth: number; readonly text: string }[] = []
  let open: { start: number; article?: string } | undefined

  const close = (end: number) => {
    if (!open) return
    const span = trimmed(body, open.start, end)
    const { article } = open
    open = undefined
    if (span.start === span.end) return
    const headings = path.map(({ text }) => text)
    sections.push({ ...span, headings, ...(article ? { article } : {}), sentences: sentences(body, span, headings) })
  }

  let start = 0
  for (const line of body.split('\n')) {
    const heading = headingOf(line)
    const article = ARTICLE.exec(line)?.[1]
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

function headingOf(line: string): { depth: number; text: string } | undefined {
  const [, marks, text = line] = MARKED.exec(line) ?? []
  const division = DIVISION.exec(text)?.[1]
  if (division) return { depth: DEPTH[division] ?? 3, text }
  return marks ? { depth: marks.length, text } : undefined
}

/** Runs of neighbouring spans of at most `longest` characters, one after another. */
export function pack(spans: readonly Span[], longest: number = LONGEST): Span[] {
  const packs: { start: number; end: number }[] = []
  for (const { start, end } of spans) {
    const last = packs.at(-1)
    if (last && end - last.start <= longest) last.end = end
    else packs.push({ start, end })
  }
  return packs
}

const SENTENCE = /[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)]*|\n|$)/g
const CLAUSE = /[^，,、：:]*(?:[，,、：:]|$)/g
const NUMBERED = /^(?:([一二三四五六七八九十]+、)|([（(][一二三四五六七八九十]+[）)])).{2,40}$/
const CLOSED = /[。！？；：，、;:,]$/

function sentences(body: string, span: Span, headings: readonly string[]): Sentence[] {
  const path: { readonly depth: number; readonly text: string }[] = []
  return pieces(body, span, SENTENCE).flatMap((sentence) => {
    const text = body.slice(sentence.start, sentence.end)
    const numbered = CLOSED.test(text) ? null : NUMBERED.exec(text)
    const depth = numbered?.[1] ? 1 : 2
    if (numbered) while ((path.at(-1)?.depth ?? 0) >= depth) path.pop()
    const under = [...headings, ...path.map((heading) => heading.text)]
    if (numbered) path.push({ depth, text })
    return quotable(body, sentence).map((part) => ({ ...part, headings: under }))
  })
}

/** A sentence too long to quote is cut at commas, and where there is none, anywhere. */
function quotable(body: string, sentence: Span): Span[] {
  if (sentence.end - sentence.start <= LONGEST) return [sentence]
  return pack(pieces(body, sentence, CLAUSE).flatMap((clause) => chop(body, clause)))
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
  if (end - start <= LONGEST) return [{ start, end }]
  const surrogate = /[\ud800-\udbff]/.test(body.charAt(start + LONGEST - 1))
  const middle = start + LONGEST - (surrogate ? 1 : 0)
  return [{ start, end: middle }, ...chop(body, { start: middle, end })]
}

function trimmed(body: string, start: number, end: number): Span {
  const text = body.slice(start, end)
  const from = start + text.length - text.trimStart().length
  return { start: from, end: Math.max(from, start + text.trimEnd().length) }
}
