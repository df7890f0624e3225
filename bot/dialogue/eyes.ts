import { type Command, permission, type Refusal, sees, unitOf } from '../appeal/rules.ts'
import { type Appeal, isSealed, type Role } from '../model/appeal.ts'
import type { Party } from '../model/person.ts'
import type { Turn } from './turn.ts'

/**
 * Whether this member of staff may look at it: what `sees` says, and 回避: nobody looks at a sealed case in which he is
 * named (济南市12345政务服务便民热线条例第三十二条 asks the same: nothing gets to the one complained of).
 */
export function maySee(party: Party, appeal: Appeal): boolean {
  return sees(party, appeal) && !isNamedIn(party, appeal)
}

function isNamedIn({ name = '' }: Party, appeal: Appeal): boolean {
  const { particulars, thread = [] } = appeal.personal ?? {}
  if (!isSealed(appeal) || !particulars || name.length < 2) return false
  const told = thread.filter(({ by }) => by.role === 'entrepreneur').map(({ text }) => text)
  return [particulars.matter, particulars.respondent, particulars.wish, ...told].some((text) => text?.includes(name))
}

/** Which role the speaker may do this in, or why not; `hidden` where he may not even see it. */
export function allowed(
  turn: Turn,
  command: Command,
  appeal: Appeal,
): { readonly role: Role } | { readonly refused: Refusal | 'hidden' } {
  if (!maySee(turn.party, appeal)) return { refused: 'hidden' }
  return permission(turn.party, command, appeal, turn.desk.now)
}

/** From here on the speaker acts in this role; a handler for his unit. */
export function actAs(turn: Turn, role: Role, appeal: Appeal): void {
  turn.as(role, role === 'handler' ? unitOf(turn.party, appeal) : undefined)
}
