import type { Suggestion } from '../../dialogue/desk.ts'
import { type Terms, termsOf, unit } from './terms.ts'

/** An appeal whose category staff have decided. */
export interface Lesson {
  readonly text: string
  readonly category: string
  /** The catalogue's words had said another one: that is heard louder. */
  readonly corrected?: boolean
}

/** What staff have decided of appeals, as counts of words: nothing else is kept of them. */
export interface Learned {
  readonly size: number
  /** One that is there already is learned anew. */
  add(id: string, lesson: Lesson): void
  /** One that is not there is no mistake. */
  remove(id: string): void
  /** Every category, the likeliest first; `score` is the logarithm of how likely, up to a constant. */
  rank(text: string): readonly Ranked[]
  /** The likeliest, where enough appeals with such words were decided so; else nothing. */
  suggest(text: string): Suggestion | undefined
}

export interface Ranked {
  readonly category: string
  readonly score: number
}

export interface LearnedOptions {
  readonly cut: (text: string) => string[]
  /** What is known of the categories before anything was learned: the catalogue's words. */
  readonly prior?: readonly { readonly category: string; readonly words: readonly string[] }[]
  /** Said in appeals of any category (求助, 希望): they count as all do, and are no reason to show to anybody. */
  readonly silent?: readonly string[]
}

/** A word nobody has used yet is taken to have been used so often. Chosen, like the next, on half of the labelled messages (tests/bench/triage.ts). */
const SMOOTHING = 0.3
/** The catalogue's words of a category speak as loud as so many appeals. */
const PRIOR = 10
/** A correction speaks as loud as so many appeals in which staff left it as it was. */
const CORRECTION = 3
/** One appeal may be an oddity: a word speaks for what staff did once it stood in so many of that category. */
const HEARD = 2
/** So many such words are enough, or one where so many corrections were of appeals like this. */
const WORDS = 2
/** Less likely than this beside the next, and nothing is said: of the labelled messages one in ten, half of them wrong. */
const LEAST = 0.1
/** From so alike on, a correction was made of an appeal like this one. */
const ALIKE = 0.25

interface Known {
  readonly terms: Terms
  readonly category: string
  readonly corrected: boolean
}

/** How much of each word, and of all of them, is in a category or in everything. */
interface Heap {
  readonly terms: Map<string, number>
  all: number
}

/**
 * Complement naive Bayes (Rennie and others, 2003) over words: a category is likely for a text whose words are rare in all
 * *other* categories, which stays fair where a few categories have most of the appeals. Adding and removing change sums,
 * so that what is forgotten leaves no trace. Words in few appeals weigh more.
 */
