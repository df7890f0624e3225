import { showNumber } from '../../appeal/reference.ts'
import { sees, unitOf } from '../../appeal/rules.ts'
import { OPEN } from '../../appeal/states.ts'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import { isSeenBy } from '../../model/filter.ts'
import type { Member } from '../../model/staff.ts'
import { peopleText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Reach } from '../desk.ts'
import { categoryName, holderOf, reached } from '../staff/announce.ts'
import { endTalk } from '../staff/talk.ts'
import type { Turn } from '../turn.ts'
import { openCasesOf } from './people-pages.ts'

export interface HandedOver {
  /** How many the deputy goes on with, and how many their units do. */
  readonly given: number
  readonly back: number
}

/** Listed as buttons; the others are found with /mine. */
const LISTED = 9

/**
 * Somebody goes away: what he works on is gone on with by the deputy, as far as he may see and work on it, else by whoever
 * of the unit takes it. Both are told. Undefined while something has yet to be read.
 */
export function handOver(
  turn: Turn,
  member: Member,
  deputy: Member | undefined,
  why: 'leave' | 'removed',
): HandedOver | undefined {
  const open = openCasesOf(turn, member)?.map(({ number }) => turn.appeal(number))
  const talks = talksOf(turn, member)
  if (!open || !talks || open.includes(undefined)) return undefined
  const cases = open.filter((one) => one !== null && one !== undefined)
  const given: Appeal[] = []
  const back: Appeal[] = []
  for (const appeal of talks) endTalk(turn, appeal, why === 'removed' ? why : 'over')
  for (const appeal of cases) {
    const takes = deputy?.account !== undefined && mayWorkOn(turn, deputy, appeal)
    const data = takes && deputy?.account ? { to: actorOf(deputy, appeal), at: deputy.account.home } : {}
    ;(takes ? given : back).push(turn.record(appeal.number, { type: 'handed-over', data }))
  }
  if (deputy?.account && given.length > 0) {
    const text = peopleText.takesOver(member.name, why, given.length)
    turn.tellOf(deputy.id, deputy.account.home, text, given.slice(0, LISTED).map(toOpen(turn)))
  }
  tellHolders(turn, member, back, why)
  return { given: given.length, back: back.length }
}

/** The talks he is in, whoever works on the case; undefined while something has yet to be read. */
function talksOf(turn: Turn, { id }: Member): readonly Appeal[] | undefined {
  const open = turn.read({ kind: 'appeals', where: { states: OPEN, openly: true } })
  const his = open?.appeals.filter(({ value: { talk } }) => talk?.by.id === id)
  const read = his?.map(({ value: { number } }) => turn.appeal(number))
  return read?.includes(undefined) ? undefined : read?.filter((one) => one !== null && one !== undefined)
}

/** What is sealed is gone on with by those alone who are told of it. */
function mayWorkOn(turn: Turn, { roles, units, name, account }: Member, appeal: Appeal): boolean {
  if (!roles.includes('handler') || !isSeenBy(appeal, units) || !sees({ roles, units, name }, appeal)) return false
  return !isSealed(appeal) || reached(turn, appeal, [holderOf(appeal)]).some(({ chat }) => chat === account?.home.chat)
}

function actorOf({ id, name, units }: Member, appeal: Appeal) {
  const unit = unitOf({ units }, appeal)
  return { role: 'handler', id, name, ...(unit && { unit }) } as const
}

/** Whoever has them now is told of all of his at once; of what is sealed apart, for that never comes into a group. */
function tellHolders(turn: Turn, member: Member, back: readonly Appeal[], why: 'leave' | 'removed'): void {
  const groups = new Map<string, Appeal[]>()
  for (const appeal of back) {
    const key = JSON.stringify([holderOf(appeal), isSealed(appeal) && appeal.number])
    groups.set(key, [...(groups.get(key) ?? []), appeal])
  }
  for (const cases of groups.values()) {
    const [first] = cases
    if (!first) continue
    const others = (whom: Reach) =>
      reached(turn, first, [whom]).filter(({ chat }) => chat !== member.account?.home.chat)
    const unit = others(holderOf(first))
    // He was the only one there: the intake desk has to know.
    const to = unit.length > 0 ? unit : others({ room: 'intake' })
    const text = peopleText.givenBack(member.name, why, cases.length)
    turn.tellOf(turn.party.id, to, text, cases.slice(0, LISTED).map(toOpen(turn)))
  }
}

/** A number and a category name nobody; and where nobody of the unit is left, those hear who look after the machine. */
const toOpen = (turn: Turn) => (appeal: Appeal) => {
  const category = isSealed(appeal) ? undefined : categoryName(turn, appeal.category)
  return choice(peopleText.caseLine(showNumber(appeal.number), category), 'open', appeal.number)
}
