import { silenceDeadline } from '../../appeal/time/deadlines.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { staffText } from '../../texts/zh-cn.ts'
import { type Turn, words } from '../turn.ts'
import { type Act, askWords, done } from './acting.ts'
import { holderOf, tellStaff } from './announce.ts'
import { tellResult } from './outcomes.ts'

export const review: Act = (turn, appeal) =>
  done(turn, 'review', turn.record(appeal.number, { type: 'review-taken', data: {} }))

/** Another has looked at it: now it is told. */
export const pass: Act = (turn, appeal) => {
  const { number, outcome } = appeal
  const said = appeal.personal?.thread.findLast(({ kind }) => kind === 'replied')
  const after = turn.record(number, { type: 'reviewed', data: { silence: silenceDeadline(turn.desk) } })
  tellWorker(turn, after, 'passed')
  done(turn, 'pass', after, true)
  if (outcome) tellResult(turn, after, outcome, said?.text ?? '', said?.attachments)
}

export const sendBack: Act = (turn, appeal, { rest }) => {
  if (!rest) return askWords(turn, appeal, 'send-back')
  const after = turn.record(appeal.number, { type: 'sent-back', data: {}, personal: words(rest) })
  tellWorker(turn, after, 'sentBack', rest)
  done(turn, 'send-back', after)
}

/** Whoever works on it: his unit, or the intake desk where no unit has it. */
export function tellWorker(turn: Turn, appeal: Appeal, news: keyof typeof staffText.NEWS, text?: string): void {
  tellStaff(turn, appeal, news, [holderOf(appeal)], { text })
}
