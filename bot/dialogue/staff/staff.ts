import { findNumbers } from '../../appeal/reference.ts'
import type { Waiting } from '../../model/conversation.ts'
import type { Said } from '../../model/message.ts'
import { appealText, staffText, talk } from '../../texts/zh-cn.ts'
import { type Heard, hear } from '../hear.ts'
import { administratorCommand, withRefusal } from '../office/admin.ts'
import { consoleCommand } from '../office/console.ts'
import { documentCommand } from '../office/documents.ts'
import { entryCommand, takeEntryWords } from '../office/entries.ts'
import { gapCommand } from '../office/gaps.ts'
import { kbCommand } from '../office/kb.ts'
import { peopleCommand } from '../office/people.ts'
import { placeCommand } from '../office/places.ts'
import { pushCommand } from '../office/pushes.ts'
import { isLedgerCommand, ledgerCommand } from '../office/report.ts'
import { isCancel } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { takeWords } from './act.ts'
import { draftHolds } from './drafts.ts'
import { isLookCommand, lookCommand } from './find.ts'
import { doVerb, isDead, press } from './press.ts'
import { takeLate, takePlain, takeReply } from './replies.ts'
import { closeTalkIfOver } from './talk.ts'
import { dueSoon, mine, overview } from './todo.ts'
import { isCommand, spokenVerb } from './verbs.ts'

/** What one line or press of a staff member brings about. */
export function staffTurn(turn: Turn, message: Said): void {
  if (isDead(turn, message)) return turn.notice(staffText.deadButton, true)
  const took = decideLine(turn, message)
  closeTalkIfOver(turn)
  const { attachments } = message
  if (attachments.length === 0 || took === 'files' || turn.keptAttachments || draftHolds(turn, attachments)) return
  turn.say(staffText.attachmentNotSent)
}

/** `files`: what came with it was what it was about. */
function decideLine(turn: Turn, message: Said): 'files' | undefined {
  const heard = hear(message, withRefusal(turn), [], turn.desk.simplify)
  const { waiting, offered, ...rest } = turn.conversation
  turn.conversation = { ...rest, offered }
  if (message.pressed === undefined && takeReply(turn, message, heard, waiting)) return
  if (placeCommand(turn, message, heard) || peopleCommand(turn, message, heard, waiting)) return
  if (heard.choice !== null) return void press(turn, heard.choice, message, waiting)
  if (listCommand(turn, heard.line)) return
  if (takesWords(heard.line, waiting)) return void takeLine(turn, waiting, heard)
  if (documentCommand(turn, message, heard)) return 'files'
  // Buttons that still stand under a message need not be shown once more.
  const again = turn.desk.keepsCards(turn.here) ? [] : offered
  if (heard.outOfRange !== null) return void turn.say(talk.notOffered(heard.outOfRange), again)
  if (HELP.test(heard.line)) return void help(turn)
  if (pushCommand(turn, heard) || gapCommand(turn, heard, offered) || entryCommand(turn, heard, offered)) return
  if (lookCommand(turn, heard) || ledgerCommand(turn, heard) || consoleCommand(turn, heard)) return
  if (administratorCommand(turn, heard.line) || kbCommand(turn, heard) || command(turn, heard)) return
  const [mistyped] = findNumbers(heard.line).mistyped
  if (!mistyped && takePlain(turn, heard)) return
  // What became of pictures without words is said of them.
  if (heard.line === '' && message.attachments.length > 0) return
  if (POLITE.test(heard.line)) return void turn.say(talk.fine)
  turn.say(mistyped ? appealText.mistyped(mistyped.slice(0, 16)) : staffText.staffNotUnderstood, again)
  return
}

const HELP = /^\/?(?:帮助|help|\?)$/iu
/** What people say to whoever did something for them. */
const POLITE = /^(?:(?:多谢|谢谢|辛苦|收到|好|嗯|行|明白|知道|ok)[的了啦吧呢啊呀您你,。.!~\s]*)+$/iu
/** What goes to the bot by its form, and shall never go to an enterprise. */
const NEVER_WORDS = /^\/?(?:帮助|help)$|^\/[a-z]/iu

/** Long, and asked for by one: where there are cards it does not fill the group. */
function help(turn: Turn): void {
  const text = staffText.staffHelp(turn.party.roles, turn.desk.console !== undefined)
  if (!turn.inGroup || !turn.desk.keepsCards(turn.here)) return turn.say(text)
  turn.tellOf(turn.party.id, turn.home, text)
  turn.say(staffText.sentPrivately)
}

type WaitsForWords = Extract<Waiting, { for: 'staff-words' | 'entry-words' }>

/** Whether the line is what was waited for, and no command. Where the number of another case is, a number is the answer. */
function takesWords(line: string, waiting: Waiting | undefined): waiting is WaitsForWords {
  if (waiting?.for !== 'staff-words' && waiting?.for !== 'entry-words') return false
  const wantsNumber = waiting.for === 'staff-words' && waiting.command === 'merge' && /^qq/iu.test(line)
  if (isCommand(line) && !wantsNumber) return false
  return !isLedgerCommand(line) && !isLookCommand(line) && !NEVER_WORDS.test(line)
}

function takeLine(turn: Turn, waiting: WaitsForWords, heard: Heard): void {
  const { line, text, attachments } = heard
  if (isCancel(line)) return turn.say(talk.fine)
  if (waiting.for === 'entry-words') return takeEntryWords(turn, waiting, text)
  if (!takeLate(turn, waiting, heard)) takeWords(turn, waiting, text, attachments)
}

function listCommand(turn: Turn, line: string): boolean {
  if (/^\/start(?:\s|$)/u.test(line) || /^\/?(待办|list|列表)$/iu.test(line)) overview(turn)
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
  else doVerb(turn, spoken.verb, number, { rest: spoken.rest, files: heard.attachments })
  return true
}
