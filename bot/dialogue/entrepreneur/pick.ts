import { AppealNumber, Satisfaction } from '../../model/appeal.ts'
import type { Waiting } from '../../model/conversation.ts'
import { SlotName } from '../../model/slots.ts'
import { talk } from '../../texts/zh-cn.ts'
import { DOCUMENT } from '../choices.ts'
import { pickDebt } from '../intake/arrears.ts'
import { fill, skipAsked } from '../intake/asking.ts'
import { beginIntake } from '../intake/intake.ts'
import { append, chooseSlot, editSlot, submit } from '../intake/review.ts'
import { addToSimilar, registerApart } from '../intake/similar-own.ts'
import { rate } from '../own/follow-up.ts'
import { forgetNow } from '../own/forget.ts'
import { pickMine } from '../own/my-data.ts'
import { nudge } from '../own/nudge.ts'
import { keep, withdraw, withdrawNow } from '../own/own.ts'
import { askProfile, stopPushes } from '../own/profile.ts'
import { goOnFrom, reopen } from '../own/reopen.ts'
import { show } from '../own/status.ts'
import { stewardOf } from '../own/steward.ts'
import { disown, supplementNow } from '../own/supplement.ts'
import { chooseDocument } from '../question/ask.ts'
import { sayMore } from '../question/more.ts'
import { isReason, noHelp, noHelpBecause, showCard } from '../question/no-help.ts'
import type { Turn } from '../turn.ts'
import { agree, refuse } from './agreement.ts'
import { handOff } from './handoff.ts'
import { passOn } from './pass-on.ts'

/** A choice was made: by number, by word or by button. A stale or forged one does no harm. */
export function pick(turn: Turn, id: string, waiting: Waiting | undefined): void {
  const [verb = '', object = '', detail = ''] = id.split(':')
  if (pickAnswer(turn, verb, object, waiting)) return
  if (pickAtIntake(turn, verb, object, waiting)) return
  if (pickAppeal(turn, verb, AppealNumber.safeParse(object).data, detail, waiting)) return
  if (pickHimself(turn, verb, object, waiting)) return
  if (pickDebt(turn, verb, object, waiting)) return
  turn.say(talk.staleChoice)
}

/** What stands under an answer from the documents. */
function pickAnswer(turn: Turn, verb: string, object: string, waiting: Waiting | undefined): boolean {
  const { lastQuestion } = turn.conversation
  if (verb === 'more') {
    if (!sayMore(turn, waiting)) turn.say(talk.hello)
  } else if (verb === DOCUMENT) {
    chooseDocument(turn, waiting?.for === 'document' ? waiting.documents[Number(object)] : undefined)
  } else if (verb === 'card') showCard(turn)
  else if (verb === 'no-help' && lastQuestion) noHelp(turn, 'unsaid')
  else if (verb === 'because' && lastQuestion && isReason(object)) noHelpBecause(turn, object)
  else if (verb === 'no' && waiting?.for === 'withdraw') keep(turn, waiting.number)
  else if (verb === 'no') turn.say(talk.fine)
  else if (verb === 'rephrase') turn.say(talk.rephrase)
  else if (verb === 'human') handOff(turn)
  else if (verb === 'pass-on' && waiting?.for === 'pass-on') passOn(turn, waiting.question)
  else if (verb === 'pass-on' && lastQuestion && (waiting?.for === 'answered' || waiting?.for === 'no-help'))
    passOn(turn, lastQuestion.text)
  else return false
  return true
}

/** What stands under the questions and the summary of an intake, and before it. */
function pickAtIntake(turn: Turn, verb: string, object: string, waiting: Waiting | undefined): boolean {
  const { held, intake } = turn.conversation
  const slot = SlotName.safeParse(object).data
  if (verb === 'consent' && held) {
    if (object === 'yes') agree(turn, held)
    else refuse(turn)
  } else if (verb === 'lodge' && waiting?.for === 'lodge') beginIntake(turn, waiting.text, [])
  else if (verb === 'lodge' && waiting?.for === 'supplement' && waiting.other !== undefined) {
    disown(turn, waiting.number, waiting.other)
    beginIntake(turn, waiting.other, waiting.files ?? [])
  } else if (verb === 'apart' && waiting?.for === 'similar') registerApart(turn, waiting)
  else if (verb === 'add' && waiting?.for === 'similar') addToSimilar(turn, waiting)
  else if (!intake) return false
  else if (verb === 'cancel') {
    const { intake: _, ...rest } = turn.conversation
    turn.conversation = rest
    turn.say(talk.cancelled)
  } else if (verb === 'skip') skipAsked(turn, intake)
  else if (verb === 'area' && turn.desk.catalog.areas.some(({ name }) => name === object))
    fill(turn, intake, { area: object })
  else if (verb === 'append' && waiting?.for === 'append') append(turn, intake, waiting.text)
  else if (verb === 'confirm') submit(turn, intake)
  else if (verb === 'edit') chooseSlot(turn)
  else if (verb === 'edit-slot' && slot) editSlot(turn, intake, slot)
  else return false
  return true
}

/** What can be done to an appeal. */
function pickAppeal(
  turn: Turn,
  verb: string,
  number: AppealNumber | undefined,
  detail: string,
  waiting: Waiting | undefined,
): boolean {
  if (!number) return false
  const rating = Satisfaction.exclude(['no-answer']).safeParse(detail).data
  if (verb === 'rate' && rating) rate(turn, number, rating, '')
  else if (verb === 'show') show(turn, number)
  else if (verb === 'nudge') nudge(turn, number)
  else if (verb === 'supplement') supplementNow(turn, number)
  else if (verb === 'withdraw') withdraw(turn, number)
  else if (verb === 'withdraw-yes') withdrawNow(turn, number, '')
  else if (verb === 'reopen') reopen(turn, number, waiting?.for === 'lodge' ? waiting.text : '')
  else if (verb === 'follow' && waiting?.for === 'reopen') goOnFrom(turn, number)
  else return false
  return true
}

/** What concerns himself and his enterprise. */
function pickHimself(turn: Turn, verb: string, object: string, waiting: Waiting | undefined): boolean {
  if (verb === 'forget' && waiting?.for === 'forget') forgetNow(turn)
  else if (verb === 'mine') return pickMine(turn, object)
  else if (verb === 'steward') stewardOf(turn, object)
  else if (verb === 'profile') askProfile(turn)
  else if (verb === 'stop-pushes') stopPushes(turn)
  else return false
  return true
}
