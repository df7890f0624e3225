import { findNumbers, showNumber } from '../appeal/reference.ts'
import { isOpen } from '../appeal/rules.ts'
import { triage } from '../appeal/triage.ts'
import type { Appeal, AppealNumber } from '../model/appeal.ts'
import type { Waiting } from '../model/conversation.ts'
import { plusMs } from '../model/instant.ts'
import { appealText, LABEL, talk } from '../texts/zh-cn.ts'
import { choice, latestNotice } from './choices.ts'
import { isQuestion } from './gather.ts'
import type { Heard } from './hear.ts'
import { announce } from './lodge.ts'
import { mineFor, NUMBER_LIKE } from './own.ts'
import { isNo, readAll } from './reading/index.ts'
import { type Turn, words } from './turn.ts'

export const SUPPLEMENT: RegExp = /^我?(要|想)?再?补充(材料|一下|一点|说明|:|：|,)?/u

/** “补充 …”, with what is to be added or without. */
export function supplement(turn: Turn, heard: Heard, number: AppealNumber): void {
  const text = heard.text
    .replace(NUMBER_LIKE, '')
    .trim()
    .replace(SUPPLEMENT, '')
    .replace(/^[\s:：,，。]+/u, '')
  if (text.length < 2 && heard.attachments.length === 0) return supplementNow(turn, number)
  add(turn, number, text, heard)
}

export function supplementNow(turn: Turn, number: AppealNumber): void {
  if (!mineFor(turn, number, 'supplement')) return
  turn.say(appealText.supplementAsk(showNumber(number)))
  turn.wait({ for: 'supplement', number })
}

/** What comes after “补充”, or after staff asked for more; one thing told is often followed by another. */
export function takeSupplement(turn: Turn, heard: Heard, { number, until }: Supplement): boolean {
  const appeal = turn.own.find((one) => one.number === number)
  const named = findNumbers(heard.line).good[0] ?? number
  const numberAlone = named === number && heard.line.replace(NUMBER_LIKE, '').trim() === '' && heard.line !== ''
  if (!appeal || !isOpen(appeal.state) || named !== number || numberAlone) return false
  const follows = until !== undefined
  const over = until !== undefined && (turn.desk.now > until || appeal.state === 'follow-up')
  if (over || (follows && isAnother(turn, heard, appeal))) return false
  // The bare word, where nobody asked for more, may mean any of his appeals.
  if (follows && /^补充[。!]?$/u.test(heard.line)) return false
  if (SUPPLEMENT.test(heard.line)) supplement(turn, heard, number)
  else if (isNo(heard.line)) turn.say(talk.fine)
  else add(turn, number, heard.text, heard, follows)
  return true
}

type Supplement = Extract<Waiting, { for: 'supplement' }>

/** A question, a word of thanks, or a trouble of another kind is not one more thing told of this appeal. */
function isAnother(turn: Turn, { line }: Heard, appeal: Appeal): boolean {
  const { kind } = triage(line, turn.desk.catalog, turn.desk.cut)
  if (kind === 'chat' && /谢|再见|拜|在吗|^(您?你?好|行|嗯|ok|知道|收到)/iu.test(line)) return true
  // Whoever asks where help stays while somebody is in danger is to be heard by those who can help.
  if (appeal.urgent) return /^(进度|撤回)/u.test(line)
  // Who introduces himself anew, or says that he complains, begins another.
  const whole =
    Object.keys(readAll(line, turn.desk.catalog, turn.today)).length >= 4 ||
    /^我?(要|想)?(投诉|举报|建议|求助)/u.test(line)
  return whole || isQuestion(line) || /催|进度|撤|人工/u.test(line) || isOther(turn, line, appeal)
}

/** Whether a line tells of a trouble of another kind than this appeal is about. */
export function isOther(turn: Turn, line: string, appeal: Appeal): boolean {
  const { tells, category } = triage(line, turn.desk.catalog, turn.desk.cut)
  const { otherwise } = turn.desk.catalog
  const elsewhere = category !== otherwise && ![category, otherwise].includes(appeal.category)
  if (!tells || line.length < 8 || !elsewhere) return false
  return GRIEVANCE.test(line) || readAll(line, turn.desk.catalog, turn.today).respondent !== undefined
}

/** Something is being done to him; a bare fact (“合同编号是…”) is more of what he told before. */
const GRIEVANCE =
  /天天|老是|乱|罚|拖|欠|不(给|办|批|让|退)|赶|堵|臭|吵|断|停|影响|倒|砸|骗|刁难|查了?|检查|[好几一二三四五六七八九十]次/u

/** Staff asked for more and something is told: it is taken as that, and may be taken back as a matter of its own. */
export function supplementAwaited(turn: Turn, heard: Heard): boolean {
  const awaiting = latestNotice(turn.own, 'awaiting-info')?.appeal
  if (!awaiting || isQuestion(heard.line) || isOther(turn, heard.line, awaiting)) return false
  if (/^(你好|您好|在吗|谢谢?|好的?|收到|知道了?)[。!]?$/u.test(heard.line)) return false
  add(turn, awaiting.number, heard.text, heard, true)
  return true
}

/** How long what is told next is taken as more of the same. */
const MORE_MS = 30 * 60_000

export function awaitMore(turn: Turn, number: AppealNumber, other?: string): void {
  turn.wait({ for: 'supplement', number, until: plusMs(turn.desk.now, MORE_MS), ...(other && { other }) })
}

/** `guessed`: he did not say what it belongs to, and may take it back as a matter of its own. */
function add(turn: Turn, number: AppealNumber, text: string, heard: Heard, guessed = false): void {
  if (!mineFor(turn, number, 'supplement')) return
  const after = turn.record(number, { type: 'supplemented', data: {}, personal: words(text, heard.attachments) })
  turn.focus(number)
  announce(turn, after, 'supplemented')
  turn.say(appealText.supplemented(showNumber(number)))
  const other = guessed && text !== '' && !after.urgent
  if (other) turn.say(appealText.orAnother, [choice(LABEL.another, 'lodge')])
  awaitMore(turn, number, other ? text : undefined)
}
