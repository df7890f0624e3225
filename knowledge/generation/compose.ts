import type { PolicyDocument } from '../document.ts'
import { isLaw } from '../facts/law.ts'
import { createIndexBuilder } from '../search/index.ts'
import { pack, type Section, split } from '../text/split.ts'
import { namesOf } from '../topic/names.ts'
import type { Lexicon } from '../words/lexicon.ts'
import { terms } from '../words/segment.ts'
import { createNumbers, createTexts, type Numbers } from './columns.ts'
import type { Parts } from './snapshot.ts'

/** How long the work may keep the thread before it lets others go on. */
const BREATH_MS = 10

/** The columns of a generation, as `openGeneration` reads them. Other work goes on while they are made. */
export async function composeColumns(documents: readonly PolicyDocument[], lexicon: Lexicon): Promise<Parts> {
  const tables = createTables()
  const whole = createIndexBuilder()
  const runs = createIndexBuilder()
  const breathe = createBreath()

  for (const document of documents) {
    const title = terms(document.title, lexicon)
    const all = [title, terms([...document.aliases, ...document.topics].join('\n'), lexicon)]
    tables.addDocument(document)
    for (const section of split(document.body)) {
      const headings = terms(section.headings.join('\n'), lexicon)
      all.push(headings)
      tables.addSection(section)
      for (const { start, end } of pack(section.sentences)) {
        const text = terms(document.body.slice(start, end), lexicon)
        all.push(text)
        tables.addRun()
        runs.add(title, headings, text)
      }
      await breathe()
    }
    whole.add(...all)
    await breathe()
  }
  const names = namesOf(documents)
  return {
    ...tables.finish(),
    ...under('whole', whole.finish()),
    ...under('runs', runs.finish()),
    ...under('names', { ...names, text: textOf(names.text) }),
  }
}

/** Columns of one thing under a common name, `whole.offsets`. */
function under(name: string, parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).map(([key, part]) => [`${name}.${key}`, part]))
}

/** Tables of offsets: whatever has a begin ends where the next begins. */
function createTables() {
  const facts = createStrings()
  const bodies = createStrings()
  const paths = createStrings()
  const ids = createStrings()
  const pathNumbers = new Map<string, number>()
  const number = {
    documentSection: createNumbers(),
    documentRun: createNumbers(),
    documentLaw: createNumbers(),
    documentFrom: createNumbers(),
    documentUntil: createNumbers(),
    sectionDocument: createNumbers(),
    sectionStart: createNumbers(),
    sectionEnd: createNumbers(),
    sectionPath: createNumbers(),
    sectionArticle: createNumbers(),
    sectionSentence: createNumbers(),
    sentenceStart: createNumbers(),
    sentenceEnd: createNumbers(),
    sentencePath: createNumbers(),
    runSection: createNumbers(),
  } satisfies Record<string, Numbers>
  let documents = 0
  let body = 0

  const pathOf = (headings: readonly string[]): number => {
    const path = JSON.stringify(headings)
    const known = pathNumbers.get(path) ?? paths.push(path)
    pathNumbers.set(path, known)
    return known
  }

  return {
    addDocument({ body: text, ...source }: PolicyDocument) {
      facts.push(JSON.stringify(source))
      ids.push(source.path)
      body = bodies.begin
      bodies.push(text)
      number.documentSection.push(number.sectionStart.length)
      number.documentRun.push(number.runSection.length)
      number.documentLaw.push(isLaw(source.title) ? 1 : 0)
      number.documentFrom.push(dayNumber(source.from, 0))
      number.documentUntil.push(dayNumber(source.until, 99_999_999))
      documents += 1
    },
    /** Of the document added last. */
    addSection({ start, end, headings, article, sentences }: Section) {
      number.sectionDocument.push(documents - 1)
      number.sectionStart.push(body + start)
      number.sectionEnd.push(body + end)
      number.sectionPath.push(pathOf(headings))
      number.sectionArticle.push(article?.length ?? 0)
      number.sectionSentence.push(number.sentenceStart.length)
      for (const sentence of sentences) {
        number.sentenceStart.push(sentence.start - start)
        number.sentenceEnd.push(sentence.end - start)
        number.sentencePath.push(pathOf(sentence.headings))
      }
    },
    /** Of the section added last. */
    addRun() {
      number.runSection.push(number.sectionStart.length - 1)
    },
    finish(): Parts {
      number.documentSection.push(number.sectionStart.length)
      number.documentRun.push(number.runSection.length)
      number.sectionSentence.push(number.sentenceStart.length)
      return {
        ...Object.fromEntries(Object.entries(number).map(([name, column]) => [name, column.finish()])),
        ...under('facts', facts.finish()),
        ...under('bodies', bodies.finish()),
        ...under('paths', paths.finish()),
        ...under('ids', ids.finish()),
      }
    },
  }
}

/** Texts that are called by their number. */
function createStrings() {
  const text = createTexts()
  const start = createNumbers()
  return {
    get begin() {
      return text.length
    },
    push(one: string): number {
      start.push(text.push(one))
      return start.length - 1
    },
    finish(): Parts {
      start.push(text.length)
      return { text: text.finish(), start: start.finish() }
    },
  }
}

function textOf(text: string): Uint16Array {
  const column = createTexts()
  column.push(text)
  return column.finish()
}

/** 2025-06-01 as 20250601. */
function dayNumber(date: string | undefined, otherwise: number): number {
  return date === undefined ? otherwise : Number(date.replaceAll('-', ''))
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
