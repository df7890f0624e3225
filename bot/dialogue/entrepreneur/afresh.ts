import { isOpen } from '../../appeal/states.ts'
import type { Waiting } from '../../model/conversation.ts'
import { appealText, talk } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import { isQuestion } from '../intake/gather.ts'
import { beginIntake } from '../intake/intake.ts'
import { offerOwn } from '../intake/similar-own.ts'
import { askIfAboutResult } from '../own/follow-up.ts'
import { tellsProfile } from '../own/profile.ts'
import { goesOnFrom } from '../own/reopen.ts'
import { answersStaff, asksStaff, pictureAlone, supplementAwaited } from '../own/supplement.ts'
import { answerQuestion, isAboutDocuments } from '../question/ask.ts'
import { citesArticle, endsAsking, questionIn, soundsLikeTrouble } from '../question/question.ts'
import { type Consulted, consult } from '../question/topic.ts'
import { isNo, isYes } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { keepsFiles } from './besides.ts'
import { introduces, pointsAside, ratesAnswer } from './pointing.ts'
import { answerService, isAboutService } from './service.ts'
import { ACKNOWLEDGES, feels, greets, isForeign, isHello, isPhoneAlone, smallTalk, WANTS_BACK } from './small-talk.ts'
import { SWEARING } from './swearing.ts'
import { LONGEST_QUESTION, weigh } from './weigh.ts'

/** “帮我登记”. */
export const asksToLodge = (line: string): boolean => LODGE.test(line)
const LODGE = /^(?:帮我|给我|我)?(?:想|要)?登记(?:诉求|一下)?[吧。!]?$/u

/** “帮我登记” right after an answer means the trouble that was asked about. */
function justTold({ conversation }: Turn, line: string, waiting: Waiting | undefined): string {
  const { text = '' } = conversation.lastQuestion ?? {}
  const just = waiting?.for === 'answered' || waiting?.for === 'pass-on'
  return just && /^[帮给]我/u.test(line) && soundsLikeTrouble(text) ? text : ''
}

/** A line that nothing in the conversation explains. */
export function afresh(turn: Turn, heard: Heard, waiting: Waiting | undefined): void {
  const { text } = heard
  if (supplementAwaited(turn, heard)) return
  if (pictureAlone(turn, heard)) return
  if (keepsFiles(turn, heard)) return
  if (goesOnFrom(turn, heard)) return
  if (feels(turn, heard, waiting)) return
  if (WANTS_BACK.test(heard.line)) return turn.say(talk.notKept)
  if (tellsProfile(turn, heard)) return
  if (pointsAside(turn, heard) || introduces(turn, heard) || ratesAnswer(turn, heard)) return
  if (isForeign(turn, heard) || isPhoneAlone(turn, heard)) return
  const line = questionIn(heard.line)
  const consulted = heard.line.length <= LONGEST_QUESTION ? consult(turn, questionIn(text)) : undefined
  if (isHello(line) && !turn.conversation.lastQuestion && greets(turn, line)) return
  const fresh = consulted?.answer.kind === 'found' && !consulted.answer.follows
  if (!fresh && !isAboutService(line) && asksStaff(turn, heard)) return
  if (consulted && aboutDocuments(turn, line, consulted)) return
  if (citesArticle(line)) return void answerQuestion(turn, line, null, 'usual', consulted)
  if (answerService(turn, line)) return
  if (greets(turn, line)) return
  if (LODGE.test(line)) return beginIntake(turn, justTold(turn, line, waiting), heard.attachments)
  const { plain, category, told, asks, found, trouble } = weigh(turn, heard, consulted)
  if (SWEARING.test(heard.line) && (category === turn.desk.catalog.otherwise ? line.length < 25 : line.length < 8)) {
    return turn.say(turn.own.some(({ state }) => isOpen(state)) ? appealText.sorry : talk.sorry)
  }
  if (told) return askIfAboutResult(turn, heard) || offerOwn(turn, heard) ? undefined : register(turn, heard)
  const courtesy = ACKNOWLEDGES.test(line) || isYes(line) || isNo(line)
  if (plain && !found && !courtesy && !isQuestion(line) && !endsAsking(line) && answersStaff(turn, heard)) return
  // What is no question and is answered may still be somebody's trouble (“欠钱不还”).
  if (asks) return void answerQuestion(turn, questionIn(text), trouble ? text : null, 'usual', consulted)
  smallTalk(turn, line, waiting, consulted)
}

function register(turn: Turn, { text, attachments }: Heard): void {
  beginIntake(turn, text, attachments)
}

/** What goes on about the last answer, or asks for documents as such; no matter what else its words might mean. */
function aboutDocuments(turn: Turn, line: string, consulted: Consulted): boolean {
  const { answer } = consulted
  if (!isAboutDocuments(answer)) return false
  if (answer.follows?.missing && answerService(turn, line, 'phone')) return true
  answerQuestion(turn, consulted.question, null, 'usual', consulted)
  return true
}
