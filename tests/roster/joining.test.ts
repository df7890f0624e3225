import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Said } from '../../bot/model/message.ts'
import { createStage, type OnTelegram } from '../transcripts/stage.ts'

const LI: OnTelegram = { name: '李明', roles: ['administrator'] }
const WANG: OnTelegram = { name: '王芳', roles: ['clerk'] }

async function house(...staff: readonly OnTelegram[]) {
  const stage = await createStage({ staff })
  const { telegram } = stage
  const last = (who: string) => {
    const standing = telegram.in(who)
    return standing ? telegram.shown(standing) : ''
  }
  return {
    ...stage,
    says: telegram.says,
    press: (label: string) => telegram.presses('李明', label),
    last,
    /** The code of the invitation that the administrator was given last. */
    code: () => /\/start (\w+)/u.exec(telegram.shown(telegram.in('李明', '/start') ?? never()))?.[1] ?? never(),
    members: async () => (await stage.store.appeals.read({ kind: 'staff' })).members.map(({ value }) => value),
    events: () => stage.heard.length,
  }
}

function never(): never {
  throw new Error('it is not there')
}

describe('an invitation', () => {
  it('is made by name, role and unit, and joins whoever opens it', async () => {
    const { says, press, code, last, members } = await house(LI)
    await says('李明', '/staff add 钱多')
    await press('承办')
    await press('市监局')
    expect(last('李明')).toContain('/start')
    await says('42', `/start ${code()}`)
    expect(last('42')).toContain('钱多，您好，已经加入。您的角色：承办（市监局）')
    expect(last('李明')).toContain('钱多（承办（市监局））加入了')
    expect(await members()).toContainEqual(
      expect.objectContaining({ name: '钱多', state: 'active', account: expect.objectContaining({ sender: '42' }) }),
    )
    await says('42', '/mine')
    expect(last('42')).toContain('我经办的')
  })

  it('of one in the catalogue offers what he is there', async () => {
    const { says, press, code, last } = await house(LI)
    await says('李明', '/staff 添加 马俊')
    await press('按名单：承办（营商局、民营中心）')
    await says('42', `/start ${code().toLowerCase()}`)
    expect(last('42')).toContain('承办（营商局、民营中心）')
  })

  it('by buttons alone: the name is asked for, and may be put right', async () => {
    const { says, press, last, members } = await house(LI)
    await says('李明', '/staff')
    await press('添加人员')
    await says('李明', '钱')
    expect(last('李明')).toContain('2到20个字')
    await says('李明', '钱朵')
    await says('李明', '钱多')
    await press('督办')
    expect(await members()).toContainEqual(
      expect.objectContaining({ name: '钱多', roles: ['supervisor'], state: 'invited' }),
    )
    expect(await members()).toHaveLength(2)
  })

  it('is not made where it was let go, or another command comes', async () => {
    const { says, press, last, members } = await house(LI)
    await says('李明', '/staff add')
    await says('李明', '算了')
    await says('李明', '/staff add')
    await says('李明', '帮助')
    expect(last('李明')).toContain('/staff')
    await says('李明', '/staff add')
    await press('取消')
    await says('李明', '钱多')
    expect(await members()).toHaveLength(1)
  })

  it('is good once, and for a week', async () => {
    const { says, press, code, last, wait, members } = await house(LI)
    await says('李明', '/staff add 钱多')
    await press('领导')
    const first = code()
    await says('42', `/start ${first}`)
    await says('43', `/start ${first}`)
    expect(last('43')).toContain('只供工作人员使用')
    expect(last('43')).toContain('链接只能用一次，用不了的，请管理员重发')
    await says('李明', '/staff add 孙小')
    await press('领导')
    await wait(8)
    await says('44', `/start ${code()}`)
    expect(last('44')).toContain('已经过期')
    expect((await members()).filter(({ state }) => state === 'active')).toHaveLength(2)
  })

  it('made again, the one before is over; who is in may join anew with another account', async () => {
    const { says, press, code, last } = await house(LI, WANG)
    await says('李明', '/staff 王芳')
    await press('重发邀请')
    const first = code()
    await says('李明', '/staff 王芳')
    await press('重发邀请')
    await says('42', `/start ${first}`)
    expect(last('42')).toContain('只供工作人员使用')
    await says('王芳', '/mine')
    expect(last('王芳')).toContain('我经办的')
    await says('43', `/start ${code()}`)
    expect(last('43')).toContain('王芳，您好')
    await says('王芳', '/mine')
    expect(last('王芳')).toContain('只供工作人员使用')
  })

  it('is not for a group, where everybody reads the code', async () => {
    const { says, press, code, members } = await house(LI)
    await says('李明', '/staff add 钱多')
    await press('领导')
    await says('42', `/start ${code()}`, { room: '某群' })
    expect((await members()).find(({ name }) => name === '钱多')?.state).toBe('invited')
  })

  it('is kept without its code', async () => {
    const { says, press, code, members } = await house(LI)
    await says('李明', '/staff add 钱多')
    await press('领导')
    const digest = createHash('sha256').update(code()).digest('hex')
    expect((await members()).find(({ name }) => name === '钱多')?.invite?.code).toBe(digest)
  })
})

