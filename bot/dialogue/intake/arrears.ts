import { ARREARS, type Claim, debtorOf, estimate, startOf } from '../../appeal/arrears/arrears.ts'
import type { Waiting } from '../../model/conversation.ts'
import type { Slots } from '../../model/slots.ts'
import * as owed from '../../texts/zh-cn/arrears.ts'
import { intakeText, LABEL } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { isNo, isYes, readAll, readArrears } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { SUMMARY_CHOICES } from './asking.ts'
import { isQuestion } from './gather.ts'
import { backToIntake } from './in-passing.ts'
import { beginIntake } from './intake.ts'
import { claimOf, draftNamed, estimateOf, ownDebts, wantLetters } from './letters.ts'
import { categoryOf, withRead } from './slots.ts'

const ABOUT = /利息|逾期费|滞纳金|逾期(?:了|有)?(?:多少|几)天|应付日|付款日|(?:该|应该?|应当).{0,6}付|到期/u
const ASKS = /多少|几[天号月]|什么时候|啥时候|哪[天日]|算|怎么|多久|[?吗呢]$/u
/** In characters; a longer line without a date or a sum of its own asks something else. */
const LONGEST_BARE = 24
/** How such things are for everybody: that is in the documents. */
const IN_GENERAL = /法律|规定|条例|一般|标准|法定|政策|国家|第.{1,4}条|没约定/u
const WANTS_LETTERS =
  /^(?:我|那|请|帮我?|给我|再|想|要|起草|写|发|来|一份|一个|一下|生成|下载|拿|看|和|、|跟|与)*(?:投诉书|投诉材料|投诉文本|催款函|催款书|催告函)(?:和|、|跟|与|投诉书|投诉材料|催款函|的?文件|一下|吧|呢|怎么写|有吗|吗|[?。!])*$/u

/** “利息多少”, “该什么时候付”, “投诉书”: wherever the conversation stands. False where the line is about something else. */
export function aboutDebt(turn: Turn, heard: Heard, waiting: Waiting | undefined): boolean {
  const { line } = heard
  const offered = turn.conversation.offered.find(({ id }) => id.startsWith('letters:'))
  if (WANTS_LETTERS.test(line) && !turn.conversation.intake) return wantLetters(turn)
  if (offered && waiting?.for === 'supplement' && isYes(line)) return wantLetters(turn)
  if (waiting?.for === 'interest' && goesOn(turn, heard, waiting.text)) return true
  if (!ABOUT.test(line) || !(ASKS.test(line) || line.length <= 4)) return false
  const { intake } = turn.conversation
  if (tellsDebt(turn, line)) return intake ? inIntake(turn, line) : compute(turn, heard.text, true)
  if (IN_GENERAL.test(line) || line.length > LONGEST_BARE) return false
  if (intake) return inIntake(turn, line)
  const [latest] = ownDebts(turn)
  if (latest) {
    tell(turn, claimOf(latest))
    return true
  }
  if (!/算.{0,4}利息/u.test(line) || !/我|帮|一下/u.test(line)) return false
  return compute(turn, heard.text, true)
}

/** Asked in the middle of an intake: what the line tells besides is kept, and then it goes on where it was. */
function inIntake(turn: Turn, line: string): boolean {
  const { intake } = turn.conversation
  if (!intake || categoryOf(intake.slots, turn.desk).category.id !== ARREARS) return false
  const { arrears, amountYuan } = readAll(line, turn.desk.catalog, turn.today)
  const read = { ...(arrears && { arrears }), ...(amountYuan !== undefined && { amountYuan }) }
  const slots = withRead(intake.slots, read)
  if (/怎么算|如何|咋算/u.test(line) && estimateOf(turn, slots).due.kind === 'unknown') return false
  turn.conversation = { ...turn.conversation, intake: { ...intake, slots } }
  tell(turn, slots)
  // The summary below it would be two screens, and holds nothing new.
  if (intake.stage === 'summary') turn.say(intakeText.stillOpen, SUMMARY_CHOICES)
  else backToIntake(turn)
  return true
}

