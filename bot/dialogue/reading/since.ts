import { type CalendarDate, plusDays } from '../../model/instant.ts'
import { readNumber, readOrdinal } from './numerals.ts'
import { fold } from './text.ts'

export type SinceProblem = 'since-unclear' | 'since-future'

/** A time in the past as exactly as it was said: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
type Since = string

/** A point in time, and where in the text it stands. */
export interface Found {
  readonly value: Since
  readonly start: number
  readonly end: number
  /** Its year was not said, and the last one is taken. */
  readonly yearless?: boolean
}

type Rule = {
  readonly pattern: RegExp
  readonly yearless?: true
  readonly read: (groups: Groups, today: CalendarDate) => Since | null
}
type Groups = Readonly<Record<string, string | undefined>>

const N = '\\d{1,2}|[一二三四五六七八九十]{1,3}'
const YEAR = '(?<year>(?:19|20)\\d{2}|(?<!\\d)\\d{2}|二[〇零][〇零一二三四五六七八九]{2})年'
const MONTH_DAY = `(?<month>${N})月份?(?:的?(?<day>${N})[日号])?`
const RELATIVE_YEARS: Readonly<Record<string, number>> = { 去年: 1, 上年: 1, 前年: 2, 大前年: 3 }
const RELATIVE_DAYS: Readonly<Record<string, number>> = {
  昨天: 1,
  前天: 2,
  上周: 7,
  上星期: 7,
  上个星期: 7,
  上礼拜: 7,
}
const PARTS: Readonly<Record<string, string>> = { 年初: '01', 初: '01', 年底: '12', 底: '12', 年末: '12' }

/** Points in time, the more exact ways of saying one first. */
const RULES: readonly Rule[] = [
  {
    pattern: /(?<!\d)(?<year>(?:19|20)\d{2})[-/.](?<month>\d{1,2})(?:[-/.](?<day>\d{1,2}))?(?![\d])/g,
    read: (groups) => join(ordinal(groups['year']), ordinal(groups['month']), ordinal(groups['day'])),
  },
  {
    pattern: new RegExp(`(?<!\\d)${YEAR}(?:${MONTH_DAY}|(?<part>初|底))?`, 'g'),
    read: (groups) => {
      const year = ordinal(groups['year'])
      const full = year !== null && year < 100 ? 2000 + year : year
      return groups['part']
        ? `${full}-${PARTS[groups['part']]}`
        : join(full, ordinal(groups['month']), ordinal(groups['day']))
    },
  },
  {
    pattern: new RegExp(
      `(?<relative>大前年|今年|去年|上年|前年)(?:的?${MONTH_DAY}|(?<part>年初|年底|年末|初|底))?`,
      'g',
    ),
    read: ({ relative = '', ...groups }, today) => {
      const year = Number(today.slice(0, 4)) - (RELATIVE_YEARS[relative] ?? 0)
      return groups['part']
        ? `${year}-${PARTS[groups['part']]}`
        : join(year, ordinal(groups['month']), ordinal(groups['day']))
    },
  },
  {
    pattern: /(?<relative>上上个?月|上个?月|这个月|本月)(?:(?<day>\d{1,2})[日号])?/g,
    read: ({ relative = '', day }, today) => {
      const back = relative.startsWith('上上') ? 2 : relative.startsWith('上') ? 1 : 0
      const month = monthsBefore(today, back)
      return day ? valid(`${month}-${day.padStart(2, '0')}`) : month
    },
  },
  {
    pattern: /(?<relative>今天|昨天|前天|上个?星期|上周|上礼拜)/g,
    read: ({ relative = '' }, today) => plusDays(today, -(RELATIVE_DAYS[relative] ?? 0)),
  },
  {
    // A month without a year is the last one that has begun.
    yearless: true,
    pattern: new RegExp(`(?<![\\d年个一二三四五六七八九十])${MONTH_DAY}`, 'g'),
    read: (groups, today) => {
      const thisYear = Number(today.slice(0, 4))
      const [month, day] = [ordinal(groups['month']), ordinal(groups['day'])]
      const here = join(thisYear, month, day)
      return here !== null && isFuture(here, today) ? join(thisYear - 1, month, day) : here
    },
  },
]

const COUNT = '(?<count>\\d{1,3}|[一二两三四五六七八九十]{1,3}|半)'
const SPAN = `${COUNT}(?:多|来)?(?<measure>个?年|个月|个半月|天|周|个?星期|个?礼拜)(?<half>半)?(?:零?(?<months>\\d{1,2}|[一二两三四五六七八九十]{1,2})个月)?`
const ANY_SPAN = new RegExp(`(?<![第每\\d])${SPAN}`, 'g')
const RUNS_BEFORE = /(?:拖|欠|等|过|压|挂|已经?|都|快|近|超过|长达)了?(?:我们?|我的钱|快|近|有|足足|整整|都|将近){0,2}$/
const RUNS_AFTER = /^多?(?:了|没|未|还|都没|一直|至今|不给|不付|$|[,。;!\s])/
const NO_SPAN = /[期保满每内]修?$/
const NOT_RUNNING = /^(?:多|左右)?(?:内|以内|之内|后|期|一次|付清|为限)/
const AGO = /^(?:多|左右)?(?:之|以)?前/
const BEGAN_AGO = /^(?:多|左右)?(?:之|以)?前(?:就|开始|起|欠|拖|交|供|完工|竣工|验收|结算)/

/** When it began, from how long it has been going on: 拖了一年半, 三个月了. */
function findSpans(folded: string, today: CalendarDate): Found[] {
  return [...folded.matchAll(ANY_SPAN)].flatMap(({ 0: span, index: start, groups = {} }) => {
    const end = start + span.length
    const after = folded.slice(end)
    const value = NOT_RUNNING.test(after) ? null : ago(groups, today, AGO.test(after))
    return value === null ? [] : [{ value, start, end }]
  })
}

