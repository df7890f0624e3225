import type { Roster } from '../../bot/dialogue/desk.ts'
import type { Address } from '../../bot/model/message.ts'
import type { StaffRole } from '../../bot/model/role.ts'
import type { Member, Place, PlaceId } from '../../bot/model/staff.ts'

const AT = '2026-11-23T02:00:00.000Z'

export const chat = (of: string): Address => ({ channel: 'telegram', chat: of })

/** Somebody who joined: his name is his account and his own chat. */
export function member(name: string, roles: readonly StaffRole[], more: Partial<Member> = {}): Member {
  return {
    v: 1,
    id: `st-${name}`,
    name,
    roles: [...roles],
    units: [],
    sealed: false,
    state: 'active',
    updatedAt: AT,
    events: 2,
    account: { sender: name, home: chat(name) },
    ...more,
  }
}

/** Somebody who was invited and has not come yet. */
export function invited(name: string, roles: readonly StaffRole[]): Member {
  const { account: _, ...rest } = member(name, roles)
  return { ...rest, state: 'invited', invite: { code: 'digest', until: '2026-11-30T02:00:00.000Z' } }
}

export function place(id: PlaceId, of?: string): Place {
  return { v: 1, id, updatedAt: AT, events: 1, ...(of !== undefined && { at: chat(of) }) }
}

export function rosterOf(members: readonly Member[], places: readonly Place[] = []): Roster {
  return { members, places }
}
