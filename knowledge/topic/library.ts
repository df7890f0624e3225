import { passageOf } from '../ask/quote.ts'
import type { DocumentFacts, Generation, ReadySection } from '../generation/index.ts'
import type { Passage } from '../passage.ts'
import { distinct } from '../search/index.ts'
import type { Span } from '../text/split.ts'
import { terms } from '../words/segment.ts'
import type { NameTable } from './names.ts'

/** What is needed of a generation to speak about its documents, which are numbered from 0. */
export interface Library {
  readonly names: NameTable
  /** How many documents there are. */
  readonly count: number
  numberOf(path: string): number | undefined
  facts(document: number): DocumentFacts
  sections(document: number): readonly ReadySection[]
  quote(document: number, section: ReadySection, span: Span, mark?: Span): Passage
  /** The documents nearest to a question, the best first, with their scores. */
  near(question: string): readonly (readonly [document: number, score: number])[]
}

const NEAR = 50
/** Of a whole code its beginning is looked at. */
const SECTIONS = 400

export function libraryOf(generation: Generation): Library {
  const { whole, lexicon } = generation
  return {
    get names() {
      return generation.names
    },
    count: generation.counts.documents,
    numberOf: generation.numberOf,
    facts: (document) => generation.document(document).source,
    sections(document) {
      const { first, end } = generation.document(document)
      return Array.from({ length: Math.min(end - first, SECTIONS) }, (_, i) => generation.section(first + i))
    },
    quote: (document, section, span, mark) =>
      passageOf({ document: generation.document(document), section, span, mark, score: 1 }),
    near: (question) =>
      whole
        .score(distinct(terms(question, lexicon)))
        .best(NEAR)
        .map(({ entry, score }) => [entry, score]),
  }
}
