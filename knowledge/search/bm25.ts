/**
 * BM25+ as MiniSearch defines it: its constants, its idf, a field as long as its number of distinct terms, and the
 * average length over all entries, those whose field is empty included. `tests/knowledge/search.test.ts` holds the two side by side.
 */
const K = 1.2
const B = 0.7
const D = 0.5

export function idf(entries: number, having: number): number {
  return Math.log(1 + (entries - having + 0.5) / (having + 0.5))
}

/** What a field's length does to the weight of its terms. */
export function normOf(length: number, average: number): number {
  return K * (1 - B + (B * length) / average)
}

/** What a term that stands `count` times in a field is worth, to be multiplied with its idf. */
export function worth(count: number, norm: number): number {
  return D + (count * (K + 1)) / (count + norm)
}
