import { findCode, findNumbers, showNumber } from '../appeal/reference.ts'
import { type Command, isOpen, may } from '../appeal/rules.ts'
import type { Appeal, AppealNumber } from '../model/appeal.ts'
import { dateOf } from '../model/instant.ts'
import { brief } from '../texts/rich.ts'
import { appealText, talk } from '../texts/zh-cn.ts'
import { choice } from './choices.ts'
import type { Heard } from './hear.ts'
import { announce, unitName } from './lodge.ts'
import { mayGuess, wrongGuess } from './pace.ts'
import { isCancel, isNo, isYes } from './reading/index.ts'
import { type Turn, words } from './turn.ts'

const STATUS =
  /进度|进展|办得?(怎么|咋)样|到哪(一步|里|儿)?了|有(消息|结果|回复|下文)(了)?(吗|没)|查(一?下)?(我的|诉求|编号|工单|投诉)|处理得?(怎么|咋)样|我的诉求/u
const SUPPLEMENT = /^(我?要?|再)?补充(材料|一下|一点|说明|:|,)?/u
const NUDGE = /^(帮?我?)?(催办|催一?[下催]|快点办|催)|怎么还没(办|处理|回复|动静|人管)|什么时候(才)?能(办好|解决|回复)/u
const WITHDRAW = /^(我?要?)?(撤回|撤诉|撤销|不投诉了|撤)/u

/** A line about an appeal already lodged: how it stands, more to add, a nudge, a withdrawal. */
export function mentionsAppeal(turn: Turn, heard: Heard): boolean {
  const { good, mistyped } = findNumbers(heard.line)
  const [number] = good
  const { line } = heard
  if (!number && mistyped[0]) {
    turn.say(appealText.mistyped(brief(mistyped[0], 16)))
    return true
  }
  if (number && !turn.own.some((one) => one.number === number)) {
    strangers(turn, number, findCode(line.replace(NUMBER_LIKE, ' ')))
    return true
  }
  if (SUPPLEMENT.test(line)) return act(turn, 'supplement', number, (one) => supplement(turn, heard, one))
  if (WITHDRAW.test(line)) return act(turn, 'withdraw', number, (one) => withdraw(turn, one))
  if (NUDGE.test(line) && (number || turn.own.length > 0)) return act(turn, 'nudge', number, (one) => nudge(turn, one))
  if (number) {
    show(turn, number)
    return true
  }
  if (!STATUS.test(line) || line.length > 30) return false
  lookUp(turn)
  return true
}

const NUMBER_LIKE = /qq[-\s]?[0-9a-z]{4}[-\s]?[0-9a-z]{4}/giu

/** Does it to the appeal named, or to the only one it can be done to, or asks which. */
function act(
  turn: Turn,
  command: Command,
  named: AppealNumber | undefined,
  doIt: (number: AppealNumber) => void,
): boolean {
  if (named) {
    doIt(named)
    return true
  }
  const fitting = turn.own.filter(({ state }) => may('entrepreneur', command, state))
  const [only] = fitting
  if (!only) {
    if (turn.own.length === 0) return false
    lookUp(turn)
  } else if (fitting.length === 1) doIt(only.number)
  else
    turn.say(
      appealText.whichOne,
      fitting.slice(0, 9).map((one) => pickOne(one, command)),
    )
  return true
}

const pickOne = (appeal: Appeal, verb: string) =>
  choice(brief(appealText.listLine(appeal, showNumber(appeal.number)), 40), verb, appeal.number)

/** How one's own appeals stand. */
function lookUp(turn: Turn): void {
  const { own } = turn
  const [only] = own
  if (!only) {
    return turn.say(`${appealText.noneYet}${appealText.askNumber}`)
  }
  if (own.length === 1) return show(turn, only.number)
  turn.say(
    appealText.list,
    own.slice(0, 9).map((one) => pickOne(one, 'show')),
  )
}

export function show(turn: Turn, number: AppealNumber): void {
  const appeal = mine(turn, number)
  if (!appeal) return
  tellStatus(turn, appeal)
}

