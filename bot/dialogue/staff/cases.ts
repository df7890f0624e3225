import { maskTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import { sees } from '../../appeal/rules.ts'
import type { UnitProposal } from '../../appeal/triage/dispatching.ts'
import { type Appeal, type AppealState, isSealed } from '../../model/appeal.ts'
import { lines } from '../../texts/rich.ts'
import { staffText } from '../../texts/zh-cn.ts'
import { categoryOf } from '../intake/slots.ts'
import type { Turn } from '../turn.ts'
import { actions } from './acting.ts'
import { alikeTo } from './alike.ts'
import { cardFacts, unitName } from './announce.ts'
import { giveChoice, proposalsFor } from './dispatch-acts.ts'
import { sayIfElsewhere } from './private-acts.ts'

/** The case as those who may see it see it, with what may be done to it now. What is sealed is shown to one alone. */
export function openCase(turn: Turn, appeal: Appeal): void {
  if (!sees(turn.party, appeal)) return turn.say(staffText.notForYou(showNumber(appeal.number)))
  const alike = alikeTo(turn, appeal)
  const best = likeliestUnit(turn, appeal)
  if (!alike || best === undefined) return
  const facts = { ...cardFacts(turn, appeal), why: whyOf(turn, appeal) }
  const rows = alike.map(({ appeal: { number }, score }) => ({ number: showNumber(number), score }))
  const card = lines(
    staffText.card(appeal, facts),
    best !== null &&
      staffText.advised(
        unitName(turn, best.unit),
        best.co.map((id) => unitName(turn, id)),
        best.why,
      ),
    pendingReason(appeal),
    rows.length > 0 && staffText.alike(rows),
    isSealed(appeal) && staffText.sealedAdvice,
  )
  const choices = [...actions(turn, appeal)]
  const place = choices.findIndex(({ id }) => id.startsWith('dispatch:'))
  if (best && place >= 0) choices.splice(place, 0, giveChoice(turn, appeal.number, best))
  if (!isSealed(appeal)) return turn.say(card, choices, appeal)
  turn.sayPrivately(card, appeal, choices)
  sayIfElsewhere(turn)
}

/** What speaks for its category, as long as staff have not put it right. */
function whyOf(turn: Turn, { category, personal }: Appeal): readonly string[] {
  const { matter, respondent, wish } = personal?.particulars ?? {}
  if (!matter) return []
  const read = categoryOf({ matter, respondent, wish }, turn.desk)
  return read.category.id === category ? read.why : []
}

const GIVEN_FROM: readonly AppealState[] = ['registered', 'accepted', 'returned', 'rework', 'supervised']

/** Where no unit has it, which one is likeliest; null where one has. Undefined while that has yet to be read. */
function likeliestUnit(turn: Turn, appeal: Appeal): UnitProposal | null | undefined {
  if (appeal.dispatchedAt || !GIVEN_FROM.includes(appeal.state)) return null
  const proposals = proposalsFor(turn, appeal)
  return proposals && (proposals[0] ?? null)
}

/** Why it was put forward, in the proposer's words. */
function pendingReason({ pending, personal }: Appeal): string {
  const said = personal?.thread.find(({ at, kind }) => at === pending?.at && kind === 'reason')
  return said?.text ? staffText.proposedBecause(maskTold(said.text, personal?.particulars)) : ''
}
