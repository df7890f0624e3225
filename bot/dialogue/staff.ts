import { findNumbers, showNumber } from '../appeal/reference.ts'
import { type Command, isLate, OPEN } from '../appeal/rules.ts'
import { type Appeal, AppealNumber } from '../model/appeal.ts'
import type { Waiting } from '../model/conversation.ts'
import type { Said } from '../model/message.ts'
import type { Choice } from '../model/reply.ts'
import { appealText, staffText, talk } from '../texts/zh-cn.ts'
import { administratorCommand, pressAdministrator, withRefusal } from './admin.ts'
import { choice } from './choices.ts'
import { entryCommand, pressEntry, takeEntryWords } from './entries.ts'
import { gapCommand, pressGap } from './gaps.ts'
import { type Heard, hear } from './hear.ts'
import { cardFacts } from './lodge.ts'
import { isCancel } from './reading/index.ts'
import { act, openCase, takeWords } from './staff-acts.ts'
import type { Turn } from './turn.ts'

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
  if (heard.line === '/start' || /^\/?(待办|list|列表)$/iu.test(heard.line)) return overview(turn)
  const isCommand = heard.line.replace(/^\//u, '') in VERBS || /^\/?(帮助|help)$|^\/(gaps|entries)/iu.test(heard.line)
  if (waiting?.for === 'staff-words' && !isCommand) {
    if (isCancel(heard.line)) return turn.say(talk.fine)
    return takeWords(turn, waiting, heard.text)
  }
  if (waiting?.for === 'entry-words' && !isCommand) {
    if (isCancel(heard.line)) return turn.say(talk.fine)
    return takeEntryWords(turn, waiting, heard.text)
  }
  if (heard.outOfRange !== null) return turn.say(talk.notOffered(heard.outOfRange), turn.conversation.offered)
  if (/^\/?(帮助|help|\?)$/iu.test(heard.line))
    return turn.say(staffText.staffHelp(turn.party.roles.includes('administrator')))
  if (gapCommand(turn, heard, offered) || entryCommand(turn, heard, offered)) return
  if (administratorCommand(turn, heard.line)) return
  if (command(turn, heard)) return
  const [mistyped] = findNumbers(heard.line).mistyped
  turn.say(
    mistyped ? appealText.mistyped(mistyped.slice(0, 16)) : staffText.staffNotUnderstood,
    turn.conversation.offered,
  )
}

function overview(turn: Turn): void {
  const found = turn.read({ kind: 'appeals', where: { states: OPEN, limit: 9 } })
  if (!found) return
  const appeals = found.appeals.map(({ value }) => value)
  const overdue = appeals.filter((one) => isLate(one, turn.desk.now)).length
  const line = (one: Appeal): Choice =>
    choice(
      staffText.deskLine(one, showNumber(one.number), cardFacts(turn, one).category, turn.today),
      'open',
      one.number,
    )
  turn.say(staffText.deskOverview(turn.party.name ?? '', found.total, overdue), appeals.map(line))
}

const VERBS: Readonly<Record<string, Command | 'open' | 'contact' | 'history'>> = {
  受理: 'accept',
  不予受理: 'decline',
  不受理: 'decline',
  驳回: 'decline',
  派单: 'dispatch',
  改派: 'dispatch',
  转办: 'dispatch',
  转给: 'dispatch',
  签收: 'acknowledge',
  退单: 'return',
  退回: 'return',
  补正: 'ask-back',
  回复: 'reply',
  办结: 'conclude',
  备注: 'note',
  联系方式: 'contact',
  历史: 'history',
  查看: 'open',
  打开: 'open',
  派: 'dispatch',
  结案: 'conclude',
  完成: 'conclude',
  电话: 'contact',
  联系企业: 'contact',
}

const SPOKEN = new RegExp(
  `^/?(${Object.keys(VERBS)
    .sort((a, b) => b.length - a.length)
    .join('|')})[\\s:：,，]*(.*)$`,
  'su',
)

/** “派单 QQ-7K3M-9XPF 市工信局”: a verb, the number where it is not the case just opened, and the words. */
function command(turn: Turn, heard: Heard): boolean {
  const match = SPOKEN.exec(heard.text)
  const [named] = findNumbers(heard.line).good
  const verb = VERBS[match?.[1] ?? ''] ?? (named && heard.line.length < 20 ? 'open' : undefined)
  if (!verb) return false
  const number = named ?? turn.conversation.focus
  const rest = (match?.[2] ?? '').replace(/^qq[-\s]?[0-9a-z]{4}[-\s]?[0-9a-z]{4}[\s:：,，]*/iu, '').trim()
  if (!number) turn.say(staffText.openFirst)
  else doVerb(turn, verb, number, rest)
  return true
}

function press(turn: Turn, id: string, waiting: Waiting | undefined): void {
  if (pressGap(turn, id) || pressEntry(turn, id) || pressAdministrator(turn, id)) return
  const [verb = '', object = '', ...detail] = id.split(':')
  const number = AppealNumber.safeParse(object).data
  const known = (Object.values(VERBS) as string[]).includes(verb)
  if (!number || !known) return turn.say(talk.staleChoice)
  const words = waiting?.for === 'staff-words' && waiting.number === number ? waiting.text : undefined
  doVerb(turn, verb as Command, number, detail.join(':'), words)
}

function doVerb(
  turn: Turn,
  verb: Command | 'open' | 'contact' | 'history',
  number: AppealNumber,
  rest: string,
  words?: string,
): void {
  const appeal = turn.appeal(number)
  if (appeal === undefined) return
  if (appeal === null) return turn.say(staffText.unknownCase(showNumber(number)))
  turn.focus(number)
  if (verb === 'open') return openCase(turn, appeal)
  if (verb === 'contact') return contact(turn, appeal)
  if (verb === 'history') return history(turn, appeal)
  act(turn, verb, appeal, rest, words)
}

/** Opening the contact is on record. */
function contact(turn: Turn, appeal: Appeal): void {
  if (!appeal.personal) return turn.say(staffText.ERASED)
  turn.record(appeal.number, { type: 'contact-opened', data: {} })
  turn.say(staffText.contact(showNumber(appeal.number), appeal.personal), [], appeal)
}

function history(turn: Turn, appeal: Appeal): void {
  const found = turn.read({ kind: 'history', number: appeal.number })
  if (found) turn.say(staffText.history(showNumber(appeal.number), found.events))
}
