import { type Citations, citationsOf } from './cite.ts'
import type { PolicyDocument } from './document.ts'
import { normalize } from './normalize.ts'
import { createSearchIndex, type SearchIndex } from './search.ts'
import { type Terms, terms } from './segment.ts'
import { pack, type Section, split } from './split.ts'

/** A section with what finding needs beside it. */
export interface ReadySection extends Section {
  /** The sentences in the form in which they are compared, one a line, and where each line begins. */
  readonly normal: string
  readonly lines: readonly number[]
  /** The same for the headings. */
  readonly under: string
}

export interface ReadyDocument {
  readonly source: PolicyDocument
  readonly sections: readonly ReadySection[]
  /** Title, nicknames and topics in the form in which they are compared. */
  readonly names: string
}

/** Where a run of sentences that the index knows stands. */
export interface Place {
  readonly document: number
  readonly section: number
}

/** One state of the folder, read and indexed; it never changes. */
export interface Generation {
  readonly documents: readonly ReadyDocument[]
  readonly places: readonly Place[]
  /** Whole documents, numbered as in `documents`. */
  readonly whole: SearchIndex
  /** Runs of sentences, numbered as in `places`. */
  readonly parts: SearchIndex
  readonly citations: Citations
}

/** How long the work may keep the thread before it lets others go on. */
const BREATH_MS = 15

/** Splits documents and brings them into the form in which they are compared. */
export async function prepare(sources: readonly PolicyDocument[]): Promise<ReadyDocument[]> {
  const documents: ReadyDocument[] = []
  const breathe = createBreath()
  for (const source of sources) {
    const sections = split(source.body).map((section) => ready(section, source.body))
    const names = normalize([source.title, ...source.aliases, ...source.topics].join('\n'))
    documents.push({ source, sections, names })
    await breathe()
  }
  return documents
}

/** A new generation beside the old one. Other work goes on while it is built. */
export async function buildGeneration(documents: readonly ReadyDocument[]): Promise<Generation> {
  const places: Place[] = []
  const whole = createSearchIndex()
  const parts = createSearchIndex()
  const breathe = createBreath()
  for (const [document, { source, sections }] of documents.entries()) {
    const title = terms(source.title)
    const all = [title, terms([...source.aliases, ...source.topics].join('\n'))]
    for (const [index, section] of sections.entries()) {
      const headings = terms(section.headings.join('\n'))
      all.push(headings)
      for (const run of pack(section.sentences)) {
        const text = terms(source.body.slice(run.start, run.end))
        all.push(text)
        parts.add(places.length, joined([title, headings, text]))
        places.push({ document, section: index })
      }
    }
    whole.add(document, joined(all))
    await breathe()
  }
  return { documents, places, whole, parts, citations: citationsOf(documents) }
}

/** Indexing is long and never waits by itself. */
function createBreath(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < BREATH_MS) return
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}

function ready(section: Section, body: string): ReadySection {
  const sentences = section.sentences.map(({ start, end }) => normalize(body.slice(start, end)).replaceAll('\n', ' '))
  let line = 0
  const lines = sentences.map((sentence) => {
    const begin = line
    line += sentence.length + 1
    return begin
  })
  return { ...section, normal: sentences.join('\n'), lines, under: normalize(section.headings.join('\n')) }
}

function joined(all: readonly Terms[]): Terms {
  return { words: all.flatMap(({ words }) => words), pairs: all.flatMap(({ pairs }) => pairs) }
}
