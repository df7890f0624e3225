import type { Generation, ReadySection } from './generation.ts'
import type { Term } from './search/index.ts'

/** A section that may hold the answer. */
export interface Candidate {
  readonly section: ReadySection
  readonly score: number
}

/** Beyond so many documents the right one was hardly ever met, and looking into fewer is many times faster. */
const DOCUMENTS = 24
const RUNS = 64
const SECTIONS = 16
/**
 * A term that so large a part of the entries has tells them apart so little that leaving it out changed nothing on the
 * policy questions, and took off half of the time.
 */
const COMMON = 0.3
const COMMON_AT_LEAST = 50

/**
 * The sections nearest to a question, the best first. A section counts as its best run of sentences does, and its whole
 * document's score is added: what a document is about says as much as one of its sentences (on the policy questions the
 * right document is then among three in .91 instead of .89).
 */
export function findSections(generation: Generation, asked: readonly Term[]): Candidate[] {
  const { whole, runs, sectionOf, documentOf } = generation
  const documentAt = (run: number) => documentOf[sectionOf[run] ?? 0] ?? 0
  const documents = whole.score(telling(asked, whole)).best(DOCUMENTS)
  const about = new Map(documents.map(({ entry, score }) => [entry, score]))
  const hits = runs
    .score(telling(asked, runs))
    .best(RUNS, (run, score) => (about.has(documentAt(run)) ? score + (about.get(documentAt(run)) ?? 0) : 0))

  const found = new Map<number, number>()
  for (const { entry, score } of hits) {
    const section = sectionOf[entry] ?? 0
    if (!found.has(section)) found.set(section, score)
  }
  // A document may be asked for by a nickname that none of its sentences has.
  const met = new Set([...found.keys()].map((section) => documentOf[section]))
  for (const { entry, score } of documents) {
    const { first, end } = generation.document(entry)
    if (!met.has(entry) && first < end) found.set(first, score)
  }
  return [...found]
    .sort((a, b) => b[1] - a[1])
    .slice(0, SECTIONS)
    .map(([section, score]) => ({ section: generation.section(section), score }))
}

function telling(asked: readonly Term[], { entries, frequency }: Generation['whole']): readonly Term[] {
  const common = Math.max(COMMON_AT_LEAST, entries * COMMON)
  const rest = asked.filter(({ kind, text }) => frequency(kind, text) < common)
  return rest.length > 0 ? rest : asked
}
