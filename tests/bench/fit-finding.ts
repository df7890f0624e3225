/**
 * Fits the weights of finding and prints them for `knowledge/search/weights.json`: `tsx tests/bench/fit-finding.ts DIR`, DIR being
 * the folder of corpora with `policies/`, `statutes/` and `laws/`. One weight after another takes the value of a short
 * list that does best on the dev half of the questions, the mean of MRR@10 and R@10 over the three folders; twice around.
 */
import type { Weights } from '../../knowledge/ask/find.ts'
import inUse from '../../knowledge/search/weights.json' with { type: 'json' }
import { type Corpus, corpora, halves, qualityOf, ranking } from './finding.ts'

const [dir] = process.argv.slice(2)
if (!dir) {
  console.error('usage: tsx tests/bench/fit-finding.ts DIR   (the folder of corpora)')
  process.exit(2)
}
const folders = [await corpora.policies(dir), await corpora.statutes(dir), await corpora.laws(dir)]

/** How much documents not in force are held back is a matter of law, not of fitting. */
const CHOICES = {
  rarity: [0, 0.15, 0.3, 0.5, 0.75],
  document: [0.3, 0.5, 0.7, 1, 1.4],
  law: [1, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4],
} satisfies Partial<Record<keyof Weights, readonly number[]>>

let best: Weights = { ...inUse }
for (let round = 0; round < 2; round += 1) {
  for (const [name, values] of Object.entries(CHOICES)) {
    const tried = values.map((value) => ({ weights: { ...best, [name]: value }, value }))
    const scored = tried.map((each) => ({
      ...each,
      score: mean(folders.map((folder) => scoreOf(folder, each.weights))),
    }))
    console.log(`${name}: ${scored.map(({ value, score }) => `${value} ${score.toFixed(4)}`).join(', ')}`)
    best = scored.reduce((a, b) => (b.score > a.score ? b : a)).weights
  }
}
console.log(JSON.stringify(best))
for (const folder of folders) {
  for (const half of ['dev', 'kept'] as const) {
    const { questions, recall, reciprocal } = qualityOf(folder.questions.filter(halves[half]), ranking(folder, best))
    console.log(
      `${folder.name} ${half}: ${questions} questions, R@10 ${recall.toFixed(3)}, MRR@10 ${reciprocal.toFixed(3)}`,
    )
  }
}

function scoreOf(folder: Corpus, weights: Weights): number {
  const { recall, reciprocal } = qualityOf(folder.questions.filter(halves.dev), ranking(folder, weights))
  return (recall + reciprocal) / 2
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0) / numbers.length
}
