import { plusMs } from '../../model/instant.ts'
import { mayEnter } from '../../overview/viewer.ts'
import { consoleText, staffText } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import type { Turn } from '../turn.ts'

const COMMAND = /^\/?(?:console|网页看板|看板|网页后台)$/iu

/** A link is followed at once or not at all. */
const OPEN_MINUTES = 10

/**
 * `/console`: a link into the console, for the speaker alone. A new one ends the one before; in a group it goes to his own
 * chat. False when the line is something else.
 */
export function consoleCommand(turn: Turn, { line }: Heard): boolean {
  if (!COMMAND.test(line)) return false
  if (!mayEnter(turn.party.roles)) turn.say(consoleText.notYours)
  else if (!turn.desk.console) turn.say(consoleText.none)
  else offer(turn, turn.desk.console)
  return true
}

function offer(turn: Turn, linkOf: (code: string) => string): void {
  const found = turn.read({ kind: 'staff' })
  if (!found) return
  const member = found.members.find(({ value }) => value.id === turn.party.id)?.value
  // Whoever is of the staff by the catalogue alone has no record that could hold the link.
  if (member?.state !== 'active') return turn.say(consoleText.notJoined)
  const code = turn.desk.mint.salt()
  const until = plusMs(turn.desk.now, OPEN_MINUTES * 60_000)
  turn.recordMember(member, { type: 'console-offered', data: { code: turn.desk.digest(code), until } })
  const text = consoleText.link(linkOf(code), OPEN_MINUTES)
  if (!turn.inGroup) return turn.say(text)
  turn.tellOf(turn.party.id, turn.home, text)
  turn.say(staffText.sentPrivately)
}
