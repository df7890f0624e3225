import { randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { nameIn } from '../dialogue/office/inviting.ts'
import { unitMeant } from '../dialogue/staff/units.ts'
import type { Catalog } from '../model/catalog.ts'
import { Fault } from '../model/fault.ts'
import { dateOf } from '../model/instant.ts'
import { StaffRole } from '../model/role.ts'
import type { Member } from '../model/staff.ts'
import type { Channel } from '../ports/channel.ts'
import { STAFF_CHANNEL } from '../roster/directory.ts'
import { systemClock } from './clock.ts'
import { askOwnerOr, type Response, type StaffOrder } from './control.ts'
import { type Io, print } from './io.ts'
import { openReading } from './ledger.ts'
import { cityOption, configWithData, dataOption, docsOption, jsonOption } from './options.ts'
import { Invitation, orderStaff } from './staff-orders.ts'
import { table } from './table.ts'
import { usernameOf } from './telegram.ts'

interface Flags {
  readonly data?: string
  readonly docs?: string
  readonly city?: string
  readonly json?: true
}
interface InviteFlags extends Flags {
  readonly role?: readonly string[]
  readonly unit?: readonly string[]
}

const also = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

export function addStaff(program: Command, io: Io): void {
  const staff = program.command('staff').description('Looks after the staff who work in Telegram.')

  staff
    .command('invite <name>')
    .description(
      'Invites a member of staff and prints the link to join by: one use, within a week. Begin with an administrator,\n' +
        'who invites the others in Telegram (/staff). Without roles, those that people.yaml gives to the name.\n' +
        'Who is there already gets these roles, and joins anew with the account he opens the link with.',
    )
    .option('--role <role>', `one of ${StaffRole.options.join(', ')}; may be given several times`, also)
    .option('--unit <unit>', 'for a handler: a unit by id or name, or * for all; may be given several times', also)
    .addOption(dataOption())
    .addOption(docsOption())
    .addOption(cityOption())
    .addOption(jsonOption())
    .action((name: string, flags: InviteFlags) => invite(name, flags, io))

  staff
    .command('list')
    .description('Lists the staff; also while the bot is running.')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: Flags) => list(flags, io))

  staff
    .command('remove <name>')
    .description('Removes a member of staff; what he works on goes back to his units.')
    .addOption(dataOption())
    .addOption(docsOption())
    .addOption(cityOption())
    .action((name: string, flags: Flags) => remove(name, flags, io))
}

async function invite(said: string, flags: InviteFlags, io: Io): Promise<void> {
  const { loadCity } = await import('./city/load.ts')
  const { catalog } = await loadCity(configWithData(io, flags).city)
  const name = nameIn(said)
  if (name === undefined) throw new Fault('usage', `${said} is no name: give 2 to 20 characters`)
  const order = { do: 'invite', name, ...postsOf(name, flags, catalog) } as const
  const { found } = await obeyed(order, flags, io)
  const { code, until, link } = Invitation.parse(found)
  if (flags.json) return print(io.stdout, JSON.stringify({ name, code, until, link }))
  await print(
    io.stdout,
    `invited ${name} as ${order.roles.join(', ')}${order.units.length > 0 ? ` of ${order.units.join(', ')}` : ''}: one use, until ${dateOf(until)}`,
    ...(link ? [link] : [`the bot's name cannot be had: in Telegram, open the bot and send it`, `/start ${code}`]),
  )
}

/** What he is to be: as the line says, else as the catalogue has him. */
function postsOf(
  name: string,
  { role = [], unit = [] }: InviteFlags,
  { people, units }: Catalog,
): Pick<Member, 'roles' | 'units'> {
  const listed = people.find((one) => one.name === name)
  const read = StaffRole.array().safeParse(role)
  if (!read.success) throw new Fault('usage', `there are the roles ${StaffRole.options.join(', ')}`)
  const roles = role.length > 0 ? [...new Set(read.data)] : (listed?.roles ?? [])
  if (roles.length === 0)
    throw new Fault('usage', `${name} is not in people.yaml: give a --role (${StaffRole.options.join(', ')})`)
  const named = unit.map((one) => {
    const id = one === '*' ? one : unitMeant(one, units)?.id
    if (id === undefined) throw new Fault('usage', `no unit is called ${one}: see qinqing city check, or give its id`)
    return id
  })
  if (!roles.includes('handler')) {
    if (named.length > 0) throw new Fault('usage', 'only a handler has units: give --role handler too')
    return { roles, units: [] }
  }
  const works = named.length > 0 ? [...new Set(named)] : (listed?.units ?? [])
  if (works.length === 0) throw new Fault('usage', 'a handler works for a unit: give --unit, or --unit "*" for all')
  return { roles, units: works }
}

async function remove(name: string, flags: Flags, io: Io): Promise<void> {
  const { lines } = await obeyed({ do: 'remove', name: name.trim() }, flags, io)
  await print(io.stdout, ...lines)
}

/** The process that owns the folder does it; where none runs, this one is it for a moment. */
async function obeyed(order: StaffOrder, flags: Flags, io: Io): Promise<Response> {
  const { data } = configWithData(io, flags)
  const response = await askOwnerOr(data, { do: 'staff', order }, () => doHere(order, flags, io))
  if (!response.ok) throw new Fault('usage', `cannot ${order.do} ${order.name}: ${response.lines.join('; ')}`)
  return response
}

/** Nothing is sent from here: cards that change wait in the outbox for the process that serves. */
const mute: Channel = {
  name: STAFF_CHANNEL,
  cards: true,
  listen: () => Promise.resolve(),
  send: () => Promise.resolve({ kind: 'unreachable', reason: 'a command sends nothing' }),
}

async function doHere(order: StaffOrder, flags: Flags, io: Io): Promise<Response> {
  const config = configWithData(io, flags)
  const [{ loadCity }, { openBot }] = await Promise.all([import('./city/load.ts'), import('./bot.ts')])
  const bot = await openBot(config, {
    clock: systemClock,
    channels: [mute],
    city: await loadCity(config.city),
    directory: () => ({ identify: () => Promise.reject(new Error('nobody speaks to a command')) }),
    reach: () => [],
    random: (below) => randomInt(below),
    stderr: io.stderr,
  })
  try {
    const house = { app: bot.app, now: () => systemClock.now(), username: () => usernameOf(config) }
    return await orderStaff(house, order)
  } finally {
    await bot.close()
  }
}

async function list(flags: Flags, io: Io): Promise<void> {
  const ledger = await openReading(io, flags)
  const { members } = await ledger.read({ kind: 'staff' })
  const there = members.map(({ value }) => value).filter(({ state }) => state !== 'removed')
  if (flags.json) return print(io.stdout, JSON.stringify(there.map(openly)))
  if (there.length === 0) return print(io.stdout, 'nobody yet: qinqing staff invite NAME --role administrator')
  const rows = there
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((one) => [one.name, one.state, one.roles.join(', '), one.units.join(', ') || '-', notesOf(one)])
  await print(io.stdout, ...table([['name', 'state', 'roles', 'units', 'notes'], ...rows]))
}

function notesOf({ sealed, leave, invite }: Member): string {
  const away = leave && `on leave from ${leave.from}${leave.until ? ` until ${leave.until}` : ''}`
  const open = invite && `invitation open until ${dateOf(invite.until)}`
  return [sealed && 'named for sealed cases', away, open].filter((one) => one).join('; ') || '-'
}

/** His account is nobody's business here, nor the digest of his code. */
function openly({ account: _, invite, ...member }: Member) {
  return { ...member, ...(invite && { invitedUntil: invite.until }) }
}
