import { describe, expect, test } from 'vitest'
import { createStage, numberOf, shipped } from '../transcripts/stage.ts'

const OWNER = '企业·周敏'
const TROUBLE =
  '我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密'

async function withAppeal() {
  const stage = await createStage()
  await stage.say(OWNER, TROUBLE)
  await stage.say(OWNER, '确认')
  const [appeal] = await stage.ledger()
  if (!appeal) throw new Error('nothing was registered')
  const press = async (who: string, pressed: string) =>
    (await stage.say(who, '', { pressed })).map(({ chat, text }) => `${chat}：${text}`).join('\n')
  const say = async (who: string, text: string) => (await stage.say(who, text)).map(({ text }) => text).join('\n')
  return { ...stage, appeal, number: numberOf(appeal), press, tell: say }
}

describe('buttons that are stale, forged or pressed at the wrong time do no harm', () => {
  test.each([
    'confirm',
    'edit',
    'skip',
    'cancel',
    'append',
    'lodge',
    'pass-on',
    'area:云山区',
    'edit-slot:phone',
    'rate:QQ22222222:solved',
    'show:__proto__',
    'nonsense',
    ':::',
  ])('%s with nothing to press it for', async (pressed) => {
    const { press } = await withAppeal()
    expect(await press(OWNER, pressed)).toContain('已经过时')
  })

  test.each(['rate:NUMBER:satisfied', 'show:NUMBER', 'nudge:NUMBER', 'supplement:NUMBER', 'withdraw-yes:NUMBER'])(
    '%s of somebody else’s appeal',
    async (pressed) => {
      const { appeal, press, ledger } = await withAppeal()
      expect(await press('企业·别人', pressed.replace('NUMBER', appeal.number))).toContain('没有找到您名下的')
      expect((await ledger())[0]?.state).toBe('registered')
    },
  )

  test('a rating before there is a result, and a confirmation before the summary', async () => {
    const { appeal, press, tell } = await withAppeal()
    expect(await press(OWNER, `rate:${appeal.number}:satisfied`)).toContain('不能这样操作')
    expect(await tell('企业·新人', '登记')).toContain('发生了什么事')
    expect(await press('企业·新人', 'confirm')).toContain('发生了什么事')
    expect(await press('企业·新人', 'skip')).toContain('需要您说一句')
  })

  test('staff buttons of an appeal that is not there, or with a verb there is none of', async () => {
    const { press } = await withAppeal()
    expect(await press('工作人员·王芳', 'accept:QQ22222222')).toContain('没有找到')
    expect(await press('工作人员·王芳', 'accept')).toContain('已经过时')
    expect(await press('工作人员·王芳', 'constructor:QQ22222222')).toContain('已经过时')
  })
})

describe('a person whose data were erased', () => {
  test('the case stays in the ledger without a word of his, and nobody is written to', async () => {
    const { appeal, number, store, tell, press } = await withAppeal()
    await store.appeals.erase(appeal.subject, '2026-11-24T00:00:00.000Z')
    expect(await tell('工作人员·王芳', number)).toContain('已要求删除个人信息')
    expect(await press('工作人员·王芳', `contact:${appeal.number}`)).toContain('已要求删除个人信息')
    const told = await press('工作人员·王芳', `accept:${appeal.number}`)
    expect(told).toContain('已受理')
    expect(told).not.toContain(OWNER)
    expect(told).not.toContain('周敏')
  })
})

describe('what staff were shown of a person', () => {
  test.each(['联系方式', 'NUMBER'])('goes with him when he is erased: %s', async (line) => {
    const { app, appeal, number, store, heard, tell } = await withAppeal()
    await tell('工作人员·王芳', number)
    heard.length = 0
    const from = { channel: 'terminal' as const, chat: '工作人员·王芳' }
    const text = line.replace('NUMBER', number)
    await app.receive({
      kind: 'said',
      id: 'z',
      from,
      sender: from.chat,
      text,
      attachments: [],
      at: '2026-11-23T03:00:00.000Z',
    })
    await store.appeals.erase(appeal.subject, '2026-11-24T00:00:00.000Z')
    await app.settle()
    expect(heard.map((one) => one.text).join()).not.toMatch(/13800002222|安居置业|运费/u)
  })
})

