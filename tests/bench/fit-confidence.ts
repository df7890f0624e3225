/**
 * Fits the weights of an answer's confidence and prints them for `knowledge/ask/weights.json`:
 * `tsx tests/bench/fit-confidence.ts DIR`, DIR being the folder of corpora. A logistic regression over the signals of
 * `knowledge/ask/confidence.ts`, on the dev half of: questions their documents answer (three folders: policies, statutes,
 * the sample documents), questions of the same kind that they do not answer, the other folder's questions, and chit-chat.
 * A group weighs what WEIGHT says however many questions it has. To be run after fit-windows.ts.
 */
import { confidenceOf, type Signals } from '../../knowledge/ask/confidence.ts'
import { nearest, queryOf, signalsFor } from '../../knowledge/ask/nearest.ts'
import weights from '../../knowledge/ask/weights.json' with { type: 'json' }
import { auroc } from './corpora.ts'
import { folders } from './folders.ts'
import { ascend, dot, rounded, spreads } from './regression.ts'

const WEIGHT: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  policies: { yes: 6, same: 6, other: 1, chat: 2 },
  statutes: { yes: 1, other: 0.4, chat: 1 },
  samples: { yes: 2, same: 1, other: 0.7, chat: 1.5 },
}
/** Without it `slight` learns by heart how short our chit-chat is. */
const RIDGE = 0.003
const ROUNDS = 600

const [dir] = process.argv.slice(2)
if (!dir) {
  console.error('usage: tsx tests/bench/fit-confidence.ts DIR   (the folder of corpora)')
  process.exit(2)
}

const { constant: _, ...named } = weights.confidence
const names = Object.keys(named) as (keyof Signals)[]
const groups = (await folders(dir)).flatMap(({ name, generation, answerable, foreign }) =>
  Object.entries({ yes: answerable, ...foreign }).map(([kind, questions]) => ({
    folder: name,
    kind,
    questions: questions.flatMap(({ question, dev }) => {
      const query = queryOf(generation, question)
      const signals = signalsFor(query, nearest(generation, query))
      return signals ? [{ dev, signals }] : []
    }),
  })),
)

const rows = groups.flatMap(({ folder, kind, questions }) => {
  const dev = questions.filter((one) => one.dev)
  const weight = (WEIGHT[folder]?.[kind] ?? 0) / dev.length
  return dev.map(({ signals }) => ({
    x: [1, ...names.map((name) => signals[name])],
    y: Number(kind === 'yes'),
    weight,
  }))
})
const spread = spreads(
  rows.map(({ x }) => x),
  names.length + 1,
).map((one, i) => (i === 0 ? 1 : one))
const scaled = rows.map((row) => ({ ...row, x: row.x.map((value, i) => value / (spread[i] ?? 1)) }))
const total = rows.reduce((sum, { weight }) => sum + weight, 0)
const fitted = ascend(names.length + 1, slopeAt, ROUNDS).map((weight, i) => weight / (spread[i] ?? 1))
console.log(JSON.stringify(rounded(['constant', ...names], fitted)))

for (const { folder, kind, questions } of groups) {
  const kept = (of: typeof questions) => of.filter(({ dev }) => !dev).map(({ signals }) => confidenceOf(signals))
  const yes = groups.find((group) => group.folder === folder && group.kind === 'yes')
  if (!yes || kind === 'yes') continue
  const score = auroc(kept(yes.questions), kept(questions)).toFixed(3)
  console.log(`with the weights in use, kept back: ${folder} against ${kind}: AUROC ${score}`)
}

function slopeAt(current: readonly number[]): number[] {
  const slope = current.map((weight, i) => (i === 0 ? 0 : -RIDGE * weight))
  for (const { x, y, weight } of scaled) {
    const error = (weight / total) * (y - 1 / (1 + Math.exp(-dot(x, current))))
    for (const [i, value] of x.entries()) slope[i] = (slope[i] ?? 0) + error * value
  }
  return slope
}
