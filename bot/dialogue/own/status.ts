import { findCode, findNumbers, showNumber } from '../../appeal/reference.ts'
import { type Command, may } from '../../appeal/rules.ts'
import { isOpen } from '../../appeal/states.ts'
import { type Appeal, AppealNumber } from '../../model/appeal.ts'
import type { Address } from '../../model/message.ts'
import { brief } from '../../texts/rich.ts'
import { appealText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { mayGuess, wrongGuess } from '../entrepreneur/pace.ts'
import type { Heard } from '../hear.ts'
import type { Turn } from '../turn.ts'
import { nudge } from './nudge.ts'
import { mine, NUMBER_LIKE, noneYet, ownOf, withdraw } from './own.ts'
import { reasonIn, reopen, saysUnsolved } from './reopen.ts'
import { sayStatus, tellStatus } from './status-of.ts'
import { SUPPLEMENT, supplement } from './supplement.ts'
import { ownMeant } from './which.ts'

const STATUS =
  /进度(?!款)|办得?(怎么|咋)样|到哪(一步|里|儿)?了|有(消息|结果|回复|下文|进展)(了)?(吗|没)|(?:提交|登记|收到|看到|受理)(?:上|成功)?了?(?:吗|没|没有)[?]?$|^(?:我的)?编号(?:是)?(?:多少|呢)|查(一?下)?(我的|诉求|编号|工单|投诉)|查(?:一?下|询)?.{2,16}的(?:诉求|投诉|进度|单子)|处理得?(怎么|咋)样|没收到[?吗]+$|^好了?(?:没得?|没有|吗|不)[?]?$|(?:办|弄|搞)[好完]了?(?:没得?|没有|吗|不)[?]?$|我的(诉求|投诉|编号)/u
const NUDGE =
  /^(帮?我?)?(催办|催一?[下催]|快点办|催)|(怎么)?还没(有)?人?(办|处理|回复|动静|管|理|联系|来|消息|结果|音信|下文)|催催|(?:咋|怎么)还(?:没|不)(?:好|弄|办|解决|处理)|再不.{0,4}(?:处理|解决|办|管)|多久(才)?能(处理|解决|办|答复)|都(几|多少|好几)天了|到底管不管|有没有人(看|管|理|办)|还要(等)?多久|什么时候(才)?(能|给)(我)?(办好|解决|回复|答复)|没人(管|理|联系)/u
/** Of what was done about an appeal; of an answer, where one was given. */
const RATES = /^(?:很|非常|不|不太|基本)?满意[了。!]*$|^(?:重新办理?|重办)[吧。!]*$/u
const WITHDRAW =
  /^(我?要?)?(登记错了[,\s]*)?(撤回|撤诉|撤销|不投诉了|撤)|^(?:我?改主意了|算了)?[,，\s]*不用(?:你们?|再)*(?:管|办|处理)了[吧。!]*$/u

/** Whether a line is about what its speaker lodged, whoever he is: how it stands, more to add, a nudge, a withdrawal. */
export const isAboutOwn = (line: string): boolean =>
  [STATUS, NUDGE, WITHDRAW, RATES, SUPPLEMENT].some((pattern) => pattern.test(line)) || /^进展[?!。]?$/u.test(line)

/** Whether he takes back what he lodged. */
export const isWithdrawal = (line: string): boolean => WITHDRAW.test(line)

const WHY = /(?:因为|由于|原因[是:：]?|理由[是:：]?)(.{2,})$/u

/** A line about an appeal already lodged: how it stands, more to add, a nudge, a withdrawal. */
export function mentionsAppeal(turn: Turn, heard: Heard): boolean {
  const { good, mistyped } = findNumbers(heard.line)
  const [number] = good
  const { line } = heard
  if (!number && mistyped[0]) {
    turn.say(appealText.mistyped(brief(mistyped[0], 16)))
    return true
  }
  if (number && !ownOf(turn).some((one) => one.number === number)) {
    strangers(turn, number, findCode(line.replace(NUMBER_LIKE, ' ')))
    return true
  }
  if (SUPPLEMENT.test(line.replace(NUMBER_LIKE, '').replace(/^[给对\s]+/u, ''))) {
    return act(turn, 'supplement', number, (one) => supplement(turn, heard, one))
  }
  if (WITHDRAW.test(line)) {
    const why = WHY.exec(line)?.[1] ?? ''
    return act(turn, 'withdraw', number, (one) => withdraw(turn, one, why))
  }
  if (number && saysUnsolved(line.replace(NUMBER_LIKE, ''))) {
    reopen(turn, number, reasonIn(line.replace(NUMBER_LIKE, '')))
    return true
  }
  if (NUDGE.test(line) && line.length <= 30 && (number || ownOf(turn).some(({ state }) => isOpen(state))))
    return act(turn, 'nudge', number, (one) => nudge(turn, one))
  if (number) {
    show(turn, number)
    return true
  }
  const meant = AppealNumber.safeParse(ownMeant(line, ownOf(turn), turn.desk)).data
  if (meant) {
    show(turn, meant)
    return true
  }
  if (RATES.test(line) && ownOf(turn).length === 0 && !turn.conversation.lastQuestion) {
    noneYet(turn)
    return true
  }
  if (!STATUS.test(line) || line.length > 30) return false
  lookUp(turn)
  return true
}

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
  const fitting = ownOf(turn).filter(({ state }) => may('entrepreneur', command, state))
  const [only] = fitting
  if (!only) {
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
  const own = ownOf(turn)
  const [only] = own
  if (!only) return noneYet(turn)
  if (own.length === 1) return show(turn, only.number)
  turn.say(
    appealText.list,
    own.slice(0, 9).map((one) => pickOne(one, 'show')),
  )
}

export function show(turn: Turn, number: AppealNumber): void {
  const appeal = mine(turn, number)
  if (appeal) tellStatus(turn, appeal)
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
  if (appeal?.personal?.code === code) return proved(turn, appeal, appeal.personal.home)
  wrongGuess(turn)
  if (!mayGuess(turn)) return turn.say(appealText.noMoreGuesses(turn.desk.catalog.guesses.hours))
  turn.say(appealText.wrongCode)
  turn.wait({ for: 'code', number })
}

/**
 * He has its number and code: he is told how it stands. Where nobody is known for longer than a login he is from now on the
 * one who lodged it, and all that is that one's is his; not in the middle of a registration, which would be left behind.
 */
function proved(turn: Turn, appeal: Appeal, home: Address): void {
  const { here, desk, conversation } = turn
  if (!desk.mayBe(here, home)) return sayStatus(turn, appeal)
  const isBusy = conversation.intake !== undefined || conversation.held !== undefined
  if (!isBusy) {
    turn.claim(home)
    turn.say(appealText.recognised, [], appeal)
  }
  sayStatus(turn, appeal)
  turn.say(isBusy ? appealText.recogniseLater : appealText.fromNowOn, [], appeal)
}

export function takeCode(turn: Turn, heard: Heard, number: AppealNumber): boolean {
  const code = findCode(heard.line)
  if (code === null) {
    // 111111: meant as the code, and none can look so.
    if (!/^[\da-z\s-]{4,8}$/iu.test(heard.line)) return false
    turn.say(appealText.wrongCode)
    turn.wait({ for: 'code', number })
    return true
  }
  strangers(turn, number, code)
  return true
}
