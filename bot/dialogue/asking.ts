import type { Choice } from '../model/reply.ts'
import type { Intake, SlotName, Slots } from '../model/slots.ts'
import { intakeText } from '../texts/zh-cn.ts'
import { choice } from './choices.ts'
import { unitName } from './lodge.ts'
import { categoryOf, groupOf, isOptional, missing } from './slots.ts'
import type { Turn } from './turn.ts'

/** How often an answer may not fit before skipping and a person are offered. */
export const PATIENCE = 2

export const SUMMARY_CHOICES: readonly Choice[] = [
  choice('确认提交', 'confirm'),
  choice('修改', 'edit'),
  choice('取消', 'cancel'),
]

export function showSummary(turn: Turn, intake: Intake): void {
  const { asked: _, ...rest } = intake
  turn.conversation = { ...turn.conversation, intake: { ...rest, stage: 'summary', misses: 0 } }
  const { unit } = categoryOf(intake.slots, turn.desk)
  turn.say(intakeText.summary(intake.slots, unitName(turn, unit), intake.attachments.length), SUMMARY_CHOICES)
}

/** Asks for what is missing, or shows the summary when nothing is. */
export function askNext(turn: Turn): void {
  const { intake } = turn.conversation
  if (!intake) return
  const lacking =
    intake.asked && intake.slots[intake.asked] === undefined
      ? asking(intake, intake.asked, turn)
      : missing(intake, turn.desk)
  const [asked] = lacking
  if (!asked) return showSummary(turn, intake)
  turn.conversation = { ...turn.conversation, intake: { ...intake, stage: 'asking', asked } }
  turn.say(intakeText.question(lacking), intake.misses >= PATIENCE ? wayOut(asked) : [])
}

const asking = (intake: Intake, asked: SlotName, turn: Turn): readonly SlotName[] => {
  const group = groupOf(asked, intake, turn.desk).filter((slot) => intake.slots[slot] === undefined)
  return [asked, ...group.filter((slot) => slot !== asked && !intake.skipped.includes(slot))]
}

export const wayOut = (asked: SlotName): Choice[] => [
  ...(asked === 'matter' ? [] : [choice('跳过这项', 'skip')]),
  choice('找工作人员', 'human'),
]

/** Keeps what was read and goes on to the next question. */
export function fill(turn: Turn, intake: Intake, read: Slots, skipped: readonly SlotName[] = []): void {
  const { asked: _, ...rest } = intake
  turn.conversation = {
    ...turn.conversation,
    intake: {
      ...rest,
      slots: { ...intake.slots, ...read },
      skipped: [...new Set([...intake.skipped, ...skipped])].filter((slot) => !(slot in read)),
      misses: 0,
    },
  }
  askNext(turn)
}

export function skipAsked(turn: Turn, intake: Intake): void {
  const { asked } = intake
  if (!asked) return askNext(turn)
  if (asked === 'matter') return turn.say(intakeText.matterNeeded)
  const group = groupOf(asked, intake, turn.desk)
  turn.say(intakeText.skipped)
  fill(turn, intake, {}, isOptional(asked) ? group : group.filter((slot) => intake.slots[slot] === undefined))
}
