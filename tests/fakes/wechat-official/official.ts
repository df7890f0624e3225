import { Bytes, bytesOf, type Call, isJson, type Json, type Methods, posts, textOf } from './call.ts'
import type { Heard } from './ear.ts'
import type { Media } from './media.ts'
import { checkMenu } from './menu.ts'
import { Refusal } from './refusal.ts'
import type { Tokens } from './tokens.ts'

/** What the API knows of somebody. */
export interface Known {
  readonly follows: boolean
  take(): 'taken' | 'over' | 'spent'
  hear(heard: Pick<Heard, 'type' | 'text' | 'choices' | 'file'>): void
  typing(command: string): void
}

export interface OfficialState {
  readonly appId: string
  readonly secret: () => string
  readonly tokens: Tokens
  readonly media: Media
  readonly root: () => string
  readonly now: () => number
  person(openid: string): Known | undefined
  /** The menu that stands, as it was made. */
  menu: Json | undefined
  /** Why the last answer to a callback was none. */
  badAnswer: string | undefined
}

/** 服务号 API: the methods by name. */
export function officialMethods(state: OfficialState): Methods {
  const { tokens, media } = state
  let forcedAt = Number.NEGATIVE_INFINITY
  let forcedToday = 0

  const known = (json: Json): Known => {
    const person = state.person(textOf(json['touser']))
    if (!person) throw new Refusal(40003, 'invalid openid')
    return person
  }
  const withToken = (call: Call) => tokens.check(call.query.get('access_token'))
  const checkSecret = (appid: unknown, secret: unknown) => {
    if (!appid) throw new Refusal(41002, 'appid missing')
    if (appid !== state.appId) throw new Refusal(40013, 'invalid appid')
    if (!secret) throw new Refusal(41004, 'appsecret missing')
    if (secret !== state.secret()) throw new Refusal(40125, 'invalid appsecret')
  }

  return {
    stable_token(call) {
      posts(call)
      const { grant_type, appid, secret, force_refresh = false } = call.json
      if (grant_type !== 'client_credential') throw new Refusal(40002, 'invalid grant_type')
      checkSecret(appid, secret)
      if (force_refresh !== true || state.now() - forcedAt < 30_000) return tokens.stable()
      if (++forcedToday > 20) throw new Refusal(45009, 'reach max api daily quota limit')
      forcedAt = state.now()
      return tokens.forced()
    },

    token({ query }) {
      if (query.get('grant_type') !== 'client_credential') throw new Refusal(40002, 'invalid grant_type')
      checkSecret(query.get('appid'), query.get('secret'))
      return tokens.fresh()
    },

    'message/custom/send'(call) {
      withToken(call)
      posts(call)
      const person = known(call.json)
      const said = shownBy(call.json, media)
      if (!person.follows) throw new Refusal(43004, 'require subscribe')
      const taken = person.take()
      if (taken === 'over') throw new Refusal(45015, 'response out of time limit or subscription is canceled')
      if (taken === 'spent') throw new Refusal(45047, 'out of response count limit')
      person.hear(said)
      return OK
    },

    'message/custom/typing'(call) {
      withToken(call)
      const person = known(call.json)
      const command = textOf(call.json['command'])
      if (command !== 'Typing' && command !== 'CancelTyping') throw new Refusal(45072, 'invalid command')
      person.typing(command)
      return OK
    },

    'menu/create'(call) {
      withToken(call)
      posts(call)
      checkMenu(call.json)
      state.menu = call.json
      return OK
    },

    'menu/get'(call) {
      withToken(call)
      if (!state.menu) throw new Refusal(46003, 'menu no exist')
      return { menu: state.menu }
    },

    'menu/delete'(call) {
      withToken(call)
      state.menu = undefined
      return OK
    },

    'media/upload'(call) {
      withToken(call)
      posts(call)
      const type = call.query.get('type')
      const media_id = media.upload(type, call.upload)
      return { type, media_id, created_at: Math.floor(state.now() / 1000) }
    },

    'media/get'(call) {
      withToken(call)
      const id = call.query.get('media_id')
      if (!id) throw new Refusal(41006, 'media_id missing')
      const file = media.get(id)
      // A video is not handed out, but its address.
      if (file.kind === 'video') return { video_url: `${state.root()}/video/${id}` }
      return new Bytes({
        headers: { 'content-type': file.type, 'content-disposition': `attachment; filename="${file.name}"` },
        body: file.bytes,
      })
    },
  }
}

export const OK = { errcode: 0, errmsg: 'ok' }

/** 40002 and its like: what the API says before it looks for the person's window. */
function shownBy(json: Json, media: Media): Pick<Heard, 'type' | 'text' | 'choices' | 'file'> {
  const type = textOf(json['msgtype'])
  const body = json[type]
  const inner = isJson(body) ? body : {}
  const base = { type, choices: [], file: undefined }
  switch (type) {
    case 'text': {
      const content = textOf(inner['content'])
      if (content.trim() === '') throw new Refusal(44004, 'empty content')
      if (bytesOf(content) > 2048) throw new Refusal(45002, 'content size out of limit')
      return { ...base, text: content }
    }
    case 'image':
    case 'voice':
    case 'video': {
      const file = media.get(inner['media_id'])
      if (file.kind !== type) throw new Refusal(40007, 'invalid media_id')
      return { ...base, text: '', file }
    }
    case 'news':
      return { ...base, text: JSON.stringify(inner) }
    case 'msgmenu': {
      const list = Array.isArray(inner['list']) ? inner['list'].filter(isJson) : []
      const choices = list.map((item) => ({ id: String(item['id'] ?? ''), content: textOf(item['content']) }))
      if (choices.length === 0 || choices.some(({ id, content }) => id === '' || content === '')) {
        throw new Refusal(47001, 'data format error')
      }
      const text = [
        textOf(inner['head_content']),
        ...choices.map(({ content }) => content),
        textOf(inner['tail_content']),
      ]
      if (bytesOf(text.join('')) > 2048) throw new Refusal(45002, 'content size out of limit')
      return { ...base, text: text.filter(Boolean).join('\n'), choices }
    }
    default:
      throw new Refusal(40008, 'invalid message type')
  }
}
