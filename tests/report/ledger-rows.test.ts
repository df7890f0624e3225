import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { ledgerSheet } from '../../bot/appeal/figures/ledger-rows.ts'
import { createWorkCalendar } from '../../bot/appeal/time/work-calendar.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Appeal } from '../../bot/model/appeal.ts'
import { appealOf, at, closing, deadline } from './ledger.ts'

const world = { catalog, calendar: createWorkCalendar(publishedHolidays()), now: at('12-01'), reveal: false }

/** The rows by the names of the columns. */
function rows(appeals: readonly Appeal[], more: Partial<typeof world> = {}) {
  const { columns, rows } = ledgerSheet(appeals, { ...world, ...more })
  return [...rows].map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))
}

const told = {
  matter: '甲方拖欠云州市腾达机械有限公司货款，腾达机械的陈小明多次催要，电话13900001234',
  enterprise: '云州市腾达机械有限公司',
  contact: '陈小明',
  phone: '13900001234',
}
const appeal = appealOf({
  n: 1,
  on: '11-16',
  data: { deadlines: [deadline('result', '11-18', { legal: { due: '2026-11-30', basis: '条例' } })], area: '高新区' },
  told,
  since: closing('11-16', '11-20', '11-21', 'basically'),
})

describe('the ledger', () => {
  it('has a row for each appeal, in the words of the field', () => {
    expect(rows([appeal])).toEqual([
      {
        编号: expect.stringMatching(/^QQ-\w{4}-\w{4}$/),
        登记日期: '2026-11-16',
        企业: expect.stringMatching(/^云州\*+有限公司$/),
        联系人: '陈**',
        联系电话: '139****1234',
        区域: '高新区',
        诉求内容: expect.stringMatching(/^甲方拖欠云州\*+有限公司货款，腾\*{3}的陈\*\*多次催要，电话139\*{4}1234$/),
        类型: '投诉',
        领域: '拖欠账款',
        牵头单位: '市工业和信息化局（清欠专班）',
        协办单位: null,
        承诺答复期限: '2026-11-18',
        法定期限: '2026-11-30',
        状态: '已办结',
        办理结果: '已解决',
        满意度: '基本满意',
        '用时（工作日）': 4,
        逾期天数: 2,
      },
    ])
  })

  it('shows them as they were told where they may be seen', () => {
    const [row] = rows([appeal], { reveal: true })
    expect(row).toMatchObject({
      企业: told.enterprise,
      联系人: told.contact,
      联系电话: told.phone,
      诉求内容: told.matter,
    })
  })

  it.each([{ kind: 'tip-off' }, { confidential: true }] as const)('keeps what is sealed in any case: %j', (data) => {
    const sealed = appealOf({ n: 2, on: '11-16', data, told })
    for (const reveal of [false, true]) {
      const [row] = rows([sealed], { reveal })
      expect(row).toMatchObject({ 企业: '（保密）', 联系人: '（保密）', 联系电话: '（保密）', 诉求内容: '（保密）' })
    }
  })

  it('of somebody who was erased says so', () => {
    const { personal: _, ...erased } = appeal
    expect(rows([erased])[0]).toMatchObject({
      企业: '（个人信息已删除）',
      联系人: null,
      诉求内容: '（个人信息已删除）',
    })
  })

  it('begins with the latest; what is not due yet is not late', () => {
    const later = appealOf({
      n: 3,
      on: '11-28',
      data: { deadlines: [deadline('result', '12-05', { provisional: true })] },
    })
    expect(rows([appeal, later]).map((row) => [row['登记日期'], row['承诺答复期限'], row['逾期天数']])).toEqual([
      ['2026-11-28', '2026-12-05（暂定）', null],
      ['2026-11-16', '2026-11-18', 2],
    ])
  })

  it('tells nobody who somebody is, whatever he wrote and wherever his names stand', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
    const names = fc.record({
      enterprise: fc.constantFrom('云州市腾达机械有限公司', '北河鑫源商贸中心', '大禹建设集团股份有限公司'),
      contact: fc.constantFrom('陈小明', '欧阳建国', '王芳'),
      phone: digits(8).map((rest) => `139${rest}`),
      id: fc.tuple(fc.constantFrom('210211', '110105'), digits(3)).map(([area, end]) => `${area}19850101${end}X`),
      card: digits(15).map((rest) => `6222${rest}`),
    })
    const filler = fc.constantFrom('拖欠货款', '，请联系', '负责人', '\n', ' ', '（', '）', '：', '1期工程', '一直不给')
    const parts = fc.array(
      fc.oneof(filler, fc.constantFrom('{enterprise}', '{contact}', '，{phone}，', '，{id}，', '，{card}，')),
      {
        maxLength: 12,
      },
    )
    fc.assert(
      fc.property(names, parts, (own, text) => {
        const matter = text.join('').replace(/\{(\w+)\}/gu, (_, key: keyof typeof own) => own[key])
        const { enterprise, contact, phone } = own
        const cells = rows([appealOf({ n: 4, on: '11-16', told: { matter, enterprise, contact, phone } })])
        const shown = JSON.stringify(cells)
        for (const secret of Object.values(own)) expect(shown).not.toContain(secret)
      }),
      { numRuns: 300 },
    )
  })
})
