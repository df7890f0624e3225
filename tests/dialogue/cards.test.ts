import { describe, expect, test } from 'vitest'
import { createStage, numberOf, type OnTelegram } from '../transcripts/stage.ts'

const OWNER = '企业·张三'
const TROUBLE =
  '我是云州顺达物流有限公司的张三，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密'

const STAFF: readonly OnTelegram[] = [
  { name: '王芳', roles: ['clerk'] },
  { name: '陈刚', roles: ['handler'], units: ['industry'] },
  { name: '周正', roles: ['administrator'] },
]

async function withAppeal(staff = STAFF, groups: Parameters<typeof createStage>[0] = {}) {
  const stage = await createStage({ staff, groups: { 受理组: 'intake', 工信群: 'unit:industry' }, ...groups })
  await stage.say(OWNER, TROUBLE)
  await stage.say(OWNER, '确认')
  const [appeal] = await stage.ledger()
  if (!appeal) throw new Error('nothing was registered')
  const { telegram } = stage
  const flashes = () => telegram.flashed.map(({ text }) => text).join('\n')
  const card = (chat: string) => {
    const standing = telegram.card(chat, appeal.number)
    return standing ? telegram.shown(standing) : ''
  }
  return { ...stage, appeal, number: numberOf(appeal), flashes, card }
}

const GROUP = { room: '受理组' }
const GIVE = '派给市工业和信息化局（清欠专班）'

describe('a button does what it says, or nothing', () => {
  test('on a message that was forwarded, or that nobody remembers', async () => {
    const { telegram, appeal, ledger, flashes } = await withAppeal()
    const forwarded = { channel: 'telegram', chat: '受理组', message: '999' } as const
    const told = await telegram.presses('王芳', '受理', { ...GROUP, replyTo: forwarded })
    expect(told).toEqual([])
    expect(flashes()).toContain('这个按钮已经失效')
    expect((await ledger())[0]?.state).toBe('registered')
    expect(appeal.state).toBe('registered')
  })

  test('that is about another appeal than its message', async () => {
    const stage = await withAppeal()
    const { telegram, ledger, flashes } = stage
    await stage.say('企业·李四', TROUBLE.replaceAll('张三', '李四').replace('13800002222', '13800003333'))
    await stage.say('企业·李四', '确认')
    const [, other] = await ledger()
    await telegram.presses('王芳', '受理', { ...GROUP, of: '张*', pressed: `accept:${other?.number}` })
    expect(flashes()).toContain('这个按钮已经失效')
    expect((await ledger()).map(({ state }) => state)).toEqual(['registered', 'registered'])
  })

  test.each([['nonsense'], ['accept'], ['accept:QQ22222222'], ['toString:QQ22222222'], [':::']])(
    '%s that nobody was offered',
    async (pressed) => {
      const { telegram, ledger, heard } = await withAppeal()
      const before = heard.length
      await telegram.presses('王芳', '受理', { ...GROUP, pressed })
      expect(telegram.flashed).toHaveLength(1)
      expect(heard).toHaveLength(before)
      expect((await ledger())[0]?.state).toBe('registered')
    },
  )

  test('by somebody who is no longer of the staff', async () => {
    const { telegram, ledger } = await withAppeal()
    await telegram.presses('路人', '受理', GROUP)
    expect((await ledger())[0]?.state).toBe('registered')
  })
})

describe('a card shows how it stands', () => {
  test('wherever it stands, though it was opened somewhere else', async () => {
    const { telegram, number, card, heard } = await withAppeal()
    await telegram.presses('王芳', GIVE, GROUP)
    await telegram.says('王芳', number)
    const before = heard.length
    await telegram.presses('陈刚', '签收', { room: '工信群' })
    const told = heard.slice(before)
    expect(told.map(({ chat }) => chat).sort()).toEqual(['受理组', '工信群', '王芳'].sort())
    expect(told.every(({ edited }) => edited)).toBe(true)
    for (const chat of ['受理组', '工信群', '王芳']) expect(card(chat)).toContain('陈刚（承办）签收')
  })

  test('with the buttons of those who meet there', async () => {
    const { telegram, card } = await withAppeal()
    await telegram.presses('王芳', GIVE, GROUP)
    expect(card('受理组')).toMatch(/\. 改类别/u)
    expect(card('工信群')).toMatch(/\. 签收/u)
    expect(card('工信群')).not.toMatch(/\. 派单|\. 改类别/u)
  })

  test('what nobody is there for reaches whoever looks after the machine, without the matter', async () => {
    const reach = () => [{ channel: 'telegram', chat: '周正' } as const]
    const { heard } = await withAppeal([{ name: '周正', roles: ['administrator'] }], { groups: {}, reach })
    const told = heard.filter(({ chat }) => chat === '周正').map(({ text }) => text)
    expect(told.join('\n')).toContain('没有人能收到这条消息')
    expect(told.join('\n')).not.toContain('运费')
  })

  test('nothing that he told, once he is forgotten', async () => {
    const { say, card } = await withAppeal()
    await say(OWNER, '撤回')
    await say(OWNER, '是')
    expect(card('受理组')).toContain('运费')
    await say(OWNER, '删除我的信息')
    await say(OWNER, '确认删除')
    expect(card('受理组')).not.toContain('运费')
    expect(card('受理组')).toContain('已要求删除个人信息')
  })
})

