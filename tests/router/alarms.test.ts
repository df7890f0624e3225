import { describe, expect, test } from 'vitest'
import type { Reply } from '../../bot/model/reply.ts'
import { plain } from '../../bot/model/reply.ts'
import { createStage } from '../transcripts/stage.ts'

const MINUTE = 1 / 1440
const staff = [
  { name: '周主任', roles: ['administrator'] },
  { name: '王芳', roles: ['clerk'] },
] as const
const groups = { 受理组: 'intake' } as const
const stood = { staff, groups, onTrouble: () => {} }
const down = { state: 'down', reason: '登录失效' } as const
const up = { state: 'up' } as const

type Stage = Awaited<ReturnType<typeof createStage>>
const admin = (told: readonly { readonly chat: string; readonly reply: Reply }[]) =>
  told.filter(({ chat }) => chat === '周主任').map(({ reply }) => plain(reply.text))
const cardOf = (stage: Stage, card: string) => {
  const standing = stage.telegram.card('周主任', card)
  return standing && stage.telegram.shown(standing)
}

describe('a channel that cannot be reached', () => {
  test('is an alarm to the administrators after two minutes, once, and a note when it is over', async () => {
    const stage = await createStage(stood)
    stage.app.health('wechat', up)
    await stage.wait(0)
    stage.app.health('wechat', down)
    expect(admin(await stage.wait(1.9 * MINUTE))).toEqual([])
    const told = await stage.wait(0.1 * MINUTE)
    expect(admin(told)).toEqual([
      '微信连不上\n从 10:00 起：登录失效。\n要发的消息都留着，恢复后自动补发，到时再告诉您。发 /status 看现在的情况。',
    ])
    expect(told).toHaveLength(1)
    stage.app.health('wechat', { state: 'down', reason: '登录失效' })
    expect(admin(await stage.wait(30 * MINUTE))).toEqual([])
    stage.app.health('wechat', up)
    const over = '微信已恢复\n10:00 断开，10:32 恢复，共 32 分钟；留着的消息正在补发。'
    // The alarm is edited where it stands, and a note rings the bell.
    expect(admin(await stage.wait(0))).toEqual([over, over])
    expect(cardOf(stage, 'channel:wechat')).toBe(over)
    expect(admin(await stage.wait(30 * MINUTE))).toEqual([])
  })

  test('rings anew when it happens again', async () => {
    const stage = await createStage(stood)
    const alarms = () => stage.telegram.standing.filter(({ reply }) => plain(reply.text).startsWith('微信')).length
    for (const messages of [2, 4]) {
      stage.app.health('wechat', down)
      await stage.wait(3 * MINUTE)
      stage.app.health('wechat', up)
      await stage.wait(MINUTE)
      expect(alarms()).toBe(messages)
    }
  })

  test('for a moment, again and again, is none', async () => {
    const stage = await createStage(stood)
    for (let i = 0; i < 10; i++) {
      stage.app.health('wechat', down)
      expect(admin(await stage.wait(MINUTE))).toEqual([])
      stage.app.health('wechat', up)
      expect(admin(await stage.wait(MINUTE))).toEqual([])
    }
  })

  test('is told on that very channel when it is over, for before nobody could read it', async () => {
    const stage = await createStage(stood)
    stage.app.health('telegram', down)
    expect(await stage.wait(10 * MINUTE)).toEqual([])
    stage.app.health('telegram', up)
    expect(admin(await stage.wait(0))).toEqual([
      'Telegram已恢复\n10:00 断开，10:10 恢复，共 10 分钟；留着的消息正在补发。',
    ])
  })

  test('does not stay on the card of a process that has ended meanwhile', async () => {
    const before = await createStage(stood)
    before.app.health('wechat', down)
    await before.wait(3 * MINUTE)
    const after = await createStage({ store: before.store })
    after.app.health('wechat', up)
    expect(await after.wait(0)).toMatchObject([{ chat: '周主任', text: '微信连接正常。' }])
    const later = await createStage({ store: before.store })
    later.app.health('telegram', up)
    expect(await later.wait(0)).toEqual([])
  })

  test('is told in plain messages where nothing can be edited', async () => {
    const stage = await createStage()
    const room = (told: Awaited<ReturnType<Stage['wait']>>) =>
      told.filter(({ chat }) => chat === '管理员组').map(({ text }) => text.split('\n')[0])
    stage.app.health('wechat', down)
    expect(room(await stage.wait(3 * MINUTE))).toEqual(['微信连不上'])
    stage.app.health('wechat', up)
    expect(room(await stage.wait(0))).toEqual(['微信已恢复'])
  })

  test('holds nothing up for which it was only slow', async () => {
    const stage = await createStage(stood)
    stage.telegram.faults.push({ kind: 'unreachable', reason: 'ECONNRESET' })
    expect(admin(await stage.telegram.says('周主任', '/status'))).toEqual([])
    const [told = ''] = admin(await stage.wait(MINUTE / 30))
    expect(told).toContain('待发消息：0 条')
    expect(admin(await stage.wait(5 * MINUTE))).toEqual([])
  })
})

