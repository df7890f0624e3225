import { ownMessage, writableRoom } from './chats.ts'
import { checkMarkup, checkText, isBlank, LONGEST_CAPTION, LONGEST_TEXT, NOT_MODIFIED, sameContent } from './check.ts'
import type { Params } from './params.ts'
import { badRequest } from './refusal.ts'
import { checkParseMode, type Methods } from './send.ts'
import type { Button, Message } from './types.ts'
import type { Room, World } from './world.ts'

/** Methods that change what the bot has posted. */
export function editMethods(world: World): Methods {
  const userOf = (id: number) => world.users.get(id)

  function edit(room: Room, before: Message, after: Message, keyboard: Button[][] | undefined): Message {
    const { reply_markup: _, ...rest } = after
    const markup = keyboard ? { reply_markup: { inline_keyboard: keyboard } } : {}
    const edited: Message = { ...rest, edit_date: world.seconds(), ...markup }
    if (sameContent(before, edited)) throw badRequest(NOT_MODIFIED)
    return world.replace(room, edited)
  }

  const keyboardOf = (params: Params) => checkMarkup(params.json('reply_markup')).keyboard

  return {
    editmessagetext(params) {
      const room = writableRoom(world, params)
      checkParseMode(params)
      const keyboard = keyboardOf(params)
      if (params.text('text') === '') throw badRequest('message text is empty')
      const checked = checkText(params.text('text'), params.json('entities'), 'entities', LONGEST_TEXT, userOf)
      if (isBlank(checked.text)) throw badRequest('text must be non-empty')
      const { message } = ownMessage(world, room, params, 'edit')
      if (message.text === undefined) throw badRequest('there is no text in the message to edit')
      const { entities: _, ...rest } = message
      const entities = checked.entities.length > 0 && { entities: checked.entities }
      return edit(room, message, { ...rest, text: checked.text, ...entities }, keyboard)
    },
    editmessagecaption(params) {
      const room = writableRoom(world, params)
      checkParseMode(params)
      const keyboard = keyboardOf(params)
      const given = params.json('caption_entities')
      const { text, entities } = checkText(params.text('caption'), given, 'caption_entities', LONGEST_CAPTION, userOf)
      const { message } = ownMessage(world, room, params, 'edit')
      if (message.text !== undefined) throw badRequest('there is no caption in the message to edit')
      const { caption: _, caption_entities: __, ...rest } = message
      const words = { ...(text && { caption: text }), ...(entities.length > 0 && { caption_entities: entities }) }
      return edit(room, message, { ...rest, ...words }, keyboard)
    },
    editmessagereplymarkup(params) {
      const room = writableRoom(world, params)
      const keyboard = keyboardOf(params)
      const { message } = ownMessage(world, room, params, 'edit')
      return edit(room, message, message, keyboard)
    },
    deletemessage(params) {
      const room = writableRoom(world, params)
      const { message } = ownMessage(world, room, params, 'delete')
      const own = message.from?.id === world.bot.id || room.chat.type === 'private'
      if (!own && room.bot !== 'administrator') throw badRequest("message can't be deleted")
      room.messages.delete(message.message_id)
      world.changed()
      return true
    },
  }
}
