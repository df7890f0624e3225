import { describe, expect, test } from 'vitest'
import { catalog } from '../../bot/catalog/index.ts'
import { ALL_SLOTS } from '../../bot/dialogue/intake/slots.ts'
import { readCorrection } from '../../bot/dialogue/reading/index.ts'
import type { SlotName } from '../../bot/model/slots.ts'

const TODAY = '2026-11-22'
const correct = (text: string) => readCorrection(text, catalog, TODAY, ALL_SLOTS)

describe('a correction that says what is right', () => {
  test.each<[string, SlotName, string | number | boolean]>([
    ['电话改成13900000000', 'phone', '13900000000'],
    ['打错了，手机号是13922222222', 'phone', '13922222222'],
    ['电话号码写错了应该是13933333333', 'phone', '13933333333'],
    ['13911111111', 'phone', '13911111111'],
    ['金额不对，是48万', 'amountYuan', 480_000],
    ['金额48万', 'amountYuan', 480_000],
    ['钱不对，是五十万', 'amountYuan', 500_000],
    ['请把金额改成48万', 'amountYuan', 480_000],
    ['不是38万，是48万', 'amountYuan', 480_000],
    ['第四项改成50万', 'amountYuan', 500_000],
    ['4改成50万', 'amountYuan', 500_000],
    ['3、改成市三院', 'respondent', '市三院'],
    ['甲方不是市二院，是市三院', 'respondent', '市三院'],
    ['公司名少了个字，是云州市腾达机械有限公司', 'enterprise', '云州市腾达机械有限公司'],
    ['9、13900000001', 'phone', '13900000001'],
    ['不是张三是李四', 'contact', '李四'],
    ['名字写错了 叫李四', 'contact', '李四'],
    ['对了 联系人是赵六', 'contact', '赵六'],
    ['公司名称是腾达机械有限公司', 'enterprise', '腾达机械有限公司'],
    ['时间应该是2024年3月', 'since', '2024-03'],
    ['区域改为东湖', 'area', '东湖区'],
    ['把诉求改成尽快付款并付利息', 'wish', '尽快付款并付利息'],
    ['不要保密', 'confidential', false],
    ['匿名吧', 'confidential', true],
    ['不是投诉是举报', 'kind', 'tip-off'],
    ['我要举报不是投诉', 'kind', 'tip-off'],
    ['改成举报', 'kind', 'tip-off'],
    ['不是匿名是实名', 'confidential', false],
    ['公司叫腾飞不叫腾达', 'enterprise', '腾飞'],
    ['金额是38万不是83万', 'amountYuan', 380_000],
    ['对方是大宇集团不是大禹', 'respondent', '大宇集团'],
    ['应该是380万', 'amountYuan', 3_800_000],
    ['应该是13900001234', 'phone', '13900001234'],
  ])('%s', (text, slot, value) => {
    expect(correct(text)).toEqual({ slot, reading: { value } })
  })

  test('but gets it wrong is told what is wrong', () => {
    expect(correct('电话改成1390000')).toEqual({ slot: 'phone', reading: { problem: 'phone-length' } })
  })
})

test('a value with something wrong behind its name is told what is wrong', () => {
  expect(correct('电话139000012345')).toEqual({ slot: 'phone', reading: { problem: 'phone-length' } })
  expect(correct('金额38')).toEqual({ slot: 'amountYuan', reading: { problem: 'amount-unit' } })
})

test('the wrong half tells which one is meant, where it was given', () => {
  const given = { enterprise: '腾达机械', respondent: '大禹' }
  const contrast = (text: string) => readCorrection(text, catalog, TODAY, ALL_SLOTS, given)
  expect(contrast('不是大禹是大宇集团')).toEqual({ slot: 'respondent', reading: { value: '大宇集团' } })
  expect(contrast('不是腾达机械，是腾飞机械')).toEqual({ slot: 'enterprise', reading: { value: '腾飞机械' } })
})

describe('something is to be left out', () => {
  test.each<[string, SlotName]>([
    ['去掉电话', 'phone'],
    ['把电话删掉', 'phone'],
    ['电话删掉', 'phone'],
    ['联系人去掉', 'contact'],
    ['不留电话了', 'phone'],
    ['我不想留电话了。', 'phone'],
    ['不要电话了', 'phone'],
    ['信用代码删了吧', 'uscc'],
    ['金额删掉', 'amountYuan'],
    ['第9项删掉', 'phone'],
    ['删掉第十项', 'uscc'],
  ])('%s', (text, slot) => {
    expect(correct(text)).toEqual({ slot, remove: true })
  })

  test.each([['钱不要了'], ['内容删掉'], ['不要公司了']])('not by %s', (text) => {
    expect(correct(text)?.remove).toBeUndefined()
  })
})

describe('a correction that only points at it', () => {
  test.each<[string, SlotName]>([
    ['第2项不对', 'matter'],
    ['2错了', 'matter'],
    ['第九项有误', 'phone'],
    ['第4项', 'amountYuan'],
    ['2 和 3 都不对', 'matter'],
    ['第3、第4项错了', 'respondent'],
    ['我要改电话', 'phone'],
    ['手机号错了', 'phone'],
    ['公司名字错了', 'enterprise'],
  ])('%s', (text, slot) => {
    expect(correct(text)).toEqual({ slot })
  })
})

describe('no correction', () => {
  test.each([
    ['不对'],
    ['错了'],
    ['没问题'],
    ['提交'],
    ['1、他们不给钱'],
    ['没有要补充的'],
    ['全错了'],
    ['是的'],
    ['1'],
    ['谢谢'],
    ['电话多久会打给我？'],
    ['电话是多少'],
    ['公司注册要多久？'],
    ['问题是他们不给钱'],
    ['第14项不对'],
    ['第0项不对'],
    ['工程款拖了一年'],
    ['欠的不是货款是加工费'],
    ['不是货款是应付款'],
    ['少写了一个0'],
    [''],
  ])('%s', (text) => {
    expect(correct(text)).toBeNull()
  })
})
