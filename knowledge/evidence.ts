import type { ReadyDocument, ReadySection } from './generation.ts'
import type { Term } from './search/index.ts'
import { LONGEST, type Span } from './split.ts'
import weights from './weights.json' with { type: 'json' }

/** A run of whole sentences that may be quoted. `first` and `last` number the section's sentences. */
export interface Window extends Span {
  readonly first: number
  readonly last: number
  /** The sentence that says most about the question. */
  readonly best: number
  readonly score: number
  /** How much of what was asked it touches, its document's names and headings included: from 0 to 1. */
  readonly coverage: number
  /** How much of what was asked those names and headings touch. */
  readonly named: number
}

/** The windows of a section that say most about the question and do not overlap, the best first. A section that fits is not cut. */
export function windowsOf(
  document: ReadyDocument,
  section: ReadySection,
  asked: readonly Term[],
  most: number,
): Window[] {
  const evidence = gather(document, section, asked)
  const starts = section.text.length <= LONGEST ? [0] : section.sentences.keys()
  const all = Array.from(starts, (first) => measure(section, evidence, first))
  const chosen: Window[] = []
  for (const window of all.sort((a, b) => b.score - a.score || a.first - b.first)) {
    if (chosen.length === most) break
    if (chosen.every((other) => window.last < other.first || other.last < window.first)) chosen.push(window)
  }
  return chosen
}

/** What each sentence has of the question, as numbers of its terms. */
interface Evidence {
  /** What each term is worth: a rare one more, one that the document's title says anyway hardly anything. */
  readonly worth: readonly number[]
  readonly total: number
  /** Terms in the section's headings. */
  readonly everywhere: readonly number[]
  readonly sentences: readonly (readonly number[])[]
  readonly named: number
  readonly coverage: (touched: ReadonlySet<number>) => number
}

function gather({ names }: ReadyDocument, section: ReadySection, asked: readonly Term[]): Evidence {
  const inNames = asked.map(({ text }) => names.includes(text))
  const everywhere = asked.flatMap(({ text }, i) => (section.under.includes(text) ? [i] : []))
  const worth = asked.map(({ rarity }, i) => rarity * (inNames[i] ? weights.window.named : 1))
  const sentences: number[][] = section.lines.map(() => [])
  for (const [i, { text }] of asked.entries()) for (const line of linesWith(section, text)) sentences[line]?.push(i)

  const all = sum(asked.map(({ rarity }) => rarity)) || 1
  const coverage = (touched: ReadonlySet<number>) =>
    sum(asked.map(({ rarity }, i) => (inNames[i] || touched.has(i) ? rarity : 0))) / all
  return { worth, total: sum(worth) || 1, everywhere, sentences, named: coverage(new Set(everywhere)), coverage }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** The numbers of the sentences that have this text in them. */
function linesWith({ normal, lines }: ReadySection, text: string): number[] {
  const found: number[] = []
  let line = 0
  for (let at = normal.indexOf(text); at >= 0; at = normal.indexOf(text, lines[line] ?? Infinity)) {
    while ((lines[line] ?? Infinity) <= at) line += 1
    found.push(line - 1)
  }
  return found
}

function measure({ sentences, text }: ReadySection, evidence: Evidence, first: number): Window {
  const start = sentences[first]?.start ?? 0
  let last = first
  while ((sentences[last + 1]?.end ?? Infinity) - start <= LONGEST) last += 1
  const end = sentences[last]?.end ?? start

  const touched = new Set(evidence.everywhere)
  let best = first
  let most = 0
  let repeated = 0
  let opening = 0
  for (let i = first; i <= last; i += 1) {
    const terms = evidence.sentences[i] ?? []
    const mass = sum(terms.map((term) => evidence.worth[term] ?? 0))
    for (const term of terms) touched.add(term)
    repeated += mass
    if (i === first) opening = mass
    if (mass > most) [best, most] = [i, mass]
  }
  const mass = sum([...touched].map((term) => evidence.worth[term] ?? 0))
  const w = weights.window
  const score =
    (mass + w.sharpest * most + w.repeated * repeated + w.first * opening) / evidence.total -
    (w.late * ((sentences[best]?.start ?? start) - start)) / LONGEST +
    (start === 0 || text[start - 1] === '\n' ? w.paragraph : 0) +
    (LIST_ITEM.test(text.slice(start, start + 8)) ? w.list : 0)
  return { first, last, start, end, best, score, coverage: evidence.coverage(touched), named: evidence.named }
}

const LIST_ITEM =
  /^(?:[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．]|第[一二三四五六七八九十])/
