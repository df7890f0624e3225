import { showNumber } from '../../appeal/reference.ts'
import { unitOf } from '../../appeal/rules.ts'
import { reviewDeadline, silenceDeadline } from '../../appeal/time/deadlines.ts'
import { type Appeal, Outcome } from '../../model/appeal.ts'
import type { Attachment } from '../../model/message.ts'
import { OUTCOME } from '../../texts/zh-cn/words.ts'
import { staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { type Turn, words } from '../turn.ts'
import { type Act, answer, askWords, done, offer } from './acting.ts'
import { tellStaff } from './announce.ts'
import { takeIn } from './intake-acts.ts'
import { tellResult } from './outcomes.ts'
import { tellWorker } from './review-acts.ts'

const OUTCOMES = Object.entries(OUTCOME) as [Outcome, string][]
/** What staff may also call an outcome. */
const OUTCOME_WORDS: Readonly<Record<string, Outcome>> = {
  ...Object.fromEntries(OUTCOMES.map(([outcome, label]) => [label, outcome])),
  解决: 'solved',
  已解释: 'explained',
  解释: 'explained',
  参考: 'reference',
  已转告: 'transferred',
  转告: 'transferred',
}
const LONGEST_FIRST = Object.keys(OUTCOME_WORDS).sort((a, b) => b.length - a.length)

/** A result needs both an outcome and an answer in words, in whichever order they come. */
export const conclude: Act = (turn, appeal, { rest, outcome: given, before: text = '', files = [] }) => {
  if (given) return concludeWith(turn, appeal, given, rest, files)
  const pressed = Outcome.safeParse(rest).data
  const word = pressed ? undefined : LONGEST_FIRST.find((label) => rest.startsWith(label))
  const outcome = pressed ?? OUTCOME_WORDS[word ?? '']
  const written = pressed ? text : rest.slice(word?.length ?? 0).replace(/^[了\s:：,，。]+/u, '')
  if (outcome && written) return concludeWith(turn, appeal, outcome, written, files)
  if (outcome) return askWords(turn, appeal, 'conclude', { outcome })
  offer(
    turn,
    appeal,
    staffText.chooseOutcome,
    OUTCOMES.map(([id, label]) => choice(label, 'conclude', appeal.number, id)),
  )
  turn.wait({ for: 'staff-words', number: appeal.number, command: 'conclude', ...(written && { text: written }) })
}

/** Shorter than this no answer says what was done. */
const SHORTEST = 4

/** Gives the result: to a reviewer where one is due, else to the entrepreneur at once. */
export function concludeWith(
  turn: Turn,
  appeal: Appeal,
  outcome: Outcome,
  text: string,
  files: readonly Attachment[] = [],
): void {
  if (text.length < SHORTEST) return askWords(turn, appeal, 'conclude', { outcome }, staffText.tooBrief)
  const { number } = appeal
  if (appeal.state === 'registered') takeIn(turn, appeal)
  // Whoever of the unit gives a result has taken the case on, though he pressed nothing before.
  if (appeal.state === 'dispatched' && turn.role === 'handler')
    turn.record(number, { type: 'acknowledged', data: { at: turn.home } })
  if (needsReview(turn, appeal, outcome)) {
    const review = { deadline: reviewDeadline(turn.desk) }
    const after = turn.record(number, { type: 'concluded', data: { outcome, review }, personal: words(text, files) })
    tellStaff(turn, after, 'toReview', [{ room: after.listed ? 'supervision' : 'intake' }], {
      choices: [choice(staffText.COMMAND.review, 'review', number)],
    })
    return answer(turn, after, staffText.toReview(showNumber(number)))
  }
  const silence = silenceDeadline(turn.desk)
  const after = turn.record(number, { type: 'concluded', data: { outcome, silence }, personal: words(text, files) })
  tellIfOther(turn, after)
  done(turn, 'conclude', after, true)
  tellResult(turn, after, outcome, text, files)
}

/** What the catalogue says another has to look at, and all that is under supervision. */
function needsReview({ desk }: Turn, { kind, listed, reworks }: Appeal, outcome: Outcome): boolean {
  const { outcomes, kinds, rework } = desk.catalog.review
  return listed || outcomes.includes(outcome) || kinds.includes(kind) || (rework && reworks > 0)
}

/** The unit that has it hears of a result that another gave: who works along, or supervision. */
function tellIfOther(turn: Turn, after: Appeal): void {
  const isHis = turn.role === 'handler' && unitOf(turn.party, after) === after.unit
  if (after.dispatchedAt && !isHis) tellWorker(turn, after, 'answeredByOther')
}
