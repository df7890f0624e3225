/** Finds the words of a list where they stand in a text. */
export interface Finder {
  /** Every one of them, those within others as well: that a longer word is in the list takes no shorter one away. */
  all(text: string): string[]
  /** From left to right the longest at each place, none overlapping another. */
  longest(text: string): string[]
}

/** Looks only where a word of the list can begin, so that a long list costs hardly more than a short one. */
export function createFinder(words: Iterable<string>): Finder {
  const byStart = new Map<number, string[]>()
  for (const word of new Set(words)) {
    const start = word.charCodeAt(0)
    const known = byStart.get(start)
    if (known) known.push(word)
    else byStart.set(start, [word])
  }
  for (const known of byStart.values()) known.sort((a, b) => b.length - a.length)

  return {
    all(text) {
      const found: string[] = []
      for (let at = 0; at < text.length; at += 1) {
        const here = byStart.get(text.charCodeAt(at))
        if (here) found.push(...here.filter((word) => text.startsWith(word, at)))
      }
      return found
    },
    longest(text) {
      const found: string[] = []
      for (let at = 0; at < text.length; at += 1) {
        const word = byStart.get(text.charCodeAt(at))?.find((candidate) => text.startsWith(candidate, at))
        if (!word) continue
        found.push(word)
        at += word.length - 1
      }
      return found
    },
  }
}
