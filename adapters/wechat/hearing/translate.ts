import { type payloads, types } from 'wechaty-puppet'
import { type Attachment, Said } from '../../../bot/model/message.ts'
import { isBlank, wellFormed } from '../../../bot/model/tame.ts'
import { isNobody, isRoom, shortId } from '../ids.ts'
import { isNote, loses, sentByNote } from './notes.ts'
import { isNamed, mentions, tidy, withoutMentions, withoutQuote } from './wording.ts'
import { attribute, element, isMarkup, unescaped } from './xml.ts'

/** The account itself. `names`: those it goes by in the room. */
export interface Me {
  readonly id: string
  readonly names: readonly string[]
}

/** What has to be fetched before a message can be understood. */
export type Need = 'picture' | 'file' | 'link' | 'place'

/** A message, as far as it can be told from its payload alone. */
export type Seen =
  /** Somebody's words, or what he sent. */
  | { readonly kind: 'said'; readonly talker: string; readonly room?: string; readonly needs?: Need }
  /** He took back another message. */
  | { readonly kind: 'recalled'; readonly talker: string; readonly room?: string; readonly id: string }
  /** WeChat's own word that nothing reaches this contact any more. */
  | { readonly kind: 'lost'; readonly contact: string }

export type Told = Exclude<Seen, { readonly kind: 'lost' }>

/** What a payload can be trusted to have: nothing. */
export type Payload = { readonly [K in keyof payloads.Message]?: unknown } & {
  readonly roomId?: unknown
  readonly listenerId?: unknown
  readonly fromId?: unknown
  readonly mentionIdList?: unknown
}

/**
 * What a payload is to the bot, or undefined where it is none of its business: its own echo, a note of WeChat's, a
 * helper's or an official account's, and in a room what does not mention it.
 */
export function look(payload: Payload, me: Me): Seen | undefined {
  const talker = idIn(payload.talkerId) || idIn(payload.fromId)
  const room = roomOf(payload)
  const { type } = payload
  const text = tidy(payload.text)
  if (talker === me.id) return undefined
  if (room === undefined && loses(text) && !isNobody(talker)) return { kind: 'lost', contact: talker }
  if (talker === '' || isNobody(talker)) return undefined
  const where = { talker, ...(room !== undefined && { room }) }
  if (type === types.Message.Recalled) {
    const id = recalledIn(text)
    return id === '' ? undefined : { kind: 'recalled', ...where, id }
  }
  if (isNote(type, text)) return undefined
  if (room !== undefined) return isForMe(payload, text, me) ? { kind: 'said', ...where } : undefined
  const needs = NEEDS.get(type)
  return { kind: 'said', ...where, ...(needs && { needs }) }
}

const NEEDS: ReadonlyMap<unknown, Need> = new Map<unknown, Need>([
  [types.Message.Image, 'picture'],
  [types.Message.Attachment, 'file'],
  [types.Message.Video, 'file'],
  [types.Message.Url, 'link'],
  [types.Message.Location, 'place'],
])

/** What was found out about a message, and who its speaker is in the ledger. */
export interface About {
  readonly id: string
  readonly me: Me
  readonly who: { readonly chat: string; readonly sender: string }
  /** The room, as the ledger knows it. */
  readonly room?: string
  /** Whether he and the account are friends, where that is known: to nobody else anything can be sent alone. */
  readonly friend?: boolean
  readonly attachments?: readonly Attachment[]
  readonly lost?: Said['lost']
  readonly link?: payloads.UrlLink
  readonly place?: payloads.Location
  readonly now: string
}

/** The message itself; undefined where nothing was said. */
export function translate(payload: Payload, seen: Told, about: About): Said | undefined {
  const { who, room, attachments = [], lost = [] } = about
  const own = { channel: 'wechat' as const, chat: who.chat }
  const brought = seen.kind === 'recalled' ? { text: '', recalled: shortId(seen.id) } : broughtBy(payload, about)
  const isNothing = isBlank(brought.text) && Object.keys(brought).length === 1
  // Whoever only calls the account in a room wants an answer.
  if (isNothing && room === undefined && attachments.length + lost.length === 0) return undefined
  return Said.parse({
    kind: 'said',
    id: shortId(about.id),
    from: room === undefined ? own : { channel: 'wechat', chat: room },
    sender: who.sender,
    ...(room !== undefined && { privately: own, ...(about.friend === false && { unmet: true }) }),
    attachments,
    ...(lost.length > 0 && { lost }),
    at: momentOf(payload.timestamp, about.now),
    ...brought,
  })
}

type Brought = Pick<Said, 'text' | 'sent' | 'link'>

