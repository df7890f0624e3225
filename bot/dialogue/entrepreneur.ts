import { dangerIn } from '../appeal/danger.ts'
import { findNumbers } from '../appeal/reference.ts'
import { triage } from '../appeal/triage.ts'
import type { Waiting } from '../model/conversation.ts'
import type { Said } from '../model/message.ts'
import { answerText, LABEL, talk } from '../texts/zh-cn.ts'
import { answerQuestion, isAboutDocuments, showMore, showPrevious } from './ask.ts'
import { showSummary } from './asking.ts'
import { choice } from './choices.ts'
import { askIfAboutResult, rateByWords, takeReason } from './follow-up.ts'
import { isQuestion } from './gather.ts'
import { handOff, inDanger } from './handoff.ts'
import { type Heard, hear } from './hear.ts'
import { backToIntake, duringIntake } from './in-passing.ts'
import { beginIntake, resumeIntake } from './intake.ts'
import { lodgeQuestion } from './lodge.ts'
import { noHelp, saysNoHelp, stillNoHelp } from './no-help.ts'
import { takeWithdrawal, withdrawOnly } from './own.ts'
import { tooFast } from './pace.ts'
import { pick } from './pick.ts'
import { asksWhether, citesArticle, endsAsking, namesTopic, questionIn, soundsLikeTrouble } from './question.ts'
import { isCancel, isNo, isSkip, isYes, wantsHuman } from './reading/index.ts'
import { answerService } from './service.ts'
import { mentionsAppeal, takeCode } from './status.ts'
import { supplementAwaited, takeSupplement } from './supplement.ts'
import { type Consulted, consult, forgetTopic } from './topic.ts'
import type { Turn } from './turn.ts'

/** What one line of an entrepreneur brings about. Whatever does not fit what was expected is read as a fresh line. */
export function entrepreneurTurn(turn: Turn, message: Said): 'ignore' | undefined {
  const { intake: begun } = turn.conversation
  const before = begun?.attachments.length ?? 0
  const appeals = turn.own.length
  const outcome = decideLine(turn, message)
  const beganOrEnded = (begun === undefined) !== (turn.conversation.intake === undefined)
  if (beganOrEnded || turn.own.length > appeals) turn.conversation = forgetTopic(turn.conversation)
  const kept = turn.keptAttachments || (turn.conversation.intake?.attachments.length ?? 0) > before
  if (message.attachments.length > 0 && !kept && turn.spoke) turn.say(talk.attachmentNotKept)
  return outcome
}

function decideLine(turn: Turn, message: Said): 'ignore' | undefined {
  const heard = hear(message, turn.conversation, turn.own, turn.desk.simplify)
  const inNeed = dangerIn(heard.line, turn.desk.catalog) !== null && heard.choice === null
  // Whoever is in danger or asks for a person is heard, however fast he writes.
  const pace = tooFast(turn)
  if (pace === 'told-before' && inNeed && turn.own.some(({ urgent }) => urgent)) return void turn.say(talk.danger)
  if (pace === 'told-before' && wantsHuman(heard.line) && turn.own.some(({ state }) => state === 'registered')) {
    return void turn.say(talk.staffHours(turn.desk.catalog))
  }
  if (pace && !inNeed && !wantsHuman(heard.line)) {
    if (pace === 'told-before') return 'ignore'
    return void turn.say(talk.tooFast)
  }
  if (heard.choice === null && heard.line === '' && heard.attachments.length === 0)
    return void turn.say(talk.emptyMessage)
  if (heard.cut) turn.say(talk.tooLong)

  const { waiting, ...rest } = turn.conversation
  turn.conversation = rest
  if (heard.choice !== null) return void pick(turn, heard.choice, waiting)
  if (heard.outOfRange !== null && !expectsNumber(turn)) {
    turn.conversation = { ...rest, ...(waiting && { waiting }) }
    return void turn.say(answerText.notOffered(heard.outOfRange), turn.conversation.offered)
  }
  if (inNeed) return void inDanger(turn, heard)
  const answering = waiting && ['reason', 'withdraw', 'code'].includes(waiting.for)
  const busy = answering || turn.conversation.intake !== undefined
  if (rateByWords(turn, heard, busy)) return
  if (atAnyTime(turn, heard, waiting)) return
  if (waiting && takeWaiting(turn, heard, waiting)) return
  if (turn.conversation.intake) return void duringIntake(turn, heard, turn.conversation.intake)
  if (mentionsAppeal(turn, heard)) return
  afresh(turn, heard, waiting)
}

