import { expect, it } from 'vitest'
import { TelegramError } from '../../adapters/telegram/trouble.ts'
import { Fault } from '../../bot/model/fault.ts'
import type { Fault as Struck } from '../fakes/telegram/index.ts'
import { openBench, reply } from './adapter.ts'

const down = (reason: unknown) => ({ state: 'down', reason })
const up = { state: 'up' }

/** A bot that listens, and somebody who has spoken to it. */
async function openChat(options: Parameters<typeof openBench>[0] = {}) {
  const bench = await openBench(options)
  const { telegram, received } = bench
  const wang = telegram.person('王芳')
  wang.says('早')
  await telegram.until(() => received.length === 1)
  await telegram.idle()
  received.length = 0
  return { bench, wang, ...bench, channel: bench.channel }
}

/** One that only speaks, and can be hurried. */
async function openMute(hurry = 10) {
  const bench = await openBench({ hurry, listening: false })
  const wang = bench.telegram.person('王芳')
  wang.starts()
  return { ...bench, channel: bench.channel, wang }
}

it('tells that its token is not known (401), and does not hurry', async () => {
  const { telegram, health, lines, channel, wang } = await openChat()
  telegram.revoke()
  await telegram.until(() => health.at(-1)?.state === 'down')
  expect(health).toEqual([up, down(expect.stringMatching(/token.*401.*@BotFather/))])
  expect(lines.at(-1)).toMatch(/^telegram: Telegram does not know this token \(401\)/)
  const asked = telegram.requests.length
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(telegram.requests.length - asked).toBeLessThan(3)
  expect(await channel.send(reply(wang, ['好']), 'k')).toEqual({
    kind: 'unreachable',
    reason: expect.stringContaining('401'),
  })
})

it('says that another instance polls (409), waits, and goes on when it is gone', async () => {
  const { telegram, health, lines, received, wang } = await openChat()
  const other = new AbortController()
  const rival = fetch(`${telegram.apiRoot}/bot${telegram.token}/getUpdates?timeout=50&offset=1`, {
    signal: other.signal,
  })
  await telegram.until(() => health.at(-1)?.state === 'down')
  expect(lines.at(-1)).toMatch(/another instance polls with the same token \(409\)/)
  other.abort()
  await rival.catch(() => undefined)
  wang.says('还在吗')
  await telegram.until(() => received.length === 1)
  expect(received).toHaveLength(1)
  // Two that poll take turns in losing: it is called over when nobody has lost for a minute.
  expect(health.at(-1)?.state).toBe('down')
  await telegram.until(() => health.at(-1)?.state === 'up', 25_000)
  expect(lines.filter((line) => line.includes('409'))).toHaveLength(1)
})

it('takes down a webhook that stands in the way of polling (409), and hears what came for it', async () => {
  const bench = await openBench({ listening: false })
  const { telegram, received } = bench
  telegram.person('王芳').says('早')
  await fetch(`${telegram.apiRoot}/bot${telegram.token}/setWebhook?url=http://127.0.0.1:1/old`)
  bench.restart()
  await telegram.until(() => received.length === 1)
  expect(telegram.webhook.url).toBeFalsy()
})

it('asks as late again as it is told to (429), and is up meanwhile', async () => {
  const { telegram, health, lines, received, wang } = await openChat()
  const slow = telegram.fails({ method: 'getUpdates', with: { kind: 'error', code: 429, retryAfter: 7 } })
  wang.says('一')
  wang.says('二')
  await telegram.until(() => slow.hits === 1)
  const before = telegram.counts['getUpdates']
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(telegram.counts['getUpdates']).toBe(before)
  wang.says('三')
  await telegram.until(() => received.length === 3)
  expect(lines).toContain('telegram: too many requests (429), again in 7 s')
  expect(health).toEqual([up])
})

it('tells the outbox how long to wait (429), and does not ask again in that chat before', async () => {
  const { telegram, channel, wang } = await openMute(20)
  const other = telegram.person('李娜')
  other.starts()
  telegram.fails({ method: 'sendMessage', with: { kind: 'error', code: 429, retryAfter: 10 } })
  expect(await channel.send(reply(wang, ['一']), 'k1')).toMatchObject({ kind: 'later', afterMs: 10_000 })
  const sent = telegram.counts['sendMessage']
  expect(await channel.send(reply(wang, ['一']), 'k1')).toMatchObject({ kind: 'later', afterMs: expect.any(Number) })
  expect(telegram.counts['sendMessage']).toBe(sent)
  expect(await channel.send(reply(other, ['别人的']), 'k2')).toMatchObject({ kind: 'sent' })
  await new Promise((resolve) => setTimeout(resolve, 800))
  expect(await channel.send(reply(wang, ['一']), 'k1')).toMatchObject({ kind: 'sent' })
})