function tellStatus(turn: Turn, appeal: Appeal): void {
  const actions = (['supplement', 'nudge', 'withdraw'] as const).filter((verb) =>
    may('entrepreneur', verb, appeal.state),
  )
  turn.focus(appeal.number)
  const labels = { supplement: '补充', nudge: '催办', withdraw: '撤回' }
  turn.say(
    appealText.status(appeal, showNumber(appeal.number), unitName(turn, appeal.unit), turn.today),
    actions.map((verb) => choice(labels[verb], verb, appeal.number)),
  )
}

/** Somebody else's number, or one's own from another device: nothing is shown, not even that it exists, without its code. */
function strangers(turn: Turn, number: AppealNumber, code: string | null): void {
  if (!mayGuess(turn)) return turn.say(appealText.noMoreGuesses(turn.desk.catalog.guesses.hours))
  if (code === null) {
    turn.say(appealText.askCode(showNumber(number)))
    return turn.wait({ for: 'code', number })
  }
  const appeal = turn.appeal(number)
  if (appeal === undefined) return
  if (appeal?.personal?.code === code) {
    return turn.say(appealText.status(appeal, showNumber(number), unitName(turn, appeal.unit), turn.today))
  }
  wrongGuess(turn)
  turn.say(mayGuess(turn) ? appealText.wrongCode : appealText.noMoreGuesses(turn.desk.catalog.guesses.hours))
}

export function takeCode(turn: Turn, heard: Heard, number: AppealNumber): boolean {
  const code = findCode(heard.line)
  if (code === null) return false
  strangers(turn, number, code)
  return true
}

/** One's own appeal, or a word that there is none. */
function mine(turn: Turn, number: AppealNumber): Appeal | undefined {
  const appeal = turn.own.find((one) => one.number === number)
  if (!appeal) turn.say(appealText.notYours)
  return appeal
}

/** One's own appeal in a state that allows this, or a word why not. */
function mineFor(turn: Turn, number: AppealNumber, command: Command): Appeal | undefined {
  const appeal = mine(turn, number)
  if (!appeal) return undefined
  if (may('entrepreneur', command, appeal.state)) return appeal
  turn.say(appealText.notNow(showNumber(number), appeal))
  return undefined
}

function supplement(turn: Turn, heard: Heard, number: AppealNumber): void {
  const text = heard.text
    .replace(NUMBER_LIKE, '')
    .trim()
    .replace(SUPPLEMENT, '')
    .replace(/^[\s::,,。]+/u, '')
  if (text.length < 2 && heard.attachments.length === 0) return supplementNow(turn, number)
  add(turn, number, text, heard)
}

export function supplementNow(turn: Turn, number: AppealNumber): void {
  if (!mineFor(turn, number, 'supplement')) return
  turn.say(appealText.supplementAsk(showNumber(number)))
  turn.wait({ for: 'supplement', number })
}

export function takeSupplement(turn: Turn, heard: Heard, number: AppealNumber): boolean {
  const appeal = turn.own.find((one) => one.number === number)
  if (!appeal || !isOpen(appeal.state)) return false
  if (isNo(heard.line) || isCancel(heard.line)) turn.say(talk.fine)
  else add(turn, number, heard.text, heard)
  return true
}

/** Staff asked for more and something is told: it is taken as that, and may be taken back as a matter of its own. */
export function supplementAwaited(turn: Turn, heard: Heard): boolean {
  const awaiting = turn.own.find(({ state }) => state === 'awaiting-info')
  if (!awaiting) return false
  add(turn, awaiting.number, heard.text, heard)
  if (heard.text === '') return true
  turn.say(appealText.orAnother, [choice('是另一件事', 'lodge')])
  turn.wait({ for: 'lodge', text: heard.text })
  return true
}

function add(turn: Turn, number: AppealNumber, text: string, heard: Heard): void {
  if (!mineFor(turn, number, 'supplement')) return
  const after = turn.record(number, { type: 'supplemented', data: {}, personal: words(text, heard.attachments) })
  turn.focus(number)
  announce(turn, after, 'supplemented')
  turn.say(appealText.supplemented(showNumber(number)))
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
  turn.say(appealText.withdrawAsk(showNumber(number)), [choice('撤回', 'withdraw-yes', number), choice('不撤', 'no')])
  turn.wait({ for: 'withdraw', number })
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
