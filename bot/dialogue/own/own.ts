import { showNumber } from '../../appeal/reference.ts'
import { type Command, may } from '../../appeal/rules.ts'
import type { Appeal, AppealNumber } from '../../model/appeal.ts'
import { dateOf } from '../../model/instant.ts'
import { appealText, LABEL, talk } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { isNo, isYes } from '../reading/index.ts'
import { announce } from '../staff/announce.ts'
import { releaseMerged } from '../staff/outcomes.ts'
import { endTalk } from '../staff/talk.ts'
import { type Turn, words } from '../turn.ts'
import { awaitMore } from './await-more.ts'

/** A number as people write it, to be taken out of what they say. */
export const NUMBER_LIKE: RegExp = /qq[-\s]?[0-9a-z]{4}[-\s]?[0-9a-z]{4}/giu

/** His appeals, the latest first, but for those of before he had himself erased. */
export function ownOf(turn: Turn): Appeal[] {
  return turn.own.filter(({ personal }) => personal !== undefined)
}

/** He has lodged none as far as one can know: where nobody is known for longer than a login, none since that. */
export function noneYet(turn: Turn): void {
  turn.say(turn.desk.isPassing(turn.here) ? appealText.noneSinceLogin : appealText.noneYet)
}

/** One's own appeal, or a word that there is none. */
export function mine(turn: Turn, number: AppealNumber): Appeal | undefined {
  const appeal = ownOf(turn).find((one) => one.number === number)
  if (!appeal) turn.say(appealText.notYours)
  return appeal
}

/** One's own appeal in a state that allows this, or a word why not and what comes next. */
export function mineFor(turn: Turn, number: AppealNumber, command: Command): Appeal | undefined {
  const appeal = mine(turn, number)
  if (!appeal) return undefined
  if (may('entrepreneur', command, appeal.state)) return appeal
  turn.say(appealText.notNow(showNumber(number), appeal))
  return undefined
}

export function withdraw(turn: Turn, number: AppealNumber, reason = ''): void {
  if (!mineFor(turn, number, 'withdraw')) return
  if (reason !== '') return withdrawNow(turn, number, reason)
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

const KEEPS =
  /^(?:算了|那|我)?[,，\s]*(?:还是|先)?(?:别撤|不撤|手滑|[点按发]错|误[触点]|没想撤|还是要?(?:告|投诉|反映)|接着办|继续办|办吧|留着)/u
const REASON = /^(?:因为|由于|原因是?)|已经?|解决了|付清|给钱了|谈好|和解|弄错|搞错|登记错|填错|重复/u

/** Yes, no, or straight away why. */
export function takeWithdrawal(turn: Turn, { line, text }: Heard, number: AppealNumber): boolean {
  if (isYes(line)) withdrawNow(turn, number, '')
  else if (isNo(line) || KEEPS.test(line)) keep(turn, number)
  else if (REASON.test(line) && line.length <= 60) withdrawNow(turn, number, text)
  else return false
  return true
}

/** He does not withdraw it after all: what he tells next belongs to it. */
export function keep(turn: Turn, number: AppealNumber): void {
  turn.say(talk.fine)
  awaitMore(turn, number)
}

export function withdrawNow(turn: Turn, number: AppealNumber, reason: string): void {
  const appeal = mineFor(turn, number, 'withdraw')
  if (!appeal) return
  endTalk(turn, appeal, 'owner')
  const after = turn.record(number, { type: 'withdrawn', data: {}, personal: words(reason) })
  announce(turn, after, 'withdrawn')
  // It is no longer one of those that go with another.
  const main = after.mergedInto && turn.appeal(after.mergedInto)
  if (main) turn.record(main.number, { type: 'released', data: { number } })
  releaseMerged(turn, after)
  turn.say(appealText.withdrawn(showNumber(number)))
}

/** The day from which he may nudge again, where that is still to come. */
export function nextNudge({ lastNudgeAt }: Appeal, turn: Turn): string | null {
  if (!lastNudgeAt) return null
  const { date } = turn.desk.calendar.addWorkingDays(dateOf(lastNudgeAt), 1)
  return turn.today < date ? date : null
}
