import { showNumber } from '../../appeal/reference.ts'
import { isOpen } from '../../appeal/states.ts'
import { newConversation } from '../../model/conversation.ts'
import { newPerson } from '../../model/person.ts'
import { brief } from '../../texts/rich.ts'
import { appealText, myDataText, privacyText, talk } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { hasGuessedWrong } from '../entrepreneur/pace.ts'
import type { Heard } from '../hear.ts'
import { isNo, isYes } from '../reading/index.ts'
import { takeBackPages } from '../staff/pages.ts'
import type { Turn } from '../turn.ts'
import { ownOf } from './own.ts'

/**
 * 删除我的信息: what goes, what stays and why, and then his word. What is open would go on without anybody to tell the
 * result to: it is finished or withdrawn first.
 */
export function askForget(turn: Turn): void {
  const open = turn.own.filter(({ state }) => isOpen(state))
  if (hasGuessedWrong(turn)) return turn.say(myDataText.forgetLater(turn.desk.catalog.guesses.hours))
  if (open.length > 0) {
    const listed = open.slice(0, 9).map((appeal) => {
      const label = appealText.withdrawLine(appealText.listLine(appeal, showNumber(appeal.number)))
      return choice(brief(label, 40), 'withdraw', appeal.number)
    })
    return turn.say(myDataText.openFirst(open.length), listed)
  }
  turn.say(myDataText.forgetAsk(ownOf(turn).length, turn.desk.catalog), [
    choice(privacyText.FORGET.yes, 'forget', 'yes'),
    choice(privacyText.FORGET.no, 'no'),
  ])
  turn.wait({ for: 'forget' })
}

const CONFIRMS = /^(?:确认|确定)?(?:删除|删掉?|删了?吧)[吧了。!]*$/u

export function takeForget(turn: Turn, { line }: Heard): boolean {
  if (isYes(line) || CONFIRMS.test(line)) forgetNow(turn)
  else if (isNo(line) || /^(?:先)?(?:不删|别删)/u.test(line)) turn.say(talk.fine)
  else return false
  return true
}

/** His key is destroyed outside the turn; until then the word that it is under way must not need it. */
export function forgetNow(turn: Turn): void {
  if (turn.own.some(({ state }) => isOpen(state)) || hasGuessedWrong(turn)) return askForget(turn)
  for (const appeal of turn.own) {
    turn.wishes.push({ kind: 'erased', number: appeal.number })
    takeBackPages(turn, appeal)
  }
  turn.start({ kind: 'erase', answerTo: turn.home, subject: turn.party.id })
  turn.person = newPerson
  turn.conversation = newConversation
  turn.say(myDataText.forgetting, [], { subject: 'system' })
}