function broughtBy(payload: Payload, { me, room, link, place }: About): Brought {
  const text = tidy(payload.text)
  if (room !== undefined) return { text: withoutMentions(withoutQuote(text), me.names) }
  switch (payload.type) {
    case types.Message.Text:
      return isMarkup(text) ? { text: '', sent: 'other' } : { text: withoutQuote(text).trim() }
    case types.Message.Image:
    case types.Message.Attachment:
    case types.Message.Video:
      return { text: '' }
    case types.Message.Audio:
      return { text: transcript(text), sent: 'voice' }
    case types.Message.Emoticon:
      return { text: '', sent: 'sticker' }
    case types.Message.RedEnvelope:
    case types.Message.Transfer:
      return { text: '', sent: 'money' }
    case types.Message.Location:
      return { text: placeName(text, place), sent: 'place' }
    case types.Message.Contact:
      return { text: '', sent: 'card' }
    case types.Message.ChatHistory:
      return { text: '', sent: 'bundle' }
    case types.Message.MiniProgram:
      return { text: '', sent: 'app' }
    case types.Message.Url:
      return linkIn(text, link)
    default:
      return { text: '', sent: sentByNote(text) ?? 'other' }
  }
}

/** What the puppet understood of a voice: real words, not the XML, number or file name that others put there. */
function transcript(text: string): string {
  const words = text.trim()
  return isMarkup(words) || !/\p{Script=Han}|\p{L}{2,}\s/u.test(words) ? '' : words
}

function placeName(text: string, place: About['place']): string {
  const told = place as { readonly name?: unknown; readonly address?: unknown } | undefined
  const [name, address] = [given(told?.name), given(told?.address)]
  const written = isMarkup(text)
    ? attribute(text, 'poiname') || attribute(text, 'label')
    : (text.split(/\n|:\/|：\/|https?:/u)[0] ?? '')
  const said = [...new Set([name, address])].filter(Boolean).join('，') || written.replace(/[:：]\s*$/u, '')
  return tidy(said).trim().slice(0, 200)
}

function linkIn(text: string, link: About['link']): Brought {
  const told = link as { readonly title?: unknown; readonly description?: unknown; readonly url?: unknown } | undefined
  const title = given(told?.title) || element(text, 'title')
  const about = given(told?.description) || element(text, 'des')
  const url = unescaped(given(told?.url)) || element(text, 'url') || (/https?:\/\/\S+/u.exec(text)?.[0] ?? '')
  if (title === '' && url === '') return { text: '', sent: 'other' }
  const line = (words: string, most: number) => cut(words.replace(/\s+/gu, ' ').trim(), most)
  return {
    text: '',
    link: { title: line(title, 200), ...(about && { about: line(about, 500) }), url: cut(url, 2_000) },
  }
}

/** What the service puppet says where there is nothing. */
const NOTHING = new Set(['NOTITLE', 'NOURL', 'NONAME', 'NOADDRESS', '[位置]'])
const given = (value: unknown): string => (typeof value === 'string' && !NOTHING.has(value) ? wellFormed(value) : '')
const cut = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/u, '')

/** The room in which this may call the account by a name it has only there. */
export function mayCall(payload: Payload, me: Me): string | undefined {
  const room = roomOf(payload)
  if (room === undefined || payload.type !== types.Message.Text || !/[@＠]/u.test(tidy(payload.text))) return undefined
  return isNamed(tidy(payload.text), me.names) ? undefined : room
}

function isForMe(payload: Payload, text: string, me: Me): boolean {
  if (payload.type !== types.Message.Text) return false
  const list = payload.mentionIdList
  const mentionIds = Array.isArray(list) ? list.filter((id) => typeof id === 'string') : []
  return mentions(withoutQuote(text), { mentionIds, me: me.id, names: me.names })
}

/** The message that was taken back: puppets give its id, or WeChat's own XML. */
function recalledIn(text: string): string {
  const id = isMarkup(text) ? element(text, 'newmsgid') || element(text, 'msgid') : text
  return id.trim()
}

function roomOf({ roomId, listenerId }: Payload): string | undefined {
  return [idIn(roomId), idIn(listenerId)].find((id, i) => id !== '' && (i === 0 || isRoom(id)))
}

const idIn = (value: unknown): string => (typeof value === 'string' && value.length <= 10_000 ? value.trim() : '')

/** Before WeChat was, nobody wrote. */
const FIRST_MS = Date.parse('2011-01-21T00:00:00Z')

/** Puppets count seconds or milliseconds; where it cannot be true, it is now. */
function momentOf(timestamp: unknown, now: string): string {
  const number = typeof timestamp === 'number' ? timestamp : Number.NaN
  const ms = number > 1e11 ? number : number * 1000
  return ms >= FIRST_MS && ms <= Date.parse(now) ? new Date(Math.floor(ms)).toISOString() : now
}
