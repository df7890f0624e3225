import type { Answer, InlineResult, Questions } from './ask.ts'
import { inTopic, threadOf } from './chats.ts'
import { found } from './check.ts'
import { createView, type Seen, type View } from './rooms.ts'
import type { Button, Chat, Message, Upload, User } from './types.ts'
import type { UpdateQueue } from './updates.ts'
import { type Draft, quoted, type Room, type World } from './world.ts'

type FileKind = 'document' | 'photo' | 'voice' | 'video'

export interface FileGiven {
  readonly name: string
  readonly bytes: Uint8Array
  /** `document` without it. */
  readonly as?: FileKind
  readonly type?: string
  readonly caption?: string
}

/** Where a person speaks: a group, or one topic of it. */
export type Place = Pick<View, 'id' | 'thread'>

/** What a person does in one chat. Everything is with Telegram when the call returns. */
export interface Voice {
  /** What he sees there. */
  readonly chat: View
  says(text: string): Seen
  /** To a message of this chat or another one's. */
  replies(to: Seen, text: string): Seen
  sends(file: FileGiven, to?: Seen): Seen
  /** Pictures or files that belong together: as many messages with one `media_group_id`. */
  sendsAlbum(files: readonly FileGiven[], to?: Seen): readonly Seen[]
  /**
   * Presses the button with this label: exactly, or else beginning with it; on this message as it stands now, or on the
   * newest that has one. Resolves with what flashed before him, or null when the bot never answered.
   * Throws at once where there is no such button.
   */
  presses(label: string, on?: Seen): Promise<Answer | null>
  /** A press no client offers him: any data, on any message, as a modified client may send it. */
  forges(data: string, on: Seen): Promise<Answer | null>
  edits(message: Seen, text: string): Seen
  /** Sends on what somebody else has said; `hidden` where that one's settings hide who he is. */
  forwards(message: Seen, hidden?: 'hidden'): Seen
  sharesContact(of: Person | { readonly phone: string; readonly name: string }): Seen
  deletes(message: Seen): void
}

export interface Person extends Voice {
  readonly user: User
  readonly id: number
  in(place: Place): Voice
  /** Opens the chat with the bot, as by a link `https://t.me/bot?start=…`. */
  starts(payload?: string): Seen
  blocks(): void
  unblocks(): void
  leavesTelegram(): void
  /** Types `@bot …` in some chat; resolves with what is offered, or null when the bot never answered. */
  asksInline(query: string, where?: Place): Promise<readonly InlineResult[] | null>
  /** Sends what was offered. */
  chooses(result: InlineResult, query: string, where?: Place): Seen
}

export interface Scene {
  readonly world: World
  readonly updates: UpdateQueue
  readonly questions: Questions
  readonly privacy: boolean
  readonly patienceMs: number
}

/** A person with a Telegram account. The bot cannot write to him before he has spoken to it. */
export function createPerson(scene: Scene, user: User): Person {
  const { world, updates, questions } = scene
  world.users.set(user.id, user)
  const chat: Chat = { id: user.id, type: 'private', first_name: user.first_name }
  if (user.username) chat.username = user.username
  const own = world.openRoom(chat)
  own.members.set(user.id, user)
  const voice = createVoice(scene, user, own, undefined)
  const roomAt = (place?: Place) => (place ? roomById(world, place.id) : own)

  const standing = (before: 'member' | 'kicked', after: 'member' | 'kicked') =>
    updates.push('my_chat_member', {
      chat,
      from: user,
      date: world.seconds(),
      old_chat_member: { status: before, user: world.bot },
      new_chat_member: { status: after, user: world.bot },
    })

  return {
    ...voice,
    chat: voice.chat,
    user,
    id: user.id,
    in: (place) => createVoice(scene, user, roomById(world, place.id), place.thread),
    starts: (payload) => voice.says(payload ? `/start ${payload}` : '/start'),
    blocks() {
      own.shut = 'blocked'
      standing('member', 'kicked')
    },
    unblocks() {
      delete own.shut
      standing('kicked', 'member')
    },
    leavesTelegram() {
      own.shut = 'deactivated'
    },
    asksInline(query, where) {
      const type = where ? roomById(world, where.id).chat.type : 'sender'
      return questions.ask({ from: user, query, offset: '', chat_type: type })
    },
    chooses(result, query, where) {
      questions.chosen(result.id, user, query)
      const there = where ? createVoice(scene, user, roomAt(where), where.thread) : voice
      return createPoster(
        scene,
        user,
        roomAt(where),
        where?.thread,
      )({ text: result.text, via_bot: world.bot }, there.chat)
    },
  }
}

