import { findNumbers } from '../../appeal/reference.ts'
import type { Waiting } from '../../model/conversation.ts'
import { directText, privacyText, talk } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import { showSummary } from '../intake/asking.ts'
import { backToIntake } from '../intake/in-passing.ts'
import { resumeIntake } from '../intake/intake.ts'
import { dataCommand } from '../own/my-data.ts'
import { noneYet, withdrawOnly } from '../own/own.ts'
import { profileCommand } from '../own/profile.ts'
import { mentionsAppeal } from '../own/status.ts'
import { asksForSteward } from '../own/steward.ts'
import { showPrevious } from '../question/ask.ts'
import { sayMore, wantsMore, wantsPrevious } from '../question/more.ts'
import { isCancel, wantsHuman } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { handOff } from './handoff.ts'
import { asksForBot } from './in-talk.ts'

const GIVES_UP = /^(?:算了|那|还是)?[,，\s]*我?(?:先|暂时)(?:不|别)(?:登记|办|投诉|反映|填|弄|说|报)了?[吧啊。!]*$/u
const HELP = /^(\/help|help|帮助|菜单|怎么用|功能)[?!。]?$/iu
const OWN = /^((查?(询|看)?(一下)?(办理)?进度)|进展|催办|催一下|撤回)[?!。]?$/u

/** “帮助”, or he has just come. */
export const asksForHelp = (line: string): boolean => line === '/start' || HELP.test(line)

/** What is understood wherever the conversation stands. */
export function atAnyTime(turn: Turn, heard: Heard, waiting: Waiting | undefined): boolean {
  const { line } = heard
  const { catalog } = turn.desk
  if (asksForHelp(line)) {
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
  if (wantsMore(line) && sayMore(turn, waiting)) return true
  if (turn.conversation.lastQuestion && wantsPrevious(line)) {
    showPrevious(turn)
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
  if (!mentionsAppeal(turn, heard)) noneYet(turn)
  resumeIntake(turn)
  return true
}

/** Stops what was begun; while one slot is being corrected, only that. */
function cancel(turn: Turn, line: string, waiting: Waiting | undefined): void {
  const { intake, held, aside, ...rest } = turn.conversation
  if (intake?.editing) return showSummary(turn, intake)
  turn.conversation = rest
  if (intake || held || aside) return turn.say(talk.cancelled)
  if (waiting && waiting.for !== 'supplement' && waiting.for !== 'answered') return turn.say(talk.fine)
  if (!withdrawOnly(turn)) turn.say(/^[算先]/u.test(line) ? talk.fine : talk.nothingToCancel)
}
