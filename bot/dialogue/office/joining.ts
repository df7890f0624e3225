import type { Ordered, Said } from '../../model/message.ts'
import type { Member } from '../../model/staff.ts'
import { peopleText } from '../../texts/zh-cn.ts'
import type { Turn } from '../turn.ts'
import { handOver } from './hand-over.ts'
import { isLastAdministrator } from './people-acts.ts'
import { postsOf } from './people-pages.ts'

const CODE = /^\/start(?:@\w+)?\s+([0-9A-Za-z]{8,64})\s*$/u

/**
 * `/start CODE` of one who was invited, in his own chat: from now on he is known by this account, and the administrators
 * hear of it. False where it is no code, or nobody's.
 */
export function joins(turn: Turn, { text, sender, from, privately }: Said): boolean {
  const code = CODE.exec(text.trim())?.[1]?.toUpperCase()
  if (code === undefined || privately !== undefined) return false
  const found = turn.read({ kind: 'staff' })
  if (!found) return true
  const digest = turn.desk.digest(code)
  const member = found.members.find(({ value }) => value.invite?.code === digest && value.state !== 'removed')?.value
  if (!member) return false
  if (turn.desk.now > (member.invite?.until ?? '')) {
    turn.say(peopleText.invitationOver)
    return true
  }
  const [role] = member.roles
  if (role) turn.as(role)
  const after = turn.recordMember(member, { type: 'joined', data: {}, personal: { sender, home: from } })
  const posts = postsOf(turn, after)
  const hasCases = after.roles.some((one) => one !== 'administrator')
  turn.say(peopleText.joined(after.name, posts, hasCases))
  const others = turn.desk.reach({ room: 'administrators' }).filter(({ chat }) => chat !== from.chat)
  if (found.members.some(({ value }) => value.state === 'active'))
    turn.tellOf(after.id, others, [peopleText.hasJoined(after.name, posts)])
  return true
}

/** An order from the server's command line; `ignore` where it cannot be done: there is nobody, or nobody else. */
export function orderedTurn(turn: Turn, { order }: Ordered): 'ignore' | undefined {
  const found = turn.read({ kind: 'staff' })
  if (!found) return undefined
  const all = found.members.map(({ value }) => value)
  const named = all.filter(({ name }) => name === order.name)
  const there = named.find(({ state }) => state !== 'removed')
  if (order.do === 'remove') return there ? removed(turn, there, all) : 'ignore'
  const { name, roles, units, code, until } = order
  if (there && !roles.includes('administrator') && isLastAdministrator(there, all)) return 'ignore'
  turn.recordMember(there ?? named.at(-1), { type: 'invited', data: { name, roles, units, code, until } })
  return undefined
}

function removed(turn: Turn, member: Member, all: readonly Member[]): 'ignore' | undefined {
  if (isLastAdministrator(member, all)) return 'ignore'
  if (handOver(turn, member, undefined, 'removed')) turn.recordMember(member, { type: 'removed', data: {} })
  return undefined
}
