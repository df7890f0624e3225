import { describe, expect, test } from 'vitest'
import { catalog } from '../../bot/catalog/index.ts'
import { readCorrection } from '../../bot/dialogue/reading/index.ts'
import type { SlotName } from '../../bot/model/slots.ts'

const TODAY = '2026-11-22'
/** As numbered in the summary. */
const ORDER: readonly SlotName[] = [
  'kind',
  'matter',
  'respondent',
  'amountYuan',
  'since',
  'enterprise',
  'area',
  'contact',
  'phone',
  'uscc',
  'wish',
  'confidential',
]
const correct = (text: string) => readCorrection(text, catalog, TODAY, ORDER)

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
  ])('%s', (text, slot, value) => {
    expect(correct(text)).toEqual({ slot, reading: { value } })
  })

  test('but gets it wrong is told what is wrong', () => {
    expect(correct('电话改成1390000')).toEqual({ slot: 'phone', reading: { problem: 'phone-length' } })
  })
})

describe('a correction that only points at it', () => {
  test.each<[string, SlotName]>([
    ['第2项不对', 'matter'],
    ['2错了', 'matter'],
    ['第九项有误', 'phone'],
    ['第4项', 'amountYuan'],
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
    ['公司注册要多久？'],
    ['问题是他们不给钱'],
    ['第13项不对'],
    ['第0项不对'],
    ['工程款拖了一年'],
    [''],
  ])('%s', (text) => {
    expect(correct(text)).toBeNull()
  })
})
