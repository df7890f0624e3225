import { showNumber } from '../../appeal/reference.ts'
import { isOpen } from '../../appeal/states.ts'
import type { Waiting } from '../../model/conversation.ts'
import { privacyText, talk } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import { keepAside, keepFragment } from '../intake/aside.ts'
import { isInEnglish } from '../manner.ts'
import { mendWith } from '../own/my-data.ts'
import { answerQuestion } from '../question/ask.ts'
import { noHelp, saysNoHelp } from '../question/no-help.ts'
import { soundsLikeTrouble } from '../question/question.ts'
import type { Consulted } from '../question/topic.ts'
import { isNo, isSkip, isYes } from '../reading/index.ts'
import type { Turn } from '../turn.ts'

export const ACKNOWLEDGES: RegExp =
  /^(?:嗯+|哦+|噢+|好(?:的|吧|嘞|滴|了)?|行(?:了|吧)?|知道了?|明白了?|懂了|了解了?|收到|清楚了?|ok|okay)[,。!~\s]*$/iu
const PLEASED = /^(?:👍|👌|🙏|💪|👏|🌹|🎉|😊|😀|😄|😁|🙂|❤|\uFE0F|\s)+$/u
/** Laughter, and signs and stops of which nothing can be made. */
const MUTE = /^(?:😶|哈|呵|嘿|嘻|h{2,}|2333*|6{3,}|[\s.。…,，!！~～·])+$/u
const CROSS = /^[😡😠🤬💢👎😤😒\s]+$/u

/** Signs, and a “没用” that nothing was answered to: no matter to register. */
export function feels(turn: Turn, { line }: Heard, waiting: Waiting | undefined): boolean {
  if (MUTE.test(line)) turn.say(talk.here, waiting ? turn.conversation.offered : [])
  else if (PLEASED.test(line)) turn.say(talk.thanks)
  else if (CROSS.test(line) && waiting?.for === 'answered') noHelp(turn, 'unsaid')
  else if (CROSS.test(line) || saysNoHelp(line)) turn.say(talk.sorry)
  else if (!waiting && turn.conversation.lastQuestion && ACKNOWLEDGES.test(line)) turn.say(talk.fine)
  else return false
  return true
}

const HARD = /活不下去|撑不(住|下去)|扛不住|快(要)?(倒闭|关门|破产)|干不下去/u
const THANKS = /^(非常|多)?(谢谢?|感谢|辛苦|3q|thank)/iu
const BYE = /^(再见|拜拜?|没事了?|没有?了|不用了|bye)/iu
const HELLO =
  /^我?(?:想|要|来)?(?:(?:咨询|请教)(?:一?下|点事|个事|个问题|几个问题|政策|情况)*|问(?:一?下|点事|个事|个问题|几个问题|政策|情况)+)[。!]*$|^喂+[,，\s]*(?:你好|在吗)?[?？。!]*$|^(你|您|大家|各位|老师)好[啊呀吗]?[,。!~]?$|^[听看]得?(?:见|到|懂)(?:不|吗|没|我说话)|^在听[吗不]|^在(吗|不|不在)|有人[吗么没]|有没有人|^人呢|^还在吗|还在不在|(早上|上午|下午|晚上|中午)好|^hi\b|^hello\b|哈喽|^嗨/iu

/** Words of courtesy, and signs that stand for them. */
export const isCourtesy = (line: string): boolean =>
  PLEASED.test(line) || CROSS.test(line) || (line.length <= 12 && [THANKS, BYE].some((one) => one.test(line)))
/** “你好”, “在吗”. */
export const isHello = (line: string): boolean => line.length <= 12 && HELLO.test(line)

const AWAITS = /人呢|有人|有没有人|在不在|还在吗/u

/** “人呢”: whoever has something with staff is told that they have it. */
function withStaff({ own, conversation }: Turn): string {
  const waiting = own.find(({ number, state }) => number === conversation.focus && isOpen(state))
  return waiting ? talk.alreadyWithStaff(showNumber(waiting.number)) : talk.hello
}

/** Courtesies, before anything is looked up. */
export function greets(turn: Turn, line: string): boolean {
  if (HARD.test(line) && line.length <= 15) turn.say(talk.hardship)
  else if (line.length > 12) return false
  else if (THANKS.test(line)) turn.say(talk.thanks)
  else if (BYE.test(line)) turn.say(talk.bye)
  else if (HELLO.test(line)) turn.say(AWAITS.test(line) ? withStaff(turn) : talk.hello)
  else return false
  return true
}

