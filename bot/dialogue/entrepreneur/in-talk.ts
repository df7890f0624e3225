import { maskTold, namesTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import type { Appeal } from '../../model/appeal.ts'
import { plusMs } from '../../model/instant.ts'
import { lines } from '../../texts/rich.ts'
import { directText, staffText, talk } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { resumeIntake } from '../intake/intake.ts'
import { isDataCommand } from '../own/my-data.ts'
import { isWithdrawal } from '../own/status.ts'
import { recordSupplement } from '../own/supplement.ts'
import { sayMoreOfTalk } from '../question/more.ts'
import { announce } from '../staff/announce.ts'
import { filesOf, pageName } from '../staff/pages.ts'
import { endTalk, isGoingOn } from '../staff/talk.ts'
import type { Turn } from '../turn.ts'

/** Nobody is kept waiting longer for a member of staff who has gone. */
const SILENT_MS = 24 * 3_600_000
const BACK =
  /^(?!.*(?:别|不要|不用|不想)[转换切回]).{0,8}(?:(?:转|换|切)(?:回|到|成)?|回到?)机器人(?:服务|答复|回答|来)?[吧了啊。!]*$|^机器人[吧了啊。!?]*$|^(?:请|我要|我想)?(?:结束|退出|停止|不要|不用)(?:人工|人工对话|对话|聊天)(?:服务)?[吧了。!]*$/u

/** “转回机器人”: he wants to be answered by the bot. */
export const asksForBot = (line: string): boolean => BACK.test(line)

/**
 * While a member of staff talks with him, what he writes is kept with the case and goes to that one; the bot says nothing but
 * where life is in danger. False where nobody talks with him, or not any more.
 */
export function saysToStaff(turn: Turn, heard: Heard, inNeed: boolean): boolean {
  const appeal = turn.own.find((one) => one.talk !== undefined)
  if (!appeal?.talk) return false
  if (!isGoingOn(turn, appeal)) return over(turn, appeal, 'over')
  if (turn.desk.now > plusMs(appeal.talk.heard, SILENT_MS)) return over(turn, appeal, 'silence')
  if (sayMoreOfTalk(turn, heard.line)) return true
  const { waiting: _, ...rest } = turn.conversation
  turn.conversation = { ...rest, focus: appeal.number }
  if (asksForBot(heard.line)) {
    endTalk(turn, appeal, 'owner')
    turn.say(directText.youEnded(showNumber(appeal.number)))
    resumeIntake(turn)
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

/** What he has a right to, and only the bot does: to withdraw, to have his data shown, taken with him or deleted. */
const forTheBot = ({ line }: Heard): boolean => line.length <= 20 && (isWithdrawal(line) || isDataCommand(line))

function passOn(turn: Turn, appeal: Talked, heard: Heard, inNeed: boolean): void {
  const { text, attachments } = heard
  const { number, talk: going } = appeal
  const files = filesOf(appeal).length
  const after = recordSupplement(turn, appeal, text, attachments)
  const told = maskTold(text, namesTold(after))
  const open = attachments.map((_, i) =>
    choice(staffText.openFile(files + i + 1), 'files', number, String(files + i + 1)),
  )
  const said = lines(
    inNeed && staffText.headline('danger'),
    directText.fromOwner(showNumber(number), told, attachments.length),
    forTheBot(heard) && directText.forTheBot,
  )
  if (turn.desk.keepsCards(going.at)) {
    const card = pageName(`line-${after.personal?.thread.length ?? 0}`, after)
    turn.put(going.at, after, said, { choices: open, card })
  } else turn.tell(going.at, after, said, open)
  if (inNeed) announce(turn, after, 'danger')
}
