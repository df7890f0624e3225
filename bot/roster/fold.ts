import type { PlaceEvent, StaffEvent } from '../model/event.ts'
import { type Member, type Place, PlaceId } from '../model/staff.ts'

/**
 * A member of staff is the fold of his events.
 * @throws RangeError when an event stands before the invitation: the ledger is damaged.
 */
export function foldMember(before: Member | undefined, event: StaffEvent): Member {
  const { at, of: id } = event
  if (event.type === 'invited') {
    const { name, roles, units, code, until } = event.data
    const invite = code !== undefined && until !== undefined && { invite: { code, until } }
    const common = { v: 1, id, name, roles, units, updatedAt: at } as const
    if (!before) return { ...common, sealed: false, state: 'invited', events: 1, ...invite }
    const { invite: _, ...rest } = before
    const state = before.state === 'removed' ? 'invited' : before.state
    return { ...rest, ...common, state, events: before.events + 1, ...invite }
  }
  if (!before) throw new RangeError(`member ${id} has an event before the invitation`)
  const after: Member = { ...before, updatedAt: at, events: before.events + 1 }
  switch (event.type) {
    case 'joined': {
      const { invite: _, account: __, ...rest } = after
      return { ...rest, state: 'active', joinedAt: at, ...(event.personal && { account: event.personal }) }
    }
    case 'posted': {
      const { name, roles, units, sealed } = event.data
      return {
        ...after,
        ...(name !== undefined && { name }),
        ...(roles && { roles }),
        ...(units && { units }),
        ...(sealed !== undefined && { sealed }),
      }
    }
    case 'left':
      return { ...after, leave: event.data }
    case 'came-back': {
      const { leave: _, ...rest } = after
      return rest
    }
    case 'console-offered':
      return { ...after, console: event.data }
    case 'console-entered': {
      const { console: _, ...rest } = after
      return rest
    }
    case 'removed': {
      const { account: _, invite: __, leave: ___, console: ____, ...rest } = after
      return { ...rest, state: 'removed' }
    }
  }
}

/** Where those who have a part in something meet, now. */
export function foldPlace(before: Place | undefined, event: PlaceEvent): Place {
  const common = { v: 1, id: PlaceId.parse(event.of), updatedAt: event.at, events: (before?.events ?? 0) + 1 } as const
  return event.type === 'place-set' ? { ...common, at: event.data.at } : common
}
