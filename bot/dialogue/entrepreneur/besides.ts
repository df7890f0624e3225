import type { AppealNumber } from '../../model/appeal.ts'
import type { Said } from '../../model/message.ts'
import { newPerson } from '../../model/person.ts'
import type { Choice } from '../../model/reply.ts'
import { sentText } from '../../texts/zh-cn.ts'
import { latestNotice } from '../choices.ts'
import { type Heard, isCaption } from '../hear.ts'
import { goesWith, keepAside } from '../intake/aside.ts'
import { fill } from '../intake/asking.ts'
import { backToIntake } from '../intake/in-passing.ts'
import { groupOf } from '../intake/slots.ts'
import { typed } from '../manner.ts'
import { stewardOf } from '../own/steward.ts'
import { add, awaitsMore } from '../own/supplement.ts'
import { answerQuestion, isAboutDocuments } from '../question/ask.ts'
import { type Consulted, consult } from '../question/topic.ts'
import { readAnswer } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { isAgain } from './unspoken.ts'
import { saysWhereWeAre } from './where-we-are.ts'

/** Pictures that follow each other within this time are one answer's worth. */
const IN_A_ROW_MS = 60_000

/** A place, an article, or one more picture of several; false where it is decided as any other line. */
export function takesBesides(turn: Turn, message: Said, heard: Heard): boolean {
  const { sent, link, text } = message
  if (heard.choice !== null) return false
  if (sent === 'place') return takesPlace(turn, text.trim(), heard.text)
  // Who says something of his own to an article is answered to that.
  if (link) return [link.title, ''].includes(typed(text)) && takesArticle(turn, link.title, heard.text)
  return heard.line === '' && takesFiles(turn, heard)
}

function takesPlace(turn: Turn, name: string, kept: string): boolean {
  const { intake, waiting } = turn.conversation
  const area = readAnswer('area', name, turn.desk.catalog, turn.today)
  if (waiting?.for === 'steward' && 'value' in area) {
    stewardOf(turn, area.value)
    return true
  }
  const asked = intake?.stage === 'asking' && intake.asked ? groupOf(intake.asked, intake, turn.desk) : []
  if (goesWith(turn, kept, [])) {
    const { intake: now } = turn.conversation
    if (now && asked.includes('area') && 'value' in area) fill(turn, now, { area: area.value })
    else saysWhereWeAre(turn, sentText.keptWith)
    return true
  }
  // Whoever is in danger is asked where he is.
  const urgent = turn.own.find((one) => one.urgent && awaitsMore(turn, { number: one.number }))?.number
  if (addsTo(turn, askedFor(turn) ?? justSpokenOf(turn) ?? urgent, kept)) return true
  keepAside(turn, kept, [])
  turn.say(sentText.placeFor(name), stillAsked(turn))
  return true
}

function takesArticle(turn: Turn, title: string, kept: string): boolean {
  if (turn.conversation.waiting?.for === 'reason') return false
  if (goesWith(turn, kept, [])) {
    saysWhereWeAre(turn, sentText.keptWith)
    return true
  }
  if (addsTo(turn, askedFor(turn), kept)) return true
  const known = documentCalled(turn, title)
  if (known) {
    const { waiting: _, ...rest } = turn.conversation
    turn.conversation = rest
    return answerQuestion(turn, known.question, null, 'usual', known)
  }
  if (addsTo(turn, justSpokenOf(turn), kept)) return true
  keepAside(turn, kept, [])
  turn.say(sentText.articleFor(title), stillAsked(turn))
  return true
}

/** The appeal for which staff, or the bot, asked for more. */
function askedFor(turn: Turn): AppealNumber | undefined {
  const { waiting } = turn.conversation
  if (waiting?.for === 'supplement' && waiting.until === undefined) return awaitsMore(turn, waiting)
  return latestNotice(turn.own, 'awaiting-info')?.appeal.number
}

/** The one to which what is told next belongs. */
function justSpokenOf(turn: Turn): AppealNumber | undefined {
  const { waiting } = turn.conversation
  return waiting?.for === 'supplement' ? awaitsMore(turn, waiting) : undefined
}

function addsTo(turn: Turn, number: AppealNumber | undefined, text: string): boolean {
  if (number) add(turn, number, text, [], true)
  return number !== undefined
}

const NAMED = /《([^《》]{4,60})》/gu
/** What accounts write before and behind the name of a document. */
const AROUND =
  /^.{0,8}(?:一图读懂|图解|解读|重磅|最新|全文)[!！|｜丨:：\s]*|[|｜丨_—-].{0,20}$|[（(]?(?:全文|原文|解读)[)）]?$/gu

/** The document that an article is about, where its title names one that is here. */
function documentCalled(turn: Turn, title: string): Consulted | undefined {
  const names = [...title.matchAll(NAMED)].map(([, name = '']) => name)
  const bare = title
    .replace(AROUND, '')
    .replace(/[《》]/gu, '')
    .trim()
  return [...names, bare]
    .filter((name) => name.length >= 4)
    .map((name) => consult(turn, `《${name}》`))
    .find(({ answer }) => isAboutDocuments(answer) && !answer.follows)
}

/** Pictures without a word, one after the other; and the first one, where it is asked whether it is the same matter. */
function takesFiles(turn: Turn, { attachments }: Heard): boolean {
  const wanted = turn.conversation.intake && latestNotice(turn.own, 'awaiting-info')
  if (wanted && attachments.length > 0 && (turn.conversation.offeredAt ?? '') < wanted.at) {
    add(turn, wanted.appeal.number, '', attachments)
    const { waiting: _, ...rest } = turn.conversation
    turn.conversation = rest
    backToIntake(turn)
    return true
  }
  const inARow = isAgain(turn, 'files', IN_A_ROW_MS)
  if (!inARow && turn.conversation.waiting?.for !== 'similar') return false
  if (goesWith(turn, '', attachments)) {
    if (!inARow) turn.say(sentText.keptWith, turn.conversation.offered)
    return true
  }
  if (!turn.conversation.aside) return false
  keepAside(turn, '', attachments)
  return true
}

/** A picture outside of everything waits for what it is for. */
export function keepsFiles(turn: Turn, heard: Heard): boolean {
  if (heard.attachments.length === 0 || !(heard.line === '' || isCaption(heard))) return false
  const count = keepAside(turn, heard.line === '' ? '' : sentText.caption(heard.text), heard.attachments)
  turn.say(sentText.filesFor(count))
  return true
}

/** What came with a line that had no use for it waits as well, unless he has just had everything deleted. */
export function keepsForLater(turn: Turn, { attachments }: Said): void {
  if (turn.person === newPerson || !turn.spoke) return
  keepAside(turn, '', attachments)
  turn.say(sentText.alsoKept)
}

/** What stands under a question that waits; what stood under an answer is not shown again. */
function stillAsked({ conversation: { waiting, offered } }: Turn): readonly Choice[] {
  const over = waiting === undefined || ['answered', 'no-help', 'document'].includes(waiting.for)
  return over ? [] : offered
}
