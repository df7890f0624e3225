import { showNumber } from '../../appeal/reference.ts'
import { OPEN } from '../../appeal/states.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Address, JobDone } from '../../model/message.ts'
import type { Choice, Job } from '../../model/reply.ts'
import { memberAt } from '../../roster/directory.ts'
import { myDataText, placeText, reportText, staffText, systemText } from '../../texts/zh-cn.ts'
import { isSameChat } from '../chats.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'
import { endProgress, RETRY } from './alarms.ts'
import { documentDone } from './documents.ts'
import { waitingIn } from './waiting.ts'

type Order = 'reload' | 'force' | 'rollback' | 'backup' | 'retry'

export const COMMANDS: Readonly<Record<string, Order | 'status' | 'parked'>> = {
  reload: 'reload',
  重新载入: 'reload',
  'reload force': 'force',
  'reload 强制': 'force',
  强制重新载入: 'force',
  [systemText.FORCE]: 'force',
  rollback: 'rollback',
  退回上一版: 'rollback',
  status: 'status',
  状态: 'status',
  运行状态: 'status',
  parked: 'parked',
  搁置的消息: 'parked',
  backup: 'backup',
  备份: 'backup',
}

/** Commands of an administrator; false when the line is none of them. */
export function administratorCommand(turn: Turn, line: string): boolean {
  const said = line.replace(/^\//u, '').replace(/\s+/gu, ' ').toLowerCase()
  const command = Object.hasOwn(COMMANDS, said) ? COMMANDS[said] : undefined
  if (!command) return false
  if (!isAdministrator(turn)) turn.say(staffText.adminsOnly)
  else if (command === 'status') status(turn)
  else if (command === 'parked') parked(turn)
  else order(turn, command)
  return true
}

/** What a refused reload offers. */
const REFUSED: readonly Choice[] = [choice(systemText.FORCE, 'kb', 'force'), choice(systemText.LEAVE, 'kb', 'leave')]

/** What is ordered by a button. */
export const PRESSED: Readonly<Record<string, Order>> = {
  'kb:reload': 'reload',
  'kb:force': 'force',
  'kb:rollback': 'rollback',
  [RETRY.id]: 'retry',
}

/** One of them was chosen; false when it was another choice. */
export function pressAdministrator(turn: Turn, id: string): boolean {
  const pressed = Object.hasOwn(PRESSED, id) ? PRESSED[id] : undefined
  const [kind] = id.split(':')
  if (!pressed && kind !== 'kb' && kind !== 'system') return false
  if (!isAdministrator(turn)) turn.flash(staffText.adminsOnly, [], true)
  else if (pressed) order(turn, pressed)
  else turn.flash(systemText.leftAsItIs)
  return true
}

/**
 * The conversation with what is on the table: a refusal is told outside any turn of the one who asked for the reload, so
 * its choices are not kept with his conversation, and go before what was offered earlier.
 */
export function withRefusal(turn: Turn): Conversation {
  const { refused } = turn.desk.knowledge.status()
  const { offeredAt = '' } = turn.conversation
  const his = isAdministrator(turn) && refused?.by === signature(turn)
  return refused && his && refused.at >= offeredAt ? { ...turn.conversation, offered: [...REFUSED] } : turn.conversation
}

const BEGUN: Readonly<Record<Order, string>> = {
  reload: systemText.reloading,
  force: systemText.reloading,
  rollback: systemText.rollingBack,
  backup: systemText.backingUp,
  retry: systemText.retrying,
}

/** It takes a while and is done outside the turn; the outcome comes back as a message of its own. */
function order(turn: Turn, what: Order): void {
  const common = { answerTo: turn.here, by: signature(turn) }
  const job: Job =
    what === 'reload' || what === 'force'
      ? { kind: 'reload', ...common, ...(what === 'force' && { force: true }) }
      : { kind: what, ...common }
  turn.start(job)
  turn.flash(BEGUN[what])
}

function signature({ party }: Turn): string {
  return party.name ?? party.id
}

function status(turn: Turn): void {
  const outbox = turn.read({ kind: 'outbox' })
  const open = turn.read({ kind: 'appeals', where: { states: OPEN, limit: 1 } })
  if (!outbox || !open) return
  const { now, health, knowledge } = turn.desk
  const { pending, parked } = outbox.summary
  const waiting = waitingIn(outbox.summary, health)
  const facts = { ...knowledge.status(), ...health, pending, parked, waiting, open: open.total, now }
  turn.say(systemText.systemStatus(facts), parked > 0 ? [RETRY] : [])
}

/** What was given up, where it was to go and why; and what waits. */
function parked(turn: Turn): void {
  const outbox = turn.read({ kind: 'outbox' })
  if (!outbox) return
  const { given = [], parked } = outbox.summary
  const rows = given.map(({ about, to, ...one }) => ({
    ...one,
    number: about && showNumber(about),
    whom: to && chatName(turn, to),
  }))
  const { now, health } = turn.desk
  const waiting = waitingIn(outbox.summary, health)
  turn.say(systemText.parkedList(rows, parked, waiting, now), parked > 0 ? [RETRY] : [])
}

/** Who reads there: a group by its place, a member of staff by his name; of anybody else only that he is none of them. */
function chatName({ desk: { roster, catalog } }: Turn, to: Address): string | undefined {
  const place = roster.places.find(({ at }) => at && isSameChat(at, to))
  if (place) return placeText.placeName(place.id, (id) => catalog.units.find((one) => one.id === id)?.short ?? id)
  return memberAt(roster, to)?.name
}

/** Tells the one who asked how a job ended: about a person it is sealed with his key. */
export function jobDoneTurn(turn: Turn, done: JobDone): void {
  const { job, ok, refused = false, lines, files = [], subject } = done
  endProgress(turn, done)
  if (documentDone(turn, done)) return
  if (job === 'reload' || job === 'rollback')
    return turn.say(systemText.kbDone(job, ok, refused, lines), refused ? REFUSED : [])
  // What is done every morning is worth a word only when it did something.
  if (job === 'expire' && lines.length === 0) return
  // What the bot did of itself the administrators hear of.
  if (done.to.channel === 'jobs') {
    return turn.tellOf(turn.party.id, turn.desk.reach({ room: 'administrators' }), [toldOf(done)])
  }
  turn.say(toldOf(done), [], subject === undefined ? undefined : { subject })
  turn.attach(files)
}

function toldOf({ job, ok, lines, files = [] }: JobDone): string {
  if (!ok || lines.length > 0) return lines.join('\n')
  if (job === 'erase') return reportText.erased
  const names = files.map(({ name }) => name)
  return names.every((name) => name === `${myDataText.FILE}.docx`) ? reportText.ownData : reportText.lettersMade(names)
}

function isAdministrator({ party }: Turn): boolean {
  return party.roles.includes('administrator')
}
