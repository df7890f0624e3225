import type { Waiting } from '../../model/conversation.ts'
import { dateOf, type Instant, plusMs } from '../../model/instant.ts'
import type { Said } from '../../model/message.ts'
import { StaffRole } from '../../model/role.ts'
import type { Member } from '../../model/staff.ts'
import { memberBySender } from '../../roster/directory.ts'
import { peopleText } from '../../texts/zh-cn.ts'
import type { Turn } from '../turn.ts'
import { postsOf, press, show, showMember } from './people-pages.ts'

const { PRESS } = peopleText
/** An invitation is used within a week, or not at all. */
const INVITED_MS = 7 * 86_400_000

export type NewMember = Extract<Waiting, { for: 'member' }>

/** A name as the ledger keeps it; undefined where it is none. */
export function nameIn(text: string): string | undefined {
  const name = text.trim().replace(/\s+/gu, ' ')
  const fits = name.length >= 2 && name.length <= 20 && !/[\n:：/@]/u.test(text.trim())
  return fits ? name : undefined
}

/** Somebody is to be brought in: by his name, for whom an invitation is made, or by his card (`sender`). */
export function bringIn(turn: Turn, message: Said, all: readonly Member[], said: Omit<NewMember, 'for'>): void {
  const { sender } = said
  const name = nameIn(said.name ?? '')
  const there = alreadyThere(turn, all, name, sender)
  if (there) return showMember(turn, message, there, all, peopleText.alreadyThere(there.name))
  turn.wait({ for: 'member', ...(name && { name }), ...(sender && { sender }) })
  if (!name) return ask(turn, message, said)
  const listed = turn.desk.catalog.people.find((one) => one.name === name)
  const roles = StaffRole.options.map((role) => press(peopleText.roleLabel(role), 'as', role))
  const asListed = listed ? [press(peopleText.asListed(postsOf(turn, listed)), 'as', 'listed')] : []
  const choices = [...asListed, ...roles, press(PRESS.cancel, 'list')]
  show(turn, message, peopleText.chooseFirstRole(name, sender !== undefined), choices)
}

/** Who has this account, or this name; whoever was only invited by name may still be added by his card. */
function alreadyThere(
  turn: Turn,
  all: readonly Member[],
  name: string | undefined,
  sender: string | undefined,
): Member | undefined {
  const known = sender === undefined ? undefined : memberBySender({ members: all, places: [] }, turn.here, sender)
  const same = all.find((one) => one.name === name && one.state !== 'removed')
  return known ?? (same?.state === 'active' || sender === undefined ? same : undefined)
}

function ask(turn: Turn, message: Said, { name, sender }: Omit<NewMember, 'for'>): void {
  const text =
    sender !== undefined ? peopleText.askProperName(name ?? '') : name ? peopleText.badName : peopleText.askName
  show(turn, message, text, [press(PRESS.cancel, 'list')])
}

/** What he is to be was chosen; of a handler his first unit is asked for. */
export function enlist(
  turn: Turn,
  message: Said,
  all: readonly Member[],
  waiting: NewMember | undefined,
  [what = '', unit]: readonly string[],
): void {
  const { name } = waiting ?? {}
  if (!waiting || name === undefined) return show(turn, message, peopleText.stalePage, [press(PRESS.back, 'list')])
  if (alreadyThere(turn, all, name, waiting.sender)) return bringIn(turn, message, all, waiting)
  const { people, units } = turn.desk.catalog
  const listed = what === 'listed' ? people.find((one) => one.name === name) : undefined
  if (listed) return take(turn, message, all, waiting, { name, roles: listed.roles, units: listed.units })
  const role = StaffRole.safeParse(what).data
  const known = ['*', ...units.map(({ id }) => id)].find((id) => id === unit)
  turn.wait(waiting)
  if (!role) return bringIn(turn, message, all, waiting)
  if (role !== 'handler' || known) {
    return take(turn, message, all, waiting, { name, roles: [role], units: known ? [known] : [] })
  }
  const choices = [{ id: '*', short: PRESS.allUnits }, ...units].map(({ id, short }) =>
    press(peopleText.unitLabel(short), 'as', 'handler', id),
  )
  show(turn, message, peopleText.chooseFirstUnit(name), [...choices, press(PRESS.cancel, 'list')])
}

/** Whose account is known is in at once; the other gets an invitation. One who was here before is himself again. */
function take(
  turn: Turn,
  message: Said,
  all: readonly Member[],
  { sender }: NewMember,
  who: Pick<Member, 'name' | 'roles' | 'units'>,
): void {
  const { waiting: _, ...rest } = turn.conversation
  turn.conversation = rest
  const named = all.filter(({ name }) => name === who.name)
  const before = named.find(({ state }) => state !== 'removed') ?? named.at(-1)
  const data = { ...who, roles: [...who.roles], units: [...who.units] }
  if (sender === undefined) return invite(turn, message, before, data)
  const invited = turn.recordMember(before, { type: 'invited', data })
  // A chat of two is known by whom it is with.
  const home = { channel: turn.here.channel, chat: sender }
  const after = turn.recordMember(invited, { type: 'joined', data: {}, personal: { sender, home } })
  // One who is new has no cases, and no id yet by which to look for them.
  showMember(turn, message, after, all, peopleText.added, before ? undefined : 0)
}

/** A new invitation, also for one who is in already and has another account now; the one before ends with it. */
export function inviteAgain(turn: Turn, message: Said, member: Member): void {
  invite(turn, message, member, { name: member.name, roles: [...member.roles], units: [...member.units] })
}

function invite(
  turn: Turn,
  message: Said,
  before: Member | undefined,
  who: { readonly name: string; readonly roles: StaffRole[]; readonly units: string[] },
): void {
  const code = `${turn.desk.mint.code()}${turn.desk.mint.code()}`
  const until = invitedUntil(turn.desk.now)
  const data = { ...who, code: turn.desk.digest(code), until }
  const after = turn.recordMember(before, { type: 'invited', data })
  const text = peopleText.invited(who.name, postsOf(turn, after), dateOf(until), turn.today)
  show(turn, message, text, [press(PRESS.back, 'm', after.id)])
  // What is to be passed on stands alone.
  turn.say(peopleText.invitation(turn.desk.invitation?.(code), code))
}

export const invitedUntil = (now: Instant): Instant => plusMs(now, INVITED_MS)
