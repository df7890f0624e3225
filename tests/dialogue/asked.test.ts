import { describe, expect, test } from 'vitest'
import type { Answer, Passage } from '../../knowledge/passage.ts'
import { createStage, shipped } from '../transcripts/stage.ts'

const OWNER = '企业·何平'
const STAFF = '受理组'
const passage = (name: string, text: string): Passage => ({
  ...{ document: `${name}.md`, title: name, headings: [], text, marks: [], score: 1 },
})
const LIGHTS = passage('云州市路灯办法', '路灯每年检修两次。')
const SIGNS = passage('云州市招牌办法', '招牌每年检修一次。')
const both: readonly [Passage, Passage] = [LIGHTS, SIGNS]

const hedged: Answer = { kind: 'hedged', confidence: 0.4, passages: both }
const which: Answer = { kind: 'which', confidence: 0.9, passages: both, documents: both }
const list: Answer = { kind: 'list', topic: '检修', total: 2, confidence: 1, passages: both, documents: both }
const found: Answer = { kind: 'found', confidence: 0.9, passages: [LIGHTS] }

/** A bot whose documents say this, whatever they are asked. */
async function bot(answer: (question: string, about: unknown) => Answer) {
  const knowledge = {
    ...(await shipped),
    now() {
      return this
    },
    ask: (question: string, _: string, about?: unknown) => answer(question, about),
  }
  const stage = await createStage({ knowledge })
  const say = async (text: string, pressed?: string) => {
    const told = await stage.say(OWNER, text, pressed ? { pressed } : {})
    return told.map((one) => `${one.chat}：${one.text}`).join('\n')
  }
  return { ...stage, say }
}

describe('an answer that is not sure', () => {
  test('says so, shows its source, offers more and a person', async () => {
    const { say } = await bot(() => hedged)
    const text = await say('路灯多久检修一次？')
    expect(text).toContain('可能是这一条，我不能确定，请您核对原文')
    expect(text).toContain('出处：《云州市路灯办法》')
    expect(text).toContain('1. 更多\n2. 转给工作人员')
    expect(await say('更多')).toContain('招牌每年检修一次')
  })

  test('goes to staff when he says so, in the words of the question', async () => {
    const { say } = await bot(() => hedged)
    await say('路灯多久检修一次？')
    const text = await say('转给工作人员')
    expect(text).toContain('已交给工作人员')
    expect(text).toContain('路灯多久检修一次？')
    expect(text).toContain(STAFF)
  })

  test('“好的” is no order to pass it on', async () => {
    const { say } = await bot(() => hedged)
    await say('路灯多久检修一次？')
    expect(await say('好的')).not.toContain('编号')
  })

  test('is no answer to what was no question', async () => {
    const { say } = await bot(() => hedged)
    expect(await say('嗯嗯那个啥呀哈')).toContain('没太明白')
  })

  test('that it was no help is kept, and then why', async () => {
    const { say } = await bot(() => hedged)
    await say('路灯多久检修一次？')
    expect(await say('没用')).toContain('是哪里不合适')
    expect(await say('是啊，看不懂')).toContain('明白卡')
  })
})

describe('one of several documents', () => {
  test('the one that is chosen answers what was asked', async () => {
    const asked: unknown[] = []
    const { say } = await bot((_, about) => {
      asked.push(about)
      return asked.length === 1 ? which : found
    })
    expect(await say('多久检修一次？')).toContain('1. 云州市路灯办法\n2. 云州市招牌办法')
    expect(await say('路灯的那个')).toContain('路灯每年检修两次')
    expect(asked.at(-1)).toEqual({ question: '多久检修一次？', document: '云州市路灯办法.md', chosen: true })
  })

  test('a part of a name that both have chooses none of them', async () => {
    const { say } = await bot((question) =>
      question.startsWith('多久') ? which : { kind: 'unsure', confidence: 0, passages: [] },
    )
    await say('多久检修一次？')
    expect(await say('云州市的办法')).not.toContain('每年检修')
  })

  test('a choice that is no longer on the table does no harm', async () => {
    const { say } = await bot(() => which)
    expect(await say('', 'document:0')).toContain('已经过时')
    expect(await say('', 'card')).toContain('已经过时')
    expect(await say('', 'because:unclear')).toContain('已经过时')
    await say('多久检修一次？')
    expect(await say('', 'document:7')).toContain('已经过时')
    expect(await say('', 'because:__proto__')).toContain('已经过时')
  })

  test('in the middle of a registration the first passage is shown, and the registration goes on', async () => {
    const unsure: Answer = { kind: 'unsure', confidence: 0, passages: [] }
    const { say } = await bot((question) => (question.includes('检修') ? list : unsure))
    await say('宏远建设欠我们货款一直不给')
    const text = await say('路灯多久检修一次？')
    expect(text).toContain('跟“检修”有关的文件')
    expect(text).toContain('接着刚才的登记')
    expect(text).not.toContain('1. 云州市路灯办法')
  })

  test('who also tells of a trouble is shown them, and may register it', async () => {
    const { say } = await bot(() => which)
    const text = await say('甲方拖欠我们工程款一年了，法律规定多久必须付款？')
    expect(text).toContain('· 云州市路灯办法')
    expect(text).toContain('1. 帮我登记')
  })
})
