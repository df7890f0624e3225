import type { Instant } from '../../../bot/model/instant.ts'
import { Said } from '../../../bot/model/message.ts'
import type { Json } from '../wire.ts'
import { chatOf } from './address.ts'

/** A message or an event of `kf/sync_msg`, as far as it concerns the bot. */
export type Heard =
  /** `media` is yet to be fetched; with `welcome` he may be greeted, though he has said nothing. */
  | { readonly kind: 'said'; readonly said: Said; readonly media?: Media; readonly welcome?: Welcome }
  /** What was sent to him, and was taken, has not reached him. */
  | { readonly kind: 'unheard'; readonly type: number }

export interface Media {
  readonly id: string
  readonly as: 'image' | 'video' | 'file'
}

/** Good for one message until then. */
export interface Welcome {
  readonly code: string
  readonly until: Instant
}

/** 接收消息和事件, `origin`: a customer, and WeCom itself. All else is what the enterprise's own people say. */
const CUSTOMER = 3
const SYSTEM = 4
/** 发送欢迎语等事件响应消息: twenty seconds; the time it was sent has no milliseconds. */
const WELCOME_MS = 19_000

/**
 * What an entry says, or undefined where it is none of the bot's business. `now` stands for a time that cannot be one.
 * @throws where it is not what an entry should be.
 */
export function hear(entry: Json, now: Instant): Heard | undefined {
  const { msgid, origin, msgtype } = entry
  const at = timeOf(entry['send_time'], now)
  if (msgtype === 'event') return origin === SYSTEM ? eventOf(text(msgid), fieldsOf(entry['event']), at) : undefined
  if (origin !== CUSTOMER) return undefined
  const { media, ...what } = contentOf(text(msgtype), fieldsOf(entry[text(msgtype)]))
  return { kind: 'said', said: said(text(msgid), entry, what, at), ...(media && { media }) }
}

type What = Partial<Pick<Said, 'text' | 'pressed' | 'met' | 'recalled' | 'sent' | 'link'>>

function said(id: string, { external_userid, open_kfid }: Json, what: What, at: Instant): Said {
  const sender = text(external_userid)
  const chat = chatOf({ user: sender, account: text(open_kfid) })
  return Said.parse({ kind: 'said', id, from: { channel: 'wecom', chat }, sender, text: '', ...what, at })
}

function eventOf(id: string, event: Json, at: Instant): Heard | undefined {
  const { event_type, welcome_code: code, recall_msgid, fail_type } = event
  switch (event_type) {
    case 'enter_session': {
      const until = new Date(Date.parse(at) + WELCOME_MS).toISOString()
      const welcome = typeof code === 'string' && code !== '' ? { code, until } : undefined
      return { kind: 'said', said: said(id, event, { met: true }, at), ...(welcome && { welcome }) }
    }
    case 'user_recall_msg':
      return { kind: 'said', said: said(id, event, { recalled: text(recall_msgid) }, at) }
    case 'msg_send_fail':
      return { kind: 'unheard', type: typeof fail_type === 'number' ? fail_type : 0 }
    default:
      return undefined
  }
}

function contentOf(type: string, body: Json): What & { readonly media?: Media } {
  switch (type) {
    case 'text':
      return wordsOf(text(body['content']), text(body['menu_id']))
    case 'image':
    case 'video':
    case 'file':
      return body['media_id'] ? { media: { id: text(body['media_id']), as: type } } : OTHER
    case 'voice':
      return { sent: 'voice' }
    case 'location':
      return { sent: 'place', text: text(body['name']) || text(body['address']) }
    case 'link':
      return linkOf(body) ?? OTHER
    case 'business_card':
      return { sent: 'card' }
    case 'merged_msg':
      return { sent: 'bundle' }
    case 'miniprogram':
    case 'channels_shop_product':
    case 'channels_shop_order':
      return { sent: 'app' }
    default:
      return OTHER
  }
}

const OTHER: What = { sent: 'other' }

/** Who taps a line of a menu sends what it says: the number the channel has put there is not his. */
function wordsOf(content: string, menu: string): What {
  if (menu === '' || menu.length > 64) return { text: content }
  return { text: content.replace(/^\d{1,2} /, ''), pressed: menu }
}

function linkOf({ title, desc, url }: Json): What | undefined {
  if (text(url) === '' || text(url).length > 2_000) return undefined
  return { link: { title: cut(text(title), 200), ...(text(desc) && { about: cut(text(desc), 500) }), url: text(url) } }
}

const cut = (words: string, length: number): string => words.slice(0, length).replace(/[\ud800-\udbff]$/, '')

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const fieldsOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}

/** A minute ahead is a clock that is not right; what is older was late, and is as old as it says. In seconds. */
function timeOf(sentAt: unknown, now: Instant): Instant {
  const ms = typeof sentAt === 'number' && sentAt > 0 ? 1_000 * sentAt : Number.NaN
  return ms <= Date.parse(now) + 60_000 ? new Date(ms).toISOString() : now
}
