import type { DocumentFacts, ReadyDocument, ReadySection } from '../generation/index.ts'
import type { DocumentRef, Passage } from '../passage.ts'
import type { Span } from '../text/split.ts'

/** What is to be quoted of a document. */
export interface Quote {
  readonly document: ReadyDocument
  readonly section: ReadySection
  readonly span: Span
  /** What in it matters most. */
  readonly mark?: Span | undefined
  readonly score: number
}

/** What a document is cited by. */
export function referenceTo({ path, title, number, issuer, date, link, region, ...rest }: DocumentFacts): DocumentRef {
  const { from, until, repealedBy, incomplete } = rest
  return {
    document: path,
    title,
    ...(number && { number }),
    ...(issuer && { issuer }),
    ...(date && { date }),
    ...(link && { link }),
    ...(region && { region }),
    ...(from && { from }),
    ...(until && { until }),
    ...(repealedBy && { repealedBy }),
    ...(incomplete && { incomplete }),
  }
}

/** The words themselves, and all that is needed to cite them. */
export function passageOf({ document: { source }, section, span, mark, score }: Quote): Passage {
  const first = section.sentences.find(({ start }) => start >= span.start)
  return {
    ...referenceTo(source),
    ...(section.article && { article: section.article }),
    headings: first?.headings ?? section.headings,
    text: section.text.slice(span.start, span.end),
    marks: mark ? [[mark.start - span.start, mark.end - span.start]] : [],
    score: Math.round(score * 1000) / 1000,
  }
}
