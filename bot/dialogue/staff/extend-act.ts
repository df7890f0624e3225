import { showNumber } from '../../appeal/reference.ts'
import { extendedDeadlines, latestExtension } from '../../appeal/time/deadlines.ts'
import { type CalendarDate, plusDays } from '../../model/instant.ts'
import { staffText } from '../../texts/zh-cn.ts'
import type { Turn } from '../turn.ts'
import { type Act, answer, askWords } from './acting.ts'
import { propose } from './approvals.ts'

/** 延期 is put forward with a day and a reason; what was said already is not asked for again. */
export const extend: Act = (turn, appeal, { rest, chosen, before }) => {
  const number = showNumber(appeal.number)
  const latest = latestExtension(appeal)
  const due = appeal.deadlines.find(({ name }) => name === 'result')?.due
  if (!latest || !due) return answer(turn, appeal, staffText.notExtendable, true)
  const said = chosen ? { until: chosen, reason: rest } : dayIn(rest, due, turn)
  const reason = said.reason || (before ?? '')
  const again = reason ? { text: reason } : {}
  if (!said.until) return askWords(turn, appeal, 'extend', again, rest ? staffText.whenExtended(number) : undefined)
  if (said.until > latest.until) {
    return askWords(turn, appeal, 'extend', again, staffText.tooLateToExtend(latest.until, latest.basis, turn.today))
  }
  const [result] = extendedDeadlines(appeal, said.until, turn.desk)
  if (!result) return askWords(turn, appeal, 'extend', again, staffText.notLater(due, turn.today))
  if (!reason) {
    const text = staffText.whyExtended(number, said.until, turn.today)
    return askWords(turn, appeal, 'extend', { chosen: said.until }, text)
  }
  propose(turn, appeal, { what: 'extend', until: result.due }, reason)
}

const SPAN = /(?:再|延长?|多)?\s*(?<!\d)(\d{1,4}|十)\s*个?(工作日|天|日)(?!前)/u
const DATE = /(?:延?到|至)?\s*(?:(\d{4})\s*[-年./])?\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?/u
const LEAD = /^(?:延期|延长|再延|延|请求|申请)*(?:到|至)?\s*/u

/** “10天 对方在外地”, “到12月20日，等鉴定”: a span is counted from the day it is due now. */
function dayIn(
  text: string,
  due: CalendarDate,
  turn: Turn,
): { readonly until?: CalendarDate | undefined; readonly reason: string } {
  const said = text.replace(LEAD, '')
  const date = DATE.exec(said)
  const match = date ?? SPAN.exec(said)
  if (!match) return { reason: said.trim() }
  // In the midst of a sentence it belongs to the reason.
  const reason = match.index > 0 ? said : said.slice(match[0].length)
  return {
    until: date ? dated(date, turn.today) : after(match, due, turn),
    reason: reason.replace(/^[\s,，。、:：;；]+/u, '').trim(),
  }
}

function after([, count = '', unit]: RegExpExecArray, due: CalendarDate, { desk }: Turn): CalendarDate {
  const days = count === '十' ? 10 : Number(count)
  return unit === '工作日' ? desk.calendar.addWorkingDays(due, days).date : plusDays(due, days)
}

/** The next day of this month and day, where no year was said; undefined where there is no such day. */
function dated([, year, month = '', day = '']: readonly (string | undefined)[], today: CalendarDate) {
  const of = (one: string) => `${one}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const thisYear = of(today.slice(0, 4))
  const date = year ? of(year) : thisYear >= today ? thisYear : of(String(Number(today.slice(0, 4)) + 1))
  const real = !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date)
  return real ? date : undefined
}
