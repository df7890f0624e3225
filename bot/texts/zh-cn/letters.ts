import type { Claim, Estimate } from '../../appeal/arrears/arrears.ts'
import { arrearsLaw, cite, versionOn } from '../../appeal/arrears/law.ts'
import type { Letter } from '../../model/letter.ts'
import { DEBTOR, dayOf, dueBasis, exactYuan, rateText, spanText } from './arrears.ts'
import { yuan } from './words.ts'

/** What the letters are filled with; what is missing is left blank. */
export interface LetterFacts extends Claim {
  readonly matter?: string | undefined
  readonly enterprise?: string | undefined
  readonly uscc?: string | undefined
  readonly contact?: string | undefined
  readonly phone?: string | undefined
  readonly wish?: string | undefined
  /** As it stands on the day of the letter. */
  readonly result: Estimate
}

const BLANK = '＿＿＿＿'
const or = (value: string | undefined): string => (value === undefined || value === '' ? BLANK : value)
const on = (told: string | undefined): string => (told === undefined ? BLANK : dayOf(told))

const NOTE = '（本文稿按您说的情况自动起草，日期、天数和利息是估算，留空处请自行填写。请逐项核对、修改后再使用。）'

/** 投诉书: what 《保障中小企业款项支付条例》第二十四条 takes in, with what is known of contract, due date and interest. */
export function complaintLetter(facts: LetterFacts): Letter {
  const { result, matter, enterprise, uscc, contact, phone, respondent, wish } = facts
  const version = versionOn(result.until)
  const articles = version && {
    scope: cite(version, version.articles.scope),
    complaint: cite(version, version.articles.complaint),
    contract: version.articles.contract === undefined ? undefined : cite(version, version.articles.contract),
  }
  const known = result.debtor !== 'unknown' && result.debtor !== 'other'
  const kind = known ? DEBTOR[result.debtor] : '＿＿（机关／事业单位／大型企业，请填）'
  return {
    name: '投诉书',
    title: '拖欠中小企业款项投诉书',
    parts: [
      { text: NOTE },
      { text: '一、投诉人', strong: true },
      { text: `名称：${or(enterprise)}　统一社会信用代码：${or(uscc)}` },
      { text: `联系人：${or(contact)}　联系电话：${or(phone)}` },
      { text: `签订合同时的企业规模：${facts.arrears?.small ? '中小微企业' : '＿＿（中型／小型／微型，请填）'}` },
      { text: '二、被投诉人', strong: true },
      { text: `名称：${or(respondent)}　类型：${kind}` },
      { text: '三、合同和欠款情况', strong: true },
      { table: contractRows(facts) },
      ...(matter ? [{ text: `情况说明：${matter}` }] : []),
      { text: '四、应付日和逾期利息（估算）', strong: true },
      ...claimParts(facts),
      { text: '五、请求', strong: true },
      { text: `1. 督促被投诉人支付拖欠款项${amountOf(facts)}；` },
      { text: '2. 督促被投诉人支付逾期利息至实际付清之日。' },
      ...(wish ? [{ text: `3. ${wish}` }] : []),
      { text: '六、依据和声明', strong: true },
      ...(articles ? [{ text: `依据：${articles.scope}、${articles.complaint}。` }] : []),
      {
        text: `投诉人与被投诉人存在合同关系，所述情况属实，没有虚假、恶意投诉${articles?.contract ? `（${articles.contract}）` : ''}。`,
      },
      { text: '附：合同、交付或验收单据、发票、对账或结算单、催款记录（复印件，有几样附几样）。' },
      { text: `投诉人（盖章）：${or(enterprise)}`, align: 'right' },
      { text: '＿＿年＿＿月＿＿日', align: 'right' },
    ],
  }
}

