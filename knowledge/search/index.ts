import type { Terms } from '../segment.ts'
import { bestOf, type Hit } from './best.ts'
import { idf } from './bm25.ts'
import { createFieldBuilder, openField } from './field.ts'
import type { IndexParts, Kind } from './parts.ts'

export type { Hit } from './best.ts'
export type { IndexParts, Kind, NumberArray } from './parts.ts'

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
   * The best first, of equal ones the lower number; `adjust` may change a score, and leaves out what it brings to 0 or
   * below. Entries that share no term with the question are never among them.
   */
  best(most: number, adjust?: (entry: number, score: number) => number): Hit[]
}

/** A frozen full-text index: it answers, and never changes. */
export interface SearchIndex {
  readonly entries: number
  /** In how many entries a term stands. */
  frequency(kind: Kind, text: string): number
  /** The question's distinct terms. */
  weigh(question: Terms): Term[]
  /** The plain sum of the terms' BM25+ scores. A term given twice counts twice. */
  score(sought: readonly Sought[]): Scores
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

  return {
    entries,
    frequency: (kind, text) => fields[kind].frequency(text),
    weigh: (question) =>
      distinct(question).map(({ text, kind }) => ({
        text,
        kind,
        rarity: idf(entries, fields[kind].frequency(text)) / unseen,
      })),
    score(sought) {
      all.fill(0)
      for (const { kind, text, weight = 1 } of sought) fields[kind].score(text, weight, all)
      return { all, best: (most, adjust) => bestOf(all, most, adjust) }
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
