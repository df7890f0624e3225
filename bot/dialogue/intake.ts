import { triage } from '../appeal/triage.ts'
import type { Attachment } from '../model/message.ts'
import type { Intake, SlotName, Slots } from '../model/slots.ts'
import { intakeText, talk } from '../texts/zh-cn.ts'
import { answerQuestion } from './ask.ts'
import { askNext, fill, PATIENCE, showSummary, skipAsked, wayOut } from './asking.ts'
import { gather, isQuestion } from './gather.ts'
import type { Heard } from './hear.ts'
import { isSkip, isYes, readAll, readAnswer, readCorrection } from './reading/index.ts'
import { review } from './review.ts'
import { fromBefore, groupOf, isOptional, matterIn } from './slots.ts'
import type { Turn } from './turn.ts'

/** Starts to register what this text tells; all that it already says is not asked again. */
export function beginIntake(turn: Turn, text: string, attachments: readonly Attachment[]): void {
  const { catalog, cut } = turn.desk
  const read = readAll(text, catalog, turn.today)
  const spoken = triage(text, catalog, cut).kind
  const kind = read.kind ?? (spoken === 'chat' || spoken === 'consultation' ? 'help' : spoken)
  const matter = matterIn(text)
  turn.conversation = {
    ...turn.conversation,
    intake: {
      stage: 'asking',
      slots: { ...fromBefore(turn.person), ...read, kind, ...(matter && { matter }) },
      misses: 0,
      skipped: [],
      attachments: [...attachments],
      urgent: false,
    },
  }
  if (attachments.length > 0) turn.say(intakeText.attached(attachments.length))
  turn.say(`${intakeText.begin}${intakeText.beginHint}`)
  askNext(turn)
}

/** Says where a half-finished intake stands; after a restart it goes on from there. */
export function resumeIntake(turn: Turn): void {
  const { intake } = turn.conversation
  if (!intake) return
  if (intake.stage === 'summary') return showSummary(turn, intake)
  turn.say(intakeText.resumed)
  askNext(turn)
}

export function continueIntake(turn: Turn, heard: Heard, intake: Intake): void {
  const kept = { ...intake, attachments: [...intake.attachments, ...heard.attachments] }
  turn.conversation = { ...turn.conversation, intake: kept }
  if (heard.line === '') {
    turn.say(intakeText.attached(kept.attachments.length))
    return kept.stage === 'summary' ? showSummary(turn, kept) : askNext(turn)
  }
  if (intake.stage === 'summary') return review(turn, heard, kept)
  takeAnswer(turn, heard, kept)
}

function takeAnswer(turn: Turn, heard: Heard, intake: Intake): void {
  const { line, text } = heard
  const { catalog, cut } = turn.desk
  const asked = intake.asked ?? 'matter'
  const waved = isSkip(line) || (isOptional(asked) && isYes(line) && !/^(?:是|要|需要|嗯|对)/u.test(line))
  if (waved && asked !== 'matter') return skipAsked(turn, intake)

  const correction = readCorrection(line, catalog, turn.today, intakeText.summaryOrder(intake.slots))
  if (correction?.reading && 'value' in correction.reading && intake.slots[correction.slot] !== undefined) {
    const read = { [correction.slot]: correction.reading.value }
    turn.say(intakeText.changed(correction.slot, { ...intake.slots, ...read }))
    return fill(turn, intake, read)
  }

  const group = groupOf(asked, intake, turn.desk)
  const told = triage(line, catalog, cut)
  const { read, all, hits } = gather(turn, line, asked, group, intake.slots)
  if (told.asks && !told.tells && !hits && isQuestion(line)) return digress(turn, line)

  if (asked === 'matter') {
    const matter = matterIn(text)
    return matter ? fill(turn, intake, { ...all, matter }) : miss(turn, intake, 'too-short')
  }
  // Whoever tells more of his trouble while being asked for a detail is not to lose it.
  const more: Slots =
    told.tells && line.length >= 20 && intake.slots.matter ? { matter: `${intake.slots.matter}\n${text}` } : {}
  const gained = group.filter((slot) => slot in read)
  if (gained.length === 0 && Object.keys(more).length === 0) {
    const reading = readAnswer(asked, line, catalog, turn.today)
    const others = Object.keys(all).length > 0
    if (others) return fill(turn, { ...intake, asked }, all)
    return miss(turn, intake, 'problem' in reading ? reading.problem : 'too-short')
  }
  const doubt = doubtfulPhone(turn, line, group, { ...intake.slots, ...read })
  if (doubt) turn.say(doubt)
  fill(turn, intake, { ...read, ...more }, isOptional(asked) ? group.filter((slot) => !(slot in read)) : [])
}

/** Digits that were meant as a telephone number and are none. */
function doubtfulPhone(turn: Turn, line: string, group: readonly SlotName[], slots: Slots): string | null {
  if (!group.includes('phone') || slots.phone || !/\d{7}/.test(line.replace(/[\s-]/g, ''))) return null
  const digits = /\d[\d\s-]{6,}/.exec(line)?.[0] ?? line
  const reading = readAnswer('phone', digits.trim(), turn.desk.catalog, turn.today)
  return 'problem' in reading ? intakeText.PROBLEM[reading.problem] : null
}

function miss(turn: Turn, intake: Intake, problem: keyof typeof intakeText.PROBLEM): void {
  const misses = intake.misses + 1
  const asked = intake.asked ?? 'matter'
  turn.conversation = { ...turn.conversation, intake: { ...intake, asked, misses } }
  if (misses < PATIENCE) return turn.say(intakeText.PROBLEM[problem])
  turn.say(`${intakeText.PROBLEM[problem]}\n${asked === 'matter' ? talk.orHuman : intakeText.mayStop}`, wayOut(asked))
}

/** A question in the middle is answered, and then it goes on where it was. */
function digress(turn: Turn, question: string): void {
  answerQuestion(turn, question, null, 'in-passing')
  turn.say(intakeText.backTo)
  askNext(turn)
}
