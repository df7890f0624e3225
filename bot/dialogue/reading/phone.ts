import { fold } from './text.ts'

export type PhoneProblem = 'phone-unclear' | 'phone-length' | 'phone-prefix'

const MOBILE = '(?:\\+?86[- ]?)?1[3-9](?:[- ]?\\d){9}'
const LANDLINE = '\\(?0\\d{2,3}\\)?[- ]?[2-9]\\d{2,3}[- ]?\\d{4}'
const FREEPHONE = '[48]00[- ]?\\d{3}[- ]?\\d{4}'
const PHONE = new RegExp(`(?<![\\d])(?:${MOBILE}|${LANDLINE}|${FREEPHONE})(?!\\d)`, 'g')
const THEIRS = /(?:对方|他们?|她|甲方|老板|客户|经理|负责人)[^,，。;；]{0,8}$/
const MINE = /(?:我的?|本人|联系)[^,，。;；]{0,10}$/

/** The speaker's phone. With several, the one he calls his own; none where that is not said, nor one he calls another's. */
export function phoneIn(text: string): string | undefined {
  const folded = withSpokenDigits(fold(text))
  const found = [...folded.matchAll(PHONE)].flatMap((match) => {
    const before = folded.slice(Math.max(0, match.index - 16), match.index)
    const reading = judge(match[0])
    if (!('value' in reading) || (THEIRS.test(before) && !MINE.test(before))) return []
    return [{ value: reading.value, mine: MINE.test(before) }]
  })
  const own = found.filter(({ mine }) => mine)
  const candidates = new Set((own.length > 0 ? own : found).map(({ value }) => value))
  return candidates.size === 1 ? [...candidates][0] : undefined
}

/** An answer to “your phone”: mobile, landline with its area code, or 400; also in Chinese numerals as they are dictated. */
export function readPhone(text: string): { value: string } | { problem: PhoneProblem } {
  const folded = fold(text)
  const whole = phoneIn(folded)
  if (whole) return { value: whole }
  const first = [...folded.matchAll(PHONE)].map((match) => judge(match[0])).find((reading) => 'value' in reading)
  return first ?? judge(spoken(folded))
}

/** Which kind of number these digits are, written the usual way, or what is wrong with them. */
function judge(written: string): { value: string } | { problem: PhoneProblem } {
  const digits = written.replace(/\D/g, '').replace(/^0?086(?=1)|^86(?=1\d{10}$)/, '')
  if (digits.length < 3) return { problem: 'phone-unclear' }
  if (/^1/.test(digits)) {
    if (digits.length !== 11) return { problem: 'phone-length' }
    return /^1[3-9]/.test(digits) ? { value: digits } : { problem: 'phone-prefix' }
  }
  if (/^[48]00\d{7}$/.test(digits)) return { value: `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}` }
  if (/^0/.test(digits)) return landline(digits)
  return { problem: digits.length === 11 ? 'phone-prefix' : 'phone-length' } // seven or eight digits lack the area code
}

/** 010 and 02x have three digits and eight behind; other area codes four, and seven or eight. */
function landline(digits: string): { value: string } | { problem: PhoneProblem } {
  const area = /^0(?:10|2\d)/.test(digits) ? 3 : 4
  const rest = digits.slice(area)
  if (rest.length !== 8 && (area === 3 || rest.length !== 7)) return { problem: 'phone-length' }
  return /^[2-9]/.test(rest) ? { value: `${digits.slice(0, area)}-${rest}` } : { problem: 'phone-prefix' }
}

const SAID = '零〇幺一二两三四五六七八九'
const SPOKEN_MOBILE = new RegExp(`(?<![${SAID}十百千万\\d])[一幺](?:[ -]?[${SAID}]){10}(?![${SAID}十百千万亿\\d])`, 'g')

/** A mobile number as a phone writes down what was dictated (幺三九零…) in digits, one for one. */
export function withSpokenDigits(text: string): string {
  return text.replace(SPOKEN_MOBILE, inDigits)
}

function spoken(text: string): string {
  return /\d/.test(text) ? text : inDigits(text)
}

function inDigits(text: string): string {
  return text.replace(/[零〇幺一二两三四五六七八九]/g, (character) => {
    const digit = '零一二三四五六七八九'.indexOf(character)
    return String(digit >= 0 ? digit : character === '幺' ? 1 : character === '两' ? 2 : 0)
  })
}
