import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createStage, numberOf } from '../transcripts/stage.ts'

const GROUP = '商会群'
const ZHOU = '微信·周敏'
const TANG = '微信·唐宁'
const PHONE = '13800002222'
const TOLD = `我要投诉，我是云州顺达物流有限公司的周敏，电话${PHONE}，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密`

/** What tells of somebody, as people write it into a group. */
const PERSONAL = [
  `电话${PHONE}`,
  `手机是138 0000 2222`,
  '我是云州顺达物流有限公司的周敏',
  '云州安居置业有限公司欠我们运费26万元',
  '我的信用代码91210000MA0000000X',
  '加我QQ号1234567890',
  '编号',
  '编号 查询码',
]
const QUESTIONS = [
  '工程款多久必须付？',
  '有哪些政策文件',
  '社保补贴怎么申请',
  '小微企业有什么优惠',
  '第一条',
  '更多',
  '上一条',
  '1',
  '2',
  '没用',
]
const ELSE = [
  '进度',
  '满意',
  '我要投诉他们天天来罚款',
  '催办',
  '转人工',
  '你好',
  '谢谢',
  '查看我的信息',
  '撤回',
  '我的管家是谁',
  '',
]

const windows = (text: string) => {
  const characters = [...text.replace(/\s/gu, '')]
  return characters.slice(7).map((_, i) => characters.slice(i, i + 8).join(''))
}

describe('what is said in a group', () => {
  test('never holds a phone, a number, a code, a firm, or what somebody wrote there', async () => {
    const line = fc.oneof(
      fc.constantFrom(...QUESTIONS, ...ELSE),
      fc
        .array(fc.constantFrom(...PERSONAL, ...QUESTIONS, ...ELSE), { minLength: 2, maxLength: 3 })
        .map((all) => all.join('，')),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
    )
    const said = fc.record({ who: fc.constantFrom(ZHOU, TANG), line, alone: fc.boolean(), unmet: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 3, maxLength: 8 }), async (all) => {
        const stage = await createStage({ wechat: { room: 3_600 } })
        for (const one of [TOLD, '确认']) await stage.say(ZHOU, one)
        const [appeal] = await stage.ledger()
        const number = appeal ? numberOf(appeal) : '?'
        const code = appeal?.personal?.code ?? '?'
        const before = (await stage.ledger()).length
        for (const { who, line, alone, unmet } of all) {
          const text = line.replace('查询码', `查询码${code}`).replace('编号', `编号${number}`)
          const room = alone ? undefined : GROUP
          const told = await stage.say(who, text, { room, unmet: !alone && unmet && who === TANG })
          const loud = told.filter(({ chat }) => chat === GROUP).map(({ text }) => text)
          if (alone) expect(loud).toEqual([])
          else expect(loud.length).toBeLessThanOrEqual(1)
          const shown = loud.join('\n')
          for (const secret of [PHONE, number, code, '顺达', '周敏', '唐宁', '安居置业', '26万'])
            expect(shown).not.toContain(secret)
          // What anybody may ask stands in the documents word for word.
          const his = windows(text).filter((part) => !QUESTIONS.some((one) => one.includes(part)))
          for (const part of his) expect(shown.replace(/\s/gu, '')).not.toContain(part)
          if (!alone && unmet && who === TANG) expect(told.filter(({ chat }) => chat !== GROUP)).toEqual([])
        }
        expect((await stage.ledger()).length).toBeGreaterThanOrEqual(before)
      }),
      { numRuns: 8 },
    )
  })

  test('is for each his own: “更多” and a number go on with what he asked', async () => {
    const stage = await createStage({ wechat: { room: 500 } })
    const say = async (who: string, text: string) => (await stage.say(who, text, { room: GROUP }))[0]?.text ?? ''
    const first = await say(ZHOU, '工程款多久必须付？')
    expect(first).toContain('第九条')
    await say(TANG, '有哪些政策文件')
    expect(await say(ZHOU, '更多')).not.toContain('回复数字')
    expect(await say(TANG, '2')).toContain('《')
    expect(stage.heard.filter(({ chat }) => chat !== GROUP)).toEqual([])
  })

  test('is nothing more to whoever writes too fast', async () => {
    const stage = await createStage({ wechat: {} })
    const told: string[] = []
    for (let i = 0; i < 63; i++) {
      told.push((await stage.say(ZHOU, '你们收费吗', { room: GROUP })).map(({ text }) => text).join())
    }
    expect(told.filter((text) => text.includes('有点快'))).toHaveLength(1)
    expect(told.at(-1)).toBe('')
  })

  test('of what staff later answer, whoever asked there is told alone', async () => {
    const stage = await createStage({ wechat: {} })
    await stage.say(ZHOU, '工程款多久必须付？', { room: GROUP })
    await stage.say(ZHOU, '没用', { room: GROUP })
    const found = await stage.store.appeals.read({ kind: 'gaps', limit: 5 })
    const [group] = found.groups
    const gap = group && (await stage.store.appeals.read({ kind: 'gap', id: group.id }))
    expect(gap?.gaps.map(({ value }) => value.personal?.home)).toEqual([{ channel: 'wechat', chat: ZHOU }])
  })

  test('a question that finds no answer in the middle of a registration is no answer to what is asked there', async () => {
    const stage = await createStage({ wechat: {} })
    await stage.say(ZHOU, `我要投诉，我是云州顺达物流有限公司的周敏，电话${PHONE}，在西河区，城管天天来罚款`)
    const told = await stage.say(ZHOU, '火星移民签证怎么办理', { room: GROUP })
    const alone = told.filter(({ chat }) => chat === ZHOU).map(({ text }) => text)
    expect(alone.join()).toContain('接着刚才的登记')
    expect(
      told
        .filter(({ chat }) => chat === GROUP)
        .map(({ text }) => text)
        .join(),
    ).toContain('没有把握')
  })
})
