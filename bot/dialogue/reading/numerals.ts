// `knowledge/text/numerals.ts` keeps a table like these: neither room may import the other, and the digits do not change.
const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  幺: 1,
}
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, k: 1000, 万: 1e4, w: 1e4, 亿: 1e8 }

/** As banks and contracts write them (壹佰贰拾万), one character for one; 萬 is here for texts nobody simplified. */
const BANKERS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'壹贰叁肆伍陆柒捌玖拾佰仟萬億貳陸參'].map((character, i) => [
    character,
    '一二三四五六七八九十百千万亿二六三'.charAt(i),
  ]),
)
const BANKERS_RUN = new RegExp(
  `[${Object.keys(BANKERS).join('')}零万亿]*[${Object.keys(BANKERS).join('')}][${Object.keys(BANKERS).join('')}零万亿]*`,
  'g',
)

/**
 * A text with the numerals of banks turned into common ones, so that every place in it stays what it was. Only runs of two or
 * more are: one alone is as likely a surname (陆) or part of a name (伍).
 */
export function plainNumerals(text: string): string {
  return text.replace(BANKERS_RUN, (run) =>
    run.length < 2 ? run : [...run].map((character) => BANKERS[character] ?? character).join(''),
  )
}

/** The characters a number can be written with. */
export const NUMERALS = '零〇一二两三四五六七八九十百千万亿'

/**
 * The number written in Arabic or Chinese numerals or both: 38.5万, 三十八万, 1亿2000万, 三万五 (35,000), 380,000.
 * Null where it is none, or vague (几十万).
 */
export function readNumber(written: string): number | null {
  const tokens =
    written
      .replaceAll(',', '')
      .toLowerCase()
      .match(/\d{1,15}(?:\.\d{1,6})?|./gu) ?? []
  let total = 0
  let section = 0
  let pending: number | null = null
  let last = 1
  let afterZero = false
  for (const token of tokens) {
    const unit = UNITS[token]
    if (unit === undefined) {
      const digit = /^\d/.test(token) ? Number(token) : DIGITS[token]
      if (digit === undefined || (pending !== null && pending !== 0)) return null
      afterZero = pending === 0 || digit === 0
      pending = digit
      continue
    }
    if (unit >= 1e4) {
      const below: number = section + (pending ?? 0)
      if (below === 0 && total === 0) return null
      total = unit === 1e8 ? (total + below) * unit : total + below * unit
      section = 0
    } else section += (pending ?? 1) * unit
    pending = null
    last = unit
  }
  if (pending === null) return tokens.length > 0 ? total + section : null
  const colloquial = last >= 100 && pending < 10 && !afterZero // 三万五, 一百二
  return total + section + (colloquial ? (pending * last) / 10 : pending)
}

/** A number of a year, month or day in digits: 2024, 二〇二四, 五, 十二. */
export function readOrdinal(written: string): number | null {
  if (/^\d+$/.test(written)) return Number(written)
  const digits = [...written].map((character) => DIGITS[character])
  if (written.length >= 2 && digits.every((digit) => digit !== undefined)) return Number(digits.join(''))
  return readNumber(written)
}
