import { OPEN } from '../../appeal/states.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { JobDone } from '../../model/message.ts'
import type { Choice, Job } from '../../model/reply.ts'
import { myDataText, reportText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'

const COMMANDS: Readonly<Record<string, 'reload' | 'force' | 'rollback' | 'status'>> = {
  reload: 'reload',
  重新载入: 'reload',
  'reload force': 'force',
  'reload 强制': 'force',
  强制重新载入: 'force',
  [staffText.FORCE]: 'force',
  rollback: 'rollback',
  退回上一版: 'rollback',
  status: 'status',
  状态: 'status',
}

/** Commands of an administrator; false when the line is none of them. */
export function administratorCommand(turn: Turn, line: string): boolean {
  const said = line.replace(/^\//u, '').replace(/\s+/gu, ' ').toLowerCase()
  const command = Object.hasOwn(COMMANDS, said) ? COMMANDS[said] : undefined
  if (!command) return false
  if (!isAdministrator(turn)) turn.say(staffText.adminsOnly)
  else if (command === 'status') status(turn)
  else order(turn, command)
  return true
}

/** What a refused reload offers. */
const REFUSED: readonly Choice[] = [choice(staffText.FORCE, 'kb', 'force'), choice(staffText.LEAVE, 'kb', 'leave')]

/** One of them was chosen; false when it was another choice. */
export function pressAdministrator(turn: Turn, id: string): boolean {
  const [kind, what] = id.split(':')
  if (kind !== 'kb') return false
  if (!isAdministrator(turn)) turn.say(staffText.adminsOnly)
  else if (what === 'force') order(turn, 'force')
  else turn.say(staffText.leftAsItIs)
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

/** It takes a while and is done outside the turn; the outcome comes back as a message of its own. */
function order(turn: Turn, what: 'reload' | 'force' | 'rollback'): void {
  const job = { answerTo: turn.here, by: signature(turn) }
  const asked: Job =
    what === 'rollback'
      ? { kind: 'rollback', ...job }
      : { kind: 'reload', ...job, ...(what === 'force' && { force: true }) }
  turn.start(asked)
  turn.say(what === 'rollback' ? staffText.rollingBack : staffText.reloading)
}

function signature({ party }: Turn): string {
  return party.name ?? party.id
}

function status(turn: Turn): void {
  const outbox = turn.read({ kind: 'outbox' })
  const open = turn.read({ kind: 'appeals', where: { states: OPEN, limit: 1 } })
  if (!outbox || !open) return
  turn.say(staffText.systemStatus({ ...turn.desk.knowledge.status(), ...outbox.summary, open: open.total }))
}

/** Tells the one who asked how a job ended: about a person it is sealed with his key. */
export function jobDoneTurn(turn: Turn, done: JobDone): void {
  const { job, ok, refused = false, lines, files = [], subject } = done
  if (job === 'reload' || job === 'rollback')
    return turn.say(staffText.kbDone(job, ok, refused, lines), refused ? REFUSED : [])
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
