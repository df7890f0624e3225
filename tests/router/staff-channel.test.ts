import { describe, expect, test } from 'vitest'
import type { AppealStore } from '../../bot/ports/appeal-store.ts'
import { createStage } from '../transcripts/stage.ts'

const staff = [
  { name: '王芳', roles: ['clerk'] },
  { name: '周主任', roles: ['administrator'] },
] as const
const groups = { 受理组: 'intake' } as const
const home = (chat: string) => ({ channel: 'telegram', chat }) as const
const COMPLAINT =
  '我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密'
const photo = { name: '合同.jpg', type: 'image/jpeg', bytes: new Uint8Array([1, 2, 3]) }

describe('a question while it is typed', () => {
  test('is answered from the documents, each answer with its source, for staff alone', async () => {
    const { app } = await createStage({ staff })
    const found = await app.lookUp(home('王芳'), '王芳', '拖欠中小企业账款的投诉多少天内要处理完')
    if (found === 'not-staff') throw new Error('she is of the staff')
    expect(found.length).toBeGreaterThan(1)
    for (const { text } of found) expect(text).toContain('出处：《')
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
    expect(await app.lookUp(home('路人'), '路人', '拖欠账款')).toBe('not-staff')
  })

  test('shows of each what it is about, not eight times the name of the same document', async () => {
    const { app } = await createStage({ staff })
    const found = await app.lookUp(home('王芳'), '王芳', '许可证几天办好')
    const titles = found === 'not-staff' ? [] : found.map(({ title }) => title)
    expect(titles).toContain('许可申请多久批下来？')
    expect(new Set(titles).size).toBe(titles.length)
  })

  test('is not answered where the bot is not sure, and nothing is kept of it', async () => {
    const { app, store } = await createStage({ staff })
    expect(await app.lookUp(home('王芳'), '王芳', '火星上能不能养鱼')).toEqual([])
    expect(await app.lookUp(home('王芳'), '王芳', '  ')).toEqual([])
    expect(await store.appeals.read({ kind: 'gaps', limit: 9 })).toMatchObject({ total: 0 })
  })
})

describe('a file that staff send', () => {
  async function withAppeal() {
    const stage = await createStage({ staff, groups })
    await stage.say('企业·周敏', COMPLAINT)
    await stage.say('企业·周敏', '确认')
    const [appeal] = await stage.ledger()
    const card = stage.telegram.card('受理组')
    if (!appeal || !card) throw new Error('no card stands in the intake group')
    return { ...stage, appeal, card: { channel: 'telegram', chat: '受理组', message: card.id } as const }
  }

  test('in answer to a message of a case goes when the person of the case is erased', async () => {
    const { app, store, appeal, card } = await withAppeal()
    const of = await app.keep(home('受理组'), '王芳', photo, card)
    const own = await app.keep(home('王芳'), '王芳', photo)
    await store.appeals.erase(appeal.subject, '2026-11-23T03:00:00.000Z')
    expect(await store.files.get(of.ref)).toBeNull()
    expect([...((await store.files.get(own.ref)) ?? [])]).toEqual([1, 2, 3])
  })

  test('in answer to some other message is his own', async () => {
    const { app, store, appeal, card } = await withAppeal()
    const own = await app.keep(home('受理组'), '王芳', photo, { ...card, message: '99999' })
    await store.appeals.erase(appeal.subject, '2026-11-23T03:00:00.000Z')
    expect([...((await store.files.get(own.ref)) ?? [])]).toEqual([1, 2, 3])
  })

  test('is not taken from a stranger', async () => {
    const { app } = await createStage({ staff })
    await expect(app.keep(home('路人'), '路人', photo)).rejects.toMatchObject({ code: 'usage' })
  })
})

describe('commands', () => {
  test('are offered to those who are of the staff, by role, as soon as they are', async () => {
    const stage = await createStage({ staff, groups })
    stage.app.health('telegram', { state: 'down', reason: 'ECONNREFUSED' })
    stage.app.health('telegram', { state: 'up' })
    await stage.telegram.says('王芳', '帮助')
    const offered = new Map(
      stage.telegram.menus.map(({ at, commands }) => [at.chat, commands.map((one) => one.command)]),
    )
    expect(offered.get('王芳')).toContain('mine')
    expect(offered.get('王芳')).not.toContain('backup')
    expect(offered.get('周主任')).toContain('backup')
    expect(offered.get('受理组')).not.toContain('mine')
  })
})

describe('whoever is removed while what he does is being decided', () => {
  test('has not done it', async () => {
    const stage = await createStage({ staff, groups })
    await stage.say('企业·周敏', COMPLAINT)
    await stage.say('企业·周敏', '确认')
    const [appeal] = await stage.ledger()
    const { appeals } = stage.store
    const commit = appeals.commit.bind(appeals)
    const slow = appeals as { commit: AppealStore['commit'] }
    slow.commit = async (change) => {
      if (change.message.endsWith(':late')) {
        slow.commit = commit
        const order = { do: 'remove', name: '王芳' } as const
        await stage.app.receive({ kind: 'ordered', id: 'order', order, at: stage.now() })
      }
      return commit(change)
    }
    const told = await stage.telegram.says('王芳', `受理 ${appeal?.number}`, { id: 'late' })
    expect(told.filter(({ chat }) => chat === '王芳').map(({ text }) => text)).toEqual([
      expect.stringContaining('只供工作人员使用'),
    ])
    expect((await stage.ledger()).map(({ state }) => state)).toEqual(['registered'])
  })
})

describe('two groups that are made the same place at once', () => {
  test('are not both told that they are it: the later one knows that it was moved', async () => {
    const stage = await createStage({
      staff: [
        { name: '周主任', roles: ['administrator'] },
        { name: '钱主任', roles: ['administrator'] },
      ],
    })
    const bind = (who: string, chat: string) =>
      stage.app.receive({
        kind: 'said',
        id: chat,
        sender: who,
        text: '/bind 受理组',
        from: home(chat),
        privately: home(who),
        attachments: [],
        at: stage.now(),
      })
    await Promise.all([bind('周主任', '一群'), bind('钱主任', '二群')])
    await stage.app.settle()
    const said = stage.heard.map(({ text }) => text)
    expect(said).toHaveLength(2)
    expect(said.filter((text) => text.includes('原来'))).toHaveLength(1)
  })
})
