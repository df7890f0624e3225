import type { ArrearsFacts } from '../../model/appeal.ts'
import type { CalendarDate } from '../../model/instant.ts'
import { readNumber } from './numerals.ts'
import { findPoints, valid } from './since.ts'
import { fold } from './text.ts'

type Day = 'contractOn' | 'settledOn' | 'acceptedOn' | 'deliveredOn' | 'agreedOn'

/** What happened on a day. The first that stands nearest to the day, before or behind it, names it. */
const HAPPENED =
  /(?<agreedOn>应付款?日?|应该付|应当付|该付|该给|付清|付款日|到期日?|最迟|最晚)|(?<settledOn>结算(?!方式)|对(?:完|过|好)?了?账|定案|审定|审计)|(?<acceptedOn>验收|检验|验完|验了)|(?<deliveredOn>交付|[交发供送](?:完|了|的|过|齐|清)?的?货|交的|交了?工|交房|供完|送到|到货|完工|竣工|做完|干完|完成|装完|安装完)|(?<contractOn>签合同|签订?的?合同|签约|签订|签了?的?|订立|合同|协议)/g

const LEADS_TO_DAY = /^(?:[的了日期时间在是为于:： ]|改成|改为|应该|应为|(?:不对|错了)[,，]?){0,7}$/
const BELONGS_BEHIND = /^[份初中旬底日号左右那前后就又才来我们把给 ]{0,6}$/
const NEXT_YEAR = /(?:次年|第二年|转年|隔年|来年)的?$/
const SAME_YEAR = /(?:同年|当年)的?$/
const BARE_MONTH =
  /(?<=次年的?|第二年的?|转年的?|隔年的?|来年的?|同年的?|当年的?)(?<month>\d{1,2}|十[一二]|[一二三四五六七八九十])月(?:份|(?<day>\d{1,2})[日号])?/g
