import type { Generation, ReadyDocument, ReadySection } from './generation.ts'
import type { Terms } from './segment.ts'

/** A section that may hold the answer. */
export interface Candidate {
  readonly document: ReadyDocument
  readonly section: ReadySection
  readonly score: number
}

/** Beyond so many documents the right one was hardly ever met, and looking into fewer is many times faster. */
const DOCUMENTS = 24
const SECTIONS = 16

/**
 * The sections nearest to a question, the best first. A section counts as its best run of sentences does, and its whole
 * document's score is added: what a document is about says as much as one of its sentences (on the policy questions the
 * right document is then among three in .91 instead of .89).
 */
export function findSections({ documents, places, whole, parts }: Generation, asked: Terms): Candidate[] {
  const about = new Map(best(whole.search(asked), DOCUMENTS))
  const runs = parts.search(asked, (id) => about.has(places[id]?.document ?? -1))

  const found = new Map<ReadySection, Candidate>()
  for (const [id, score] of best(runs, runs.size)) {
    const place = places[id]
    const document = place && documents[place.document]
    const section = place && document?.sections[place.section]
    if (!document || !section || found.has(section)) continue
    found.set(section, { document, section, score: score + (about.get(place.document) ?? 0) })
  }
  // A document may be asked for by a nickname that none of its sentences has.
  const met = new Set([...found.values()].map(({ document }) => document))
  for (const [id, score] of about) {
    const document = documents[id]
    const section = document?.sections[0]
    if (document && section && !met.has(document)) found.set(section, { document, section, score })
  }
  return [...found.values()].sort((a, b) => b.score - a.score).slice(0, SECTIONS)
}

function best(scores: ReadonlyMap<number, number>, most: number): [number, number][] {
  return [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most)
}
