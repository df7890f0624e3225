import { showNumber } from '../../appeal/reference.ts'
import type { Appeal, AppealNumber, Outcome } from '../../model/appeal.ts'
import type { Draft } from '../../model/conversation.ts'
import { type Instant, plusMs } from '../../model/instant.ts'
import type { Attachment } from '../../model/message.ts'
import { OUTCOME } from '../../texts/zh-cn/words.ts'
import { draftText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'
import { allowed } from './eyes.ts'
import { isForHere } from './readers.ts'
import { blanksIn } from './templates.ts'

/** What is written to an entrepreneur goes out once its writer has looked at it: until then it is a draft, one a case. */

const KEPT_MS = 24 * 3_600_000
/** What is added so soon changes the preview where it stands; later it is shown anew, or nobody would see it. */
const IN_PLACE_MS = 2 * 60_000
/** Telegram cuts what is longer than 4,096 units, at a space where there is one. */
const LONG = 3_900
/** So many cases are written about at once. */
const MOST = 5

export const WAYS = ['reply', 'conclude', 'ask-back', 'note'] as const
export type Way = (typeof WAYS)[number]

/** What somebody wrote, and what he sent with it. */
interface Written {
  readonly text: string
  readonly files: readonly Attachment[]
}

/** The draft about this case, as long as it is kept. */
export function draftOf(turn: Turn, number: AppealNumber): Draft | undefined {
  return kept(turn).find((one) => one.number === number)
}

/** The draft he wrote just now: files that come by themselves belong to it. */
export function latestDraft(turn: Turn): Draft | undefined {
  return kept(turn).findLast(({ at }) => turn.desk.now < plusMs(at, IN_PLACE_MS))
}

/** That draft, where it is as long as one message can be: what comes at once may be the rest of it. */
export function longDraft(turn: Turn): Draft | undefined {
  const draft = latestDraft(turn)
  return draft && draft.text.length >= LONG ? draft : undefined
}

/** Whether files that came with a line wait in a draft. */
export function draftHolds(turn: Turn, files: readonly Attachment[]): boolean {
  const held = new Set(kept(turn).flatMap((one) => one.files.map(({ ref }) => ref)))
  return files.every(({ ref }) => held.has(ref))
}

/** What he was shown, by when it was written. */
export const stampOf = ({ at }: Draft): string => Date.parse(at).toString(36)

/** Begins a draft anew, whatever was written before, and shows it. */
export function openDraft(turn: Turn, appeal: Appeal, written: Written): void {
  write(turn, appeal, written, later(turn, draftOf(turn, appeal.number)?.at))
}

/** Begins a draft, or adds to the one there is, and shows what it now says. */
export function addToDraft(turn: Turn, appeal: Appeal, { text, files }: Written): void {
  const before = draftOf(turn, appeal.number)
  if (!before) return openDraft(turn, appeal, { text, files })
  const all = { text: [before.text, text].filter(Boolean).join('\n'), files: [...before.files, ...files] }
  const near = turn.desk.now < plusMs(before.at, IN_PLACE_MS)
  write(turn, appeal, all, near ? before.since : later(turn, before.at), later(turn, before.at))
}

function write(turn: Turn, appeal: Appeal, { text, files }: Written, since: Instant, at: Instant = since): void {
  const { number } = appeal
  if (text === '' && files.length === 0) return turn.say(draftText.nothingToSend(showNumber(number)))
  const draft: Draft = { number, text, files: [...files], since, at }
  put(turn, [...others(turn, number), draft].slice(-MOST))
  showDraft(turn, appeal, draft)
}

/** Two of the same moment are told apart by when they were written. */
function later({ desk }: Turn, before: Instant | undefined): Instant {
  return before !== undefined && desk.now <= before ? plusMs(before, 1) : desk.now
}

function dropDraft(turn: Turn, number: AppealNumber): void {
  put(turn, others(turn, number))
}

function kept({ conversation, desk }: Turn): readonly Draft[] {
  return (conversation.drafts ?? []).filter(({ at }) => desk.now < plusMs(at, KEPT_MS))
}

const others = (turn: Turn, number: AppealNumber) => kept(turn).filter((one) => one.number !== number)

function put(turn: Turn, drafts: readonly Draft[]): void {
  const { drafts: _, ...rest } = turn.conversation
  turn.conversation = { ...rest, ...(drafts.length > 0 && { drafts: [...drafts] }) }
}

/** Says what would go out, with the ways in which this member of staff may let it. */
export function showDraft(turn: Turn, appeal: Appeal, draft: Draft, text = previewOf(turn, appeal, draft)): void {
  const { number } = appeal
  const ways = waysOf(turn, appeal, draft).map((way) =>
    choice(draftText.ACT[way], 'draft', number, way, stampOf(draft)),
  )
  turn.sayCard(nameOf(turn, draft), text, [...ways, cancelChoice(draft)], appeal)
}

/** A result needs to be called something. */
export function askOutcome(turn: Turn, appeal: Appeal, draft: Draft): void {
  const outcomes = Object.entries(OUTCOME) as [Outcome, string][]
  const choices = outcomes.map(([one, label]) => choice(label, 'draft', appeal.number, one, stampOf(draft)))
  const text = [...previewOf(turn, appeal, draft), '\n', staffText.chooseOutcome]
  turn.sayCard(nameOf(turn, draft), text, [...choices, cancelChoice(draft)], appeal)
}

/** What became of it stands where it was looked at. */
export function closeDraft(turn: Turn, appeal: Appeal, draft: Draft, way: Way | 'cancel'): void {
  dropDraft(turn, appeal.number)
  const number = showNumber(appeal.number)
  const text =
    way === 'cancel' ? [draftText.cancelled(number)] : draftText.sentAs(way, number, draft.text, draft.files.length)
  turn.sayCard(nameOf(turn, draft), text, [], appeal)
}

const nameOf = (turn: Turn, { number, since }: Draft): string =>
  `${namesOf(turn, number)}${Date.parse(since).toString(36)}`

/** How all previews of what he wrote about this case are called. */
const namesOf = ({ party }: Turn, number: AppealNumber): string => `draft:${number}:${party.id}:`

/** Whether the button that was pressed stands under what a colleague wrote. */
export function isOfAnother(turn: Turn, number: AppealNumber): boolean {
  const card = turn.pressed && turn.read({ kind: 'receipt', receipt: turn.pressed })?.sent?.card
  return (card?.startsWith('draft:') ?? false) && !card?.startsWith(namesOf(turn, number))
}

const cancelChoice = (draft: Draft) => choice(draftText.ACT.cancel, 'draft', draft.number, 'cancel', stampOf(draft))

function previewOf(turn: Turn, appeal: Appeal, { text, files }: Draft) {
  const sends = waysFor(turn, appeal).some((way) => way !== 'note')
  const [blank] = sends ? blanksIn(text) : []
  const shown = { text, files: files.map(({ name }) => name), sends, names: isForHere(turn, appeal), blank }
  return draftText.preview({ number: showNumber(appeal.number), ...shown }, appeal)
}

/** What is still blank, or has no word, is no question and no result. */
function waysOf(turn: Turn, appeal: Appeal, { text }: Draft): readonly Way[] {
  const blank = blanksIn(text).length > 0
  return waysFor(turn, appeal).filter((way) => way === 'note' || (!blank && (text !== '' || way === 'reply')))
}

/** How this member of staff may use words about this case now: whoever sees it may at least note them. */
export function waysFor(turn: Turn, appeal: Appeal): readonly Way[] {
  return WAYS.filter((way) => 'role' in allowed(turn, way, appeal))
}
