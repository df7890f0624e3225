/**
 * Fits the weights of an answer's confidence and prints them for `knowledge/weights.json`:
 * `tsx tests/bench/fit-confidence.ts DIR`, DIR being the folder of corpora. A logistic regression over the signals of
 * `knowledge/confidence.ts`, on the dev half of: questions their documents answer (three folders: policies, statutes,
 * the sample documents), questions of the same kind that they do not answer, the other folder's questions, and chit-chat.
 * Every group weighs the same however many questions it has, those that are answered three times as much: a question
 * refused in vain costs more than a passage shown in vain, which names its source.
 */
import { join } from 'node:path'
import { search } from '../../knowledge/answer.ts'
import { confidenceOf, type Signals } from '../../knowledge/confidence.ts'
import type { Generation } from '../../knowledge/generation.ts'
import golden from '../documents/golden.json' with { type: 'json' }
import chitChat from './chit-chat.json' with { type: 'json' }
import { alone, auroc, generationOf, isDev, readLines } from './corpora.ts'

interface Row {
  readonly x: readonly number[]
  readonly y: 0 | 1
  readonly weight: number
}

/** Without it `slight` learns by heart how short our chit-chat is. */
const RIDGE = 0.001

const [dir] = process.argv.slice(2)
if (!dir) {
  console.error('usage: tsx tests/bench/fit-confidence.ts DIR   (the folder of corpora)')
  process.exit(2)
}
const questionsIn = (path: string) => readLines<{ question: string }>(join(dir, path)).map(({ question }) => question)
const documents = join(import.meta.dirname, '../../knowledge/documents')
const policies = questionsIn('policies/questions.jsonl')
const statutes = questionsIn('statutes/questions.jsonl')
const foreign = questionsIn('policies/unanswerable.jsonl')
const answered = golden.filter(({ document }) => document).map(({ question }) => question)
const strange = golden.filter(({ document }) => !document).map(({ question }) => question)

const folders: readonly [Generation, yes: string[], ...no: string[][]][] = [
  [await generationOf(join(dir, 'policies/documents')), policies, foreign, statutes.slice(0, 150), chitChat],
  [await alone(join(dir, 'statutes/articles.jsonl'), generationOf), statutes, policies.slice(0, 150), chitChat],
  [await generationOf(documents), answered, foreign.slice(0, 150), strange, chitChat],
]

const signalsFor = (generation: Generation, questions: readonly string[], dev: boolean): Signals[] =>
  questions.filter((q) => isDev(q) === dev).flatMap((q) => search(generation, q, '2026-01-01').signals ?? [])
const rowsOf = (signals: readonly Signals[], y: 0 | 1): Row[] =>
  signals.map(({ coverage, named, slight }) => ({
    x: [1, coverage, named, slight],
    y,
    weight: (y ? 3 : 1) / signals.length,
  }))

const rows = folders.flatMap(([generation, yes, ...no]) => [
  ...rowsOf(signalsFor(generation, yes, true), 1),
  ...no.flatMap((questions) => rowsOf(signalsFor(generation, questions, true), 0)),
])
const [constant, coverage, named, slight] = regress(rows).map((weight) => Math.round(weight * 100) / 100)
console.log(JSON.stringify({ constant, coverage, named, slight }))

for (const [i, [generation, yes, ...no]] of folders.entries()) {
  const high = signalsFor(generation, yes, false).map(confidenceOf)
  const low = no.map((questions) => signalsFor(generation, questions, false).map(confidenceOf))
  const scores = low.map((each) => auroc(high, each).toFixed(3)).join(', ')
  console.log(`with the weights in use, kept back, folder ${i + 1}: AUROC ${scores}`)
}

/** Gradient ascent: four weights and some two thousand rows need no better. */
function regress(data: readonly Row[]): number[] {
  let weights = [0, 0, 0, 0]
  const total = data.reduce((sum, { weight }) => sum + weight, 0)
  for (let round = 0; round < 20_000; round += 1) {
    const slope = [0, 0, 0, 0]
    for (const { x, y, weight } of data) {
      const evidence = x.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)
      const error = weight * (y - 1 / (1 + Math.exp(-evidence)))
      for (const [i, value] of x.entries()) slope[i] = (slope[i] ?? 0) + error * value
    }
    weights = weights.map((weight, i) => weight + 2 * ((slope[i] ?? 0) / total - (i > 0 ? RIDGE * weight : 0)))
  }
  return weights
}
