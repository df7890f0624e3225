import type { CallbackQuery, Message as Posted, Update, User } from 'grammy/types'
import { type Address, ChatMoved, Said } from '../../bot/model/message.ts'
import { wellFormed } from '../../bot/model/tame.ts'
import { addressOf, idOf, ownChat, receiptIn } from './address.ts'
import { filesOf, type Offered } from './files.ts'
import { personName } from './names.ts'

/** The bot itself, as Telegram knows it. */
export interface Me {
  readonly id: number
  readonly username: string
}

/** An update, as far as it concerns the bot. */
export type Heard =
  /** `files` are yet to be fetched; `press` is the button's query that waits for an answer; `name` is the sender's. */
  | {
      readonly kind: 'said'
      readonly said: Said
      readonly files: readonly Offered[]
      readonly press?: string
      readonly name: string
    }
  | { readonly kind: 'moved'; readonly moved: ChatMoved }
  /** Typed behind the bot's name, in any chat. */
  | { readonly kind: 'looks-up'; readonly query: string; readonly sender: string; readonly question: string }
  /** Spoken to by somebody who does not show who he is. */
  | { readonly kind: 'hidden'; readonly at: Address; readonly message: number }
  /** A button that belongs to no message of ours: there is nothing to say but that it was pressed. */
  | { readonly kind: 'stray-press'; readonly press: string }

/** What is asked of Telegram; all else is not even sent. */
export const WANTED = ['message', 'callback_query', 'inline_query'] as const

/**
 * What an update says to the bot, or undefined where it is none of its business: in a group only commands, mentions of
 * it, answers to it and its buttons are. `now` is for what has no time of its own.
 * @throws where it is not what an update should be: no half of it is heard.
 */
export function hear(update: Update, me: Me, now: string): Heard | undefined {
  const heard = read(update, me, now)
  if (heard?.kind === 'said') Said.parse(heard.said)
  if (heard?.kind === 'moved') ChatMoved.parse(heard.moved)
  return heard
}

function read(update: Update, me: Me, now: string): Heard | undefined {
  const { message, callback_query: press, inline_query: inline } = update
  if (press) return hearPress(update.update_id, press, now)
  if (inline) {
    const { id, from, query } = inline
    return from.is_bot ? undefined : { kind: 'looks-up', query: id, sender: idOf(from.id), question: query.trim() }
  }
  return message && hearMessage(update.update_id, message, me)
}

function hearPress(update: number, { id: press, from, message, data }: CallbackQuery, now: string): Heard {
  if (!message || data === undefined) return { kind: 'stray-press', press }
  const at = addressOf(message)
  const said: Said = {
    kind: 'said',
    id: String(update),
    from: at,
    sender: idOf(from.id),
    text: '',
    pressed: data,
    replyTo: receiptIn(at, message.message_id),
    ...(message.chat.type !== 'private' && { privately: ownChat(from.id) }),
    attachments: [],
    at: now,
  }
  return { kind: 'said', said, files: [], press, name: nameOf(from) }
}

function hearMessage(update: number, message: Posted, me: Me): Heard | undefined {
  const moved = movedBy(message)
  if (moved) return { kind: 'moved', moved }
  const { from, chat, sender_chat: hidden, message_id } = message
  const at = addressOf(message)
  const alone = chat.type === 'private'
  const answered = answeredBy(message, me)
  const text = textOf(message, me)
  if (!(alone || answered !== undefined || text.called)) return undefined
  if (message.is_automatic_forward || (message.via_bot?.id === me.id && answered === undefined)) return undefined
  if (hidden) return Number.isSafeInteger(message_id) ? { kind: 'hidden', at, message: message_id } : undefined
  if (!from || from.is_bot) return undefined

  const files = filesOf(message)
  const contact = alone ? contactOf(message, files.length > 0) : undefined
  if (text.words === '' && files.length === 0 && !contact) return undefined
  const said: Said = {
    kind: 'said',
    id: String(update),
    from: at,
    sender: idOf(from.id),
    text: wellFormed(text.words),
    ...(!alone && { privately: ownChat(from.id) }),
    receipt: receiptIn(at, message_id),
    ...(answered !== undefined && { replyTo: receiptIn(at, answered) }),
    ...(contact && { contact }),
    attachments: [],
    at: new Date(message.date * 1000).toISOString(),
  }
  return { kind: 'said', said, files, name: nameOf(from) }
}