/** He is told that it reads Chinese only; what he said goes to the staff he asks for. */
export function isForeign(turn: Turn, { line, text }: Heard): boolean {
  if (!isInEnglish(line)) return false
  keepFragment(turn, `${text}\n`)
  turn.say(talk.chineseOnly)
  return true
}

/** 我换号了 139…: the new number of somebody who is known here. */
const NEW_PHONE =
  /^我?(?:的)?(?:手机|电话)?(?:号码?)?(?:换|改|变)(?:了|成|个|新)?(?:新)?(?:手机|电话)?(?:号码?)?(?:了|成|是|[,，:：\s])*1[3-9]\d/u
const PHONE_ALONE = /^(?:我的?)?(?:手机|电话)?(?:号码?)?(?:是|[:：])?\s*(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})[。.!]?$/u

/** A telephone number where nothing is being told waits for what it goes with. */
export function isPhoneAlone(turn: Turn, { line }: Heard): boolean {
  if (NEW_PHONE.test(line) && line.length <= 30 && mendWith(turn, line)) return true
  const phone = PHONE_ALONE.exec(line)?.[1]?.replace(/[\s-]/gu, '')
  if (!phone) return false
  if (turn.own.some(({ state }) => isOpen(state))) turn.say(talk.phoneToChange(phone))
  else {
    keepAside(turn, `电话${phone}`, [])
    turn.say(talk.phoneFor)
  }
  return true
}

const LATER =
  /^(?:那|好的?|嗯)?[,，\s]*我?(?:先|再|回头|晚点|明天)+(?:去|自己)?(?:看看|看一下|想想|想一想|考虑|等等看?|问问家里|商量)(?:一下|下|再说|吧|啊|了)*[。!]*$/u
/** 咋弄: does not know how to begin. */
const LOST =
  /^(?:我|那|这|这个|这东西|你这个|你|要|该)*(?:怎么|咋|如何)(?:个)?(?:弄|用|整|搞|办|操作|说|填|开始|反映|投诉)(?:法|呢|啊|嘛|呀|[?？。])*$|^(?:你)?(?:能|会)(?:干|做|帮我?)(?:点|些)?(?:啥|什么|嘛)(?:呢|啊|[?？])*$/u
/** 恢复刚才的: wants back what he cancelled. */
export const WANTS_BACK: RegExp =
  /恢复(?:刚才|上次)|(?:刚才|前面)(?:说|填|登记)的?(?:还在|呢|没了|哪去了)|^(?:算了)?(?:我?还是)(?:要)?(?:告|投诉|登记|反映|办)(?:吧|了|他)*[。!]*$/u

/** Neither a question nor a trouble that anybody could make out. */
export function smallTalk(
  turn: Turn,
  line: string,
  waiting: Waiting | undefined,
  consulted: Consulted | undefined,
): void {
  if (/^\d{1,2}$/u.test(line) && turn.conversation.offered.length === 0) return turn.say(talk.nothingToChoose)
  if (LATER.test(line)) return turn.say(talk.takeYourTime)
  if (LOST.test(line) && !turn.conversation.lastQuestion) return turn.say(talk.howTo(turn.desk.catalog))
  if ((!waiting || waiting.for === 'supplement') && ACKNOWLEDGES.test(line)) return turn.say(talk.fine)
  const bare = isYes(line) || isNo(line) || isSkip(line) || !/\p{Script=Han}{2}|[a-z]{3}/iu.test(line)
  const trouble = soundsLikeTrouble(line) ? line : null
  if (!bare && line.length > 1 && answerQuestion(turn, line, trouble, 'only-if-found', consulted)) return
  if (!waiting && /^.{0,4}同意.{0,4}$/u.test(line)) return turn.say(privacyText.nothingWaits)
  // What was offered stays on the table.
  if (waiting) turn.wait(waiting)
  const open = waiting && waiting.for !== 'answered'
  const hello = bare && !open && /^\D{2,}$/u.test(line)
  const again = !bare && !open && keepFragment(turn, line)
  turn.say(hello ? talk.hello : again ? talk.goOn : talk.notUnderstood, turn.conversation.offered)
}
