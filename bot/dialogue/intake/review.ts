import { ARREARS } from '../../appeal/arrears/arrears.ts'
import { triage } from '../../appeal/triage/triage.ts'
import type { Intake, SlotName, Slots } from '../../model/slots.ts'
import { SLOT } from '../../texts/zh-cn/words.ts'
import { intakeText, LABEL } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { answerService } from '../entrepreneur/service.ts'
import type { Heard } from '../hear.ts'
import { awaitMore } from '../own/await-more.ts'
import {
  type Correction,
  isNo,
  isSkip,
  isYes,
  readAll,
  readAnswer,
  readArrears,
  readCorrection,
} from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { askInPassing, askNext, leaveOut, SUMMARY_CHOICES, showSummary, wayOut } from './asking.ts'
import { isQuestion, piecewise } from './gather.ts'
import { offerLetters } from './letters.ts'
import { lodge, sayRegistered } from './lodge.ts'
import { ALL_SLOTS, categoryOf, knowsDebt, summaryOrder, withRead } from './slots.ts'

/** Says in so many words that it is to be handed in, or that all is right; “快” and “暂时不要提交” say neither. */
const READY =
  /^(?:那|就|行|可以|现在|没问题|别磨叽|没错|都对|好|请|帮我|直接|快|赶紧|这样|了|吧|[,。\s]){0,12}(?:确认)?提交[了吧啊呀。!]{0,4}$|^(?:没错|可以|都对|没问题|好)了?[,\s]?(?:就这样)?[了吧啊。!]{0,4}$/u
/** Not yet, or nothing to add. */
const WAIT =
  /^(先|暂时|等|还没).{0,6}(不|别|等|想好|提交|交)|^(等一下|等等|稍等|再等等|没有?了|说完了|我说完了|没有要补充的?)[。!]?$/u
const SECRECY =
  /^(那|那就|就|还是|改成|改为|我要|都|请)*(保密|匿名)(吧|了|好了)?[。!]?$|(别|不要|不能)(让|被|告诉).{1,10}(知道|发现)?/u

/** A line at the summary: yes, a correction, a question, or more to tell. */
export function review(turn: Turn, heard: Heard, intake: Intake): void {
  const { line, text } = heard
  const { catalog, cut } = turn.desk
  if (isYes(line) || READY.test(line)) return submit(turn, intake)
  const amount = amountAnew(turn, line, intake)
  if (amount !== undefined) return change(turn, intake, { amountYuan: amount }, 'amountYuan')
  if (isSkip(line) || WAIT.test(line)) return turn.say(intakeText.keptForYou, SUMMARY_CHOICES)
  if (SECRECY.test(line) && !/[,，。!！]./u.test(line))
    return change(turn, intake, { confidential: true }, 'confidential')
  const correction = readCorrection(line, catalog, turn.today, summaryOrder(intake.slots), intake.slots)
  const owed = owedCorrected(turn, intake, line, correction)
  if (owed) return change(turn, intake, { arrears: owed }, 'arrears')
  if (correction) return correct(turn, intake, correction, wishBeside(turn, intake, correction, line))
  if (isNo(line) || /^(修改|改(一|几)?(下|处|改)?)[吧。!]?$/u.test(line)) return chooseSlot(turn)
  const told = triage(line, catalog, cut)
  if (answerService(turn, line)) return turn.say(intakeText.stillOpen, SUMMARY_CHOICES)
  if (told.asks && !told.tells && isQuestion(line)) {
    askInPassing(turn, line)
    return turn.say(intakeText.stillOpen, SUMMARY_CHOICES)
  }
  // What is still empty may come by itself: “去年3月”.
  const read = { ...piecewise(turn, line, {}, [], intake).read, ...readAll(line, catalog, turn.today) }
  const slot = (Object.keys(read) as SlotName[])[0]
  if (slot && !told.tells) return change(turn, intake, read, slot)
  if (told.tells || line.length >= 30) return append(turn, { ...intake, slots: withRead(intake.slots, read) }, text)
  if (line.length < 8) return turn.say(intakeText.stillOpen, SUMMARY_CHOICES)
  // The first choice means on every screen of the summary what it meant on the one before.
  turn.say(intakeText.changeOrAppend, [...SUMMARY_CHOICES, choice(LABEL.append, 'append')])
  turn.wait({ for: 'append', text })
}

/** 等等，改一下，是5万: the sum alone may be put right by nothing but another one. */
const AMOUNT_ANEW =
  /^(?:等等|等下|等一下|改一?下|改|不对|不是|错了|说错了|算了|还是|应该|其实|哦|额|emm+|啊|是|就是|[,，。!\s])*(\d[\d.,]*\s*[万wk千]?(?:多|来)?(?:元|块钱?)?|[一二两三四五六七八九十百千半]+[万千百](?:[一二三四五六七八九]千?)?(?:多|来)?(?:元|块钱?)?)[吧了啊。!]*$/iu

