import { createHash } from 'node:crypto'
import type { Chat, FileInfo, Message, Upload, User } from './types.ts'

type BotStanding = 'member' | 'administrator' | 'left' | 'kicked' | 'never'

export interface Kept {
  /** As it stands now. */
  message: Message
  edits: number
}

/** A chat as Telegram keeps it. */
export interface Room {
  chat: Chat
  readonly members: Map<number, User>
  bot: BotStanding
  /** The bot may post; taken away by an administrator. */
  mayPost: boolean
  readonly topics: Map<number, { name: string; closed: boolean }>
  readonly messages: Map<number, Kept>
  lastId: number
  movedTo?: number
  /** A private chat whose owner has blocked the bot, or has deleted his account. */
  shut?: 'blocked' | 'deactivated'
}

export type Draft = Omit<Message, 'message_id' | 'date' | 'chat'>

interface StoredFile {
  readonly info: FileInfo
  readonly path: string
  readonly bytes: Uint8Array
}

export interface World {
  readonly bot: User
  readonly users: Map<number, User>
  readonly rooms: Map<number, Room>
  readonly files: Map<string, StoredFile>
  /** Of the fake's clock, in milliseconds and in Unix seconds. */
  readonly now: () => number
  readonly seconds: () => number
  openRoom(chat: Chat): Room
  post(room: Room, draft: Draft): Message
  replace(room: Room, message: Message): Message
  store(upload: Upload, kind: string, more?: Partial<FileInfo>): FileInfo
  fileAt(path: string): StoredFile | undefined
  nextId(): string
  /** Called after every change of what is to be seen. */
  onChange(listener: () => void): () => void
  changed(): void
}

/** Everything that is, without any rule of who may do what. */
export function createWorld(bot: User, now: () => number): World {
  const users = new Map<number, User>([[bot.id, bot]])
  const rooms = new Map<number, Room>()
  const files = new Map<string, StoredFile>()
  const listeners = new Set<() => void>()
  // Private chats and small groups share one row of numbers, as they do at Telegram; each supergroup has its own.
  let sharedId = 0
  let ids = 0
  const seconds = () => Math.floor(now() / 1000)
  const changed = () => {
    for (const listener of [...listeners]) listener()
  }

  const world: World = {
    bot,
    users,
    rooms,
    files,
    now,
    seconds,
    openRoom(chat) {
      const room: Room = {
        chat,
        members: new Map(),
        bot: 'never',
        mayPost: true,
        topics: new Map(),
        messages: new Map(),
        lastId: 0,
      }
      rooms.set(chat.id, room)
      return room
    },
    post(room, draft) {
      const own = room.chat.type === 'supergroup' || room.chat.type === 'channel'
      const id = own ? ++room.lastId : ++sharedId
      const message: Message = { message_id: id, date: seconds(), chat: room.chat, ...draft }
      room.messages.set(id, { message, edits: 0 })
      changed()
      return message
    },
    replace(room, message) {
      const edits = (room.messages.get(message.message_id)?.edits ?? 0) + 1
      room.messages.set(message.message_id, { message, edits })
      changed()
      return message
    },
    store({ name, type, bytes }, kind, more = {}) {
      const unique = createHash('sha256').update(bytes).digest('base64url').slice(0, 15)
      const id = `${kind}-${world.nextId()}-${unique}`
      const info: FileInfo = { file_id: id, file_unique_id: unique, file_size: bytes.length, ...more }
      if (kind !== 'photo') Object.assign(info, { file_name: name, mime_type: type })
      const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? (kind === 'photo' ? '.jpg' : '')
      files.set(id, { info, path: `${kind}s/file_${files.size}${extension}`, bytes })
      return info
    },
    fileAt: (path) => [...files.values()].find((file) => file.path === path),
    nextId: () => String(++ids),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    changed,
  }
  return world
}

/** A message as it is shown inside another: without the one it answered itself. */
export function quoted(message: Message): Message {
  const { reply_to_message: _, ...rest } = message
  return rest
}
