import type { Conversation, Trace, Waiting } from '../../model/conversation.ts'
import type { Turn } from '../turn.ts'
import { withoutBefore } from './trail.ts'

const AFTER_AN_ANSWER: readonly Waiting['for'][] = ['answered', 'no-help', 'document']

/** A question is taken back: its answer stands above in his chat, and here it was never asked. Nothing is said. */
export function unask(turn: Turn, { before }: Trace, earlier: readonly Trace[], later: readonly Trace[]): 'done' {
  const trail = [...earlier, ...later.map(unaware)]
  const { lastQuestion, waiting, offered, ...rest } = turn.conversation
  if (lastQuestion && later.some(({ as }) => as === 'asked')) {
    turn.conversation = { ...turn.conversation, trail, lastQuestion: byItself(lastQuestion) }
    return 'done'
  }
  const over = waiting === undefined || AFTER_AN_ANSWER.includes(waiting.for)
  turn.conversation = {
    ...rest,
    trail,
    ...(before?.lastQuestion && { lastQuestion: before.lastQuestion }),
    ...(waiting && !over && { waiting }),
    offered: over && !rest.intake && !rest.held ? [] : offered,
  }
  return 'done'
}

/** A later line, without what it knew of the question. */
function unaware(trace: Trace): Trace {
  if (trace.as === 'asked' || !trace.before) return withoutBefore(trace)
  const { lastQuestion: _, waiting, ...before } = trace.before
  const kept = waiting && !AFTER_AN_ANSWER.includes(waiting.for)
  return { ...trace, before: { ...before, ...(kept && { waiting }) } }
}

/** What was asked since stands by itself, as it was said. */
function byItself({ about: _, asked, topic, ...question }: NonNullable<Conversation['lastQuestion']>) {
  const text = asked ?? question.text
  return { ...question, text, ...(topic && { topic: { ...topic, question: text } }) }
}
