import { recused, sees } from '../../appeal/rules.ts'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import type { Address } from '../../model/message.ts'
import type { Party } from '../../model/person.ts'
import type { Choice, RichText } from '../../model/reply.ts'
import { memberAt } from '../../roster/directory.ts'
import { roleIn } from '../../roster/menus.ts'
import { staffText } from '../../texts/zh-cn.ts'
import { isSameChat } from '../chats.ts'
import type { Desk } from '../desk.ts'
import type { Turn } from '../turn.ts'

/** Those who read along in a chat, as one: what the card shows there, and its buttons, are drawn for them. */
export function readerOf({ roster }: Pick<Desk, 'roster'>, at: Address): Party | undefined {
  const places = roster.places.filter((place) => place.at && isSameChat(place.at, at)).map(({ id }) => id)
  if (places.length > 0) {
    const units = places.flatMap((id) => (id.startsWith('unit:') ? [id.slice('unit:'.length)] : []))
    return { id: 'all', roles: [...new Set(places.map(roleIn))], units }
  }
  const member = memberAt(roster, at)
  return member && { ...member, units: member.roles.includes('handler') ? member.units : [] }
}

/**
 * Whether what tells of this case may be said here: to the speaker alone, or in a group where all who read along may see
 * it. What is sealed is said in no group. Where groups are not known (without cards) only that counts.
 */
export function isForHere(turn: Turn, appeal: Appeal): boolean {
  if (!turn.inGroup) return true
  if (isSealed(appeal)) return false
  const reader = turn.desk.keepsCards(turn.here) ? readerOf(turn.desk, turn.here) : turn.party
  return reader !== undefined && sees(reader, appeal)
}

/** Says what tells of these cases, the first before all: here, or else to the speaker alone. */
export function sayOf(
  turn: Turn,
  [appeal, ...others]: readonly [Appeal, ...Appeal[]],
  text: RichText | string,
  choices: readonly Choice[] = [],
): void {
  if ([appeal, ...others].every((one) => isForHere(turn, one))) return turn.say(text, choices, appeal)
  turn.sayPrivately([text].flat(), appeal, choices)
  sayIfElsewhere(turn)
}

/** In a group nobody else is shown it; the asker is told where to look. */
export function sayIfElsewhere(turn: Turn): void {
  if (!isSameChat(turn.home, turn.here)) turn.flash(staffText.sentPrivately)
}

/** Whether those who read in this chat, now, may see the case; of chats without cards it is not known who they are. */
export function maySee({ desk }: Turn, appeal: Appeal, at: Address): boolean {
  if (!desk.keepsCards(at)) return true
  const reader = readerOf(desk, at)
  return reader !== undefined && sees(reader, appeal)
}

/** Whether whoever reads in this chat may hear of a sealed case at all. */
export function mayHear(turn: Turn, appeal: Appeal, at: Address): boolean {
  const member = isSealed(appeal) ? memberAt(turn.desk.roster, at) : undefined
  return !member || !recused(member, appeal)
}
