/** Words of a text with how often each stands there; each text of length 1, so that a long one has no more to say than a short one. */
export type Terms = ReadonlyMap<string, number>

/** Of a first line so long at most it is taken that it names the matter: then its words count twice. */
const TITLE = 80

/** The words of two characters and more in what is told; a first line of its own is heard twice. */
export function termsOf(text: string, cut: (text: string) => string[]): Terms {
  const [first = '', ...rest] = text.split('\n')
  const title = rest.length > 0 && first.length <= TITLE ? first : ''
  const counts = new Map<string, number>()
  for (const word of [...cut(text), ...cut(title)]) {
    if (word.length > 1 && /\p{L}/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return unit(counts)
}

/** The same direction, of length 1. */
export function unit(counts: Terms): Map<string, number> {
  const length = Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0)) || 1
  return new Map([...counts].map(([term, count]) => [term, count / length]))
}
