import { roomOf } from './chats.ts'
import { isFields, type Params } from './params.ts'
import { LARGEST_DOWNLOAD } from './pictures.ts'
import { badRequest } from './refusal.ts'
import type { Methods } from './send.ts'
import type { ChatMember } from './types.ts'
import type { Room, World } from './world.ts'

export interface Command {
  readonly command: string
  readonly description: string
}

export interface BotTraits {
  /** The bot sees only what is meant for it in a group. */
  readonly privacy: boolean
  readonly inline: boolean
}

/** The commands offered, by scope: `default`, `all_group_chats`, `chat:-100…`, `chat_member:-100…:17` … */
export type Menus = Map<string, readonly Command[]>

/** Methods that tell of the bot, its chats and its files. */
export function infoMethods(world: World, traits: BotTraits, menus: Menus): Methods {
  return {
    getme: () => ({
      ...world.bot,
      can_join_groups: true,
      can_read_all_group_messages: !traits.privacy,
      supports_inline_queries: traits.inline,
      can_connect_to_business: false,
      has_main_web_app: false,
    }),
    getchat(params) {
      const room = roomOf(world, params)
      return { ...room.chat, accent_color_id: 0, max_reaction_count: 11 }
    },
    getchatmember(params) {
      const room = roomOf(world, params)
      const id = params.number('user_id')
      const user = id === undefined ? undefined : world.users.get(id)
      if (!user) throw badRequest('invalid user_id specified')
      return id === world.bot.id
        ? botMember(world, room)
        : { status: room.members.has(user.id) ? 'member' : 'left', user }
    },
    getchatmembercount: (params) => {
      const room = roomOf(world, params)
      return room.members.size + (isIn(room) ? 1 : 0)
    },
    getfile(params) {
      const file = world.files.get(params.text('file_id'))
      if (!file) throw badRequest('invalid file_id')
      if (file.bytes.length > LARGEST_DOWNLOAD) throw badRequest('file is too big')
      const { file_id, file_unique_id, file_size } = file.info
      return { file_id, file_unique_id, file_size, file_path: file.path }
    },
    setmycommands(params) {
      const given = params.json('commands') ?? []
      if (!Array.isArray(given)) throw badRequest('expected an Array of BotCommand')
      if (given.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
      menus.set(scopeOf(world, params), given.map(readCommand))
      return true
    },
    deletemycommands: (params) => {
      menus.delete(scopeOf(world, params))
      return true
    },
    getmycommands: (params) => menus.get(scopeOf(world, params)) ?? [],
  }
}

const isIn = ({ bot }: Room) => bot === 'member' || bot === 'administrator'

function botMember(world: World, { bot }: Room): ChatMember {
  return { status: bot === 'never' ? 'left' : bot, user: world.bot }
}

function readCommand(value: unknown): Command {
  if (!isFields(value)) throw badRequest("can't parse BotCommand: expected an Object")
  const { command, description } = value
  if (typeof command !== 'string' || typeof description !== 'string') {
    throw badRequest("can't parse BotCommand: fields command and description must be Strings")
  }
  const name = command.trim().replace(/^\//, '')
  const about = description.trim()
  if (name === '') throw badRequest('command must be non-empty')
  if (name.length > 32) throw badRequest('command length must not exceed 32')
  if (about === '') throw badRequest('command description must be non-empty')
  if (about.length > 256) throw badRequest('command description length must not exceed 256')
  if (!/^[a-z0-9_]+$/.test(name)) throw badRequest('BOT_COMMAND_INVALID')
  return { command: name, description: about }
}

const PLAIN_SCOPES = ['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators']

function scopeOf(world: World, params: Params): string {
  const scope = params.json('scope')
  const fields = isFields(scope) ? scope : { type: 'default' }
  const { type, chat_id: chat, user_id: user } = fields
  const language = params.text('language_code')
  const end = language === '' ? '' : `/${language}`
  if (typeof type === 'string' && PLAIN_SCOPES.includes(type)) return type + end
  if (type !== 'chat' && type !== 'chat_administrators' && type !== 'chat_member') {
    throw badRequest("can't parse BotCommandScope: unsupported type specified")
  }
  const room = world.rooms.get(Number(chat))
  if (!room || room.bot === 'never') throw badRequest('chat not found')
  if (type !== 'chat_member') return `${type}:${room.chat.id}${end}`
  if (room.chat.type === 'private') throw badRequest("can't specify a user in a private chat")
  if (!world.users.has(Number(user))) throw badRequest('user not found')
  return `${type}:${room.chat.id}:${String(user)}${end}`
}
