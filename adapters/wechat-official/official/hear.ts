import type { Instant } from '../../../bot/model/instant.ts'
import { Said } from '../../../bot/model/message.ts'
import type { Fields } from '../xml.ts'
import { texts } from './texts.ts'

/** A message or an event, as far as it concerns the bot. */
export type Heard =
  /** `media` is yet to be fetched. */
  | { readonly kind: 'said'; readonly said: Said; readonly account: string; readonly media?: Media }
  /** He follows the account no more: nothing can be sent to him. */
  | { readonly kind: 'left'; readonly chat: string; readonly at: Instant }

export interface Media {
  readonly id: string
  /** Its name without an ending. */
  readonly name: string
  readonly type: string
}

/** What stands in place of most stickers, and of anything else that official accounts are not told. */
const UNSHOWN = /^【收到不支持的消息类型/
const MENU: Readonly<Record<string, { readonly says: string }>> = texts.menu

/**
 * What the fields of a message say, or undefined where it is none of the bot's business. `now` stands for a time that
 * cannot be one.
 * @throws where it is not what a message should be.
 */
export function hear(fields: Fields, now: Instant): Heard | undefined {
  const { FromUserName: sender = '', ToUserName: account = '', MsgType: type = '' } = fields
  if (!/^[\w-]{1,64}$/.test(sender)) throw new Error('nobody has sent it')
  const event = fields['Event']?.toLowerCase()
  if (type === 'event' && event === 'unsubscribe') return { kind: 'left', chat: sender, at: timeOf(fields, now) }
  const what = type === 'event' ? eventOf(event, fields) : contentOf(type, fields)
  if (!what) return undefined
  const { media, ...rest } = what
  const from = { channel: 'official', chat: sender } as const
  const said = Said.parse({ kind: 'said', id: idOf(fields), from, sender, text: '', ...rest, at: timeOf(fields, now) })
  return { kind: 'said', said, account, ...(media && { media }) }
}

type What = Partial<Pick<Said, 'text' | 'met' | 'sent' | 'link'>> & { readonly media?: Media }

function eventOf(event: string | undefined, { EventKey: key = '' }: Fields): What | undefined {
  if (event === 'subscribe') return { met: true }
  const entry = event === 'click' && Object.hasOwn(MENU, key) ? MENU[key] : undefined
  return entry && { text: entry.says }
}

function contentOf(type: string, fields: Fields): What {
  const { Content: text = '', MediaId: id, MsgId: message = '' } = fields
  const media = (name: string, of: string) => (id ? { media: { id, name: `${name}-${message}`, type: of } } : OTHER)
  switch (type) {
    case 'text':
      return UNSHOWN.test(text) ? OTHER : { text }
    case 'image':
      return media(texts.picture, 'image/jpeg')
    case 'video':
    case 'shortvideo':
      return media(texts.video, 'video/mp4')
    case 'voice':
      return { sent: 'voice', text: fields['Recognition'] ?? '' }
    case 'location':
      return { sent: 'place', text: fields['Label'] ?? '' }
    case 'link':
      return linkOf(fields) ?? OTHER
    case 'miniprogrampage':
      return { sent: 'app' }
    default:
      return OTHER
  }
}

const OTHER: What = { sent: 'other' }

function linkOf({ Title: title = '', Description: about = '', Url: url = '' }: Fields): What | undefined {
  if (url === '' || url.length > 2_000) return undefined
  return { link: { title: cut(title, 200), ...(about && { about: cut(about, 500) }), url } }
}

const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\ud800-\udbff]$/, '')

/** Tencent's own advice (接收普通消息): by its id; an event, which has none, by whose it is and when it was. */
function idOf({ MsgId: id, FromUserName = '', CreateTime = '', Event = '', EventKey = '' }: Fields): string {
  return id || cut([FromUserName, CreateTime, Event, EventKey].join(' '), 200)
}

/** A minute ahead is a clock that is not right; what is older was late, and is as old as it says. */
function timeOf({ CreateTime = '' }: Fields, now: Instant): Instant {
  const ms = /^\d{9,11}$/.test(CreateTime) ? 1_000 * Number(CreateTime) : Number.NaN
  return ms <= Date.parse(now) + 60_000 ? new Date(ms).toISOString() : now
}
