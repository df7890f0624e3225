import type { Terms } from '../words/segment.ts'
import { bestOf, type Factor, type Hit, type Weighted } from './best.ts'
import { idf } from './bm25.ts'
import { createFieldBuilder, openField, type Range } from './field.ts'
import type { IndexParts, Kind } from './parts.ts'

export type { Factor, Hit, Weighted } from './best.ts'
export type { Range } from './field.ts'
export type { IndexParts, Kind } from './parts.ts'

export interface IndexBuilder {
  /** The next entry: the terms of all its texts together. Answers its number; the first is 0. */
  add(...texts: readonly Terms[]): number
  /** The index as arrays; nothing may be added afterwards. */
  finish(): IndexParts
}

/** A question's term as an index knows it. `rarity` is its idf, 1 for a term that the index has never seen. */
export interface Term {
  readonly text: string
  readonly kind: Kind
  readonly rarity: number
}

/** A term to search for, and by how much it counts (1 where nothing is said). */
export interface Sought {
  readonly text: string
  readonly kind: Kind
  readonly weight?: number
}

/** How near every entry is to a question. Valid until the same index is asked again. */
export interface Scores {
  /** By entry; 0 where it shares no term with the question. */
  readonly all: Float64Array
  /**
   * The best first, of equal ones the lower number. `factor` and the ranges' own weights may change a score; only entries in
   * the ranges may come, and none that shares no term with the question.
   */
  best(most: number, change?: { readonly factor?: Factor; readonly within?: readonly Weighted[] }): Hit[]
}

/** A frozen full-text index: it answers, and never changes. */
export interface SearchIndex {
  readonly entries: number
  /** In how many entries a term stands. */
  frequency(kind: Kind, text: string): number
  has(kind: Kind, text: string, entry: number): boolean
  /** Terms with what is known of them here; what they bring along stays. */
  weigh<T extends Sought>(asked: readonly T[]): (T & Pick<Term, 'rarity'>)[]
  /**
   * The weighted sum of the terms' BM25+ scores; a term given twice counts twice. Where `within` is given, only of entries
   * in these ranges, which come in order and do not overlap: looking into a few is many times faster.
   */
  score(sought: readonly Sought[], within?: readonly Range[]): Scores
}

/** An index is made entry by entry, in little memory: eight bytes for each distinct term of an entry. */
export function createIndexBuilder(): IndexBuilder {
  const words = createFieldBuilder()
  const pairs = createFieldBuilder()
  let entries = 0
  return {
    add(...texts) {
      words.add(texts.map((text) => text.words))
      pairs.add(texts.map((text) => text.pairs))
      entries += 1
      return entries - 1
    },
    finish: () => ({ ...words.finish('words'), ...pairs.finish('pairs') }),
  }
}

/** Opens an index as it lies in a file: nothing is parsed. Throws where a part is missing. */
export function openIndex(parts: IndexParts): SearchIndex {
  const fields = { word: openField(parts, 'words'), pair: openField(parts, 'pairs') }
  const { entries } = fields.word
  const all = new Float64Array(entries)
  const unseen = idf(entries, 0)

  const everywhere: readonly Range[] = [{ start: 0, end: entries }]
  const rarityOf = ({ kind, text }: Sought): number => idf(entries, fields[kind].frequency(text)) / unseen

  return {
    entries,
    frequency: (kind, text) => fields[kind].frequency(text),
    has: (kind, text, entry) => fields[kind].has(text, entry),
    weigh: (asked) => asked.map((term) => ({ ...term, rarity: rarityOf(term) })),
    score(sought, within = everywhere) {
      all.fill(0)
      for (const { kind, text, weight = 1 } of sought) fields[kind].score(text, weight, all, within)
      return { all, best: (most, change = {}) => bestOf(all, change.within ?? within, most, change.factor) }
    },
  }
}

/** Every term once, words before pairs. */
export function distinct({ words, pairs }: Terms): Sought[] {
  return [
    ...Array.from(new Set(words), (text): Sought => ({ text, kind: 'word' })),
    ...Array.from(new Set(pairs), (text): Sought => ({ text, kind: 'pair' })),
  ]
}