it('goes on polling after whatever has befallen it', async () => {
  const befell: readonly (readonly [Struck, RegExp])[] = [
    [{ kind: 'error', code: 500, description: 'Internal Server Error' }, /no proper answer from Telegram \(500\)/],
    [{ kind: 'html' }, /no proper answer from Telegram \(status 502\)/],
    [{ kind: 'garbage' }, /no proper answer from Telegram \(no JSON\)/],
    [{ kind: 'reset' }, /no proper answer from Telegram \(ECONNRESET\)/],
    [{ kind: 'cut' }, /no proper answer from Telegram \(ECONNRESET\)/],
    [{ kind: 'hang' }, /no proper answer from Telegram \(no answer in time\)/],
  ]
  await Promise.all(
    befell.map(async ([struck, line]) => {
      const { telegram, health, lines, received, wang } = await openChat()
      telegram.fails({ method: 'getUpdates', times: struck.kind === 'hang' ? 1 : 2, with: struck })
      await telegram.until(() => health.at(-1)?.state === 'down')
      wang.says('在吗')
      await telegram.until(() => received.length === 1 && health.at(-1)?.state === 'up')
      expect(health.slice(1)).toEqual([down(expect.stringMatching(line)), up])
      // However often it fails for the same reason, one line says so.
      expect(lines.filter((one) => line.test(one))).toHaveLength(1)
      expect(lines.at(-1)).toBe('telegram: connected again')
    }),
  )
})

it('calls an outage one: what fails in it is no failure of the delivery', async () => {
  const { telegram, channel, wang, received, health } = await openChat()
  // A connection that was left open breaks when it is used again: then nobody can say.
  const send = (text: string) => channel.send(reply(wang, [text]), text)
  for (const [how, reason] of [
    ['refused', /no connection to Telegram \(ECONNREFUSED\)/],
    ['html', /\(status 502\)/],
    ['hang', /no answer in time/],
  ] as const) {
    await telegram.down(how)
    await send(how).catch(() => undefined)
    expect(await send(how)).toEqual({ kind: 'unreachable', reason: expect.stringMatching(reason) })
    await telegram.up()
    expect(await send(how).catch(() => send(how))).toMatchObject({ kind: 'sent' })
  }
  expect(wang.chat.fromBot.map(({ text }) => text)).toEqual(['refused', 'html', 'hang'])
  wang.says('好了吗')
  await telegram.until(() => received.length === 1 && health.at(-1)?.state === 'up')
})

it.each<[string, Struck, number]>([
  ['reset before it was carried out', { kind: 'reset' }, 1],
  ['reset after it was carried out', { kind: 'reset', executed: true }, 2],
  ['answered with 500', { kind: 'error', code: 500 }, 1],
  ["answered with a gateway's page", { kind: 'html' }, 1],
  ['answered with garbage, and carried out', { kind: 'garbage', executed: true }, 2],
  ['cut off, and carried out', { kind: 'cut', executed: true }, 2],
  ['never answered', { kind: 'hang' }, 1],
])('does not know whether a request is out that is %s; tried again, it is', async (_, struck, times) => {
  const { telegram, channel, wang } = await openMute()
  telegram.fails({ method: 'sendMessage', with: struck })
  await expect(channel.send(reply(wang, ['好']), 'k')).rejects.toThrow(TelegramError)
  expect(await channel.send(reply(wang, ['好']), 'k')).toMatchObject({ kind: 'sent' })
  expect(wang.chat.fromBot.map(({ text }) => text)).toEqual(Array.from({ length: times }, () => '好'))
})

it('goes on with a long text where it was', async () => {
  const { telegram, channel, wang } = await openMute()
  const long = reply(wang, [Array.from({ length: 5 }, (_, i) => `${i}${'字'.repeat(4000)}`).join('\n')])
  telegram.fails({ method: 'sendMessage', after: 2, with: { kind: 'reset' } })
  await expect(channel.send(long, 'k')).rejects.toThrow('sendMessage')
  telegram.fails({ method: 'sendMessage', after: 1, with: { kind: 'error', code: 429, retryAfter: 1 } })
  expect(await channel.send(long, 'k')).toMatchObject({ kind: 'later' })
  await new Promise((resolve) => setTimeout(resolve, 200))
  const sent = await channel.send(long, 'k')
  expect(wang.chat.fromBot.map(({ text }) => text.slice(0, 1))).toEqual(['0', '1', '2', '3', '4'])
  expect(sent.kind === 'sent' && sent.receipts.map(({ message }) => Number(message))).toEqual(
    wang.chat.fromBot.map(({ id }) => id),
  )
})

