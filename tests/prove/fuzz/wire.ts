import { targetOf } from '../../../adapters/telegram/address.ts'
import { hear as hearTelegram } from '../../../adapters/telegram/hear.ts'
import { look, mayCall, translate } from '../../../adapters/wechat/hearing/translate.ts'
import { attribute, element } from '../../../adapters/wechat/hearing/xml.ts'
import { shortId } from '../../../adapters/wechat/ids.ts'
import { createCallback } from '../../../adapters/wechat-official/callback.ts'
import { createEnvelope } from '../../../adapters/wechat-official/envelope.ts'
import { hear as hearOfficial } from '../../../adapters/wechat-official/official/hear.ts'
import { hear as hearWeCom } from '../../../adapters/wechat-official/wecom/hear.ts'
import { readXml, writeXml } from '../../../adapters/wechat-official/xml.ts'
import { Message, Said } from '../../../bot/model/message.ts'
import { chance, type Draw, pick } from '../lib/draws.ts'
import { anything, mutated, oddly, textFrom } from './inputs.ts'
import { type SlowTarget, shown, type Target } from './target.ts'

const NOW = '2026-11-23T02:00:00.000Z'
const user = { id: 77, is_bot: false, first_name: '芳', last_name: '王' }
const alone = { id: 77, type: 'private', first_name: '芳' }
const group = { id: -100123, type: 'supergroup', title: '受理组', is_forum: true }
const common = { message_id: 5, date: 1_763_000_000, from: user, chat: alone }
const bot = { id: 1, is_bot: true, first_name: '亲清', username: 'qinqing_bot' }
const file = { file_id: 'd', file_unique_id: 'd', file_name: 'a.pdf', mime_type: 'application/pdf', file_size: 9 }
const UPDATES: readonly object[] = [
  { message: { ...common, text: '受理 QQ-7K3M-9XPF' } },
  { message: { ...common, chat: group, text: '/due@qinqing_bot 3', message_thread_id: 3, is_topic_message: true } },
  {
    message: {
      ...common,
      chat: group,
      text: '请 @qinqing_bot 看',
      entities: [{ type: 'mention', offset: 2, length: 12 }],
    },
  },
  { message: { ...common, chat: group, text: '好', reply_to_message: { ...common, chat: group, from: bot } } },
  { message: { ...common, forward_origin: { type: 'user', date: 1, sender_user: user }, text: '好' } },
  { message: { ...common, contact: { phone_number: '1', first_name: '刚', user_id: 79 } } },
  { message: { ...common, caption: '照片', document: file, photo: [{ ...file, width: 9, height: 9 }] } },
  { message: { ...common, chat: group, migrate_to_chat_id: -100999 } },
  { callback_query: { id: '9', from: user, chat_instance: 'c', data: 'accept:QQ7K3M9XPF', message: common } },
  { inline_query: { id: '8', from: user, query: '补贴', offset: '' } },
]
const FIELDS: readonly Record<string, string>[] = [
  { ToUserName: 'gh_1', FromUserName: 'oAbc', CreateTime: '1795398000', MsgType: 'text', Content: '你好', MsgId: '7' },
  {
    ToUserName: 'gh_1',
    FromUserName: 'oAbc',
    CreateTime: '1795398000',
    MsgType: 'event',
    Event: 'CLICK',
    EventKey: 'ask',
  },
  { ToUserName: 'gh_1', FromUserName: 'oAbc', CreateTime: '1795398000', MsgType: 'image', MediaId: 'm', MsgId: '8' },
  {
    FromUserName: 'oAbc',
    CreateTime: '1795398000',
    MsgType: 'link',
    Title: '题',
    Description: '说',
    Url: 'https://a.b',
  },
]
const ENTRIES: readonly object[] = ['text', 'image', 'link', 'location', 'event'].map((msgtype) => ({
  ...{ msgid: 'm1', origin: msgtype === 'event' ? 4 : 3, send_time: 1_795_398_000, open_kfid: 'wk1', msgtype },
  external_userid: 'wm1',
  text: { content: '你好', menu_id: 'lodge' },
  image: { media_id: 'x' },
  link: { title: '题', desc: '说', url: 'https://a.b' },
  location: { name: '路口', address: '路' },
  event: { event_type: 'enter_session', welcome_code: 'c', external_userid: 'wm1', open_kfid: 'wk1' },
}))
const PAYLOADS: readonly object[] = [
  { id: 'm1', type: 7, talkerId: 'wxid_a', text: '你好', timestamp: 1_795_398_000 },
  {
    id: 'm2',
    type: 7,
    talkerId: 'wxid_a',
    roomId: '1@chatroom',
    text: '@亲清\u2005你好',
    mentionIdList: ['bot'],
    timestamp: 1,
  },
  {
    id: 'm3',
    type: 14,
    talkerId: 'wxid_a',
    text: '<?xml version="1.0"?><msg><appmsg><title>题</title><url>u</url></appmsg></msg>',
  },
  { id: 'm4', type: 13, talkerId: 'wxid_a', text: '<sysmsg><revokemsg><newmsgid>5</newmsgid></revokemsg></sysmsg>' },
]
const XML = '<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Content><![CDATA[你好]]></Content><MsgId>7</MsgId></xml>'

/** A text of the wire: one that is nearly XML, or any. */
const markup = (draw: Draw): string =>
  chance(draw, 3) ? textFrom(draw) : mutated(draw, chance(draw, 2) ? XML : `<xml><A>${textFrom(draw)}</A></xml>`)

/** What an adapter hears is a message of the model, or it says that it is none. */
function heard(hear: () => unknown): string | undefined {
  let said: unknown
  try {
    said = hear()
  } catch {
    return undefined // it is no half heard: the adapter writes down that it could not be read
  }
  if (typeof said !== 'object' || said === null) return undefined
  const message = 'said' in said ? said.said : undefined
  return message === undefined || Said.safeParse(message).success ? undefined : `hears no message: ${shown(message)}`
}

