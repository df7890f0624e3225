import { showNumber } from '../../appeal/reference.ts'
import { sees } from '../../appeal/rules.ts'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import { LABEL, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'
import { actionsFor, offer } from './acting.ts'
import { openCard } from './cards.ts'
import { unseen } from './eyes.ts'
import { readerOf, sayIfElsewhere } from './readers.ts'
import { viewOf } from './view.ts'

/** The case as those who may see it see it, with what may be done to it now. What is sealed is shown to one alone. */
export function openCase(turn: Turn, appeal: Appeal): void {
  if (!sees(turn.party, appeal)) return turn.flash(unseen(appeal), [], true)
  if (turn.desk.keepsCards(turn.here)) {
    if (openCard(turn, appeal) === 'at-home') sayIfElsewhere(turn)
    return
  }
  const { text, choices } = viewOf(turn, appeal)(turn.party)
  if (!isSealed(appeal)) return turn.say(text, choices, appeal)
  turn.sayPrivately(text, appeal, choices)
  sayIfElsewhere(turn)
}

/** “更多操作”: what the card has no room for, drawn for those who read along. */
export function moreActions(turn: Turn, appeal: Appeal): void {
  const reader = (turn.inGroup && readerOf(turn.desk, turn.here)) || turn.party
  const { number } = appeal
  offer(turn, appeal, staffText.moreActions(showNumber(number)), [
    ...actionsFor(reader, appeal, turn.desk.now, true),
    choice(staffText.ALIKE, 'alike', number),
    choice(staffText.TEMPLATES, 'templates', number),
    ...(turn.pressed ? [] : [choice(LABEL.open, 'open', number)]),
  ])
}
