import type { Roster } from '../dialogue/desk.ts'
import type { Address } from '../model/message.ts'
import { StaffRole } from '../model/role.ts'
import type { PlaceId } from '../model/staff.ts'
import { MAY_ENTER } from '../overview/viewer.ts'
import type { Menu } from '../ports/channel.ts'
import { COMMAND_ABOUT, type MenuCommand } from '../texts/zh-cn/menu.ts'
import { ROLE_OF } from './reach.ts'

const CASES: readonly StaffRole[] = ['clerk', 'handler', 'supervisor', 'leader']
const ADMINISTRATORS: readonly StaffRole[] = ['administrator']

/** Who may use which command; those of a role stand in its menu in this order. */
const FOR: Readonly<Record<MenuCommand, readonly StaffRole[]>> = {
  list: CASES,
  mine: CASES,
  due: CASES,
  find: CASES,
  case: CASES,
  staff: ADMINISTRATORS,
  kb: ADMINISTRATORS,
  reload: ADMINISTRATORS,
  rollback: ADMINISTRATORS,
  status: ADMINISTRATORS,
  parked: ADMINISTRATORS,
  backup: ADMINISTRATORS,
  bind: ADMINISTRATORS,
  console: MAY_ENTER,
  gaps: StaffRole.options,
  report: ['clerk', 'supervisor', 'leader', 'administrator'],
  ledger: StaffRole.options,
  ask: StaffRole.options,
  help: StaffRole.options,
}
const COMMANDS = Object.keys(FOR) as readonly MenuCommand[]
/** What concerns one person, or shows whoever is there what is not for all, is not offered to a group. */
const ALONE: ReadonlySet<MenuCommand> = new Set(['mine', 'ledger', 'backup', 'bind', 'console'])

/** The commands that somebody with these roles may use; `console`: there is one. */
export function commandsOf(roles: readonly StaffRole[], console = false): readonly MenuCommand[] {
  return COMMANDS.filter((command) => console || command !== 'console').filter((command) =>
    FOR[command].some((role) => roles.includes(role)),
  )
}

/** What is offered where: to each member in his own chat by his roles, to a group by the role that meets there. */
export function menusOf({ members, places }: Roster, console = false): readonly Menu[] {
  const own = members.flatMap(({ state, roles, account }) =>
    state === 'active' && account ? [menu(account.home, commandsOf(roles, console))] : [],
  )
  const groups = places.flatMap(({ id, at }) =>
    at
      ? [
          menu(
            at,
            commandsOf([roleIn(id)]).filter((command) => !ALONE.has(command)),
          ),
        ]
      : [],
  )
  return [...own, ...groups]
}

/** Which of the menus have changed; where none is offered any more, one without commands. */
export function changedMenus(before: readonly Menu[], after: readonly Menu[]): readonly Menu[] {
  const said = (one: Menu) => JSON.stringify(one)
  const known = new Set(before.map(said))
  const still = new Set(after.map(({ at }) => said({ at, commands: [] })))
  const gone = before.map(({ at }) => ({ at, commands: [] })).filter((one) => !still.has(said(one)))
  return [...after.filter((one) => !known.has(said(one))), ...gone]
}

function menu(at: Address, commands: readonly MenuCommand[]): Menu {
  return { at, commands: commands.map((command) => ({ command, about: COMMAND_ABOUT[command] })) }
}

/** The role of those who meet there. */
export function roleIn(place: PlaceId): StaffRole {
  return place in ROLE_OF ? ROLE_OF[place as keyof typeof ROLE_OF] : 'handler'
}
