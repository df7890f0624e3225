import { isFields, type Params } from './params.ts'
import { badRequest, forbidden, upgraded } from './refusal.ts'
import type { Message } from './types.ts'
import { type Kept, quoted, type Room, type World } from './world.ts'

/** The chat a call is about, if the bot may have to do with it. */
export function roomOf(world: World, params: Params, name = 'chat_id'): Room {
  const given = params.text(name)
  if (given === '') throw badRequest(`${name} is empty`)
  const room = given.startsWith('@')
    ? [...world.rooms.values()].find(({ chat }) => chat.username?.toLowerCase() === given.slice(1).toLowerCase())
    : world.rooms.get(Number(given))
  if (room) return room
  throw badRequest('chat not found')
}

/** The same for a call that posts, or edits what was posted. */
export function writableRoom(world: World, params: Params): Room {
  const room = roomOf(world, params)
  const kind = room.chat.type === 'supergroup' ? 'supergroup' : 'group'
  if (room.movedTo) throw upgraded(room.movedTo)
  if (room.shut === 'blocked') throw forbidden('bot was blocked by the user')
  if (room.shut === 'deactivated') throw forbidden('user is deactivated')
  if (room.bot === 'never') {
    // A person who never wrote to the bot himself, but whom it has met in a group.
    if (hasMet(world, room.chat.id)) throw forbidden("bot can't initiate conversation with a user")
    throw badRequest('chat not found')
  }
  if (room.bot === 'kicked') throw forbidden(`bot was kicked from the ${kind} chat`)
  if (room.bot === 'left') throw forbidden(`bot is not a member of the ${kind} chat`)
  if (!room.mayPost) throw badRequest('not enough rights to send text messages to the chat')
  return room
}

function hasMet(world: World, person: number): boolean {
  return [...world.rooms.values()].some(
    ({ chat, bot, members }) => chat.type !== 'private' && bot !== 'never' && members.has(person),
  )
}

/** Checks the topic a message goes to. The general one has no number: `message_thread_id: 1` is refused, as it is by the server. */
export function topicOf(room: Room, params: Params): { message_thread_id?: number; is_topic_message?: true } {
  const thread = params.number('message_thread_id')
  if (!thread) return {}
  const topic = room.topics.get(thread)
  if (!topic) throw badRequest('message thread not found')
  if (topic.closed && room.bot !== 'administrator') throw badRequest('TOPIC_CLOSED')
  return { message_thread_id: thread, is_topic_message: true }
}

/** The message that is answered, by `reply_parameters` or the older `reply_to_message_id`. */
export function answeredBy(room: Room, params: Params): { reply_to_message?: Message } {
  const given = params.json('reply_parameters')
  const fields = isFields(given) ? given : {}
  const id = Number(fields['message_id'] ?? params.number('reply_to_message_id') ?? 0)
  if (!id) return {}
  const kept = room.messages.get(id)
  if (kept) return { reply_to_message: quoted(kept.message) }
  if (fields['allow_sending_without_reply'] === true || params.flag('allow_sending_without_reply')) return {}
  throw badRequest('message to be replied not found')
}

/**
 * The thread of a message. Outside of topics a supergroup counts the answers to a message as a thread of that one, with a
 * `message_thread_id` and without `is_topic_message`: no place to send to.
 */
export function threadOf(room: Room, answered: Message | undefined): ReturnType<typeof topicOf> {
  if (room.chat.type !== 'supergroup' || !answered) return {}
  const topic = answered.is_topic_message && { is_topic_message: true as const }
  return { ...topic, message_thread_id: answered.message_thread_id ?? answered.message_id }
}

/** In a topic every message that answers nothing answers the one the topic began with. */
export function inTopic(room: Room, thread: number | undefined): { reply_to_message?: Message } {
  const first = thread === undefined ? undefined : room.messages.get(thread)
  return first ? { reply_to_message: quoted(first.message) } : {}
}

/** A message of the bot's own that a call wants to change. */
export function ownMessage(world: World, room: Room, params: Params, what: 'edit' | 'delete'): Kept {
  const id = params.number('message_id')
  if (id === undefined) throw badRequest('message identifier is not specified')
  const kept = room.messages.get(id)
  if (!kept) throw badRequest(`message to ${what} not found`)
  if (what === 'edit' && kept.message.from?.id !== world.bot.id) throw badRequest("message can't be edited")
  return kept
}
