import { findNumbers, showNumber } from '../../appeal/reference.ts'
import { sees } from '../../appeal/rules.ts'
import { type Appeal, AppealNumber } from '../../model/appeal.ts'
import type { Waiting } from '../../model/conversation.ts'
import type { Said } from '../../model/message.ts'
import { appealText, staffText, talk } from '../../texts/zh-cn.ts'
import { type Heard, hear } from '../hear.ts'
import { administratorCommand, pressAdministrator, withRefusal } from '../office/admin.ts'
import { entryCommand, pressEntry, takeEntryWords } from '../office/entries.ts'
import { gapCommand, pressGap } from '../office/gaps.ts'
import { pressPush, pushCommand } from '../office/pushes.ts'
import { isLedgerCommand, ledgerCommand, pressLedger } from '../office/report.ts'
import { isCancel } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { act, applySame, isStaffCommand, takeWords, useTemplate } from './act.ts'
import { actions, type StaffWords } from './acting.ts'
import { askToApply, showAlike } from './alike.ts'
import { openCase } from './cases.ts'
import { showHistory } from './private-acts.ts'
import { listTemplates } from './templates.ts'
import { dueSoon, mine, nextPage, overview } from './todo.ts'
import { isCommand, spokenVerb } from './verbs.ts'

/** What one line or press of a staff member brings about. */
export function staffTurn(turn: Turn, message: Said): void {
  decideLine(turn, message)
  if (message.attachments.length > 0) turn.say(staffText.attachmentNotSent)
}

function decideLine(turn: Turn, message: Said): void {
  const heard = hear(message, withRefusal(turn), [], turn.desk.simplify)
  const { waiting, offered, ...rest } = turn.conversation
  turn.conversation = { ...rest, offered }
  if (heard.choice !== null) return press(turn, heard.choice, waiting)
  if (listCommand(turn, heard.line)) return
  if (
    !isCommandNow(heard.line, waiting) &&
    !isLedgerCommand(heard.line) &&
    !/^\/?(帮助|help)$|^\/(gaps|entries)/iu.test(heard.line)
  ) {
    if (waiting?.for === 'staff-words' || waiting?.for === 'entry-words') return takeLine(turn, waiting, heard)
  }
  if (heard.outOfRange !== null) return turn.say(talk.notOffered(heard.outOfRange), turn.conversation.offered)
  if (/^\/?(帮助|help|\?)$/iu.test(heard.line)) return turn.say(staffText.staffHelp(turn.party.roles))
  if (pushCommand(turn, heard) || gapCommand(turn, heard, offered) || entryCommand(turn, heard, offered)) return
  if (ledgerCommand(turn, heard) || administratorCommand(turn, heard.line)) return
  if (command(turn, heard)) return
  const [mistyped] = findNumbers(heard.line).mistyped
  turn.say(
    mistyped ? appealText.mistyped(mistyped.slice(0, 16)) : staffText.staffNotUnderstood,
    turn.conversation.offered,
  )
}

/** Where the number of another case is waited for, a number is the answer. */
function isCommandNow(line: string, waiting: Waiting | undefined): boolean {
  const wanted = waiting?.for === 'staff-words' && waiting.command === 'merge'
  return isCommand(line) && !(wanted && /^qq/iu.test(line))
}

function takeLine(turn: Turn, waiting: Extract<Waiting, { for: 'staff-words' | 'entry-words' }>, heard: Heard): void {
  if (isCancel(heard.line)) return turn.say(talk.fine)
  if (waiting.for === 'entry-words') return takeEntryWords(turn, waiting, heard.text)
  takeWords(turn, waiting, heard.text)
}

function listCommand(turn: Turn, line: string): boolean {
  if (line === '/start' || /^\/?(待办|list|列表)$/iu.test(line)) overview(turn)
  else if (/^\/?(我的|mine|我经办的)$/iu.test(line)) mine(turn)
  else if (/^\/?(到期|due|超期|快到期)$/iu.test(line)) dueSoon(turn)
  else return false
  return true
}

function command(turn: Turn, heard: Heard): boolean {
  const spoken = spokenVerb(heard)
  if (!spoken) return false
  if (spoken.mistyped) {
    turn.say(appealText.mistyped(spoken.mistyped.slice(0, 16)), turn.conversation.offered)
    return true
  }
  const number = spoken.number ?? turn.conversation.focus
  if (!number) turn.say(staffText.openFirst)
  else doVerb(turn, spoken.verb, number, spoken.rest)
  return true
}

function press(turn: Turn, id: string, waiting: Waiting | undefined): void {
  if (pressPush(turn, id) || pressGap(turn, id) || pressEntry(turn, id) || pressAdministrator(turn, id)) return
  if (pressLedger(turn, id)) return
  const [verb = '', object = '', ...detail] = id.split(':')
  if (verb === 'list') return nextPage(turn, object, Number(detail[0]))
  const number = AppealNumber.safeParse(object).data
  const words = waiting?.for === 'staff-words' && waiting.number === number ? waiting : undefined
  if (!number || !(isStaffCommand(verb) || LOOKS.has(verb))) return turn.say(talk.staleChoice)
  doVerb(turn, verb, number, detail.join(':'), words)
}

/** `words`: what it had been waited for. */
function doVerb(turn: Turn, verb: string, number: AppealNumber, rest: string, words?: StaffWords): void {
  const appeal = turn.appeal(number)
  if (appeal === undefined) return
  if (appeal === null) return turn.say(staffText.unknownCase(showNumber(number)))
  if (!sees(turn.party, appeal)) return turn.say(staffText.notForYou(showNumber(number)))
  turn.focus(number)
  if (isStaffCommand(verb)) return act(turn, verb, appeal, { rest, before: words?.text })
  look(turn, verb, appeal, rest, words)
}

/** Looking at a case, and what lists of it offer. */
const LOOKS = new Set(['open', 'history', 'alike', 'templates', 'template', 'apply', 'apply-yes', 'more-actions'])

function look(turn: Turn, verb: string, appeal: Appeal, rest: string, words: StaffWords | undefined): void {
  switch (verb) {
    case 'open':
      return openCase(turn, appeal)
    case 'history':
      return showHistory(turn, appeal)
    case 'alike':
      return showAlike(turn, appeal)
    case 'templates':
      return listTemplates(turn, appeal)
    case 'template':
      return useTemplate(turn, appeal, rest, words)
    case 'apply':
      return askToApply(turn, appeal, rest)
    case 'apply-yes':
      return applySame(turn, appeal, rest)
    default:
      turn.say(staffText.moreActions(showNumber(appeal.number)), actions(turn, appeal, true))
  }
}
