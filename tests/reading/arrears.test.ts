import { describe, expect, test } from 'vitest'
import { catalog } from '../../bot/catalog/index.ts'
import { readAll, readAnswer } from '../../bot/dialogue/reading/index.ts'
import type { ArrearsFacts } from '../../bot/model/appeal.ts'

const TODAY = '2026-11-22'
const told = (text: string) => readAll(text, catalog, TODAY)
const answered = (text: string) => readAnswer('arrears', text, catalog, TODAY)

describe('a sentence tells all there is to a debt', () => {
  test.each<[string, ArrearsFacts]>([
    [
      '给市住建局干的活，合同2024年5月签的，9月验收，欠86万，没约定付款时间',
      { contractOn: '2024-05', acceptedOn: '2024-09', noTerm: true },
    ],
    ['大企业欠我50万，去年3月交的货，现在利息多少', { debtor: 'large-firm', deliveredOn: '2025-03' }],
    ['2024年11月签合同，次年3月验收，欠20万', { contractOn: '2024-11', acceptedOn: '2025-03' }],
    ['2024年11月签合同，次年3月15日验收，欠20万', { contractOn: '2024-11', acceptedOn: '2025-03-15' }],
    ['2024年11月签合同，3月验收，欠20万', { contractOn: '2024-11', acceptedOn: '2025-03' }],
    ['拖欠货款38万，2025.6.12交货，验收后90天内付款', { deliveredOn: '2025-06-12', termDays: 90 }],
    ['合同约定2025年6月30日付清，到现在没给', { agreedOn: '2025-06-30' }],
    ['欠我们工程款，2023年10月结算，账期三个月', { settledOn: '2023-10', termMonths: 3 }],
    ['欠款30万，约定逾期按每日万分之三计利息，2025年8月1日交付', { deliveredOn: '2025-08-01', ratePercent: 10.95 }],
    ['欠款30万，年利率6%，2025年8月1日验收合格', { acceptedOn: '2025-08-01', ratePercent: 6 }],
    ['欠款30万，年息百分之六，2025年8月1日验收', { acceptedOn: '2025-08-01', ratePercent: 6 }],
    ['对方是小公司，欠我们8万，我们是小微企业', { debtor: 'other', small: true }],
    ['政府欠我们工程款120万', { debtor: 'public-body' }],
    ['交货日期20250612，尾款没付', { deliveredOn: '2025-06-12' }],
  ])('%s', (text, arrears) => {
    expect(told(text).arrears).toEqual(arrears)
  })

  test('it began when it was accepted, and nothing is read where nobody owes', () => {
    expect(told('合同2024年5月签的，9月验收，欠86万')).toMatchObject({ since: '2024-09', amountYuan: 860_000 })
    expect(told('2024年5月签合同租的厂房，9月验收消防没过').arrears).toBeUndefined()
    expect(told('从2025年5月起拖欠我们运费26万元')).toMatchObject({ since: '2025-05' })
    expect(told('从2025年5月起拖欠我们运费26万元').arrears).toBeUndefined()
  })

  test('a year is told, a day that has not been is not taken for one that has', () => {
    expect(told('明年2027年3月交货，欠10万').arrears).toBeUndefined()
    expect(told('一直没验收，欠着尾款').arrears).toBeUndefined()
    expect(told('交货日期20250231，尾款没付').arrears).toBeUndefined()
  })

  test('a month of the year after one that nobody named has no year', () => {
    expect(told('次年3月验收，欠20万').arrears).toBeUndefined()
  })

  test('what he wants is no term that was agreed, nor is one that nobody agrees', () => {
    expect(told('欠我们20万，希望3个月内付清').arrears).toBeUndefined()
    expect(told('欠我们20万，账期9999天').arrears).toBeUndefined()
    expect(told('欠我们20万，账期200个月').arrears).toBeUndefined()
  })
})

describe('an answer to the question', () => {
  test.each<[string, ArrearsFacts]>([
    [
      '2024年5月签，9月验收，没约定付款时间，对方是事业单位，我们是小企业',
      { contractOn: '2024-05', acceptedOn: '2024-09', noTerm: true, debtor: 'institution', small: true },
    ],
    ['大企业', { debtor: 'large-firm' }],
    ['机关，我们小微', { debtor: 'public-body', small: true }],
    ['对方是大型企业，我们不是中小企业', { debtor: 'large-firm', small: false }],
    ['2025年7月15日交货，60天付款', { deliveredOn: '2025-07-15', termDays: 60 }],
    ['小公司', { debtor: 'other' }],
    ['小微企业', { small: true }],
    ['事业单位，小微', { debtor: 'institution', small: true }],
    ['没约定', { noTerm: true }],
    ['交货2025年7月1日 验收2025年7月9日', { deliveredOn: '2025-07-01', acceptedOn: '2025-07-09' }],
  ])('%s', (text, value) => {
    expect(answered(text)).toEqual({ value })
  })

  test('what says nothing of it', () => {
    expect(answered('哈哈')).toEqual({ problem: 'arrears-unclear' })
  })
})
