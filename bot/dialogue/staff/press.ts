import { showNumber } from '../../appeal/reference.ts'
import { sees } from '../../appeal/rules.ts'
import { type Appeal, AppealNumber } from '../../model/appeal.ts'
import type { Waiting } from '../../model/conversation.ts'
import type { Said } from '../../model/message.ts'
import { staffText, talk } from '../../texts/zh-cn.ts'
import { pressAdministrator } from '../office/admin.ts'
import { pressDocument } from '../office/documents.ts'
import { pressEntry } from '../office/entries.ts'
import { pressGap } from '../office/gaps.ts'
import { pressPeople } from '../office/people.ts'
import { pressPush } from '../office/pushes.ts'
import { pressLedger } from '../office/report.ts'
import type { Turn } from '../turn.ts'
import { act, applySame, isStaffCommand, useTemplate } from './act.ts'
import type { Asked, StaffWords } from './acting.ts'
import { askToApply, showAlike } from './alike.ts'
import { backToCard } from './cards.ts'
import { moreActions, openCase } from './cases.ts'
import { unseen } from './eyes.ts'
import { showHistory } from './private-acts.ts'
import { showReference, showSaid } from './reference.ts'
import { pressDraft } from './replies.ts'
import { listTemplates } from './templates.ts'
import { nextPage } from './todo.ts'

/**
 * A button on a message the ledger does not know, or that does something to another case than its message is about: it was
 * forwarded, or forged, or is too old. Channels without buttons name no message.
 */
export function isDead(turn: Turn, { pressed }: Said): boolean {
  if (pressed === undefined || !turn.pressed) return false
  const found = turn.read({ kind: 'receipt', receipt: turn.pressed })
  if (!found) return false
  const [verb = '', object = ''] = pressed.split(':')
  const { about } = found.sent ?? {}
  return found.sent === null || (isStaffCommand(verb) && about !== undefined && object !== about)
}

/** One of the choices on the table, or a button. */
export function press(turn: Turn, id: string, message: Said, waiting: Waiting | undefined): void {
  if (pressDraft(turn, id) || pressPeople(turn, id, message, waiting)) return
  if (pressPush(turn, id) || pressGap(turn, id) || pressEntry(turn, id) || pressAdministrator(turn, id)) return
  if (pressDocument(turn, id) || pressLedger(turn, id)) return
  const [verb = '', object = '', ...detail] = id.split(':')
  if (verb === 'list') return nextPage(turn, object, Number(detail[0]))
  const number = AppealNumber.safeParse(object).data
  const words = waiting?.for === 'staff-words' && waiting.number === number ? waiting : undefined
  if (!number || !(isStaffCommand(verb) || Object.hasOwn(LOOKS, verb))) return turn.flash(talk.staleChoice, [], true)
  doVerb(turn, verb, number, { rest: detail.join(':') }, words)
}

/** `words`: what it had been waited for. */
export function doVerb(
  turn: Turn,
  verb: string,
  number: AppealNumber,
  asked: Asked,
  words?: StaffWords | undefined,
): void {
  const appeal = turn.appeal(number)
  if (appeal === undefined) return
  if (appeal === null) return turn.flash(staffText.unknownCase(showNumber(number)), [], true)
  if (!sees(turn.party, appeal)) return turn.flash(unseen(appeal), [], true)
  turn.focus(number)
  if (isStaffCommand(verb)) return act(turn, verb, appeal, { ...asked, before: words?.text })
  LOOKS[verb]?.(turn, appeal, asked.rest, words)
}

type Look = (turn: Turn, appeal: Appeal, rest: string, words: StaffWords | undefined) => void

/** Looking at a case, and what lists of it offer: it changes nothing. */
export const LOOKS: Readonly<Record<string, Look>> = {
  open: openCase,
  card: backToCard,
  history: showHistory,
  alike: showAlike,
  reference: showReference,
  said: showSaid,
  templates: listTemplates,
  template: useTemplate,
  apply: askToApply,
  'apply-yes': applySame,
  'more-actions': moreActions,
}
