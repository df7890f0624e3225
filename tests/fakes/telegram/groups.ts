import { found } from './check.ts'
import { createPoster, type Person, roomById, type Scene } from './people.ts'
import { createView, type Seen, type View } from './rooms.ts'
import type { Chat, ChatMember, User } from './types.ts'
import type { Room, World } from './world.ts'

/** Who writes for an administrator that hides his name. */
const ANONYMOUS: User = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }
/** Who writes for a channel. */
const CHANNEL_BOT: User = { id: 136_817_688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' }

export interface Group extends View {
  readonly title: string
  /** A new topic; the group becomes a forum. */
  topic(name: string): View & { readonly thread: number }
  closesTopic(topic: View): void
  adds(...people: Person[]): void
  /** The bot is added, promoted, silenced or thrown out. */
  addsBot(as?: 'member' | 'administrator'): void
  removesBot(): void
  silencesBot(): void
  /** An administrator speaks as the group. */
  anonymously(text: string, to?: Seen): Seen
  /** A channel speaks in the group, as when a linked channel's post is put there. */
  asChannel(title: string, text: string): Seen
  /** It becomes a supergroup with another id, which this view then shows. */
  migrates(): number
}

export interface GroupOptions {
  readonly members?: readonly Person[]
  /** `supergroup` without it. */
  readonly type?: 'group' | 'supergroup'
  /** How the bot is in it; `member` without it. */
  readonly bot?: 'member' | 'administrator' | 'absent'
}

export function createGroup(scene: Scene, id: number, title: string, options: GroupOptions): Group {
  const { world, updates, patienceMs } = scene
  const chat: Chat = { id, type: options.type ?? 'supergroup', title }
  let room = world.openRoom(chat)
  const view = createView(world, () => room, undefined, patienceMs)
  const founder: User = { id: 500, is_bot: false, first_name: '群主' }

  function join(...people: readonly Person[]): void {
    for (const { user } of people) room.members.set(user.id, user)
  }

  function standing(after: Room['bot']): void {
    const status = (bot: Room['bot']): ChatMember => ({ status: bot === 'never' ? 'left' : bot, user: world.bot })
    const before = status(room.bot)
    room.bot = after
    updates.push('my_chat_member', {
      chat: room.chat,
      from: founder,
      date: world.seconds(),
      old_chat_member: before,
      new_chat_member: status(after),
    })
    world.changed()
  }

  join(...(options.members ?? []))
  if (options.bot !== 'absent') standing(options.bot ?? 'member')

  const group: Omit<Group, keyof View> = {
    title,
    topic(name) {
      if (room.chat.type !== 'supergroup') throw new Error('only a supergroup has topics')
      room.chat.is_forum = true
      const created = world.post(room, { from: founder, forum_topic_created: { name, icon_color: 7_322_096 } })
      const thread = created.message_id
      const message = world.replace(room, { ...created, message_thread_id: thread, is_topic_message: true })
      room.topics.set(thread, { name, closed: false })
      if (room.bot !== 'never') updates.push('message', message)
      return topicView(world, room, thread, patienceMs)
    },
    closesTopic({ thread }) {
      const topic = room.topics.get(thread ?? 0)
      if (topic) topic.closed = true
    },
    adds: join,
    addsBot: (as = 'member') => standing(as),
    removesBot: () => standing('kicked'),
    silencesBot() {
      room.mayPost = false
    },
    anonymously: (text, to) =>
      createPoster(
        scene,
        ANONYMOUS,
        room,
        undefined,
      )({ text, sender_chat: room.chat, ...(to && { reply_to_message: to.raw }), ...entitiesOf(text) }, view),
    asChannel(name, text) {
      const channel: Chat = { id: id - 7_000, type: 'channel', title: name }
      const draft = { text, sender_chat: channel, is_automatic_forward: true as const, ...entitiesOf(text) }
      return createPoster(scene, CHANNEL_BOT, room, undefined)(draft, view)
    },
    migrates() {
      const before = room
      const next: Chat = { ...before.chat, id: -1_000_000_000_000 + before.chat.id * 3, type: 'supergroup' }
      const after = world.openRoom(next)
      after.bot = before.bot
      for (const [key, user] of before.members) after.members.set(key, user)
      before.movedTo = next.id
      const out = world.post(before, { from: founder, migrate_to_chat_id: next.id })
      room = after
      const into = world.post(after, { from: founder, sender_chat: next, migrate_from_chat_id: before.chat.id })
      updates.push('message', out)
      updates.push('message', into)
      return next.id
    },
  }
  return Object.defineProperties(view, Object.getOwnPropertyDescriptors(group)) as Group
}

function topicView(world: World, room: Room, thread: number, patienceMs: number): View & { readonly thread: number } {
  const { id } = room.chat
  return createView(world, () => roomById(world, id), thread, patienceMs) as View & { readonly thread: number }
}

const entitiesOf = (text: string) => {
  const entities = found(text)
  return entities.length > 0 ? { entities } : {}
}
