import { describe, expect, test } from 'vitest'
import { plain } from '../../bot/model/reply.ts'
import type { AccountNews } from '../../bot/ports/channel.ts'
import { createStage, type Heard } from '../transcripts/stage.ts'

const MINUTE = 1 / 1440
const stood = {
  staff: [
    { name: '周主任', roles: ['administrator'] },
    { name: '王芳', roles: ['clerk'] },
  ],
} as const
const code = (n: number): AccountNews => ({
  state: 'wanted',
  code: { png: new Uint8Array([0x89, 0x50, 0x4e, 0x47, n]) },
})
const done: AccountNews = { state: 'done' }
const lost: AccountNews = { state: 'lost', reason: 'the account was restricted by WeChat' }

type Stage = Awaited<ReturnType<typeof createStage>>

/** Another process on the same ledger, later. */
async function restarted({ store }: Stage): Promise<Stage> {
  const again = await createStage({ store })
  await again.wait(1)
  return again
}

/** What the account of WeChat has news of; what everybody was told because of it. */
async function hears(stage: Stage, ...news: readonly AccountNews[]): Promise<readonly Heard[]> {
  const before = stage.heard.length
  for (const one of news) {
    await stage.wait(MINUTE / 60)
    await stage.app.account('wechat', one)
  }
  await stage.wait(0)
  return stage.heard.slice(before)
}
const cards = ({ telegram }: Stage) => telegram.standing.filter(({ reply }) => reply.card === 'login:wechat')
/** How the cards stand before the administrator: the first line, and whether with the code. */
const standing = (stage: Stage) =>
  cards(stage).map(({ chat, reply, edits }) => {
    const [head = ''] = plain(reply.text).split('\n')
    return `${chat}: ${head}${(reply.files ?? []).length > 0 ? ' [码]' : ''}${edits > 0 ? ` (${edits})` : ''}`
  })

describe('the account of a channel that is to be logged in', () => {
  test('is a card with the code before the administrators alone, which says whose telephone is to scan it', async () => {
    const stage = await createStage(stood)
    const told = await hears(stage, code(1))
    expect(told.map(({ chat, text }) => [chat, text])).toEqual([
      [
        '周主任',
        '微信需要扫码登录\n请用给企业用的那个微信号扫一扫这个码，再在手机上确认。\n' +
          '码几分钟就失效，会自动换成新的；登录以前收发都停着，要发的消息都留着。\n[文件] login.png',
      ],
    ])
    expect(await stage.store.files.get(told[0]?.reply.files?.[0]?.ref ?? '')).toHaveLength(5)
  })

  test('has its code replaced where it stands, and no telephone rings for that', async () => {
    const stage = await createStage(stood)
    await hears(stage, code(1))
    const told = await hears(stage, code(2), code(3))
    expect(told.map(({ edited }) => edited)).toEqual([true, true])
    expect(standing(stage)).toEqual(['周主任: 微信需要扫码登录 [码] (2)'])
    expect(told[1]?.reply.files).not.toEqual(told[0]?.reply.files)
  })

  test('is edited when it is done, without the code; and the next time it rings again', async () => {
    const stage = await createStage(stood)
    await hears(stage, code(1), done)
    expect(standing(stage)).toEqual(['周主任: 微信已登录 (1)'])
    expect(cards(stage).map(({ reply }) => plain(reply.text))).toEqual([
      '微信已登录\n10:00 登录成功，留着的消息正在补发。',
    ])
    await hears(stage, code(2), code(3))
    expect(standing(stage)).toEqual(['周主任: 微信已登录 (1)', '周主任: 微信需要扫码登录 [码] (1)'])
  })

  test('says why it was logged out, and what to do; a code then rings, for the last was over', async () => {
    const stage = await createStage(stood)
    const [told] = await hears(stage, lost)
    expect(told?.text).toBe(
      '微信已退出登录，请重新扫码\n10:00 起，原因：这个号被微信限制了，请用那个微信打开看看。\n新的码出来就发在这里；要发的消息都留着。',
    )
    const { edited } = (await hears(stage, { state: 'lost', reason: 'logged out' }))[0] ?? {}
    expect([edited, standing(stage)]).toEqual([true, ['周主任: 微信已退出登录，请重新扫码 (1)']])
    expect(cards(stage).map(({ reply }) => plain(reply.text).split('\n')[1])).toEqual(['10:00 起。'])
    await hears(stage, code(1))
    expect(standing(stage)).toHaveLength(2)
    await hears(stage, lost)
    expect(standing(stage).at(-1)).toBe('周主任: 微信已退出登录，请重新扫码 (1)')
  })

  test('is told nobody where it logs in by itself, as after a restart', async () => {
    const stage = await createStage(stood)
    expect(await hears(stage, done)).toEqual([])
    await hears(stage, code(1), done)
    const again = await restarted(stage)
    // What stands is made to say it once more; no telephone rings.
    expect((await hears(again, done, done)).map(({ chat }) => chat)).toEqual(['周主任', '周主任'])
    expect(cards(stage)).toHaveLength(1)
  })

  test('is one card over a restart, and whatever comes twice', async () => {
    const stage = await createStage(stood)
    await hears(stage, code(1))
    const again = await restarted(stage)
    expect((await hears(again, code(2))).map(({ chat, reply }) => [chat, reply.anew])).toEqual([['周主任', undefined]])
    const login = { kind: 'login', id: 'login:wechat:x', channel: 'wechat', state: 'done', at: stage.now() } as const
    expect(await stage.app.receive(login)).toEqual({ outcome: 'committed' })
    expect(await stage.app.receive(login)).toEqual({ outcome: 'duplicate' })
    await stage.wait(0)
    expect(standing(stage)).toEqual(['周主任: 微信已登录 (1)'])
  })

  test('rings an administrator who has joined meanwhile', async () => {
    const stage = await createStage(stood)
    await hears(stage, code(1))
    const by = { role: 'system', id: 'system' } as const
    const record = { stream: 'staff', of: 's-new', subject: 's-new', at: stage.now(), by } as const
    const account = { sender: '钱科长', home: { channel: 'telegram', chat: '钱科长' } } as const
    await stage.store.appeals.commit({
      message: 'joined',
      at: stage.now(),
      expects: [],
      deliveries: [],
      events: [
        { ...record, type: 'invited', data: { name: '钱科长', roles: ['administrator'], units: [] } },
        { ...record, type: 'joined', data: {}, personal: account },
      ],
    })
    const again = await restarted(stage)
    const told = await hears(again, code(2))
    expect(told.map(({ chat, reply }) => [chat, reply.anew])).toEqual([
      ['周主任', undefined],
      ['钱科长', true],
    ])
  })

  test('is a plain line where there are no cards, and nothing on the very channel', async () => {
    const stage = await createStage()
    expect((await hears(stage, code(1))).map(({ chat, text }) => [chat, text])).toEqual([
      ['管理员组', '微信需要扫码登录：码显示在运行程序的窗口里，请用给企业用的那个微信号扫一扫；码会自动换成新的。'],
    ])
    expect((await hears(stage, done)).map(({ text }) => text)).toEqual([
      '微信已登录\n10:00 登录成功，留着的消息正在补发。',
    ])
    const there = await createStage({ reach: () => [{ channel: 'wechat', chat: '周' }] })
    expect(await hears(there, code(1), lost, done)).toEqual([])
  })
})
