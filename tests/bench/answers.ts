/**
 * How well the documents' answers are found: `npm run bench:answers -- DIR`, DIR being the folder of corpora with
 * `policies/` and `statutes/`. Half of the questions were used for tuning (dev), half were not (kept back).
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { plain } from '../../bot/model/reply.ts'
import { answerReply } from '../../bot/texts/zh-cn.ts'
import { answer } from '../../knowledge/ask/answer.ts'
import type { Generation } from '../../knowledge/generation/index.ts'
import type { Answer } from '../../knowledge/index.ts'
import { alone, auroc, generationOf, isDev, type PolicyQuestion, readLines, type StatuteQuestion } from './corpora.ts'
import { calibration, confusion, type Judged, mean, percentiles, share, table } from './tables.ts'

const THEN = '2020-03-15'
const NOW = '2026-01-01'
const SHOWN = 3
const SHORT = 250

const { positionals } = parseArgs({ allowPositionals: true })
const [dir] = positionals
if (!dir) {
  console.error('usage: npm run bench:answers -- DIR   (the folder of corpora)')
  process.exit(2)
}

const squeeze = (text: string) => text.replace(/\s/g, '')
const documentsOf = ({ passages }: Answer) => [...new Set(passages.map(({ document }) => document))]

interface Asked {
  readonly id: string | number
  readonly said: Answer
  readonly reply: string
  readonly ms: number
}

/** The questions asked one after another, with the reply an entrepreneur would see. */
function ask(generation: Generation, questions: readonly { id: string | number; question: string }[], on: string) {
  return questions.map(({ id, question }): Asked => {
    const begun = performance.now()
    const said = answer(generation, question, on)
    const ms = performance.now() - begun
    return { id, said, reply: plain(answerReply(said)), ms }
  })
}

const halves = [
  ['all', () => true],
  ['dev', ({ id }: { id: string | number }) => isDev(id)],
  ['kept back', ({ id }: { id: string | number }) => !isDev(id)],
] as const

async function policies(folder: string): Promise<void> {
  const generation = await generationOf(join(folder, 'documents'))
  const questions = readLines<PolicyQuestion>(join(folder, 'questions.jsonl'))
  const foreign = readLines<{ id: string; question: string }>(join(folder, 'unanswerable.jsonl'))
  const { counts } = generation
  console.log(`policies: ${counts.documents} documents, ${counts.passages} passages`)

  const answered = ask(generation, questions, THEN).map((asked, i) => {
    const wanted = squeeze(questions[i]?.answer ?? '')
    const rank = documentsOf(asked.said).indexOf(`${questions[i]?.document}.txt`)
    const hits = asked.said.passages.slice(0, SHOWN).map(({ text }) => squeeze(text).includes(wanted))
    return { ...asked, rank: rank < 0 ? Infinity : rank, hits, replied: squeeze(asked.reply).includes(wanted) }
  })
  const strange = ask(generation, foreign, THEN)

  const figures = halves.map(([, mine]) => {
    const them = answered.filter(mine)
    const others = strange.filter(mine)
    const first = them.map(({ said }) => said.passages[0]?.text.length ?? 0)
    return [
      share(them.map(({ rank }) => rank < 1)),
      share(them.map(({ rank }) => rank < 3)),
      share(them.map(({ rank }) => rank < 10)),
      share(them.map(({ replied }) => replied)),
      share(them.map(({ hits }) => hits[0] === true)),
      share(them.map(({ hits }) => hits.includes(true))),
      auroc(
        them.map(({ said }) => said.confidence),
        others.map(({ said }) => said.confidence),
      ).toFixed(3),
      share(them.map(({ said }) => said.kind === 'which')),
      mean(first).toFixed(0),
      share(first.map((length) => length <= SHORT)),
    ]
  })
  table(
    ['', 'target', ...halves.map(([half]) => half)],
    [
      ['document first', '.85'],
      ['document among three', '.94'],
      ['document among ten', '.985'],
      ['answer in the reply', '.83'],
      ['answer in the first passage', '–'],
      ['answer in the first three', '.91'],
      ['AUROC of confidence', '.895'],
      ['asks which is meant', '≤ .02'],
      ['first passage, characters', '–'],
      [`first passage ≤ ${SHORT}`, '–'],
    ].map((row, i) => [...row, ...figures.map((column) => column[i] ?? '')]),
  )
  const judged: Judged[] = [
    ...answered.map(({ said, hits, rank }) => ({
      kind: said.kind,
      confidence: said.confidence,
      answerable: true,
      right: hits.includes(true) || rank < SHOWN,
    })),
    ...strange.map(({ said: { kind, confidence } }) => ({ kind, confidence, answerable: false, right: false })),
  ]
  confusion(judged)
  calibration(judged)
  percentiles(
    'the whole answer',
    [...answered, ...strange].map(({ ms }) => ms),
  )
}

async function statutes(folder: string): Promise<void> {
  const generation = await alone(join(folder, 'articles.jsonl'), generationOf)
  const questions = readLines<StatuteQuestion>(join(folder, 'questions.jsonl'))
  console.log(`statutes: ${generation.counts.documents} articles`)
  const answered = ask(generation, questions, NOW).map((asked, i) => {
    const wanted = questions[i]?.articles ?? []
    const articles = documentsOf(asked.said).slice(0, 10)
    const first = articles.findIndex((article) => wanted.includes(article))
    const recalled = wanted.filter((article) => articles.includes(article)).length / wanted.length
    return { ...asked, recalled, reciprocal: first < 0 ? 0 : 1 / (first + 1) }
  })
  const figures = halves.map(([, mine]) => {
    const them = answered.filter(mine)
    return [
      mean(them.map(({ recalled }) => recalled)).toFixed(3),
      mean(them.map(({ reciprocal }) => reciprocal)).toFixed(3),
    ]
  })
  table(
    ['', 'target', ...halves.map(([half]) => half)],
    [
      ['R@10', '.66'],
      ['MRR@10', '.56'],
    ].map((row, i) => [...row, ...figures.map((column) => column[i] ?? '')]),
  )
  confusion(
    answered.map(({ said: { kind, confidence }, reciprocal }) => ({
      kind,
      confidence,
      answerable: true,
      right: reciprocal > 0,
    })),
  )
  percentiles(
    'the whole answer',
    answered.map(({ ms }) => ms),
  )
}

await policies(join(dir, 'policies'))
await statutes(join(dir, 'statutes'))
