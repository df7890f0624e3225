import { maskTold } from '../../appeal/redact.ts'
import type { PersonId } from '../../model/appeal.ts'
import type { Entry, Gap, GapId } from '../../model/gap.ts'
import { type Instant, plusMs } from '../../model/instant.ts'
import type { Address } from '../../model/message.ts'
import { gapText } from '../../texts/zh-cn.ts'
import type { Turn } from '../turn.ts'

/** Who asked longer ago has found his answer elsewhere, or wonders what this is about. */
const TOLD_WITHIN_MS = 90 * 86_400_000

/**
 * The answer is used from now on, and those who had asked are told once: in the chat they asked in, each under his own key,
 * in the same commit. Nobody is told whose data were erased, or whose question staff answer as an appeal.
 */
export function approve(turn: Turn, entry: Entry, question: string): void {
  const found = turn.read({ kind: 'gap', id: entry.group })
  const drafts = turn.read({ kind: 'entries', where: { states: ['proposed'] } })
  if (!found || !drafts) return
  const gaps = found.gaps.map(({ value }) => value)
  const waiting = lastOfEach(gaps).flatMap((gap) => waitingFor(turn, gap) ?? [])
  const passedOn = waiting.map((asked) => isWithStaff(turn, asked))
  if (passedOn.includes(undefined)) return
  const told = waiting.filter((_, i) => !passedOn[i])
  const by = staffName(turn)
  const after = turn.recordEntry(entry, {
    type: 'approved',
    data: { question, gaps: gaps.map(({ id }) => id), told: told.map(({ id }) => id) },
  })
  // There is nothing left that another draft would answer.
  const others = drafts.entries.filter(({ value }) => value.group === entry.group && value.id !== entry.id)
  for (const { value } of others)
    turn.recordEntry(value, { type: 'rejected', data: { reason: gapText.answeredByOther } })
  for (const { subject, home, words, at } of told)
    turn.tellOf(subject, home, gapText.answered(words, at, after, by, turn.today))
  turn.tellOf(turn.party.id, turn.desk.reach({ room: 'intake' }), gapText.wasApproved(question, by, others.length))
  turn.say(gapText.approved(after.told, others.length))
}

/** As colleagues and those who are answered know him. */
export const staffName = ({ party }: Turn): string => party.name || party.id

interface Asked {
  readonly id: GapId
  readonly subject: PersonId
  readonly at: Instant
  readonly home: Address
  readonly words: string
}

function waitingFor(turn: Turn, { id, subject, at, personal }: Gap): Asked | undefined {
  const recent = at > plusMs(turn.desk.now, -TOLD_WITHIN_MS)
  return personal?.home && recent ? { id, subject, at, home: personal.home, words: personal.question } : undefined
}

/** Of several askings of one person the latest; they come in that order. */
function lastOfEach(gaps: readonly Gap[]): Gap[] {
  const latest = new Map<string, Gap>()
  for (const gap of gaps) if (!latest.has(gap.subject)) latest.set(gap.subject, gap)
  return [...latest.values()]
}

/** Whether the person handed this very question to staff afterwards; undefined when that has yet to be read. */
function isWithStaff(turn: Turn, { subject, at, words }: Asked): boolean | undefined {
  const found = turn.read({ kind: 'appeals', where: { person: subject } })
  return found?.appeals.some(({ value: { registeredAt, personal } }) => {
    const told = personal?.particulars
    return told !== undefined && registeredAt >= at && maskTold(told.matter, told).includes(words)
  })
}
