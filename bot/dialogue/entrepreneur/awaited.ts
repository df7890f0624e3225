import type { Waiting } from '../../model/conversation.ts'
import { answerText, LABEL, talk } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { beginIntake } from '../intake/intake.ts'
import { takeSimilar } from '../intake/similar-own.ts'
import { takeReason } from '../own/follow-up.ts'
import { takeForget } from '../own/forget.ts'
import { takeMending } from '../own/my-data.ts'
import { takeWithdrawal } from '../own/own.ts'
import { takeProfile } from '../own/profile.ts'
import { takeReopening } from '../own/reopen.ts'
import { takeCode } from '../own/status.ts'
import { takeStewardArea } from '../own/steward.ts'
import { takeSupplement } from '../own/supplement.ts'
import { noHelp, saysNoHelp, stillNoHelp } from '../question/no-help.ts'
import { isNo, isYes } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { passOn } from './pass-on.ts'
import { answerService } from './service.ts'
import { ACKNOWLEDGES } from './small-talk.ts'

/** The line that was waited for; false where it is something else, which is then read as a fresh one. */
export function takeWaiting(turn: Turn, heard: Heard, waiting: Waiting): boolean {
  const { line } = heard
  switch (waiting.for) {
    case 'pass-on':
      if (isYes(line)) passOn(turn, waiting.question)
      else if (isNo(line)) turn.say(talk.fine)
      else if (saysNoHelp(line)) stillNoHelp(turn, waiting.question)
      else return false
      return true
    case 'no-help':
      if (isYes(line)) passOn(turn, turn.conversation.lastQuestion?.text ?? '')
      else if (isNo(line)) turn.say(talk.fine)
      else return remarks(turn, heard)
      return true
    case 'answered':
      if (!ACKNOWLEDGES.test(line)) return remarks(turn, heard)
      turn.say(talk.fine)
      turn.wait(waiting)
      return true
    case 'document':
      if (!ALL_OF_THEM.test(line)) return remarks(turn, heard)
      turn.say(answerText.oneByOne, turn.conversation.offered)
      turn.wait(waiting)
      return true
    case 'lodge':
      return takeLodge(turn, heard, waiting)
    case 'code':
      return takeCode(turn, heard, waiting.number) || lostCode(turn, line, waiting)
    case 'reason':
      return takeReason(turn, heard, waiting.number)
    case 'supplement':
      return takeSupplement(turn, heard, waiting)
    case 'withdraw':
      return takeWithdrawal(turn, heard, waiting.number)
    case 'similar':
      return takeSimilar(turn, heard, waiting)
    case 'reopen':
      return takeReopening(turn, heard, waiting.number)
    case 'forget':
      return takeForget(turn, heard)
    case 'mend':
      return takeMending(turn, heard)
    case 'profile':
      return takeProfile(turn, heard)
    case 'steward':
      return takeStewardArea(turn, heard)
    case 'append':
    case 'interest':
    case 'staff-words':
    case 'entry-words':
    case 'member':
      return false
  }
}

/** Whether what was told beside a question is to be registered. */
function takeLodge(turn: Turn, { line, attachments }: Heard, waiting: Waiting & { for: 'lodge' }): boolean {
  if (isYes(line) || /^登记/u.test(line)) beginIntake(turn, waiting.text, attachments)
  else if (isNo(line)) turn.say(talk.fine)
  else if (saysNoHelp(line)) {
    turn.say(answerText.sorryLodge, [choice(LABEL.lodge, 'lodge'), choice(LABEL.no, 'no')])
    turn.wait(waiting)
  } else return false
  return true
}

/** “不记得码了”: where it stands, and it is waited for as before. */
function lostCode(turn: Turn, line: string, waiting: Waiting): boolean {
  if (!answerService(turn, line, 'lost') && !answerService(turn, line, 'code')) return false
  turn.wait(waiting)
  return true
}

const ALL_OF_THEM = /^我?(?:都|全|[两三四]个都|全部都?)(?:要|看|想看|发|给我)(?:一下)?[吧啊。!]*$/u

/** “没用”, “答非所问”, “看不懂” right after an answer. */
function remarks(turn: Turn, { line, text }: Heard): boolean {
  const reason = saysNoHelp(line)
  if (reason) noHelp(turn, reason, text)
  return reason !== undefined
}
