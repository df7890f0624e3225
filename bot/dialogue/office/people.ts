import type { Waiting } from '../../model/conversation.ts'
import type { Said } from '../../model/message.ts'
import type { Member } from '../../model/staff.ts'
import { peopleText, staffText, talk } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import { isCancel } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { bringIn, enlist, inviteAgain } from './inviting.ts'
import { backToWork, leave, type PeopleAct, remove, toggleRole, toggleSealed, toggleUnit } from './people-acts.ts'
import { PAGE, show, showAll, showMember } from './people-pages.ts'
import { pressPlace } from './places.ts'

const COMMAND = /^\/?(?:staff|人员|人员管理)(?:\s+(?:(add|添加|邀请|invite)(?:\s+|$))?(.*))?$/isu

/** What is a command, and nobody's name. */
const OTHER = /^\/|^(?:帮助|待办|列表|我的|到期|超期|状态|问答|推送|导出|报表)(?:\s|$)/u

/**
 * What administrators do about staff: `/staff`, `/staff NAME`, `/staff add NAME`, a card or a forwarded message of
 * somebody, and the name that is waited for. False when the line is none of it.
 */
export function peopleCommand(turn: Turn, message: Said, heard: Heard, waiting?: Waiting): boolean {
  const asked = isMeant(turn, heard.line, waiting) ? COMMAND.exec(heard.line) : null
  const card = message.replyTo === undefined && message.privately === undefined ? message.contact : undefined
  const named = waiting?.for === 'member' && heard.choice === null && heard.line !== '' && !OTHER.test(heard.line)
  if (!asked && !named && !(card && isAdministrator(turn))) return false
  if (!isAdministrator(turn)) turn.say(staffText.adminsOnly)
  else if (message.privately !== undefined) turn.say(peopleText.inPrivate)
  else if (!card && !asked && isCancel(heard.line)) turn.say(talk.fine)
  else withAll(turn, (all) => look(turn, message, all, { card, asked, waiting, line: heard.text }))
  return true
}

/** Without its slash it may be what somebody writes for a case. */
function isMeant(turn: Turn, line: string, waiting: Waiting | undefined): boolean {
  const isWords = waiting?.for === 'staff-words' || waiting?.for === 'entry-words'
  return line.startsWith('/') || (isAdministrator(turn) && !isWords)
}

interface Looked {
  readonly card: Said['contact']
  readonly asked: RegExpExecArray | null
  readonly waiting: Waiting | undefined
  readonly line: string
}

function look(turn: Turn, message: Said, all: readonly Member[], { card, asked, waiting, line }: Looked): void {
  if (card) return bringIn(turn, message, all, card)
  if (!asked) return bringIn(turn, message, all, { ...(waiting?.for === 'member' && waiting), name: line })
  const [, add, said = ''] = asked
  const name = said.trim()
  if (add) return bringIn(turn, message, all, { ...(name && { name }) })
  const one = name === '' ? undefined : all.find((member) => member.name === name && member.state !== 'removed')
  if (one) return showMember(turn, message, one, all)
  if (name !== '') return bringIn(turn, message, all, { name })
  showAll(turn, message, all)
}

/** What stands behind `staff:` in a button, upon one of them. */
export const ACTS: Readonly<Record<string, PeopleAct>> = {
  m: (turn, message, member, all) => showMember(turn, message, member, all),
  roles: toggleRole,
  role: toggleRole,
  units: toggleUnit,
  unit: toggleUnit,
  sealed: toggleSealed,
  leave,
  back: backToWork,
  invite: inviteAgain,
  remove,
}

/** A button of a page about staff, or about the places they meet; false when it was another. */
export function pressPeople(turn: Turn, id: string, message: Said, waiting?: Waiting): boolean {
  if (pressPlace(turn, id, message)) return true
  const [kind, verb = '', ...rest] = id.split(':')
  if (kind !== PAGE) return false
  if (!isAdministrator(turn)) turn.flash(staffText.adminsOnly, [], true)
  else if (message.privately !== undefined) turn.flash(peopleText.inPrivate, [], true)
  else withAll(turn, (all) => doPress(turn, message, all, verb, rest, waiting))
  return true
}

function doPress(
  turn: Turn,
  message: Said,
  all: readonly Member[],
  verb: string,
  [of = '', ...what]: readonly string[],
  waiting: Waiting | undefined,
): void {
  if (verb === 'list') return showAll(turn, message, all)
  if (verb === 'add') return bringIn(turn, message, all, {})
  if (verb === 'as') return enlist(turn, message, all, waiting?.for === 'member' ? waiting : undefined, [of, ...what])
  const member = all.find(({ id, state }) => id === of && state !== 'removed')
  const act = Object.hasOwn(ACTS, verb) ? ACTS[verb] : undefined
  if (!member || !act) return show(turn, message, peopleText.stalePage)
  turn.as('administrator')
  act(turn, message, member, all, what)
}

/** With all there are as the ledger has them: what is decided of them is decided again when another changes them meanwhile. */
function withAll(turn: Turn, use: (all: readonly Member[]) => void): void {
  const found = turn.read({ kind: 'staff' })
  if (found) use(found.members.map(({ value }) => value))
}

function isAdministrator({ party }: Turn): boolean {
  return party.roles.includes('administrator')
}
