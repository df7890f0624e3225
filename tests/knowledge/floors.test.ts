import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createKnowledgeBase } from '../../knowledge/index.ts'
import { type PolicyQuestion, readLines } from '../bench/corpora.ts'
import { CORPORA } from './folder.ts'

const absent = existsSync(CORPORA) ? '' : ' (skipped: ../shared/corpora is absent)'
const bare = (text: string) => text.replace(/\s/gu, '')

/** The plain set-up this project began from; `npm run bench:answers -- DIR` prints where it stands now. */
test.skipIf(absent)(`487 questions on 599 notices: not below the floor${absent}`, { timeout: 120_000 }, async () => {
  const folder = join(CORPORA, 'policies')
  const knowledge = await createKnowledgeBase({ folder: join(folder, 'documents') })
  const questions = readLines<PolicyQuestion>(join(folder, 'questions.jsonl'))
  const met = questions.map(({ question, document, answer }) => {
    const said = knowledge.ask(question, '2026-11-23')
    const { passages } = said
    const documents = [...new Set(passages.map((passage) => passage.document))]
    return {
      first: documents[0] === `${document}.txt`,
      amongThree: documents.slice(0, 3).includes(`${document}.txt`),
      answered: bare(passages[0]?.text ?? '').includes(bare(answer)),
    }
  })
  const share = (hit: (one: (typeof met)[number]) => boolean) => met.filter(hit).length / met.length
  expect(share(({ first }) => first)).toBeGreaterThanOrEqual(0.78)
  expect(share(({ amongThree }) => amongThree)).toBeGreaterThanOrEqual(0.9)
  expect(share(({ answered }) => answered)).toBeGreaterThanOrEqual(0.7)
})