/** How exactly it is known is how it was said: three years ago is a year. Of 两三年 the nearer is sure. */
function ago(groups: Groups, today: CalendarDate, inThatYear: boolean): Since | null {
  const { count: written = '', measure: named = '' } = groups
  const count =
    written === '半' ? 0.5 : readNumber(/^[一二两三四五六七八九]{2}$/.test(written) ? written.charAt(0) : written)
  if (count === null || count === 0) return null
  const half = groups['half'] ? 0.5 : 0
  const measure = named.replace('个', '')
  if (measure === '年' && inThatYear && half === 0 && count >= 1 && !groups['months'])
    return `${Number(today.slice(0, 4)) - count}`
  if (measure === '年')
    return monthsBefore(today, Math.round((count + half) * 12) + (readNumber(groups['months'] ?? '') ?? 0))
  if (measure === '月') return count >= 1 ? monthsBefore(today, Math.floor(count)) : plusDays(today, -15)
  if (measure === '半月') return monthsBefore(today, Math.floor(count))
  return plusDays(today, -Math.round(count * (measure === '天' ? 1 : 7)))
}

/** Every point in time named in a text that was folded, as they stand in it. */
export function findPoints(folded: string, today: CalendarDate): Found[] {
  const found: Found[] = []
  for (const { pattern, read, yearless = false } of RULES) {
    for (const { 0: said, index: start, groups = {} } of folded.matchAll(pattern)) {
      const end = start + said.length
      if (found.some((other) => start < other.end && other.start < end)) continue
      const value = read(groups, today)
      if (value !== null) found.push({ value, start, end, yearless })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Near the time named, so that another date of a long story is not taken for it. */
const ABOUT_DEBT = /[欠拖款账]|结算|[未没][付给结]|不给|结清|到账|交货|交的货|供货|交付|验收/
const NEAR = 20
const BEGINS_BEFORE = /(?:从|自|打)$/
const BEGINS_AFTER = /^(?:份|左右)?(?:起|开始|以来|至今|到现在|就|完工|竣工|交货|交付|验收|供货|到期)/
const NO_BEGINNING = /^(?:份|左右)?(?:前|之前|以前|底前|内)/

/** Since when it has been going on, where the text says so beyond doubt. */
export function sinceIn(text: string, today: CalendarDate): Since | undefined {
  const folded = fold(text)
  const aboutDebt = ({ start, end }: Found): boolean =>
    ABOUT_DEBT.test(folded.slice(Math.max(0, start - NEAR), end + NEAR))
  const points = findPoints(folded, today).filter(
    (point) =>
      aboutDebt(point) &&
      point.value < today &&
      !isFuture(point.value, today) &&
      !NO_BEGINNING.test(folded.slice(point.end)),
  )
  const beginnings = points.filter(
    ({ start, end }) =>
      BEGINS_BEFORE.test(folded.slice(Math.max(0, start - 2), start)) || BEGINS_AFTER.test(folded.slice(end)),
  )
  const [one, two] = beginnings.length > 0 ? beginnings : points
  if (one) return two ? undefined : one.value
  const running = findSpans(folded, today).filter(
    (span) =>
      aboutDebt(span) &&
      !NO_SPAN.test(folded.slice(Math.max(0, span.start - 4), span.start)) &&
      (RUNS_BEFORE.test(folded.slice(Math.max(0, span.start - 12), span.start)) ||
        RUNS_AFTER.test(folded.slice(span.end)) ||
        BEGAN_AGO.test(folded.slice(span.end))) &&
      (!AGO.test(folded.slice(span.end)) || BEGAN_AGO.test(folded.slice(span.end))),
  )
  return running.length === 1 ? running[0]?.value : undefined
}

/** An answer to “since when”. */
export function readSince(text: string, today: CalendarDate): { value: Since } | { problem: SinceProblem } {
  const folded = fold(text)
  const bareYear = /^\D{0,4}((?:19|20)\d{2})\D{0,3}$/.exec(folded.trim())?.[1]
  const [point] = findPoints(folded, today)
  const value = point?.value ?? inDigits(folded) ?? bareYear ?? findSpans(folded, today)[0]?.value
  if (value === undefined) return { problem: 'since-unclear' }
  return isFuture(value, today) ? { problem: 'since-future' } : { value }
}

/** 20220301, 202203. */
function inDigits(folded: string): Since | null {
  const [, year = '', month = '', day] = /^\D{0,6}((?:19|20)\d{2})(\d{2})(\d{2})?\D{0,6}$/.exec(folded) ?? []
  return year === '' ? null : join(Number(year), Number(month), day === undefined ? null : Number(day))
}

function isFuture(value: Since, today: CalendarDate): boolean {
  return value > today.slice(0, value.length)
}

function ordinal(written: string | undefined): number | null {
  return written === undefined ? null : readOrdinal(written)
}

function join(year: number | null, month: number | null, day: number | null): Since | null {
  if (year === null || year < 1949 || year > 2200) return null
  if (month === null) return `${year}`
  const upToMonth = `${year}-${String(month).padStart(2, '0')}`
  if (month < 1 || month > 12) return null
  return day === null ? upToMonth : valid(`${upToMonth}-${String(day).padStart(2, '0')}`)
}

/** The day itself where there is such a day: no 2026-02-30. */
export function valid(date: string): Since | null {
  const time = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : date
}

function monthsBefore(today: CalendarDate, months: number): Since {
  const index = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - months
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}
