import { owed } from '../../appeal/owed.ts'
import { findNumbers, showNumber } from '../../appeal/reference.ts'
import { may } from '../../appeal/rules.ts'
import { isOpen } from '../../appeal/states.ts'
import { resumedDeadlines } from '../../appeal/time/deadlines.ts'
import type { Appeal, AppealNumber } from '../../model/appeal.ts'
import { plusMs } from '../../model/instant.ts'
import type { Attachment } from '../../model/message.ts'
import { appealText, LABEL, talk } from '../../texts/zh-cn.ts'
import { choice, latestNotice } from '../choices.ts'
import { SWEARING } from '../entrepreneur/swearing.ts'
import { type Heard, isCaption } from '../hear.ts'
import { isQuestion } from '../intake/gather.ts'
import { isInEnglish } from '../manner.ts'
import { isNo, isSkip, isYes } from '../reading/index.ts'
import { announce } from '../staff/announce.ts'
import { type Turn, words } from '../turn.ts'
import { isAnother, isOther } from './another.ts'
import { awaitMore, type Supplement } from './await-more.ts'
import { mineFor, NUMBER_LIKE } from './own.ts'

export const SUPPLEMENT: RegExp = /^我?(要|想)?再?补充(材料|一下|一点|说明|:|：|,)?/u

/** “补充 …”, with what is to be added or without. */
export function supplement(turn: Turn, heard: Heard, number: AppealNumber): void {
  const text = heard.text
    .replace(NUMBER_LIKE, '')
    .trim()
    .replace(SUPPLEMENT, '')
    .replace(/^[\s:：,，。]+/u, '')
  if (text.length < 2 && heard.attachments.length === 0) return supplementNow(turn, number)
  add(turn, number, text, heard.attachments)
}

export function supplementNow(turn: Turn, number: AppealNumber): void {
  if (!mineFor(turn, number, 'supplement')) return
  turn.say(appealText.supplementAsk(showNumber(number)))
  turn.wait({ for: 'supplement', number })
}

/** The appeal to which more is awaited still. */
export function awaitsMore(
  turn: Turn,
  { number, until }: Pick<Supplement, 'number' | 'until'>,
): AppealNumber | undefined {
  const appeal = turn.own.find((one) => one.number === number)
  const over = until !== undefined && (turn.desk.now > until || appeal?.state === 'follow-up')
  return appeal && isOpen(appeal.state) && !over ? number : undefined
}

/** What comes after “补充”, or after staff asked for more; one thing told is often followed by another. */
export function takeSupplement(turn: Turn, heard: Heard, { number, until, other }: Supplement): boolean {
  const appeal = turn.own.find((one) => one.number === number)
  const named = findNumbers(heard.line).good[0] ?? number
  const numberAlone = named === number && heard.line.replace(NUMBER_LIKE, '').trim() === '' && heard.line !== ''
  if (!appeal || !isOpen(appeal.state) || named !== number || numberAlone) return false
  const follows = until !== undefined
  const pictures = heard.line === '' && heard.attachments.length > 0
  const over = until !== undefined && (turn.desk.now > until || (appeal.state === 'follow-up' && !pictures))
  if (over || (follows && !pictures && isAnother(turn, heard, appeal))) return false
  // The bare word, where nobody asked for more, may mean any of his appeals.
  if (follows && /^补充[。!]?$/u.test(heard.line)) return false
  if (SUPPLEMENT.test(heard.line)) supplement(turn, heard, number)
  else if (isNo(heard.line)) turn.say(talk.fine)
  else if (follows && SWEARING.test(heard.line) && heard.line.length <= 8) turn.say(appealText.sorry)
  else if (follows && /^\d{1,2}$/u.test(heard.line)) {
    turn.say(talk.nothingToChoose)
    awaitMore(turn, number)
  } else if (follows && saysNothing(heard.line)) {
    turn.say(talk.fine)
    awaitMore(turn, number)
  } else {
    const guessed = follows && !pictures && !isFirstWord(appeal)
    add(turn, number, heard.text, heard.attachments, guessed && (other === undefined ? 'guessed' : 'again'))
  }
  return true
}

/** Whoever asked for a person before he said what for says it now. */
const isFirstWord = ({ personal }: Appeal): boolean =>
  personal?.particulars.matter === '' && !personal.thread.some(({ kind }) => kind === 'supplement')

/** “确认”, “跳过”, and what answers “如果说的是另一件事”: nothing to add. */
const saysNothing = (line: string): boolean => line !== '' && (isYes(line) || isSkip(line) || THIS_ONE.test(line))
const THIS_ONE =
  /^(?:就?这些|就这样|都?发完了|都发了)[了吧啊。!]*$|^(?:不是另一件|就?是(?:这|同一)件|(?:加到)?(?:这|同一)件)(?:事)?[吧的啊。!]*$/u

/** Staff asked for more and something is told: it is taken as that, and may be taken back as a matter of its own. */
export function supplementAwaited(turn: Turn, heard: Heard): boolean {
  const awaiting = latestNotice(turn.own, 'awaiting-info')?.appeal
  if (!awaiting || isQuestion(heard.line) || isOther(turn, heard.line, awaiting)) return false
  if (/^(你好|您好|在吗|谢谢?|好的?|收到|知道了?)[。!]?$/u.test(heard.line)) return false
  add(turn, awaiting.number, heard.text, heard.attachments, true)
  return true
}

