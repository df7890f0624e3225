import type { Count, Share } from '../../appeal/figures/figures.ts'
import type { Report, Treated } from '../../appeal/figures/report.ts'
import { showNumber } from '../../appeal/reference.ts'
import { namePeriod } from '../../appeal/time/periods.ts'
import type { EnterpriseSize, Ownership } from '../../model/appeal.ts'
import { type CalendarDate, dateOf, timeOf } from '../../model/instant.ts'
import type { Period } from '../../model/period.ts'
import { KIND } from './words.ts'

/** How a job ended. */
export const cannot = '没有做成，已记下问题；请稍后再试，或者联系管理员。'
export const lettersMade = (names: readonly string[]): string =>
  `文书已写好（${names.join('、')}）：请逐字核对、补全空白处后再用，签字盖章以后才有效。`
export const ownData = '您的信息在这个文件里，请自己保管，不要转发。'
export const expired = (count: number): string =>
  `保存期满，已删除 ${count} 人的个人信息；办理记录保留，不含能认出人的内容。`
export const erased =
  '您的个人信息已删除：姓名、电话、企业名称、您说过的话和发来的文件都不能再读出来。办理记录依规定保留，里面已没有能认出您的内容。以后有事照样可以问我、重新登记。'

const SIZE: Readonly<Record<EnterpriseSize, string>> = {
  large: '大型',
  medium: '中型',
  small: '小型',
  micro: '微型',
  'self-employed': '个体工商户',
}
const OWNERSHIP: Readonly<Record<Ownership, string>> = {
  private: '民营',
  state: '国有',
  foreign: '外资',
  collective: '集体',
  other: '其他',
}
const UNKNOWN = '未填'
const NAME: Readonly<Record<Period['kind'], string>> = { week: '周报', month: '月报', quarter: '季报' }

/** Names of the catalogue by their ids. */
export interface Names {
  readonly unit: (id: string) => string
  readonly category: (id: string) => string
}

/** Below this many a percentage says more than is known. */
export const FEW = 5
const SHOWN = 10

/** `85.7%（30/35）`; few are shown as they are counted. */
export function rate({ n, of }: Share): string {
  if (of === 0) return '无'
  return of < FEW ? `${n}/${of}` : `${percent({ n, of })}%（${n}/${of}）`
}

/** In per cent, to one place. */
export function percent({ n, of }: Share): number {
  return Math.round((n / of) * 1000) / 10
}

/** 2026年第47周, 2026年11月, 2026年第4季度. */
export function periodName(period: Period): string {
  const [year = '', part = ''] = namePeriod(period).split('-')
  if (period.kind === 'month') return `${year}年${Number(part)}月`
  return period.kind === 'week' ? `${year}年第${Number(part.slice(1))}周` : `${year}年第${part.slice(1)}季度`
}

/** 亲清诉求周报 2026年第47周 */
function reportTitle(period: Period): string {
  return `亲清诉求${NAME[period.kind]} ${periodName(period)}`
}

/** The report as text, by paragraphs; each begins with its heading. */
export function reportLines(report: Report, names: Names): string[] {
  return [
    `${reportTitle(report.period)}（${range(report.period)}）`,
    ...asOf(report),
    ...section('总体', overall(report)),
    ...section('收到的诉求', received(report, names)),
    ...section(
      '承办单位三率',
      report.units.map(
        ({ unit, received: given, response, resolution, satisfaction }) =>
          `${names.unit(unit)}：派单 ${given} 件；响应率 ${rate(response)}；解决率 ${rate(resolution)}；满意率 ${rate(satisfaction)}`,
      ),
    ),
    ...section(
      '热点',
      report.topics.map(({ label, count }) => `${label}：${count} 件`),
    ),
    ...section('一视同仁（按期率、平均用时）', [
      ...report.bySize.map(({ size, ...treated }) => `${size ? SIZE[size] : `规模${UNKNOWN}`}：${treatment(treated)}`),
      ...report.byOwnership.map(
        ({ ownership, ...treated }) =>
          `${ownership ? OWNERSHIP[ownership] : `所有制${UNKNOWN}`}：${treatment(treated)}`,
      ),
    ]),
    ...section('没有答上来的问题', gaps(report)),
    ...section('逾期未答复', overdue(report, names)),
    '',
    ...DEFINITIONS,
  ]
}

