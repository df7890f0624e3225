/** What the Bot API calls these things, as far as this fake knows them. Times are Unix seconds. */
export interface User {
  id: number
  is_bot: boolean
  first_name: string
  last_name?: string
  username?: string
  language_code?: string
}

export interface Chat {
  id: number
  type: 'private' | 'group' | 'supergroup' | 'channel'
  title?: string
  username?: string
  first_name?: string
  is_forum?: true
}

/** `offset` and `length` count UTF-16 units. */
export interface Entity {
  type: string
  offset: number
  length: number
  url?: string
  user?: User
  language?: string
  custom_emoji_id?: string
}

export interface Button {
  text: string
  callback_data?: string
  url?: string
  switch_inline_query?: string
  switch_inline_query_current_chat?: string
  copy_text?: { text: string }
}

export interface FileInfo {
  file_id: string
  file_unique_id: string
  file_size?: number
  file_name?: string
  mime_type?: string
  width?: number
  height?: number
  duration?: number
}

export type ForwardOrigin =
  | { type: 'user'; date: number; sender_user: User }
  | { type: 'hidden_user'; date: number; sender_user_name: string }
  | { type: 'chat'; date: number; sender_chat: Chat }
  | { type: 'channel'; date: number; chat: Chat; message_id: number }

export interface Message {
  message_id: number
  message_thread_id?: number
  is_topic_message?: true
  from?: User
  sender_chat?: Chat
  author_signature?: string
  is_automatic_forward?: true
  date: number
  edit_date?: number
  chat: Chat
  forward_origin?: ForwardOrigin
  reply_to_message?: Message
  text?: string
  entities?: Entity[]
  caption?: string
  caption_entities?: Entity[]
  media_group_id?: string
  document?: FileInfo
  photo?: FileInfo[]
  voice?: FileInfo
  video?: FileInfo
  sticker?: FileInfo & { emoji?: string }
  contact?: { phone_number: string; first_name: string; last_name?: string; user_id?: number }
  location?: { latitude: number; longitude: number }
  via_bot?: User
  new_chat_members?: User[]
  left_chat_member?: User
  group_chat_created?: true
  forum_topic_created?: { name: string; icon_color: number }
  forum_topic_closed?: Record<string, never>
  migrate_to_chat_id?: number
  migrate_from_chat_id?: number
  reply_markup?: { inline_keyboard: Button[][] }
}

export interface CallbackQuery {
  id: string
  from: User
  message?: Message | { chat: Chat; message_id: number; date: 0 }
  inline_message_id?: string
  chat_instance: string
  data: string
}

export interface InlineQuery {
  id: string
  from: User
  query: string
  offset: string
  chat_type?: 'sender' | 'private' | 'group' | 'supergroup' | 'channel'
}

type MemberStatus = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked'

export interface ChatMember {
  status: MemberStatus
  user: User
}

export interface Happenings {
  message: Message
  edited_message: Message
  channel_post: Message
  callback_query: CallbackQuery
  inline_query: InlineQuery
  chosen_inline_result: { result_id: string; from: User; query: string }
  my_chat_member: {
    chat: Chat
    from: User
    date: number
    old_chat_member: ChatMember
    new_chat_member: ChatMember
  }
}

export type Happening = keyof Happenings

export type Update = { update_id: number } & Partial<Happenings>

/** What a bot asked for, with its parameters as they came and the files that came along. */
export interface Call {
  method: string
  params: Record<string, unknown>
  uploads: ReadonlyMap<string, Upload>
}

export interface Upload {
  name: string
  type: string
  bytes: Uint8Array
}