/** An amount may be a bare number. */
function expectsNumber(turn: Turn): boolean {
  const { intake } = turn.conversation
  return intake?.stage === 'asking' && (intake.asked === 'amountYuan' || intake.asked === 'since')
}

const MORE =
  /^(?:更多|还有[吗呢没]|还有别的吗|继续看|然后呢|接着说|往下说|(?:再|多)(?:多)?(?:说|讲|看)(?:一?点|些)|(?:说|讲)?详细一?(?:点|些)|(?:下|后)(?:一|面)?[个条段页])[吧啊]?[?!。]?$/u
const BACK = /^(?:看)?(?:上|前)(?:一|面)?(?:那)?[个条段页]$/u
const GIVES_UP = /^(?:算了|那|还是)?[,，\s]*我?(?:先|暂时)(?:不|别)(?:登记|办|投诉|反映|填|弄|说|报)了?[吧啊。!]*$/u

/** What is understood wherever the conversation stands. */
function atAnyTime(turn: Turn, heard: Heard, waiting: Waiting | undefined): boolean {
  const { line } = heard
  const { catalog } = turn.desk
  if (line === '/start') {
    turn.say(talk.greeting(catalog))
    resumeIntake(turn)
    return true
  }
  if (/^(\/help|help|帮助|菜单|怎么用|功能)[?!。]?$/iu.test(line)) {
    turn.say(talk.help(catalog))
    resumeIntake(turn)
    return true
  }
  if (wantsHuman(line)) {
    handOff(turn)
    return true
  }
  if (turn.conversation.lastQuestion && (MORE.test(line) || BACK.test(line))) {
    if (MORE.test(line)) showMore(turn)
    else showPrevious(turn)
    backToIntake(turn)
    return true
  }
  if (isCancel(line) || GIVES_UP.test(line)) {
    cancel(turn, line, waiting)
    return true
  }
  const saysMore = waiting?.for === 'supplement' || waiting?.for === 'reason'
  const named = findNumbers(line).good.length > 0 && !saysMore
  const bare = /^((查?(询|看)?(一下)?(办理)?进度)|进展|催办|催一下|撤回)[?!。]?$/u.test(line)
  if (named || (bare && (turn.own.length > 0 || !turn.conversation.intake))) {
    mentionsAppeal(turn, heard)
    resumeIntake(turn)
    return true
  }
  return false
}

/** Stops what was begun; while one slot is being corrected, only that. */
function cancel(turn: Turn, line: string, waiting: Waiting | undefined): void {
  const { intake, ...rest } = turn.conversation
  if (intake?.editing) return showSummary(turn, intake)
  turn.conversation = rest
  if (intake) return turn.say(talk.cancelled)
  if (waiting && waiting.for !== 'supplement' && waiting.for !== 'answered') return turn.say(talk.fine)
  if (!withdrawOnly(turn)) turn.say(/^[算先]/u.test(line) ? talk.fine : talk.nothingToCancel)
}

