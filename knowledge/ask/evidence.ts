import { placesIn } from '../facts/places.ts'
import type { ReadyDocument, ReadySection } from '../generation/index.ts'
import type { AskedTerm } from '../words/synonyms.ts'
import { type Common, type Comparer, comparer } from './common.ts'

/** One thing a question says. `rarity` is its idf, 1 for a term that the index has never seen. */
export type AskedWord = Pick<AskedTerm, 'kind' | 'text' | 'means'> & { readonly rarity: number }

/** A question as passages are measured by it. */
export interface Asked {
  readonly words: readonly AskedWord[]
  /** Of all its words together. */
  readonly rarity: number
  readonly letters: Comparer
  readonly places: readonly string[]
}

/** What it says itself counts; what only synonyms of its words say is for finding. `normal` is the question in normal form. */
export function askedOf(normal: string, terms: readonly (AskedTerm & { readonly rarity: number })[]): Asked {
  const words = terms.filter(({ weight }) => weight === 1)
  const rarity = sum(words.map((word) => word.rarity)) || 1
  return {
    words,
    rarity,
    letters: comparer(normal),
    places: placesIn(normal),
  }
}

/** What a sentence has of a question. */
interface Said {
  /** Numbers of the question's words. */
  readonly words: readonly number[]
  /** What they are worth together; those that the document's names have anyway hardly count. */
  readonly worth: number
  readonly common: Common
  /** It begins as a list's item or a numbered heading does. */
  readonly item: boolean
  /** How much of a short sentence the question repeats, and of the question such a sentence: near 1 for “三、申请材料” when that is asked. */
  readonly repeats: number
}

/** What a section has of a question. */
export interface Evidence {
  /** By number of a word: the document's names have it. */
  readonly named: readonly boolean[]
  /** How much of the question the names say, by rarity. */
  readonly coverage: number
  /** Numbers of the words that the section's headings have. */
  readonly under: readonly number[]
  /** How far one of the headings, or of the document's names, says what is asked: near 1 where it is the question itself. */
  readonly headed: number
  readonly sentences: readonly Said[]
  /** By number of a word: what it is worth, all together 1. */
  readonly worth: readonly number[]
}

const ITEM =
  /^(?:[一二三四五六七八九十]+[、是]|\([一二三四五六七八九十\d]+\)|\d+[.、]|第[一二三四五六七八九十\d]+[条,是])\s*/
/** Longer sentences are no headings, in characters. */
const HEADING = { least: 3, most: 40 }
/** A word that the title says anyway tells one sentence from another hardly at all. */
const NAMED = 0.1

export function evidenceOf(
  { words, rarity, letters }: Asked,
  { names }: ReadyDocument,
  section: ReadySection,
): Evidence {
  const { under, lines } = section
  const within = (text: string) => words.flatMap((word, i) => (touches(text, word) ? [i] : []))
  const named = words.map((word) => touches(names, word))
  const part = words.map((word) => word.rarity / rarity)
  const telling = words.map((word, i) => word.rarity * (named[i] ? NAMED : 1))
  const all = sum(telling) || 1
  const worth = telling.map((one) => one / all)

  const found: number[][] = lines.map(() => [])
  for (const [i, { text, means }] of words.entries()) {
    for (const line of linesWith(section, [text, ...means])) found[line]?.push(i)
  }
  const sentences = section.normal.split('\n').map((line, i): Said => {
    const numbers = found[i] ?? []
    const mark = ITEM.exec(line)?.[0]
    const text = mark ? line.slice(mark.length) : line
    const common = letters.compare(text)
    const heading = common.compared >= HEADING.least && common.compared <= HEADING.most
    const repeated = heading ? common.covered / common.compared : 0
    return {
      words: numbers,
      worth: sum(numbers.map((number) => worth[number] ?? 0)),
      common,
      item: mark !== undefined,
      repeats: repeated * sum(numbers.map((number) => part[number] ?? 0)),
    }
  })
  const headed = Math.max(0, ...[...under.split('\n'), ...names.split('\n')].map((line) => sameness(letters, line)))
  return { named, coverage: sum(part.filter((_, i) => named[i])), under: within(under), headed, sentences, worth }
}

/** 1 where the line and the question are the same, less the more either has that the other has not. */
function sameness(letters: Comparer, line: string): number {
  const { compared, covered } = letters.compare(line)
  return compared < HEADING.least ? 0 : (2 * covered) / (compared + letters.length)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

function touches(text: string, { text: own, means }: AskedWord): boolean {
  return text.includes(own) || means.some((other) => text.includes(other))
}

/** The numbers of the sentences that have one of these texts in them, each once. */
function linesWith({ normal, lines }: ReadySection, texts: readonly string[]): Iterable<number> {
  const found = new Set<number>()
  for (const text of texts) {
    let line = 0
    for (let at = normal.indexOf(text); at >= 0; at = normal.indexOf(text, lines[line] ?? Infinity)) {
      while ((lines[line] ?? Infinity) <= at) line += 1
      found.add(line - 1)
    }
  }
  return found
}
