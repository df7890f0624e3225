import type { AppealNumber } from '../../model/appeal.ts'
import type { CaseIndex } from '../../ports/case-index.ts'
import { cosine, type Terms, termsOf, unit } from './terms.ts'

/** From so alike on two appeals may be about the same; tests/appeal/similar.test.ts prints what that finds and misses. */
export const SIMILAR = 0.45
/** So many of the rarest words of a text find what may be like it: the frequent ones only cost time. */
const SEARCHED = 12
/** About so many of those that share the rarest words are compared, the newest: where thousands say the same, a few of them will do. */
const WEIGHED = 300
/** As if so many others were known, in which every word stands by chance: so the first few are weighed evenly. */
const PRIOR = 40
/** What two texts share in pairs of characters counts beside the words, which are not always cut alike. */
const PAIRS = 0.5

/**
 * Finds appeals by the words they have in common, rare ones weighing more (cosine of tf-idf), over an inverted list. Five
 * thousand appeals take some megabytes, and a question to them some milliseconds.
 */
export function createCaseIndex({ cut }: { readonly cut: (text: string) => string[] }): CaseIndex {
  const texts = new Map<AppealNumber, Terms>()
  const places = new Map<string, Set<AppealNumber>>()

  const read = (text: string): Terms => featuresOf(text, cut)
  const rarity = (term: string): number => Math.log(1 + (texts.size + PRIOR) / ((places.get(term)?.size ?? 0) + 1))
  const weighed = (terms: Terms): Terms => unit(new Map([...terms].map(([term, n]) => [term, n * rarity(term)])))

  function remove(number: AppealNumber): void {
    for (const term of texts.get(number)?.keys() ?? []) {
      const there = places.get(term)
      there?.delete(number)
      if (there?.size === 0) places.delete(term)
    }
    texts.delete(number)
  }

  return {
    add(number, text) {
      remove(number)
      const terms = read(text)
      texts.set(number, terms)
      for (const term of terms.keys()) {
        const there = places.get(term)
        if (there) there.add(number)
        else places.set(term, new Set([number]))
      }
    },
    remove,
    similar(text, limit = 10) {
      const asked = weighed(read(text))
      const candidates = new Set<AppealNumber>()
      for (const term of rarest([...asked.keys()], places)) {
        if (candidates.size >= WEIGHED) break
        for (const id of [...(places.get(term) ?? [])].slice(-WEIGHED)) candidates.add(id)
      }
      return [...candidates]
        .map((id) => ({ id, score: cosine(asked, weighed(texts.get(id) ?? new Map())) }))
        .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
        .slice(0, limit)
    },
  }
}

function rarest(terms: readonly string[], places: ReadonlyMap<string, ReadonlySet<unknown>>): readonly string[] {
  const often = (term: string): number => places.get(term)?.size ?? 0
  return terms
    .filter((term) => often(term) > 0)
    .sort((a, b) => often(a) - often(b))
    .slice(0, SEARCHED)
}

/** Words, and pairs of neighbouring characters; how long a text is or how often it says a word does not matter. */
function featuresOf(text: string, cut: (text: string) => string[]): Terms {
  const features = new Map<string, number>()
  for (const term of termsOf(text, cut).keys()) features.set(term, 1)
  for (const run of text.match(/\p{Script=Han}+/gu) ?? []) {
    const characters = [...run]
    for (const [i, character] of characters.entries()) {
      const pair = `${characters[i - 1] ?? ''}${character}`
      if (i > 0 && !features.has(pair)) features.set(pair, PAIRS)
    }
  }
  return features
}