function takeWaiting(turn: Turn, heard: Heard, waiting: Waiting): boolean {
  const { line } = heard
  switch (waiting.for) {
    case 'pass-on':
      if (isYes(line)) lodgeQuestion(turn, waiting.question)
      else if (isNo(line)) turn.say(talk.fine)
      else if (saysNoHelp(line)) stillNoHelp(turn, waiting.question)
      else return false
      return true
    case 'no-help':
      if (isYes(line)) lodgeQuestion(turn, turn.conversation.lastQuestion?.text ?? '')
      else if (isNo(line)) turn.say(talk.fine)
      else return remarks(turn, heard)
      return true
    case 'answered':
      if (!ACKNOWLEDGES.test(line)) return remarks(turn, heard)
      turn.say(talk.fine)
      turn.wait(waiting)
      return true
    case 'document':
      if (!ALL_OF_THEM.test(line)) return remarks(turn, heard)
      turn.say(answerText.oneByOne, turn.conversation.offered)
      turn.wait(waiting)
      return true
    case 'lodge':
      if (isYes(line) || /^登记/u.test(line)) beginIntake(turn, waiting.text, heard.attachments)
      else if (isNo(line)) turn.say(talk.fine)
      else if (saysNoHelp(line)) {
        turn.say(answerText.sorryLodge, [choice(LABEL.lodge, 'lodge'), choice(LABEL.no, 'no')])
        turn.wait(waiting)
      } else return false
      return true
    case 'code':
      return takeCode(turn, heard, waiting.number)
    case 'reason':
      return takeReason(turn, heard, waiting.number)
    case 'supplement':
      return takeSupplement(turn, heard, waiting)
    case 'withdraw':
      return takeWithdrawal(turn, heard, waiting.number)
    case 'append':
    case 'staff-words':
    case 'entry-words':
      return false
  }
}

const ACKNOWLEDGES =
  /^(?:嗯+|哦+|噢+|好(?:的|吧|嘞|滴|了)?|行(?:了|吧)?|知道了?|明白了?|懂了|了解了?|收到|清楚了?|ok|okay)[,。!~\s]*$/iu
const ALL_OF_THEM = /^我?(?:都|全|[两三四]个都|全部都?)(?:要|看|想看|发|给我)(?:一下)?[吧啊。!]*$/u

/** “没用”, “答非所问”, “看不懂” right after an answer. */
function remarks(turn: Turn, { line, text }: Heard): boolean {
  const reason = saysNoHelp(line)
  if (reason) noHelp(turn, reason, text)
  return reason !== undefined
}

/** In characters; longer lines tell something. */
const LONGEST_QUESTION = 60

/** What goes on about the last answer, or asks for documents as such; no matter what else its words might mean. */
function aboutDocuments(turn: Turn, line: string, consulted: Consulted): boolean {
  const { answer } = consulted
  if (!isAboutDocuments(answer)) return false
  if (answer.follows?.missing && answerService(turn, line, 'phone')) return true
  answerQuestion(turn, consulted.question, null, 'usual', consulted)
  return true
}

const SHORT_QUESTION = 20
const SWEARING = /妈的|操你|草泥马|傻[逼屄b]|滚|垃圾|废物|混蛋|他妈|狗屁|吃屎|fuck|shit|tmd|nmd|\bsb\b/iu

