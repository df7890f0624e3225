import { createHash, randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createWeChat, type WeChatOptions } from '../../adapters/wechat/index.ts'
import { loadPuppet } from '../../adapters/wechat/puppet.ts'
import type { Message, Said } from '../../bot/model/message.ts'
import type { AccountNews, Health, Sent } from '../../bot/ports/channel.ts'
import { hurried } from '../telegram/hurried.ts'
import { type Gateway, openGateway, TOKEN } from './gateway.ts'
import { reply } from './house.ts'

/** Ten seconds of the channel's go by in one: it asks every two seconds whether the gateway is there. */
const HURRY = 10
let gateway: Gateway
let messages = 0

beforeAll(async () => {
  gateway = await openGateway('bot')
})
afterAll(() => gateway.kill())

/** The machine may be busy with other tests. */
const soon = (expectation: () => void | Promise<void>, timeout = 10_000) =>
  vi.waitFor(expectation, { timeout, interval: 50 })

interface Wire {
  readonly said: Said[]
  readonly health: Health[]
  readonly news: AccountNews[]
  readonly lines: string[]
  /** The digests of files that were kept. */
  readonly kept: string[]
  send(chat: string, text: string, file?: Uint8Array): Promise<Sent>
  /** Somebody writes until he is heard; how long that takes, in milliseconds. */
  untilHeard(): Promise<number>
  /** As the outbox would: again and again until it is out. */
  untilSent(text: string): Promise<void>
  stop(): Promise<void>
}

async function openWire(options: object = {}, more: Partial<WeChatOptions> = {}, hurry = HURRY): Promise<Wire> {
  const heard = { said: [] as Said[], health: [] as Health[], news: [] as AccountNews[] }
  const lines: string[] = []
  const kept: string[] = []
  let outgoing: Uint8Array | undefined
  const channel = createWeChat({
    puppet: await loadPuppet({
      name: 'wechaty-puppet-service',
      options: { token: TOKEN, endpoint: gateway.endpoint, ...options },
    }),
    passing: false,
    async keep(_at, _sender, { name, type, bytes }) {
      kept.push(createHash('sha256').update(bytes).digest('hex'))
      return { ref: 'kept', name, type }
    },
    fetch: () => Promise.resolve(outgoing ?? null),
    clock: hurried(hurry),
    random: () => randomInt(2 ** 30) / 2 ** 30,
    pace: { gapMs: 0, perDay: 1_000, friendsPerDay: 10 },
    memo: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
    onHealth: (health) => heard.health.push(health),
    onAccount: (news) => heard.news.push(news),
    show: () => {},
    log: (line) => lines.push(line),
    ...more,
  })
  const ending = new AbortController()
  const over = channel.listen(async (message: Message) => {
    if (message.kind === 'said') heard.said.push(message)
    return {}
  }, ending.signal)
  const wire: Wire = {
    ...heard,
    lines,
    kept,
    send(chat, text, file) {
      outgoing = file
      const files = file && [{ ref: 'f', name: '政策.pdf', type: 'application/pdf' }]
      return channel.send({ ...reply(chat, text), ...(files && { files }) }, `d${++messages}`)
    },
    async untilHeard() {
      const begun = performance.now()
      await soon(async () => {
        const id = `m${++messages}`
        await gateway.says({ id, from: 'qian', text: '有人吗' })
        await pause(100)
        expect(heard.said.map((said) => said.id)).toContain(id)
      }, 15_000)
      return performance.now() - begun
    },
    async untilSent(text) {
      await soon(async () => expect(await wire.send('qian', text)).toMatchObject({ kind: 'sent' }), 15_000)
    },
    async stop() {
      ending.abort()
      await over
    },
  }
  onTestFinished(wire.stop)
  await soon(() => expect(heard.health.at(-1)).toEqual({ state: 'up' }))
  return wire
}

const lastAsked = (text: string) => gateway.asked.filter((asked) => asked.text === text).length

test('texts go both ways, and what mentions the bot in a group is heard', async () => {
  const { said, send, lines } = await openWire()
  await gateway.says({ id: 'a1', from: 'qian', text: '有补贴吗' })
  await gateway.says({ id: 'a2', from: 'qian', room: 'r@chatroom', mentions: ['bot'], text: '@名bot\u2005申报到几号' })
  await gateway.says({ id: 'a3', from: 'qian', room: 'r@chatroom', text: '大家好' })
  await soon(() => expect(said).toHaveLength(2))
  expect(said.map(({ text }) => text)).toEqual(['有补贴吗', '申报到几号'])
  expect(said[1]?.privately).toEqual({ channel: 'wechat', chat: 'qian' })
  expect(await send('qian', '有的')).toMatchObject({ kind: 'sent' })
  expect(gateway.asked.at(-1)).toEqual({ to: 'qian', text: '有的' })
  expect(lines).toEqual(['wechat: logged in', 'wechat: connected'])
})

