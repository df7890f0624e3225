import { Converter } from 'opencc-js/t2cn'

const toSimplified = Converter({ from: 't', to: 'cn' })

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

const NUMERAL = '[零〇一二两三四五六七八九十百千]{1,12}'
const ORDINAL = new RegExp(`第(${NUMERAL})(?=[编章节条款项号])`, 'g')
const SUBARTICLE = new RegExp(`(?<=条之)${NUMERAL}`, 'g')
const AMOUNT = new RegExp(`(${NUMERAL})(?=个?(?:工作日|月内|月以)|[日天元倍]|万元|年内|年以)`, 'g')

/**
 * The form in which texts and questions are compared, never shown: simplified characters, half width, lower case,
 * one kind of bracket, Arabic numerals where a number is counted (`第十二条` = `第12条`, `三十日` = `30日`).
 * Applying it twice changes nothing more.
 */
export function normalize(text: string): string {
  return simplify(text.normalize('NFKC').toLowerCase())
    .normalize('NFKC')
    .replace(/[〔【﹝[{]/g, '(')
    .replace(/[〕】﹞\]}]/g, ')')
    .replace(/[“”「」『』„‟]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[‐‑–—−~～]/g, '-')
    .replace(ORDINAL, (_, numeral: string) => `第${numberOf(numeral)}`)
    .replace(SUBARTICLE, (numeral) => String(numberOf(numeral)))
    .replace(AMOUNT, (_, numeral: string) => String(numberOf(numeral)))
}

/** A few characters lead to one that itself has a simpler form (薴 → 苧 → 苎): go on until nothing changes. */
export function simplify(text: string): string {
  const simpler = toSimplified(text)
  return simpler === text ? text : simplify(simpler)
}

/** The value of a Chinese numeral below ten thousand, written out (二十五) or digit by digit (二〇二五). */
function numberOf(numeral: string): number {
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
