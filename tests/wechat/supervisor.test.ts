import { expect, test, vi } from 'vitest'
import { Fault } from '../../bot/model/fault.ts'
import { wireError } from '../fakes/wechat-puppet/index.ts'
import { openHouse, reply } from './house.ts'

const A_MINUTE = 60_000

function throwing(): never {
  throw new Error('no')
}

test('it listens and speaks as soon as somebody is logged in, and says so once', async () => {
  const { puppet, channel, clock, said, health, lines } = await openHouse()
  expect(health).toEqual([{ state: 'up' }])
  puppet.says('wx-li', '有补贴吗')
  await clock.passes(2_000)
  expect(said).toMatchObject([{ from: { channel: 'wechat', chat: 'wx-li' }, text: '有补贴吗' }])
  const sending = channel.send(reply('wx-li', '有'), 'd1')
  await clock.passes(30_000)
  expect(await sending).toMatchObject({ kind: 'sent' })
  expect(puppet.textsTo('wx-li')).toEqual(['有'])
  await clock.passes(10 * A_MINUTE)
  expect(health).toEqual([{ state: 'up' }])
  expect(lines).toEqual(['wechat: logged in', 'wechat: connected'])
})

test('a puppet that does not answer is let go of, and another takes its place', async () => {
  const house = await openHouse()
  const { puppets, clock, health, said, channel } = house
  const [first] = puppets
  if (first) first.dongs = 'never'
  await clock.passes(35_000)
  expect(health.at(-1)).toEqual({ state: 'down', reason: 'no answer from the gateway' })
  expect(await channel.send(reply('wx-li', '有'), 'd1')).toEqual({
    kind: 'unreachable',
    reason: 'no answer from the gateway',
  })
  await clock.passes(3_000)
  expect(puppets).toHaveLength(2)
  expect(health.map(({ state }) => state)).toEqual(['up', 'down', 'up'])
  first?.emit('message', { messageId: 'late' })
  house.puppet.says('wx-li', '还在吗')
  await clock.passes(2_000)
  expect(said.map(({ text }) => text)).toEqual(['还在吗'])
})

test.each([
  [1, 'gateway unreachable'],
  [6, 'the gateway serves another client'],
  [14, 'gateway unreachable'],
  [16, 'the gateway refuses the token'],
])('after code %i of gRPC it is made anew: %s', async (code, reason) => {
  const { puppet, puppets, clock, health } = await openHouse()
  puppet.emit('error', wireError(code, 'NAME OF IT: names somebody'))
  await clock.passes(2_000)
  expect(health).toEqual([{ state: 'up' }, { state: 'down', reason }, { state: 'up' }])
  expect(puppets).toHaveLength(2)
})

test.each([
  ['never comes to an end', () => new Promise<void>(() => {})],
  ['rejects', () => Promise.reject(new Error('not connected'))],
  ['throws', throwing],
] as const)('a puppet whose ding %s is let go of as well', async (_, ding) => {
  const { puppet, puppets, clock, health } = await openHouse()
  Object.assign(puppet, { ding })
  await clock.passes(A_MINUTE)
  expect(puppets).toHaveLength(2)
  expect(health).toEqual([{ state: 'up' }, { state: 'down', reason: 'no answer from the gateway' }, { state: 'up' }])
})

test('single errors are only written down; a burst of them is the end of a puppet', async () => {
  const { puppet, puppets, clock, health, lines } = await openHouse()
  for (let nr = 0; nr < 20; nr++) puppet.emit('error', new Error('张三说了什么'))
  await clock.passes(2 * A_MINUTE)
  expect(puppets).toHaveLength(1)
  for (let nr = 0; nr < 21; nr++) puppet.emit('error', new Error('张三说了什么'))
  await clock.passes(2_000)
  expect(puppets).toHaveLength(2)
  expect(health[1]).toEqual({ state: 'down', reason: 'the puppet fails again and again' })
  expect(lines.filter((line) => line.includes('error'))).toEqual(['wechat: the puppet has an error (code 2)'])
})

test.each([
  ['rejects', () => Promise.reject(new Error('no')), 'the puppet does not start'],
  ['throws', throwing, 'the puppet does not start'],
  ['hangs', () => new Promise<void>(() => {}), 'no answer from the gateway'],
  ['does nothing', () => Promise.resolve(), 'no answer from the gateway'],
] as const)('a start that %s ends nothing but this puppet', async (_, start, reason) => {
  const { puppets, clock, health } = await openHouse({
    prepare(puppet, nr) {
      if (nr === 0) Object.assign(puppet, { start, dongs: 'never' })
    },
  })
  await clock.passes(40_000)
  expect(puppets).toHaveLength(2)
  expect(health.at(0)).toEqual({ state: 'down', reason })
  expect(health.at(-1)).toEqual({ state: 'up' })
})

