import type { Desk, Reach, Roster } from '../dialogue/desk.ts'
import type { CalendarDate } from '../model/instant.ts'
import type { Address } from '../model/message.ts'
import type { StaffRole } from '../model/role.ts'
import type { Member, PlaceId } from '../model/staff.ts'

type Room = Extract<Reach, { room: unknown }>['room']

export const ROLE_OF: Readonly<Record<Room, StaffRole>> = {
  intake: 'clerk',
  supervision: 'supervisor',
  leaders: 'leader',
  administrators: 'administrator',
}

/**
 * Where staff are told. Those who have a group are told there; else, and always of what is sealed, each in his own chat:
 * of what is sealed only those named for it, where any of the role is. Who is away on `today` (without it: who is on leave
 * at all) is left out while another is there. `fallback` knows where those are told of whom the roster knows nobody.
 */
export function reachIn(
  roster: Roster,
  fallback: (whom: Reach) => readonly Address[],
  today?: CalendarDate,
): Desk['reach'] {
  return (whom, sealed = false) => {
    const place = placeOf(roster, whom)
    if (place && !sealed) return [place]
    const all = membersOf(roster, whom)
    const named = sealed ? all.filter((member) => member.sealed) : []
    const fitting = named.length > 0 ? named : all
    const present = fitting.filter((member) => !isAway(member, today))
    const homes = homesOf(present.length > 0 ? present : fitting)
    return homes.length > 0 ? homes : fallback(whom)
  }
}

/** The group they meet in; a unit without one of its own has that of all units, if there is such a group. */
function placeOf({ places }: Roster, whom: Reach): Address | undefined {
  const ids: readonly PlaceId[] = 'unit' in whom ? [`unit:${whom.unit}`, 'unit:*'] : [whom.room]
  return ids.flatMap((id) => places.find((place) => place.id === id)?.at ?? [])[0]
}

/** Who has joined and works there, in a role or for a unit. */
export function membersOf({ members }: Roster, whom: Reach): readonly Member[] {
  const active = members.filter(({ state, account }) => state === 'active' && account !== undefined)
  if ('room' in whom) return active.filter(({ roles }) => roles.includes(ROLE_OF[whom.room]))
  const { unit } = whom
  return active.filter(({ roles, units }) => roles.includes('handler') && (units.includes(unit) || units.includes('*')))
}

/** Whether he is on leave on this day; without a day, whether he is at all. Its last day counts. */
export function isAway({ leave }: Pick<Member, 'leave'>, today?: CalendarDate): boolean {
  if (!leave) return false
  if (today === undefined) return true
  return leave.from <= today && (leave.until === undefined || today <= leave.until)
}

/** Their own chats. */
export function homesOf(members: readonly Member[]): readonly Address[] {
  return members.flatMap(({ account }) => account?.home ?? [])
}
