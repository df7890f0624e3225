import type { Generation, ReadySection } from '../generation/index.ts'
import type { Factor, SearchIndex, Sought, Term } from '../search/index.ts'
import fitted from '../search/weights.json' with { type: 'json' }

/** A section that may hold the answer. */
export interface Candidate {
  readonly section: ReadySection
  readonly score: number
  /** How near the whole document is. */
  readonly about: number
}

/** The same by its number, before anything of it is read. */
export interface Ranked {
  readonly section: number
  readonly score: number
  readonly about: number
}

/** A term as a question has it: one that only a synonym has weighs less than 1. */
export type Asked = Term & { readonly weight?: number }

export interface Weights {
  /** The power of a term's rarity that it is weighted with, beyond its idf. */
  readonly rarity: number
  /** The part of a whole document's score that is added to its sections'. */
  readonly document: number
  /** By what the score of a law is multiplied, and of a document that is not in force. */
  readonly law: number
  readonly elapsed: number
}

/** Beyond so many documents the right one was hardly ever met, and looking into fewer is many times faster. */
const DOCUMENTS = 32
const RUNS = 48
const SECTIONS = 24
/**
 * A term that so large a part of the entries has tells them apart so little that leaving it out changed nothing on the
 * policy questions, and took off half of the time.
 */
const COMMON = 0.3
const COMMON_AT_LEAST = 50

/** The sections nearest to a question, the best first. `on` (YYYY-MM-DD): what is not in force that day comes behind what is. */
export function findSections(generation: Generation, asked: readonly Asked[], on?: string): Candidate[] {
  return rankSections(generation, asked, on).map((ranked) => ({
    ...ranked,
    section: generation.section(ranked.section),
  }))
}

/**
 * A section counts as its best run of sentences does, and a part of its whole document's score is added: what a document
 * is about says as much as one of its sentences. Rare terms count somewhat more than their idf; a law comes before what
 * explains it. `tests/bench/fit-finding.ts` makes the weights, and says on what.
 */
export function rankSections(
  generation: Generation,
  asked: readonly Asked[],
  on?: string,
  weights: Weights = fitted,
): Ranked[] {
  const { whole, runs, sectionOf, documentOf, firstRun, firstSection } = generation
  const sought = soughtIn(runs, asked, weights)
  const standing = standingOf(generation, weights, on)
  const documents = whole.score(sought).best(DOCUMENTS, { factor: standing })
  const about = new Map(documents.map(({ entry, score }) => [entry, score]))
  const within = documents
    .map(({ entry: document, score }) => ({
      document,
      start: firstRun[document] ?? 0,
      end: firstRun[document + 1] ?? 0,
      times: standing.of(document),
      plus: weights.document * score,
    }))
    .sort((a, b) => a.start - b.start)

  const scores = runs.score(sought, within)
  const found = new Map<number, number>()
  for (const { entry, score } of scores.best(RUNS, { within })) {
    const section = sectionOf[entry] ?? 0
    if (!found.has(section)) found.set(section, score)
  }
  // A document may be asked for by a nickname that hardly any, or none, of its sentences has.
  const met = new Set(Array.from(found.keys(), (section) => documentOf[section]))
  for (const range of within) {
    if (met.has(range.document) || range.start === range.end) continue
    const [best] = scores.best(1, { within: [range] })
    const section = best ? sectionOf[best.entry] : firstSection[range.document]
    found.set(section ?? 0, best?.score ?? range.plus)
  }
  return [...found]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, SECTIONS)
    .map(([section, score]) => ({ section, score, about: about.get(documentOf[section] ?? 0) ?? 0 }))
}

/** By how much a document's score is multiplied. */
function standingOf({ isLaw, from, until }: Generation, weights: Weights, on?: string): Factor {
  const day = on === undefined ? undefined : Number(on.replaceAll('-', ''))
  return {
    most: Math.max(weights.law, 1),
    of(document) {
      const inForce = day === undefined || ((from[document] ?? 0) <= day && day <= (until[document] ?? day))
      return (isLaw[document] === 1 ? weights.law : 1) * (inForce ? 1 : weights.elapsed)
    },
  }
}

function soughtIn({ entries, frequency }: SearchIndex, asked: readonly Asked[], weights: Weights): Sought[] {
  const common = Math.max(COMMON_AT_LEAST, entries * COMMON)
  const telling = asked.filter(({ kind, text }) => frequency(kind, text) < common)
  return (telling.length > 0 ? telling : asked).map(({ kind, text, rarity, weight = 1 }) => ({
    kind,
    text,
    weight: weight * rarity ** weights.rarity,
  }))
}
