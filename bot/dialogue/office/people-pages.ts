import { OPEN } from '../../appeal/states.ts'
import { type CalendarDate, dateOf } from '../../model/instant.ts'
import type { Said } from '../../model/message.ts'
import type { Choice, RichText } from '../../model/reply.ts'
import { StaffRole } from '../../model/role.ts'
import type { Member } from '../../model/staff.ts'
import type { AppealFilter } from '../../ports/appeal-store.ts'
import { isAway } from '../../roster/reach.ts'
import { peopleText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'

const { PRESS } = peopleText
/** What the ids of all choices about staff begin with. */
export const PAGE = 'staff'
/** More than these do not fit a keyboard. */
const LISTED = 80
/** A leave of so many days, today counted; 0 has no end yet. */
const LEAVES = [1, 3, 7, 14, 30] as const

/** A choice about staff, or about one of them. */
export const press = (label: string, verb: string, ...rest: readonly string[]): Choice =>
  choice(label, PAGE, verb, ...rest)

/**
 * Shows a page: where cards live it is edited in place as its buttons are pressed, and a command opens a new one below what
 * was said since.
 */
export function show(turn: Turn, { replyTo }: Said, text: RichText | string, choices: readonly Choice[] = []): void {
  const page = typeof text === 'string' ? [text] : text
  if (!turn.desk.keepsCards(turn.home)) return turn.say(page, choices)
  const known = replyTo && turn.read({ kind: 'receipt', receipt: replyTo })
  if (replyTo && !known) return
  const card = known?.sent?.card
  turn.showPage(card?.startsWith(`${PAGE}:`) ? card : `${PAGE}:${turn.desk.mint.code()}`, page, choices)
}

/** All there are: those who joined first, by name. */
export function showAll(turn: Turn, message: Said, members: readonly Member[]): void {
  const there = members.filter(({ state }) => state !== 'removed').toSorted(byStateAndName)
  const rows = there
    .slice(0, LISTED)
    .map((one) => press(peopleText.memberLine(factsOf(turn, one, members)), 'm', one.id))
  const joined = there.filter(({ state }) => state === 'active').length
  const text = there.length === 0 ? peopleText.nobodyYet : peopleText.people(there.length, joined)
  show(turn, message, text, [...rows, press(PRESS.add, 'add')])
}

function byStateAndName(a: Member, b: Member): number {
  const waits = Number(a.state === 'invited') - Number(b.state === 'invited')
  return waits || (a.name < b.name ? -1 : 1)
}

/** One of them, and what can be changed about him; `open`: how many cases he has, where the ledger does not know it yet. */
export function showMember(
  turn: Turn,
  message: Said,
  member: Member,
  members: readonly Member[],
  note?: string,
  open: number | undefined = openCasesOf(turn, member)?.length,
): void {
  if (open === undefined) return
  const { id, state, sealed } = member
  const active = state === 'active'
  const choices = [
    press(PRESS.roles, 'roles', id),
    ...(member.roles.includes('handler') ? [press(PRESS.units, 'units', id)] : []),
    press(sealed ? PRESS.unseal : PRESS.seal, 'sealed', id),
    ...(active
      ? [isAway(member, turn.today) ? press(PRESS.backToWork, 'back', id) : press(PRESS.leave, 'leave', id)]
      : []),
    press(PRESS.invite, 'invite', id),
    press(PRESS.remove, 'remove', id),
  ]
  const text = peopleText.memberCard({ ...factsOf(turn, member, members), open }, note)
  show(turn, message, text, [...(state === 'removed' ? [] : choices), press(PRESS.back, 'list')])
}

export function showRoles(turn: Turn, message: Said, { id, name, roles }: Member): void {
  const toggles = StaffRole.options.map((role) =>
    press(peopleText.roleLabel(role, roles.includes(role)), 'role', id, role),
  )
  show(turn, message, peopleText.chooseRoles(name), [...toggles, press(PRESS.done, 'm', id)])
}

export function showUnits(turn: Turn, message: Said, { id, name, units }: Member): void {
  const toggles = [{ id: '*', short: PRESS.allUnits }, ...turn.desk.catalog.units].map((unit) =>
    press(peopleText.unitLabel(unit.short, units.includes(unit.id)), 'unit', id, unit.id),
  )
  show(turn, message, peopleText.chooseUnits(name), [...toggles, press(PRESS.done, 'm', id)])
}

export function showLeaves(turn: Turn, message: Said, { id, name }: Member): void {
  const lengths = LEAVES.map((days) => press(peopleText.leaveLabel(days), 'leave', id, `${days}`))
  const choices = [...lengths, press(PRESS.openEnd, 'leave', id, '0'), press(PRESS.cancel, 'm', id)]
  show(turn, message, peopleText.chooseLeave(name), choices)
}

/** Who may go on with his cases: whoever is there and shares a role with him, a handler a unit too. */
export function deputiesOf(turn: Turn, member: Member, members: readonly Member[]): readonly Member[] {
  return members.filter(
    (one) => one.id !== member.id && one.state === 'active' && !isAway(one, turn.today) && sharesWork(one, member),
  )
}

function sharesWork(a: Member, b: Member): boolean {
  const ofUnit = a.units.includes('*') || b.units.includes('*') || a.units.some((unit) => b.units.includes(unit))
  return a.roles.some((role) => b.roles.includes(role) && (role !== 'handler' || ofUnit))
}

/** What he works on and has not been brought to an end; undefined while that has yet to be read. */
export function openCasesOf(turn: Turn, { id }: Member) {
  const where: AppealFilter = { handler: id, states: OPEN, openly: true }
  return turn.read({ kind: 'appeals', where })?.appeals.map(({ value }) => value)
}

export function unitShort(turn: Turn): (id: string) => string {
  return (id) => turn.desk.catalog.units.find((unit) => unit.id === id)?.short ?? id
}

export function postsOf(turn: Turn, member: Pick<Member, 'roles' | 'units'>): string {
  return peopleText.postsOf(member, unitShort(turn))
}

function factsOf(turn: Turn, member: Member, members: readonly Member[]): Omit<peopleText.MemberFacts, 'open'> {
  const { name, sealed, state, invite, leave } = member
  const invited = invite && turn.desk.now <= invite.until ? dateOf(invite.until) : undefined
  return {
    name,
    posts: postsOf(turn, member),
    sealed,
    state,
    invited,
    leave: leave && isAway(member, turn.today) ? leaveOf(leave, members) : undefined,
    today: turn.today,
  }
}

function leaveOf({ until, deputy }: NonNullable<Member['leave']>, members: readonly Member[]) {
  const name = members.find(({ id }) => id === deputy)?.name
  return { until, deputy: name } satisfies { until?: CalendarDate | undefined; deputy?: string | undefined }
}
