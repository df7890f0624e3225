import { afterEach, describe, expect, it, vi } from 'vitest'
import { types } from 'wechaty-puppet'
import { createCustomerService, createOfficialAccount } from '../../adapters/wechat-official/index.ts'
import { Fault } from '../../bot/model/fault.ts'
import type { Message } from '../../bot/model/message.ts'
import type { Channel, Keep, Received, Sent } from '../../bot/ports/channel.ts'
import type { RecordingPuppet } from '../fakes/wechat-puppet/index.ts'
import { message } from '../wechat-official/door.ts'
import { openHouse, reply } from './house.ts'
import { createVirtualClock } from './virtual-clock.ts'

/** What tells of a person, each so that it is found wherever it turns up. */
const person = (i: number) => ({
  id: `wmCanary${1000 + i}`,
  nickname: `金丝雀${1000 + i}号`,
  phone: `1390000${1000 + i}`,
  firm: `云州金丝雀${1000 + i}物流有限公司`,
  text: `我的编号QQ-CN${1000 + i}查询码CN${1000 + i}`,
  file: `身份证${1000 + i}.jpg`,
  message: `${7_000_000 + i}`,
})
type Person = ReturnType<typeof person>
const people = Array.from({ length: 30 }, (_, i) => person(i))
const told = (one: Person) => `${one.nickname} ${one.phone} ${one.firm} ${one.text}`
const SECRETS = {
  secret: 'canary-secret-9d1f',
  token: 'CanaryToken77',
  access: 'canary-access-3c2b',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}

/** None of it stands anywhere in what is written, told or noted. The id of a message is nobody's name. */
function holdsNothing(written: unknown, ...more: readonly string[]): void {
  const text = JSON.stringify(written)
  const canaries = people.flatMap(({ message: _, ...one }) => Object.values(one))
  for (const canary of [...canaries, ...Object.values(SECRETS), ...more]) expect(text).not.toContain(canary)
}

/** Everything fails that can, and says whom it is about. */
const fails = (i: number): never => {
  const one = person(i % people.length)
  if (i % 3 === 0) throw new Fault('storage', 'the disk is full')
  throw Object.assign(new Error(`${told(one)} ${one.id}`), { details: told(one), code: i % 2 ? 13 : 'E_ODD' })
}

async function outcomes(
  send: Channel['send'],
  channel: 'wechat' | 'official' | 'wecom',
  chats: readonly string[],
  passes: () => Promise<unknown>,
) {
  const became: (Sent | { name: string })[] = []
  const sending = people.map(async (one, i) => {
    const files = i % 4 === 0 ? { files: [{ ref: 'r', name: one.file, type: 'image/jpeg' }] } : {}
    const to = { channel, chat: chats[i] ?? '' }
    await send({ ...reply('', told(one)), ...files, to }, `${channel}:${one.message}#0`).then(
      (sent) => became.push(sent),
      // All that the outbox keeps of it.
      ({ name }: Error) => became.push({ name }),
    )
  })
  await Promise.all([Promise.all(sending), passes()])
  expect(became).toHaveLength(people.length)
  return became
}

afterEach(() => void vi.unstubAllGlobals())