/** Both chats tell of it; the id holds the old one, so that it is taken once. */
function movedBy({ chat, migrate_to_chat_id: to, migrate_from_chat_id: from, date }: Posted): ChatMoved | undefined {
  if (to === undefined && from === undefined) return undefined
  return chatMoved(idOf(from ?? chat.id), idOf(to ?? chat.id), new Date(date * 1000).toISOString())
}

export function chatMoved(from: string, to: string, at: string): ChatMoved {
  return {
    kind: 'chat-moved',
    id: `telegram:moved:${from}`,
    from: { channel: 'telegram', chat: from },
    to: { channel: 'telegram', chat: to },
    at,
  }
}

/**
 * The bot's message that is answered. In a topic everything answers the message that began it, and what answers
 * somebody else is nothing the bot said.
 */
function answeredBy({ reply_to_message: to, is_topic_message, message_thread_id: thread }: Posted, me: Me) {
  if (!to || to.forum_topic_created || (is_topic_message && to.message_id === thread)) return undefined
  return to.from?.id === me.id ? to.message_id : undefined
}

/** The words without the bot's name in them; `called`: they are a command for this bot, or name it. */
function textOf(message: Posted, me: Me): { words: string; called: boolean } {
  const text = message.text ?? message.caption ?? (message.contact ? contactWords(message.contact) : '')
  const entities = message.entities ?? message.caption_entities ?? []
  const own = `@${me.username}`.toLowerCase()
  const written = ({ offset, length }: { offset: number; length: number }) => text.slice(offset, offset + length)
  const [, name = '', whom = ''] = /^\/(\w{1,64})(@\w+)?(?=\s|$)/.exec(text) ?? []
  if (name !== '') {
    const ours = whom === '' || whom.toLowerCase() === own
    return { words: text.slice(0, name.length + 1) + text.slice(name.length + 1 + whom.length), called: ours }
  }
  const mention = entities.find((entity) =>
    entity.type === 'text_mention'
      ? entity.user.id === me.id
      : entity.type === 'mention' && written(entity).toLowerCase() === own,
  )
  if (!mention) return { words: text.trim(), called: false }
  const before = text.slice(0, mention.offset).trimEnd()
  const after = text.slice(mention.offset + mention.length).trimStart()
  return { words: [before, after].filter(Boolean).join(' '), called: true }
}

/** A card without an account says no more than a typed name does. */
const contactWords = (contact: NonNullable<Posted['contact']>): string =>
  contact.user_id === undefined ? fullName(contact) : ''

/** Whose card was sent, or whose words were forwarded. A forwarded file is about the file. */
function contactOf({ contact, forward_origin: origin }: Posted, withFiles: boolean): Said['contact'] {
  if (contact?.user_id !== undefined) return { sender: idOf(contact.user_id), name: fullName(contact) }
  if (withFiles || origin?.type !== 'user' || origin.sender_user.is_bot) return undefined
  return { sender: idOf(origin.sender_user.id), name: nameOf(origin.sender_user) }
}

const nameOf = (user: User): string => fullName(user)

/** 王芳, where somebody gave 王 as his last name; otherwise as the West writes it. */
function fullName({ first_name: first, last_name: last = '' }: { first_name: string; last_name?: string }): string {
  const han = /^\p{Script=Han}+$/u
  const name = han.test(first) && han.test(last) ? last + first : `${first} ${last}`
  return personName(name)
}