describe('at the summary', () => {
  const submitted = async (line: string) => {
    const stage = await createStage()
    await stage.say(OWNER, TROUBLE)
    await stage.say(OWNER, line)
    return (await stage.ledger()).length === 1
  }

  test.each(['提交', '那就提交吧', '好了,提交', '没错了', '可以了', '好了就这样', '确认'])(
    '“%s” hands it in',
    async (line) => {
      expect(await submitted(line)).toBe(true)
    },
  )

  test.each([
    '快',
    '现在',
    '请',
    '暂时不要提交',
    '先别提交',
    '提交不了吗',
    '现在提交会怎样',
    '提交前改下电话',
    '再等等',
  ])('“%s” does not', async (line) => {
    expect(await submitted(line)).toBe(false)
  })
})

describe('two things at once', () => {
  test('of two results that wait for a rating, the one told last is rated', async () => {
    const { number, tell, ledger } = await withAppeal()
    await tell(OWNER, TROUBLE)
    await tell(OWNER, '另外登记')
    await tell(OWNER, '跳过')
    await tell(OWNER, '确认')
    const second = (await ledger())[1]
    await tell('工作人员·王芳', `办结 ${second ? numberOf(second) : ''} 已解决 对方已经付款`)
    await tell('工作人员·王芳', `办结 ${number} 已解决 对方已经付款`)
    await tell(OWNER, '3')
    expect((await ledger()).map(({ state }) => state)).toEqual(['rework', 'follow-up'])
  })

  test('“更多” after the documents no longer answer', async () => {
    const knowledge = await shipped
    let silent = false
    const stage = await createStage({
      knowledge: {
        ...knowledge,
        now() {
          return this
        },
        ask: (q, on) => (silent ? { kind: 'unsure', confidence: 0, passages: [] } : knowledge.ask(q, on)),
      },
    })
    await stage.say(OWNER, '工程款多久必须付')
    silent = true
    expect((await stage.say(OWNER, '更多'))[0]?.text).toContain('相关内容就这些了')
  })

  test('a supplement to an appeal that was closed meanwhile is read afresh', async () => {
    const { number, tell } = await withAppeal()
    await tell(OWNER, '补充')
    await tell('工作人员·王芳', `不予受理 ${number}`)
    await tell('工作人员·王芳', '1')
    await tell('受理员·赵敏', `批准 ${number}`)
    expect(await tell(OWNER, '谢谢')).toContain('不客气')
  })

  test('a word of thanks for a question that was asked back', async () => {
    const { number, tell } = await withAppeal()
    await tell('工作人员·王芳', `补正 ${number} 合同呢？`)
    expect(await tell(OWNER, '合同是什么样的合同？')).not.toContain('已补充')
    await tell('工作人员·王芳', `办结 ${number}`)
    await tell('工作人员·王芳', '1')
    await tell('工作人员·王芳', '对方已经付款')
    await tell(OWNER, '不满意')
    await tell(OWNER, `撤回 ${number}`)
    await tell(OWNER, '是')
    expect(await tell(OWNER, '没什么')).not.toContain('已补充')
  })
})

describe('a deadline that comes too late to matter', () => {
  test.each([
    ['of another day', { on: '2020-01-01' }],
    ['of an appeal there is none of', { appeal: 'QQ22222222' }],
    ['that the stage does not owe', { deadline: 'silence' }],
  ])('%s is ignored', async (_, other) => {
    const { app, appeal, heard } = await withAppeal()
    const [due] = appeal.deadlines
    const alarm = { appeal: appeal.number, deadline: 'accept', level: 'red', on: due?.due ?? '', ...other }
    heard.length = 0
    expect(await app.receive({ kind: 'due', id: 'd', alarms: [alarm], at: '2026-12-23T02:00:00.000Z' })).toEqual({
      outcome: 'ignored',
    })
    await app.settle()
    expect(heard).toEqual([])
  })
})

describe('what does not fit on a line', () => {
  test('a very long message is kept as far as it goes, and that is said', async () => {
    const { tell } = await withAppeal()
    expect(await tell(OWNER, `消防天天来查我们厂。${'很烦。'.repeat(8000)}`)).toContain('保留了前面的部分')
  })

  test('an empty one is asked for in words', async () => {
    const { tell } = await withAppeal()
    expect(await tell(OWNER, '   ')).toContain('没收到文字内容')
  })

  test('a bare number is an amount where an amount was asked for', async () => {
    const stage = await createStage()
    await stage.say(OWNER, '宏远建设欠我们货款不给')
    const [reply] = await stage.say(OWNER, '380000')
    expect(reply?.text).not.toContain('请回复 1 到')
  })
})
