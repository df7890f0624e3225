import { maskTold, namesTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import { type Appeal, type AppealState, isSealed } from '../../model/appeal.ts'
import type { Party } from '../../model/person.ts'
import { type Choice, plain, type RichText } from '../../model/reply.ts'
import { lines } from '../../texts/rich.ts'
import { staffText } from '../../texts/zh-cn.ts'
import { categoryOf } from '../intake/slots.ts'
import type { Turn } from '../turn.ts'
import { actionsFor } from './acting.ts'
import { alikeTo } from './alike.ts'
import { cardFacts, unitName } from './announce.ts'
import { giveChoice, proposalsFor } from './dispatch-acts.ts'

/**
 * The case as those who may see it see it, with what they may do to it now. `live`: on a card, which is looked at on other
 * days too and shows what was done last. While something has yet to be read it is not whole, and the turn is decided again.
 */
export function viewOf(
  turn: Turn,
  appeal: Appeal,
  live = false,
): (reader: Party) => { readonly text: RichText; readonly choices: readonly Choice[] } {
  // The same whoever reads it.
  let why: readonly string[] | undefined
  return (reader) => viewFor(turn, appeal, reader, () => (why ??= whyOf(turn, appeal)), live)
}

function viewFor(turn: Turn, appeal: Appeal, reader: Party, why: () => readonly string[], live: boolean) {
  // On a card this is advice for whoever gives it to a unit.
  const advises = !live || WITHOUT_UNIT.includes(appeal.state)
  const read = advises ? alikeTo(turn, appeal, reader) : []
  const alike = read ?? []
  const best = advises ? likeliestUnit(turn, appeal) : undefined
  const choices = actionsFor(reader, appeal, turn.desk.now)
  const place = choices.findIndex(({ id }) => id.startsWith('dispatch:'))
  if (best && place >= 0) choices.splice(place, 0, giveChoice(turn, appeal.number, best))
  const shown = live ? ({ live, last: appeal.last && staffText.lastDone(appeal.last) } as const) : {}
  const card = staffText.card(appeal, { ...cardFacts(turn, appeal), why: read ? why() : [], ...shown })
  const reason = pendingReason(appeal)
  const rows = alike.map(({ appeal: { number }, score }) => ({ number: showNumber(number), score }))
  const text = lines(
    card,
    best &&
      staffText.advised(
        unitName(turn, best.unit),
        best.co.map((id) => unitName(turn, id)),
        best.why,
      ),
    reason && !(live && plain(card).includes(reason)) && staffText.proposedBecause(reason),
    rows.length > 0 && staffText.alike(rows),
    isSealed(appeal) && staffText.sealedAdvice,
  )
  return { text, choices }
}

/** What speaks for its category, as long as staff have not put it right. */
function whyOf(turn: Turn, { category, personal }: Appeal): readonly string[] {
  const { matter, respondent, wish } = personal?.particulars ?? {}
  if (!matter) return []
  const read = categoryOf({ matter, respondent, wish }, turn.desk)
  return read.category.id === category ? read.why : []
}

const WITHOUT_UNIT: readonly AppealState[] = ['registered', 'accepted', 'returned', 'rework', 'supervised']

/** Where no unit has it, which one is likeliest. */
function likeliestUnit(turn: Turn, appeal: Appeal) {
  if (appeal.dispatchedAt || !WITHOUT_UNIT.includes(appeal.state)) return undefined
  return proposalsFor(turn, appeal)?.[0]
}

/** Why it was put forward, in the proposer's words. */
function pendingReason(appeal: Appeal): string {
  const { pending, personal } = appeal
  const said = personal?.thread.find(({ at, kind }) => at === pending?.at && kind === 'reason')
  return said?.text ? maskTold(said.text, namesTold(appeal)) : ''
}