/** What somebody brings to the doors of the bot. */
export const wires: readonly Target[] = [
  {
    name: 'Telegram: updates',
    weight: 2,
    try: (draw) => {
      const update = { update_id: 9, ...(oddly(draw, pick(draw, UPDATES)) as object) }
      return heard(() => hearTelegram(update as never, { id: 1, username: 'qinqing_bot' }, NOW))
    },
  },
  {
    name: 'Telegram: chats',
    weight: 1,
    try: (draw) => {
      const text = chance(draw, 2) ? `-${draw(1_000)}${anything(draw, 3)}` : textFrom(draw)
      const target = targetOf(text)
      return target && !Number.isSafeInteger(target.chat_id) ? `no chat: ${target.chat_id}` : undefined
    },
  },
  {
    name: 'WeChat: payloads of a puppet',
    weight: 2,
    try: (draw) => {
      const payload = { ...(oddly(draw, pick(draw, PAYLOADS)) as object) } as never
      const me = { id: 'bot', names: ['亲清', textFrom(draw).slice(0, 12)] }
      const seen = look(payload, me)
      mayCall(payload, me)
      if (!seen || seen.kind === 'lost') return undefined
      const who = { chat: shortId(seen.talker), sender: shortId(seen.talker) }
      const link = oddly(draw, { title: '题', url: 'u', description: '说' }) as never
      const place = oddly(draw, { name: '路口', address: '路', latitude: 1, longitude: 1 }) as never
      const told = translate(payload, seen, { id: textFrom(draw), me, who, now: NOW, link, place })
      return told === undefined || Said.safeParse(told).success ? undefined : `hears no message: ${shown(told)}`
    },
  },
  {
    name: 'WeChat: XML within a message',
    weight: 1,
    try: (draw) => {
      const text = markup(draw)
      element(text, 'A')
      attribute(text, 'label')
      return undefined
    },
  },
  {
    name: 'official account: XML',
    weight: 2,
    try: (draw) => {
      const fields = readXml(markup(draw))
      if (fields && Object.values(fields).some((value) => typeof value !== 'string'))
        return `no texts: ${shown(fields)}`
      const value = textFrom(draw)
      const back = readXml(writeXml({ Content: value, N: 5 }))
      return back?.['Content'] === value && back['N'] === '5' ? undefined : 'does not read what it has written'
    },
  },
  {
    name: 'official account: fields',
    weight: 1.5,
    try: (draw) => {
      const fields = pick(draw, FIELDS)
      const odd = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, chance(draw, 4) ? textFrom(draw) : value]),
      )
      return heard(() => hearOfficial(odd, NOW))
    },
  },
  {
    name: 'customer service: entries',
    weight: 1.5,
    try: (draw) => {
      const entry = oddly(draw, pick(draw, ENTRIES))
      if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined
      return heard(() => hearWeCom(entry as never, NOW))
    },
  },
  {
    name: 'envelopes',
    weight: 1,
    try: (draw) => {
      const sealed = envelope.seal(textFrom(draw), 1_795_398_000)
      envelope.open(chance(draw, 2) ? mutated(draw, sealed.encrypt) : textFrom(draw))
      envelope.isSigned(mutated(draw, sealed.signature), sealed.timestamp, sealed.nonce, sealed.encrypt)
      return undefined
    },
  },
  {
    name: 'ids, dates and messages by their schema',
    weight: 1,
    try: (draw) => {
      const said = {
        ...{
          kind: 'said',
          id: 'm',
          from: { channel: 'wechat', chat: 'c' },
          sender: 's',
          text: '好',
          attachments: [],
          at: NOW,
        },
        pressed: 'rate:QQ7K3M9XPF:satisfied',
        replyTo: { channel: 'wechat', chat: 'c', message: 'm' },
      }
      Message.safeParse(oddly(draw, said))
      return undefined
    },
  },
]

const KEYS = {
  id: 'wx0123456789abcdef',
  token: 'TokenForTests',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}
const envelope = createEnvelope(KEYS)
const STATUSES: ReadonlySet<number> = new Set([400, 401, 405, 413])

/** Whole requests to the callback, some of them signed as they should be. */
export const callbacks: SlowTarget = {
  name: 'official account: requests to the callback',
  weight: 0.3,
  async many(draw) {
    const callback = createCallback({ ...KEYS, clock: { now: () => NOW }, label: 'x', log: () => {} })
    for (let i = 0; i < 100; i++) {
      const seconds = Math.floor(Date.parse(NOW) / 1_000)
      const { encrypt, signature, nonce } = envelope.seal(chance(draw, 2) ? XML : markup(draw), seconds)
      const query = new URLSearchParams({
        timestamp: chance(draw, 8) ? textFrom(draw) : `${seconds}`,
        nonce: chance(draw, 8) ? textFrom(draw) : nonce,
        msg_signature: chance(draw, 8) ? mutated(draw, signature) : signature,
        echostr: textFrom(draw),
      })
      const sealed = writeXml({ Encrypt: chance(draw, 6) ? mutated(draw, encrypt) : encrypt })
      const body = chance(draw, 4) ? mutated(draw, sealed) : sealed
      const method = pick(draw, ['POST', 'POST', 'POST', 'GET', 'PUT'])
      const url = `https://a.example/?${query}`
      const called = await callback.read(new Request(url, { method, ...(method !== 'GET' && { body }) }))
      if (called.kind === 'refused' && !STATUSES.has(called.status)) return { count: i, wrong: shown(called) }
    }
    return { count: 100 }
  },
}
