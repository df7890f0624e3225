import type { Command } from 'commander'
import { z } from 'zod'
import type { Answer } from '../../knowledge/passage.ts'
import { Fault } from '../model/fault.ts'
import { dateOf } from '../model/instant.ts'
import { plain } from '../model/reply.ts'
import { LineId, runBatch } from './batch.ts'
import { systemClock } from './clock.ts'
import { type Io, print } from './io.ts'
import { configFor, count, docsOption, jsonOption } from './options.ts'
import { shelfIn } from './paths.ts'

interface Flags {
  readonly batch?: string
  readonly docs?: string
  readonly top: number
  readonly json?: true
}

const EMPTY = 'is missing, or empty'
const Line = z.object({ id: LineId, question: z.string(EMPTY).trim().min(1, EMPTY) }, 'is no object')

export function addAsk(program: Command, io: Io): void {
  program
    .command('ask')
    .summary('answer a question from the documents')
    .description(
      'Answers a question as the bot would, or every question of a .jsonl file: a line {"id", "question"} in,\n' +
        'a line {"id", "kind", "confidence", "reply", "passages", "ms"} out, in order.',
    )
    .argument('[question]', 'what an entrepreneur would ask')
    .option('--batch <file>', 'questions from this .jsonl file; - reads stdin')
    .addOption(docsOption())
    .option('--top <n>', 'how many passages to list as JSON', count, 3)
    .addOption(jsonOption())
    .action((question: string | undefined, flags: Flags) => ask(question, flags, io))
}

async function ask(question: string | undefined, flags: Flags, io: Io): Promise<void> {
  if ((question === undefined) === (flags.batch === undefined)) {
    throw new Fault('usage', 'ask takes a question or --batch FILE, one of the two')
  }
  if (question?.trim() === '') throw new Fault('usage', 'the question is empty')
  const { docs, data } = configFor(io, flags)
  const [{ openKnowledge }, { answerReply }] = await Promise.all([
    import('./knowledge.ts'),
    import('../texts/zh-cn.ts'),
  ])
  // Large folders take a while to read: what a running bot made of the same documents spares it.
  const knowledge = await openKnowledge(docs, io.stderr, { borrow: shelfIn(data) })
  const today = dateOf(systemClock.now())

  const answer = (text: string) => {
    const begun = performance.now()
    const found = knowledge.ask(text, today)
    const reply = plain(answerReply(found, today))
    const ms = Math.round((performance.now() - begun) * 100) / 100
    return { kind: found.kind, confidence: found.confidence, reply, passages: listed(found, flags.top), ms }
  }

  if (flags.batch !== undefined) {
    return runBatch(io, {
      file: flags.batch,
      line: Line,
      example: '{"id": …, "question": "…"}',
      what: 'questions',
      answer: ({ id, question }) => ({ id, ...answer(question) }),
    })
  }
  const answered = answer(question ?? '')
  await print(io.stdout, flags.json ? JSON.stringify(answered) : answered.reply)
}

function listed(answer: Answer, top: number) {
  return answer.passages
    .slice(0, top)
    .map(({ document, title, article, text, score }) => ({ document, title, article: article ?? null, text, score }))
}
