import type { Roster } from './dialogue/desk.ts'
import type { Channel, Menu } from './ports/channel.ts'
import { changedMenus, menusOf } from './roster/menus.ts'

export interface Offers {
  /** Offers all there is, as at a start. */
  all(): Promise<void>
  /** Offers what has changed since. */
  changed(): Promise<void>
}

/** Offers staff their commands where their channel can show them. Best effort: what fails is told, and not tried again. */
export function createOffers(options: {
  readonly channels: readonly Channel[]
  readonly roster: () => Roster
  /** There is a console. */
  readonly console?: boolean
  readonly trouble: (error: unknown) => void
}): Offers {
  const { channels, roster, console = false, trouble } = options
  let offered: readonly Menu[] = []

  async function offer(menus: readonly Menu[]): Promise<void> {
    for (const channel of channels) {
      const its = menus.filter(({ at }) => at.channel === channel.name)
      if (its.length > 0) await channel.offer?.(its).catch(trouble)
    }
  }

  return {
    async all() {
      offered = menusOf(roster(), console)
      await offer(offered)
    },
    async changed() {
      const now = menusOf(roster(), console)
      const changes = changedMenus(offered, now)
      offered = now
      await offer(changes)
    },
  }
}