describe('in a group', () => {
  test('he alone is asked, and what is said answers him', async () => {
    const { telegram } = await withAppeal()
    const card = telegram.card('受理组')
    const [asked] = await telegram.presses('王芳', '回复', GROUP)
    expect(asked?.reply).toMatchObject({ asks: '王芳', answers: { chat: '受理组', message: card?.id } })
    expect(asked?.reply.choices).toBeUndefined()
    const [list] = await telegram.says('王芳', '待办', GROUP)
    expect(list?.reply.answers).toMatchObject({ channel: 'telegram', chat: '受理组' })
    expect(list?.reply.asks).toBeUndefined()
  })

  test('news is short, answers the card and names its case', async () => {
    const { telegram, say, appeal, number } = await withAppeal()
    await say(OWNER, '催办')
    const news = telegram.in('受理组', '企业催办')
    expect(news?.reply).toMatchObject({ about: appeal.number, answers: { card: appeal.number } })
    expect(news?.answers).toMatchObject({ message: telegram.card('受理组')?.id })
    expect(news && telegram.shown(news)).toBe(`【企业催办】 ${number}`)
  })

  test('those who may not see a case are not shown it by somebody who may', async () => {
    const { telegram, number } = await withAppeal()
    const told = await telegram.says('王芳', number, { room: '工信群' })
    expect(told.filter(({ chat }) => chat === '工信群').map(({ text }) => text)).toEqual([
      '内容不在群里显示，已单独发给您。',
    ])
    expect(told.find(({ chat }) => chat === '王芳')?.text).toContain('运费')
  })
})

describe('what is sealed', () => {
  const SEALED = TROUBLE.replace('不用保密', '请保密')
  const KEEPERS: readonly OnTelegram[] = [
    { name: '李娜', roles: ['clerk'], sealed: true },
    { name: '陈刚', roles: ['handler'], units: ['industry'] },
  ]

  async function opened() {
    const stage = await createStage({ staff: KEEPERS, groups: { 受理组: 'intake' } })
    await stage.say(OWNER, SEALED)
    await stage.say(OWNER, '确认')
    const [appeal] = await stage.ledger()
    if (!appeal) throw new Error('nothing was registered')
    const { telegram } = stage
    await telegram.presses('李娜', '打开')
    await telegram.presses('李娜', GIVE)
    const texts = (chat: string) =>
      telegram.standing.filter((one) => one.chat === chat).map((one) => telegram.shown(one))
    return { ...stage, appeal, number: numberOf(appeal), texts }
  }

  test('is opened by each for himself, and what he opened keeps up with it', async () => {
    const { telegram, texts } = await opened()
    expect(texts('受理组')).toEqual([])
    expect(texts('陈刚').join('\n')).not.toContain('运费')
    await telegram.presses('陈刚', '打开')
    await telegram.presses('陈刚', '签收')
    const shown = texts('陈刚')
    expect(shown).toHaveLength(2)
    expect(shown[0]).toContain('已签收｜投诉｜保密件，内容请单独打开查看')
    expect(shown[1]).toContain('运费')
    expect(shown[1]).toContain('陈刚（承办）签收')
  })

  test('is taken back from the unit complained of, once', async () => {
    const { telegram, number, texts, heard } = await opened()
    await telegram.presses('陈刚', '打开')
    await telegram.says('李娜', `涉及单位 ${number} 工信局`)
    expect(texts('陈刚')).toEqual([`${number} 已不在这里办理，不用再办。`, `${number} 已不在这里办理，不用再办。`])
    const before = heard.length
    await telegram.says('李娜', `备注 ${number} 改由别的单位核实`)
    expect(heard.slice(before).filter(({ chat }) => chat === '陈刚')).toEqual([])
  })
})
