import type { Answer } from '../../../knowledge/passage.ts'
import type { Choice } from '../../model/reply.ts'
import { answerReply, answerText, LABEL, talk } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'
import { nextDocuments, offerDocuments, previousDocuments } from './documents.ts'
import { type Consulted, consult, printOf, remember, wholeQuestion } from './topic.ts'

type Manner = 'usual' | 'only-if-found' | 'in-passing'

/**
 * Answers a question from the documents, or says that it is not sure and offers a person.
 * `trouble`: the same line also told of a trouble, which may be registered. True when the documents had an answer; where
 * they had none, `only-if-found` says nothing.
 */
export function answerQuestion(
  turn: Turn,
  question: string,
  trouble: string | null,
  manner: Manner = 'usual',
  consulted: Consulted = consult(turn, question),
): boolean {
  const { answer } = consulted
  if (answer.kind === 'unsure' || (answer.kind === 'hedged' && manner === 'only-if-found')) {
    refuse(turn, consulted, trouble, manner)
    return false
  }
  const inPassing = manner === 'in-passing'
  if (isSeveral(answer) && !inPassing && trouble === null) {
    offerDocuments(turn, consulted, answer)
    return true
  }
  remember(turn, consulted, isSeveral(answer) ? Math.min(answerText.PAGE, answer.documents.length) : 1)
  if (answer.kind === 'hedged') keepGap(turn, 'hedged')
  turn.say(answerReply(answer, turn.today), inPassing ? [] : beside(answer))
  if (trouble !== null) offerToLodge(turn, trouble, talk.lodgeHint, answer.passages.length > 1 ? [MORE] : [])
  else if (!inPassing) turn.wait({ for: 'answered' })
  return true
}

/** What is said about documents as such, or goes on about the last one: known before anything else is read into a line. */
export function isAboutDocuments({ kind, follows, confidence, ...answer }: Answer): boolean {
  const byName = (kind === 'which' && confidence === 1) || ('named' in answer && answer.named === true)
  return follows !== undefined || byName || kind === 'list' || kind === 'card' || kind === 'validity'
}

function isSeveral(answer: Answer): answer is Answer & { kind: 'which' | 'list' } {
  return answer.kind === 'which' || answer.kind === 'list'
}

/** Few: what is there besides, and that it was no help. */
function beside(answer: Answer): Choice[] {
  const more = answer.passages.length > 1 ? [MORE] : []
  if (answer.kind === 'hedged') return [...more, choice(LABEL.passOn, 'pass-on')]
  if (answer.kind === 'found') return [...more, answer.named ? choice(LABEL.card, 'card') : NO_HELP]
  return answer.kind === 'validity' ? [choice(LABEL.card, 'card')] : []
}

/** More than any answer has passages. */
const ALL_SHOWN = 1_000
const MORE = choice(LABEL.more, 'more')
const NO_HELP = choice(LABEL.noHelp, 'no-help')

function refuse(turn: Turn, consulted: Consulted, trouble: string | null, manner: Manner): void {
  const { answer } = consulted
  if (manner === 'only-if-found') return
  const question = wholeQuestion(consulted.question, answer)
  turn.recordGap(question, { confidence: answer.confidence, why: 'refused', document: answer.passages[0]?.document })
  if (manner === 'in-passing') return
  nothingMore(turn)
  if (trouble !== null) return offerToLodge(turn, trouble, answerText.unsureButLodge)
  turn.say(answerReply(answer, turn.today), [choice(LABEL.passOn, 'pass-on'), choice(LABEL.rephrase, 'rephrase')])
  turn.wait({ for: 'pass-on', question })
}

/** “更多” after a question without an answer is not more of the question before. */
function nothingMore(turn: Turn): void {
  const { lastQuestion } = turn.conversation
  if (lastQuestion) turn.conversation = { ...turn.conversation, lastQuestion: { ...lastQuestion, shown: ALL_SHOWN } }
}

