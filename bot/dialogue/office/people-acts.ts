import { plusDays } from '../../model/instant.ts'
import type { Said } from '../../model/message.ts'
import { StaffRole } from '../../model/role.ts'
import type { Member } from '../../model/staff.ts'
import { peopleText } from '../../texts/zh-cn.ts'
import type { Turn } from '../turn.ts'
import { handOver } from './hand-over.ts'
import { deputiesOf, openCasesOf, press, show, showLeaves, showMember, showRoles, showUnits } from './people-pages.ts'

const { PRESS } = peopleText
/** In place of a deputy: his unit goes on with what he has. */
const NOBODY = 'none'
/** Days of a leave; 0 has no end yet. */
const LENGTH = /^\d{1,3}$/u

/** An act upon one of the staff; `all` are all there are, and `what` is what else the button says. */
export type PeopleAct = (
  turn: Turn,
  message: Said,
  member: Member,
  all: readonly Member[],
  what: readonly string[],
) => void

/** Whether without this member nobody is left who may add anybody. */
export function isLastAdministrator(member: Member, all: readonly Member[]): boolean {
  const isOne = ({ state, roles }: Member) => state === 'active' && roles.includes('administrator')
  return isOne(member) && !all.some((one) => one.id !== member.id && isOne(one))
}

export const toggleRole: PeopleAct = (turn, message, member, all, [what]) => {
  const role = StaffRole.safeParse(what).data
  if (!role) return showRoles(turn, message, member)
  const roles = toggled(StaffRole.options, member.roles, role)
  if (roles.length === 0) return showMember(turn, message, member, all, peopleText.lastRole)
  if (!roles.includes('administrator') && isLastAdministrator(member, all))
    return showMember(turn, message, member, all, peopleText.lastAdministrator)
  // Who handles for no unit sees nothing: the unit is asked for at once.
  const after = turn.recordMember(member, { type: 'posted', data: { roles } })
  if (role === 'handler' && roles.includes('handler') && after.units.length === 0)
    return showUnits(turn, message, after)
  showRoles(turn, message, after)
}

export const toggleUnit: PeopleAct = (turn, message, member, all, [what = '']) => {
  const known = ['*', ...turn.desk.catalog.units.map(({ id }) => id)]
  if (!known.includes(what)) return showUnits(turn, message, member)
  const units = toggled(known, member.units, what)
  if (units.length === 0) return showMember(turn, message, member, all, peopleText.needsUnit)
  showUnits(turn, message, turn.recordMember(member, { type: 'posted', data: { units } }))
}

/** In the order of the whole list; what is in neither stays as it is. */
function toggled<T>(order: readonly T[], now: readonly T[], one: T): T[] {
  const isIn = (other: T) => (other === one ? !now.includes(one) : now.includes(other))
  return [...now.filter((other) => !order.includes(other)), ...order.filter(isIn)]
}

export const toggleSealed: PeopleAct = (turn, message, member, all) => {
  const after = turn.recordMember(member, { type: 'posted', data: { sealed: !member.sealed } })
  showMember(turn, message, after, all)
}

/** 休假: how long, then who goes on with what he has, then it is recorded. */
export const leave: PeopleAct = (turn, message, member, all, [days, deputy]) => {
  if (days === undefined || !LENGTH.test(days)) return showLeaves(turn, message, member)
  const open = openCasesOf(turn, member)
  if (!open) return
  const deputies = deputiesOf(turn, member, all)
  if (deputy === undefined && deputies.length > 0) {
    const heirs = heirsOf(deputies, 'leave', member.id, days)
    return show(turn, message, peopleText.chooseDeputy(member.name, open.length), heirs)
  }
  const chosen = deputies.find(({ id }) => id === deputy)
  const handed = handOver(turn, member, chosen, 'leave')
  if (!handed) return
  const length = Number(days)
  const data = {
    from: turn.today,
    ...(length > 0 && { until: plusDays(turn.today, length - 1) }),
    ...(chosen && { deputy: chosen.id }),
  }
  const after = turn.recordMember(member, { type: 'left', data })
  showMember(turn, message, after, all, peopleText.onLeave(chosen?.name, handed.given, handed.back), 0)
}

export const backToWork: PeopleAct = (turn, message, member, all) => {
  const after = member.leave ? turn.recordMember(member, { type: 'came-back', data: {} }) : member
  showMember(turn, message, after, all, peopleText.cameBack)
}

/** 移除: asked once more, with who goes on with what he has. */
export const remove: PeopleAct = (turn, message, member, all, [deputy]) => {
  const open = openCasesOf(turn, member)
  if (!open) return
  if (isLastAdministrator(member, all)) return showMember(turn, message, member, all, peopleText.lastAdministrator)
  const deputies = open.length > 0 ? deputiesOf(turn, member, all) : []
  if (deputy === undefined) {
    const heirs = heirsOf(deputies, 'remove', member.id)
    return show(turn, message, peopleText.chooseHeir(member.name, open.length), heirs)
  }
  const chosen = deputies.find(({ id }) => id === deputy)
  const handed = handOver(turn, member, chosen, 'removed')
  if (!handed) return
  const after = turn.recordMember(member, { type: 'removed', data: {} })
  showMember(turn, message, after, all, peopleText.removed(member.name, chosen?.name, handed.given, handed.back), 0)
}

function heirsOf(deputies: readonly Member[], verb: 'leave' | 'remove', id: string, ...before: readonly string[]) {
  const nobody = verb === 'remove' && deputies.length === 0 ? PRESS.remove : PRESS.nobody
  return [
    ...deputies.slice(0, 20).map((one) => press(peopleText.deputyLabel(one.name), verb, id, ...before, one.id)),
    press(nobody, verb, id, ...before, NOBODY),
    press(PRESS.cancel, 'm', id),
  ]
}
