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
}
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
const PARTS: Readonly<Record<string, string>> = { 百分之: '%', 千分之: '‰' }

const COUNTED = /(百分之|千分之|第|条之)?([零〇一二两三四五六七八九十百千]{1,12})(点[零〇一二三四五六七八九]{1,6})?/g
const AFTER_NUMBER = /^(?:[编章节条款项号])/
const AFTER_AMOUNT = /^(?:个?(?:工作日|月内|月以)|个月|[日天元倍]|[万亿]元|年[内以期]|小时|周岁)/
const YEAR = /^[零〇一二三四五六七八九]{4}$/

/** 1 for the UTF-16 units that Chinese numerals are written with. */
export const NUMERAL: Uint8Array = new Uint8Array(0x10000)
for (const digit of [...Object.keys(DIGITS), ...Object.keys(UNITS)]) NUMERAL[digit.charCodeAt(0)] = 1

/**
 * Arabic numerals where something is numbered or counted: 第十二条, 第二十五条之一, 三十日, 六个月, 五万元, 百分之十二点五, 二〇二三年.
 * Elsewhere characters that mean numbers are parts of words (一般, 统一, 三农) and stay.
 */
export function arabic(text: string): string {
  return text.replace(
    COUNTED,
    (all: string, before: string | undefined, numeral: string, rest: string | undefined, at: number) => {
      const after = text.slice(at + all.length, at + all.length + 5)
      const sign = before && PARTS[before]
      if (sign)
        return `${numberOf(numeral)}${rest ? `.${[...rest.slice(1)].map((c) => DIGITS[c]).join('')}` : ''}${sign}`
      if (rest) return all
      if (before === '条之') return `条之${numberOf(numeral)}`
      if (before === '第' && AFTER_NUMBER.test(after)) return `第${numberOf(numeral)}`
      const year = YEAR.test(numeral) && after.startsWith('年')
      return year || AFTER_AMOUNT.test(after) ? `${before ?? ''}${numberOf(numeral)}` : all
    },
  )
}

/** The value of a Chinese numeral below ten thousand, written out (二十五) or digit by digit (二〇二五). */
export function numberOf(numeral: string): number {
  const characters = [...numeral]
  if (!characters.some((c) => c in UNITS)) return Number(characters.map((c) => DIGITS[c] ?? 0).join(''))
  let total = 0
  let digit: number | undefined
  for (const c of characters) {
    const unit = UNITS[c]
    if (unit === undefined) {
      digit = DIGITS[c] ?? 0
    } else {
      total += (digit ?? 1) * unit
      digit = undefined
    }
  }
  return total + (digit ?? 0)
}
