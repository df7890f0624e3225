import { findNumbers, showNumber } from '../../appeal/reference.ts'
import { sees } from '../../appeal/rules.ts'
import { isOpen } from '../../appeal/states.ts'
import { resumedDeadlines } from '../../appeal/time/deadlines.ts'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import { noticeText, staffText } from '../../texts/zh-cn.ts'
import { caseName } from '../own/case-name.ts'
import type { Turn } from '../turn.ts'
import { type Act, answer, askWords } from './acting.ts'
import { showAlike } from './alike.ts'
import { holderOf, reached, tellGone, tellStaff } from './announce.ts'
import { unseen } from './eyes.ts'

/** 并单: the same thing told by another, or once more, is worked on as one; each keeps his number and is told himself. */
export const merge: Act = (turn, appeal, { rest }) => {
  const { good, mistyped } = findNumbers(rest)
  const into = good.find((number) => number !== appeal.number) ?? good[0]
  if (!into) {
    if (mistyped.length === 0) showAlike(turn, appeal)
    // The card offers the likely ones, and says how another is named.
    const onCard = turn.wishes.some(({ kind, number }) => kind === 'menu' && number === appeal.number)
    return onCard
      ? turn.wait({ for: 'staff-words', number: appeal.number, command: 'merge' })
      : askWords(turn, appeal, 'merge')
  }
  const main = into === appeal.number ? appeal : turn.appeal(into)
  if (main === undefined) return
  const problem = main ? problemOf(turn, appeal, main) : staffText.unknownCase(showNumber(into))
  if (problem || !main) return answer(turn, appeal, problem ?? '', true)
  // Nobody is waited for any more: what he was asked for belongs to the other now.
  if (appeal.state === 'awaiting-info') {
    turn.record(appeal.number, { type: 'resumed', data: { deadlines: resumedDeadlines(appeal, turn.desk) } })
  }
  if (appeal.pending) {
    const data = { what: appeal.pending.what }
    turn.record(appeal.number, { type: 'proposal-refused', data, personal: { text: '', attachments: [] } })
  }
  const after = turn.record(appeal.number, { type: 'merged', data: { into } })
  const whole = turn.record(into, { type: 'absorbed', data: { number: appeal.number } })
  turn.tellOwner(after, noticeText.merged(caseName(turn, after)))
  if (after.dispatchedAt && after.unit !== whole.unit) {
    // It need not know into which, and could not open that.
    const to = reached(turn, after, [holderOf(after)])
    tellGone(turn, to, after, staffText.headline('mergedAway'), showNumber(after.number))
  }
  if (whole.dispatchedAt) tellStaff(turn, after, 'merged', [holderOf(whole)])
  answer(turn, after, staffText.merge.done(showNumber(after.number), showNumber(into)))
}

function problemOf(turn: Turn, appeal: Appeal, main: Appeal): string | undefined {
  const { merge: text } = staffText
  const into = showNumber(main.number)
  if (main.number === appeal.number) return text.itself
  if (!sees(turn.party, main)) return unseen(main)
  if (main.mergedInto) return text.already(into, showNumber(main.mergedInto))
  if (!isOpen(main.state) || main.state === 'follow-up') return text.closed(into)
  if (isSealed(main) !== isSealed(appeal)) return text.sealed
  return appeal.merged.length > 0 ? text.hasOthers(showNumber(appeal.number)) : undefined
}

/** 拆单: it goes on by itself where it stood, with the dates it had. */
export const unmerge: Act = (turn, appeal) => {
  const { number, mergedInto } = appeal
  const main = mergedInto ? turn.appeal(mergedInto) : undefined
  if (!mergedInto || !main) return
  const after = turn.record(number, { type: 'unmerged', data: { from: mergedInto } })
  turn.record(mergedInto, { type: 'released', data: { number } })
  turn.tellOwner(after, noticeText.unmerged(caseName(turn, after), after, turn.today))
  answer(turn, after, staffText.merge.unmerged(showNumber(number)))
}
