import { Bytes, bytesOf, type Call, isJson, type Json, type Methods, posts, textOf } from './call.ts'
import type { Heard } from './ear.ts'
import type { Media } from './media.ts'
import { OK } from './official.ts'
import { Refusal } from './refusal.ts'
import type { SyncLog } from './sync.ts'
import type { Tokens } from './tokens.ts'

type Shown = Pick<Heard, 'type' | 'text' | 'choices' | 'file'>

/** What the API knows of somebody who talks with a customer service account. */
export interface Client {
  /** 0 not begun, 1 with the bot, 3 with somebody of the staff, 4 ended. */
  readonly state: 0 | 1 | 3 | 4
  take(): 'taken' | 'over' | 'spent'
  hear(shown: Shown, msgid: string, road: 'active' | 'welcome'): void
}

/** What a welcome code is good for. */
export interface Welcome {
  readonly client: Client
  readonly account: string
  readonly until: number
  used: boolean
}

export interface WecomState {
  readonly corpId: string
  readonly secret: () => string
  readonly tokens: Tokens
  readonly media: Media
  readonly now: () => number
  readonly log: SyncLog
  readonly accounts: ReadonlyMap<string, string>
  readonly welcomes: ReadonlyMap<string, Welcome>
  client(account: string, external_userid: string): Client | undefined
  nextMsgId(): string
  /** Ids of messages that were sent, by account. */
  readonly sent: Set<string>
}

/** 企业微信 API as far as 微信客服 goes: the methods by name. */
export function wecomMethods(state: WecomState): Methods {
  const { tokens, media } = state
  const withToken = (call: Call) => tokens.check(call.query.get('access_token'))

  function idOf(account: string, given: unknown): string {
    if (given === undefined || given === '') return state.nextMsgId()
    const id = textOf(given)
    if (bytesOf(id) > 32 || !/^[0-9a-zA-Z_-]+$/.test(id)) throw new Refusal(40035, 'invalid parameter, msgid')
    if (state.sent.has(`${account} ${id}`)) throw new Refusal(95008, 'msgid repeated')
    return id
  }

  return {
    gettoken({ query }) {
      const corpid = query.get('corpid')
      if (!corpid) throw new Refusal(41002, 'corpid missing')
      if (corpid !== state.corpId) throw new Refusal(40013, 'invalid corpid')
      if (!query.get('corpsecret')) throw new Refusal(41004, 'corpsecret missing')
      if (query.get('corpsecret') !== state.secret()) throw new Refusal(40001, 'invalid credential')
      return { ...OK, ...tokens.stable() }
    },

    'kf/account/list'(call) {
      withToken(call)
      const account_list = [...state.accounts].map(([open_kfid, name]) => ({
        open_kfid,
        name,
        avatar: '',
        manage_privilege: true,
      }))
      return { ...OK, account_list }
    },

    'kf/sync_msg'(call) {
      withToken(call)
      posts(call)
      const account = textOf(call.json['open_kfid'])
      if (account !== '' && !state.accounts.has(account)) throw new Refusal(95000, 'invalid open_kfid')
      return { ...OK, ...state.log.read(call.json) }
    },

    'kf/send_msg'(call) {
      withToken(call)
      posts(call)
      const account = textOf(call.json['open_kfid'])
      if (!state.accounts.has(account)) throw new Refusal(95000, 'invalid open_kfid')
      const client = state.client(account, textOf(call.json['touser']))
      if (!client) throw new Refusal(40096, 'invalid external userid')
      const shown = shownBy(call.json, media)
      const msgid = idOf(account, call.json['msgid'])
      if (client.state === 3 || client.state === 4) throw new Refusal(95018, 'send msg session status invalid')
      const taken = client.take()
      if (taken === 'over') throw new Refusal(95002, 'send msg time limit')
      if (taken === 'spent') throw new Refusal(95001, 'send msg count limit')
      state.sent.add(`${account} ${msgid}`)
      client.hear(shown, msgid, 'active')
      return { ...OK, msgid }
    },

    'kf/send_msg_on_event'(call) {
      withToken(call)
      posts(call)
      const welcome = state.welcomes.get(textOf(call.json['code']))
      if (!welcome || welcome.used || welcome.until <= state.now()) throw new Refusal(95007, 'invalid code')
      if (!['text', 'msgmenu'].includes(textOf(call.json['msgtype']))) throw new Refusal(40008, 'invalid message type')
      const shown = shownBy(call.json, media)
      const msgid = idOf(welcome.account, call.json['msgid'])
      welcome.used = true
      state.sent.add(`${welcome.account} ${msgid}`)
      welcome.client.hear(shown, msgid, 'welcome')
      return { ...OK, msgid }
    },

    'media/upload'(call) {
      withToken(call)
      posts(call)
      const type = call.query.get('type')
      const media_id = media.upload(type, call.upload)
      return { ...OK, type, media_id, created_at: String(Math.floor(state.now() / 1000)) }
    },

    'media/get'(call) {
      withToken(call)
      const file = media.get(call.query.get('media_id'))
      return new Bytes({
        headers: {
          'content-type': file.type,
          'content-disposition': `attachment; filename="${encodeURIComponent(file.name)}"; filename*=utf-8''${encodeURIComponent(file.name)}`,
        },
        body: file.bytes,
      })
    },
  }
}

function shownBy(json: Json, media: Media): Shown {
  const type = textOf(json['msgtype'])
  const body = json[type]
  const inner = isJson(body) ? body : {}
  const base = { type, choices: [], file: undefined }
  switch (type) {
    case 'text': {
      const content = textOf(inner['content'])
      if (content === '') throw new Refusal(44004, 'empty content')
      if (bytesOf(content) > 2048) throw new Refusal(45002, 'content size out of limit')
      return { ...base, text: content }
    }
    case 'image':
    case 'voice':
    case 'video':
    case 'file': {
      const file = media.get(inner['media_id'])
      if (file.kind !== type) throw new Refusal(40007, 'invalid media_id')
      return { ...base, text: file.name, file }
    }
    case 'msgmenu':
      return { ...base, ...menuOf(inner) }
    default:
      throw new Refusal(40008, 'invalid message type')
  }
}

/** 菜单消息: 1,024 bytes before and behind, ten items, an id of 128 bytes, a content of 128 bytes. */
function menuOf(inner: Json): Pick<Shown, 'text' | 'choices'> {
  const head = textOf(inner['head_content'])
  const tail = textOf(inner['tail_content'])
  const items = Array.isArray(inner['list']) ? inner['list'].filter(isJson) : []
  if (bytesOf(head) > 1024 || bytesOf(tail) > 1024) throw new Refusal(45002, 'content size out of limit')
  if (items.length < 1 || items.length > 10) throw new Refusal(40035, 'invalid parameter, msgmenu.list')
  const choices = items.map((item) => {
    const click = isJson(item['click']) ? item['click'] : {}
    const [id, content] = [textOf(click['id']), textOf(click['content'])]
    const fits = item['type'] === 'click' && bytesOf(id) <= 128 && content !== '' && bytesOf(content) <= 128
    if (!fits) throw new Refusal(40035, 'invalid parameter, msgmenu.list.click')
    return { id, content }
  })
  return { text: [head, ...choices.map(({ content }) => content), tail].filter(Boolean).join('\n'), choices }
}