/** How it is counted, in a line each. */
export const DEFINITIONS: readonly string[] = [
  '口径：收到＝期内登记；办结＝期内有结果并结案；按期＝期内已答复的，加上期限在期内已过仍未答复的，其中在承诺期限内答复的（延期、补正、重办后按新期限；不予受理、撤回、并单、转送、终止的不计）。',
  '响应率＝期内派单、已签收或签收期限已过的，其中按时签收或先行答复企业的；解决率＝期内答复中结果为“已解决”的（退回重办的，重新答复后计；咨询、建议含“已解释说明”，建议含“留作参考”）；满意率＝期内评价中“满意”和“基本满意”的，每次评价都算，未评价的另计。',
  `不足 ${FEW} 件的只列件数，不算百分比。本报告只有数字和编号，没有个人信息。`,
]

function asOf({ period, running, until, before }: Report): string[] {
  const other = before.from.slice(0, 4) !== period.from.slice(0, 4)
  const compared = `“上期”指${other ? `${before.from.slice(0, 4)}年` : ''}${range(before)}`
  const today = dateOf(until)
  return [running ? `截至${date(today)} ${timeOf(until)}，本期还没有结束；${compared}。` : `${compared}。`]
}

function overall(report: Report): string[] {
  const { received: all, resolved, left, promised, promisedBefore, legal, satisfaction, ratings } = report
  return [
    `收到 ${compared(all)}；办结 ${compared(resolved)}；不予受理、撤回、并单、转送、终止 ${compared(left)}`,
    `按承诺期限答复 ${rate(promised)}，上期 ${rate(promisedBefore)}；未超过法定期限 ${rate(legal)}`,
    `满意率 ${rate(satisfaction)}，上期 ${rate(report.satisfactionBefore)}：满意 ${ratings.satisfied}、基本满意 ${ratings.basically}、不满意 ${ratings.dissatisfied}；另有未评价 ${ratings['no-answer']}`,
    `${report.running ? '目前' : '期末'}在办 ${report.open} 件，其中重办、督办 ${report.reworking} 件，逾期未答复 ${report.overdue.length} 件`,
  ]
}

/** `44 件（上期 40 件，+10%）`. */
function compared({ now, before }: Count): string {
  const change = now - before
  const sign = change > 0 ? '+' : ''
  const told =
    before < FEW || change === 0
      ? change === 0
        ? '持平'
        : `${sign}${change} 件`
      : `${sign}${percent({ n: change, of: before })}%`
  return now === 0 && before === 0 ? '0 件' : `${now} 件（上期 ${before} 件，${told}）`
}

function received({ received: all, byKind, byCategory }: Report, names: Names): string[] {
  if (all.now === 0 && all.before === 0) return []
  const list = (rows: readonly ({ readonly name: string } & Count)[]) =>
    rows.map(({ name, now, before }) => `${name} ${now}（${before}）`).join('、')
  const shown = byCategory.slice(0, SHOWN).map((one) => ({ ...one, name: names.category(one.category) }))
  const rest = byCategory.slice(SHOWN)
  const sum = (key: 'now' | 'before') => rest.reduce((all, one) => all + one[key], 0)
  const others = rest.length === 0 ? [] : [{ name: '其余领域', now: sum('now'), before: sum('before') }]
  return [
    `按类型：${list(byKind.map((one) => ({ ...one, name: KIND[one.kind] })))}`,
    `按领域：${list([...shown, ...others])}`,
    '括号里是上期件数',
  ]
}

function treatment({ promised, averageDays }: Treated): string {
  return `按期 ${rate(promised)}${averageDays === null ? '' : `；平均 ${averageDays} 天`}`
}

function gaps({ gaps: { total, top } }: Report): string[] {
  if (total === 0) return []
  return [
    `共 ${total} 组，问的人最多的：`,
    ...top.map(
      ({ people, times, document }) =>
        `${people} 人问过 ${times} 次${document ? `（最接近《${title(document)}》）` : ''}`,
    ),
  ]
}

/** Of a document known by its path. */
function title(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.[a-z]{2,5}$/iu, '')
}

function overdue({ overdue: all }: Report, names: Names): string[] {
  const shown = all.slice(0, 2 * SHOWN)
  return [
    ...shown.map(({ number, unit, due }) => `${showNumber(number)} ${names.unit(unit)}，应于${date(due)}答复`),
    ...(all.length > shown.length ? [`……共 ${all.length} 件，其余见台账`] : []),
  ]
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `【${heading}】`, ...lines]
}

/** 11月1日—11月30日 */
function range({ from, to }: { readonly from: CalendarDate; readonly to: CalendarDate }): string {
  return `${date(from)}—${date(to)}`
}

function date(day: CalendarDate): string {
  const [, month, dom] = day.split('-').map(Number)
  return `${month}月${dom}日`
}