function amountAnew(turn: Turn, line: string, { slots }: Intake): number | undefined {
  const said = slots.amountYuan === undefined || line.length > 24 ? undefined : AMOUNT_ANEW.exec(line)?.[1]
  if (said === undefined || /^[\d\s]+$/u.test(said)) return undefined
  const reading = readAnswer('amountYuan', said, turn.desk.catalog, turn.today)
  return 'value' in reading ? reading.value : undefined
}

/** In characters; a longer line tells more of the matter. */
const LONGEST_CORRECTION = 40

/** 验收是10月, 对方是事业单位, 约定60天付: of a debt what is said anew is right. Another slot that is named goes before. */
function owedCorrected(
  turn: Turn,
  { slots }: Intake,
  line: string,
  correction: Correction | null,
): Slots['arrears'] | undefined {
  if (line.length > LONGEST_CORRECTION || isQuestion(line)) return undefined
  const kindOnly =
    correction?.slot === 'respondent' &&
    /^.{0,8}是?(?:机关|政府|事业单位|.{0,2}大.{0,2}企业|大公司|央企|.{0,2}[中小].{0,2}企业|小公司|个人|私人)[吧啊呢。!]*$/u.test(
      line,
    )
  if (correction && correction.slot !== 'since' && !kindOnly) return undefined
  if (categoryOf(slots, turn.desk).category.id !== ARREARS) return undefined
  const right = line.replace(/^.{0,12}?不是[^,，。]{1,20}[,，。\s]+/u, '')
  const event = /验收|交货|交付|完工|结算|签/u.exec(line)?.[0] ?? ''
  const said = right.includes(event) ? right : `${event}${right}`
  const { acceptedOn, deliveredOn, contractOn } = slots.arrears ?? {}
  const before = contractOn ?? deliveredOn ?? acceptedOn ?? slots.since
  const reading = readArrears(said, turn.today, { asked: !knowsDebt(slots), before })
  return 'value' in reading ? reading.value : undefined
}

/** What is told at the summary and corrects nothing belongs to the matter. */
export function append(turn: Turn, intake: Intake, text: string): void {
  turn.say(intakeText.addedToMatter)
  showSummary(turn, { ...intake, slots: { ...intake.slots, matter: `${intake.slots.matter ?? ''}\n${text}`.trim() } })
}

/** “尽快给钱，别让他们知道是我” says a wish beside the word on secrecy. */
function wishBeside(turn: Turn, intake: Intake, { slot }: Correction, line: string): Slots {
  if (slot !== 'confidential' || intake.slots.wish) return {}
  const reading = readAnswer('wish', line, turn.desk.catalog, turn.today)
  return 'value' in reading ? { wish: reading.value } : {}
}

function correct(turn: Turn, intake: Intake, { slot, reading, remove }: Correction, besides: Slots): void {
  if (remove) return leaveOut(turn, intake, slot)
  if (!reading) return editSlot(turn, intake, slot)
  if ('value' in reading) return change(turn, intake, { ...besides, [slot]: reading.value }, slot)
  turn.say(intakeText.PROBLEM[reading.problem])
  editSlot(turn, intake, slot)
}

function change(turn: Turn, intake: Intake, read: Slots, slot: SlotName): void {
  const slots = withRead(intake.slots, read)
  turn.say(intakeText.changed(slot, slots))
  showSummary(turn, { ...intake, slots })
}

/** Which one is wrong? A number, a name, or the correction itself. */
export function chooseSlot(turn: Turn): void {
  turn.say(
    intakeText.whichToChange,
    ALL_SLOTS.map((slot) => choice(SLOT[slot], 'edit-slot', slot)),
  )
}

/** Asks for one slot anew; what it held stands until a new value is read. */
export function editSlot(turn: Turn, intake: Intake, slot: SlotName): void {
  turn.conversation = {
    ...turn.conversation,
    intake: { ...intake, stage: 'asking', asked: slot, misses: 0, editing: true },
  }
  turn.say(intakeText.rightValue(slot), slot === 'area' ? wayOut(turn, slot) : [])
}

export function submit(turn: Turn, intake: Intake): void {
  if (intake.stage !== 'summary') return askNext(turn)
  const appeal = lodge(turn, intake.slots, {
    attachments: intake.attachments,
    urgent: false,
    news: 'registered',
  })
  sayRegistered(turn, appeal)
  offerLetters(turn, appeal)
  awaitMore(turn, appeal.number)
}