describe('nothing of a person or a secret stands in what is written, told to administrators, or noted', () => {
  it.each([true, false])('by WeChat, where ids pass: %s', async (passing) => {
    let turns = 0
    let note = ''
    const failing: Keep = async () => fails(turns++)
    const chatOf = new Map<string, string>()
    const house = await openHouse({
      passing,
      receive: async (message) => {
        if (message.kind === 'said') chatOf.set(message.sender.split(':').at(-1) ?? '', message.sender)
        return fails(turns++)
      },
      keep: failing,
      fetch: async () => fails(turns++),
      pace: { gapMs: 0, perDay: 1_000, friendsPerDay: 2 },
      memo: {
        read: async () => null,
        write: async (text) => {
          note += text
          if (turns++ % 2) fails(turns)
        },
      },
    })
    const { puppet } = house
    puppet.mishap = () => ({ error: failure(turns++) })
    for (const [i, one] of people.entries()) speak(puppet, one, i)
    puppet.emit('error', { data: told(person(1)), gerror: JSON.stringify({ message: told(person(2)), code: 2 }) })
    await house.clock.passes(400_000)
    const chats = people.map(({ id }) => chatOf.get(id) ?? id)
    const became = await outcomes(house.channel.send, 'wechat', chats, () => house.clock.passes(60_000))
    await puppet.logout(told(person(3)))
    puppet.emit('scan', { status: types.ScanStatus.Waiting, qrcode: 'https://login.weixin.qq.com/l/canary' })
    await house.clock.passes(120_000)
    await house.stop()
    expect(house.lines.length).toBeGreaterThan(20)
    holdsNothing([house.lines, house.health, house.news, became, note], 'login.weixin.qq.com')
  })

  it('by the official account and by customer service', async () => {
    const clock = createVirtualClock()
    let turns = 0
    const written: unknown[] = []
    const note: string[] = []
    const stop = new AbortController()
    const common = {
      ...SECRETS,
      apiRoot: 'https://api.example',
      keep: async () => fails(turns++),
      fetch: async () => new Uint8Array([1]),
      clock,
      onHealth: (health: unknown) => void written.push(health),
      log: (line: string) => void written.push(line),
    }
    const memo = {
      read: async () => null,
      write: async (text: string) => {
        note.push(text)
        if (turns++ % 2) fails(turns)
      },
    }
    vi.stubGlobal('fetch', async (url: URL) => answerTo(url, turns++))
    const { token, aesKey } = SECRETS
    const official = createOfficialAccount({ ...common, id: 'wx0123456789abcdef' })
    const service = createCustomerService({ ...common, id: 'ww0123456789abcdef', memo, account: 'wkaccount' })
    const receive = async (_: Message): Promise<Received> => fails(turns++)
    const listening = [official, service].map((channel) => channel.listen(receive, stop.signal))
    await clock.passes(1_000)
    const calls = people.map((one, i) => {
      const file = { MsgType: 'image', MediaId: one.text, MsgId: one.message }
      const gone = { MsgType: 'event', Event: 'subscribe' }
      const fields = i % 3 === 0 ? { fields: file } : i % 7 === 0 ? { fields: gone } : {}
      return official.handler(
        message({ keys: { token, aesKey }, from: one.id, id: one.message, text: told(one), ...fields }),
      )
    })
    const forged = message({ keys: { token: told(person(4)) }, from: told(person(5)) })
    await Promise.all([...calls, official.handler(forged), service.handler(forged), clock.passes(120_000)])
    const ids = people.map(({ id }) => id)
    for (const [channel, chats] of [
      [official, ids],
      [service, ids.map((id) => `${id}@wkaccount`)],
    ] as const) {
      const name = channel === official ? 'official' : 'wecom'
      written.push(await outcomes(channel.send, name, chats, () => clock.passes(120_000)))
    }
    stop.abort()
    await Promise.all([...listening, clock.passes(30_000)])
    expect(written.length).toBeGreaterThan(20)
    holdsNothing([written, note])
  })
})

const failure = (i: number): Error => {
  try {
    return fails(i)
  } catch (error) {
    return error instanceof Error ? error : new Error('none')
  }
}

function speak(puppet: RecordingPuppet, one: Person, i: number): void {
  const { id, nickname: name, file, message, text } = one
  puppet.contact({ id, name, friend: i % 2 === 0 })
  const room = i % 5 === 0 ? { to: '@@canaryroom', mentions: [puppet.currentUserId] } : {}
  puppet.says(id, { id: message, text: `${i % 5 === 0 ? '@亲清\u2005' : ''}${told(one)}`, ...room })
  const type = [types.Message.Attachment, types.Message.Image, types.Message.Url, types.Message.Location][i % 4]
  puppet.says(id, {
    id: `${message}1`,
    filename: file,
    text,
    ...(type !== undefined && { type }),
    file: { name: file, bytes: new Uint8Array([1]), error: failure(i) },
  })
  puppet.says(id, {
    id: `${message}2`,
    type: types.Message.Attachment,
    filename: file,
    file: { name: file, bytes: new Uint8Array([1]) },
  })
  puppet.knocks(`${id}`, told(one), { id: `${message}3` })
  if (i % 2) puppet.confirms(id, { id: `${message}4` })
}

/** The API says whom it is about, in its own words, in pages and in what is no answer at all; now and then it is right. */
function answerTo(url: URL, turn: number): Response {
  const one = person(turn % people.length)
  const method = url.pathname.replace('/cgi-bin/', '')
  if (/token$/.test(method) && turn % 5) return Response.json({ access_token: SECRETS.access, expires_in: 7_200 })
  if (method === 'kf/sync_msg' && turn % 3) {
    const common = { origin: 3, send_time: 1_795_398_000, open_kfid: 'wkaccount' }
    const list = people.map(({ id, message, text, nickname }, i) => ({
      ...common,
      msgid: `m${turn}-${message}`,
      // A few are none of a person's.
      external_userid: i % 9 === 0 ? nickname : id,
      ...(i % 4
        ? { msgtype: 'text', text: { content: told(person(i)) } }
        : { msgtype: 'file', file: { media_id: text } }),
    }))
    return Response.json({ errcode: 0, next_cursor: `c${turn}`, has_more: 0, msg_list: list })
  }
  const errmsg = `invalid ${told(one)} ${one.id} ${SECRETS.secret} rid: ${SECRETS.access}`
  const codes = [40001, 40003, 45015, 45047, 48001, 40013, 99999, -1, 95018, 40007]
  if (turn % 4 === 0) return new Response(`<html>${errmsg}</html>`, { status: 502 })
  if (turn % 7 === 0)
    throw Object.assign(new TypeError(errmsg), { cause: Object.assign(new Error(errmsg), { code: 'ECONNRESET' }) })
  if (turn % 9 === 0) return new Response(errmsg)
  return Response.json({ errcode: codes[turn % codes.length], errmsg })
}
