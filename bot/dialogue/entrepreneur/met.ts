import { plusMs } from '../../model/instant.ts'
import { talk } from '../../texts/zh-cn.ts'
import type { Turn } from '../turn.ts'

const DAY_MS = 86_400_000
/** Whoever comes back after so long has forgotten what it can do. */
const GREETED_FOR_MS = 30 * DAY_MS

/**
 * He added the account, or opened the chat: he is greeted once, with what it can do and what becomes of what he tells. Not
 * where he has been spoken with within a day: the channel may tell of it late, or again.
 */
export function greetOnce(turn: Turn): 'ignore' | 'done' {
  const { person, conversation, desk, own } = turn
  const { greeted } = person
  const { offeredAt, intake, held } = conversation
  const lately = offeredAt !== undefined && desk.now < plusMs(offeredAt, DAY_MS)
  const inTalk = own.some((one) => one.talk !== undefined)
  if ((greeted && desk.now < plusMs(greeted, GREETED_FOR_MS)) || lately || intake || held || inTalk) return 'ignore'
  turn.person = { ...person, greeted: desk.now }
  turn.say(talk.welcome(desk.catalog))
  return 'done'
}
