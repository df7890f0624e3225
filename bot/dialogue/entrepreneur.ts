import { dangerIn } from '../appeal/danger.ts'
import { findNumbers } from '../appeal/reference.ts'
import { triage } from '../appeal/triage.ts'
import type { Waiting } from '../model/conversation.ts'
import type { Said } from '../model/message.ts'
import { talk } from '../texts/zh-cn.ts'
import { answerQuestion, isAboutDocuments, showMore } from './ask.ts'
import { showSummary } from './asking.ts'
import { askIfAboutResult, rateByWords, takeReason } from './follow-up.ts'
import { isQuestion } from './gather.ts'
import { handOff, inDanger } from './handoff.ts'
import { type Heard, hear } from './hear.ts'
import { beginIntake, continueIntake, resumeIntake } from './intake.ts'
import { lodgeQuestion } from './lodge.ts'
import { noHelp, saysNoHelp } from './no-help.ts'
import { takeWithdrawal, withdrawOnly } from './own.ts'
import { tooFast } from './pace.ts'
import { pick } from './pick.ts'
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
    return void turn.say(talk.notOffered(heard.outOfRange), turn.conversation.offered)
  }
  if (inNeed) return void inDanger(turn, heard)
  const answering = waiting && ['reason', 'withdraw', 'code'].includes(waiting.for)
  const busy = answering || turn.conversation.intake !== undefined
  if (rateByWords(turn, heard, busy)) return
  if (atAnyTime(turn, heard, waiting)) return
  if (waiting && takeWaiting(turn, heard, waiting)) return
  if (turn.conversation.intake) return void continueIntake(turn, heard, turn.conversation.intake)
  if (mentionsAppeal(turn, heard)) return
  afresh(turn, heard, waiting)
}

/** An amount may be a bare number. */
function expectsNumber(turn: Turn): boolean {
  const { intake } = turn.conversation
  return intake?.stage === 'asking' && (intake.asked === 'amountYuan' || intake.asked === 'since')
}

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
  if (/^(更多|还有吗|还有呢|继续看)[?!。]?$/u.test(line) && turn.conversation.lastQuestion) {
    showMore(turn)
    return true
  }
  if (isCancel(line)) {
    cancel(turn, waiting)
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
function cancel(turn: Turn, waiting: Waiting | undefined): void {
  const { intake, ...rest } = turn.conversation
  if (intake?.editing) return showSummary(turn, intake)
  turn.conversation = rest
  if (intake) return turn.say(talk.cancelled)
  if (waiting && waiting.for !== 'supplement' && waiting.for !== 'answered') return turn.say(talk.fine)
  if (!withdrawOnly(turn)) turn.say(talk.nothingToCancel)
}

function takeWaiting(turn: Turn, heard: Heard, waiting: Waiting): boolean {
  const { line } = heard
  switch (waiting.for) {
    case 'pass-on':
      if (isYes(line)) lodgeQuestion(turn, waiting.question)
      else if (isNo(line)) turn.say(talk.fine)
      else return false
      return true
    case 'no-help':
      if (isYes(line)) lodgeQuestion(turn, turn.conversation.lastQuestion?.text ?? '')
      else if (isNo(line)) turn.say(talk.fine)
      else return remarks(turn, heard)
      return true
    case 'answered':
      return remarks(turn, heard)
    case 'lodge':
      if (isYes(line) || /^登记/u.test(line)) beginIntake(turn, waiting.text, heard.attachments)
      else if (isNo(line)) turn.say(talk.fine)
      else return false
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
    case 'document':
    case 'staff-words':
    case 'entry-words':
      return false
  }
}

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

const SWEARING = /妈的|操你|草泥马|傻[逼屄b]|滚|垃圾|废物|混蛋|他妈|狗屁|吃屎|fuck|shit|tmd|nmd|\bsb\b/iu

/** A line that nothing in the conversation explains. */
function afresh(turn: Turn, heard: Heard, waiting: Waiting | undefined): void {
  const { line, text } = heard
  if (supplementAwaited(turn, heard)) return
  if (line === '') return beginIntake(turn, '', heard.attachments)
  const consulted = line.length <= LONGEST_QUESTION ? consult(turn, text) : undefined
  if (consulted && aboutDocuments(turn, line, consulted)) return
  if (answerService(turn, line)) return
  if (greets(turn, line)) return
  const { catalog, cut } = turn.desk
  const { kind, asks, tells, category } = triage(line, catalog, cut)
  if (/^(我?(想|要)?登记(诉求)?|登记)[。!]?$/u.test(line)) return beginIntake(turn, '', heard.attachments)
  if (SWEARING.test(line) && (category === catalog.otherwise ? line.length < 25 : line.length < 8)) {
    return turn.say(talk.sorry)
  }
  const plain = /\p{Script=Han}{2}|[a-z]{3}/iu.test(line)
  const told = plain && (tells || kind === 'suggestion') && !(asks && isQuestion(line))
  if (told) return askIfAboutResult(turn, heard) ? undefined : beginIntake(turn, text, heard.attachments)
  // What is no question and is answered may still be somebody's trouble (“欠钱不还”).
  const trouble = tells || !isQuestion(line) ? text : null
  if (plain && (asks || kind !== 'chat')) return void answerQuestion(turn, text, trouble, 'usual', consulted)
  smallTalk(turn, line, waiting, consulted)
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
  if (!bare && line.length > 3) return void answerQuestion(turn, line, null, 'only-if-found', consulted)
  // What was offered stays on the table.
  if (waiting) turn.wait(waiting)
  const open = waiting && waiting.for !== 'answered'
  turn.say(bare && !open && line.length > 1 ? talk.hello : talk.notUnderstood, turn.conversation.offered)
}
