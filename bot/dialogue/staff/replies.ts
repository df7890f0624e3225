import { showNumber } from '../../appeal/reference.ts'
import { sees } from '../../appeal/rules.ts'
import { type Appeal, AppealNumber, Outcome } from '../../model/appeal.ts'
import type { Draft, Waiting } from '../../model/conversation.ts'
import { plusMs } from '../../model/instant.ts'
import type { Said } from '../../model/message.ts'
import { directText, draftText, staffText } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import { isCancel } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { act } from './act.ts'
import type { StaffWords } from './acting.ts'
import {
  addToDraft,
  askOutcome,
  closeDraft,
  draftOf,
  isOfAnother,
  latestDraft,
  longDraft,
  openDraft,
  showDraft,
  stampOf,
  WAYS,
  type Way,
  waysFor,
} from './drafts.ts'
import { unseen } from './eyes.ts'
import { useArticle, useCase } from './reference.ts'
import { isTalking, sayToOwner, talkOf, tellInTalk } from './talk.ts'
import { isCommand } from './verbs.ts'

/** Words for the entrepreneur that come later than this are shown before they go. */
const ASKED_MS = 10 * 60_000
const NOTE = /^(?:\/\/|／／)\s*/u
const LISTS = /^(?:待办|列表|我的|我经办的|到期|超期|快到期|帮助|周报|月报|季报)$/u
/** What is asked for in these goes to the entrepreneur. */
const TOLD: ReadonlySet<StaffWords['command']> = new Set(['reply', 'conclude', 'ask-back'])
const WITH_FILES: ReadonlySet<string> = new Set(WAYS)

/**
 * A line that answers a message of a case is about that case: a note, what was asked for, or else the draft of a word to the
 * entrepreneur. False where it answers none, is a command, or is what was waited for (`waiting`): then the case is the one
 * spoken of, and the line is read on.
 */
export function takeReply(turn: Turn, message: Said, heard: Heard, waiting: Waiting | undefined): boolean {
  if (!message.replyTo) return takeMoreFiles(turn, heard, waiting)
  const found = turn.read({ kind: 'receipt', receipt: message.replyTo })
  if (!found) return true
  const { about, card } = found.sent ?? {}
  if (!about) return false
  const appeal = turn.appeal(about)
  if (appeal === undefined) return true
  if (appeal === null || !sees(turn.party, appeal)) {
    turn.say(appeal ? unseen(appeal) : staffText.notForYou(showNumber(about)))
    return true
  }
  turn.focus(about)
  const { text, line, attachments: files } = heard
  if (NOTE.test(text)) act(turn, 'note', appeal, { rest: text.replace(NOTE, ''), files })
  else if (isOrder(heard) || answersWhatWasAsked(turn, appeal, heard, waiting, card !== undefined)) return false
  else if (isTalking(turn, appeal)) sayToOwner(turn, appeal, text, files)
  else {
    const draft = draftOf(turn, about)
    if (draft && isCancel(line)) closeDraft(turn, appeal, draft, 'cancel')
    else if (isCancel(line)) turn.say(draftText.nothingToCancel(showNumber(about)))
    else addToDraft(turn, appeal, { text, files })
  }
  tellLost(turn, message)
  return true
}

/** A command, or the name of one of the buttons; a bare number is a word like any other. */
function isOrder({ line, choice }: Heard): boolean {
  return line.startsWith('/') || isCommand(line) || LISTS.test(line) || (choice !== null && !/^\S{0,2}\d/u.test(line))
}

/** What is for colleagues only may come late; a card is never what asked. Pictures are no day, no reason and no unit. */
function answersWhatWasAsked(
  turn: Turn,
  { number }: Appeal,
  { attachments }: Heard,
  waiting: Waiting | undefined,
  onCard: boolean,
): boolean {
  if (waiting?.for !== 'staff-words' || waiting.number !== number) return false
  if (attachments.length > 0 && !WITH_FILES.has(waiting.command)) return false
  return wasAskedJustNow(turn) || (!TOLD.has(waiting.command) && !onCard)
}

function wasAskedJustNow({ conversation: { offeredAt }, desk }: Turn): boolean {
  return offeredAt !== undefined && desk.now < plusMs(offeredAt, ASKED_MS)
}

