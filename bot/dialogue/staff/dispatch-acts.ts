import { showNumber } from '../../appeal/reference.ts'
import { mayBeGiven } from '../../appeal/rules.ts'
import { dispatchDeadlines } from '../../appeal/time/deadlines.ts'
import { type UnitProposal, unitsFor } from '../../appeal/triage/dispatching.ts'
import { type Appeal, type AppealNumber, isSealed } from '../../model/appeal.ts'
import type { Unit } from '../../model/catalog.ts'
import type { Choice } from '../../model/reply.ts'
import { noticeText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { caseName } from '../own/case-name.ts'
import type { Turn } from '../turn.ts'
import { type Act, answer, offer } from './acting.ts'
import { tellGone, tellStaff, unitName } from './announce.ts'
import { takeIn } from './intake-acts.ts'
import { mayHear } from './readers.ts'
import { unitMeant, unitsMeant } from './units.ts'

/** “派单 工信局 协办 财政局、税务局”; a button holds `industry+treasury`. Without a unit the likely ones are proposed. */
export const dispatch: Act = (turn, appeal, { rest }) => {
  if (rest === staffText.OTHER_UNITS) return listUnits(turn, appeal)
  const [lead = '', ...along] = rest
    .replace(/^(?:改?[派转])?[给到至]/u, '')
    .split(/[\s，,、;；]*(?:协办|配合)[单位是为:：\s]*|\+/u)
  const { units } = turn.desk.catalog
  const unit = unitMeant(lead.trim(), units)
  const co = unitsMeant(along.join('、'), units)
  const [unknown] = unit ? co.unknown : [lead.trim()]
  if (!unit || unknown) return propose(turn, appeal, unknown ? staffText.unknownUnit(unknown) : undefined)
  const others = co.units.filter(({ id }) => id !== unit.id)
  const accused = [unit, ...others].find(({ id }) => !mayBeGiven(id, appeal))
  if (accused) return propose(turn, appeal, staffText.accused(accused.name))
  give(turn, appeal, unit, others)
}

/** Who is likely, the best first, each with why. */
export function proposalsFor(
  turn: Turn,
  appeal: Appeal,
  learned: Turn['desk']['learned'] = turn.desk.learned,
): readonly UnitProposal[] | undefined {
  const { number, subject, category, kind, area, against, confidential, personal } = appeal
  const found = turn.read({ kind: 'appeals', where: { person: subject, categories: [category], limit: 20 } })
  if (!found) return undefined
  const earlier = found.appeals
    .map(({ value }) => value)
    .filter((one) => one.number !== number && one.dispatchedAt !== undefined)
    .toSorted((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1))[0]
  const { matter = '', respondent = '' } = personal?.particulars ?? {}
  const told = [matter, respondent].filter(Boolean).join('。')
  const before = earlier && { number: earlier.number, unit: earlier.unit }
  const facts = { category, kind, area, against, confidential, told, before }
  return unitsFor(facts, turn.desk.catalog, learned(told))
}

/** As many as can be looked through at a glance. */
const PROPOSED = 5

function propose(turn: Turn, appeal: Appeal, problem?: string): void {
  const proposals = proposalsFor(turn, appeal)?.slice(0, PROPOSED)
  if (!proposals) return
  const name = (id: string) => unitName(turn, id)
  const rows = proposals.map(({ unit, co, why }) => staffText.proposedUnit(name(unit), co.map(name), why))
  offer(turn, appeal, [...(problem ? [problem, ''] : []), staffText.chooseUnit, ...rows].join('\n'), [
    ...proposals.map((one) => giveChoice(turn, appeal.number, one)),
    choice(staffText.OTHER_UNITS, 'dispatch', appeal.number, staffText.OTHER_UNITS),
  ])
  turn.wait({ for: 'staff-words', number: appeal.number, command: 'dispatch' })
}

/** All there are, for whoever is not content with the likely ones; not the one that has it, nor one that may not. */
function listUnits(turn: Turn, appeal: Appeal): void {
  const { number, unit, dispatchedAt } = appeal
  const fitting = turn.desk.catalog.units.filter(({ id }) => mayBeGiven(id, appeal) && !(dispatchedAt && id === unit))
  const choices = fitting.map(({ id, short }) => choice(short, 'dispatch', number, id))
  offer(turn, appeal, staffText.chooseAnyUnit, choices)
  turn.wait({ for: 'staff-words', number, command: 'dispatch' })
}

/** A button holds 64 bytes: so many of them are for the units; one along that does not fit is named by hand. */
const MOST = 44

/** “派给市交通运输局”: one press gives it, with the units that work along. */
export function giveChoice(turn: Turn, number: AppealNumber, { unit, co }: UnitProposal): Choice {
  const label = staffText.giveTo(
    unitName(turn, unit),
    co.map((id) => shortName(turn, id)),
  )
  const fitting = co.reduce((given, id) => (`${given}+${id}`.length <= MOST ? `${given}+${id}` : given), unit)
  return choice(label.slice(0, 40), 'dispatch', number, fitting)
}

function shortName(turn: Turn, id: string): string {
  return turn.desk.catalog.units.find((unit) => unit.id === id)?.short ?? id
}

function give(turn: Turn, appeal: Appeal, unit: Unit, others: readonly Unit[]): void {
  const proposals = proposalsFor(turn, appeal)
  if (!proposals) return
  const number = showNumber(appeal.number)
  const co = others.map(({ id }) => id)
  const before = appeal.dispatchedAt ? appeal.unit : undefined
  const unchanged = before === unit.id && [...co].sort().join() === [...appeal.co].sort().join()
  if (unchanged) return answer(turn, appeal, staffText.sameUnit(number, unit.name), true)
  const taken = appeal.state === 'registered' ? takeIn(turn, appeal) : appeal
  const whyOf = (all: readonly UnitProposal[] = []) => all.find((one) => one.unit === unit.id)?.why
  const why = whyOf(proposals)
  // What was learned shows words that people used: they may be seen now, but not stand in the open half for ever.
  const openly = whyOf(proposalsFor(turn, appeal, () => undefined))
  const after = turn.record(appeal.number, {
    type: 'dispatched',
    data: { unit: unit.id, co, ...(openly && { why: openly }), deadlines: dispatchDeadlines(taken, turn.desk) },
  })
  const again = appeal.state !== 'registered' && appeal.state !== 'accepted'
  const facts = { unit: unit.name, co: others.map(({ name }) => name), again }
  turn.tellOwner(after, noticeText.dispatched(caseName(turn, after), facts, after, turn.today))
  tellStaff(turn, after, 'dispatched', [{ unit: unit.id }], {
    why: why ?? [],
    choices: [
      choice(staffText.COMMAND.acknowledge, 'acknowledge', after.number),
      choice(staffText.COMMAND.return, 'return', after.number),
    ],
  })
  if (co.length > 0) {
    tellStaff(
      turn,
      after,
      'cooperating',
      co.map((id) => ({ unit: id })),
    )
  }
  if (before) tellFormer(turn, after, [before, ...appeal.co])
  answer(turn, after, staffText.dispatched(number, unit.name, facts.co))
}

/** Units it is no longer with: they need not know more than that, and could not open it. */
function tellFormer(turn: Turn, appeal: Appeal, before: readonly string[]): void {
  const now = [appeal.unit, ...appeal.co]
  const former = before.filter((one) => !now.includes(one))
  const to = former
    .flatMap((unit) => turn.desk.reach({ unit }, isSealed(appeal)))
    .filter((at) => mayHear(turn, appeal, at))
  const said = staffText.notYoursAnyMore(showNumber(appeal.number))
  tellGone(turn, to, appeal, staffText.headline('takenAway'), said)
}
