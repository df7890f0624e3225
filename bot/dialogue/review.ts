import { showNumber } from '../appeal/reference.ts'
import { triage } from '../appeal/triage.ts'
import type { Intake, SlotName, Slots } from '../model/slots.ts'
import { SLOT } from '../texts/zh-cn/words.ts'
import { intakeText } from '../texts/zh-cn.ts'
import { answerQuestion } from './ask.ts'
import { askNext, SUMMARY_CHOICES, showSummary } from './asking.ts'
import { choice } from './choices.ts'
import type { Heard } from './hear.ts'
import { lodge, unitName } from './lodge.ts'
import { type Correction, isNo, isYes, readAll, readCorrection } from './reading/index.ts'
import type { Turn } from './turn.ts'

/** A line at the summary: yes, a correction, a question, or more to tell. */
export function review(turn: Turn, heard: Heard, intake: Intake): void {
  const { line, text } = heard
  const { catalog, cut } = turn.desk
  if (isYes(line) || /^(提交|确认提交|没错)[吧了]?[。!]?$/u.test(line)) return submit(turn, intake)
  const correction = readCorrection(line, catalog, turn.today, intakeText.summaryOrder(intake.slots))
  if (correction) return correct(turn, intake, correction)
  if (isNo(line)) return chooseSlot(turn, intake)
  const told = triage(line, catalog, cut)
  if (told.asks && !told.tells) {
    answerQuestion(turn, line, null, 'in-passing')
    return turn.say(intakeText.stillOpen, SUMMARY_CHOICES)
  }
  const read = readAll(line, catalog, turn.today)
  const slot = (Object.keys(read) as SlotName[])[0]
  if (slot && !told.tells) return change(turn, intake, read, slot)
  if ([...line].length < 6) return turn.say(intakeText.stillOpen, SUMMARY_CHOICES)
  turn.say(intakeText.addedToMatter)
  showSummary(turn, {
    ...intake,
    slots: { ...intake.slots, ...read, matter: `${intake.slots.matter ?? ''}\n${text}`.trim() },
  })
}

function correct(turn: Turn, intake: Intake, { slot, reading }: Correction): void {
  if (!reading) return editSlot(turn, intake, slot)
  if ('value' in reading) return change(turn, intake, { [slot]: reading.value }, slot)
  turn.say(intakeText.PROBLEM[reading.problem])
  editSlot(turn, intake, slot)
}

function change(turn: Turn, intake: Intake, read: Slots, slot: SlotName): void {
  const slots = { ...intake.slots, ...read }
  turn.say(intakeText.changed(slot, slots))
  showSummary(turn, { ...intake, slots })
}

/** Which one is wrong? A number, a name, or the correction itself. */
export function chooseSlot(turn: Turn, intake: Intake): void {
  turn.say(
    intakeText.whichToChange,
    intakeText.summaryOrder(intake.slots).map((slot) => choice(SLOT[slot], 'edit-slot', slot)),
  )
}

export function editSlot(turn: Turn, intake: Intake, slot: SlotName): void {
  const { [slot]: _, ...slots } = intake.slots
  turn.conversation = { ...turn.conversation, intake: { ...intake, slots, stage: 'asking', asked: slot, misses: 0 } }
  turn.say(intakeText.rightValue(slot))
}

export function submit(turn: Turn, intake: Intake): void {
  if (intake.stage !== 'summary') return askNext(turn)
  const appeal = lodge(turn, intake.slots, {
    attachments: intake.attachments,
    urgent: intake.urgent,
    news: 'registered',
  })
  turn.say(
    intakeText.registered({
      number: showNumber(appeal.number),
      code: appeal.personal?.code ?? '',
      unit: unitName(turn, appeal.unit),
      deadlines: appeal.deadlines,
      today: turn.today,
    }),
  )
}
