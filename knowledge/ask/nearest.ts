import type { Generation, ReadyDocument, ReadySection } from '../generation/index.ts'
import type { Term } from '../search/index.ts'
import { normalize } from '../text/normalize.ts'
import { mend } from '../words/slips.ts'
import { type AskedTerm, expand } from '../words/synonyms.ts'
import { type Signals, signalsOf } from './confidence.ts'
import { type Asked, type AskedWord, askedOf, evidenceOf } from './evidence.ts'
import { type Candidate, findSections } from './find.ts'
import type { Quote } from './quote.ts'
import { apart, type Renown, renownOf, standingOf, type Window, windowsOf } from './windows.ts'

/** So many sections are looked into sentence by sentence. */
const LOOKED_INTO = 14
/** Of one section so many windows may be shown. */
const WINDOWS = 2

type Sought = AskedTerm & Term

/** A quote and what was measured of it. */
export interface Measured extends Quote {
  readonly window: Window
  /** How near its document and section were before anything was read. */
  readonly near: number
}

/** A question in the form in which texts are compared with it, and the terms it is searched by. */
export interface Query {
  readonly asked: Asked
  readonly terms: readonly Sought[]
}

export function queryOf(generation: Generation, question: string): Query {
  const terms = generation.runs.weigh(expand(question, generation.lexicon))
  return { asked: askedOf(mend(normalize(question)), terms), terms }
}

/** The quotes nearest to a question, the best first; `within` a document, of that one only. */
export function nearest(generation: Generation, query: Query, on?: string, within?: number): Measured[] {
  const { asked } = query
  return sought(generation, query, on, within)
    .flatMap(({ section, document, near, nearness, renown }) => {
      const evidence = evidenceOf(asked, document, section)
      const standing = standingOf(asked, evidence, section, nearness, renown)
      return apart(windowsOf(asked, evidence, section, standing), WINDOWS).map(
        (window): Measured => ({
          document,
          section,
          span: window,
          mark: section.sentences[window.best],
          window,
          near,
          score: window.score,
        }),
      )
    })
    .sort((a, b) => b.score - a.score)
}

/** A section to be looked into. */
export interface Look {
  readonly document: ReadyDocument
  readonly section: ReadySection
  /** How near finding brought it, and the same with 1 for the nearest. */
  readonly near: number
  readonly nearness: number
  readonly renown: Renown
}

/** The sections to be looked into, the nearest first. */
export function sought(generation: Generation, { asked, terms }: Query, on?: string, within?: number): Look[] {
  const found = within === undefined ? findSections(generation, terms, on) : sectionsOf(generation, terms, within)
  const top = found[0]?.score || 1
  const renowns = new Map<number, Renown>()
  return found.slice(0, LOOKED_INTO).map(({ section, score, about }) => {
    const { document: number } = section
    const document = generation.document(number)
    const has = ({ kind, text }: AskedWord) => generation.whole.has(kind, text, number)
    const renown = renowns.get(number) ?? renownOf(asked, document, about, has)
    renowns.set(number, renown)
    return { document, section, near: score, nearness: score / top, renown }
  })
}

function sectionsOf(generation: Generation, terms: readonly Sought[], document: number): Candidate[] {
  const { first, end } = generation.document(document)
  const scores = generation.runs.score(terms).all
  const found = new Map<number, number>()
  for (let run = firstRun(generation, first); (generation.sectionOf[run] ?? end) < end; run += 1) {
    const section = generation.sectionOf[run] ?? 0
    found.set(section, Math.max(found.get(section) ?? 0, scores[run] ?? 0))
  }
  return [...found]
    .sort((a, b) => b[1] - a[1])
    .map(([section, score]) => ({ section: generation.section(section), score, about: 0 }))
}

/** Runs stand in the order of their sections. */
function firstRun({ sectionOf }: Generation, section: number): number {
  let [low, high] = [0, sectionOf.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sectionOf[middle] ?? 0) < section) low = middle + 1
    else high = middle
  }
  return low
}

/** What speaks for the best of these quotes. */
export function signalsFor({ asked }: Query, quotes: readonly Measured[]): Signals | undefined {
  const [best] = quotes
  if (!best) return undefined
  const { document, section, window, score } = best
  const next = quotes.find((other) => other.document !== document && other.section.text !== section.text)
  const all = `${document.names}\n${section.under}\n${section.normal}`
  const met = asked.places.filter((place) => all.includes(place))
  return signalsOf({
    asked,
    window,
    margin: next ? score - next.score : Infinity,
    lead: leadOf(quotes) / (10 * asked.rarity),
    places: asked.places.length === 0 ? 1 : met.length / asked.places.length,
  })
}

/** By how much the nearest document was before the next that has another text. */
function leadOf(quotes: readonly Measured[]): number {
  const first = quotes.reduce((best, quote) => (quote.near > best.near ? quote : best))
  const others = quotes.filter(
    ({ document, section }) => document !== first.document && section.text !== first.section.text,
  )
  return others.length === 0 ? Infinity : first.near - Math.max(...others.map(({ near }) => near))
}