export function createLearned({ cut, prior = [], silent = [] }: LearnedOptions): Learned {
  const idle = new Set(silent)
  const whole: Heap = { terms: new Map(), all: 0 }
  const heaps = new Map<string, Heap>()
  const lessons = new Map<string, Known>()
  /** In how many appeals, or lists of the catalogue, a word stands; of how many. */
  const spread = new Map<string, number>()
  let texts = 0
  /** In how many appeals of a category a word stood. */
  const heard = new Map<string, Map<string, number>>()

  function put(terms: Terms, category: string, weight: number, by: 1 | -1): void {
    const heap = heaps.get(category) ?? { terms: new Map(), all: 0 }
    heaps.set(category, heap)
    for (const [term, count] of terms) {
      for (const one of [heap, whole]) {
        bump(one.terms, term, by * weight * count)
        one.all += by * weight * count
      }
      bump(spread, term, by)
    }
    texts += by
    if (heap.terms.size === 0) heaps.delete(category)
  }

  for (const { category, words } of prior) {
    const counts = new Map(words.flatMap((word) => [...termsOf(word, cut).keys()]).map((term) => [term, 1]))
    if (counts.size > 0) put(unit(counts), category, PRIOR, 1)
  }

  function remove(id: string): void {
    const lesson = lessons.get(id)
    if (!lesson) return
    lessons.delete(id)
    count(lesson, -1)
  }

  function count(lesson: Known, by: 1 | -1): void {
    const { terms, category, corrected } = lesson
    put(terms, category, corrected ? CORRECTION : 1, by)
    const words = heard.get(category) ?? new Map<string, number>()
    heard.set(category, words)
    for (const term of terms.keys()) bump(words, term, by)
    if (words.size === 0) heard.delete(category)
  }

  const rarity = (term: string): number => Math.log(1 + texts / (spread.get(term) ?? 1))
  /** Without what nobody has learned of. */
  const weighed = (terms: Terms): Terms =>
    unit(new Map([...terms].flatMap(([term, n]) => (whole.terms.has(term) ? [[term, n * rarity(term)] as const] : []))))

  /** Whether a lesson goes far enough in the direction of what is asked: the cosine of both, without copies of the lesson. */
  function isAlike(lesson: Terms, asked: Terms): boolean {
    let [product, square] = [0, 0]
    for (const [term, share] of lesson) {
      const weight = share * rarity(term)
      product += weight * (asked.get(term) ?? 0)
      square += weight * weight
    }
    return product >= ALIKE * Math.sqrt(square) && product > 0
  }

  /** How much a word speaks for a category: by how rare it is outside of it. */
  function voice(term: string, { terms, all }: Heap): number {
    const outside = (whole.terms.get(term) ?? 0) - (terms.get(term) ?? 0)
    const total = whole.all - all + SMOOTHING * whole.terms.size
    return -Math.log((Math.max(0, outside) + SMOOTHING) / total)
  }

  function rankOf(asked: Terms): readonly Ranked[] {
    const ranked = [...heaps].map(([category, heap]) => {
      let score = 0
      for (const [term, share] of asked) score += share * voice(term, heap)
      return { category, score }
    })
    return ranked.sort((a, b) => b.score - a.score || (a.category < b.category ? -1 : 1))
  }

  /** Staff gave appeals with this word this category, more often than all others together. */
  function isTelling(term: string, category: string): boolean {
    if (idle.has(term)) return false
    const here = heard.get(category)?.get(term) ?? 0
    const everywhere = [...heard.values()].reduce((sum, words) => sum + (words.get(term) ?? 0), 0)
    return here >= HEARD && 2 * here > everywhere
  }

  return {
    get size() {
      return lessons.size
    },
    add(id, { text, category, corrected = false }) {
      remove(id)
      const lesson = { terms: termsOf(text, cut), category, corrected }
      if (lesson.terms.size === 0) return
      lessons.set(id, lesson)
      count(lesson, 1)
    },
    remove,
    rank: (text) => rankOf(weighed(termsOf(text, cut))),
    suggest(text) {
      const asked = weighed(termsOf(text, cut))
      const [first, second] = rankOf(asked)
      const [mine, next] = [heaps.get(first?.category ?? ''), heaps.get(second?.category ?? '')]
      if (!first || !second || !mine || !next) return undefined
      const words = [...asked.keys()]
        .map((term) => ({ term, speaks: (asked.get(term) ?? 0) * (voice(term, mine) - voice(term, next)) }))
        .filter(({ term, speaks }) => speaks > 0 && isTelling(term, first.category))
        .sort((a, b) => b.speaks - a.speaks)
        .map(({ term }) => term)
      const telling = longest(words)
      const corrected = [...lessons.values()].filter(
        (one) => one.corrected && one.category === first.category && isAlike(one.terms, asked),
      ).length
      const margin = Math.tanh((first.score - second.score) / 2)
      const isKnown = telling.length >= WORDS || (telling.length > 0 && corrected >= WORDS)
      if (!isKnown || margin < LEAST) return undefined
      return { category: first.category, words: telling.slice(0, 5), margin, corrected }
    },
  }
}

/** Words that are parts of others (工程 beside 工程款) say nothing more. */
function longest(words: readonly string[]): readonly string[] {
  return words.filter((word) => !words.some((other) => other !== word && other.includes(word)))
}

/** Below this nothing is left but what adding and taking away again of fractions leaves. */
const DUST = 1e-9

function bump(sums: Map<string, number>, term: string, by: number): void {
  const sum = (sums.get(term) ?? 0) + by
  if (sum > DUST) sums.set(term, sum)
  else sums.delete(term)
}
