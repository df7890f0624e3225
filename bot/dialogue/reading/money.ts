import { NUMERALS, plainNumerals, readNumber } from './numerals.ts'
import { phoneIn } from './phone.ts'
import { fold, STOPS } from './text.ts'

interface Amount {
  readonly yuan: number
  /** False for a bare number, which may mean yuan or 万. */
  readonly hasUnit: boolean
}

interface Found extends Amount {
  readonly start: number
  readonly end: number
}

const RUN = new RegExp(
  `[\\d${NUMERALS}几数](?:[\\d${NUMERALS}几数wWkK多余来]|\\.(?=\\d)|,(?=\\d{3}(?!\\d))|[ 个](?=[万亿千百wW元块]))*(?:元|块|圆)?`,
  'g',
)
const OTHER_MEASURES =
  /^(?:美|欧|港|日元|韩|英镑|人(?!民币)|名|平|吨|户|个|只|件|台|斤|亩|公|米|次|年|条|辆|套|张|家|股|份|字|千瓦|度)/
/** Ten billion: nobody is owed more, a phone or an account was meant. */
const MAX_YUAN = 1e10

const TAIL = new RegExp(`(?<=[万亿wW])[\\d${NUMERALS.replace(/[万亿]/g, '')}]+$`)
const OF_ANOTHER_WORD = /^(?:年|个|月|天|日|周|星期|礼拜|次|直|分|共|些|样|定|起|批|季|度|家|笔|期)/
const ENDS_A_SUM = new RegExp(`^(?:$|[${STOPS} :()]|[的左钱多来余还没未不了货工欠尾到至款啊吧呢以])`)

/** 38万一直, 20万两年: a digit behind 万 belongs to the sum only where the sum ends there. */
function withoutNextWord(written: string, after: string): string {
  const tail = TAIL.exec(written)?.[0]
  if (!tail) return written
  const joins = /[千百kK]/.test(tail) || /^\d{4}$/.test(tail) || (tail.length === 1 && ENDS_A_SUM.test(after))
  return joins && !OF_ANOTHER_WORD.test(after) ? written : written.slice(0, -tail.length)
}

/** Every sum of money named in a text, where its unit says that it is one: 38万, 三十八万元, 叁拾捌万元整, 380,000元, 1.2亿, 38w. */
export function findAmounts(text: string): Found[] {
  const folded = plainNumerals(fold(text))
  return [...folded.matchAll(RUN)].flatMap((match) => {
    const run = match[0].trimEnd()
    const written = withoutNextWord(run, folded.slice(match.index + run.length, match.index + run.length + 4))
    const end = match.index + written.length
    const amount = readSum(written)
    if (!amount?.hasUnit || OTHER_MEASURES.test(folded.slice(end).trimStart())) return []
    return [{ ...amount, start: match.index, end }]
  })
}

/** One sum of money; null where there is none or it is vague (几十万). */
function readSum(written: string): Amount | null {
  const currency = /(?:元|块|圆)$/.test(written)
  const number = written.replace(/[元块圆多余来个 ]/g, '').replace(/[.,]+$/, '')
  const yuan = Math.round((readNumber(number) ?? 0) * 100) / 100
  if (yuan <= 0) return null
  return { yuan, hasUnit: currency || /[万亿w]/i.test(number) }
}

const OWED_BEFORE = /(?:欠|剩|还差|差我们?|没付|未付|尾款|余款)[^\d,。;!?]{0,10}$/
const OWED_AFTER = /^[^,。;!?]{0,8}(?:没给|没付|没结|未付|未结|不给|不付|不还|没还|收不到|要不回)/
const MONEY_BEFORE = /(?:款|账|钱|金额|工钱|运费|货值|涉及|共计|合计|总计|共)[^\d,。;!?]{0,8}$/

const OWES = /欠|拖|没付|没给|未付|不给|尾款|余款|货款|工程款|账款/
const NOT_OWED = /罚|保证金|注册资本|贷款|每[个月天车人]|补贴|奖励/

/** The sum that is owed. Undefined where it is not said to be owed, or two different ones are. */
export function owedIn(text: string): number | undefined {
  const folded = plainNumerals(fold(text))
  const amounts = findAmounts(text)
  const owed = amounts.filter(
    ({ start, end }) =>
      OWED_BEFORE.test(folded.slice(Math.max(0, start - 14), start)) || OWED_AFTER.test(folded.slice(end, end + 14)),
  )
  const named = amounts.filter(({ start }) => MONEY_BEFORE.test(folded.slice(Math.max(0, start - 14), start)))
  const speaksOfDebt = amounts.length === 1 && OWES.test(folded) && !NOT_OWED.test(folded)
  if (owed.length > 0) return theOnly(owed)
  if (amounts.length === 0) return plainDebt(folded)
  return speaksOfDebt || (amounts.length === named.length && !NOT_OWED.test(folded)) ? theOnly(amounts) : undefined
}

const DAY_IN_DIGITS = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/** 欠款380000: digits alone are yuan where they stand right behind what is owed. */
function plainDebt(folded: string): number | undefined {
  const found = [
    ...folded.matchAll(
      /(?:欠款?|金额|货款|工程款|尾款)[:是为共计 ]{0,3}[¥￥]?(\d{4,9}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,2})?(?![\d年.-])/g,
    ),
  ]
  const [first, second] = found
  const yuan = Number(first?.[1]?.replaceAll(',', '') ?? 0)
  return yuan > 0 && !second && !DAY_IN_DIGITS.test(`${yuan}`) ? yuan : undefined
}

function theOnly(amounts: readonly Found[]): number | undefined {
  const [first, ...others] = amounts
  return first && first.yuan <= MAX_YUAN && others.every(({ yuan }) => yuan === first.yuan) ? first.yuan : undefined
}

export type AmountProblem = 'amount-unclear' | 'amount-unit' | 'amount-too-large'

/** An answer to “how much”: a bare number is taken for yuan from 1,000 on; below, it could as well mean 万. */
export function readAmount(text: string): { value: number } | { problem: AmountProblem } {
  const folded = plainNumerals(fold(text)).trim()
  const sums = findAmounts(folded)
  const value = theOnly(sums)
  if (sums.some(({ yuan }) => yuan > MAX_YUAN)) return { problem: 'amount-too-large' }
  if (value !== undefined) return { value }
  if (sums.length > 0) return { problem: 'amount-unclear' }
  if (phoneIn(folded) || DAY_IN_DIGITS.test(folded)) return { problem: 'amount-unclear' }
  const [, written = ''] =
    new RegExp(`^[^\\d${NUMERALS}${STOPS}几数好多]{0,10}([\\d,.${NUMERALS}]{1,20})[^\\d${NUMERALS}几多]{0,4}$`).exec(
      folded,
    ) ?? []
  const number = written === '' ? null : readSum(written)
  if (!number || OTHER_MEASURES.test(folded.slice(folded.indexOf(written) + written.length)))
    return { problem: 'amount-unclear' }
  if (number.yuan > MAX_YUAN) return { problem: 'amount-too-large' }
  return number.yuan >= 1000 ? { value: number.yuan } : { problem: 'amount-unit' }
}