test('it waits 1, 2, 4 … 60 seconds, and begins anew after a quiet minute', async () => {
  let broken = true
  const { puppets, builtAt, clock, health } = await openHouse({
    prepare(puppet) {
      if (broken) puppet.start = () => Promise.reject(wireError(14, 'UNAVAILABLE'))
    },
  })
  await clock.passes(5 * A_MINUTE)
  const waits = builtAt.slice(1).map((at, nr) => Math.round((Date.parse(at) - Date.parse(builtAt[nr] ?? at)) / 1000))
  expect(waits.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  expect(health).toHaveLength(1)
  broken = false
  await clock.passes(3 * A_MINUTE)
  expect(health.at(-1)).toEqual({ state: 'up' })
  const before = puppets.length
  puppets.at(-1)?.emit('error', wireError(14, 'UNAVAILABLE'))
  await clock.passes(1_500)
  expect(puppets).toHaveLength(before + 1)
})

test('what a puppet tells may be broken, and whoever hears it may fail: the process lives', async () => {
  const outcry = vi.fn()
  process.on('unhandledRejection', outcry)
  process.on('uncaughtException', outcry)
  const { puppet, puppets, clock, lines, over } = await openHouse({
    onHealth() {
      throw new Error('nobody is told')
    },
    onAccount() {
      throw new Error('nobody is told')
    },
    show() {
      throw new Error('nowhere to show it')
    },
  })
  puppet.emit('scan', { qrcode: 'one', status: 2 })
  for (const event of ['login', 'logout', 'message', 'friendship', 'room-invite', 'dong'] as const) {
    puppet.emit(event, undefined as never)
  }
  puppet.emit('friendship', { friendshipId: 'unknown' })
  puppet.emit('error', {})
  await clock.passes(A_MINUTE)
  const first = puppets[0]
  puppet.emit('error', wireError(14, 'UNAVAILABLE'))
  await clock.passes(A_MINUTE)
  first?.emit('error', new Error('out of the grave'))
  await clock.passes(1_000)
  process.off('unhandledRejection', outcry)
  process.off('uncaughtException', outcry)
  expect(outcry).not.toHaveBeenCalled()
  expect(lines.filter((line) => line.includes('could not be taken')).length).toBeGreaterThan(3)
  expect(lines).toContain('wechat: what became of the account could not be told')
  expect(first?.state.active()).toBe(false)
  expect(await Promise.race([over, 'listening'])).toBe('listening')
})

test('two hundred rebuilds leave nothing behind', async () => {
  const {
    puppets,
    puppet,
    clock,
    asleep: sleeping,
  } = await openHouse({
    prepare(made) {
      made.on('login', () => void setImmediate(() => made.emit('error', wireError(14, 'GONE'))))
    },
  })
  const listening = () => ['unhandledRejection', 'uncaughtException'].map((event) => process.listenerCount(event))
  await clock.passes(A_MINUTE)
  const [asleep, handlers, timers] = [sleeping(), listening(), process.getActiveResourcesInfo().length]
  while (puppets.length < 200) await clock.passes(2 * A_MINUTE)
  expect(sleeping()).toBeLessThanOrEqual(asleep)
  expect(listening()).toEqual(handlers)
  expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(timers + 2)
  const heard = ['scan', 'login', 'logout', 'message', 'friendship', 'room-invite', 'dong', 'error'] as const
  const counts = (of: typeof puppet) => heard.map((event) => of.listenerCount(event))
  const [early, late] = [puppets[10], puppets[190]]
  expect(early && counts(early)).toEqual(late && counts(late))
  expect(early?.listenerCount('error')).toBe(1)
  expect(early?.listenerCount('message')).toBe(0)
})

test('told to stop it ends within seconds, though the puppet never does, and nothing runs on', async () => {
  const house = await openHouse({
    prepare(puppet) {
      puppet.stop = () => new Promise(() => {})
    },
  })
  const begun = Date.parse(house.clock.now())
  await house.stop()
  expect(Date.parse(house.clock.now()) - begun).toBeLessThanOrEqual(5_000)
  await house.clock.passes(A_MINUTE)
  expect(house.asleep()).toBe(0)
  expect(house.puppets).toHaveLength(1)
})

test('told to stop while nothing is connected, it still brings to an end what has arrived', async () => {
  const written: string[] = []
  const tried = vi.fn(() => Promise.reject(new Fault('storage', 'disk full')))
  const house = await openHouse({
    receive: tried,
    memo: { read: () => Promise.resolve(null), write: async (text) => void written.push(text) },
    prepare(puppet, nr) {
      if (nr > 0) puppet.start = () => Promise.reject(wireError(14, 'UNAVAILABLE'))
    },
  })
  house.puppet.says('wx-li', '有补贴吗')
  const sending = house.channel.send(reply('wx-wang', '有'), 'd1')
  await house.clock.passes(2_000)
  expect(await sending).toMatchObject({ kind: 'sent' })
  house.puppet.emit('error', wireError(14, 'UNAVAILABLE'))
  await house.clock.passes(10 * A_MINUTE)
  tried.mockClear()
  await house.stop()
  expect(tried).toHaveBeenCalledTimes(1)
  expect(house.lines.at(-1)).toBe('wechat: messages that could not be taken before the stop, and are lost: 1')
  expect(written.join()).toContain('sent')
})

test('a puppet that cannot even be made is a fault for whoever started the program', async () => {
  const { over } = await openHouse({
    puppet() {
      throw new Fault('config', 'cannot use WECHATY_PUPPET')
    },
  })
  await expect(over).rejects.toThrow('cannot use WECHATY_PUPPET')
})

test.each([
  ['您的账号在其他设备登录 (张三)', 'the account was logged in on another device'],
  ['该账号被限制登录', 'the account was restricted by WeChat'],
  ['wxid_abc left', 'logged out'],
])('logged out with the words “%s”: %s', async (words, reason) => {
  const { puppet, channel, clock, health, news } = await openHouse()
  await puppet.logout(words)
  await clock.passes(0)
  expect(health.at(-1)).toEqual({ state: 'down', reason })
  expect(news.at(-1)).toEqual({ state: 'lost', reason })
  expect(await channel.send(reply('wx-li', '有'), 'd1')).toEqual({ kind: 'unreachable', reason })
  await puppet.as('bot')
  await clock.passes(0)
  expect(health.at(-1)).toEqual({ state: 'up' })
  expect(news.at(-1)).toEqual({ state: 'done' })
})

test('where ids pass, nobody is reached after the next login as who he was before', async () => {
  const { puppet, channel, clock, said } = await openHouse({
    passing: true,
    account: '@0123456789abcdef01',
    random: Math.random,
  })
  puppet.says('@aa', '我是甲')
  await clock.passes(2_000)
  const chat = said[0]?.from.chat ?? ''
  await puppet.as('@fedcba987654321001')
  puppet.says('@aa', '我是乙')
  await clock.passes(2_000)
  expect(said[1]?.from.chat).not.toBe(chat)
  expect(await channel.send(reply(chat, '您的诉求已办结'), 'd1')).toMatchObject({ kind: 'later' })
  expect(puppet.sent).toEqual([])
})

test('where ids pass, being connected again is no new login: the account has the same id', async () => {
  const house = await openHouse({ passing: true, account: '@0123456789abcdef01', random: Math.random })
  const { clock, said, puppet } = house
  puppet.says('@aa', '我是甲')
  await clock.passes(2_000)
  puppet.emit('error', wireError(14, 'UNAVAILABLE'))
  await clock.passes(5_000)
  house.puppet.says('@aa', { id: 'second', text: '我还是甲' })
  await clock.passes(2_000)
  expect(said[1]?.from.chat).toBe(said[0]?.from.chat)
})

test('ids that do not last are not taken for such as last, whatever the settings say', async () => {
  const { puppet, clock, health, said, news } = await openHouse({ account: '@0123456789abcdef01' })
  puppet.says('@aa', '我是甲')
  await clock.passes(30_000)
  expect(health.at(-1)).toMatchObject({ state: 'down', reason: expect.stringContaining('QINQING_WECHAT_IDS=passing') })
  expect(said).toEqual([])
  expect(news).toEqual([])
})

test('what was told before an outage is asked for after it', async () => {
  const house = await openHouse()
  const { clock, said, puppet } = house
  puppet.messagePayload = () => new Promise<never>(() => {})
  puppet.says('wx-li', { id: 'm1', text: '断线前说的' })
  await clock.passes(500)
  puppet.emit('error', wireError(14, 'UNAVAILABLE'))
  await clock.passes(3_000)
  const payload = await puppet.messageRawPayload('m1')
  house.puppet.mocker.cacheMessagePayload.set('m1', payload)
  await clock.passes(A_MINUTE)
  expect(said.map(({ text }) => text)).toEqual(['断线前说的'])
})
