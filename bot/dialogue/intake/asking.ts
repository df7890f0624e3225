import { ARREARS } from '../../appeal/arrears/arrears.ts'
import type { Choice } from '../../model/reply.ts'
import type { Intake, SlotName, Slots } from '../../model/slots.ts'
import * as owedText from '../../texts/zh-cn/arrears.ts'
import { answerText, intakeText, LABEL } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { answerQuestion } from '../question/ask.ts'
import { unitName } from '../staff/announce.ts'
import type { Turn } from '../turn.ts'
import { estimateOf } from './letters.ts'
import { unitOf } from './lodge.ts'
import { categoryOf, emptySlots, groupOf, isOptional, knowsDebt, missing, summaryOrder, withRead } from './slots.ts'

/** How often an answer may not fit before skipping and a person are offered. */
export const PATIENCE = 2

export const SUMMARY_CHOICES: readonly Choice[] = [
  choice(LABEL.confirm, 'confirm'),
  choice(LABEL.edit, 'edit'),
  choice(LABEL.cancel, 'cancel'),
]

export function showSummary(turn: Turn, intake: Intake): void {
  const { asked: _, ...rest } = intake
  turn.conversation = { ...turn.conversation, intake: { ...rest, stage: 'summary', misses: 0, editing: false } }
  const { category } = categoryOf(intake.slots, turn.desk)
  const { unit } = unitOf(turn, intake.slots, category.id)
  const { slots, attachments } = intake
  turn.say(
    intakeText.summary(
      slots,
      summaryOrder(slots),
      emptySlots(slots, turn.desk),
      unitName(turn, unit),
      attachments.length,
      category.id === ARREARS && owed(turn, intake),
    ),
    SUMMARY_CHOICES,
  )
}

/** What follows from what was told of a debt, or what would be needed for that, unless it was asked for before. */
function owed(turn: Turn, { slots, skipped }: Intake): string | false {
  const short = owedText.inShort(estimateOf(turn, slots), slots.arrears)
  return short || (!knowsDebt(slots) && !skipped.includes('arrears') && owedText.stillAsks(slots))
}

/** Asks for what is missing, or shows the summary when nothing is. */
export function askNext(turn: Turn): void {
  const { intake } = turn.conversation
  if (!intake) return
  const { asked: before } = intake
  const open = before !== undefined && (intake.editing || intake.slots[before] === undefined || before === 'arrears')
  const lacking = open ? asking(intake, before, turn) : missing(intake, turn.desk)
  const [asked] = lacking
  if (!asked) return showSummary(turn, intake)
  turn.conversation = { ...turn.conversation, intake: { ...intake, stage: 'asking', asked } }
  turn.say(intakeText.question(lacking, intake.slots), intake.misses >= PATIENCE ? wayOut(turn, asked) : [])
}

const asking = (intake: Intake, asked: SlotName, turn: Turn): readonly SlotName[] => {
  if (intake.editing) return [asked]
  const group = groupOf(asked, intake, turn.desk).filter((slot) => intake.slots[slot] === undefined)
  return [asked, ...group.filter((slot) => slot !== asked && !intake.skipped.includes(slot))]
}

/** What is offered when an answer does not fit: the areas there are, to skip, a person. */
export function wayOut(turn: Turn, asked: SlotName): Choice[] {
  const areas = asked === 'area' ? turn.desk.catalog.areas.map(({ name }) => choice(name, 'area', name)) : []
  const skip = asked === 'matter' ? [] : [choice(LABEL.skip, 'skip')]
  return [...areas, ...skip, choice(LABEL.human, 'human')]
}

/** Keeps what was read and goes on to the next question. */
export function fill(turn: Turn, intake: Intake, read: Slots, skipped: readonly SlotName[] = []): void {
  const { asked: _, ...rest } = intake
  turn.conversation = {
    ...turn.conversation,
    intake: {
      ...rest,
      slots: withRead(intake.slots, read),
      // What is owed by whom is asked once, however much of it was told.
      skipped: [...new Set([...intake.skipped, ...skipped])].filter((slot) => slot === 'arrears' || !(slot in read)),
      misses: 0,
      editing: false,
    },
  }
  askNext(turn)
}

export function skipAsked(turn: Turn, intake: Intake): void {
  const { asked } = intake
  if (!asked) return askNext(turn)
  if (intake.editing) return showSummary(turn, intake)
  if (asked === 'matter') return turn.say(intakeText.matterNeeded)
  const group = groupOf(asked, intake, turn.desk)
  turn.say(intakeText.skipped)
  fill(turn, intake, {}, isOptional(asked) ? group : group.filter((slot) => intake.slots[slot] === undefined))
}

/** “电话删掉”: what he does not want to give is taken out, and not asked for again. */
export function leaveOut(turn: Turn, intake: Intake, slot: SlotName): void {
  const { [slot]: _, ...slots } = intake.slots
  turn.say(intakeText.takenOut(slot))
  fill(turn, { ...intake, slots }, {}, [slot])
}

/** Answers a question in the middle of an intake; what the documents do not answer goes to staff with the rest. */
export function askInPassing(turn: Turn, question: string): void {
  const answered = answerQuestion(turn, question, null, 'in-passing')
  const { intake } = turn.conversation
  if (answered || !intake) return
  const also = intakeText.alsoAsked(question)
  const { matter } = intake.slots
  const kept = matter
    ? { slots: { ...intake.slots, matter: `${matter}\n${also}` } }
    : { told: `${intake.told}\n${also}`.trim() }
  turn.conversation = { ...turn.conversation, intake: { ...intake, ...kept } }
  turn.say(answerText.unsureInPassing)
}
