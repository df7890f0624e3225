import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createKnowledgeBase } from '../../knowledge/index.ts'
import { type PolicyQuestion, readLines } from '../bench/corpora.ts'
import { CORPORA } from './folder.ts'

const absent = existsSync(CORPORA) ? '' : ' (skipped: ../shared/corpora is absent)'
const bare = (text: string) => text.replace(/\s/gu, '')

/** A little under what `npm run bench:answers -- DIR` prints. */
test.skipIf(absent)(`487 questions on 599 notices: not below the floor${absent}`, { timeout: 120_000 }, async () => {
  const folder = join(CORPORA, 'policies')
  const knowledge = await createKnowledgeBase({ folder: join(folder, 'documents') })
  const questions = readLines<PolicyQuestion>(join(folder, 'questions.jsonl'))
  const met = questions.map(({ question, document, answer }) => {
    const { passages } = knowledge.ask(question, '2020-03-15')
    const documents = [...new Set(passages.map((passage) => passage.document))]
    const answers = passages.slice(0, 3).map(({ text }) => bare(text).includes(bare(answer)))
    return {
      first: documents[0] === `${document}.txt`,
      amongThree: documents.slice(0, 3).includes(`${document}.txt`),
      answered: answers[0] === true,
      answeredAmongThree: answers.includes(true),
      short: passages.every(({ text }) => text.length <= 400),
    }
  })
  const share = (hit: (one: (typeof met)[number]) => boolean) => met.filter(hit).length / met.length
  expect(share(({ first }) => first)).toBeGreaterThanOrEqual(0.79)
  expect(share(({ amongThree }) => amongThree)).toBeGreaterThanOrEqual(0.905)
  expect(share(({ answered }) => answered)).toBeGreaterThanOrEqual(0.81)
  expect(share(({ answeredAmongThree }) => answeredAmongThree)).toBeGreaterThanOrEqual(0.895)
  expect(share(({ short }) => short)).toBe(1)
})
