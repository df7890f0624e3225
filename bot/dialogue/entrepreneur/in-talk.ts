import { maskTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import type { Appeal } from '../../model/appeal.ts'
import { plusMs } from '../../model/instant.ts'
import { directText, staffText, talk } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { recordSupplement } from '../own/supplement.ts'
import { announce } from '../staff/announce.ts'
import { filesOf } from '../staff/private-acts.ts'
import { endTalk, isGoingOn } from '../staff/talk.ts'
import type { Turn } from '../turn.ts'

/** Nobody is kept waiting longer for a member of staff who has gone. */
const SILENT_MS = 24 * 3_600_000
const BACK =
  /^(?:请|我要|我想|帮我|给我)?(?:(?:转|换|切)(?:回|到|成)?|回到?)机器人(?:服务|答复|回答)?[吧了。!]*$|^(?:请|我要|我想)?(?:结束|退出|停止|不要|不用)(?:人工|人工对话|对话|聊天)(?:服务)?[吧了。!]*$/u

/**
 * While a member of staff talks with him, what he writes is kept with the case and goes to that one; the bot says nothing but
 * where life is in danger. False where nobody talks with him, or not any more.
 */
export function saysToStaff(turn: Turn, heard: Heard, inNeed: boolean): boolean {
  const appeal = turn.own.find((one) => one.talk !== undefined)
  if (!appeal?.talk) return false
  if (!isGoingOn(turn, appeal)) return over(turn, appeal, 'over')
  if (turn.desk.now > plusMs(appeal.talk.heard, SILENT_MS)) return over(turn, appeal, 'silence')
  const { waiting: _, ...rest } = turn.conversation
  turn.conversation = { ...rest, focus: appeal.number }
  if (BACK.test(heard.line)) {
    endTalk(turn, appeal, 'owner')
    turn.say(directText.youEnded(showNumber(appeal.number)))
    return true
  }
  if (inNeed) turn.say(talk.danger)
  if (heard.text !== '' || heard.attachments.length > 0) passOn(turn, appeal, heard, inNeed)
  return true
}

type Talked = Appeal & { readonly talk: NonNullable<Appeal['talk']> }

/** The bot speaks again, and answers this line. */
function over(turn: Turn, appeal: Appeal, why: 'over' | 'silence'): false {
  endTalk(turn, appeal, why)
  return false
}

function passOn(turn: Turn, appeal: Talked, { text, attachments }: Heard, inNeed: boolean): void {
  const { number, talk: going } = appeal
  const files = filesOf(appeal).length
  const after = recordSupplement(turn, appeal, text, attachments)
  const told = maskTold(text, appeal.personal?.particulars)
  const open = attachments.map((_, i) =>
    choice(staffText.openFile(files + i + 1), 'files', number, String(files + i + 1)),
  )
  turn.tell(going.at, after, directText.fromOwner(showNumber(number), told, attachments.length), open)
  if (inNeed) announce(turn, after, 'danger')
}
