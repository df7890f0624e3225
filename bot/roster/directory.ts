import type { Roster } from '../dialogue/desk.ts'
import type { Address } from '../model/message.ts'
import type { Member } from '../model/staff.ts'
import type { IdentityDirectory } from '../ports/identity-directory.ts'

/** The channel staff work in: whoever joined is known there by his account, and nobody else has a role there. */
export const STAFF_CHANNEL = 'telegram'

/**
 * Knows staff by the account they joined with. On their channel everybody else is a stranger, whatever he says of himself;
 * on the other channels `others` knows who speaks.
 */
export function createStaffDirectory(options: {
  readonly roster: () => Roster
  readonly others: IdentityDirectory
  /** Resolves when the roster is as new as can be; waited for before somebody is taken for a stranger. */
  readonly unknown?: (() => Promise<void>) | undefined
}): IdentityDirectory {
  const { roster, others, unknown } = options
  return {
    async identify(at, sender) {
      if (at.channel !== STAFF_CHANNEL) return others.identify(at, sender)
      let member = memberBySender(roster(), at, sender)
      if (!member && unknown) {
        await unknown()
        member = memberBySender(roster(), at, sender)
      }
      if (!member) return { id: (await others.identify(at, sender)).id, roles: [], units: [] }
      const { id, roles, units, name } = member
      return { id, roles, units: roles.includes('handler') ? units : [], name }
    },
  }
}

/** The member who has this account; nobody who was removed, or has not joined yet. */
export function memberBySender({ members }: Roster, at: Pick<Address, 'channel'>, sender: string): Member | undefined {
  return members.find(
    ({ state, account }) => state === 'active' && account?.sender === sender && account.home.channel === at.channel,
  )
}

/** The member whose own chat this is. */
export function memberAt({ members }: Roster, at: Address): Member | undefined {
  return members.find(
    ({ state, account }) => state === 'active' && account?.home.channel === at.channel && account.home.chat === at.chat,
  )
}

/** Whether this is the chat of one of the staff, or of a group in which they meet, or a topic of it. As long as nobody is known, any may be. */
export function isOfStaff({ members, places }: Roster, { channel, chat }: Address): boolean {
  const whole = (at: Address) => at.chat.split('/')[0]
  const known = [...members.flatMap(({ account }) => account?.home ?? []), ...places.flatMap(({ at }) => at ?? [])]
  return members.length === 0 || known.some((at) => at.channel === channel && whole(at) === chat.split('/')[0])
}
