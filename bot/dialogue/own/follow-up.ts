import { showNumber } from '../../appeal/reference.ts'
import { reopenDeadline, reworkDeadlines } from '../../appeal/time/deadlines.ts'
import type { Appeal, AppealNumber, Satisfaction } from '../../model/appeal.ts'
import type { Attachment } from '../../model/message.ts'
import { appealText, LABEL, talk } from '../../texts/zh-cn.ts'
import { choice, latestNotice, noticeChoices } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { isSkip } from '../reading/index.ts'
import { announce } from '../staff/announce.ts'
import { type Turn, words } from '../turn.ts'
import { isOther } from './another.ts'
import { NUMBER_LIKE } from './own.ts'

type Rating = Exclude<Satisfaction, 'no-answer'>

/** Content resolves the appeal; discontent sends it back to be done again, at once, and then the reason is asked. */
export function rate(
  turn: Turn,
  number: AppealNumber,
  rating: Rating,
  reason: string,
  attachments: readonly Attachment[] = [],
): void {
  const appeal = turn.own.find((one) => one.number === number)
  if (!appeal) return turn.say(appealText.notYours)
  if (appeal.state !== 'follow-up') return turn.say(appealText.notNow(showNumber(number), appeal))
  turn.focus(number)
  turn.record(number, { type: 'rated', data: { satisfaction: rating }, personal: words(reason, attachments) })
  if (rating !== 'dissatisfied') {
    const reopen = reopenDeadline(turn.desk)
    turn.record(number, { type: 'resolved', data: { reopen } })
    return turn.say(appealText.rated(showNumber(number), reopen.due, turn.today))
  }
  const after = turn.record(number, { type: 'rework', data: { deadlines: reworkDeadlines(appeal, turn.desk) } })
  announce(turn, after, 'rework')
  doneAgain(turn, after, reason)
}

/** It is to be done again: by when, by whom from now on, and why. */
export function doneAgain(turn: Turn, after: Appeal, reason: string): void {
  const { number, state } = after
  const text = state === 'supervised' ? appealText.supervised : appealText.rework
  turn.say(text(showNumber(number), after, turn.today))
  if (reason) return
  turn.say(appealText.askReason)
  turn.wait({ for: 'reason', number })
}

/** In so many words, whatever else is going on. */
const PLAIN =
  /^(?:对结果)?(?:我|我们)?(很不|非常不|不太|不|很|非常|挺|比较|基本|十分)?满意(个|什么|才怪|你)?(?:了|啦|的)?(?:$|[,，。!！~;；\s谢]\s*)(.*)$/su
const SPITE = /^(?:很|非常)?满意(?:个|什么|才怪|你)/u
/** “满意”, “不满意，根本没解决”. */
export const isRating = (line: string): boolean => PLAIN.test(line) || SPITE.test(line)
/** In words that mean it only when nothing else was asked. */
const DISCONTENT =
  /没(有)?(解决|处理|办好|给|付|退|用|到账|收到)|根本没|糊弄|骗|扯淡|^不行|退了?个|不(同意|认可|服)|^给?个?差评|^[12一二两]星|推卸|就算办完/u
const HALF_CONTENT = /^(一般(般)?|还行|还可以|凑合|还成|行吧|马马虎虎|过得去|可以接受)(吧|了|着)?[。!]?$/u
/** 还行吧但是太慢: content enough, and what was not. */
const HALF_WITH_REASON =
  /^(?:一般(?:般)?|还行|还可以|凑合|还成|马马虎虎|过得去)(?:吧|了)?[,，\s]*(?:但是?|就是|不过|可是|只是)(?:有点|还是|也|就是|真|太|[,，\s])*(?:慢|晚|久|拖|麻烦|态度|啰嗦).{0,20}$/u
const CONTENT = /^给?个?好评|^[45四五]星|^(已经?|都|问题)?(解决|处理好|办好|付清|到账|收到(钱|款)?|搞定)了/u

/** “满意”, “满意个屁”, “没解决啊”, “凑合吧”: understood while a result waits for its rating. */
export function rateByWords(turn: Turn, { line, text, attachments }: Heard, busy: boolean): boolean {
  const waiting = latestNotice(turn.own, 'follow-up')?.appeal
  if (!waiting) return false
  const meant = SPITE.test(line)
    ? { rating: 'dissatisfied' as const, reason: text }
    : (plainly(line) ?? (busy || isOther(turn, line, waiting) ? null : loosely(line, text)))
  if (!meant) return false
  rate(turn, waiting.number, meant.rating, meant.reason, attachments)
  return true
}

function plainly(line: string): { rating: Rating; reason: string } | null {
  const match = PLAIN.exec(line)
  if (!match) return null
  const [, degree = '', , reason = ''] = match
  if (degree.includes('不')) return { rating: 'dissatisfied', reason }
  return { rating: /基本|比较/u.test(degree) ? 'basically' : 'satisfied', reason }
}

function loosely(line: string, text: string): { rating: Rating; reason: string } | null {
  if (line.length > 40) return null
  if (/[?？]|吗$/u.test(line) && !/就算/u.test(line)) return null
  if (DISCONTENT.test(line)) return { rating: 'dissatisfied', reason: text }
  if (HALF_CONTENT.test(line)) return { rating: 'basically', reason: '' }
  if (HALF_WITH_REASON.test(line)) return { rating: 'basically', reason: text }
  return CONTENT.test(line) ? { rating: 'satisfied', reason: '' } : null
}

/** A trouble told while a result waits for its rating may be about that result: he is asked. */
export function askIfAboutResult(turn: Turn, { text }: Heard): boolean {
  const waiting = latestNotice(turn.own, 'follow-up')?.appeal
  if (!waiting) return false
  turn.say(appealText.aboutResult(showNumber(waiting.number)), [
    ...noticeChoices(waiting),
    choice(LABEL.another, 'lodge'),
  ])
  turn.wait({ for: 'lodge', text })
  return true
}

/** Why it did not content: kept with the appeal and told to staff. */
export function takeReason(turn: Turn, heard: Heard, number: AppealNumber): boolean {
  if (isSkip(heard.line)) {
    turn.say(talk.fine)
    return true
  }
  const appeal = turn.own.find((one) => one.number === number && (one.state === 'rework' || one.state === 'supervised'))
  // A number alone is asked about, and is no reason: it may be of a case that those who read reasons must not know of.
  if (!appeal || heard.line.replace(NUMBER_LIKE, '').trim() === '') return false
  const after = turn.record(number, {
    type: 'supplemented',
    data: {},
    personal: words(heard.text, heard.attachments),
  })
  announce(turn, after, 'supplemented')
  turn.say(appealText.supplemented(showNumber(number)))
  return true
}