/** In days after staff wrote to him. */
const REPLIES_DAYS = 3

/** What explains itself in no other way, after staff wrote to him, answers them. */
export function answersStaff(turn: Turn, { text, attachments }: Heard): boolean {
  const since = plusMs(turn.desk.now, -REPLIES_DAYS * 86_400_000)
  const spoken = turn.own.find(({ state, personal }) => {
    const last = personal?.thread.findLast(({ kind }) => kind === 'replied' || kind === 'supplement')
    return isOpen(state) && state !== 'follow-up' && last?.kind === 'replied' && last.at > since
  })
  if (!spoken) return false
  add(turn, spoken.number, text, attachments, true)
  return true
}

/** 几点去？ 在哪？ 带什么: only those who wrote know. */
const OF_THEIRS =
  /^(?:那|我|你们?|要|得|到|去|是|在|大概|明天|今天|后天|上午|下午|具体|还|该)*(?:几点|哪天|哪[里儿]?|什么时候|啥时候|几时|几号|几楼|找谁|怎么走|[带拿](?:什么|啥|哪些)|谁)(?:去|来|到|拿|找|带|材料|东西|的|呢|啊|[?？])*$/u

/** A short question after staff wrote to him, and nothing was asked of the documents since, is one for them. */
export function asksStaff(turn: Turn, { line, text, attachments }: Heard): boolean {
  if (!OF_THEIRS.test(line)) return false
  const { at: asked = '' } = turn.conversation.lastQuestion ?? {}
  const since = plusMs(turn.desk.now, -86_400_000)
  const spoken = turn.own.find(({ state, personal }) => {
    const last = personal?.thread.findLast(({ kind }) => kind === 'replied')
    return isOpen(state) && state !== 'follow-up' && last && last.at > since && last.at > asked
  })
  if (!spoken) return false
  add(turn, spoken.number, text, attachments, 'guessed')
  return true
}

/** A picture without a word belongs to the appeal spoken of last, or the latest that is open. */
export function pictureAlone(turn: Turn, heard: Heard): boolean {
  const { line, text, attachments } = heard
  const open = turn.own.filter(({ state }) => isOpen(state))
  const of = open.find(({ number }) => number === turn.conversation.focus) ?? open[0]
  if (!of || !(line === '' || isCaption(heard))) return false
  add(turn, of.number, text, attachments, true)
  return true
}

/** `guessed`: he did not say what it belongs to, and may take it back as a matter of its own; `again`: he was told so just before. */
export function add(
  turn: Turn,
  number: AppealNumber,
  text: string,
  files: readonly Attachment[],
  guessed: boolean | 'guessed' | 'again' = false,
): void {
  const appeal = mineFor(turn, number, 'supplement')
  if (!appeal) return
  const waited = appeal.state === 'awaiting-info'
  const oneOfMany = text === '' && !waited && isOneOfMany(appeal, turn.desk.now)
  const after = recordSupplement(turn, appeal, text, files)
  turn.focus(number)
  // Pictures in a row are one supplement: one word of thanks, one to staff.
  if (oneOfMany) return awaitMore(turn, number)
  announce(turn, after, 'supplemented')
  const other = guessed !== false && !after.urgent
  const another = other ? [choice(LABEL.another, 'lodge')] : []
  const shown = showNumber(number)
  if (text === '') turn.say(appealText.filesAdded(shown, files.length))
  else if (guessed === 'again') turn.say(appealText.alsoSupplemented(shown), another)
  else turn.say(appealText.supplemented(shown))
  if (isInEnglish(text)) turn.say(appealText.supplementedInEnglish(shown))
  if (waited) turn.say(appealText.resumed(owed(after), turn.today))
  if (other && guessed !== 'again') turn.say(appealText.orAnother, another)
  awaitMore(turn, number, other ? { other: text, files: [...files] } : {})
}

/** Keeps what he told with an appeal. Whatever it is, it ends the waiting for more, and what stood still runs on. */
export function recordSupplement(turn: Turn, appeal: Appeal, text: string, files: readonly Attachment[] = []): Appeal {
  const deadlines = resumedDeadlines(appeal, turn.desk)
  const data = deadlines.length > 0 ? { deadlines } : {}
  return turn.record(appeal.number, { type: 'supplemented', data, personal: words(text, files) })
}

const ONE_AFTER_THE_OTHER_MS = 60_000

function isOneOfMany({ personal }: Appeal, now: string): boolean {
  const last = personal?.thread.at(-1)
  return last?.kind === 'supplement' && last.text === '' && plusMs(last.at, ONE_AFTER_THE_OTHER_MS) > now
}

/** “是另一件事”: what was added stays where it is, for nothing is ever taken out; it is said there that it does not belong. */
export function disown(turn: Turn, number: AppealNumber, text: string): void {
  const open = turn.own.some((one) => one.number === number && may('entrepreneur', 'supplement', one.state))
  // One that has ended meanwhile says nothing more to anybody.
  if (open) {
    const after = turn.record(number, { type: 'supplemented', data: {}, personal: words(appealText.notOfThis(text)) })
    announce(turn, after, 'supplemented')
  }
  turn.say(appealText.apartFrom(showNumber(number)))
}
