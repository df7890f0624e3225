import { isOver } from '../../appeal/owed.ts'
import { showNumber } from '../../appeal/reference.ts'
import { isOpen } from '../../appeal/states.ts'
import { reworkDeadlines } from '../../appeal/time/deadlines.ts'
import type { Appeal, AppealNumber } from '../../model/appeal.ts'
import type { Slots } from '../../model/slots.ts'
import { brief } from '../../texts/rich.ts'
import { appealText, LABEL, talk } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { consented } from '../entrepreneur/consent.ts'
import type { Heard } from '../hear.ts'
import { isQuestion } from '../intake/gather.ts'
import { lodge, sayRegistered } from '../intake/lodge.ts'
import { isNo, isYes } from '../reading/index.ts'
import { announce } from '../staff/announce.ts'
import { type Turn, words } from '../turn.ts'
import { isOther } from './another.ts'
import { doneAgain } from './follow-up.ts'
import { mine, ownOf } from './own.ts'
import { tellStatus } from './status-of.ts'
import { add } from './supplement.ts'

const ASKS = /重新(?:办理?|处理|打开)|重办|再办一[次遍下]|重开/u
const UNSOLVED =
  /^(?:很|非常|还是)?不满意|没有?(?:真正|彻底|完全)?(?:解决|处理好|办好|到账|收到)|(?:又|还是|照样|仍然|依旧|根本).{0,4}(?:没|不给|不还|不办|拖|欠|来|天天|查|罚|停|堵|吵|臭|这样|老样子)|反弹/u
const LONGEST = 40
/** Nothing is told beyond that it is not solved. */
const BARE = 12

/** “没解决”, “又拖着不给”, “重新办理”. */
export function saysUnsolved(line: string): boolean {
  return line.length <= LONGEST && !isQuestion(line) && (ASKS.test(line) || UNSOLVED.test(line))
}

/** The same, of what came to its end not long ago; what sounds like more than that is asked about. */
export function goesOnFrom(turn: Turn, { line, text }: Heard): boolean {
  if (!saysUnsolved(line)) return false
  const asks = ASKS.test(line)
  const open = turn.own.filter(({ state }) => isOpen(state))
  const current = open.find(({ number }) => number === turn.conversation.focus) ?? open[0]
  if (!asks && current) {
    // It is being worked on: he is told how it stands, and may nudge.
    if (line.length <= BARE) tellStatus(turn, current)
    return line.length <= BARE
  }
  const ended = ownOf(turn)
    .filter(({ state }) => !isOpen(state) && state !== 'withdrawn')
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  const spoken = ended.filter(({ number }) => number === turn.conversation.focus)
  const [latest, ...others] = asks
    ? [...spoken, ...ended.filter((one) => !spoken.includes(one))]
    : ended.filter((one) => one.state === 'resolved' && !isOther(turn, line, one))
  if (!latest) {
    if (asks && current) tellStatus(turn, current)
    return asks && current !== undefined
  }
  if (asks && others.length > 0 && spoken.length === 0) {
    const listed = ended.slice(0, 9).map((one) => choice(label(one), 'reopen', one.number))
    turn.say(appealText.whichOne, listed)
  } else if (asks || line.length <= BARE) reopen(turn, latest.number, asks ? reasonIn(line) : text)
  else {
    turn.say(appealText.stillThis(label(latest)), [
      choice(LABEL.reopen, 'reopen', latest.number),
      choice(LABEL.another, 'lodge'),
    ])
    turn.wait({ for: 'lodge', text })
  }
  return true
}

const label = (appeal: Appeal): string => brief(appealText.listLine(appeal, showNumber(appeal.number)), 40)

/** What is said beside “重新办理”. */
export function reasonIn(line: string): string {
  const rest = line.replace(ASKS, '').replace(/^[\s,，:：。我要想请把这件给]+|[\s,，。!！吧]+$/gu, '')
  return rest.length >= 3 ? rest : ''
}

/** Within its time it is taken up again as it was; later a new one goes on from it. */
export function reopen(turn: Turn, number: AppealNumber, reason: string): void {
  const appeal = mine(turn, number)
  if (!appeal) return
  if (isOpen(appeal.state)) {
    turn.say(appealText.notNow(showNumber(number), appeal))
    return reason === '' ? undefined : add(turn, number, reason, [])
  }
  const until = appeal.deadlines.find(({ name }) => name === 'reopen')
  if (appeal.state !== 'resolved' || !until || isOver(until, turn.desk.now)) return offerNew(turn, appeal)
  const deadlines = reworkDeadlines(appeal, turn.desk)
  const after = turn.record(number, { type: 'reopened', data: { deadlines }, personal: words(reason) })
  turn.focus(number)
  announce(turn, after, 'reopened')
  doneAgain(turn, after, reason)
}

function offerNew(turn: Turn, { number, state, deadlines, personal }: Appeal): void {
  const until = deadlines.find(({ name }) => name === 'reopen')?.due
  if (!personal) return turn.say(appealText.notYours)
  turn.say(appealText.tooLateToReopen(showNumber(number), state, until, turn.today), [
    choice(LABEL.follow, 'follow', number),
    choice(LABEL.no, 'no'),
  ])
  turn.wait({ for: 'reopen', number })
}

export function takeReopening(turn: Turn, { line }: Heard, number: AppealNumber): boolean {
  if (isYes(line)) goOnFrom(turn, number)
  else if (isNo(line)) turn.say(talk.fine)
  else return false
  return true
}

/** Registers it anew with all that is known of it, so that nothing is asked a second time. */
export function goOnFrom(turn: Turn, number: AppealNumber): void {
  const before = mine(turn, number)
  if (!before?.personal) return
  const { kind, confidential } = before
  const { attachments, matter, ...told } = before.personal.particulars
  if (!consented(turn, { as: 'intake', text: appealText.goingOn(matter), attachments: [...attachments] })) return
  const { area, amountYuan, since } = before
  const figures = { ...(area && { area }), ...(amountYuan && { amountYuan }), ...(since && { since }) }
  const slots: Slots = { ...told, ...figures, kind, confidential, matter: appealText.goingOn(matter) }
  const appeal = lodge(turn, slots, { attachments, urgent: false, news: 'registered', follows: number })
  sayRegistered(turn, appeal)
  turn.say(appealText.follows(showNumber(number)))
}
