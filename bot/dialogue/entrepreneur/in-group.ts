import { dangerIn } from '../../appeal/triage/danger.ts'
import type { Said } from '../../model/message.ts'
import { groupText, talk } from '../../texts/zh-cn.ts'
import { DOCUMENT } from '../choices.ts'
import { type Heard, hear } from '../hear.ts'
import { askInPassing } from '../intake/asking.ts'
import { backToIntake } from '../intake/in-passing.ts'
import { inPlainWords, isInEnglish } from '../manner.ts'
import { answerQuestion, chooseDocument, isAboutDocuments, showPrevious } from '../question/ask.ts'
import { sayMore, wantsMore, wantsPrevious } from '../question/more.ts'
import { isReason, noHelp, noHelpBecause, saysNoHelp, showCard } from '../question/no-help.ts'
import { citesArticle, questionIn } from '../question/question.ts'
import { consult } from '../question/topic.ts'
import { isNo, isYes } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { asksForHelp } from './any-time.ts'
import { isOfHisOwn } from './of-his-own.ts'
import { tooFast } from './pace.ts'
import { answerService } from './service.ts'
import { ACKNOWLEDGES, isCourtesy, isHello } from './small-talk.ts'
import { SWEARING } from './swearing.ts'
import { asTyped } from './unspoken.ts'
import { LONGEST_QUESTION, weigh } from './weigh.ts'

type Outcome = 'ignore' | 'privately' | undefined

/**
 * A line said before others: questions are answered from the documents, and nothing else is said but fixed sentences. What
 * is of his own, or finds no answer, goes on alone with him.
 */
export function inGroup(turn: Turn, message: Said): Outcome {
  const { conversation, desk } = turn
  const heard = hear(asTyped(message), conversation, [], inPlainWords(desk.simplify))
  const pace = message.unmet || heard.choice !== null || !isOfHisOwn(turn, heard) ? tooFast(turn) : null
  if (pace === 'told-before') return 'ignore'
  if (pace === 'tell') return void turn.say(talk.tooFast)
  const { waiting, ...rest } = turn.conversation
  turn.conversation = rest
  if (heard.choice !== null) return void pickInGroup(turn, heard.choice, waiting)
  if (heard.outOfRange !== null) {
    turn.conversation = { ...rest, ...(waiting && { waiting }) }
    return void turn.say(groupText.notOffered(heard.outOfRange), turn.conversation.offered)
  }
  if (answersThere(turn, heard)) return
  if (isOfHisOwn(turn, heard)) return alone(turn, message, heard)
  if (goesOnAboutAnswer(turn, heard, waiting)) return
  if (answers(turn, heard)) return
  const asked = weigh(turn, heard, consultedOn(turn, heard))
  if (asked.told) return alone(turn, message, heard)
  if (asked.asks) return message.unmet ? void turn.say(groupText.addMeForStaff) : 'privately'
  turn.say(groupText.notUnderstood)
}

/** A yes to what he is asked alone, anger, a word about an answer nobody gave: one line, and nothing goes on alone. */
function answersThere(turn: Turn, { line }: Heard): boolean {
  const asked = turn.conversation.lastQuestion !== undefined
  if (/^(?:我|好的?|不|[,，\s])*(?:同意|确认|提交)(?:提交)?[了吧。!]*$/u.test(line)) turn.say(groupText.answerAlone)
  else if (SWEARING.test(line) && line.length <= 12) turn.say(groupText.sorry)
  else if (isInEnglish(line)) turn.say(talk.chineseOnly)
  else if (!asked && saysNoHelp(line)) turn.say(groupText.sorry)
  else return false
  return true
}

/** The same line as it is taken up alone: no choice that is on the table here was meant. */
export function heardThere({ conversation, desk }: Turn, message: Said): Heard {
  return hear(asTyped(message), { ...conversation, offered: [] }, [], desk.simplify)
}

/** A question asked before others is no answer to what he is being asked here. */
export function asksBesides(turn: Turn, heard: Heard): boolean {
  if (isForOneself(turn, heard)) return false
  askInPassing(turn, questionIn(heard.text))
  backToIntake(turn)
  return true
}

/** What was said before others went on alone: they are told so, and nothing of it. */
export function tellOthers(turn: Turn, message: Said): void {
  const { overheard } = message
  if (!overheard) return
  const heard = heardThere(turn, message)
  turn.tellOf(turn.party.id, overheard, [wordOf(turn, heard)])
}

function wordOf(turn: Turn, heard: Heard): string {
  if (dangerIn(heard.line, turn.desk.catalog)) return groupText.danger
  if (!turn.spoke) return groupText.wentToStaff
  return isForOneself(turn, heard) ? groupText.goesOnAlone : groupText.unsure
}

const isForOneself = (turn: Turn, heard: Heard): boolean =>
  isOfHisOwn(turn, heard) || weigh(turn, heard, consultedOn(turn, heard)).told

function alone(turn: Turn, { unmet }: Said, { line }: Heard): Outcome {
  if (!unmet) return 'privately'
  turn.say(dangerIn(line, turn.desk.catalog) ? groupText.addMeInDanger : groupText.addMe)
}

type Waiting = Turn['conversation']['waiting']

/** What stands under an answer there. */
function pickInGroup(turn: Turn, id: string, waiting: Waiting): void {
  const [verb, object = ''] = id.split(':')
  if (verb === 'more') {
    if (!sayMore(turn, waiting)) turn.say(groupText.notUnderstood)
  } else if (verb === DOCUMENT) {
    chooseDocument(turn, waiting?.for === 'document' ? waiting.documents[Number(object)] : undefined)
  } else if (verb === 'card') showCard(turn)
  else if (verb === 'no-help') noHelp(turn, 'unsaid')
  else if (verb === 'because' && isReason(object)) noHelpBecause(turn, object)
  else turn.say(groupText.notUnderstood)
}

/** “更多”, “上一条”, “没用”. */
function goesOnAboutAnswer(turn: Turn, { line, text }: Heard, waiting: Waiting): boolean {
  if (wantsMore(line)) return sayMore(turn, waiting)
  if (!turn.conversation.lastQuestion) return false
  if (wantsPrevious(line)) {
    showPrevious(turn)
    return true
  }
  const reason = waiting && saysNoHelp(line)
  if (reason) noHelp(turn, reason, text)
  return reason !== undefined
}

function answers(turn: Turn, heard: Heard): boolean {
  const { line } = heard
  if (line === '' || asksForHelp(line) || isHello(line)) turn.say(groupText.hello(turn.desk.catalog))
  else if (isCourtesy(line) || ACKNOWLEDGES.test(line) || isYes(line) || isNo(line)) turn.say(groupText.fine)
  else return answersQuestion(turn, heard) || answerService(turn, questionIn(line))
  return true
}

/** From the documents, where they say something to it. */
function answersQuestion(turn: Turn, heard: Heard): boolean {
  const consulted = consultedOn(turn, heard)
  if (!consulted) return false
  const { answer } = consulted
  const { told, asks, trouble } = weigh(turn, heard, consulted)
  const named = isAboutDocuments(answer) || citesArticle(questionIn(heard.line))
  if (!named && (told || !asks)) return false
  if (!answerQuestion(turn, consulted.question, null, 'only-if-found', consulted)) return false
  if (trouble && !named) turn.say(groupText.ownTrouble, turn.conversation.offered)
  return true
}

const consultedOn = (turn: Turn, { line, text }: Heard) =>
  line.length <= LONGEST_QUESTION ? consult(turn, questionIn(text)) : undefined
