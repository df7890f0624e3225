import {
  type Claim,
  type Due,
  debtorNamed,
  debtorOf,
  type Estimate,
  type Interest,
  type NotDue,
  type Start,
} from '../../appeal/arrears/arrears.ts'
import { arrearsLaw, cite } from '../../appeal/arrears/law.ts'
import type { ArrearsFacts, Debtor } from '../../model/appeal.ts'
import type { CalendarDate } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'
import { since, yuan } from './words.ts'

export const DEBTOR: Readonly<Record<Debtor, string>> = {
  'public-body': '机关',
  institution: '事业单位',
  'large-firm': '大型企业',
  other: '小企业或个人',
  unknown: '不清楚',
}

const STARTS: Readonly<Record<Start['what'], string>> = { settled: '双方确认金额', accepted: '验收', delivered: '交付' }
const [latest] = arrearsLaw.versions.slice(-1)
const law = `《${arrearsLaw.name}》`

/** 2024年10月30日 */
export const dayOf = (date: CalendarDate): string => since(date)

/** 323,790元, to the fen where there is one. */
export function exactYuan(amount: number): string {
  const [whole = '', fen] = (Math.round(amount * 100) / 100).toFixed(2).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fen === '00' ? '' : `.${fen}`}元`
}

/** Articles of one law in one breath: 《…》（2020年）第八条第一款、第九条第一款. */
function cited(basis: readonly string[]): string {
  let [law, version] = ['', '']
  return basis
    .map((one) => {
      const [, name = '', year = '', article = one] = /^(《[^》]*》)(（\d+年）)?(.*)$/u.exec(one) ?? []
      const shown = name !== law ? one : year !== version ? `${year}${article}` : article
      law = name
      version = year
      return shown
    })
    .join('、')
}

const percent = (part: number): string => `${Math.round(part * 1e8) / 1e6}%`

/** What was told, on one line; `he` is how the creditor is called. */
export function factsText(facts: ArrearsFacts, respondent: string | undefined, he = '您'): string {
  const { contractOn, deliveredOn, acceptedOn, settledOn, agreedOn, termDays, termMonths, noTerm, small } = facts
  const debtor = debtorOf(facts, respondent)
  const byName = facts.debtor === undefined && debtorNamed(respondent ?? '') !== undefined
  return [
    debtor !== 'unknown' && `对方是${DEBTOR[debtor]}${byName ? '（按名称看）' : ''}`,
    small !== undefined && `${he}${small ? '是' : '不是'}中小微企业`,
    contractOn && `合同${since(contractOn)}`,
    deliveredOn && `交付${since(deliveredOn)}`,
    acceptedOn && `验收${since(acceptedOn)}`,
    settledOn && `确认金额${since(settledOn)}`,
    agreedOn && `约定${since(agreedOn)}付`,
    termDays !== undefined && `约定${termDays}天付`,
    termMonths !== undefined && `约定${termMonths}个月付`,
    noTerm && '没有约定付款时间',
    facts.ratePercent !== undefined && `约定年利率${facts.ratePercent}%`,
  ]
    .filter(Boolean)
    .join('，')
}

/** What is not known of who owes and since when, as questions. */
function openQuestions({ arrears = {}, respondent }: Claim): string[] {
  const { deliveredOn, acceptedOn, settledOn, agreedOn, termDays, termMonths, noTerm } = arrears
  const dated = [deliveredOn, acceptedOn, settledOn, agreedOn].some(Boolean)
  const termed = agreedOn !== undefined || termDays !== undefined || termMonths !== undefined || noTerm
  return [
    ...(debtorOf(arrears, respondent) === 'unknown' ? ['对方是机关、事业单位、大企业，还是小企业、个人？'] : []),
    ...(dated ? [] : [`合同哪天签的，哪天交付、验收的${termed ? '' : '，约定多久付款'}？`]),
    ...(dated && !termed ? ['合同约定多久付款？'] : []),
    ...(arrears.small === undefined ? ['签合同时您是中小微企业吗？'] : []),
  ]
}

const EXAMPLE = '（例如“2024年5月签，9月验收，没约定付款时间，对方是大企业，我们是小企业”）'

/** The one question about a debt: only what is not known. */
export function question(claim: Claim, wish: boolean): string {
  const asks = [...openQuestions(claim), ...(wish ? ['您希望怎么解决？'] : [])]
  return `最后一问，知道几样说几样（不清楚就回“跳过”）：${asks.join('')}\n${EXAMPLE}`
}

/** The same below the summary, where nothing else was to be asked. */
export function stillAsks(claim: Claim): string {
  return `还想核实几样，直接回一句就行，不说也能提交：${openQuestions(claim).join('')}`
}

/** How the due date came about, with law and article. */
export function dueBasis(due: Due, debtor: Debtor): string {
  const { start, days, months, rough, capped, by } = due
  const from = start ? `${STARTS[start.what]}${dayOf(start.on)}` : ''
  const length = days === undefined ? (months === undefined ? '' : `${months}个月`) : `${days}日`
  const counted = length === '' ? '合同约定的付款日' : `${from}起${by === 'law' ? '' : '按约定'}${length}`
  const notes = [
    capped && `约定超过了${DEBTOR[debtor]}最长的${days}日，按${days}日算`,
    rough && '您只说到月份或年份，按那段时间的最后一天算',
    due.moved && '最后一天是休息日，顺延',
    due.provisional && '那年的放假安排还没公布，可能差一两天',
  ].filter(Boolean)
  return [counted, ...notes, cited(due.basis)].filter(Boolean).join('；')
}

/** 每天0.05%, or the agreed rate a year over the days of a year. */
export function rateText({ perDay }: Pick<Interest, 'perDay'>, { ratePercent }: ArrearsFacts): string {
  return ratePercent === undefined ? `每天${percent(perDay)}` : `${ratePercent}%÷${arrearsLaw.yearDays}`
}

/** 2024年10月31日至2025年5月31日; one day alone is said once. */
export const spanText = (from: CalendarDate, to: CalendarDate): string =>
  from === to ? dayOf(from) : `${dayOf(from)}至${dayOf(to)}`

/** 86万元 × 每天0.05% × 213天 = 91,590元 */
function formulas(amount: number, interest: Interest, facts: ArrearsFacts): string[] {
  return interest.pieces.map(
    ({ version, from, to, days, yuan: part }) =>
      `· ${spanText(from, to)}：${yuan(amount)} × ${rateText(interest, facts)} × ${days}天 = ${exactYuan(part)}，${cite(version, version.interest.article)}`,
  )
}

const ESTIMATE = '【估算】'
const CHECK = '以上是估算，只作参考，以合同、凭证和有关部门的认定为准。'

/** Due date, days overdue and interest, with formula, law and article. */
export function estimateText(result: Estimate, { arrears = {} }: Claim): RichText {
  const { due, interest, debtor, amountYuan, until } = result
  if (result.coverage.endsWith('not-covered')) return [notCovered(result)]
  if (due.kind === 'unknown')
    return lines([strong(ESTIMATE)], whyUnknown(due, debtor, arrears.noTerm), perDay(amountYuan, arrears), CHECK)
  const overdue = Math.max(0, interest?.days ?? daysLate(due.on, until))
  return lines(
    [strong(`${ESTIMATE}最迟应付日：${dayOf(due.on)}`), `（${dueBasis(due, debtor)}）`],
    overdue === 0 ? `到${dayOf(until)}还没有逾期，没有逾期利息。` : `到${dayOf(until)}已逾期 ${overdue} 天。`,
    interest && overdue > 0 && amountYuan !== undefined && ['逾期利息约 ', strong(exactYuan(interest.yuan)), '：'],
    ...(interest && amountYuan !== undefined ? formulas(amountYuan, interest, arrears) : []),
    interest !== undefined &&
      interest.uncovered > 0 &&
      `${dayOf(arrearsLaw.versions[0]?.inForce ?? until)}条例施行以前的 ${interest.uncovered} 天不适用条例，这里算不出，没有计入。`,
    interest === undefined && '告诉我欠多少钱，就能算利息。',
    overdue > 0 && rateNote(arrears, result),
    changeNote(due, until),
    assumptions(arrears, due),
    CHECK,
  )
}

function daysLate(dueOn: CalendarDate, until: CalendarDate): number {
  return Math.round((Date.parse(until) - Date.parse(dueOn)) / 86_400_000)
}

function rateNote({ ratePercent }: ArrearsFacts, { interest }: Estimate): string {
  const version = interest?.pieces.at(-1)?.version ?? latest
  const article = version ? cite(version, version.interest.article) : law
  return ratePercent === undefined
    ? `没有约定利率的，每天万分之五；约定了利率的按约定，但不得低于签合同时的1年期贷款市场报价利率（${article}）。`
    : `按您说的约定年利率${ratePercent}%，除以${arrearsLaw.yearDays}天。约定利率不得低于签合同时的1年期贷款市场报价利率（${article}）；当时是多少，请自行查对，这里没有核。`
}

/** Neither version says what becomes of what began under the other. */
function changeNote({ version }: Due, until: CalendarDate): string | false {
  if (!version || !latest || version === latest || until < latest.inForce) return false
  return `${version.year}年版自${dayOf(version.inForce)}、${latest.year}年版自${dayOf(latest.inForce)}施行，没有规定新旧怎么衔接：付款期限按起算那天施行的版本，利息按每一天施行的版本算。`
}

function assumptions(
  { small, noTerm, termDays, termMonths, agreedOn, settledOn }: ArrearsFacts,
  due: Due,
): string | false {
  const termed = noTerm || termDays !== undefined || termMonths !== undefined || agreedOn !== undefined
  const taken = [
    !termed && '合同没有约定付款时间',
    due.by === 'contract' && due.start && `约定的期限从${STARTS[due.start.what]}那天起算`,
    due.start?.what === 'accepted' && '合同约定验收合格后付款',
    settledOn !== undefined && '合同约定按进度或定期结算',
    small === undefined && '签合同时您是中小微企业',
  ].filter(Boolean)
  return taken.length > 0 && `这里当作：${taken.join('；')}。不对就告诉我。`
}

function whyUnknown({ why, start, version }: NotDue, debtor: Debtor, noTerm = false): string {
  const { counting, versions } = arrearsLaw
  switch (why) {
    case 'no-start':
      return '还不知道哪天交付或验收，也不知道约定哪天付，算不出应付日。说一句就能算，例如“2025年5月交货，约定60天付”。'
    case 'no-version':
      return `${start ? dayOf(start.on) : ''}还没有这部条例（${dayOf(versions[0]?.inForce ?? '')}起施行），又没有听您说约定了付款时间，算不出应付日。没有约定期限的，可以随时要求付款，但要给对方必要的准备时间（《${counting.law}》${counting.noTerm}）。`
    case 'no-term':
      return `${start ? `${STARTS[start.what]}那天（${dayOf(start.on)}）` : ''}施行的是${version?.year}年版，没有给${DEBTOR[debtor]}规定付款天数（${version && debtor === 'large-firm' ? cite(version, version.terms[debtor].article) : law}），${noTerm ? '合同也没有约定' : '您也没说合同约定了多久付'}，算不出应付日。没有约定期限的，可以随时要求付款，但要给对方必要的准备时间（《${counting.law}》${counting.noTerm}）。${noTerm ? '' : '合同里写了付款时间的，告诉我就能算。'}`
    case 'no-debtor':
      return '还不知道对方是机关、事业单位还是大型企业，期限不一样，算不出应付日。'
  }
}

function perDay(amountYuan: number | undefined, { ratePercent }: ArrearsFacts): string | false {
  if (amountYuan === undefined || !latest) return false
  const part = ratePercent === undefined ? latest.interest.perDay : ratePercent / 100 / arrearsLaw.yearDays
  return `应付日定下来以后，每逾期一天利息约 ${exactYuan(amountYuan * part)}（${yuan(amountYuan)} × ${percent(part)}，${cite(latest, latest.interest.article)}）。`
}

/** One line for the summary; nothing where nothing can be said. */
export function inShort(
  { due, interest, debtor, amountYuan, coverage, until }: Estimate,
  facts: ArrearsFacts = {},
): string | false {
  if (coverage.endsWith('not-covered')) return notCovered({ coverage })
  if (due.kind === 'unknown') {
    return due.why === 'no-start' || due.why === 'no-debtor' ? false : whyUnknown(due, debtor, facts.noTerm)
  }
  if (interest && interest.days === 0) return `${ESTIMATE}最迟应付日${dayOf(due.on)}，还没有逾期。`
  if (!interest || amountYuan === undefined)
    return `${ESTIMATE}最迟应付日${dayOf(due.on)}，逾期${daysLate(due.on, until)}天。`
  const covered = interest.days - interest.uncovered
  const articles = cited(interest.pieces.map(({ version }) => cite(version, version.interest.article)))
  return `${ESTIMATE}最迟应付日${dayOf(due.on)}，逾期${interest.days}天，利息约${exactYuan(interest.yuan)}（${yuan(amountYuan)}×${rateText(interest, facts)}×${covered}天，${articles}）。说“利息多少”看算法。`
}

/** Whom the regulation's complaint does not cover, and the lawful road. */
function notCovered({ coverage }: Pick<Estimate, 'coverage'>): string {
  const scope = latest ? cite(latest, latest.articles.scope) : law
  const whose = coverage === 'creditor-not-covered' ? '您签合同时不是中小微企业' : '对方不是机关、事业单位或大型企业'
  return `${whose}，${scope}管不到，不能走拖欠中小企业款项的投诉渠道。这类欠款可以找人民调解委员会调解，或者带合同和凭证到法院起诉。您仍可登记，按一般诉求办理。`
}

/** The debtor is not known: what it would be for each kind. */
export function alternatives(results: readonly Estimate[], claim: Claim): RichText {
  return lines(
    [strong(ESTIMATE), '对方是哪类单位还不清楚，分开算：'],
    ...results.map(({ debtor, due, interest, until }) => {
      if (due.kind === 'unknown') return `· 如果是${DEBTOR[debtor]}：${whyUnknown(due, debtor)}`
      const late = interest
        ? `，逾期${interest.days}天，利息约${exactYuan(interest.yuan)}`
        : `，逾期${Math.max(0, daysLate(due.on, until))}天`
      return `· 如果是${debtor === 'public-body' ? '机关或事业单位' : DEBTOR[debtor]}：最迟应付日${dayOf(due.on)}（${dueBasis(due, debtor)}）${late}`
    }),
    results.some(({ interest }) => interest !== undefined) && rateNote(claim.arrears ?? {}, results[0] as Estimate),
    '如果是小企业或个人：这部条例管不到。',
    CHECK,
  )
}

export const askForMore = (lacking: readonly string[]): string =>
  `要算应付日和利息，还差：${lacking.join('、')}。知道几样说几样，例如“欠50万，2025年6月交货，约定90天付”。`
export const LACKING = {
  amount: '欠多少钱',
  start: '哪天交付或验收',
  debtor: '对方是机关、事业单位还是大企业',
} as const
export const mayRegister = '要不要我帮您登记，转给有关部门？'

export const offerLetters = (covered: boolean): string =>
  `要我起草${covered ? '投诉书和催款函' : '催款函'}吗？填好您说过的内容，发成文件给您核对后使用。`
export const LETTERS = { both: '要（投诉书和催款函）', demand: '要（催款函）' } as const
export const lettersComing = (covered: boolean): string =>
  `好的，正在起草${covered ? '投诉书和催款函' : '催款函'}，稍等。金额、日期是按您说的填的，没说的留了空${covered ? '；利息是估算' : ''}，请核对后使用。`
export const noLetters = '还没有登记过拖欠账款的诉求。先说说谁欠您多少钱，登记以后就能起草。'
export const lettersNotCovered = '这笔欠款不适用条例的投诉渠道，只起草催款函。'
