import { beforeEach, expect, it } from 'vitest'
import { createEnvelope } from '../../adapters/wechat-official/envelope.ts'
import { createOfficialAccount, type OfficialAccount } from '../../adapters/wechat-official/index.ts'
import { readXml, writeXml } from '../../adapters/wechat-official/xml.ts'
import type { Said } from '../../bot/model/message.ts'

const KEYS = { id: 'wx0123456789abcdef', token: 'TokenForTests', aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' }
const NOW = Date.parse('2026-11-23T02:00:00.000Z')
const SECONDS = NOW / 1_000

let now = NOW
let said: Said[]
let lines: string[]
let over: AbortController

beforeEach(() => {
  now = NOW
  said = []
  lines = []
  over?.abort()
  over = new AbortController()
})

/** The handler by itself: no API answers, and nothing is ready in time but what is said at once. */
function open({ aesKey, ...keys }: Partial<typeof KEYS> = KEYS): OfficialAccount {
  const channel = createOfficialAccount({
    id: KEYS.id,
    token: KEYS.token,
    ...keys,
    ...(aesKey !== undefined && { aesKey }),
    secret: 'a-secret',
    apiRoot: 'http://127.0.0.1:9',
    keep: () => Promise.reject(new Error('nothing is kept here')),
    fetch: () => Promise.resolve(null),
    clock: {
      now: () => new Date(now).toISOString(),
      sleep: (_ms, stop) => new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true })),
    },
    onHealth: () => {},
    // That no API answers is another matter.
    log: (line) => line.includes('a call was refused') && lines.push(line),
  })
  void channel.listen(async (message) => {
    if (message.kind !== 'said') return {}
    said.push(message)
    if (message.text === '悄悄') return { outcome: 'ignored' }
    await channel.send({ to: message.from, text: [`听到：${message.text}`] }, `official:${message.id}#0`)
    return { outcome: 'committed' }
  }, over.signal)
  return channel
}

interface Given {
  readonly keys?: Partial<typeof KEYS>
  readonly timestamp?: number
  readonly nonce?: string
  readonly signature?: string
  readonly text?: string
  readonly id?: string
}

/** A message as WeChat brings it, or as somebody else would. */
function message({ keys, timestamp = SECONDS, nonce = '1', signature, text = '你好', id = '7' }: Given = {}): Request {
  const envelope = createEnvelope({ ...KEYS, ...keys })
  const { encrypt } = envelope.seal(plain(text, id), timestamp)
  const query = new URLSearchParams({
    signature: envelope.sign(`${timestamp}`, nonce),
    msg_signature: signature ?? envelope.sign(`${timestamp}`, nonce, encrypt),
    timestamp: `${timestamp}`,
    nonce,
    encrypt_type: 'aes',
  })
  return post(query, writeXml({ ToUserName: 'gh_1', Encrypt: encrypt }))
}

const plain = (Content: string, MsgId: string) =>
  writeXml({ ToUserName: 'gh_1', FromUserName: 'oZhou', CreateTime: SECONDS, MsgType: 'text', Content, MsgId })

const post = (query: URLSearchParams, body: string) =>
  new Request(`http://bot.example/official?${query}`, { method: 'POST', body })

const signed = (extra: Record<string, string> = {}, timestamp = SECONDS) =>
  new URLSearchParams({
    signature: createEnvelope(KEYS).sign(`${timestamp}`, '1'),
    timestamp: `${timestamp}`,
    nonce: '1',
    ...extra,
  })

it('verifies its address', async () => {
  const { handler } = open()
  const get = (query: URLSearchParams) => handler(new Request(`http://bot.example/official?${query}`))
  const right = await get(signed({ echostr: '5904582174938' }))
  expect([right.status, await right.text(), right.headers.get('content-type')]).toEqual([
    200,
    '5904582174938',
    'text/plain',
  ])
  expect((await get(signed({ echostr: '<script>' }))).status).toBe(400)
  expect((await get(signed({ echostr: '5', nonce: '2' }))).status).toBe(401)
  expect((await get(signed({ echostr: '5' }, SECONDS - 301))).status).toBe(401)
  expect((await get(new URLSearchParams())).status).toBe(401)
})

