import type { StaffRole } from '../model/role.ts'
import type { Member } from '../model/staff.ts'
import { type Admitted, PAGES, type PageName } from '../ports/overview.ts'

/** Who may look at which page: what it shows is what the chat tells the same role (`bot/roster/menus.ts`). */
const ALL: readonly StaffRole[] = ['leader', 'supervisor', 'administrator']
const MACHINE: readonly StaffRole[] = ['administrator']
const FOR: Readonly<Record<PageName, readonly StaffRole[]>> = {
  today: ALL,
  board: ALL,
  ledger: ALL,
  topics: ALL,
  rates: ALL,
  gaps: ALL,
  documents: MACHINE,
  channels: MACHINE,
}

/** Who may go into the console at all. */
export const MAY_ENTER: readonly StaffRole[] = ALL

export function mayEnter(roles: readonly StaffRole[]): boolean {
  return roles.some((role) => MAY_ENTER.includes(role))
}

export function pagesOf(roles: readonly StaffRole[]): readonly PageName[] {
  return PAGES.filter((page) => FOR[page].some((role) => roles.includes(role)))
}

/** A member as the console knows him, from what he is now; null for whoever may not go in. */
export function admittedAs({ id, name, roles, units, state, joinedAt, console: link }: Member): Admitted | null {
  if (state !== 'active' || !mayEnter(roles)) return null
  const viewer = { id, name, roles, units: roles.includes('handler') ? units : [] }
  return { viewer, ...(joinedAt && { joinedAt }), ...(link && { link }) }
}