/** 催款函: asks the debtor to pay, with due date and interest where they are known. */
export function demandLetter(facts: LetterFacts): Letter {
  const { enterprise, contact, phone, respondent, result } = facts
  const version = versionOn(result.until)
  const covered = !result.coverage.endsWith('not-covered')
  return {
    name: '催款函',
    title: '催款函',
    parts: [
      { text: NOTE },
      { text: `${or(respondent)}：` },
      {
        text: `我方${or(enterprise)}与贵方于${on(facts.arrears?.contractOn)}订立合同（合同名称及编号：${BLANK}）。我方已履行合同义务，贵方尚欠款项${amountOf(facts)}未付，具体如下：`,
      },
      { table: contractRows(facts) },
      ...(covered ? claimParts(facts) : []),
      { text: `请贵方自收到本函之日起＿＿日内付清上述款项${covered ? '及至实际付清之日的逾期利息' : ''}。` },
      {
        text: '对款项有异议的，请书面说明理由和金额；没有争议的部分请先行支付。',
      },
      ...(covered && version
        ? [
            {
              text: `法定代表人或者主要负责人变更、内部付款流程等，不是拒绝或者迟延支付的理由（${cite(version, version.articles.excuses)}）。`,
            },
          ]
        : []),
      { text: `收款账户：户名${or(enterprise)}，开户行${BLANK}，账号${BLANK}` },
      { text: `联系人：${or(contact)}　联系电话：${or(phone)}` },
      { text: `${or(enterprise)}（盖章）`, align: 'right' },
      { text: '＿＿年＿＿月＿＿日', align: 'right' },
    ],
  }
}

function amountOf({ amountYuan }: Claim): string {
  return amountYuan === undefined ? `${BLANK}元` : `人民币${exactYuan(amountYuan)}`
}

function contractRows({ arrears = {}, amountYuan, result }: LetterFacts): string[][] {
  const { contractOn, deliveredOn, acceptedOn, settledOn, agreedOn, termDays, termMonths, noTerm, ratePercent } =
    arrears
  const term =
    agreedOn !== undefined
      ? `${dayOf(agreedOn)}付`
      : termDays !== undefined
        ? `${termDays}日内付`
        : termMonths !== undefined
          ? `${termMonths}个月内付`
          : noTerm
            ? '没有约定'
            : BLANK
  return [
    ['事项', '内容'],
    ['合同订立日期', on(contractOn)],
    ['交付日期', on(deliveredOn)],
    ['检验或者验收合格日期', on(acceptedOn)],
    ...(settledOn === undefined ? [] : [['确认结算金额日期', on(settledOn)]]),
    ['约定的付款时间', term],
    ['约定的逾期利率', ratePercent === undefined ? BLANK : `年利率${ratePercent}%`],
    ['拖欠金额', amountYuan === undefined ? BLANK : exactYuan(amountYuan)],
    ['最迟应付日（估算）', result.due.kind === 'due' ? dayOf(result.due.on) : BLANK],
  ]
}

/** Due date and interest with their basis, the interest as a table; or blanks for them. */
function claimParts({ result, amountYuan, arrears = {} }: LetterFacts): Letter['parts'] {
  const { due, interest, debtor, until } = result
  if (due.kind === 'unknown') return [{ text: `最迟应付日：${BLANK}；逾期天数：＿＿天；逾期利息：${BLANK}元。` }]
  const dueOn = `最迟应付日为${dayOf(due.on)}（${dueBasis(due, debtor)}）`
  if (!interest || amountYuan === undefined) return [{ text: `${dueOn}；逾期利息：${BLANK}元。` }]
  if (interest.days === 0) return [{ text: `${dueOn}，到${dayOf(until)}尚未逾期。` }]
  const { name, versions } = arrearsLaw
  return [
    { text: `${dueOn}，到${dayOf(until)}逾期${interest.days}天，逾期利息约${exactYuan(interest.yuan)}：` },
    {
      table: [
        ['期间', '天数', '算法', '利息', '依据'],
        ...interest.pieces.map(({ version, from, to, days, yuan: part }) => [
          spanText(from, to),
          `${days}`,
          `${yuan(amountYuan)}×${rateText(interest, arrears)}×${days}天`,
          exactYuan(part),
          cite(version, version.interest.article),
        ]),
      ],
    },
    ...(interest.uncovered > 0
      ? [{ text: `《${name}》${dayOf(versions[0]?.inForce ?? until)}施行以前的${interest.uncovered}天没有计入。` }]
      : []),
  ]
}
