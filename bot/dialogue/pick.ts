import { AppealNumber, Satisfaction } from '../model/appeal.ts'
import type { Waiting } from '../model/conversation.ts'
import { SlotName } from '../model/slots.ts'
import { talk } from '../texts/zh-cn.ts'
import { chooseDocument, showMore } from './ask.ts'
import { fill, skipAsked } from './asking.ts'
import { DOCUMENT } from './choices.ts'
import { rate } from './follow-up.ts'
import { handOff } from './handoff.ts'
import { backToIntake } from './in-passing.ts'
import { beginIntake } from './intake.ts'
import { lodgeQuestion } from './lodge.ts'
import { isReason, noHelp, noHelpBecause, showCard } from './no-help.ts'
import { nudge, withdraw, withdrawNow } from './own.ts'
import { append, chooseSlot, editSlot, submit } from './review.ts'
import { show } from './status.ts'
import { supplementNow } from './supplement.ts'
import type { Turn } from './turn.ts'

/** A choice was made: by number, by word or by button. A stale or forged one does no harm. */
export function pick(turn: Turn, id: string, waiting: Waiting | undefined): void {
  const [verb = '', object = '', detail = ''] = id.split(':')
  const { intake, lastQuestion } = turn.conversation
  const number = AppealNumber.safeParse(object).data
  const slot = SlotName.safeParse(object).data
  const rating = Satisfaction.exclude(['no-answer']).safeParse(detail).data
  if (verb === 'more') {
    showMore(turn)
    return backToIntake(turn)
  }
  if (verb === DOCUMENT)
    return chooseDocument(turn, waiting?.for === 'document' ? waiting.documents[Number(object)] : undefined)
  if (verb === 'card') return showCard(turn)
  if (verb === 'no-help' && lastQuestion) return noHelp(turn, 'unsaid')
  if (verb === 'because' && lastQuestion && isReason(object)) return noHelpBecause(turn, object)
  if (verb === 'no') return turn.say(talk.fine)
  if (verb === 'rephrase') return turn.say(talk.rephrase)
  if (verb === 'human') return handOff(turn)
  if (verb === 'pass-on' && waiting?.for === 'pass-on') return lodgeQuestion(turn, waiting.question)
  if (verb === 'pass-on' && lastQuestion && (waiting?.for === 'answered' || waiting?.for === 'no-help')) {
    return lodgeQuestion(turn, lastQuestion.text)
  }
  if (verb === 'lodge' && waiting?.for === 'lodge') return beginIntake(turn, waiting.text, [])
  if (verb === 'lodge' && waiting?.for === 'supplement' && waiting.other) return beginIntake(turn, waiting.other, [])
  if (verb === 'cancel' && intake) {
    const { intake: _, ...rest } = turn.conversation
    turn.conversation = rest
    return turn.say(talk.cancelled)
  }
  if (verb === 'skip' && intake) return skipAsked(turn, intake)
  if (verb === 'area' && intake && turn.desk.catalog.areas.some(({ name }) => name === object)) {
    return fill(turn, intake, { area: object })
  }
  if (verb === 'append' && intake && waiting?.for === 'append') return append(turn, intake, waiting.text)
  if (verb === 'confirm' && intake) return submit(turn, intake)
  if (verb === 'edit' && intake) return chooseSlot(turn)
  if (verb === 'edit-slot' && intake && slot) return editSlot(turn, intake, slot)
  if (verb === 'rate' && number && rating) return rate(turn, number, rating, '')
  if (verb === 'show' && number) return show(turn, number)
  if (verb === 'nudge' && number) return nudge(turn, number)
  if (verb === 'supplement' && number) return supplementNow(turn, number)
  if (verb === 'withdraw' && number) return withdraw(turn, number)
  if (verb === 'withdraw-yes' && number) return withdrawNow(turn, number)
  turn.say(talk.staleChoice)
}
