import { ARREARS, type Claim, type Estimate, estimate } from '../../appeal/arrears/arrears.ts'
import type { Appeal } from '../../model/appeal.ts'
import * as owed from '../../texts/zh-cn/arrears.ts'
import { complaintLetter, demandLetter } from '../../texts/zh-cn/letters.ts'
import { LABEL } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'

/** When it was due and what interest has run up until today. */
export function estimateOf(turn: Turn, claim: Claim): Estimate {
  return estimate(claim, turn.today, turn.desk.calendar)
}

/** His appeals about money owed, the one spoken of first, then the latest. */
export function ownDebts(turn: Turn): Appeal[] {
  const debts = turn.own.filter(({ category, personal }) => category === ARREARS && personal !== undefined)
  const { focus } = turn.conversation
  return debts.sort((a, b) => Number(b.number === focus) - Number(a.number === focus))
}

export function claimOf({ amountYuan, personal }: Appeal): Claim {
  const { arrears, respondent } = personal?.particulars ?? {}
  return { arrears, respondent, amountYuan }
}

/** After registration: a complaint and a demand letter, if he wants them; the latter only where no complaint is open to him. */
export function offerLetters(turn: Turn, appeal: Appeal): void {
  if (appeal.category !== ARREARS) return
  const covered = isCovered(turn, appeal)
  const yes = covered ? owed.LETTERS.both : owed.LETTERS.demand
  turn.say(owed.offerLetters(covered), [choice(yes, 'letters', appeal.number), choice(LABEL.no, 'no')])
}

function isCovered(turn: Turn, appeal: Appeal): boolean {
  return !estimateOf(turn, claimOf(appeal)).coverage.endsWith('not-covered')
}

/** Letters for the debt spoken of, or the latest. */
export function wantLetters(turn: Turn): true {
  const [latest] = ownDebts(turn)
  if (latest) draft(turn, latest)
  else turn.say(owed.noLetters)
  return true
}

/** The letters are made outside the turn, and sent when they are done. */
function draft(turn: Turn, appeal: Appeal): void {
  const { matter, enterprise, uscc, contact, phone, wish } = appeal.personal?.particulars ?? {}
  const claim = claimOf(appeal)
  const result = estimateOf(turn, claim)
  const facts = { ...claim, matter, enterprise, uscc, contact, phone, wish, result }
  const covered = !result.coverage.endsWith('not-covered')
  turn.start({
    kind: 'letters',
    answerTo: turn.here,
    subject: appeal.subject,
    about: appeal.number,
    letters: [...(covered ? [complaintLetter(facts)] : []), demandLetter(facts)],
  })
  turn.focus(appeal.number)
  turn.say(owed.lettersComing(covered))
  if (!covered) turn.say(owed.lettersNotCovered)
}

/** Those of the appeal whose letters were offered. */
export function draftNamed(turn: Turn, number: string): void {
  const appeal = ownDebts(turn).find((one) => one.number === number)
  if (appeal) draft(turn, appeal)
  else turn.say(owed.noLetters)
}