/** What is said of a debt of his own, and not asked about debts as such. */
function tellsDebt(turn: Turn, line: string): boolean {
  const { arrears: { debtor, ...facts } = {}, amountYuan, respondent } = readAll(line, turn.desk.catalog, turn.today)
  if (Object.keys(facts).length > 0) return true
  const his = /欠着?(?:了)?(?:我|咱|俺)|我们?的?(?:钱|货款|工程款|尾款)/u.test(line)
  return amountYuan !== undefined ? his || respondent !== undefined : debtor !== undefined && his
}

function tell(turn: Turn, claim: Claim, choices: ReturnType<typeof choice>[] = []): void {
  const result = estimateOf(turn, claim)
  const unclear = result.debtor === 'unknown' && result.due.kind === 'unknown' && result.due.why === 'no-debtor'
  const kinds = (['public-body', 'large-firm'] as const).map((kind) =>
    estimate(claim, turn.today, turn.desk.calendar, kind),
  )
  turn.say(unclear ? owed.alternatives(kinds, claim) : owed.estimateText(result, claim), choices)
}

/** Computes from what was told outside any intake; what is missing is asked for once. */
function compute(turn: Turn, text: string, mayAsk: boolean): true {
  const slots = readDebt(turn, text)
  const lacking = lackingOf(slots)
  turn.wait({ for: 'interest', text })
  if (mayAsk && lacking.length > 0) turn.say(owed.askForMore(lacking))
  else {
    tell(turn, slots)
    turn.say(owed.mayRegister, [choice(LABEL.lodge, 'debt-lodge'), choice(LABEL.no, 'no')])
  }
  return true
}

function readDebt(turn: Turn, text: string): Slots {
  const { catalog, simplify } = turn.desk
  const line = simplify(text.normalize('NFKC'))
  const read = readAll(line, catalog, turn.today)
  const reading = readArrears(line, turn.today)
  return { ...read, ...('value' in reading && { arrears: { ...reading.value, ...read.arrears } }) }
}

/** What cannot be done without: the amount, a day to count from. */
function lackingOf({ arrears = {}, amountYuan, respondent }: Slots): string[] {
  const dated = startOf(arrears) !== undefined || arrears.agreedOn !== undefined
  const needsDebtor = arrears.agreedOn === undefined && debtorOf(arrears, respondent) === 'unknown'
  return [
    ...(amountYuan === undefined ? [owed.LACKING.amount] : []),
    ...(dated ? [] : [owed.LACKING.start]),
    ...(needsDebtor && (amountYuan === undefined || !dated) ? [owed.LACKING.debtor] : []),
  ]
}

/** More of the debt that was asked about, or a word that it is to be registered. */
function goesOn(turn: Turn, { line, text }: Heard, before: string): boolean {
  if (isYes(line) || /^(?:帮我)?登记/u.test(line)) {
    beginIntake(turn, before, [])
    return true
  }
  const { amountYuan, arrears } = readDebt(turn, line)
  const surely = 'value' in readArrears(line, turn.today, { asked: false })
  if (isNo(line) || (amountYuan === undefined && arrears === undefined)) return false
  if (isQuestion(line) && !surely && !ABOUT.test(line)) return false
  // Who names what is owed anew, with whom or when, speaks of another debt.
  const another = amountYuan !== undefined && (arrears !== undefined || ABOUT.test(line)) && /欠|拖/u.test(line)
  if (another && readDebt(turn, before).amountYuan !== undefined) return compute(turn, text, true)
  return compute(turn, `${before}，${text}`, false)
}

/** It was asked what interest ran up; now it is to be registered, with all that was told. */
export function pickDebt(turn: Turn, verb: string, object: string, waiting: Waiting | undefined): boolean {
  if (verb === 'debt-lodge' && waiting?.for === 'interest') {
    beginIntake(turn, waiting.text, [])
    return true
  }
  if (verb !== 'letters') return false
  draftNamed(turn, object)
  return true
}
