import { findNumbers } from '../../appeal/reference.ts'
import type { Waiting } from '../../model/conversation.ts'
import { appealText, directText, privacyText, talk } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import { showSummary } from '../intake/asking.ts'
import { backToIntake } from '../intake/in-passing.ts'
import { resumeIntake } from '../intake/intake.ts'
import { dataCommand } from '../own/my-data.ts'
import { withdrawOnly } from '../own/own.ts'
import { profileCommand } from '../own/profile.ts'
import { mentionsAppeal } from '../own/status.ts'
import { asksForSteward } from '../own/steward.ts'
import { showMore, showPrevious } from '../question/ask.ts'
import { isCancel, wantsHuman } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { handOff } from './handoff.ts'
import { asksForBot } from './in-talk.ts'

const MORE =
  /^(?:更多|还有[吗呢没]|还有别的吗|继续看|然后呢|接着说|往下说|(?:再|多)(?:多)?(?:说|讲|看)(?:一?点|些)|(?:说|讲)?详细一?(?:点|些)|(?:下|后)(?:一|面)?[个条段页])[吧啊]?[?!。]?$/u
const BACK = /^(?:看)?(?:上|前)(?:一|面)?(?:那)?[个条段页]$/u
const GIVES_UP = /^(?:算了|那|还是)?[,，\s]*我?(?:先|暂时)(?:不|别)(?:登记|办|投诉|反映|填|弄|说|报)了?[吧啊。!]*$/u
const HELP = /^(\/help|help|帮助|菜单|怎么用|功能)[?!。]?$/iu
const OWN = /^((查?(询|看)?(一下)?(办理)?进度)|进展|催办|催一下|撤回)[?!。]?$/u

/** What is understood wherever the conversation stands. */
export function atAnyTime(turn: Turn, heard: Heard, waiting: Waiting | undefined): boolean {
  const { line } = heard
  const { catalog } = turn.desk
  if (line === '/start' || HELP.test(line)) {
    turn.say(line === '/start' ? talk.greeting(catalog) : talk.help(catalog))
    resumeIntake(turn)
    return true
  }
  if (asksForBot(line)) {
    turn.say(directText.botAlready)
    resumeIntake(turn)
    return true
  }
  if (wantsHuman(line)) {
    handOff(turn)
    return true
  }
  if (dataCommand(turn, heard) || profileCommand(turn, heard) || asksForSteward(turn, heard)) {
    backToIntake(turn)
    if (turn.conversation.held) turn.say(privacyText.stillWaits)
    return true
  }
  if (turn.conversation.lastQuestion && (MORE.test(line) || BACK.test(line))) {
    if (MORE.test(line)) showMore(turn)
    else showPrevious(turn)
    backToIntake(turn)
    return true
  }
  if (isCancel(line) || GIVES_UP.test(line)) {
    cancel(turn, line, waiting)
    return true
  }
  return aboutOwn(turn, heard, waiting)
}

/** Whatever was waited for, these with a number mean that appeal. */
const ORDERS = /^(?:撤回|撤诉|催办|进度)/u

/** His number, or a bare word about what he lodged, also in the middle of an intake. */
function aboutOwn(turn: Turn, heard: Heard, waiting: Waiting | undefined): boolean {
  const awaited = waiting?.for === 'supplement' || waiting?.for === 'reason'
  const saysMore = awaited && !ORDERS.test(heard.line)
  const named = findNumbers(heard.line).good.length > 0 && !saysMore
  const bare = OWN.test(heard.line)
  if (!named && !(bare && (turn.own.length > 0 || !turn.conversation.intake))) return false
  if (!mentionsAppeal(turn, heard)) turn.say(appealText.noneYet)
  resumeIntake(turn)
  return true
}

/** Stops what was begun; while one slot is being corrected, only that. */
function cancel(turn: Turn, line: string, waiting: Waiting | undefined): void {
  const { intake, held, ...rest } = turn.conversation
  if (intake?.editing) return showSummary(turn, intake)
  turn.conversation = rest
  if (intake || held) return turn.say(talk.cancelled)
  if (waiting && waiting.for !== 'supplement' && waiting.for !== 'answered') return turn.say(talk.fine)
  if (!withdrawOnly(turn)) turn.say(/^[算先]/u.test(line) ? talk.fine : talk.nothingToCancel)
}
