import { describe, expect, test } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { estimate } from '../../bot/appeal/arrears/arrears.ts'
import { createWorkCalendar } from '../../bot/appeal/time/work-calendar.ts'
import { Letter } from '../../bot/model/letter.ts'
import { complaintLetter, demandLetter, type LetterFacts } from '../../bot/texts/zh-cn/letters.ts'

const calendar = createWorkCalendar(publishedHolidays())
const facts = (told: Omit<LetterFacts, 'result'>): LetterFacts => ({
  ...told,
  result: estimate(told, '2026-11-23', calendar),
})
const read = ({ title, parts }: Letter): string =>
  [
    title,
    ...parts.map((part) => ('text' in part ? part.text : part.table.map((row) => row.join('|')).join('\n'))),
  ].join('\n')

const ALL = facts({
  respondent: '市住建局',
  enterprise: '云州鑫达机械厂',
  contact: '张三',
  phone: '13900001111',
  amountYuan: 860_000,
  wish: '尽快付清',
  arrears: { contractOn: '2024-05', acceptedOn: '2024-09-30', noTerm: true, small: true },
})

describe('letters to check and to use', () => {
  test('a complaint names both sides, the contract, what it comes to and on what it stands', () => {
    const text = read(complaintLetter(ALL))
    for (const said of [
      '日期、天数和利息是估算',
      '请逐项核对',
      '名称：市住建局　类型：机关',
      '合同订立日期|2024年5月',
      '约定的付款时间|没有约定',
      '拖欠金额|860,000元',
      '最迟应付日为2024年10月30日',
      '2024年10月31日至2025年5月31日|213|86万元×每天0.05%×213天|91,590元|《保障中小企业款项支付条例》（2020年）第十五条',
      '2025年6月1日至2026年11月23日|541|86万元×每天0.05%×541天|232,630元|《保障中小企业款项支付条例》（2025年）第十七条',
      '《保障中小企业款项支付条例》（2025年）第二十四条第一款',
      '《保障中小企业款项支付条例》（2025年）第二十五条第四款',
      '3. 尽快付清',
    ])
      expect(text).toContain(said)
  })

  test('a demand letter asks for the money, and names the excuses that do not count', () => {
    const text = read(demandLetter(ALL))
    for (const said of [
      '市住建局：',
      '人民币860,000元',
      '及至实际付清之日的逾期利息',
      '（2025年）第十四条',
      '收款账户',
    ])
      expect(text).toContain(said)
  })

  test('what nobody told is left blank, never guessed', () => {
    const none = facts({})
    for (const letter of [complaintLetter(none), demandLetter(none)]) {
      const text = read(Letter.parse(letter))
      expect(text).toContain('＿＿')
      expect(text).not.toMatch(/undefined|null|NaN/)
      expect(text).toContain('拖欠金额|＿＿＿＿')
    }
  })

  test('of a debtor the regulation does not cover, nothing is claimed on it', () => {
    const text = read(
      demandLetter(
        facts({ respondent: '某某商贸公司', amountYuan: 80_000, arrears: { debtor: 'other', deliveredOn: '2025-03' } }),
      ),
    )
    expect(text).not.toContain('保障中小企业款项支付条例')
    expect(text).not.toContain('逾期利息，')
    expect(text).toContain('人民币80,000元')
  })
})
