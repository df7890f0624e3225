import { showNumber } from '../../appeal/reference.ts'
import type { Command, Refusal } from '../../appeal/rules.ts'
import type { Appeal, Outcome } from '../../model/appeal.ts'
import type { AppealEvent } from '../../model/event.ts'
import type { Attachment } from '../../model/message.ts'
import { staffText } from '../../texts/zh-cn.ts'
import type { Turn } from '../turn.ts'
import { type Act, type Asked, answer, askWords, type StaffWords } from './acting.ts'
import { sourceOf } from './alike.ts'
import { namesOf } from './announce.ts'
import { approve, refuse } from './approvals.ts'
import { instruct, supervise } from './chief-acts.ts'
import { dispatch } from './dispatch-acts.ts'
import { openDraft } from './drafts.ts'
import { decline, terminate, transfer } from './ending-acts.ts'
import { extend } from './extend-act.ts'
import { actAs, allowed, unseen } from './eyes.ts'
import { accept, classify } from './intake-acts.ts'
import { merge, unmerge } from './merge-acts.ts'
import { contact, files } from './private-acts.ts'
import { conclude, concludeWith } from './result-acts.ts'
import { pass, review, sendBack } from './review-acts.ts'
import { giveBackTalk, takeOver } from './talk.ts'
import { blanksIn, filledIn, prefilled, templateOf } from './templates.ts'
import { acknowledge, askBack, giveBack, note, reply, resume, start } from './unit-acts.ts'

/** What staff may do, by what the table of rules calls it; files open to whoever may open the contact. */
const ACTS = {
  accept,
  decline,
  classify,
  dispatch,
  acknowledge,
  start,
  return: giveBack,
  'ask-back': askBack,
  resume,
  extend,
  reply,
  conclude,
  review,
  pass,
  'send-back': sendBack,
  supervise,
  instruct,
  merge,
  unmerge,
  transfer,
  terminate,
  approve,
  refuse,
  talk: takeOver,
  'end-talk': giveBackTalk,
  contact,
  note,
  files,
} satisfies Partial<Record<Command | 'files', Act>>

export type StaffCommand = keyof typeof ACTS

export function isStaffCommand(word: string): word is StaffCommand {
  return Object.hasOwn(ACTS, word)
}

/** Does what was asked for if the table allows it now, in the role it gives; else says why not and what can be done. */
export function act(turn: Turn, command: StaffCommand, appeal: Appeal, asked: Asked): void {
  if (!begins(turn, command === 'files' ? 'contact' : command, appeal)) return
  const [blank] = TOLD.has(command) ? blanksIn(asked.rest) : []
  if (blank) return turn.say(staffText.stillBlank(blank))
  ACTS[command](turn, appeal, asked)
}

/** What the entrepreneur reads as it was written: nothing may be left blank in it. */
const TOLD: ReadonlySet<string> = new Set(['reply', 'conclude', 'ask-back', 'extend'])

function begins(turn: Turn, command: Command, appeal: Appeal): boolean {
  const may = allowed(turn, command, appeal)
  const number = showNumber(appeal.number)
  if ('role' in may) {
    actAs(turn, may.role, appeal)
    return true
  }
  if (may.refused === 'hidden') turn.flash(unseen(appeal), [], true)
  else if (may.refused === 'unit' && !appeal.dispatchedAt) {
    answer(turn, appeal, staffText.dispatchFirst(command, number), true)
  } else answer(turn, appeal, refusal(turn, command, appeal, may.refused), true)
  return false
}

/** Whoever comes too late is told who was there before him. */
function refusal(turn: Turn, command: Command, appeal: Appeal, why: Refusal): string {
  const text = staffText.cannot(command, showNumber(appeal.number), appeal, why)
  if (why !== 'state' && why !== 'nothing-pending') return text
  const found = turn.read({ kind: 'history', number: appeal.number })
  const last = found?.events.findLast(({ type, by }) => by.role !== 'system' && !SILENT.has(type))
  return last ? `${text}\n${staffText.lastStep(last, namesOf(turn))}` : text
}

/** What changes nothing, or is not everybody's to know. */
const SILENT: ReadonlySet<AppealEvent['type']> = new Set([
  'noted',
  'contact-opened',
  'unsealed',
  'file-opened',
  'nudged',
  'absorbed',
  'released',
])

/** The words a command was waiting for. */
export function takeWords(turn: Turn, waiting: StaffWords, text: string, files: readonly Attachment[] = []): void {
  const { number, command, chosen, outcome, text: before } = waiting
  const appeal = turn.appeal(number)
  if (!appeal) return
  turn.focus(number)
  if (text === '' && !(files.length > 0 && standsAlone(turn, command))) {
    turn.say(staffText.wordsFor(command, showNumber(number)))
    return turn.wait(waiting)
  }
  const template = chosen?.startsWith(TEMPLATE) ? templateOf(turn, chosen.slice(TEMPLATE.length)) : undefined
  if (!template) return act(turn, command, appeal, { rest: text, chosen, outcome, before, files })
  const filled = filledIn(prefilled(turn, appeal, template), text)
  if ('text' in filled) return useFilled(turn, command, appeal, filled.text, outcome, files)
  turn.say(staffText.fewBlanks(blanksIn(prefilled(turn, appeal, template)).length, filled.got))
  turn.wait(waiting)
}

/** A file may be all there is to say, where staff send files as a matter of course. */
function standsAlone(turn: Turn, command: StaffCommand): boolean {
  return turn.desk.keepsCards(turn.here) && (command === 'reply' || command === 'note')
}

const TEMPLATE = 'template='

/** What was put together is looked at once more before it goes, where that is the custom. */
function useFilled(
  turn: Turn,
  command: StaffCommand,
  appeal: Appeal,
  text: string,
  outcome: Outcome | undefined,
  files: readonly Attachment[] = [],
): void {
  if (turn.desk.keepsCards(turn.here)) openDraft(turn, appeal, { text, files })
  else act(turn, command, appeal, { rest: text, outcome, files })
}

/** A template was chosen: what the house knows stands in it, the rest is asked for at once. */
export function useTemplate(turn: Turn, appeal: Appeal, id: string, waiting: StaffWords | undefined): void {
  const template = templateOf(turn, id)
  if (!template) return turn.say(staffText.noTemplates)
  const { for: command } = template
  if (!begins(turn, command, appeal)) return
  const text = prefilled(turn, appeal, template)
  const blanks = blanksIn(text)
  const outcome = waiting?.number === appeal.number ? waiting.outcome : undefined
  if (blanks.length === 0) return useFilled(turn, command, appeal, text, outcome)
  const more = { chosen: `${TEMPLATE}${id}`, ...(outcome && { outcome }) }
  askWords(turn, appeal, command, more, staffText.blanks(text, blanks))
}

/** 举一反三: the result of another is given to this one as well, once it was confirmed. */
export function applySame(turn: Turn, appeal: Appeal, from: string): void {
  const source = sourceOf(turn, from)
  if (source === undefined) return
  if (!source) return turn.say(staffText.applyGone(from))
  if (begins(turn, 'conclude', appeal)) concludeWith(turn, appeal, source.outcome, source.text)
}
