const FARTHEST = 2

/** The word somebody probably meant: the one with the fewest letters to change, at most two and not half of it. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((one) => ({ one, away: distance(word.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, away }) => away <= Math.min(FARTHEST, Math.floor(one.length / 2)))
    .sort((a, b) => a.away - b.away)
  return ranked[0]?.one
}

/** Letters to put in, take out, or change; Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** `: did you mean X?` where one is near, else what there is. */
export function meant(word: string, words: readonly string[]): string {
  const near = nearest(word, words)
  return near ? `did you mean ${near}?` : `there ${words.length === 1 ? 'is' : 'are'} ${listed(words)}`
}

const SHOWN = 30

function listed(words: readonly string[]): string {
  return words.slice(0, SHOWN).join(', ') + (words.length > SHOWN ? ', …' : '')
}
