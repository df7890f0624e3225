import { type CalendarDate, plusDays } from '../../model/instant.ts'

/** An answer without a date of its own is looked at again after a year. */
export const DEFAULT_DAYS = 365
const LONGEST_DAYS = 5 * 365 + 2

const DATE = /(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?/u
/** 2027年6月底, 2027年底, 今年底, 明年年底, 年底: the last day of it. */
const END = /(?:(\d{4}|今|明|后)\s*年)?\s*(?:(\d{1,2})\s*月\s*[底末]|年?\s*[底末])/u
const SPAN = /(半|一|二|两|三|四|五|\d{1,2})\s*(年|个月)/u
const ENDS = /\s*[)）。.]*\s*$/u
/** A clause of its own: “许可证的有效期至…” is what the answer says. */
const CLAUSE = /(?:^|[\s,，。;；!！?？（(])[\s（(]{0,5}有效期(?:限)?/u
/** A sentence of its own: a span of time after a comma, or behind 为 and 是, is more likely what the answer says of something. */
const SENTENCE = /(?:^|[\s。;；!！?？（(])[\s（(]{0,5}有效期(?:限)?/u
const DAY = `(?:${DATE.source}|${END.source})`
const IN_WORDS = new RegExp(
  `(?:${CLAUSE.source}(?:至|到|为|是)?[\\s:：]*${DAY}|${SENTENCE.source}[\\s:：]*${SPAN.source})${ENDS.source}`,
  'u',
)
const ALONE = new RegExp(`^(?:${DATE.source}|${END.source}|${SPAN.source})${ENDS.source}`, 'u')
const LEAD = /^[\s,，。;；!！?？（(]*(?:有效期(?:限)?)?[\s:：]*(?:至|到|为|是)?[\s:：]*/u
const COUNT: Readonly<Record<string, number>> = { 半: 0.5, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5 }
const YEAR: Readonly<Record<string, number>> = { 今: 0, 明: 1, 后: 2 }

/** The end of a text that says until when, and what stands before it. `null`: what it says is no day ahead within five years. */
export function takeUntil(text: string, today: CalendarDate): { rest: string; until: CalendarDate | null | undefined } {
  const said = IN_WORDS.exec(text)
  if (!said) return { rest: text.trim(), until: SAYS_ANOTHER.test(text.slice(-30)) ? null : undefined }
  const stop = /^[。!！?？]/u.exec(said[0])?.[0] ?? ''
  return { rest: `${text.slice(0, said.index)}${stop}`.trim(), until: readUntil(said[0], today) }
}

/** It says until when, and not in a way that is understood. */
const SAYS_ANOTHER = new RegExp(`${CLAUSE.source}[至到:：]`, 'u')

/** `2027-06-30`, 2027年6月30日, 2027年6月底, 年底, 半年, 两年, 3个月, with or without 有效期至. */
export function readUntil(text: string, today: CalendarDate): CalendarDate | null {
  const bare = text.replace(LEAD, '').trim()
  if (!ALONE.test(bare)) return null
  const until = dated(bare) ?? endOf(bare, today) ?? afterSpan(bare, today)
  return until !== null && until > today && until <= plusDays(today, LONGEST_DAYS) ? until : null
}

function dated(text: string): CalendarDate | null {
  const numbers = DATE.exec(text)?.slice(1) ?? []
  const date = numbers.map((number) => number.padStart(2, '0')).join('-')
  const isReal = !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date)
  return isReal ? date : null
}

function endOf(text: string, today: CalendarDate): CalendarDate | null {
  const said = END.exec(text)
  if (!said) return null
  const [, year = '今', month = '12'] = said
  const of = YEAR[year] === undefined ? Number(year) : Number(today.slice(0, 4)) + YEAR[year]
  if (Number(month) < 1 || Number(month) > 12) return null
  return new Date(Date.UTC(of, Number(month), 0)).toISOString().slice(0, 10)
}

function afterSpan(text: string, today: CalendarDate): CalendarDate | null {
  const [, count = '', unit] = SPAN.exec(text) ?? []
  const days = { 年: 365, 个月: 365 / 12 }[unit ?? '']
  return days === undefined ? null : plusDays(today, Math.round((COUNT[count] ?? Number(count)) * days))
}