/** A line that nothing in the conversation explains. */
function afresh(turn: Turn, heard: Heard, waiting: Waiting | undefined): void {
  const { text } = heard
  if (supplementAwaited(turn, heard)) return
  if (heard.line === '') return beginIntake(turn, '', heard.attachments)
  if (feels(turn, heard, waiting)) return
  const line = questionIn(heard.line)
  const consulted = heard.line.length <= LONGEST_QUESTION ? consult(turn, questionIn(text)) : undefined
  if (consulted && aboutDocuments(turn, line, consulted)) return
  if (citesArticle(line)) return void answerQuestion(turn, line, null, 'usual', consulted)
  if (answerService(turn, line)) return
  if (greets(turn, line)) return
  const { catalog, cut } = turn.desk
  const { kind, asks, tells, category } = triage(line, catalog, cut)
  if (/^(我?(想|要)?登记(诉求)?|登记)[。!]?$/u.test(line)) return beginIntake(turn, '', heard.attachments)
  if (SWEARING.test(heard.line) && (category === catalog.otherwise ? line.length < 25 : line.length < 8)) {
    return turn.say(talk.sorry)
  }
  const plain = /\p{Script=Han}{2}|[a-z]{3}/iu.test(line)
  // A short question is nothing to register, whatever its words tell of elsewhere (外摆要备案吗, 我们公司要交残保金吗).
  const onlyAsks = line.length <= SHORT_QUESTION && endsAsking(line) && !soundsLikeTrouble(line)
  const answered = onlyAsks && consulted?.answer.kind === 'found'
  const told =
    plain && (tells || kind === 'suggestion') && !(asks && isQuestion(line)) && !onlyAsks && !asksWhether(line)
  if (told) return askIfAboutResult(turn, heard) ? undefined : beginIntake(turn, text, heard.attachments)
  // What is no question and is answered may still be somebody's trouble (“欠钱不还”).
  const trouble = !answered && (tells || !(isQuestion(line) || namesTopic(line))) ? text : null
  if (plain && (asks || onlyAsks || kind !== 'chat'))
    return void answerQuestion(turn, questionIn(text), trouble, 'usual', consulted)
  smallTalk(turn, line, waiting, consulted)
}

const PLEASED = /^(?:👍|👌|🙏|💪|👏|🌹|🎉|😊|😀|😄|😁|🙂|❤|\uFE0F|\s)+$/u
const CROSS = /^[😡😠🤬💢👎😤😒\s]+$/u

/** Signs, and a “没用” that nothing was answered to: no matter to register. */
function feels(turn: Turn, { line }: Heard, waiting: Waiting | undefined): boolean {
  if (PLEASED.test(line)) turn.say(talk.thanks)
  else if (CROSS.test(line) && waiting?.for === 'answered') noHelp(turn, 'unsaid')
  else if (CROSS.test(line) || saysNoHelp(line)) turn.say(talk.sorry)
  else if (!waiting && turn.conversation.lastQuestion && ACKNOWLEDGES.test(line)) turn.say(talk.fine)
  else return false
  return true
}

/** Courtesies, before anything is looked up. */
function greets(turn: Turn, line: string): boolean {
  if (/活不下去|撑不(住|下去)|扛不住|快(要)?(倒闭|关门|破产)|干不下去/u.test(line) && line.length <= 15)
    turn.say(talk.hardship)
  else if (line.length > 12) return false
  else if (/^(非常|多)?(谢谢?|感谢|辛苦|3q|thank)/iu.test(line)) turn.say(talk.thanks)
  else if (/^(再见|拜拜?|没事了?|没有?了|不用了|bye)/iu.test(line)) turn.say(talk.bye)
  else if (
    /^(你|您)?好[啊呀吗]?[,。!~]?$|^在(吗|不|不在)|有人吗|(早上|上午|下午|晚上|中午)好|^hi\b|^hello\b|哈喽|^嗨/iu.test(
      line,
    )
  )
    turn.say(talk.hello)
  else return false
  return true
}

/** Neither a question nor a trouble that anybody could make out. */
function smallTalk(turn: Turn, line: string, waiting: Waiting | undefined, consulted: Consulted | undefined): void {
  const bare = isYes(line) || isNo(line) || isSkip(line) || !/\p{Script=Han}{2}|[a-z]{3}/iu.test(line)
  if (!bare && line.length > 1 && answerQuestion(turn, line, null, 'only-if-found', consulted)) return
  // What was offered stays on the table.
  if (waiting) turn.wait(waiting)
  const open = waiting && waiting.for !== 'answered'
  turn.say(bare && !open && /^\D{2,}$/u.test(line) ? talk.hello : talk.notUnderstood, turn.conversation.offered)
}
