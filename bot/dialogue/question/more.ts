import type { Waiting } from '../../model/conversation.ts'
import type { Found } from '../../ports/appeal-store.ts'
import { answerText } from '../../texts/zh-cn.ts'
import { backToIntake } from '../intake/in-passing.ts'
import type { Turn } from '../turn.ts'
import { showMore } from './ask.ts'

type Rest = NonNullable<(Found & { kind: 'rest' })['rest']>

const MORE =
  /^(?:更多|还有[吗呢没]|还有别的吗|继续看|然后呢|接着说|往下说|(?:再|多)(?:多)?(?:说|讲|看)(?:一?点|些)|(?:说|讲)?详细一?(?:点|些)|(?:下|后)(?:一|面)?[个条段页])[吧啊]?[?!。]?$/u

const BACK = /^(?:看)?(?:上|前)(?:一|面)?(?:那)?[个条段页]$/u

/** “更多”, “继续看”, “下一条”. */
export const wantsMore = (line: string): boolean => MORE.test(line)
/** “上一条”. */
export const wantsPrevious = (line: string): boolean => BACK.test(line)

/**
 * “更多”: what had no room in the last thing said to him, where that came after the last answer; else more of that answer;
 * else what had no room before. False where there is nothing of which there could be more.
 */
export function sayMore(turn: Turn, waiting: Waiting | undefined): boolean {
  const { lastQuestion } = turn.conversation
  const rest = restNotShown(turn)
  if (rest === undefined) return true
  if (rest && (lastQuestion?.at ?? '') <= rest.since) sayRest(turn, rest, waiting)
  else if (lastQuestion && showMore(turn)) backToIntake(turn)
  else if (rest) sayRest(turn, rest, waiting)
  else if (lastQuestion) {
    turn.say(answerText.noMore)
    backToIntake(turn)
  } else return false
  return true
}

/** The same while a member of staff talks with him: all else is for that one. */
export function sayMoreOfTalk(turn: Turn, line: string): boolean {
  if (!wantsMore(line)) return false
  const rest = restNotShown(turn)
  if (rest) sayRest(turn, rest, turn.conversation.waiting)
  return rest !== null
}

/** Null where there is none; undefined when it has yet to be read. In a group everybody has his own. */
function restNotShown(turn: Turn): Rest | null | undefined {
  const { here, desk } = turn
  if (desk.room(here) === undefined) return null
  const found = turn.read({ kind: 'rest', at: here, now: desk.now })
  if (!found) return undefined
  const { rest } = found
  const isHis = rest !== null && (!turn.inGroup || rest.subject === turn.party.id)
  return isHis && rest.id !== turn.conversation.restShown ? rest : null
}

/** With what was offered beside it; what else is on the table stays there, and what was waited for is waited for still. */
function sayRest(turn: Turn, rest: Rest, waiting: Waiting | undefined): void {
  const { id, text, choices, subject, about } = rest
  turn.say(text, choices, { subject, ...(about !== undefined && { number: about }) })
  if (!choices) turn.keepTable()
  turn.conversation = { ...turn.conversation, restShown: id }
  if (waiting) turn.wait(waiting)
}
