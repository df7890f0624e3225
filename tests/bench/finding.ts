import { join } from 'node:path'
import { type Asked, rankSections, type Weights } from '../../knowledge/ask/find.ts'
import { build } from '../../knowledge/generation/build.ts'
import { type Generation, openGeneration } from '../../knowledge/generation/index.ts'
import { openSnapshot } from '../../knowledge/generation/snapshot.ts'
import { expand } from '../../knowledge/words/synonyms.ts'
import { alone, isDev, type PolicyQuestion, readLines, type StatuteQuestion } from './corpora.ts'

export interface Question {
  readonly id: string | number
  readonly question: string
  /** The keys of what answers it. */
  readonly wanted: readonly string[]
}

/** A folder of documents with questions whose answers are known. */
export interface Corpus {
  readonly name: string
  readonly generation: Generation
  readonly snapshot: Uint8Array<ArrayBuffer>
  readonly on: string
  readonly questions: readonly Question[]
  /** What a section counts as: its document, or its law and article. */
  keyOf(section: number): string
}

export const corpora = { policies, statutes, laws }

async function policies(dir: string): Promise<Corpus> {
  const snapshot = await built(join(dir, 'policies/documents'))
  const generation = openGeneration(openSnapshot(snapshot))
  const questions = readLines<PolicyQuestion>(join(dir, 'policies/questions.jsonl')).map(
    ({ id, question, document }) => ({ id, question, wanted: [`${document}.txt`] }),
  )
  return { name: 'policies', generation, snapshot, on: '2020-03-15', questions, keyOf: byDocument(generation) }
}

async function statutes(dir: string): Promise<Corpus> {
  const snapshot = await alone(join(dir, 'statutes/articles.jsonl'), built)
  const generation = openGeneration(openSnapshot(snapshot))
  const questions = statuteQuestions(dir)
  return { name: 'statutes', generation, snapshot, on: '2026-01-01', questions, keyOf: byDocument(generation) }
}

async function laws(dir: string): Promise<Corpus> {
  const snapshot = await built(join(dir, 'laws'))
  const generation = openGeneration(openSnapshot(snapshot))
  const keyOf = (section: number): string => {
    const { document, article = `#${section}` } = generation.section(section)
    return withoutCountry(generation.document(document).source.title) + article
  }
  const known = new Set(Array.from(generation.documentOf, (_, section) => keyOf(section)))
  const questions = statuteQuestions(dir)
    .map((question) => ({ ...question, wanted: question.wanted.map(withoutCountry) }))
    .filter(({ wanted }) => wanted.every((article) => known.has(article)))
  return { name: 'laws', generation, snapshot, on: '2026-01-01', questions, keyOf }
}

const withoutCountry = (law: string): string => law.replace('中华人民共和国', '').replace(/\s/g, '')

function statuteQuestions(dir: string): Question[] {
  return readLines<StatuteQuestion>(join(dir, 'statutes/questions.jsonl')).map(({ articles, ...question }) => ({
    ...question,
    wanted: articles,
  }))
}

function byDocument(generation: Generation): (section: number) => string {
  return (section) => generation.document(generation.documentOf[section] ?? 0).source.path
}

async function built(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const { bytes, report } = await build({ folder })
  if (!bytes) throw new Error(report.faults.map(({ path, reason }) => `${path}: ${reason}`).join('\n'))
  return bytes
}

export function askedOf({ runs, lexicon }: Generation, question: string): Asked[] {
  return runs.weigh(expand(question, lexicon))
}

export interface Quality {
  readonly questions: number
  /** The part of what was wanted that was among ten, and one by the rank of the first that was wanted, or nothing. */
  readonly recall: number
  readonly reciprocal: number
  /** Something wanted came first, among three, among ten. */
  readonly first: number
  readonly three: number
  readonly ten: number
}

export const halves = {
  all: () => true,
  dev: ({ id }: Question) => isDev(id),
  kept: ({ id }: Question) => !isDev(id),
} as const

/** How well a way to rank finds what a corpus's questions want; it gives keys, the best first, and may repeat them. */
export function qualityOf(questions: readonly Question[], rank: (question: string) => readonly string[]): Quality {
  const each = questions.map(({ question, wanted }) => {
    const ten = [...new Set(rank(question))].slice(0, 10)
    const at = ten.findIndex((key) => wanted.includes(key))
    return {
      recall: wanted.filter((key) => ten.includes(key)).length / wanted.length,
      rank: at < 0 ? Infinity : at + 1,
    }
  })
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / (numbers.length || 1)
  const within = (most: number) => mean(each.map(({ rank: found }) => (found <= most ? 1 : 0)))
  return {
    questions: each.length,
    recall: mean(each.map(({ recall }) => recall)),
    reciprocal: mean(each.map(({ rank: found }) => 1 / found)),
    first: within(1),
    three: within(3),
    ten: within(10),
  }
}

/** Keys in the order in which a corpus's own index gives them. */
export function ranking({ generation, on, keyOf }: Corpus, weights?: Weights): (question: string) => string[] {
  return (question) =>
    rankSections(generation, askedOf(generation, question), on, weights).map(({ section }) => keyOf(section))
}
