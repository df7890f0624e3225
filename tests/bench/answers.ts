/**
 * How well the documents' answers are found: `npm run bench:answers -- DIR`, DIR being the folder of corpora with
 * `policies/` and `statutes/`. Half of the questions were used for tuning (dev), half were not (kept back).
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { plain } from '../../bot/model/reply.ts'
import { answerReply } from '../../bot/texts/zh-cn.ts'
import { createKnowledgeBase, type KnowledgeBase, type Passage } from '../../knowledge/index.ts'
import { alone, auroc, isDev, type PolicyQuestion, readLines, type StatuteQuestion } from './corpora.ts'

const THEN = '2020-06-01'
const NOW = '2026-01-01'

const { positionals } = parseArgs({ allowPositionals: true })
const [dir] = positionals
if (!dir) {
  console.error('usage: npm run bench:answers -- DIR   (the folder of corpora)')
  process.exit(2)
}

const squeeze = (text: string) => text.replace(/\s/g, '')
const distinct = (passages: readonly Passage[]) => [...new Set(passages.map(({ document }) => document))]
const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length
const share = (them: readonly boolean[]) => mean(them.map(Number)).toFixed(3)

/** One question asked, with what was measured. */
function timed(knowledge: KnowledgeBase, question: string, on: string) {
  const begun = performance.now()
  const answer = knowledge.ask(question, on)
  const reply = plain(answerReply(answer))
  const ms = performance.now() - begun
  const { kind, confidence, passages } = answer
  return { found: kind === 'found', confidence, reply, ms, passages }
}

function printTimes(times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(1)
  console.log(`  time, ms: median ${at(0.5)}, p99 ${at(0.99)}`)
}

async function started(folder: string): Promise<KnowledgeBase> {
  const begun = performance.now()
  const knowledge = await createKnowledgeBase({ folder })
  const { documents, passages } = knowledge.status()
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`  ${documents} documents, ${passages} passages, ready in ${seconds} s`)
  return knowledge
}

async function policies(folder: string): Promise<void> {
  console.log('policies')
  const knowledge = await started(join(folder, 'documents'))
  const questions = readLines<PolicyQuestion>(join(folder, 'questions.jsonl'))
  const foreign = readLines<{ id: string; question: string }>(join(folder, 'unanswerable.jsonl'))

  const asked = questions.map((q) => {
    const answer = timed(knowledge, q.question, THEN)
    const rank = distinct(answer.passages).indexOf(`${q.document}.txt`)
    const wanted = squeeze(q.answer)
    const inPassage = answer.passages.slice(0, 3).map(({ text }) => squeeze(text).includes(wanted))
    return { ...answer, id: q.id, rank, inPassage, inReply: squeeze(answer.reply).includes(wanted) }
  })
  const refused = foreign.map((q) => ({ id: q.id, ...timed(knowledge, q.question, THEN) }))

  for (const [half, mine] of halves) {
    const answers = asked.filter(mine)
    const others = refused.filter(mine)
    const among = (n: number) => share(answers.map(({ rank }) => rank >= 0 && rank < n))
    const score = auroc(
      answers.map(({ confidence }) => confidence),
      others.map(({ confidence }) => confidence),
    )
    console.log(`  ${half}: ${answers.length} questions, ${others.length} unanswerable`)
    console.log(`    document first ${among(1)}, among three ${among(3)}, among ten ${among(10)}`)
    console.log(
      `    answer in the reply ${share(answers.map(({ inReply }) => inReply))}, in the first passage ${share(
        answers.map(({ inPassage }) => inPassage[0] === true),
      )}, in the first three ${share(answers.map(({ inPassage }) => inPassage.includes(true)))}`,
    )
    console.log(
      `    confidence: AUROC ${score.toFixed(3)}; said to be found: questions ${share(
        answers.map(({ found }) => found),
      )}, unanswerable ${share(others.map(({ found }) => found))}`,
    )
  }
  printTimes([...asked, ...refused].map(({ ms }) => ms))
}

async function statutes(folder: string): Promise<void> {
  console.log('statutes')
  const knowledge = await alone(join(folder, 'articles.jsonl'), started)
  const asked = readLines<StatuteQuestion>(join(folder, 'questions.jsonl')).map((q) => {
    const answer = timed(knowledge, q.question, NOW)
    const articles = distinct(answer.passages).slice(0, 10)
    const first = articles.findIndex((article) => q.articles.includes(article))
    const recalled = q.articles.filter((article) => articles.includes(article)).length / q.articles.length
    return { ...answer, id: q.id, recalled, reciprocal: first < 0 ? 0 : 1 / (first + 1) }
  })
  for (const [half, mine] of halves) {
    const answers = asked.filter(mine)
    const recall = mean(answers.map(({ recalled }) => recalled)).toFixed(3)
    const mrr = mean(answers.map(({ reciprocal }) => reciprocal)).toFixed(3)
    const found = share(answers.map((answer) => answer.found))
    console.log(`  ${half}: ${answers.length} questions, R@10 ${recall}, MRR@10 ${mrr}, said to be found ${found}`)
  }
  printTimes(asked.map(({ ms }) => ms))
}

const halves = [
  ['all', () => true],
  ['dev', ({ id }: { id: string | number }) => isDev(id)],
  ['kept back', ({ id }: { id: string | number }) => !isDev(id)],
] as const

await policies(join(dir, 'policies'))
await statutes(join(dir, 'statutes'))
