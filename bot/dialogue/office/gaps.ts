import { mask } from '../../appeal/redact.ts'
import type { Entry, GapGroup, GapId } from '../../model/gap.ts'
import { plusDays } from '../../model/instant.ts'
import type { Choice } from '../../model/reply.ts'
import { gapText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import type { Turn } from '../turn.ts'
import { DEFAULT_DAYS, takeUntil } from './until.ts'

/** How many groups are shown at a time. */
const LISTED = 9
/** Shorter than this answers nothing; more than this is not quoted whole. */
const SHORTEST = 4
const LONGEST = 400

const LIST =
  /^\/?(?:看看|看一下|看|查看|打开)?(?:gaps|缺口|[没未]答上来的问题|答不上来的问题|没人答的问题)(?:有哪些|列表)?(?:\s*(\d{1,2}))?[。?？]?$/iu
const ANSWER = /^\/?(?:gaps|缺口)\s*(\d{1,2})\s*(?:答复|回答|答)[\s:：,，]*(.*)$/isu
/** Said again where the words are waited for: “答复：…”, “答复 1 …”. */
const SAID_AGAIN = /^\/?(?:写答复|答复|回答)(?:\s+\d{1,2}(?=\s)|[:：,，\s])[\s:：,，]*/u
const ANSWER_OPEN = /^\/?(?:答复|写答复)[\s:：,，]*(.*)$/su

/** Commands about questions that nobody has answered yet; false when the line is none of them. */
export function gapCommand(turn: Turn, { line, text }: Heard, offered: readonly Choice[]): boolean {
  const list = LIST.exec(line)
  const answer = ANSWER.exec(text)
  const open = offered.find(({ id }) => id.startsWith('gap-answer:'))?.id.split(':')[1]
  const words = open ? ANSWER_OPEN.exec(text)?.[1] : undefined
  if (list?.[1]) withNth(turn, Number(list[1]), offered, (group) => openGap(turn, group))
  else if (list) listGaps(turn)
  else if (answer) withNth(turn, Number(answer[1]), offered, (group) => proposeAnswer(turn, group, answer[2] ?? ''))
  else if (open && words !== undefined) proposeAnswer(turn, open, words)
  else return false
  return true
}

export function pressGap(turn: Turn, id: string): boolean {
  const [verb, group = ''] = id.split(':')
  if (verb === 'gaps') listGaps(turn)
  else if (verb === 'gap') openGap(turn, group)
  else if (verb === 'gap-dismiss') dismiss(turn, group)
  else if (verb === 'gap-answer') proposeAnswer(turn, group, '')
  else return false
  return true
}

function listGaps(turn: Turn): void {
  const found = turn.read({ kind: 'gaps', limit: LISTED })
  if (!found) return
  turn.say(
    gapText.gapList(found.total, LISTED),
    found.groups.map((group) => choice(gapText.gapLine(group), 'gap', group.id)),
  )
}

/** The group with this number in the list on the table, or else in the list as it is now. */
function withNth(turn: Turn, number: number, offered: readonly Choice[], use: (group: GapId) => void): void {
  const shown = offered.filter(({ id }) => id.startsWith('gap:'))
  if (shown.length > 0 && number > shown.length) return turn.say(gapText.noSuchGap(shown.length), offered)
  const onTable = shown[number - 1]?.id.split(':')[1]
  if (onTable) return use(onTable)
  const found = turn.read({ kind: 'gaps', limit: LISTED })
  if (!found) return
  const group = found.groups[number - 1]
  if (group) use(group.id)
  else turn.say(gapText.noSuchGap(found.groups.length))
}

function openGap(turn: Turn, id: GapId): void {
  const found = turn.read({ kind: 'gap', id })
  const drafts = turn.read({ kind: 'entries', where: { states: ['proposed'] } })
  if (!found || !drafts) return
  if (!found.group) return turn.say(gapText.gapGone, [choice(gapText.ACT.list, 'gaps')])
  const draft = drafts.entries.find(({ value }) => value.group === id)?.value
  const reasons = found.gaps.flatMap(({ value }) => value.personal?.reason ?? [])
  const waits = draft && gapText.draftWaits(draft.writer)
  const choices = [
    ...(draft ? [choice(gapText.ACT.open, 'entry', draft.id)] : []),
    choice(gapText.ACT.answer, 'gap-answer', id),
    choice(gapText.ACT.dismiss, 'gap-dismiss', id),
    choice(gapText.ACT.list, 'gaps'),
  ]
  const card = gapText.gapCard(found.group, [...new Set(reasons)].slice(0, 3), turn.today, waits)
  turn.say(card, choices, found.group)
}

/** What needs no answer leaves the list; asked again, it comes back. Of erased persons nothing is written any more. */
function dismiss(turn: Turn, id: GapId): void {
  const found = turn.read({ kind: 'gap', id })
  if (!found) return
  if (!found.group) return turn.say(gapText.gapGone, [choice(gapText.ACT.list, 'gaps')])
  for (const { value } of found.gaps) if (value.personal) turn.dismissGap(value)
  turn.say(gapText.dismissed, [choice(gapText.ACT.list, 'gaps')])
}

/** Keeps what staff write as an answer that somebody else is to approve; asks for the words where there are none. */
export function proposeAnswer(turn: Turn, id: GapId, text: string): void {
  const found = turn.read({ kind: 'gap', id })
  if (!found) return
  if (!found.group) return turn.say(gapText.gapGone, [choice(gapText.ACT.list, 'gaps')])
  const { rest: answer, until } = takeUntil(text.replace(SAID_AGAIN, ''), turn.today)
  const problem =
    text === '' ? gapText.writeAnswer : (problemOf(answer) ?? (until === null ? gapText.badUntil : undefined))
  if (problem) {
    turn.say(problem)
    return turn.wait({ for: 'entry-words', command: 'answer', of: id })
  }
  const entry = turn.recordEntry(undefined, {
    type: 'proposed',
    data: { group: id, answer, until: until ?? plusDays(turn.today, DEFAULT_DAYS) },
  })
  turn.say(gapText.proposed(entry.until, !until, tellsOfSomebody(answer)), [
    choice(gapText.ACT.open, 'entry', entry.id),
  ])
  announceDraft(turn, entry, found.group)
}

/** What is wrong with an answer, if anything is. */
export function problemOf(answer: string): string | undefined {
  if (answer.length < SHORTEST) return gapText.tooShort
  return answer.length > LONGEST ? gapText.tooLong(answer.length) : undefined
}

/** A mobile phone, an identity number, or a person named by what he is: it would go to everybody who asks. */
export function tellsOfSomebody(answer: string): boolean {
  const text = answer.normalize('NFKC')
  const named = text.replace(/\d/gu, '')
  return /(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)|(?<!\d)\d{17}[\dXx]/u.test(text) || mask(named) !== named
}

function announceDraft(turn: Turn, entry: Entry, group: GapGroup): void {
  const [question] = group.wordings
  const text = gapText.waitsForApproval({ entry, question, others: [], today: turn.today, warns: false })
  turn.tellOf(group.subject, turn.desk.reach({ room: 'intake' }), text, [choice(gapText.ACT.open, 'entry', entry.id)])
}
