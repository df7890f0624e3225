import type { PolicyDocument } from '../document.ts'
import type { Generation, ReadySection } from '../generation.ts'
import type { Passage } from '../passage.ts'
import { passageOf } from '../quote.ts'
import { distinct } from '../search/index.ts'
import { terms } from '../segment.ts'
import { type Section, type Span, split } from '../split.ts'
import type { NameTable } from './names.ts'

/** What is needed of a generation to speak about its documents, which are numbered from 0. */
export interface Library {
  readonly names: NameTable
  numberOf(path: string): number | undefined
  /** What is known of a document, and its text. */
  source(document: number): PolicyDocument
  sections(document: number): readonly ReadySection[]
  quote(document: number, section: ReadySection, span: Span, mark?: Span): Passage
  /** The documents nearest to a question, the best first, with their scores. */
  near(question: string): readonly (readonly [document: number, score: number])[]
}

const NEAR = 50

export function libraryOf(generation: Generation): Library {
  const { names, whole, lexicon } = generation
  const sections = (document: number) => split(generation.source(document).body)
  return {
    names,
    numberOf: generation.numberOf,
    source: generation.source,
    sections,
    quote: (document, section, { start, end }, mark) => {
      const owner = generation.document(document)
      const index = sections(document).findIndex((one) => one.start === section.start)
      if (index < 0) throw new RangeError(`${owner.source.path} has no section at ${section.start}`)
      const within = (span: Span) => ({ start: span.start - section.start, end: span.end - section.start })
      return passageOf({
        document: owner,
        section: generation.section(owner.first + index),
        span: within({ start, end }),
        mark: mark && within(mark),
        score: 1,
      })
    },
    near: (question) =>
      whole
        .score(distinct(terms(question, lexicon)))
        .best(NEAR)
        .map(({ entry, score }) => [entry, score]),
  }
}
