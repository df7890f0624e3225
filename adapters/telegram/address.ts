import type { Message as Posted } from 'grammy/types'
import type { Address, Receipt } from '../../bot/model/message.ts'

/** Where a message stands: the chat, or a topic of it. */
export interface Target {
  readonly chat_id: number
  readonly message_thread_id?: number
}

/** A chat is written `ID`, and a topic in it `ID/THREAD`. Null for what is neither. */
export function targetOf(chat: string): Target | null {
  const [, id, thread] = /^(-?\d{1,16})(?:\/(\d{1,16}))?$/.exec(chat) ?? []
  if (id === undefined) return null
  return { chat_id: Number(id), ...(thread !== undefined && { message_thread_id: Number(thread) }) }
}

/** Only a forum's messages are in a topic: elsewhere a thread is no more than a chain of answers. */
export function addressOf(message: Pick<Posted, 'chat' | 'message_thread_id' | 'is_topic_message'>): Address {
  const { chat, message_thread_id: thread, is_topic_message: inTopic } = message
  const topic = chat.type !== 'private' && inTopic && thread !== undefined ? `/${idOf(thread)}` : ''
  return { channel: 'telegram', chat: `${idOf(chat.id)}${topic}` }
}

/**
 * An id as Telegram gives them: below 2^53, so that no two become one.
 * @throws RangeError for anything else.
 */
export function idOf(id: unknown): string {
  if (!Number.isSafeInteger(id)) throw new RangeError('an id is no number')
  return String(id)
}

/** Somebody's own chat with the bot: it has his number. */
export const ownChat = (user: number | string): Address => ({ channel: 'telegram', chat: idOf(Number(user)) })

export const receiptIn = ({ chat }: Pick<Address, 'chat'>, message: number): Receipt => ({
  channel: 'telegram',
  chat,
  message: idOf(message),
})

export const chatOf = ({ chat_id, message_thread_id: thread }: Target): string =>
  thread === undefined ? String(chat_id) : `${chat_id}/${thread}`
