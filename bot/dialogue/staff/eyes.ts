import { showNumber } from '../../appeal/reference.ts'
import { type Command, permission, type Refusal, sees, unitOf } from '../../appeal/rules.ts'
import { type Appeal, isSealed, type Role } from '../../model/appeal.ts'
import { staffText } from '../../texts/zh-cn.ts'
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

/** What is said of a case that he may not see: of what is sealed, no more than of a number that nobody has. */
export function unseen(appeal: Appeal): string {
  const number = showNumber(appeal.number)
  return isSealed(appeal) ? staffText.unknownCase(number) : staffText.notForYou(number)
}

/** From here on the speaker acts in this role; a handler for his unit. */
export function actAs(turn: Turn, role: Role, appeal: Appeal): void {
  turn.as(role, role === 'handler' ? unitOf(turn.party, appeal) : undefined)
}
