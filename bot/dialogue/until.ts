import { type CalendarDate, plusDays } from '../model/instant.ts'

/** An answer without a date of its own is looked at again after a year. */
export const DEFAULT_DAYS = 365
const LONGEST_DAYS = 5 * 365 + 2

const AHEAD = /[\s,，;；（(]{0,5}有效期(?:限)?(?:至|到|为|是)?[\s:：]*/u
const DATE = /(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?/u
const SPAN = /(半|一|二|两|三|四|五|\d{1,2})\s*(年|个月)/u
const ENDS = /\s*[)）。.]*\s*$/u
const IN_WORDS = new RegExp(`${AHEAD.source}((?:${DATE.source})|(?:${SPAN.source}))${ENDS.source}`, 'u')
const ALONE = new RegExp(`^(?:${DATE.source}|${SPAN.source})${ENDS.source}`, 'u')
const COUNT: Readonly<Record<string, number>> = { 半: 0.5, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5 }

/** The end of a text that says until when, and what stands before it. `null`: what it says is no day ahead within five years. */
export function takeUntil(text: string, today: CalendarDate): { rest: string; until: CalendarDate | null | undefined } {
  const said = IN_WORDS.exec(text)
  if (!said) return { rest: text.trim(), until: /有效期[至到:：]/u.test(text.slice(-30)) ? null : undefined }
  return { rest: text.slice(0, said.index).trim(), until: readUntil(said[0], today) }
}

/** `2027-06-30`, 2027年6月30日, 半年, 两年, 3个月, with or without 有效期至. */
export function readUntil(text: string, today: CalendarDate): CalendarDate | null {
  const bare = text.replace(AHEAD, '').trim()
  if (!ALONE.test(bare)) return null
  const until = dated(bare) ?? afterSpan(bare, today)
  return until !== null && until > today && until <= plusDays(today, LONGEST_DAYS) ? until : null
}

function dated(text: string): CalendarDate | null {
  const numbers = DATE.exec(text)?.slice(1) ?? []
  const date = numbers.map((number) => number.padStart(2, '0')).join('-')
  const isReal = !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date)
  return isReal ? date : null
}

function afterSpan(text: string, today: CalendarDate): CalendarDate | null {
  const [, count = '', unit] = SPAN.exec(text) ?? []
  const days = { 年: 365, 个月: 365 / 12 }[unit ?? '']
  return days === undefined ? null : plusDays(today, Math.round((COUNT[count] ?? Number(count)) * days))
}
