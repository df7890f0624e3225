import type { Suggestion } from '../../dialogue/desk.ts'
import type { AppealKind, AppealNumber } from '../../model/appeal.ts'
import type { Catalog, Route, Unit } from '../../model/catalog.ts'
import { dispatchText } from '../../texts/zh-cn.ts'
import { showNumber } from '../reference.ts'
import { mayBeGiven } from '../rules.ts'
import { unitsVisited } from './against.ts'

export { unitsAgainst } from './against.ts'

/** What is known of an appeal when a unit is looked for. */
export interface ToDispatch {
  readonly category: string
  readonly kind: AppealKind
  readonly area?: string | undefined
  readonly against: readonly string[]
  readonly confidential: boolean
  /** What was told, in the entrepreneur's words. */
  readonly told: string
  /** The same person's earlier appeal in this category, and the unit that worked on it. */
  readonly before?: { readonly number: AppealNumber; readonly unit: string } | undefined
}

/** A unit that may be given an appeal, units to work along, and why, in words for staff. */
export interface UnitProposal {
  readonly unit: string
  readonly co: string[]
  readonly why: string[]
}

/**
 * Which unit is to have an appeal, the best first, at least one: misconduct goes to discipline inspection; then the
 * routing table's rows by words, the unit that worked on an earlier one (首接负责), other rows, the unit of the area, the
 * category's, what staff did with such appeals, and a unit he says he was at. Never one that may not be given it.
 */
export function unitsFor(facts: ToDispatch, catalog: Catalog, learned?: Suggestion): UnitProposal[] {
  const { category, kind, area, told, before } = facts
  const unitNamed = (id: string): string => catalog.units.find((unit) => unit.id === id)?.short ?? id
  const own = catalog.categories.find(({ id }) => id === category)
  const proposals: UnitProposal[] = []
  const propose = (unit: string, why: string, co: readonly string[] = []) => {
    if (isOf(area, unit, catalog)) proposals.push({ unit, co: [...co], why: [why] })
  }

  const wrong = misconductIn(facts, catalog)
  if (wrong && catalog.misconduct) propose(catalog.misconduct.unit, dispatchText.ofMisconduct(wrong))
  const rows = routesFor(facts, catalog)
  const byWords = rows.filter(({ words }) => words !== undefined)
  for (const row of byWords) propose(row.unit, dispatchText.routed(row.why, row.basis), row.co)
  if (before) propose(before.unit, dispatchText.workedBefore(showNumber(before.number)))
  for (const row of rows.filter(({ words }) => words === undefined)) {
    propose(row.unit, dispatchText.routed(row.why, row.basis), row.co)
  }
  if (own) {
    const local = counterpart(own.unit, area, catalog)
    if (local && area) propose(local.id, dispatchText.byArea(area, local.short))
    propose(own.unit, dispatchText.byDefault(own.name, unitNamed(own.unit)))
  }
  if (learned && learned.words.length > 0) {
    const its = catalog.categories.find(({ id }) => id === learned.category)?.unit
    if (its) propose(its, dispatchText.learnedFrom(learned.words, unitNamed(its)))
  }
  for (const unit of unitsVisited(told, catalog)) propose(unit, dispatchText.askedBefore(unitNamed(unit)))

  const allowed = merged(proposals)
    .filter(({ unit }) => mayBeGiven(unit, { ...facts, against: [...facts.against] }))
    .map((one) => ({
      ...one,
      co: one.co.filter((unit) => mayBeGiven(unit, { ...facts, against: [...facts.against] })),
    }))
  return allowed.length > 0 ? allowed : [substitute(facts, kind, catalog, unitNamed)]
}

/** All that a row names must fit; the row that names most goes before, and of words those that say more. */
function routesFor({ category, kind, area, told }: ToDispatch, { routes }: Catalog): readonly Route[] {
  const exactness = ({ category, kind, area, words }: Route): number =>
    [words, area, kind, category].filter((one) => one !== undefined).length
  return routes
    .filter(
      (row) =>
        (row.category === undefined || row.category === category) &&
        (row.kind === undefined || row.kind === kind) &&
        (row.area === undefined || row.area === area) &&
        (row.words?.some((word) => told.includes(word)) ?? true),
    )
    .toSorted((a, b) => exactness(b) - exactness(a))
}

/**
 * The word that makes it one of the eight kinds of misconduct: of what is reported, or is told of nothing else. A complaint
 * that also calls a debtor idle (不作为) is about the debt.
 */
function misconductIn({ category, kind, told }: ToDispatch, catalog: Catalog): string | undefined {
  const { misconduct, categories, otherwise } = catalog
  if (!misconduct || kind === 'consultation' || kind === 'suggestion') return undefined
  const its = categories.find(({ id }) => id === category)?.unit === misconduct.unit
  if (kind !== 'tip-off' && !its && category !== otherwise) return undefined
  return misconduct.words.find((word) => told.includes(word))
}

/** A unit that serves an area is not proposed for another. */
function isOf(area: string | undefined, unit: string, { units }: Catalog): boolean {
  const its = units.find(({ id }) => id === unit)?.area
  return its === undefined || area === undefined || its === area
}

/** The unit of an area that is there what this one is for the city: 云山区市场监督管理局 for 市市场监督管理局. */
function counterpart(unit: string, area: string | undefined, { units }: Catalog): Unit | undefined {
  const ofCity = units.find(({ id }) => id === unit)
  if (!ofCity || area === undefined) return undefined
  const names = [ofCity.name.replace(/[（(].*$/u, ''), ofCity.short, ...ofCity.also].map((name) =>
    name.replace(/^市/u, ''),
  )
  return units.find((one) => one.area === area && names.some((name) => one.name.endsWith(name)))
}

/** One proposal for each unit, with all that speaks for it. */
function merged(proposals: readonly UnitProposal[]): UnitProposal[] {
  const byUnit = new Map<string, UnitProposal>()
  for (const { unit, co, why } of proposals) {
    const known = byUnit.get(unit)
    byUnit.set(unit, {
      unit,
      co: [...new Set([...(known?.co ?? []), ...co])].filter((other) => other !== unit),
      why: [...new Set([...(known?.why ?? []), ...why])],
    })
  }
  return [...byUnit.values()]
}

/** All that would be responsible is complained of: then whoever may have it, discipline inspection first for a tip-off. */
function substitute(
  facts: ToDispatch,
  kind: AppealKind,
  catalog: Catalog,
  unitNamed: (id: string) => string,
): UnitProposal {
  const otherwise = catalog.categories.find(({ id }) => id === catalog.otherwise)?.unit
  const inspection = catalog.misconduct?.unit
  const order = kind === 'tip-off' ? [inspection, otherwise] : [otherwise, inspection]
  const units = [...order.filter((unit) => unit !== undefined), ...catalog.units.map(({ id }) => id)]
  const unit = units.find((one) => mayBeGiven(one, { ...facts, against: [...facts.against] })) ?? units[0] ?? ''
  return {
    unit,
    co: [],
    why: [facts.against.length > 0 ? dispatchText.steppedBack(facts.against.map(unitNamed)) : dispatchText.nobodys],
  }
}
