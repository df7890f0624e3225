import { owed } from '../../appeal/owed.ts'
import { OPEN } from '../../appeal/states.ts'
import { dateOf, plusDays } from '../../model/instant.ts'
import { COUNTED_DAYS } from '../../texts/zh-cn/case-card.ts'
import { keepsAnyCards } from '../staff/cards.ts'
import type { Turn } from '../turn.ts'

/** So many in a morning, those that end first. */
const AT_ONCE = 200

/** The cards on which days are counted are drawn anew, with one day less. */
export function countDays(turn: Turn): void {
  if (!keepsAnyCards(turn.desk)) return
  const found = turn.read({ kind: 'appeals', where: { states: OPEN, limit: AT_ONCE } })
  const last = plusDays(turn.today, COUNTED_DAYS)
  for (const { value } of found?.appeals ?? []) {
    const { number, updatedAt } = value
    // What happened today was drawn today; and a card that is new and not out yet keeps its headline.
    if (dateOf(updatedAt) === turn.today) continue
    if (owed(value).some(({ due }) => due <= last)) turn.wishes.push({ kind: 'redraw', number, card: number })
  }
}
