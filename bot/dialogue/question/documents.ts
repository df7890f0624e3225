import type { Answer } from '../../../knowledge/passage.ts'
import type { Choice } from '../../model/reply.ts'
import { answerText, groupText, LABEL } from '../../texts/zh-cn.ts'
import { choice, DOCUMENT } from '../choices.ts'
import type { Turn } from '../turn.ts'
import { type Consulted, printOf, remember } from './topic.ts'

type Several = Answer & { kind: 'which' | 'list' }
type List = Answer & { kind: 'list' }

/** Offers the documents that were found: a number, a name or a part of it chooses one. */
export function offerDocuments(turn: Turn, consulted: Consulted, answer: Several): void {
  const shown = Math.min(answerText.PAGE, answer.documents.length)
  remember(turn, consulted, shown)
  const head = turn.inGroup ? headBeforeOthers(answer) : headOf(answer)
  offer(turn, answer, 0, head)
}

function headOf(answer: Several): string {
  return answer.kind === 'list' ? answerText.listHead(answer.topic, answer.total) : answerText.which
}

/** Nothing that he said is repeated. */
function headBeforeOthers(answer: Several): string {
  return answer.kind === 'list' ? groupText.listHead(answer.total) : groupText.which
}

/** The next page of a list; false where the last was shown. */
export function nextDocuments(turn: Turn, answer: List, shown: number): boolean {
  if (shown >= answer.documents.length) return false
  showPage(turn, answer, shown)
  return true
}

/** The page before, or once more the first. */
export function previousDocuments(turn: Turn, answer: List, shown: number): void {
  const page = Math.ceil(Math.min(shown, answer.documents.length) / answerText.PAGE)
  showPage(turn, answer, Math.max(0, page - 2) * answerText.PAGE)
}

function showPage(turn: Turn, answer: List, from: number): void {
  const { lastQuestion } = turn.conversation
  const end = Math.min(from + answerText.PAGE, answer.documents.length)
  if (lastQuestion)
    turn.conversation = {
      ...turn.conversation,
      lastQuestion: { ...lastQuestion, shown: end, print: printOf(turn, answer, end) },
    }
  offer(turn, answer, from, answerText.listPage(from + 1, end, answer.total))
}

function offer(turn: Turn, answer: Several, from: number, head: string): void {
  const page = answer.documents.slice(from, from + answerText.PAGE)
  // A number would be read as the answer that the intake waits for.
  if (turn.conversation.intake) return turn.say(answerText.named(head, page))
  const choices: Choice[] = page.map((document, i) => choice(answerText.documentLabel(document), DOCUMENT, String(i)))
  const more = answer.documents.length > from + answerText.PAGE ? [choice(LABEL.more, 'more')] : []
  turn.say(head, [...choices, ...more])
  turn.wait({ for: 'document', documents: page.map(({ document }) => document) })
}
