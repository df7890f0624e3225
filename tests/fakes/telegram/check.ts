import { isFields } from './params.ts'
import { badRequest } from './refusal.ts'
import type { Button, Entity, Message, User } from './types.ts'

export const LONGEST_TEXT = 4096
export const LONGEST_CAPTION = 1024
const LONGEST_DATA = 64
const MOST_BUTTONS = 100
const MOST_ENTITIES = 100

const ENTITY_TYPES = [
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
]

/** Checks a text or caption with its entities, and gives it as Telegram would show it: without blanks at its ends. */
export function checkText(
  text: string,
  given: unknown,
  field: string,
  limit: number,
  userOf: (id: number) => User | undefined,
): { text: string; entities: Entity[] } {
  if (/\p{Surrogate}/u.test(text)) throw badRequest('strings must be encoded in UTF-8')
  if (text.length > limit)
    throw badRequest(limit === LONGEST_TEXT ? 'message is too long' : 'message caption is too long')
  const entities = readEntities(text, given, field, userOf)
  const front = text.length - text.trimStart().length
  const trimmed = text.trim()
  const kept = entities.flatMap((entity) => {
    const offset = Math.max(entity.offset - front, 0)
    const end = Math.min(entity.offset + entity.length - front, trimmed.length)
    return end > offset ? [{ ...entity, offset, length: end - offset }] : []
  })
  return { text: trimmed, entities: [...found(trimmed, kept), ...kept].sort((a, b) => a.offset - b.offset) }
}

function readEntities(text: string, given: unknown, field: string, userOf: (id: number) => User | undefined): Entity[] {
  if (given === undefined) return []
  if (!Array.isArray(given)) throw badRequest(`can't parse ${field} JSON object`)
  return given.slice(0, MOST_ENTITIES).map((value: unknown) => {
    if (!isFields(value)) throw badRequest("can't parse MessageEntity: Expected an Object")
    const { type, offset, length } = value
    if (typeof type !== 'string' || !ENTITY_TYPES.includes(type)) {
      throw badRequest("can't parse MessageEntity: Unsupported type specified")
    }
    if (Number(offset) < 0) throw badRequest(`receive an entity with incorrect offset ${Number(offset)}`)
    if (Number(length) < 0) throw badRequest(`receive an entity with incorrect length ${Number(length)}`)
    if (!isCount(offset)) throw badRequest('can\'t parse MessageEntity: Field "offset" must be a valid Number')
    if (!isCount(length)) throw badRequest('can\'t parse MessageEntity: Field "length" must be a valid Number')
    const at = `entity beginning at UTF-16 offset ${offset}`
    if (offset > text.length) throw badRequest(`entity begins after the end of the text at UTF-16 offset ${offset}`)
    if (offset + length > text.length)
      throw badRequest(`${at} ends after the end of the text at UTF-16 offset ${offset + length}`)
    if (splitsPair(text, offset))
      throw badRequest(`entity begins in a middle of a UTF-16 symbol at byte offset ${byteAt(text, offset)}`)
    if (splitsPair(text, offset + length))
      throw badRequest(`${at} ends in a middle of a UTF-16 symbol at byte offset ${byteAt(text, offset + length)}`)
    const entity: Entity = { type, offset, length }
    if (type === 'text_link') entity.url = linkOf(value['url'])
    if (type === 'text_mention') entity.user = mentioned(value['user'], userOf)
    if (type === 'pre' && typeof value['language'] === 'string') entity.language = value['language']
    return entity
  })
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0

/** Whether a cut before this UTF-16 unit would go through a surrogate pair. */
function splitsPair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1)
  const after = text.charCodeAt(at)
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000
}

/** Where the character ends that a cut before this unit would go through. */
const byteAt = (text: string, at: number) => Buffer.byteLength(text.slice(0, at + 1))

function linkOf(url: unknown): string {
  if (typeof url !== 'string') throw badRequest('can\'t parse MessageEntity: Can\'t find field "url"')
  return url
}

