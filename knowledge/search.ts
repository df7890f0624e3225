import MiniSearch from 'minisearch'
import type { Terms } from './segment.ts'

/** A question's term as this index knows it. `rarity` is its idf, 1 for a term that the index has never seen. */
export interface Term {
  readonly text: string
  readonly kind: 'word' | 'pair'
  readonly rarity: number
}

export interface SearchIndex {
  add(id: number, terms: Terms): void
  /** Entries that share a term with the question, with the plain sum of their BM25+ scores in both fields. */
  search(question: Terms, among?: (id: number) => boolean): Map<number, number>
  /** The question's distinct terms. */
  weigh(question: Terms): Term[]
}

/**
 * A term that so large a part of the entries has tells them apart so little that leaving it out changed nothing on the
 * policy questions, and took off half of the time.
 */
const COMMON = 0.3
const COMMON_AT_LEAST = 50

/**
 * A full-text index. Words and character pairs are two fields; their terms are told apart by a prefix, so that a word
 * of two characters does not count in both.
 */
export function createSearchIndex(): SearchIndex {
  const codes = new Map<string, { readonly code: string; entries: number }>()
  // MiniSearch scans a node's children one by one, and Chinese text fans out by the thousand: short ASCII codes halve that.
  const encode = (term: string): string => {
    const known = codes.get(term)
    if (known) return known.code
    const code = codes.size.toString(36)
    codes.set(term, { code, entries: 0 })
    return code
  }

  const mini = new MiniSearch<{ id: number; words: string; pairs: string }>({
    fields: ['words', 'pairs'],
    tokenize: (text) => (text === '' ? [] : text.split(' ')),
    processTerm: (term) => term,
  })

  return {
    add(id, { words, pairs }) {
      const field = (prefix: string, terms: readonly string[]) => terms.map((term) => encode(prefix + term)).join(' ')
      mini.add({ id, words: field('w', words), pairs: field('p', pairs) })
      for (const term of distinct({ words, pairs })) {
        const known = codes.get(term)
        if (known) known.entries += 1
      }
    },

    search(question, among = () => true) {
      const known = distinct(question).flatMap((term) => codes.get(term) ?? [])
      const common = Math.max(COMMON_AT_LEAST, mini.documentCount * COMMON)
      const telling = known.filter(({ entries }) => entries < common)
      const query = (telling.length > 0 ? telling : known).map(({ code }) => code)
      const scores = new Map<number, number>()
      for (const { id, score, terms } of mini.search(query.join(' '), {
        boostDocument: (id: number) => (among(id) ? 1 : 0),
      })) {
        scores.set(id, score / terms.length) // MiniSearch multiplies by the number of matched terms: that costs quality
      }
      return scores
    },

    weigh(question) {
      const total = mini.documentCount
      const idf = (entries: number) => Math.log(1 + (total - entries + 0.5) / (entries + 0.5))
      return distinct(question).map((term) => ({
        text: term.slice(1),
        kind: term.startsWith('w') ? 'word' : 'pair',
        rarity: idf(codes.get(term)?.entries ?? 0) / idf(0),
      }))
    },
  }
}

function distinct({ words, pairs }: Terms): string[] {
  return [...new Set([...words.map((word) => `w${word}`), ...pairs.map((pair) => `p${pair}`)])]
}
