import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Triage, triage } from '../../bot/appeal/triage/triage.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { cut as cutWords } from '../../knowledge/index.ts'
import { readLines } from './corpora.ts'
import { accuracy, crossValidate, type Labelled, macroF1 } from './cross-validate.ts'
import { against } from './figures.ts'

/**
 * How well questions and messages are told apart, and how well what was learned from decided appeals says the category of the
 * next: `tsx tests/bench/triage.ts DIR [--misses]`, DIR being the corpora. The words of questions and messages were tuned on
 * the even half (by hash) only; the odd half is what to believe.
 */
const [dir, flag] = process.argv.slice(2)
if (!dir) {
  console.error('usage: tsx tests/bench/triage.ts DIR [--misses]')
  process.exit(2)
}
if (!existsSync(dir)) {
  console.error(`no such folder: ${dir}`)
  process.exit(1)
}

const asksOnly = (read: Triage): boolean => read.asks && !read.tells
const sets = [
  { name: 'policies questions asks && !tells', file: 'policies/questions.jsonl', text: 'question', good: asksOnly },
  {
    name: 'policies unanswerable asks && !tells',
    file: 'policies/unanswerable.jsonl',
    text: 'question',
    good: asksOnly,
  },
  { name: 'statutes questions asks && !tells', file: 'statutes/questions.jsonl', text: 'question', good: asksOnly },
  { name: 'messages tells', file: 'messages/labelled.jsonl', text: 'body', good: (read: Triage) => read.tells },
]

/** Cutting is half of the work, and every fold cuts the same texts. */
const cuts = new Map<string, string[]>()
function cut(text: string): string[] {
  const known = cuts.get(text) ?? cutWords(text)
  cuts.set(text, known)
  return known
}

const isEven = (key: string): boolean => (createHash('sha256').update(key).digest()[0] ?? 0) % 2 === 0
const sum = { questions: { right: 0, all: 0 }, messages: { right: 0, all: 0 } }
for (const { name, file, text, good } of sets) {
  const halves = { even: { right: 0, all: 0 }, odd: { right: 0, all: 0 } }
  const whole = file.startsWith('messages') ? sum.messages : sum.questions
  for (const row of readLines<Record<string, string>>(join(dir, file))) {
    const half = isEven(`${row['title'] ?? row['id']}`) ? 'even' : 'odd'
    const said = [row['title'], row[text]].filter((part) => part !== undefined).join('\n')
    const right = good(triage(said, catalog, cut))
    for (const one of [halves[half], whole]) {
      one.all++
      if (right) one.right++
    }
    if (!right && flag === '--misses' && half === 'even') {
      console.log(`  ${said.replaceAll('\n', ' / ').slice(0, 160)}`)
    }
  }
  const share = ({ right, all }: { right: number; all: number }): string =>
    `${(right / all).toFixed(3)} (${right}/${all})`
  console.log(`${name}: tuned half ${share(halves.even)}, other half ${share(halves.odd)}`)
}
const told = [sum.questions, sum.messages].map(({ right, all }) => right / all)
console.log(
  `questions and messages told apart: ${told.map((one) => one.toFixed(3)).join(' / ')} (${against(told, [0.97, 0.97], 'at least')})`,
)

/**
 * The classifier's numbers (smoothing, weight of the list, rarity) were chosen by cross-validation within the even half alone.
 * Its shape was not: that words count as often as they stand, the title twice, and that a list of matters is worth having,
 * was seen on the whole, so that the figures of the other half are near to the truth, not beyond doubt. What stands for the
 * catalogue's words is that city's own list of matters, which names no message.
 */
const SEEDS = [1, 2, 3, 4, 5]
const FOLDS = 10
const lines = readLines<{ title: string; body: string; category: string }>(join(dir, 'messages/labelled.jsonl'))
const labelled = lines.map(({ title, body, category }): Labelled => ({ text: `${title}\n${body}`, category }))
const matters = readLines<{ level1: string; level2: string; level3: string }>(join(dir, 'messages/taxonomy.jsonl'))
const prior = [...new Set(lines.map(({ category }) => category))].map((category) => {
  const its = matters.filter(({ level1 }) => level1 === category)
  return { category, words: [...new Set(its.flatMap(({ level2, level3 }) => [level2, level3]))] }
})
const odd = labelled.filter((_, i) => !isEven(lines[i]?.title ?? ''))

const withSpread = (numbers: readonly number[]): string => {
  const mean = numbers.reduce((all, one) => all + one, 0) / numbers.length
  const spread = Math.sqrt(numbers.reduce((all, one) => all + (one - mean) ** 2, 0) / numbers.length)
  return `${mean.toFixed(3)} ± ${spread.toFixed(3)}`
}
console.log(`\ncategory of a message, ${FOLDS}-fold, ${SEEDS.length} seeds: accuracy, macro F1`)
for (const [name, texts, knows, isAsked] of [
  ['all, with the list of matters', labelled, prior, true],
  ['all, from the messages alone', labelled, [], false],
  ['other half alone, with the list of matters', odd, prior, false],
  ['other half alone, from its messages alone', odd, [], false],
] as const) {
  const runs = SEEDS.map((seed) => crossValidate(texts, FOLDS, seed, { cut, prior: knows }))
  const [right, f1] = [runs.map(accuracy), runs.map(macroF1)]
  const mean = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0) / numbers.length
  const target = isAsked ? ` (${against([mean(right), mean(f1)], [0.82, 0.81], 'at least')})` : ''
  const spoke = runs.flat().filter(({ suggested }) => suggested !== undefined)
  const good = spoke.filter(({ suggested, category }) => suggested === category).length
  const offered = `suggested to staff ${((spoke.length / runs.flat().length) * 100).toFixed(0)}%, of these right ${(good / spoke.length).toFixed(3)}`
  console.log(`${name}: ${withSpread(right)}, ${withSpread(f1)}${target}; ${offered}`)
}
