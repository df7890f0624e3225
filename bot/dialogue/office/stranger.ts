import type { Said } from '../../model/message.ts'
import { isOfStaff } from '../../roster/directory.ts'
import { peopleText } from '../../texts/zh-cn.ts'
import type { Turn } from '../turn.ts'
import { joins } from './joining.ts'

/**
 * Somebody who is not of the staff, where only they are served: he may join by an invitation; else he is told once in a
 * chat that this is not for him, and nothing he says is answered or kept after that. `ignore`: nothing is to be done.
 * In a group where no staff meet nobody is told: anybody may take the bot into as many as he likes.
 */
export function strangerTurn(turn: Turn, message: Said): 'ignore' | undefined {
  if (message.pressed !== undefined) {
    turn.notice(peopleText.pressNotForYou, true)
    return undefined
  }
  if (joins(turn, message)) return undefined
  // The conversation knows whether the bot has ever spoken in it.
  if (turn.conversation.offeredAt !== undefined) return 'ignore'
  if (turn.inGroup && !isOfStaff(turn.desk.roster, turn.here)) return 'ignore'
  const { city, desk } = turn.desk.catalog
  turn.say(peopleText.notStaff(city, desk.phone))
  return undefined
}