const DIGITS = /(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/g

interface Point {
  readonly value: string
  readonly start: number
  readonly end: number
}

/** The points in time of a text; a month without a year belongs to the year named before it, or to the one after. */
function pointsIn(folded: string, today: CalendarDate, told?: string): Point[] {
  const digits = [...folded.matchAll(DIGITS)].flatMap(({ 0: all, 1: year, 2: month, 3: day, index }) => {
    const value = valid(`${year}-${month}-${day}`)
    return value ? [{ value, start: index, end: index + all.length, yearless: false }] : []
  })
  const relative = [...folded.matchAll(BARE_MONTH)].map(({ 0: all, 1: month = '', 2: day, index }) => ({
    value: `0000-${two(month)}${day ? `-${two(day)}` : ''}`,
    start: index,
    end: index + all.length,
    yearless: true,
  }))
  const found = findPoints(folded, today).filter(
    ({ start, end }) => ![...digits, ...relative].some((other) => start < other.end && other.start < end),
  )
  let before = told
  return [...found, ...digits, ...relative]
    .sort((a, b) => a.start - b.start)
    .flatMap(({ value, start, end, yearless }) => {
      const whole = yearless ? withYear(value, before, folded.slice(0, start), today) : value
      if (whole === null) return []
      before = whole
      return [{ value: whole, start, end }]
    })
}

const two = (written: string): string => String(readNumber(written)).padStart(2, '0')

/** 2024年11月签的，3月验收: the March after it, if that has been; 次年 and 同年 say so themselves. */
function withYear(value: string, before: string | undefined, said: string, today: CalendarDate): string | null {
  const rest = value.slice(4)
  if (before === undefined) return value.startsWith('0000') ? null : value
  const year = Number(before.slice(0, 4))
  if (NEXT_YEAR.test(said)) return `${year + 1}${rest}`
  if (SAME_YEAR.test(said) || before.length < 7) return `${year}${rest}`
  const follows = rest.slice(0, 3) < before.slice(4, 7)
  const next = `${year + 1}${rest}`
  return follows && next <= today.slice(0, next.length) ? next : `${year}${rest}`
}

/** The days of contract, delivery, acceptance, settlement, and the one agreed for payment. */
function daysIn(folded: string, today: CalendarDate, before?: string): Partial<Record<Day, string>> {
  const points = pointsIn(folded, today, before)
  const names = [...folded.matchAll(HAPPENED)].map(({ 0: all, index, groups = {} }) => ({
    day: Object.keys(groups).find((name) => groups[name] !== undefined) as Day,
    start: index,
    end: index + all.length,
  }))
  const used = new Set<number>()
  const days: Partial<Record<Day, string>> = {}
  points.forEach((point, i) => {
    const from = points[i - 1]?.end ?? 0
    const to = points[i + 1]?.start ?? folded.length
    const near = names
      .map((name, n) => ({ ...name, n }))
      .filter(({ n, start, end }) => !used.has(n) && start >= from && end <= to)
    const ahead = near.findLast(({ end }) => end <= point.start && LEADS_TO_DAY.test(folded.slice(end, point.start)))
    const behind = near.find(
      ({ start }) => start >= point.end && BELONGS_BEHIND.test(folded.slice(point.end, start).replace(PARTY, '')),
    )
    // 合同约定2025年6月30日付清: the nearer one is only where it stands.
    const name = behind?.day === 'agreedOn' ? behind : (ahead ?? behind)
    if (!name || DENIES.test(folded.slice(point.end, name.start))) return
    if (
      name.day === 'agreedOn'
        ? !PROMISED.test(folded.slice(Math.max(0, from), to))
        : point.value > today.slice(0, point.value.length)
    )
      return
    used.add(name.n)
    days[name.day] ??= point.value
  })
  return days
}

/** What may stand between a day and what happened on it: 9月底货就交付. */
const PARTY = /[货工程项目设备材料也全部都已经]/g
const DENIES = /[没未不]/
const PROMISED = /约定|说好|写明|写的|规定|承诺|答应|讲好|应付|应该|应当|该付|该给|到期|最迟|最晚|付款日/

const COUNT = '(?<![\\d月年.-])(\\d{1,4}|[一二两三四五六七八九十百半]{1,4})'
const PAYS = '付|给钱|结清|结款|结账|打款|支付|账期|帐期|期限|回款'
const EVENT = '验收|交货|交付|结算|开票|完工|竣工|到货|收货|收到货'
const TERMS: readonly RegExp[] = [
  new RegExp(`(?:账期|帐期|付款期限?|付款时间)(?:约定)?(?:是|为|:|约|有|定)?[ ]?${COUNT}(个月|天|日)`),
  new RegExp(
    `(?:约定|合同写明?|说好|写的|规定)(?:的|是|了|${EVENT}|合格|完成|之?日?起|以?后)*[ ]?${COUNT}(个月|天|日)(?:之?内|以内|后)?(?:${PAYS}|$|[,。;! ])`,
  ),
  new RegExp(`${COUNT}(个月|天|日)(?:之?内|以内|后)?(?:${PAYS})`),
]
/** 希望三个月内付清 is what he wants, not what was agreed. */
const WANTED = /(?:希望|要求|请|必须|得|限)[^,。;!]*$/

const NO_TERM =
  /(?:没有?|未|木有)(?:书面)?(?:约定?|写|说|定|签|讲)(?:好|明|清楚?|什么|过)?(?:具体的?)?(?:付款|支付|结款|给钱|几时|什么时候|何时|啥时候|多久|账期|期限|时间|日期)|(?:付款|支付)?(?:时间|期限|日期|账期)(?:也|都|就)?(?:没有?|未)(?:写|约定?|说|定|讲)|没有?约定(?!利|违约)[,。;! ]|没有?约定$|^没约$|没有?账期/

function termIn(folded: string): Pick<ArrearsFacts, 'termDays' | 'termMonths' | 'noTerm'> {
  // 没约定……约定60天付: what is said last holds.
  const none = NO_TERM.exec(folded)
  const from = none ? none.index + none[0].length : 0
  for (const pattern of TERMS) {
    const match = pattern.exec(folded.slice(from))
    const [, written = '', unit = ''] = match ?? []
    const count = readNumber(written)
    if (match && WANTED.test(folded.slice(from, from + match.index))) continue
    if (count === null || !Number.isInteger(count) || written === '') continue
    if (unit !== '个月') return count <= 3650 ? { termDays: count } : {}
    if (count > 0 && count <= 120) return { termMonths: count }
  }
  return none ? { noTerm: true } : {}
}

const RATE =
  /(?:(?<unit>年|月|日|每天|每日|每月|每年|年化)(?:利率|利息|化|息|违约金)?[^\d万千百,。;]{0,6})(?<count>\d{1,2}(?:\.\d{1,4})?)%|(?<unit2>年|月|日|每天|每日|每月|每年|按日|按月)[^,。;]{0,6}?(?<of>万|千|百)分之(?<parts>[一二两三四五六七八九十]|\d{1,2}(?:\.\d{1,2})?)|(?<flat>利率|利息)[^\d,。;]{0,6}(?<yearly>\d{1,2}(?:\.\d{1,4})?)%/
const A_YEAR: Readonly<Record<string, number>> = { 月: 12, 日: 365, 天: 365 }
const PARTS_OF: Readonly<Record<string, number>> = { 千: 10, 万: 100 }

/** What interest was agreed, in per cent a year; a rate a day is taken 365 times, one a month twelve times. */
function rateIn(folded: string): number | undefined {
  if (!/利|息|违约金/.test(folded)) return undefined
  const groups = RATE.exec(folded)?.groups ?? {}
  const { unit2 = '', unit = unit2, count, of = '', parts = '', yearly } = groups
  if (yearly) return Number(yearly)
  const times = A_YEAR[unit.slice(-1)] ?? 1
  const percent = count ? Number(count) : Number(readNumber(parts)) / (PARTS_OF[of] ?? 1)
  const rate = Math.round(percent * times * 1e6) / 1e6
  return rate > 0 && rate <= 100 ? rate : undefined
}

const THEM =
  '(?:对方|甲方|他们?|她|那边|那家|欠款方|欠款单位|欠钱的|业主|总包)(?:单位|公司|那边)?(?:就)?(?:是|属于|算)?(?:一?[个家])?'
const US =
  '(?:我们?|我司|我公司|我厂|我店|本公司|咱们?|俺们?|自己)(?:公司|厂|店|企业|单位|这边)?(?:就|都|也)?(?:是|属于|算)?(?:一?[个家])?'
const KINDS: readonly (readonly [Exclude<ArrearsFacts['debtor'], undefined>, string])[] = [
  ['institution', '事业单位|公立(?:医院|学校)'],
  ['public-body', '(?:国家|行政|党政|政府)?机关|政府(?:部门|单位)?'],
  ['large-firm', '(?:国有|民营|大型)?(?:大型|大)(?:国企|企业|集团|公司|国有企业)|央企|上市大公司'],
  [
    'other',
    '(?:私人|民营|一般|普通)?(?:中?小微?|微型|中型)(?:企业|公司|厂|老板)|私企|私人老板|私人|个人|自然人|个体户?|个体工商户|包工头|朋友',
  ],
]
const SMALL =
  '(?:中?小微?|微型|小型|中型|小规模)(?:型)?(?:企业|公司|厂|店|作坊)|中小微?|小微|个体户|个体工商户|家庭作坊'
/** 不是大企业: what it is not. */
const DENIED = new RegExp(
  `不(?:是|算|属于)(?:一?[个家])?(?:什么)?(?:${KINDS.map(([, words]) => words).join('|')})`,
  'g',
)
/** What nobody calls the other side. */
const HIMSELF = '(?:^|[,。;! ])(?:是的?)?(?:中小微?|小微|微型|小型)(?:企业)?(?=$|[,。;!的 ])'

function sizesIn(folded: string, asked: boolean): Pick<ArrearsFacts, 'debtor' | 'small'> {
  const us = new RegExp(`${US}(不(?:是|算|属于))?(?:一?[个家])?(?:${SMALL})`).exec(folded)
  const large = new RegExp(`${US}(不(?:是|算|属于))?(?:一?[个家])?大(?:型)?(?:企业|公司|集团|厂)`).exec(folded)
  const small = us ? us[1] === undefined : large ? large[1] !== undefined : undefined
  const others = [us, large]
    .reduce((left, match) => (match ? left.replace(match[0], '') : left), folded)
    .replace(DENIED, '')
  const bySubject = KINDS.find(([, words]) => new RegExp(`${THEM}(?:${words})`).test(others))?.[0]
  const owing = KINDS.find(([, words]) =>
    new RegExp(`(?:^|[,。;! 被给])(?:有|一)?[个家]?(?:${words})(?:一直|总|都|还)?(?:欠|拖|不给|没给|不付)`).test(
      others,
    ),
  )?.[0]
  // Asked for both, 小微 alone is himself, and any other word the debtor.
  const alone = asked && small === undefined && new RegExp(HIMSELF).test(others)
  const rest = others.replace(new RegExp(HIMSELF), '')
  const named = asked ? KINDS.find(([, words]) => new RegExp(words).test(rest))?.[0] : undefined
  const debtor = bySubject ?? owing ?? named
  return {
    ...(debtor && { debtor }),
    ...(small !== undefined ? { small } : alone && { small: true }),
  }
}

/** What a text tells of a debt without having been asked: days, terms, rate, who is who. */
export function arrearsIn(text: string, today: CalendarDate): ArrearsFacts | undefined {
  const folded = fold(text)
  if (!/欠|拖|没给|没付|不付|不给|未付|没结|未结|要不回|利息|账款|尾款|货款|工程款/.test(folded)) return undefined
  return facts(folded, today, false)
}

/**
 * What is said of contract, days, terms and who is who. `asked` for, a single word is an answer; `before` is the last day
 * that was told, whose year a month without one belongs to.
 */
export function readArrears(
  text: string,
  today: CalendarDate,
  { asked = true, before }: { readonly asked?: boolean; readonly before?: string | undefined } = {},
): { value: ArrearsFacts } | { problem: 'arrears-unclear' } {
  const value = facts(fold(text), today, asked, before)
  return value ? { value } : { problem: 'arrears-unclear' }
}

function facts(folded: string, today: CalendarDate, asked: boolean, before?: string): ArrearsFacts | undefined {
  const ratePercent = rateIn(folded)
  const read: ArrearsFacts = {
    ...sizesIn(folded, asked),
    ...daysIn(folded, today, before),
    ...termIn(folded),
    ...(ratePercent !== undefined && { ratePercent }),
  }
  return Object.keys(read).length > 0 ? read : undefined
}
