/**
 * Fits the weights by which windows are chosen and prints them for `knowledge/ask/weights.json`:
 * `tsx tests/bench/fit-windows.ts DIR`, DIR being the folder of corpora. A conditional logit: of all windows of the ten
 * nearest sections those that answer should win. Dev questions only; of each folder so much as WEIGHT says. Slight words
 * (a ridge) keep the weights small; it takes half a minute.
 */
import { evidenceOf } from '../../knowledge/ask/evidence.ts'
import { queryOf, sought } from '../../knowledge/ask/nearest.ts'
import weights from '../../knowledge/ask/weights.json' with { type: 'json' }
import { measure, standingOf, startsOf } from '../../knowledge/ask/windows.ts'
import { folders } from './folders.ts'
import { ascend, dot, rounded, spreads } from './regression.ts'

/** Notices are what is asked of most; the others keep the weights from learning their manner by heart. */
const WEIGHT: Readonly<Record<string, number>> = { policies: 1, statutes: 0.1, samples: 0.5 }
const RIDGE = 0.03
const ROUNDS = 150
/** Windows that stand no chance teach nothing, and take most of the time. */
const CHANCES = 60

const [dir] = process.argv.slice(2)
if (!dir) {
  console.error('usage: tsx tests/bench/fit-windows.ts DIR   (the folder of corpora)')
  process.exit(2)
}

interface Choice {
  readonly weight: number
  readonly windows: readonly { readonly x: readonly number[]; readonly right: boolean }[]
}

const names = Object.keys(weights.window) as (keyof typeof weights.window)[]
const choices: Choice[] = []
for (const { name, generation, answerable } of await folders(dir)) {
  const dev = answerable.filter((q) => q.dev)
  for (const { question, right } of dev) {
    const query = queryOf(generation, question)
    const windows = sought(generation, query).flatMap(({ section, document, nearness, renown }) => {
      const evidence = evidenceOf(query.asked, document, section)
      const standing = standingOf(query.asked, evidence, section, nearness, renown)
      return startsOf(section, evidence).map((first) => {
        const window = measure(query.asked, evidence, section, standing, first)
        const text = section.text.slice(window.start, window.end)
        return {
          x: names.map((each) => window.features[each]),
          score: window.score,
          right: right({ document, section, text }),
        }
      })
    })
    const likely = windows.sort((a, b) => b.score - a.score).slice(0, CHANCES)
    if (likely.some((window) => window.right)) choices.push({ weight: WEIGHT[name] ?? 0, windows: likely })
  }
}

const rows = choices.flatMap(({ windows }) => windows.map(({ x }) => x))
const spread = spreads(rows, names.length)
const scaled = choices.map(({ weight, windows }) => ({
  weight,
  windows: windows.map(({ x, right }) => ({ x: x.map((value, i) => value / (spread[i] ?? 1)), right })),
}))
const total = scaled.reduce((sum, { weight }) => sum + weight, 0)
const fitted = ascend(names.length, slopeAt, ROUNDS)
console.log(`${choices.length} questions, ${rows.length} windows`)
console.log(
  JSON.stringify(
    rounded(
      names,
      fitted.map((weight, i) => weight / (spread[i] ?? 1)),
    ),
  ),
)

/** Of the logarithm of the chance that a right window wins. */
function slopeAt(current: readonly number[]): number[] {
  const slope = current.map((weight) => -RIDGE * weight)
  for (const { weight, windows } of scaled) {
    const scores = windows.map(({ x }) => dot(x, current))
    const best = Math.max(...scores)
    const odds = scores.map((score) => Math.exp(score - best))
    const all = odds.reduce((sum, each) => sum + each, 0)
    const right = odds.reduce((sum, each, i) => sum + (windows[i]?.right ? each : 0), 0)
    for (const [k, { x, right: wanted }] of windows.entries()) {
      const push = (weight / total) * ((wanted ? (odds[k] ?? 0) / right : 0) - (odds[k] ?? 0) / all)
      for (const [i, value] of x.entries()) slope[i] = (slope[i] ?? 0) + push * value
    }
  }
  return slope
}
