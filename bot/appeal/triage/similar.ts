import type { AppealNumber } from '../../model/appeal.ts'
import type { CaseIndex } from '../../ports/case-index.ts'
import { termsOf } from './terms.ts'

/** From so alike on two appeals may be about the same; tests/appeal/similar.test.ts prints what that finds and misses. */
export const SIMILAR = 0.45
/** So many of the rarest words of a text find what may be like it: the frequent ones only cost time. */
const SEARCHED = 12
/** So many of those that share the rarest words are compared, the newest: where thousands say the same, a few of them will do. */
const WEIGHED = 100
/** As if so many others were known, in which every word stands by chance: so the first few are weighed evenly. */
const PRIOR = 40
/** What two texts share in pairs of characters counts beside the words, which are not always cut alike. */
const PAIRS = 0.5

/**
 * Finds appeals by the words they have in common, rare ones weighing more (cosine of tf-idf), over an inverted list. Five
 * thousand appeals take some megabytes, and a question to them some milliseconds.
 */
export function createCaseIndex({ cut }: { readonly cut: (text: string) => string[] }): CaseIndex {
  const texts = new Map<AppealNumber, Features<Place>>()
  const places = new Map<string, Place>()

  function placeOf(term: string): Place {
    const known = places.get(term)
    if (known) return known
    const place = { term, texts: new Set<AppealNumber>(), asked: 0 }
    places.set(term, place)
    return place
  }

  function remove(number: AppealNumber): void {
    const { words, pairs } = texts.get(number) ?? NOTHING
    for (const place of [...words, ...pairs]) {
      place.texts.delete(number)
      if (place.texts.size === 0) places.delete(place.term)
    }
    texts.delete(number)
  }

  /** How much a term weighs that stands in so many texts; the logarithm of each number is taken once. */
  function rarities(): (often: number) => number {
    const known: number[] = []
    return (often) => (known[often] ??= Math.log(1 + (texts.size + PRIOR) / (often + 1)))
  }

  function alikeTo(text: string): Alike[] {
    const rarity = rarities()
    const { words, pairs } = featuresOf(text, cut)
    const features = [...words.map((term) => [term, 1] as const), ...pairs.map((term) => [term, PAIRS] as const)]
    const weights = features.map(([term, share]) => share * rarity(places.get(term)?.texts.size ?? 0))
    const length = Math.hypot(...weights) || 1
    const known = features.flatMap(([term], i) => {
      const place = places.get(term)
      if (place) place.asked = (weights[i] ?? 0) / length
      return place ?? []
    })
    const found = candidatesOf(known).map((id) => ({ id, score: cosine(texts.get(id) ?? NOTHING, rarity) }))
    for (const place of known) place.asked = 0
    return found.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  }

  return {
    add(number, text) {
      remove(number)
      const { words, pairs } = featuresOf(text, cut)
      const known = { words: words.map(placeOf), pairs: pairs.map(placeOf) }
      texts.set(number, known)
      for (const place of [...known.words, ...known.pairs]) place.texts.add(number)
    },
    remove,
    similar: (text, limit = 10) => alikeTo(text).slice(0, limit),
  }
}

type Alike = ReturnType<CaseIndex['similar']>[number]

interface Place {
  readonly term: string
  /** Where it stands, the oldest first. */
  readonly texts: Set<AppealNumber>
  /** How much of what is asked for just now it is: hundreds of texts are compared at once, and nothing is looked up for that. */
  asked: number
}

/** Of a text: its words, and its pairs of neighbouring characters that are none. */
interface Features<Term> {
  readonly words: readonly Term[]
  readonly pairs: readonly Term[]
}

const NOTHING: Features<Place> = { words: [], pairs: [] }

/** Of what is asked for, which is of length 1, and a text, both weighed by how rare their terms are. */
function cosine({ words, pairs }: Features<Place>, rarity: (often: number) => number): number {
  let [product, square] = [0, 0]
  function hear(place: Place, share: number): void {
    const weight = share * rarity(place.texts.size)
    product += weight * place.asked
    square += weight * weight
  }
  for (const place of words) hear(place, 1)
  for (const place of pairs) hear(place, PAIRS)
  return square > 0 ? product / Math.sqrt(square) : 0
}

/** The newest of the texts that have the rarest of these terms. */
function candidatesOf(known: readonly Place[]): readonly AppealNumber[] {
  const rarest = known.toSorted((a, b) => a.texts.size - b.texts.size).slice(0, SEARCHED)
  const found = rarest.flatMap(({ texts }) => [...texts].reverse().slice(0, WEIGHED))
  return [...new Set(found)].slice(0, WEIGHED)
}

/** How long a text is or how often it says a word does not matter. */
function featuresOf(text: string, cut: (text: string) => string[]): Features<string> {
  const words = new Set(termsOf(text, cut).keys())
  const pairs = new Set<string>()
  for (const run of text.match(/\p{Script=Han}+/gu) ?? []) {
    const characters = [...run]
    for (const [i, character] of characters.entries()) {
      const pair = `${characters[i - 1] ?? ''}${character}`
      if (i > 0 && !words.has(pair)) pairs.add(pair)
    }
  }
  return { words: [...words], pairs: [...pairs] }
}
