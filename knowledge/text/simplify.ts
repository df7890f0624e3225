import { Converter, Locale } from 'opencc-js/t2cn'

const convert = Converter({ from: 't', to: 'cn' })

/** What the converter's dictionaries say of each character: whether it can be part of a conversion, and whether it can cause one. */
const PART = 1
const CAUSE = 2
const table = marks()

/**
 * Simplified characters for traditional ones. The converter is slow, so it only sees the runs of characters in which it
 * could change anything; the result is the same. A few characters lead to one that itself has a simpler form
 * (薴 → 苧 → 苎): it goes on until nothing changes.
 */
export function simplify(text: string): string {
  let done = ''
  let copied = 0
  let start = -1
  let cause = false
  for (let i = 0; i <= text.length; i += 1) {
    const mark = i < text.length ? (table[text.charCodeAt(i)] ?? 0) : 0
    if (mark !== 0) {
      if (start < 0) start = i
      if (mark === CAUSE) cause = true
    } else if (start >= 0) {
      if (cause) {
        done += text.slice(copied, start) + settled(text.slice(start, i))
        copied = i
      }
      start = -1
      cause = false
    }
  }
  return copied === 0 ? text : done + text.slice(copied)
}

/** Whether a character (a UTF-16 unit) can have a simpler form. */
export function mayBeTraditional(unit: number): boolean {
  return table[unit] === CAUSE
}

function settled(run: string): string {
  const simpler = convert(run)
  return simpler === run ? run : settled(simpler)
}

function marks(): Uint8Array {
  const found = new Uint8Array(0x10000)
  const note = (text: string, mark: number) => {
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i)
      found[unit] = Math.max(found[unit] ?? 0, mark)
    }
  }
  for (const entry of dictionaries(Locale.to.cn)) {
    const [from = '', to = ''] = entry.split(' ')
    const after = [...to]
    note(from, PART)
    for (const [i, character] of [...from].entries()) if (character !== after[i]) note(character, CAUSE)
  }
  // Surrogates, ideographic descriptions and compatibility characters have rules of their own in the converter.
  for (const [first, last] of [
    [0xd800, 0xdfff],
    [0x2ff0, 0x2fff],
    [0xf900, 0xfaff],
  ] as const)
    found.fill(CAUSE, first, last + 1)
  return found
}

function dictionaries(nested: unknown): string[] {
  if (typeof nested === 'string') return nested.split('|')
  return Array.isArray(nested) ? nested.flatMap(dictionaries) : []
}
