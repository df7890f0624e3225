import type { Choice } from '../model/reply.ts'
import { answerReply, answerText, LABEL, talk } from '../texts/zh-cn.ts'
import { choice } from './choices.ts'
import type { Turn } from './turn.ts'

/**
 * Answers a question from the documents, or says that it is not sure and offers a person.
 * `trouble`: the same line also told of a trouble, which may be registered. True when the documents had an answer.
 */
export function answerQuestion(
  turn: Turn,
  question: string,
  trouble: string | null,
  manner: 'usual' | 'only-if-found' | 'in-passing' = 'usual',
): boolean {
  const answer = turn.desk.knowledge.ask(question, turn.today)
  if (answer.kind === 'found') {
    turn.conversation = { ...turn.conversation, lastQuestion: { text: question, shown: 1 } }
    const more = answer.passages.length > 1 && manner !== 'in-passing' ? [choice(LABEL.more, 'more')] : []
    turn.say(answerReply(answer), more)
    if (trouble !== null) offerToLodge(turn, trouble, talk.lodgeHint, more)
    return true
  }
  if (manner !== 'only-if-found') turn.recordGap(question, answer.confidence)
  if (manner === 'only-if-found') turn.say(talk.notUnderstood)
  else if (manner === 'in-passing') return false
  else if (trouble !== null) offerToLodge(turn, trouble, answerText.unsureButLodge)
  else {
    turn.say(answerReply(answer), [choice(LABEL.passOn, 'pass-on'), choice(LABEL.rephrase, 'rephrase')])
    turn.wait({ for: 'pass-on', question })
  }
  return false
}

function offerToLodge(turn: Turn, trouble: string, hint: string, more: readonly Choice[] = []): void {
  turn.say(hint, [choice(LABEL.lodge, 'lodge'), ...more, choice(LABEL.no, 'no')])
  turn.wait({ for: 'lodge', text: trouble })
}

/** The next passages of the last answer. */
export function showMore(turn: Turn): void {
  const last = turn.conversation.lastQuestion
  if (!last) return turn.say(talk.hello)
  const answer = turn.desk.knowledge.ask(last.text, turn.today)
  const passages = answer.kind === 'found' ? answer.passages : []
  const next = passages[last.shown]
  if (!next) return turn.say(answerText.noMore)
  turn.conversation = { ...turn.conversation, lastQuestion: { ...last, shown: last.shown + 1 } }
  turn.say(answerText.cited(next), passages.length > last.shown + 1 ? [choice(LABEL.more, 'more')] : [])
}
