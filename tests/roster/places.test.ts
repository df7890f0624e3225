import { describe, expect, it } from 'vitest'
import { createStage } from '../transcripts/stage.ts'

async function house() {
  const stage = await createStage({
    staff: [
      { name: '李明', roles: ['administrator'] },
      { name: '王芳', roles: ['clerk'] },
    ],
  })
  const { telegram } = stage
  return {
    ...stage,
    says: telegram.says,
    press: (label: string, room: string) => telegram.presses('李明', label, { room }),
    last: (where: string) => {
      const standing = telegram.in(where)
      return standing ? telegram.shown(standing) : ''
    },
    places: async () => {
      const { places } = await stage.store.appeals.read({ kind: 'places' })
      return Object.fromEntries(places.flatMap(({ value: { id, at } }) => (at ? [[id, at.chat]] : [])))
    },
  }
}

describe('/bind', () => {
  it('makes a group the place named: what comes in is told there from now on', async () => {
    const { says, last, places, telegram } = await house()
    await says('李明', '/bind 受理组', { room: '-100' })
    expect(last('-100')).toContain('已设为 受理组')
    expect(last('-100')).toContain('涉密件不进群')
    expect(await places()).toEqual({ intake: '-100' })
    expect(telegram.menus.find(({ at }) => at.chat === '-100')?.commands.map(({ command }) => command)).toContain('due')
  })

  it('takes a unit by its name or short name, and all of them', async () => {
    const { says, places } = await house()
    await says('李明', '/bind 市监局', { room: '-1' })
    await says('李明', '/bind 市税务局', { room: '-2' })
    await says('李明', '/bind 所有单位', { room: '-3' })
    expect(await places()).toEqual({ 'unit:market': '-1', 'unit:tax': '-2', 'unit:*': '-3' })
  })

  it('without a name offers what there is', async () => {
    const { says, press, places, last } = await house()
    await says('李明', '/bind', { room: '-1' })
    await press('某个承办单位…', '-1')
    await press('清欠专班', '-1')
    expect(await places()).toEqual({ 'unit:industry': '-1' })
    await says('李明', '/绑定', { room: '-2' })
    await press('督办组', '-2')
    await says('李明', '/bind 没有的局', { room: '-3' })
    expect(last('-3')).toContain('没有“没有的局”')
    await press('取消', '-3')
    expect(last('-3')).toContain('没有改动')
    expect(await places()).toEqual({ 'unit:industry': '-1', supervision: '-2' })
  })

  it('a group is one place, and a place one group', async () => {
    const { says, places, last } = await house()
    await says('李明', '/bind 受理组', { room: '-1' })
    await says('李明', '/bind 受理组', { room: '-1' })
    expect(last('-1')).toContain('已经是受理组')
    await says('李明', '/bind 督办组', { room: '-1' })
    expect(last('-1')).toContain('不再是受理组')
    expect(await places()).toEqual({ supervision: '-1' })
    await says('李明', '/bind 督办组', { room: '-2' })
    expect(last('-2')).toContain('原来那个群不再收到')
    expect(await places()).toEqual({ supervision: '-2' })
  })

  it('a topic is warned of first, for everybody in the group sees all topics', async () => {
    const { says, press, places, last } = await house()
    await says('李明', '/bind 市监局', { room: '-1/7' })
    expect(last('-1/7')).toContain('只有这个群里的人都可以看市监局的件')
    expect(await places()).toEqual({})
    await press('取消', '-1/7')
    await says('李明', '/bind 市监局', { room: '-1/7' })
    await press('确定', '-1/7')
    expect(await places()).toEqual({ 'unit:market': '-1/7' })
  })

  it('is for administrators, in a group', async () => {
    const { says, places, last, telegram } = await house()
    await says('王芳', '/bind 受理组', { room: '-1' })
    expect(last('-1')).toContain('需要管理员身份')
    await says('李明', '/bind 受理组')
    expect(last('李明')).toContain('在群里发 /bind')
    await says('李明', '/bind', { room: '-1' })
    await telegram.presses('王芳', '受理组', { room: '-1' })
    expect(telegram.flashed.at(-1)).toMatchObject({ who: '王芳', alert: true })
    expect(await places()).toEqual({})
    await says('李明', '/bind 领导组', { room: '-1' })
    await says('李明', '/bind')
    expect(last('李明')).toContain('已经设好的：领导组')
  })
})

describe('/unbind', () => {
  it('gives it up: each is told by himself again', async () => {
    const { says, places, last, press } = await house()
    await says('李明', '/unbind', { room: '-1' })
    expect(last('-1')).toContain('没有设过')
    await says('李明', '/bind 受理组', { room: '-1' })
    await says('李明', '/unbind', { room: '-1' })
    expect(last('-1')).toContain('发到各人的私聊')
    expect(await places()).toEqual({})
    await says('李明', '/bind 受理组', { room: '-1' })
    await says('李明', '/bind', { room: '-1' })
    await press('不再用这个群', '-1')
    expect(await places()).toEqual({})
  })
})

it('a group that got another address, with all its topics, is still what it was', async () => {
  const { app, says, press, places } = await house()
  await says('李明', '/bind 受理组', { room: '-1' })
  await says('李明', '/bind 市监局', { room: '-1/7' })
  await press('确定', '-1/7')
  await says('李明', '/bind 督办组', { room: '-12' })
  const [from, to] = ['-1', '-100123'].map((chat) => ({ channel: 'telegram', chat }) as const)
  const moved = { kind: 'chat-moved', at: '2026-11-23T02:00:00.000Z' } as const
  expect(await app.receive({ ...moved, id: 'moved:1', from: from ?? never(), to: to ?? never() })).toMatchObject({
    outcome: 'committed',
  })
  expect(await places()).toEqual({ intake: '-100123', 'unit:market': '-100123/7', supervision: '-12' })
  const strange = { channel: 'telegram', chat: '-5' } as const
  expect(await app.receive({ ...moved, id: 'moved:2', from: strange, to: strange })).toEqual({ outcome: 'ignored' })
})

function never(): never {
  throw new Error('it is not there')
}
