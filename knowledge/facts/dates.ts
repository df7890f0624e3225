import { numberOf } from '../text/numerals.ts'

const NUMBER = '[\\d０-９]{1,4}|[零〇○Ｏ一二三四五六七八九十]{1,4}'
const DATE = new RegExp(
  `(?<![\\d零〇○一二三四五六七八九十])(${NUMBER})\\s*年\\s*(${NUMBER})\\s*月\\s*(?:(${NUMBER})\\s*日|底|末)`,
)
const PLAIN = /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/
const YEAR_END = new RegExp(`(?<![\\d零〇○一二三四五六七八九十])(${NUMBER})\\s*年\\s*(?:年?底|年?末)`)

/** The first date in a text as YYYY-MM-DD, however it is written: 2020年2月7日, 二〇二〇年二月七日, 2020-02-07; undefined where it is none. */
export function dateIn(text: string): string | undefined {
  const written = DATE.exec(text)
  if (written) return dayOf(written[1], written[2], written[3])
  const plain = PLAIN.exec(text)
  if (plain) return dayOf(plain[1], plain[2], plain[3])
  const end = YEAR_END.exec(text)
  return end ? dayOf(end[1], '12', '31') : undefined
}

/** The day itself, the last of its month where only the month is given; undefined where there is no such day. */
function dayOf(year = '', month = '', day?: string): string | undefined {
  const y = amountOf(year)
  const m = amountOf(month)
  if (y < 1900 || y > 2200 || m < 1 || m > 12) return undefined
  const last = new Date(Date.UTC(y, m, 0)).getUTCDate()
  const d = day === undefined ? last : amountOf(day)
  return d < 1 || d > last ? undefined : iso(y, m, d)
}

function amountOf(written: string): number {
  const plain = written.normalize('NFKC').replace(/[○O]/g, '〇')
  return /^\d+$/.test(plain) ? Number(plain) : numberOf(plain)
}

/** The last day of a period of so many years or months (or days) that begins on a day: 2020-02-07 and 6 months → 2020-08-06. */
export function lastDay(from: string, count: number, unit: '年' | '月' | '日'): string {
  const [y = 0, m = 0, d = 0] = from.split('-').map(Number)
  if (unit === '日') return isoOf(new Date(Date.UTC(y, m - 1, d + count - 1)))
  const month = m - 1 + count * (unit === '年' ? 12 : 1)
  const longest = new Date(Date.UTC(y, month + 1, 0)).getUTCDate()
  return isoOf(new Date(Date.UTC(y, month, Math.min(d - 1, longest))))
}

/** The day before. */
export function dayBefore(day: string): string {
  const [y = 0, m = 0, d = 0] = day.split('-').map(Number)
  return isoOf(new Date(Date.UTC(y, m - 1, d - 1)))
}

const isoOf = (day: Date): string => day.toISOString().slice(0, 10)

function iso(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