describe('a card, or a forwarded message', () => {
  it('adds him at once, with the account it names', async () => {
    const { says, press, last, members } = await house(LI)
    await says('李明', '', { contact: { sender: '42', name: 'Ma Jun 🚗@' } })
    await says('李明', '马俊')
    await press('按名单：承办（营商局、民营中心）')
    expect(last('李明')).toContain('请他打开这个机器人发一次 /start')
    await says('42', '/start')
    expect(last('42')).toContain('马俊，您好')
    expect(await members()).toContainEqual(expect.objectContaining({ name: '马俊', state: 'active' }))
  })

  it('of one who is there opens his page', async () => {
    const { says, last } = await house(LI, WANG)
    await says('李明', '', { contact: { sender: '王芳', name: '随便' } })
    expect(last('李明')).toContain('已经有 王芳 了')
  })

  it('of one who was invited by name brings him in', async () => {
    const { says, press, members } = await house(LI)
    await says('李明', '/staff add 钱多')
    await press('领导')
    await says('李明', '', { contact: { sender: '42', name: '钱多' } })
    await press('领导')
    expect((await members()).filter(({ name }) => name === '钱多')).toMatchObject([{ state: 'active' }])
  })

  it('sent by one who is no administrator is nothing special', async () => {
    const { says, last, members } = await house(LI, WANG)
    await says('王芳', '你好', { contact: { sender: '42', name: '钱多' } })
    expect(last('王芳')).toContain('没看懂')
    expect(await members()).toHaveLength(2)
  })

  it('one who was removed and comes back is himself again', async () => {
    const { says, press, members } = await house(LI, WANG)
    await says('李明', '/staff 王芳')
    await press('移除')
    await press('移除')
    await says('李明', '', { contact: { sender: '42', name: '王芳' } })
    await press('受理员')
    expect((await members()).filter(({ name }) => name === '王芳')).toMatchObject([
      { id: 'staff-王芳', state: 'active' },
    ])
  })
})

describe('a stranger', () => {
  it('is told once that this is not for him, and nothing he says is kept or answered after that', async () => {
    const { says, heard, app, now } = await house(LI)
    await says('路人', '你们局长是谁？')
    expect(heard.at(-1)?.text).toContain('只供工作人员使用')
    const before = heard.length
    await says('路人', '喂')
    await says('路人', '/start ABCDEFGHJKMN')
    await says('路人', '/staff')
    expect(heard).toHaveLength(before)
    const from = { channel: 'telegram', chat: '路人' } as const
    const said = {
      kind: 'said' as const,
      id: 'x',
      from,
      sender: '路人',
      text: '喂',
      attachments: [],
      at: now(),
    } satisfies Said
    expect(await app.receive(said)).toEqual({ outcome: 'ignored' })
  })

  it('who presses a button sees a notice, and nothing happens', async () => {
    const { telegram, says, app, now, heard } = await house(LI, WANG)
    await says('李明', '/staff 王芳')
    const page = telegram.card('李明') ?? never()
    const before = heard.length
    const from = { channel: 'telegram', chat: '某群' } as const
    const replyTo = { channel: 'telegram', chat: '某群', message: page.id } as const
    const said = {
      kind: 'said' as const,
      id: 'x',
      from,
      sender: '路人',
      text: '',
      replyTo,
      attachments: [],
      at: now(),
    } satisfies Said
    const { notice } = await app.receive({ ...said, pressed: 'staff:remove:staff-王芳:none' })
    expect(notice).toEqual({ text: '只有工作人员可以操作。', alert: true })
    expect(heard).toHaveLength(before)
  })
})

describe('an order from the server', () => {
  const order = (do_: object, id = 'ordered:1') => ({ kind: 'ordered', id, order: do_, at: '2026-11-23T02:00:00.000Z' })
  const until = '2026-11-30T02:00:00.000Z'
  const code = createHash('sha256').update('ABCDEFGHJKMN').digest('hex')

  it('invites the first administrator', async () => {
    const { app, says, last } = await house()
    const invite = { do: 'invite', name: '李明', roles: ['administrator'], units: [], code, until }
    expect(await app.receive(order(invite) as never)).toMatchObject({ outcome: 'committed' })
    await says('42', '/start abcdefghjkmn')
    expect(last('42')).toContain('李明，您好，已经加入。您的角色：管理员')
    await says('42', '/staff')
    expect(last('42')).toContain('人员 1 位')
  })

  it('removes one, but not the last administrator, nor nobody', async () => {
    const { app, members } = await house(LI, WANG)
    const remove = (name: string) => app.receive(order({ do: 'remove', name }, `ordered:${name}`) as never)
    expect(await remove('王芳')).toMatchObject({ outcome: 'committed' })
    expect(await remove('李明')).toEqual({ outcome: 'ignored' })
    expect(await remove('钱多')).toEqual({ outcome: 'ignored' })
    expect((await members()).map(({ name, state }) => [name, state])).toEqual(
      expect.arrayContaining([
        ['李明', 'active'],
        ['王芳', 'removed'],
      ]),
    )
  })

  it('does not take the last administrator’s role by inviting him as something else', async () => {
    const { app } = await house(LI)
    const invite = { do: 'invite', name: '李明', roles: ['clerk'], units: [], code, until }
    expect(await app.receive(order(invite) as never)).toEqual({ outcome: 'ignored' })
  })
})
