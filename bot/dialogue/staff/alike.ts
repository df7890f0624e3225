import { maskTold, namesTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import { sees } from '../../appeal/rules.ts'
import { isOpen } from '../../appeal/states.ts'
import { type Appeal, AppealNumber, isSealed, type Outcome } from '../../model/appeal.ts'
import type { Party } from '../../model/person.ts'
import { OUTCOME } from '../../texts/zh-cn/words.ts'
import { staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'
import { answer, offer } from './acting.ts'
import { actAs, allowed } from './eyes.ts'
import { isForHere, sayOf } from './readers.ts'

export interface Alike {
  readonly appeal: Appeal
  readonly score: number
}

const SHOWN = 3

/**
 * Others that are open and may be about the same, the most alike first: only what this reader may see, and nothing
 * open beside what is sealed. Undefined while they have yet to be read.
 */
export function alikeTo(
  turn: Turn,
  appeal: Appeal,
  reader: Party = turn.party,
  at: number = SHOWN,
): readonly Alike[] | undefined {
  const told = appeal.personal?.particulars
  if (!told?.matter) return []
  // Who he is makes no likeness.
  const others = turn.desk.similar(maskTold(told.matter, told)).filter(({ number }) => number !== appeal.number)
  const read = others.slice(0, 3 * at).map(({ number, score }) => ({ appeal: turn.appeal(number), score }))
  if (read.some((one) => one.appeal === undefined)) return undefined
  return read
    .flatMap(({ appeal: other, score }) => (other ? [{ appeal: other, score }] : []))
    .filter(({ appeal: other }) => isOpen(other.state) && isSealed(other) === isSealed(appeal))
    .filter(({ appeal: other }) => sees(reader, other))
    .slice(0, at)
}

/** 举一反三: when one has its result, those like it that this person could answer are listed for the same. */
export function offerSameTreatment(turn: Turn, done: Appeal): void {
  const alike = alikeTo(turn, done, turn.party, 5)?.filter(
    ({ appeal }) => isForHere(turn, appeal) && 'role' in allowed(turn, 'conclude', appeal),
  )
  if (!alike || alike.length === 0) return
  turn.say(
    staffText.sameTreatment(alike.length),
    alike.map(({ appeal: { number } }) =>
      choice(`${staffText.APPLY} ${showNumber(number)}`, 'apply', number, done.number),
    ),
  )
}

/** Shows what would be answered, to be confirmed for this one. */
export function askToApply(turn: Turn, appeal: Appeal, from: string): void {
  const source = sourceOf(turn, from)
  if (source === undefined) return
  if (!source) return turn.say(staffText.applyGone(showNumber(from)))
  const number = showNumber(appeal.number)
  sayOf(
    turn,
    [appeal, source.appeal],
    staffText.applyAsk(number, showNumber(from), OUTCOME[source.outcome], source.text),
    [
      choice(staffText.YES_APPLY, 'apply-yes', appeal.number, from),
      choice(staffText.OPEN_IT(number), 'open', appeal.number),
    ],
  )
}

/** The result of the one it is to be answered like, without the names of whoever lodged that. */
export function sourceOf(
  turn: Turn,
  from: string,
): { readonly appeal: Appeal; readonly outcome: Outcome; readonly text: string } | null | undefined {
  const number = AppealNumber.safeParse(from).data
  const source = number ? turn.appeal(number) : null
  if (!source) return source
  const text = source.personal?.thread.findLast(({ kind }) => kind === 'replied')?.text
  if (!source.outcome || !text || !sees(turn.party, source)) return null
  return { appeal: source, outcome: source.outcome, text: maskTold(text, namesTold(source)) }
}

/** Lists what is like it, with a button to merge it into each. */
export function showAlike(turn: Turn, appeal: Appeal): void {
  const alone = !isForHere(turn, appeal)
  const alike = alikeTo(turn, appeal, turn.party, 5)?.filter((one) => alone || isForHere(turn, one.appeal))
  if (!alike) return
  if (alike.length === 0) return answer(turn, appeal, staffText.noAlike)
  const may = allowed(turn, 'merge', appeal)
  if ('role' in may) actAs(turn, may.role, appeal)
  const others = alike.map(({ appeal: { number } }) => number)
  const rows = alike.map(({ appeal: { number }, score }) => ({ number: showNumber(number), score }))
  const choices = others.map((other) =>
    'role' in may
      ? choice(staffText.mergeInto(showNumber(other)), 'merge', appeal.number, other)
      : choice(staffText.OPEN_IT(showNumber(other)), 'open', other),
  )
  offer(turn, appeal, staffText.alike(rows), choices)
}
