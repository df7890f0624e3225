import { type IndexParts, part } from './parts.ts'

/** A term's number, or -1 where the index does not know it. */
export type Lookup = (term: string) => number

/**
 * Terms, by number, as an open-addressing hash table that is ready to be used as it lies in a file: `units` are their
 * UTF-16 units one after another, `ends` where each term ends, `slots` their numbers plus one (0 is an empty slot).
 */
export function freezeDictionary(terms: Iterable<string>, count: number): IndexParts {
  const ends = new Uint32Array(count)
  const slots = new Uint32Array(slotsFor(count))
  const all = [...terms]
  const units = new Uint16Array(all.reduce((sum, term) => sum + term.length, 0))
  let end = 0
  for (const [number, term] of all.entries()) {
    for (let i = 0; i < term.length; i += 1) units[end + i] = term.charCodeAt(i)
    end += term.length
    ends[number] = end
    let slot = hash(term) & (slots.length - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = number + 1
  }
  return { units, ends, slots }
}

export function openDictionary(parts: IndexParts, name: string): Lookup {
  const units = part(parts, `${name}.units`, Uint16Array)
  const ends = part(parts, `${name}.ends`, Uint32Array)
  const slots = part(parts, `${name}.slots`, Uint32Array)

  const isAt = (number: number, term: string): boolean => {
    const start = ends[number - 1] ?? 0
    if ((ends[number] ?? 0) - start !== term.length) return false
    for (let i = 0; i < term.length; i += 1) if (units[start + i] !== term.charCodeAt(i)) return false
    return true
  }
  return (term) => {
    let slot = hash(term) & (slots.length - 1)
    for (let number = (slots[slot] ?? 0) - 1; number >= 0; number = (slots[slot] ?? 0) - 1) {
      if (isAt(number, term)) return number
      slot = (slot + 1) & (slots.length - 1)
    }
    return -1
  }
}

/** A power of two of which at most two thirds are taken. */
function slotsFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(count * 1.5, 2)))
}

/** FNV-1a over UTF-16 units, its high bits folded in since only the low ones are used. */
function hash(term: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < term.length; i += 1) value = Math.imul(value ^ term.charCodeAt(i), 0x01000193)
  return value ^ (value >>> 15)
}
