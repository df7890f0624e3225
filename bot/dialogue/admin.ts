import { OPEN } from '../appeal/rules.ts'
import type { JobDone } from '../model/message.ts'
import { staffText } from '../texts/zh-cn.ts'
import type { Turn } from './turn.ts'

/** Commands of an administrator; false when the line is none of them. */
export function administratorCommand(turn: Turn, line: string): boolean {
  const command = /^\/?(reload|status|gaps|重新载入|状态|没答上来的问题)$/iu.exec(line)?.[1]?.toLowerCase()
  if (!command) return false
  if (turn.party.role !== 'administrator') turn.say(staffText.adminsOnly)
  else if (command === 'reload' || command === '重新载入') reload(turn)
  else if (command === 'status' || command === '状态') status(turn)
  else gaps(turn)
  return true
}

/** Reloading takes a while and is done outside the turn; the outcome comes back as a message of its own. */
function reload(turn: Turn): void {
  turn.start({ kind: 'reload', answerTo: turn.here, by: turn.party.name ?? turn.party.id })
  turn.say(staffText.reloading)
}

function status(turn: Turn): void {
  const outbox = turn.read({ kind: 'outbox' })
  const open = turn.read({ kind: 'appeals', where: { states: OPEN, limit: 1 } })
  if (!outbox || !open) return
  turn.say(staffText.systemStatus({ ...turn.desk.knowledge.status(), ...outbox.summary, open: open.total }))
}

function gaps(turn: Turn): void {
  const found = turn.read({ kind: 'gaps', limit: 10 })
  if (found) turn.say(staffText.gaps(found.gaps.flatMap(({ personal }) => personal?.question ?? [])))
}

export function jobDoneTurn(turn: Turn, message: JobDone): void {
  turn.say(staffText.reloaded(message.ok, message.lines))
}