/** Keeps that the last answer may not have been a good one; what is said of it later is added to the same. */
export function keepGap(turn: Turn, why: 'hedged' | 'unhelpful', reason?: string): string {
  const last = turn.conversation.lastQuestion ?? { text: '', shown: 0 }
  const { text, confidence = 0, topic, gap: before } = last
  const gap = turn.recordGap(text, { confidence, why, reason, document: topic?.document, of: before })
  turn.conversation = { ...turn.conversation, lastQuestion: { ...last, gap } }
  return gap
}

function offerToLodge(turn: Turn, trouble: string, hint: string, more: readonly Choice[] = []): void {
  turn.say(hint, [choice(LABEL.lodge, 'lodge'), ...more, choice(LABEL.no, 'no')])
  turn.wait({ for: 'lodge', text: trouble })
}

/** One of the documents offered was chosen: it answers what was asked. */
export function chooseDocument(turn: Turn, document: string | undefined): void {
  const { lastQuestion } = turn.conversation
  if (document === undefined || !lastQuestion) return turn.say(talk.staleChoice)
  const question = lastQuestion.text
  answerQuestion(turn, question, null, 'usual', consult(turn, question, { question, document, chosen: true }))
}

/** The next passages of the last answer, or the next documents of a list; false where all were shown. */
export function showMore(turn: Turn): boolean {
  const last = turn.conversation.lastQuestion
  if (!last) return false
  const consulted = consult(turn, last.asked ?? last.text, last.about)
  const { answer } = consulted
  if (answer.kind === 'unsure') return false
  if (isAnother(turn, answer)) showAnew(turn, consulted)
  else if (answer.kind === 'list') return nextDocuments(turn, answer, last.shown)
  else if (answer.kind === 'which') offerDocuments(turn, consulted, answer)
  else if (answer.kind === 'card' || answer.kind === 'validity') {
    const manner = turn.conversation.intake ? 'in-passing' : 'usual'
    answerQuestion(turn, `《${answer.document.title}》`, null, manner)
  } else return showPassage(turn, answer, last.shown)
  return true
}

/** One passage or page back. */
export function showPrevious(turn: Turn): void {
  const last = turn.conversation.lastQuestion
  if (!last) return turn.say(talk.hello)
  const consulted = consult(turn, last.asked ?? last.text, last.about)
  const { answer } = consulted
  if (answer.kind === 'which') return offerDocuments(turn, consulted, answer)
  if (answer.kind !== 'unsure' && isAnother(turn, answer)) return showAnew(turn, consulted)
  if (answer.kind === 'list') return previousDocuments(turn, answer, last.shown)
  const at = Math.min(last.shown, answer.passages.length) - 2
  if (at < 0) return turn.say(answerText.isFirst)
  if (!showPassage(turn, answer, at)) turn.say(answerText.noMore)
}

/** The documents have been read anew since: what comes next now is not what came next then. */
function isAnother(turn: Turn, answer: Answer): boolean {
  const { print, shown = 0 } = turn.conversation.lastQuestion ?? {}
  return print !== undefined && shown < ALL_SHOWN && print !== printOf(turn, answer, shown)
}

function showAnew(turn: Turn, consulted: Consulted): void {
  turn.say(answerText.renewed)
  answerQuestion(turn, consulted.question, null, turn.conversation.intake ? 'in-passing' : 'usual', consulted)
}

function showPassage(turn: Turn, answer: Answer, at: number): boolean {
  const { lastQuestion, intake } = turn.conversation
  const passage = answer.passages[at]
  if (!passage || !lastQuestion) return false
  turn.conversation = {
    ...turn.conversation,
    lastQuestion: { ...lastQuestion, shown: at + 1, print: printOf(turn, answer, at + 1) },
  }
  const more = answer.passages.length > at + 1 ? [MORE] : []
  turn.say(answerText.cited(passage), intake ? [] : [...more, NO_HELP])
  if (!intake) turn.wait({ for: 'answered' })
  return true
}
