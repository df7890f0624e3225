import { type Command, permission, type Refusal, sees, unitOf } from '../../appeal/rules.ts'
import type { Appeal, Role } from '../../model/appeal.ts'
import type { Turn } from '../turn.ts'

/** Which role the speaker may do this in, or why not; `hidden` where he may not even see it. */
export function allowed(
  turn: Turn,
  command: Command,
  appeal: Appeal,
): { readonly role: Role } | { readonly refused: Refusal | 'hidden' } {
  if (!sees(turn.party, appeal)) return { refused: 'hidden' }
  return permission(turn.party, command, appeal, turn.desk.now)
}

/** From here on the speaker acts in this role; a handler for his unit. */
export function actAs(turn: Turn, role: Role, appeal: Appeal): void {
  turn.as(role, role === 'handler' ? unitOf(turn.party, appeal) : undefined)
}
