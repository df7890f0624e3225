import type { Intake, SlotName } from '../../model/slots.ts'
import { intakeText } from '../../texts/zh-cn.ts'
import { answerService } from '../entrepreneur/service.ts'
import type { Heard } from '../hear.ts'
import { isAboutDocuments } from '../question/ask.ts'
import { noHelpInPassing, saysNoHelp } from '../question/no-help.ts'
import { citesArticle, endsAsking, questionIn } from '../question/question.ts'
import { consult } from '../question/topic.ts'
import type { Turn } from '../turn.ts'
import { askInPassing, askNext, showSummary } from './asking.ts'
import { gather, isQuestion } from './gather.ts'
import { asksHowItStands } from './in-between.ts'
import { continueIntake } from './intake.ts'
import { groupOf } from './slots.ts'

/** In characters; longer lines tell something. */
const LONGEST_QUESTION = 60

/** A question, a remark or a citation in the middle of an intake is no answer to what it asks. */
export function duringIntake(turn: Turn, heard: Heard, intake: Intake): void {
  const { line } = heard
  if (heard.attachments.length === 0 && asksHowItStands(turn, heard)) return backToIntake(turn)
  const asked = intake.stage === 'asking' && heard.attachments.length === 0 ? intake.asked : undefined
  if (asked && !OPEN_SLOTS.includes(asked) && line.length <= LONGEST_QUESTION) {
    const reason = saysNoHelp(line)
    if (reason) {
      noHelpInPassing(turn, reason, heard.text)
      return backToIntake(turn)
    }
    if (isQuestion(line) && answerService(turn, line)) return backToIntake(turn)
    if (asksInPassing(turn, line, asked, intake)) {
      askInPassing(turn, questionIn(heard.text))
      return backToIntake(turn)
    }
  }
  continueIntake(turn, heard, intake)
}

/** Whatever is said of them is the answer. */
const OPEN_SLOTS: readonly SlotName[] = ['matter', 'wish', 'confidential']

function asksInPassing(turn: Turn, line: string, asked: SlotName, intake: Intake): boolean {
  if (citesArticle(line)) return true
  const answers = () => gather(turn, line, asked, groupOf(asked, intake, turn.desk), intake, null).hits
  const plain = !isQuestion(line) && !/《/u.test(line)
  // “2025年6月” goes on about a document only where no date is asked for.
  if (plain && answers()) return false
  const { answer } = consult(turn, questionIn(line))
  if (answer.kind === 'unsure') return false
  return isAboutDocuments(answer) || (endsAsking(line) && !answers())
}

/** After something else was said in between: the question that was open. */
export function backToIntake(turn: Turn): void {
  const { intake } = turn.conversation
  if (!intake) return
  if (intake.stage === 'summary') return showSummary(turn, intake)
  turn.say(intakeText.backTo)
  askNext(turn)
}
