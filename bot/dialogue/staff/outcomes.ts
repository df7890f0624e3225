import { maskTold, namesTold } from '../../appeal/redact.ts'
import { silenceDeadline } from '../../appeal/time/deadlines.ts'
import type { Appeal, Outcome } from '../../model/appeal.ts'
import type { Attachment } from '../../model/message.ts'
import type { RichText } from '../../model/reply.ts'
import { noticeText } from '../../texts/zh-cn.ts'
import { noticeChoices } from '../choices.ts'
import { caseName } from '../own/case-name.ts'
import { type Happening, type Turn, words } from '../turn.ts'
import { offerSameTreatment } from './alike.ts'
import { holderOf, tellStaff } from './announce.ts'

/**
 * The entrepreneur is told the result, and so is everybody whose appeal was merged into this one: each on his own number, to
 * be judged by himself. For that each is taken out again and given to the same unit, so that one who is not content is
 * heard as any other.
 */
export function tellResult(
  turn: Turn,
  after: Appeal,
  outcome: Outcome,
  text: string,
  files: readonly Attachment[] = [],
): void {
  const silence = silenceDeadline(turn.desk)
  const tell = (one: Appeal, what: string, withIt: readonly Attachment[] = []) => {
    const notice = noticeText.concluded(caseName(turn, one), outcome, what, silence.due, turn.today)
    turn.tellOwner(one, notice, noticeChoices(one), withIt)
  }
  tell(after, text, files)
  // What was written for one does not tell the others who he is, and papers may.
  const unnamed = maskTold(text, namesTold(after))
  eachMerged(turn, after, ({ number }) => {
    if (after.dispatchedAt) turn.record(number, { type: 'dispatched', data: { unit: after.unit, co: after.co } })
    const concluded = { type: 'concluded', data: { outcome, silence }, personal: words(unnamed) } as const
    tell(turn.record(number, concluded), unnamed)
  })
  offerSameTreatment(turn, after)
}

/** What ended without a result ended for everybody merged into it, with the same words. */
export function endMerged(turn: Turn, main: Appeal, happening: Happening, notice: (of: RichText) => RichText): void {
  eachMerged(turn, main, ({ number }) => {
    const after = turn.record(number, happening)
    turn.tellOwner(after, notice(caseName(turn, after)))
  })
}

/** The main one was withdrawn: what was merged into it stands on its own again, where it stood, and staff are told. */
export function releaseMerged(turn: Turn, main: Appeal): void {
  eachMerged(turn, main, (one) => {
    turn.tellOwner(one, noticeText.unmerged(caseName(turn, one), one, turn.today))
    tellStaff(turn, one, 'released', [holderOf(one)])
  })
}

/** Takes each out of the main one, as long as it is still there. */
function eachMerged(turn: Turn, main: Appeal, use: (released: Appeal) => void): void {
  const merged = main.merged.map((number) => turn.appeal(number))
  if (merged.includes(undefined)) return
  for (const one of merged) {
    if (one?.state !== 'merged' || one.mergedInto !== main.number) continue
    const released = turn.record(one.number, { type: 'unmerged', data: { from: main.number } })
    turn.record(main.number, { type: 'released', data: { number: one.number } })
    use(released)
  }
}