function mentioned(user: unknown, userOf: (id: number) => User | undefined): User {
  const id = isFields(user) ? user['id'] : undefined
  if (typeof id !== 'number') throw badRequest('can\'t parse MessageEntity: Can\'t find field "user"')
  const known = userOf(id)
  if (!known) throw badRequest('user not found')
  return known
}

/** What Telegram finds in a plain text by itself, where no entity was given: commands, mentions, links. */
export function found(text: string, given: readonly Entity[] = []): Entity[] {
  const free = ({ offset, length }: Entity) =>
    !given.some((other) => other.offset < offset + length && offset < other.offset + other.length)
  const all = (type: string, pattern: RegExp): Entity[] =>
    [...text.matchAll(pattern)].map((match) => ({ type, offset: match.index, length: match[0].length }))
  return [
    ...all('bot_command', /(?<![\w/<>])\/\w{1,64}(?:@\w{3,32})?(?![\w/<>])/g),
    ...all('mention', /(?<![\w/])@[A-Za-z]\w{3,31}(?!\w)/g),
    ...all('url', /https?:\/\/[^\s，。；、）)]+/g),
  ].filter(free)
}

/** Whether nothing of it can be seen. */
export const isBlank = (text: string): boolean => /^[\s\u200b-\u200f\u2060-\u2064\ufeff]*$/.test(text)

/** Checks what hangs under a message. Only an inline keyboard stays with it. */
export function checkMarkup(value: unknown): { keyboard?: Button[][]; forceReply?: { selective: boolean } } {
  if (value === undefined) return {}
  if (!isFields(value)) throw badRequest('object expected as reply markup')
  if ('inline_keyboard' in value) {
    const keyboard = checkKeyboard(value['inline_keyboard'])
    return keyboard.length > 0 ? { keyboard } : {}
  }
  if (value['force_reply'] === true) return { forceReply: { selective: value['selective'] === true } }
  if ('keyboard' in value || 'remove_keyboard' in value) return {}
  return {}
}

function checkKeyboard(rows: unknown): Button[][] {
  if (!Array.isArray(rows)) throw badRequest('field "inline_keyboard" must be of type Array')
  const keyboard = rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest('field "inline_keyboard" must be an Array of Arrays')
    return row.map(checkButton)
  })
  if (keyboard.flat().length > MOST_BUTTONS) throw badRequest('reply markup is too long')
  return keyboard.filter((row) => row.length > 0)
}

const ACTIONS = [
  'callback_data',
  'url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'copy_text',
] as const

function checkButton(value: unknown): Button {
  const parse = (why: string) => badRequest(`can't parse inline keyboard button: ${why}`)
  if (!isFields(value)) throw parse('InlineKeyboardButton must be an Object')
  const { text, callback_data: data } = value
  if (typeof text !== 'string') throw parse('Can\'t find field "text"')
  if (text.trim() === '') throw parse('button text must be non-empty')
  if (!ACTIONS.some((action) => value[action] !== undefined && value[action] !== '')) {
    throw parse('Text buttons are unallowed in the inline keyboard')
  }
  if (data !== undefined) {
    if (typeof data !== 'string') throw parse('Field "callback_data" must be of type String')
    const bytes = Buffer.byteLength(data)
    if (bytes > LONGEST_DATA) throw badRequest('BUTTON_DATA_INVALID')
  }
  return { ...value, text }
}

export const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'

/** Whether an edit would change nothing anybody can see. */
export function sameContent(before: Message, after: Message): boolean {
  const shown = ({ text, entities = [], caption, caption_entities = [], reply_markup, document, photo }: Message) => {
    const files = [document, ...(photo ?? [])].map((file) => file?.file_id)
    return JSON.stringify([text, entities, caption, caption_entities, reply_markup?.inline_keyboard ?? [], files])
  }
  return shown(before) === shown(after)
}