/** A line that comes long after it was asked for may be meant for somebody else: it is shown before an entrepreneur has it. */
export function takeLate(turn: Turn, { number, command }: StaffWords, { text, attachments: files }: Heard): boolean {
  if (!TOLD.has(command) || wasAskedJustNow(turn) || !turn.desk.keepsCards(turn.here)) return false
  const appeal = turn.appeal(number)
  if (appeal === undefined) return true
  if (appeal === null || !sees(turn.party, appeal)) return false
  turn.focus(number)
  addToDraft(turn, appeal, { text, files })
  return true
}

/** Pictures sent together come one by one, and only the first may answer anything. */
function takeMoreFiles(turn: Turn, { text, attachments: files }: Heard, waiting: Waiting | undefined): boolean {
  const draft = files.length > 0 && text === '' && !waiting ? latestDraft(turn) : undefined
  if (!draft || turn.inGroup) return false
  const appeal = turn.appeal(draft.number)
  if (appeal) addToDraft(turn, appeal, { text, files })
  return true
}

/**
 * In his own chat, a line that is nothing else: the rest of a draft that was too long for one message, or a word to the
 * entrepreneur he talks with, who would wait for it in vain. Either is shown before it goes.
 */
export function takePlain(turn: Turn, { text, attachments: files }: Heard): boolean {
  if (turn.inGroup || text === '') return false
  const number = longDraft(turn)?.number ?? talkOf(turn)
  if (number === undefined || number === 'unread') return number === 'unread'
  if (number === 'several') {
    turn.say(directText.whichOne)
    return true
  }
  const appeal = turn.appeal(number)
  if (appeal) addToDraft(turn, appeal, { text, files })
  return appeal !== null
}

function tellLost(turn: Turn, { lost = [] }: Said): void {
  if (lost.length > 0) turn.say(draftText.lost(lost.map(({ name }) => name)))
}

/** A button under a draft, or under what may be used for one; false when it was another. */
export function pressDraft(turn: Turn, id: string): boolean {
  const [verb = '', object = '', what = '', stamp = ''] = id.split(':')
  if (verb !== 'draft' && verb !== 'use-case' && verb !== 'use-article') return false
  const number = AppealNumber.safeParse(object).data
  const appeal = number ? turn.appeal(number) : null
  if (appeal === undefined) return true
  if (appeal === null || !sees(turn.party, appeal)) turn.flash(draftText.gone, [], true)
  else {
    turn.focus(appeal.number)
    if (verb === 'draft') useDraft(turn, appeal, what, stamp)
    else {
      const text = verb === 'use-case' ? useCase(turn, what) : useArticle(turn, appeal, Number(what))
      if (text !== undefined) openDraft(turn, appeal, { text, files: [] })
    }
  }
  return true
}

function useDraft(turn: Turn, appeal: Appeal, what: string, stamp: string): void {
  const draft = draftOf(turn, appeal.number)
  const way = WAYS.find((one) => one === what)
  const outcome = Outcome.safeParse(what).data
  if (!draft || isOfAnother(turn, appeal.number)) return turn.flash(draftText.gone, [], true)
  if (what === 'cancel') return closeDraft(turn, appeal, draft, 'cancel')
  if (stamp !== stampOf(draft)) {
    turn.flash(draftText.changed, [], true)
    return showDraft(turn, appeal, draft)
  }
  if (way === 'conclude') return askOutcome(turn, appeal, draft)
  const meant = outcome ? 'conclude' : way
  if (meant) send(turn, appeal, draft, meant, outcome)
}

/** Does it, as far as the table still allows it; else the draft stays, and he is told why. */
function send(turn: Turn, appeal: Appeal, draft: Draft, way: Way, outcome: Outcome | undefined): void {
  const { text, files } = draft
  if (waysFor(turn, appeal).includes(way)) closeDraft(turn, appeal, draft, way)
  else showDraft(turn, appeal, draft)
  if (way === 'reply' && isTalking(turn, appeal) && tellInTalk(turn, appeal, text, files)) {
    return turn.flash(directText.sent(showNumber(appeal.number)))
  }
  act(turn, way, appeal, { rest: text, files, outcome })
}