test('files of two megabytes go both ways, whole', async () => {
  const { kept, send } = await openWire()
  const digest = await gateway.says({ id: 'f1', from: 'qian', bytes: 2 * 2 ** 20 })
  await soon(() => expect(kept).toEqual([digest]))
  const bytes = new Uint8Array(2 * 2 ** 20).fill(7)
  expect(await send('qian', '见附件', bytes)).toMatchObject({ kind: 'sent' })
  expect(gateway.asked.find(({ file }) => file)).toMatchObject({
    to: 'qian',
    bytes: bytes.length,
    digest: createHash('sha256').update(bytes).digest('hex'),
  })
})

test('a request to be friends is accepted over the wire, and a slow gateway is waited for', async () => {
  const { said, health } = await openWire({}, { random: () => 0 })
  await gateway.answersAfter(500)
  await gateway.wantsToBeFriends('r1', 'zhao')
  await soon(() => expect(gateway.asked.at(-1)).toEqual({ accepted: 'r1' }))
  await gateway.confirms('c1', 'zhao')
  await gateway.says({ id: 's1', from: 'zhao', text: '您好' })
  await soon(() => expect(said.map(({ from }) => from.chat)).toEqual(['zhao', 'zhao']))
  await pause(2_200)
  expect(health).toEqual([{ state: 'up' }])
  await gateway.answersAfter(0)
})

test('killed and started again, it hears and speaks again within seconds', async () => {
  const wire = await openWire()
  await gateway.kill()
  await soon(() => expect(wire.health.at(-1)).toEqual({ state: 'down', reason: 'gateway unreachable' }))
  expect(await wire.send('qian', '断线时')).toEqual({ kind: 'unreachable', reason: 'gateway unreachable' })
  await gateway.start('bot')
  expect(await wire.untilHeard()).toBeLessThan(10_000)
  await wire.untilSent('又通了')
  expect(lastAsked('又通了')).toBe(1)
  expect(wire.health.map(({ state }) => state)).toEqual(['up', 'down', 'up'])
})

test.runIf(process.env['QINQING_LONG'])(
  'an outage longer than the library’s own watchdog leaves nothing deaf',
  async () => {
    const wire = await openWire({ timeoutSeconds: 2 }, {}, 2 * HURRY)
    await gateway.kill()
    await pause(3_000)
    await gateway.start('bot')
    expect(await wire.untilHeard()).toBeLessThan(10_000)
    await wire.untilSent('很久以后')
  },
)

test('a gateway that hangs is noticed; when it wakes, it serves the newest client and no ghost', async () => {
  const wire = await openWire({}, {}, 2 * HURRY)
  gateway.hang()
  await soon(() => expect(wire.health.at(-1)).toEqual({ state: 'down', reason: 'no answer from the gateway' }))
  // The next one knocks meanwhile.
  await pause(800)
  gateway.wake()
  expect(await wire.untilHeard()).toBeLessThan(10_000)
  await wire.untilSent('醒了')
  expect(lastAsked('醒了')).toBe(1)
})

test('logged out and in again: where ids last he is the same, where they pass he is a stranger', async () => {
  const [lasting] = [await openWire()]
  await gateway.logsOut('您的账号在其他设备登录')
  const reason = 'the account was logged in on another device'
  await soon(() => expect(lasting.health.at(-1)).toEqual({ state: 'down', reason }))
  expect(lasting.news.at(-1)).toEqual({ state: 'lost', reason })
  await gateway.asksToScan('https://login.example/one')
  await soon(() => expect(lasting.news.at(-1)?.state).toBe('wanted'))
  await gateway.logsIn('bot2')
  await lasting.untilSent('还是您')
  expect(gateway.asked.at(-1)).toEqual({ to: 'qian', text: '还是您' })
  await lasting.stop()

  await gateway.logsOut('')
  await gateway.logsIn('@0123456789abcdef01')
  const passing = await openWire({}, { passing: true })
  await gateway.says({ id: 'p1', from: '@aa', text: '一' })
  await soon(() => expect(passing.said).toHaveLength(1))
  const chat = passing.said[0]?.from.chat ?? ''
  await gateway.logsOut('')
  await gateway.logsIn('@fedcba987654321001')
  await gateway.says({ id: 'p2', from: '@aa', text: '二' })
  await soon(() => expect(passing.said).toHaveLength(2))
  expect(passing.said[1]?.from.chat).not.toBe(chat)
  expect(await passing.send(chat, '给前一个人的')).toMatchObject({ kind: 'later' })
  expect(lastAsked('给前一个人的')).toBe(0)
})
