import { showNumber } from '../appeal/reference.ts'
import { type Command, may } from '../appeal/rules.ts'
import type { Appeal, AppealNumber } from '../model/appeal.ts'
import { dateOf } from '../model/instant.ts'
import { appealText, LABEL, talk } from '../texts/zh-cn.ts'
import { choice } from './choices.ts'
import type { Heard } from './hear.ts'
import { announce, unitName } from './lodge.ts'
import { isNo, isYes } from './reading/index.ts'
import { type Turn, words } from './turn.ts'

/** A number as people write it, to be taken out of what they say. */
export const NUMBER_LIKE: RegExp = /qq[-\s]?[0-9a-z]{4}[-\s]?[0-9a-z]{4}/giu

/** One's own appeal, or a word that there is none. */
export function mine(turn: Turn, number: AppealNumber): Appeal | undefined {
  const appeal = turn.own.find((one) => one.number === number)
  if (!appeal) turn.say(appealText.notYours)
  return appeal
}

/** One's own appeal in a state that allows this, or a word why not. */
export function mineFor(turn: Turn, number: AppealNumber, command: Command): Appeal | undefined {
  const appeal = mine(turn, number)
  if (!appeal) return undefined
  if (may('entrepreneur', command, appeal.state)) return appeal
  turn.say(appealText.notNow(showNumber(number), appeal))
  return undefined
}

/** A nudge reaches staff; one a day is enough. */
export function nudge(turn: Turn, number: AppealNumber): void {
  const appeal = mineFor(turn, number, 'nudge')
  if (!appeal) return
  const shown = showNumber(number)
  if (appeal.lastNudgeAt && dateOf(appeal.lastNudgeAt) === turn.today) return turn.say(appealText.nudgedToday(shown))
  const after = turn.record(number, { type: 'nudged', data: {} })
  announce(turn, after, 'nudged')
  turn.say(appealText.nudged(shown))
  turn.say(appealText.status(after, shown, unitName(turn, after.unit), turn.today))
}

export function withdraw(turn: Turn, number: AppealNumber): void {
  if (!mineFor(turn, number, 'withdraw')) return
  turn.say(appealText.withdrawAsk(showNumber(number)), [
    choice(LABEL.withdraw, 'withdraw-yes', number),
    choice(LABEL.keep, 'no'),
  ])
  turn.wait({ for: 'withdraw', number })
}

/** “不投诉了” with one appeal open means that one. */
export function withdrawOnly(turn: Turn): boolean {
  const [only, ...others] = turn.own.filter(({ state }) => may('entrepreneur', 'withdraw', state))
  if (!only || others.length > 0) return false
  withdraw(turn, only.number)
  return true
}

export function takeWithdrawal(turn: Turn, heard: Heard, number: AppealNumber): boolean {
  if (isYes(heard.line)) withdrawNow(turn, number)
  else if (isNo(heard.line)) turn.say(talk.fine)
  else return false
  return true
}

export function withdrawNow(turn: Turn, number: AppealNumber): void {
  if (!mineFor(turn, number, 'withdraw')) return
  const after = turn.record(number, { type: 'withdrawn', data: {}, personal: words('') })
  announce(turn, after, 'withdrawn')
  turn.say(appealText.withdrawn(showNumber(number)))
}
