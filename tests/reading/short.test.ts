import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dangerIn } from '../../bot/appeal/triage/danger.ts'
import { catalog } from '../../bot/catalog/index.ts'
import {
  isCancel,
  isNo,
  isNoValue,
  isSkip,
  isYes,
  readAll,
  readAnswer,
  readCorrection,
  wantsHuman,
} from '../../bot/dialogue/reading/index.ts'
import { SlotName, Slots } from '../../bot/model/slots.ts'
import { processorMs } from '../processor.ts'

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
        '成',
        '好嘞',
        '要得',
        '得劲',
        '发吧',
        '可以发吧',
        '就这么着',
        '就这样',
        '那就这样吧',
        '都对',
        '都对 赶紧的',
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
        '个人',
        '没要求',
        '没啥要求',
        '没什么要求',
        '不留',
        '不想留电话',
        '不留名字',
        '算了不改了',
        '说过了',
        '不知道叫什么',
        '不知道是谁',
        '没有别的要求了',
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
        '叫个人来',
        '换个人',
        'human',
        'I want to talk to a human',
        'agent please',
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
    ['有人'],
    ['叫人'],
    ['请人'],
    ['满意'],
    ['不满意'],
    ['匿名'],
    ['没有营业执照能开店吗'],
    ['对方不接电话'],
    ['好的政策为什么不落实'],
    [''],
  ])('%j is none of them', (line) => {
    expect(heard(line)).toEqual([])
  })
})

test('匿名 declines to say who he is, and answers whether to keep it secret', () => {
  expect(isSkip('匿名', 'contact')).toBe(true)
  expect(isSkip('匿名吧', 'phone')).toBe(true)
  expect(isSkip('匿名', 'enterprise')).toBe(true)
  expect(isSkip('匿名', 'confidential')).toBe(false)
})

describe('what can be no name, no company and no wish', () => {
  test.each([
    ...['你好', '谢谢', '谢谢你啊', '在吗', '哈哈哈', '他妈的', '傻逼', '什么破玩意'],
    ...['为啥要问这个', '这个我们能享受吗', '会泄露吗', '要多久', '问这干嘛？'],
    ...['是', '好的', '没有', '不用', '没有，不用', '没有，不用。', '不知道', '跳过'],
    ...['撤回', '催办', '进度', '查进度', '先别提交', '不改了提交吧', '取消', '人工'],
    ...['不对，是大宇', '写错了，是李明', '说错了应该是38万', '我写错了'],
    ...['13800138000', '2024年2月30日', '电话是1390000123', '2024.5.3', '38', '——', ''],
    ...['就这些', '你猜', '匿名', '不要让王科长知道', '别告诉他们'],
  ])('%s', (line) => {
    expect(isNoValue(line)).toBe(true)
  })

  test.each([
    ...['李明', '老李', '成龙', '王总', 'John Smith', '欧阳娜娜'],
    ...['大禹公司', '消防', '腾达机械', '如家酒店', '谁家小馆', '中国移动', '好又多超市', '没事饭馆', '101厂'],
    ...['还钱', '尽快解决', '退税', '不要再罚款了', '催他们付款', '不再天天检查', '早点给钱', '撤回处罚决定'],
  ])('but not %s', (line) => {
    expect(isNoValue(line)).toBe(false)
  })
})

describe('danger', () => {
  test.each([
    ['再不给钱我就跳楼', '跳楼'],
    ['我不想活了', '不想活'],
    ['仓库着 火 了！！', '着火'],
    ['工人被困在里面', '被困'],
    ['天然气泄漏了快来', '天然气泄漏'],
    ['机器把人手绞了 流了好多血', '手绞'],
    ['有人要打我', '要打我'],
    ['我被打了', '被打了'],
    ['煤气味很大', '煤气味'],
    ['有工人从楼上掉下来了', '从楼上掉'],
    ['真的想死', '想死'],
    ['我死给你们看', '死给你'],
    ['我被扣押在他们厂里', '我被扣押'],
    ['他们限制人身自由', '限制人身自由'],
    ['老板心梗了', '心梗'],
    ['工人昏倒了', '昏倒'],
    ['公司不给钱我活不下去了', '活不下去'],
    ['他把我打了', '把我打了'],
    ['再不给钱我就不活了', '就不活了'],
    ['恐怕着火了', '着火'],
    ['去年装修的店现在着火了', '着火'],
    ['工人触电了怎么办', '触电'],
  ])('%s', (text, word) => {
    expect(dangerIn(text, catalog)).toBe(word)
  })

  test.each([
    ['火灾保险怎么买'],
    ['粉尘爆炸危险场所有哪些要求'],
    ['业务爆炸式增长'],
    ['气炸了'],
    ['你好'],
    [''],
    ['要打他们官司'],
    ['要打人民币'],
    ['被砍单'],
    ['别来打我电话'],
    ['压得企业窒息'],
    ['企业快活不下去了'],
    ['我们公司真的活不下去了'],
    ['再这样下去厂子就活不下去了'],
    ['小店生意活不下去'],
    ['仓库怕着火'],
    ['防止起火要配什么'],
    ['我们被困在审批里三个月'],
    ['股价炸了'],
    ['之前失火过 保险不赔'],
    ['去年着火'],
    ['去年我们厂着火损失大'],
    ['高压触电谁负责'],
    ['工地坍塌事故谁承担'],
    ['他们被扣押金5000'],
    ['我们被扣押金5000'],
    ['想死你了'],
    ['被打了八折'],
    ['货被扣押了'],
  ])('none in %s', (text) => {
    expect(dangerIn(text, catalog)).toBeNull()
  })
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
        isNoValue(line)
        dangerIn(line, catalog)
      }),
      { numRuns: 300 },
    )
  })

  test('nothing takes long, however long and however like a pattern', () => {
    const pieces = [
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
      '幺',
      '三年',
      '去年',
      '公司快',
      '江北区',
      '38万一',
    ]
    const taken = processorMs(() => {
      for (const piece of pieces) {
        const line = piece.repeat(Math.ceil(20_000 / piece.length))
        readAll(line, catalog, TODAY)
        for (const slot of SlotName.options) readAnswer(slot, line, catalog, TODAY)
        readCorrection(line, catalog, TODAY, SlotName.options)
        heard(line)
        isNoValue(line)
        dangerIn(line, catalog)
      }
    })
    expect(taken).toBeLessThan(4000)
  })
})