it('opens what is sealed, and seals its answer', async () => {
  const { handler } = open()
  const response = await handler(message())
  expect(said).toMatchObject([{ id: '7', text: '你好', sender: 'oZhou', at: '2026-11-23T02:00:00.000Z' }])
  expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8')
  const { Encrypt = '', MsgSignature = '', TimeStamp = '', Nonce = '' } = readXml(await response.text()) ?? {}
  const envelope = createEnvelope(KEYS)
  expect(envelope.isSigned(MsgSignature, TimeStamp, Nonce, Encrypt)).toBe(true)
  expect(readXml(envelope.open(Encrypt) ?? '')).toEqual({
    ToUserName: 'oZhou',
    FromUserName: 'gh_1',
    CreateTime: `${SECONDS}`,
    MsgType: 'text',
    Content: '听到：你好',
  })
})

it('lets nobody in with another token, another key or for another account', async () => {
  const { handler } = open()
  const status = async (given: Given) => (await handler(message(given))).status
  expect(await status({ keys: { token: 'Another' } })).toBe(401)
  expect(lines).toEqual(['official: a call was refused: it is not signed with the Token set here'])
  now += 61_000
  expect(await status({ keys: { aesKey: KEYS.aesKey.replace('a', 'b') } })).toBe(401)
  expect(lines.at(-1)).toContain('it is not sealed with the EncodingAESKey set here, or for another account')
  expect(await status({ keys: { id: 'wx9999999999999999' } })).toBe(401)
  expect(await status({ signature: '' })).toBe(401)
  expect(await status({ signature: createEnvelope(KEYS).sign(`${SECONDS}`, '1') })).toBe(401)
  expect(said).toEqual([])
  expect(lines).toHaveLength(2)
})

it('refuses what is signed for another time, and says that a clock may be wrong', async () => {
  const { handler } = open()
  const status = async (given: Given) => (await handler(message(given))).status
  expect(await status({ timestamp: SECONDS - 301 })).toBe(401)
  expect(lines).toEqual([
    'official: a call was refused: it is signed for another time; is the clock of this machine right?',
  ])
  expect(await status({ timestamp: SECONDS + 301 })).toBe(401)
  expect(await status({ timestamp: Number.NaN })).toBe(401)
  expect(await status({ timestamp: SECONDS - 299 })).toBe(200)
})

it('answers a replay within the seconds of its message the same, and refuses it after', async () => {
  const { handler } = open()
  const first = message()
  const again = () => first.clone() as Request
  const texts = [await (await handler(again())).text(), await (await handler(again())).text()].map(inside)
  expect(texts).toEqual(['听到：你好', '听到：你好'])
  expect(said).toHaveLength(1)
  now += 16_000
  // What was answered is forgotten when the next comes.
  await handler(message({ id: '8', nonce: '2' }))
  const refused = await handler(again())
  expect([refused.status, await refused.text()]).toEqual([401, ''])
  now += 284_000
  expect((await handler(again())).status).toBe(401)
  now += 1_000
  expect((await handler(again())).status).toBe(401)
  expect(said.map(({ id }) => id)).toEqual(['7', '8'])
})

it('takes nothing that is not sealed, where there is a key', async () => {
  const { handler } = open()
  const response = await handler(post(signed(), plain('你好', '1')))
  expect(response.status).toBe(401)
  expect(lines).toEqual(['official: a call was refused: it is not sealed; choose 安全模式'])
  expect(said).toEqual([])
})

it('takes what is plain where there is no key, but no signature twice for two texts', async () => {
  const { handler } = open({})
  const response = await handler(post(signed(), plain('你好', '1')))
  expect(readXml(await response.text())).toMatchObject({ Content: '听到：你好' })
  expect((await handler(post(signed(), plain('转账', '2')))).status).toBe(401)
  expect(said.map(({ text }) => text)).toEqual(['你好'])
  expect((await handler(message({ nonce: '2' }))).status).toBe(401)
})

it('takes nothing too long, nothing else than it expects, and ends what is refused', async () => {
  const { handler } = open()
  expect((await handler(message({ text: '长'.repeat(40_000) }))).status).toBe(413)
  expect((await handler(new Request('http://bot.example/official', { method: 'DELETE' }))).status).toBe(405)
  expect((await handler(post(signed({ msg_signature: 'x' }), 'no xml'))).status).toBe(401)
  const refused = await handler(post(signed(), '<xml>'))
  expect([refused.status, refused.headers.get('connection'), await refused.text()]).toEqual([401, 'close', ''])
  expect((await handler(message({ text: '悄悄' }))).status).toBe(200)
})

it('does not begin with a key that can be none', () => {
  expect(() => open({ ...KEYS, aesKey: 'short' })).toThrow('EncodingAESKey is not 43 letters and digits')
})

const inside = (xml: string): string | undefined =>
  readXml(createEnvelope(KEYS).open(readXml(xml)?.['Encrypt'] ?? '') ?? '')?.['Content']