describe('what was given up', () => {
  const blocked = { kind: 'refused', reason: '403 bot was blocked by the user' } as const

  test('is an alarm with a way to send it again, once, also over a restart; and the card says when it is over', async () => {
    const stage = await createStage(stood)
    stage.telegram.faults.push(blocked)
    const told = await stage.telegram.says('王芳', '帮助')
    expect(admin(told)).toEqual([expect.stringContaining('有 1 条消息发不出去，已搁置')])
    expect(admin(await stage.wait(1))).toEqual([])
    const again = await createStage({ store: stage.store })
    expect(await again.wait(0)).toEqual([])

    const list = admin(await stage.telegram.says('周主任', '/parked')).join()
    expect(list).toContain('发不出去、已搁置的消息 1 条\n· 11月23日（周一）10:00 Telegram·王芳：对方屏蔽了机器人')
    const sent = await stage.telegram.presses('周主任', '重新发送', { of: '已搁置的消息' })
    expect(stage.telegram.flashed.at(-1)?.text).toBe('正在重新排队。')
    expect(sent.filter(({ chat }) => chat === '王芳')).toHaveLength(1)
    expect(admin(sent)).toContain('搁置的 1 条消息已重新排队发送；再发不出去会再提醒。')
    expect(cardOf(stage, 'parked')).toBe('搁置的消息都处理了，现在没有。')
  })

  test('again after it was tried again rings again', async () => {
    const stage = await createStage(stood)
    stage.telegram.faults.push(blocked)
    await stage.telegram.says('王芳', '帮助')
    await stage.wait(MINUTE)
    stage.telegram.faults.push(blocked)
    const told = await stage.telegram.presses('周主任', '重新发送')
    expect(admin(told).filter((text) => text.includes('已搁置\n'))).toHaveLength(1)
  })

  test('is for administrators alone to send again', async () => {
    const stage = await createStage(stood)
    await stage.telegram.says('王芳', '', { pressed: 'system:retry' })
    expect(admin(await stage.telegram.says('王芳', '/parked'))).toEqual([])
    expect(stage.telegram.in('王芳', '需要管理员身份')).toBeDefined()
  })
})

describe('what waits', () => {
  const later = (reason: string) => ({ kind: 'later', afterMs: 86_400_000, reason }) as const
  const CLOSED = 'the window of 48 hours is closed'

  test('is told with the reason, by /status and /parked, and goes when he is heard from, behind the answer', async () => {
    const stage = await createStage(stood)
    stage.telegram.faults.push(later(CLOSED))
    expect(await stage.telegram.says('王芳', '帮助')).toEqual([])
    const rows = '· Telegram 1 条，最早的从 10:00 起：企业超过48小时没说话，微信不让发，等他再说话'
    const [status = ''] = admin(await stage.telegram.says('周主任', '/status'))
    expect(status).toContain(`待发消息：1 条\n${rows}\n备份`)
    const [list] = admin(await stage.telegram.says('周主任', '/parked'))
    expect(list).toBe(`没有搁置的消息。\n还在等、到时会自己发出去的：\n${rows}`)

    await stage.wait(2 * MINUTE)
    const told = await stage.telegram.says('王芳', '待办')
    const [help] = (await stage.telegram.says('王芳', '帮助')).map(({ text }) => text)
    expect(told.map(({ chat, text }) => [chat, text === help])).toEqual([
      ['王芳', false],
      ['王芳', true],
    ])
    expect(admin(await stage.telegram.says('周主任', '/parked'))).toEqual(['没有搁置的消息。'])
  })

  test('for a channel that is out waits for that, also where it was not tried yet', async () => {
    const stage = await createStage(stood)
    const out = { kind: 'unreachable', reason: 'the gateway cannot be reached' } as const
    stage.telegram.faults.push(out, out)
    await stage.telegram.says('王芳', '帮助')
    await stage.telegram.says('周主任', '帮助')
    const [status] = await stage.say('管理员·钱', '/status')
    expect(status?.text).toContain('待发消息：2 条\n· Telegram 2 条，最早的从 10:00 起：连不上网关，请检查网关程序')
  })
})

describe('/status', () => {
  test('shows channels, what waits, and what was given up', async () => {
    const stage = await createStage(stood)
    stage.app.health('telegram', up)
    stage.app.health('wechat', down)
    stage.telegram.faults.push({ kind: 'refused', reason: '400 chat not found' })
    await stage.telegram.says('王芳', '帮助')
    const [told] = admin(await stage.telegram.says('周主任', '/status'))
    expect(told).toContain('渠道：Telegram 正常；微信 从 10:00 起连不上（登录失效）')
    expect(told).toContain('待发消息：0 条；发不出去已搁置 1 条，发 /parked 看原因')
    expect(told).toContain('备份：还没有做过')
  })

  test('says when the last backup is long ago, and when the disk is nearly full', async () => {
    const disk = { freeBytes: 1.5e9, totalBytes: 50e9 }
    const machine = () => ({ disk, backupAt: '2026-11-13T18:30:00.000Z' })
    const stage = await createStage({ ...stood, world: { machine } })
    const [told] = admin(await stage.telegram.says('周主任', '/status'))
    expect(told).toContain('备份：上次 11月14日（周六）02:30，已过 9 天，请尽快备份')
    expect(told).toContain('磁盘：剩 1.5 GB，共 50 GB——快满了')
  })
})
