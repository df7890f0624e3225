import { describe, expect, test } from 'vitest'
import { plain, type Reply } from '../../bot/model/reply.ts'
import { bytesOf, spoken } from '../../bot/model/spoken.ts'
import { createStage, numberOf } from '../transcripts/stage.ts'

const OWNER = '微信·周敏'
const TROUBLE =
  '我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密'
const CLERK = '工作人员·王芳'
/** About 4,500 bytes. */
const LONG = Array.from(
  { length: 45 },
  (_, i) => `第${i + 1}点，我们已经联系对方核对账目，对方认可欠款，答应分期付清。`,
).join('\n')
const HINT = '（后面还有，回复“更多”接着看。）'

/** Without the hints, and the check codes, which differ from house to house. */
const bare = (text: string) =>
  text
    .replaceAll(HINT, '')
    .replace(/\s+/gu, '')
    .replace(/[0-9A-F]{4}(?:-[0-9A-F]{4}){3}/gu, '')

type Stage = Awaited<ReturnType<typeof createStage>>

async function registered(room?: number): Promise<Stage & { number: string }> {
  const stage = await createStage({ wechat: room === undefined ? {} : { room } })
  for (const line of [TROUBLE, '确认']) await stage.say(OWNER, line)
  const [appeal] = await stage.ledger()
  if (!appeal) throw new Error('nothing was registered')
  const number = numberOf(appeal)
  await stage.say(CLERK, `派单 ${number} 工信局`)
  await stage.say(CLERK, `签收 ${number}`)
  return { ...stage, number }
}

const saidTo = (stage: Stage, who = OWNER): Reply | undefined => stage.heard.findLast(({ chat }) => chat === who)?.reply

/** What was said last and all that “更多” then gives, each no longer than there is room for. */
async function everything(stage: Stage, room: number): Promise<Reply[]> {
  const parts: Reply[] = []
  for (;;) {
    const reply = saidTo(stage)
    if (!reply || parts.length > 60) throw new Error('it never ends')
    expect(bytesOf(spoken(reply))).toBeLessThanOrEqual(room)
    parts.push(reply)
    if (!plain(reply.text).endsWith(HINT)) return parts
    await stage.say(OWNER, '更多')
  }
}

/** The lines that lead there; what stands there then is long. */
const LONG_SAYINGS: Readonly<Record<string, (stage: Stage & { number: string }) => Promise<unknown>>> = {
  'a long reply of staff': ({ say, number }) => say(CLERK, `回复 ${number} ${LONG}`),
  'a long result': ({ say, number }) => say(CLERK, `办结 ${number} 已解决 ${LONG}`),
  'how a case stands': async ({ say, number }) => {
    await say(CLERK, `回复 ${number} ${LONG}`)
    await say(OWNER, '进度')
  },
  'a list of documents': ({ say }) => say(OWNER, '有哪些政策文件'),
  'an answer with its source': ({ say }) => say(OWNER, '工程款多久必须付？'),
  'the notice on personal data': ({ say }) => say(OWNER, '隐私说明'),
  'what is kept of him': ({ say }) => say(OWNER, '查看我的信息'),
}

describe('what has no room', () => {
  test.each(Object.entries(LONG_SAYINGS))('%s is told in parts, of which none is lost', async (_, happens) => {
    const unlimited = await registered()
    await happens(unlimited)
    const whole = saidTo(unlimited)
    if (!whole) throw new Error('nothing was said')
    for (const room of [600, 3_600]) {
      const stage = await registered(room)
      await happens(stage)
      const parts = await everything(stage, room)
      expect(parts.length > 1).toBe(bytesOf(spoken(whole)) > room)
      expect(bare(parts.map(({ text }) => plain(text)).join(''))).toBe(bare(plain(whole.text)))
      expect(parts.map(({ choices }) => choices)).toEqual(parts.map(() => whole.choices))
    }
  })

  test('a choice is understood after every part, and is what it was', async () => {
    const stage = await registered(600)
    await stage.say(CLERK, `办结 ${stage.number} 已解决 ${LONG}`)
    await stage.say(OWNER, '更多')
    await stage.say(OWNER, '还有吗')
    await stage.say(OWNER, '2')
    expect(plain(saidTo(stage)?.text ?? [])).toContain('感谢评价')
    expect((await stage.ledger())[0]).toMatchObject({ state: 'resolved', satisfaction: 'basically' })
  })

  test('“更多” is the rest of what came last, and then more of the answer', async () => {
    const stage = await registered(600)
    await stage.say(OWNER, '工程款多久必须付？')
    while (plain(saidTo(stage)?.text ?? []).endsWith(HINT)) await stage.say(OWNER, '更多')
    const [more] = await stage.say(OWNER, '更多')
    expect(more?.text).toContain('出处：')
    await stage.say(CLERK, `回复 ${stage.number} ${LONG}`)
    const [rest] = await stage.say(OWNER, '更多')
    expect(rest?.text).toContain('点，我们已经联系对方')
    await stage.say(OWNER, '工程款多久必须付？')
    const [answer] = await stage.say(OWNER, '更多')
    expect(answer?.text).not.toContain('我们已经联系对方')
  })

  test('while staff talk with him “更多” gives the rest of what they wrote, and is not told to them', async () => {
    const { say, number } = await registered(600)
    await say(CLERK, `对话 ${number}`)
    await say(CLERK, `回复 ${number} ${LONG}`)
    const told = await say(OWNER, '更多')
    expect(told.map(({ chat }) => chat)).toEqual([OWNER])
    expect(told[0]?.text).toContain('我们已经联系对方')
  })

  test('in an intake what was asked for is still awaited after the rest', async () => {
    const stage = await createStage({ wechat: { room: 400 } })
    for (const line of [TROUBLE]) await stage.say(OWNER, line)
    const parts = await everything(stage, 400)
    expect(parts.length).toBeGreaterThan(1)
    await stage.say(OWNER, '确认')
    expect(await stage.ledger()).toHaveLength(1)
  })

  test('however many choices there are, something of the text is said with them', async () => {
    const stage = await registered(60)
    await stage.say(OWNER, '进度')
    const reply = saidTo(stage)
    expect(plain(reply?.text ?? []).length).toBeGreaterThan(30)
    expect(reply?.choices?.length).toBeGreaterThan(1)
  })
})