it('does not send twice under one key, unless what it says has changed', async () => {
  const { channel, wang } = await openMute()
  const [first, again, atOnce] = await Promise.all([
    channel.send(reply(wang, ['好']), 'k'),
    channel.send(reply(wang, ['好']), 'k'),
    channel.send(reply(wang, ['另一条']), 'k2'),
  ])
  expect(again).toEqual(first)
  expect(atOnce.kind).toBe('sent')
  expect(await channel.send(reply(wang, ['好']), 'k')).toEqual(first)
  expect(await channel.send(reply(wang, ['改了']), 'k')).not.toEqual(first)
  expect(wang.chat.fromBot.map(({ text }) => text).sort()).toEqual(['另一条', '好', '改了'].sort())
})

it('tells what never will be taken', async () => {
  const { telegram, channel, wang } = await openMute()
  const [blocking, silent] = [telegram.person('李娜'), telegram.person('赵强')]
  blocking.starts()
  blocking.blocks()
  const group = telegram.group('旧组', { members: [wang] })
  group.removesBot()
  const refused = async (to: Parameters<typeof reply>[0]) => await channel.send(reply(to, ['好']), `k${Math.random()}`)
  expect(await refused(blocking)).toEqual({ kind: 'refused', reason: 'sendMessage: 403 bot was blocked by the user' })
  expect(await refused(silent)).toMatchObject({ kind: 'refused' })
  expect(await refused(group)).toMatchObject({ kind: 'refused' })
  expect(await channel.send({ to: { channel: 'telegram', chat: '受理组' }, text: ['好'] }, 'x')).toMatchObject({
    kind: 'refused',
  })
  expect(await channel.send(reply(wang, [' ']), 'y')).toMatchObject({ kind: 'refused' })
})

it('flashes an answer that did not get through at once', async () => {
  const { telegram, bench, channel, wang } = await openChat()
  await channel.send(reply(wang, ['新诉求'], { choices: [{ id: 'a', label: '受理' }] }), 'k')
  bench.answer = () => Promise.resolve({ notice: { text: '李娜已先受理' } })
  telegram.fails({ method: 'answerCallbackQuery', times: 2, with: { kind: 'html' } })
  expect(await wang.presses('受理')).toMatchObject({ text: '李娜已先受理', alert: false })
})

it('takes a message again that could not be kept, and what comes behind it after it', async () => {
  const { telegram, bench, lines, wang } = await openChat()
  const texts: string[] = []
  let full = 4
  bench.answer = (message) => {
    if (full-- > 0) return Promise.reject(new Fault('storage', 'the disk is full'))
    texts.push(message.kind === 'said' ? message.text : message.kind)
    return Promise.resolve({})
  }
  wang.says('第一句')
  wang.says('第二句')
  await telegram.until(() => texts.length === 2)
  await telegram.idle()
  expect(texts).toEqual(['第一句', '第二句'])
  expect(lines.filter((line) => line.includes('storage'))).toHaveLength(4)
})

it('does not go deaf over one message that fails whatever is done; he is told', async () => {
  const { telegram, bench, lines, wang } = await openChat()
  const texts: string[] = []
  bench.answer = (message) => {
    if (message.kind === 'said' && message.text === '毒')
      return Promise.reject(new TypeError('13800000000 is no number'))
    if (message.kind === 'said') texts.push(message.text)
    return Promise.resolve({})
  }
  wang.says('毒')
  wang.says('下一句')
  await telegram.until(() => texts.length === 1)
  expect((await wang.chat.until('没有处理成')).text).toContain('请再试一次')
  expect(lines.at(-1)).toMatch(/^telegram: update \d+ is given up$/)
  expect(lines.join('\n')).not.toContain('13800000000')
})

it('tells the token to nobody: not in a line, not in an error, not in a reason', async () => {
  const { telegram, channel, wang, lines, health } = await openMute()
  const secret = telegram.token.split(':')[1] ?? ''
  const told: string[] = []
  const kinds: Struck[] = [
    { kind: 'html' },
    { kind: 'garbage' },
    { kind: 'reset' },
    { kind: 'cut' },
    { kind: 'hang' },
    { kind: 'error', code: 500, description: `https://x/bot${telegram.token}/sendMessage` },
    { kind: 'error', code: 400, description: `Bad Request: bot${telegram.token} is strange` },
  ]
  for (const [i, struck] of kinds.entries()) {
    telegram.fails({ times: 3, with: struck })
    const sent = await channel.send(reply(wang, ['好']), `k${i}`).catch((error: unknown) => error)
    told.push(
      JSON.stringify(sent),
      String(sent),
      sent instanceof Error ? `${sent.stack}${JSON.stringify(Object.entries(sent))}` : '',
    )
    telegram.heals()
  }
  await telegram.down('refused')
  told.push(await channel.username().catch(String), ...lines, JSON.stringify(health))
  await telegram.up()
  expect(told.length).toBeGreaterThan(20)
  expect(told.filter((text) => text.includes(secret))).toEqual([])
})