function createVoice(scene: Scene, user: User, room: Room, thread: number | undefined): Voice {
  const { world, updates, questions } = scene
  const view = createView(world, () => room, thread, scene.patienceMs)
  const post = createPoster(scene, user, room, thread)
  const words = (text: string, key: 'text' | 'caption'): Partial<Draft> => {
    const entities = found(text)
    const marks = entities.length === 0 ? {} : key === 'text' ? { entities } : { caption_entities: entities }
    return { [key]: text, ...marks }
  }
  const answering = (to: Seen | undefined) => (to ? { reply_to_message: quoted(to.raw) } : {})

  function fileDraft(file: FileGiven): Partial<Draft> {
    const kind = file.as ?? 'document'
    const upload: Upload = { name: file.name, type: file.type ?? 'application/octet-stream', bytes: file.bytes }
    const info = world.store(upload, kind, kind === 'photo' ? { width: 90, height: 60 } : {})
    const media =
      kind === 'photo' ? { photo: [{ ...info, file_size: 1, width: 9, height: 6 }, info] } : { [kind]: info }
    return { ...media, ...(file.caption && words(file.caption, 'caption')) }
  }

  function press(data: string, message: Message): Promise<Answer | null> {
    return questions.press({ from: user, message, chat_instance: `i${room.chat.id}`, data })
  }

  return {
    chat: view,
    says: (text) => post(words(text, 'text'), view),
    replies(to, text) {
      const draft = { ...words(text, 'text'), ...answering(to) }
      if (to.chat === room.chat.id) return post(draft, view)
      const there = createVoice(scene, user, roomById(world, to.chat), to.topic)
      return there.replies(to, text)
    },
    sends: (file, to) => post({ ...fileDraft(file), ...answering(to) }, view),
    sendsAlbum(files, to) {
      const media_group_id = world.nextId()
      return files.map((file) => post({ ...fileDraft(file), ...answering(to), media_group_id }, view))
    },
    presses(label, on) {
      const message = on ? view.find(on.id) : view.messages.findLast((one) => buttonOf(one.raw, label))
      const button = message && buttonOf(message.raw, label)
      if (!message || !button) {
        const there = on
          ? (message?.buttons ?? ['that message is gone'])
          : view.messages.flatMap(({ buttons }) => buttons)
        throw new Error(`${user.first_name} sees no button «${label}»; there are: ${there.join('|') || 'none'}`)
      }
      if (button.callback_data === undefined) throw new Error(`the button «${label}» asks nothing of the bot`)
      return press(button.callback_data, message.raw)
    },
    forges: (data, on) => press(data, on.raw),
    edits(message, text) {
      const { entities: _, ...rest } = message.raw
      const edited = world.replace(room, { ...rest, ...words(text, 'text'), edit_date: world.seconds() })
      if (reaches(scene, room, edited)) updates.push('edited_message', edited)
      return seen(view, edited)
    },
    forwards({ raw }, hidden) {
      const date = raw.date
      const from = raw.from ?? user
      const origin = hidden
        ? { type: 'hidden_user' as const, date, sender_user_name: from.first_name }
        : { type: 'user' as const, date, sender_user: from }
      const { text, entities, caption, document, photo } = raw
      // Buttons that ask the bot do not travel with a message.
      const content = { text, entities, caption, document, photo }
      const draft = Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined))
      return post({ ...draft, forward_origin: origin }, view)
    },
    sharesContact(of) {
      const contact =
        'user' in of
          ? { phone_number: `+1555${of.id}`, first_name: of.user.first_name, user_id: of.id }
          : { phone_number: of.phone, first_name: of.name }
      return post({ contact }, view)
    },
    deletes(message) {
      room.messages.delete(message.id)
      world.changed()
    },
  }
}

type Poster = (draft: Partial<Draft>, view: View) => Seen

/** Posts for somebody, and tells the bot if it is to know. */
export function createPoster(scene: Scene, user: User, room: Room, thread: number | undefined): Poster {
  const { world, updates } = scene
  return (draft, view) => {
    if (room.chat.type === 'private' && room.bot === 'never') room.bot = 'member'
    const answered = draft.reply_to_message ? {} : inTopic(room, thread)
    const topic =
      thread === undefined
        ? threadOf(room, draft.reply_to_message)
        : { message_thread_id: thread, is_topic_message: true as const }
    const message = world.post(room, { from: user, ...topic, ...answered, ...draft })
    if (reaches(scene, room, message)) updates.push('message', message)
    return seen(view, message)
  }
}

function seen(view: View, { message_id }: Message): Seen {
  const now = view.find(message_id)
  if (!now) throw new Error(`message ${message_id} is gone`)
  return now
}

/** In a group a bot with privacy mode on is shown commands, mentions of it, answers to it, and what is no chatter. */
function reaches({ world, privacy }: Scene, room: Room, message: Message): boolean {
  if (room.chat.type === 'private') return room.shut !== 'blocked'
  if (room.bot !== 'member' && room.bot !== 'administrator') return false
  if (!privacy || room.bot === 'administrator') return true
  if (message.reply_to_message?.from?.id === world.bot.id || message.via_bot) return true
  const text = message.text ?? message.caption ?? ''
  const name = `@${world.bot.username}`.toLowerCase()
  const entities = message.entities ?? message.caption_entities ?? []
  const shown = ({ offset, length }: { offset: number; length: number }) =>
    text.slice(offset, offset + length).toLowerCase()
  return entities.some((entity) => {
    if (entity.type === 'mention') return shown(entity) === name
    if (entity.type !== 'bot_command') return false
    return !shown(entity).includes('@') || shown(entity).endsWith(name)
  })
}

function buttonOf(message: Message, label: string): Button | undefined {
  const buttons = (message.reply_markup?.inline_keyboard ?? []).flat()
  return buttons.find(({ text }) => text === label) ?? buttons.find(({ text }) => text.startsWith(label))
}

export function roomById(world: World, id: number): Room {
  const room = world.rooms.get(id)
  if (!room) throw new Error(`there is no chat ${id}`)
  return room
}
