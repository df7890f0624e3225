import { idf, normOf, worth } from './bm25.ts'
import { createColumn } from './column.ts'
import { freezeDictionary, openDictionary } from './dictionary.ts'
import { type IndexParts, part } from './parts.ts'

/** Entries are numbered in blocks, so that a posting takes two bytes for its entry however many there are. */
const BLOCK_BITS = 16
const BLOCK = 2 ** BLOCK_BITS

export interface FieldBuilder {
  /** The next entry's terms, in any order and as often as they stand in it. */
  add(texts: readonly (readonly string[])[]): void
  finish(name: string): IndexParts
}

/** Postings are kept as they come, entry by entry, and are sorted by term at the end. */
export function createFieldBuilder(): FieldBuilder {
  const numbers = new Map<string, number>()
  const postingTerms = createColumn(Uint32Array)
  const postingCounts = createColumn(Uint32Array)
  const lengths = createColumn(Uint32Array)
  const found = new Map<number, number>()
  let most = 0
  let average = 0

  const numberOf = (term: string): number => {
    const known = numbers.get(term)
    if (known !== undefined) return known
    numbers.set(term, numbers.size)
    return numbers.size - 1
  }

  return {
    add(texts) {
      found.clear()
      for (const text of texts) {
        for (const term of text) {
          const number = numberOf(term)
          found.set(number, (found.get(number) ?? 0) + 1)
        }
      }
      for (const [number, count] of found) {
        postingTerms.push(number)
        postingCounts.push(count)
        if (count > most) most = count
      }
      average = (average * lengths.length + found.size) / (lengths.length + 1) // rounded at every step, as MiniSearch does
      lengths.push(found.size)
    },

    finish(name) {
      const blocks = Math.max(1, Math.ceil(lengths.length / BLOCK))
      const starts = new Uint32Array(numbers.size * blocks + 1)
      let posting = 0
      for (let entry = 0; entry < lengths.length; entry += 1) {
        for (const end = posting + lengths.at(entry); posting < end; posting += 1) {
          const list = postingTerms.at(posting) * blocks + (entry >>> BLOCK_BITS)
          starts[list + 1] = (starts[list + 1] ?? 0) + 1
        }
      }
      for (let list = 1; list < starts.length; list += 1) starts[list] = (starts[list] ?? 0) + (starts[list - 1] ?? 0)

      const next = starts.slice()
      const entries = new Uint16Array(postingTerms.length)
      const counts = new (narrowest(most))(postingTerms.length)
      posting = 0
      for (let entry = 0; entry < lengths.length; entry += 1) {
        for (const end = posting + lengths.at(entry); posting < end; posting += 1) {
          const list = postingTerms.at(posting) * blocks + (entry >>> BLOCK_BITS)
          const at = next[list] ?? 0
          entries[at] = entry % BLOCK
          counts[at] = postingCounts.at(posting)
          next[list] = at + 1
        }
      }
      const all = {
        ...freezeDictionary(numbers.keys(), numbers.size),
        starts,
        entries,
        counts,
        lengths: Uint32Array.from({ length: lengths.length }, (_, entry) => lengths.at(entry)),
        average: Float64Array.of(average),
      }
      return Object.fromEntries(Object.entries(all).map(([key, value]) => [`${name}.${key}`, value]))
    },
  }
}

function narrowest(most: number) {
  if (most < 2 ** 8) return Uint8Array
  return most < 2 ** 16 ? Uint16Array : Uint32Array
}

/** Entries from `start` up to, and without, `end`. */
export interface Range {
  readonly start: number
  readonly end: number
}

export interface Field {
  readonly entries: number
  /** In how many entries a term stands. */
  frequency(term: string): number
  has(term: string, entry: number): boolean
  /** Adds `weight` times the term's BM25+ score to each entry that has it and lies within one of the ranges. */
  score(term: string, weight: number, scores: Float64Array, within: readonly Range[]): void
}

export function openField(parts: IndexParts, name: string): Field {
  const numberOf = openDictionary(parts, name)
  const starts = part(parts, `${name}.starts`, Uint32Array)
  const entries = part(parts, `${name}.entries`, Uint16Array)
  const counts = part<Uint8Array | Uint16Array | Uint32Array>(
    parts,
    `${name}.counts`,
    Uint8Array,
    Uint16Array,
    Uint32Array,
  )
  const lengths = part(parts, `${name}.lengths`, Uint32Array)
  const average = part(parts, `${name}.average`, Float64Array)[0] ?? 0
  const norms = new Float64Array(lengths.length)
  for (let entry = 0; entry < norms.length; entry += 1) norms[entry] = normOf(lengths[entry] ?? 0, average)
  const blocks = Math.max(1, Math.ceil(lengths.length / BLOCK))

  const frequencyOf = (number: number): number =>
    number < 0 ? 0 : (starts[(number + 1) * blocks] ?? 0) - (starts[number * blocks] ?? 0)

  return {
    entries: lengths.length,
    frequency: (term) => frequencyOf(numberOf(term)),
    has(term, entry) {
      const number = numberOf(term)
      if (number < 0) return false
      const list = number * blocks + (entry >>> BLOCK_BITS)
      const end = starts[list + 1] ?? 0
      const at = lowerBound(entries, starts[list] ?? 0, end, entry % BLOCK)
      return at < end && entries[at] === entry % BLOCK
    },
    score(term, weight, scores, within) {
      const number = numberOf(term)
      if (number < 0) return
      const factor = weight * idf(lengths.length, frequencyOf(number))
      for (let block = 0; block < blocks; block += 1) {
        const list = number * blocks + block
        const base = block * BLOCK
        const end = starts[list + 1] ?? 0
        let posting = starts[list] ?? 0
        for (const range of within) {
          posting = lowerBound(entries, posting, end, range.start - base)
          const last = range.end - base
          for (; posting < end && (entries[posting] ?? 0) < last; posting += 1) {
            const entry = base + (entries[posting] ?? 0)
            scores[entry] = (scores[entry] ?? 0) + factor * worth(counts[posting] ?? 0, norms[entry] ?? 0)
          }
        }
      }
    },
  }
}

/** The first place from `low` up to `high` whose value is not below `wanted`. */
function lowerBound(values: Uint16Array, low: number, high: number, wanted: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
