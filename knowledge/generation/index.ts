import type { PolicyDocument } from '../document.ts'
import { type IndexParts, openIndex, type SearchIndex } from '../search/index.ts'
import { normalize } from '../text/normalize.ts'
import type { Sentence } from '../text/split.ts'
import type { NameTable } from '../topic/names.ts'
import type { Lexicon } from '../words/lexicon.ts'
import { textAt } from './columns.ts'
import type { Provenance } from './provenance.ts'
import type { Part, Parts, Snapshot } from './snapshot.ts'

/** Everything that is known of a document but its text. */
export type DocumentFacts = Omit<PolicyDocument, 'body'>

/** A document as questions need it. */
export interface ReadyDocument {
  readonly number: number
  readonly source: DocumentFacts
  /** Title, nicknames and topics in the form in which they are compared. */
  readonly names: string
  /** Of its text, in characters. */
  readonly length: number
  /** The numbers of its sections: [first, end). */
  readonly first: number
  readonly end: number
}

/** A section as questions need it. Its offsets count in its own `text`. */
export interface ReadySection {
  readonly number: number
  readonly document: number
  /** Outermost first. */
  readonly headings: readonly string[]
  /** Such as 第二十五条. */
  readonly article?: string
  readonly text: string
  readonly sentences: readonly Sentence[]
  /** The sentences in the form in which they are compared, one a line, and where each line begins. */
  readonly normal: string
  readonly lines: readonly number[]
  /** The same for the headings. */
  readonly under: string
}

/** One state of the folder, read and indexed; it never changes. Texts are decoded when they are needed. */
export interface Generation {
  readonly lexicon: Lexicon
  /** Of what it was built from, and how: the same key, the same generation. */
  readonly key: string
  readonly provenance: Provenance
  readonly counts: { readonly documents: number; readonly sections: number; readonly passages: number }
  document(number: number): ReadyDocument
  section(number: number): ReadySection
  /** A document as it was read, with its text. */
  source(number: number): PolicyDocument
  /** By run of sentences: its section. By section: its document. */
  readonly sectionOf: Uint32Array
  readonly documentOf: Uint32Array
  /** By document: its first section and its first run, with one more at the end; and 1 where it is a law. */
  readonly firstSection: Uint32Array
  readonly firstRun: Uint32Array
  readonly isLaw: Uint32Array
  /** By document: the first and the last day it is in force, 20250601; 0 and 99999999 where nothing limits it. */
  readonly from: Uint32Array
  readonly until: Uint32Array
  /** The number of the document with this path. */
  numberOf(path: string): number | undefined
  readonly names: NameTable
  /** Over whole documents. */
  readonly whole: SearchIndex
  /** Over runs of sentences, each with its title and headings. */
  readonly runs: SearchIndex
  /** A section's own name, such as 第二十五条, without reading the section; '' where it has none. */
  articleAt(section: number): string
  /** In memory, in bytes. */
  readonly size: { readonly index: number; readonly text: number }
}

/** What a snapshot of a generation says of itself. */
export interface About {
  readonly lexicon: Lexicon
  /** Of what it was built from, and how. */
  readonly key: string
  readonly provenance: Provenance
}

/** So many decoded documents and sections are kept for the next question. */
const KEPT = 512

