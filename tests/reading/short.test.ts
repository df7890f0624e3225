import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalog } from '../../bot/catalog/index.ts'
import {
  dangerIn,
  isCancel,
  isNo,
  isSkip,
  isYes,
  readAll,
  readAnswer,
  readCorrection,
  wantsHuman,
} from '../../bot/dialogue/reading/index.ts'
import { SlotName, Slots } from '../../bot/model/slots.ts'

const TODAY = '2026-11-22'
const short = { isYes, isNo, isSkip, isCancel, wantsHuman }
const heard = (text: string): string[] => Object.entries(short).flatMap(([name, hears]) => (hears(text) ? [name] : []))

describe('short answers', () => {
  test.each<[string, readonly string[]]>([
    [
      'isYes',
      [
        '是',
        '是的',
        '对',
        '对对对',
        '好的！',
        '可以',
        '行吧',
        '确认',
        '没问题',
        'OK',
        'ok。',
        '嗯嗯',
        '👌',
        'OK👌',
        '嗯，对的',
        '没错，就是这样',
        '好的谢谢',
        '提交吧',
      ],
    ],
    ['isNo', ['不', '不是', '不对', '不用了', '不行', 'no', '否', '先不了']],
    [
      'isSkip',
      [
        '跳过',
        '不知道',
        '没有',
        '不想说',
        '无',
        '算了不填',
        '没有。',
        '不清楚啊',
        '忘了',
        '不方便说',
        '这个没有',
        '没有营业执照',
      ],
    ],
    ['isCancel', ['取消', '不办了', '算了', '算了吧', '不投诉了', '退出', '算了不投诉了', '我不想投诉了']],
    [
      'wantsHuman',
      [
        '人工',
        '转人工',
        '找人',
        '真人',
        '客服',
        '我要找客服',
        '有没有人工？',
        '别跟机器人说了',
        '转人工服务',
        '给我换个真人',
        '有人吗',
        '叫你们领导来',
        '我要跟人说话',
      ],
    ],
  ])('%s', (name, lines) => {
    for (const line of lines) expect({ line, heard: heard(line) }).toEqual({ line, heard: [name] })
  })

  test.each([
    ['1'],
    ['工程款拖了一年'],
    ['人工智能企业有什么补贴'],
    ['人工费拖欠半年'],
    ['我要取消合同'],
    ['不是我说你们'],
    ['招不到人'],
    ['没有营业执照能开店吗'],
    ['对方不接电话'],
    ['好的政策为什么不落实'],
    [''],
  ])('%j is none of them', (line) => {
    expect(heard(line)).toEqual([])
  })
})

describe('danger', () => {
  test.each([
    ['再不给钱我就跳楼', '跳楼'],
    ['我不想活了', '不想活'],
    ['仓库着 火 了！！', '着火'],
    ['工人被困在里面', '被困'],
    ['天然气泄漏了快来', '天然气泄漏'],
  ])('%s', (text, word) => {
    expect(dangerIn(text, catalog)).toBe(word)
  })

  test.each([['火灾保险怎么买'], ['粉尘爆炸危险场所有哪些要求'], ['业务爆炸式增长'], ['气炸了'], ['你好'], ['']])(
    'none in %s',
    (text) => {
      expect(dangerIn(text, catalog)).toBeNull()
    },
  )
})

describe('whatever is typed', () => {
  const pieces = fc.constantFrom(
    '我叫',
    '张三',
    '139',
    '0000',
    '38万',
    '去年',
    '3月',
    '被',
    '欠',
    '我们',
    '有限公司',
    '希望',
    '改成',
    '第',
    '2',
    '项',
    '不',
    '是',
    '，',
    ' ',
    '保密',
    '一',
    '万',
    '年',
    '（',
    '.',
    '-',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
  )

  test('nothing throws, and what is read fits its slot', () => {
    fc.assert(
      fc.property(text, (line) => {
        Slots.parse(readAll(line, catalog, TODAY))
        for (const slot of SlotName.options) {
          const reading = readAnswer(slot, line, catalog, TODAY)
          if ('value' in reading) Slots.parse({ [slot]: reading.value })
        }
        readCorrection(line, catalog, TODAY, SlotName.options)
        heard(line)
        dangerIn(line, catalog)
      }),
      { numRuns: 300 },
    )
  })

  test('nothing takes long, however long and however like a pattern', () => {
    const started = performance.now()
    for (const piece of [
      '1',
      '1 ',
      '我叫张',
      '被',
      '一',
      '万',
      '，',
      '希望',
      '有限公司',
      '欠我',
      '2024年',
      '不是',
      '第',
      '在',
      ' ',
      '改成',
      '我们公司叫',
      '139 ',
      '0',
    ]) {
      const line = piece.repeat(Math.ceil(20_000 / piece.length))
      readAll(line, catalog, TODAY)
      for (const slot of SlotName.options) readAnswer(slot, line, catalog, TODAY)
      readCorrection(line, catalog, TODAY, SlotName.options)
      heard(line)
      dangerIn(line, catalog)
    }
    expect(performance.now() - started).toBeLessThan(4000)
  })
})