/** A generation from the columns that `composeColumns` made. Nothing is parsed that is not asked for. */
export function openGeneration({ about, parts }: Snapshot): Generation {
  const column = (name: string): Uint32Array => {
    const part = parts[name]
    if (!(part instanceof Uint32Array)) throw new Error(`its column ${name} is missing`)
    return part
  }
  const strings = (name: string) => {
    const text = units(parts, `${name}.text`)
    const start = column(`${name}.start`)
    return { text, start, at: (i: number) => textAt(text, start[i], start[i + 1]) }
  }
  const facts = strings('facts')
  const bodies = strings('bodies')
  const paths = strings('paths')
  const ids = strings('ids')
  const [documentSection, sectionStart, sectionEnd] = [
    column('documentSection'),
    column('sectionStart'),
    column('sectionEnd'),
  ]
  const [sectionPath, sectionArticle, sectionSentence] = [
    column('sectionPath'),
    column('sectionArticle'),
    column('sectionSentence'),
  ]
  const [sentenceStart, sentenceEnd, sentencePath] = [
    column('sentenceStart'),
    column('sentenceEnd'),
    column('sentencePath'),
  ]
  const documentOf = column('sectionDocument')
  const sectionOf = column('runSection')
  const documents = documentSection.length - 1

  const pathAt = kept((i: number): readonly string[] => JSON.parse(paths.at(i)))
  const factsAt = (i: number): DocumentFacts => JSON.parse(facts.at(i))

  const document = kept((number: number): ReadyDocument => {
    const source = factsAt(number)
    const names = normalize([source.title, ...source.aliases, ...source.topics].join('\n'))
    const length = (bodies.start[number + 1] ?? 0) - (bodies.start[number] ?? 0)
    return { number, source, names, length, first: documentSection[number] ?? 0, end: documentSection[number + 1] ?? 0 }
  })

  const articleAt = (section: number): string => {
    const start = sectionStart[section] ?? 0
    return textAt(bodies.text, start, start + (sectionArticle[section] ?? 0))
  }

  const section = kept((number: number): ReadySection => {
    const text = textAt(bodies.text, sectionStart[number], sectionEnd[number])
    const article = articleAt(number)
    const headings = pathAt(sectionPath[number] ?? 0)
    const sentences: Sentence[] = []
    for (let i = sectionSentence[number] ?? 0; i < (sectionSentence[number + 1] ?? 0); i += 1) {
      const [start = 0, end = 0] = [sentenceStart[i], sentenceEnd[i]]
      sentences.push({ start, end, headings: pathAt(sentencePath[i] ?? 0) })
    }
    return {
      number,
      document: documentOf[number] ?? 0,
      headings,
      ...(article && { article }),
      text,
      sentences,
      ...compared(text, sentences),
      under: normalize(headings.join('\n')),
    }
  })

  const generation: Omit<Generation, 'names' | 'numberOf'> = {
    lexicon: (about as About).lexicon,
    key: (about as About).key,
    provenance: (about as About).provenance,
    counts: { documents, sections: documentOf.length, passages: sectionOf.length },
    document,
    section,
    articleAt,
    source: (number) => ({ ...factsAt(number), body: bodies.at(number) }),
    sectionOf,
    documentOf,
    firstSection: documentSection,
    firstRun: column('documentRun'),
    isLaw: column('documentLaw'),
    from: column('documentFrom'),
    until: column('documentUntil'),
    whole: openIndex(under(parts, 'whole') as IndexParts),
    runs: openIndex(under(parts, 'runs') as IndexParts),
    size: sizeOf(parts),
  }
  let names: NameTable | undefined
  let numbers: Map<string, number> | undefined
  return {
    ...generation,
    get names() {
      names ??= {
        text: textAt(units(parts, 'names.text')),
        starts: column('names.starts'),
        documents: column('names.documents'),
        kinds: parts['names.kinds'] as Uint8Array,
      }
      return names
    },
    numberOf(path) {
      numbers ??= new Map(Array.from({ length: documents }, (_, i) => [ids.at(i), i]))
      return numbers.get(path)
    },
  }
}

/** Sentences in the form in which they are compared: a line each. */
function compared(text: string, sentences: readonly Sentence[]): Pick<ReadySection, 'normal' | 'lines'> {
  const all = sentences.map(({ start, end }) => normalize(text.slice(start, end)).replaceAll('\n', ' '))
  let line = 0
  const lines = all.map((sentence) => {
    const begin = line
    line += sentence.length + 1
    return begin
  })
  return { normal: all.join('\n'), lines }
}

/** Remembers what was made, and forgets all of it when that becomes too much. */
function kept<T>(make: (number: number) => T): (number: number) => T {
  const made = new Map<number, T>()
  return (number) => {
    const known = made.get(number)
    if (known !== undefined) return known
    const fresh = make(number)
    if (made.size >= KEPT) made.clear()
    made.set(number, fresh)
    return fresh
  }
}

function units(parts: Parts, name: string): Uint16Array {
  const part = parts[name]
  if (!(part instanceof Uint16Array)) throw new Error(`its column ${name} is missing`)
  return part
}

function under(parts: Parts, name: string): Parts {
  const own = Object.entries(parts).filter(([key]) => key.startsWith(`${name}.`))
  return Object.fromEntries(own.map(([key, part]) => [key.slice(name.length + 1), part]))
}

function sizeOf(parts: Parts): Generation['size'] {
  const texts = ['bodies.text', 'facts.text', 'paths.text']
  const bytes = (of: readonly (Part | undefined)[]) => of.reduce((sum, part) => sum + (part?.byteLength ?? 0), 0)
  const text = bytes(texts.map((name) => parts[name]))
  return { index: bytes(Object.values(parts)) - text, text }
}
