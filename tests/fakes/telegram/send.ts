import { answeredBy, inTopic, ownMessage, threadOf, topicOf, writableRoom } from './chats.ts'
import { checkMarkup, checkText, isBlank, LONGEST_CAPTION, LONGEST_TEXT, NOT_MODIFIED, sameContent } from './check.ts'
import { isFields, type Params } from './params.ts'
import { checkPhoto, checkUpload } from './pictures.ts'
import { badRequest, Refusal } from './refusal.ts'
import type { Call, FileInfo, Message, Upload } from './types.ts'
import type { Draft, Room, World } from './world.ts'

const MEDIA = ['document', 'photo', 'video', 'audio', 'voice'] as const
type Medium = (typeof MEDIA)[number]

export type Methods = Record<string, (params: Params, call: Call) => unknown>

/** Methods that post. Their names are in lower case, for the Bot API does not mind the case. */
export function sendMethods(world: World): Methods {
  const userOf = (id: number) => world.users.get(id)

  function envelope(params: Params): { room: Room; draft: Draft } {
    const room = writableRoom(world, params)
    const topic = topicOf(room, params)
    const answered = answeredBy(room, params)
    const reply = answered.reply_to_message ? answered : inTopic(room, topic.message_thread_id)
    const { keyboard } = checkMarkup(params.json('reply_markup'))
    const markup = keyboard ? { reply_markup: { inline_keyboard: keyboard } } : {}
    const thread = topic.message_thread_id ? topic : threadOf(room, reply.reply_to_message)
    return { room, draft: { from: world.bot, ...thread, ...reply, ...markup } }
  }

  function caption(params: Params): Pick<Draft, 'caption' | 'caption_entities'> {
    checkParseMode(params)
    const given = params.json('caption_entities')
    const { text, entities } = checkText(params.text('caption'), given, 'caption_entities', LONGEST_CAPTION, userOf)
    return { ...(text && { caption: text }), ...(entities.length > 0 && { caption_entities: entities }) }
  }

  /** A new upload, or a file the server has already. */
  function fileOf(value: string, uploads: Call['uploads'], medium: Medium): { info: FileInfo; kept: boolean } {
    const upload = value.startsWith('attach://') ? uploads.get(value.slice(9)) : undefined
    if (upload) return { info: keep(upload, medium), kept: false }
    if (/^https?:\/\//.test(value)) throw new Refusal(400, 'Bad Request: failed to get HTTP URL content')
    const known = world.files.get(value)
    if (known) return { info: known.info, kept: true }
    throw badRequest('wrong file identifier/HTTP URL specified')
  }

  function keep(upload: Upload, medium: Medium): FileInfo {
    checkUpload(upload)
    return world.store(upload, medium, medium === 'photo' ? checkPhoto(upload) : {})
  }

  const media = (medium: Medium, info: FileInfo): Partial<Message> =>
    medium === 'photo' ? { photo: [info] } : { [medium]: info }

  function sendFile(medium: Medium) {
    return (params: Params, call: Call): Message => {
      const { room, draft } = envelope(params)
      const direct = call.uploads.get(medium)
      const value = params.text(medium)
      if (!direct && value === '') throw badRequest(`there is no ${medium} in the request`)
      const words = caption(params)
      const info = direct ? keep(direct, medium) : fileOf(value, call.uploads, medium).info
      return world.post(room, { ...draft, ...media(medium, info), ...words })
    }
  }

  /** One of what an album is made of, or what takes the place of another. */
  function itemOf(value: unknown): {
    medium: Medium
    media: string
    words: Pick<Draft, 'caption' | 'caption_entities'>
  } {
    const item = isFields(value) ? value : {}
    const medium = MEDIA.find((name) => name === item['type'])
    if (!medium) throw badRequest(`can't parse InputMedia: type "${String(item['type'])}" is unsupported`)
    if (typeof item['media'] !== 'string') throw badRequest("can't parse InputMedia: media not found")
    const given = item['caption_entities']
    const said = String(item['caption'] ?? '')
    const { text, entities } = checkText(said, given, 'caption_entities', LONGEST_CAPTION, userOf)
    const words = { ...(text && { caption: text }), ...(entities.length > 0 && { caption_entities: entities }) }
    return { medium, media: item['media'], words }
  }

  function sendMediaGroup(params: Params, call: Call): Message[] {
    const { room, draft } = envelope(params)
    const given = params.json('media')
    if (!Array.isArray(given)) throw badRequest('expected an Array of InputMedia')
    if (given.length === 0) throw badRequest('there are no messages to send')
    // The server takes an album of one; the documentation does not.
    if (given.length === 1) throw badRequest('media must include 2-10 items')
    if (given.length > 10) throw badRequest('too many messages to send as an album')
    const items = given.map(itemOf)
    const documents = items.filter(({ medium }) => medium === 'document').length
    if (documents > 0 && documents < items.length) throw badRequest("document can't be mixed with other media types")
    const album = world.nextId()
    const parts = items.map((item) => ({ ...item, info: fileOf(item.media, call.uploads, item.medium).info }))
    return parts.map(({ medium, info, words }) =>
      world.post(room, { ...draft, media_group_id: album, ...media(medium, info), ...words }),
    )
  }

  /** A file in the place of another: of a message of its own, not of an album. */
  function editMessageMedia(params: Params, call: Call): Message {
    const room = writableRoom(world, params)
    const { keyboard } = checkMarkup(params.json('reply_markup'))
    const { message } = ownMessage(world, room, params, 'edit')
    if (message.media_group_id !== undefined) throw new Refusal(501, 'Not Implemented: this fake edits no albums')
    const { medium, media: given, words } = itemOf(params.json('media'))
    const { info } = fileOf(given, call.uploads, medium)
    const { text, entities, caption, caption_entities, document, photo, voice, video, reply_markup, ...rest } = message
    const markup = keyboard ? { reply_markup: { inline_keyboard: keyboard } } : {}
    const edited = { ...rest, edit_date: world.seconds(), ...markup, ...media(medium, info), ...words }
    if (sameContent(message, edited)) throw badRequest(NOT_MODIFIED)
    return world.replace(room, edited)
  }

  return {
    editmessagemedia: editMessageMedia,
    sendmessage(params) {
      const { room, draft } = envelope(params)
      checkParseMode(params)
      if (params.text('text') === '') throw badRequest('message text is empty')
      const checked = checkText(params.text('text'), params.json('entities'), 'entities', LONGEST_TEXT, userOf)
      if (isBlank(checked.text)) throw badRequest('text must be non-empty')
      const entities = checked.entities.length > 0 && { entities: checked.entities }
      return world.post(room, { ...draft, text: checked.text, ...entities })
    },
    senddocument: sendFile('document'),
    sendphoto: sendFile('photo'),
    sendmediagroup: sendMediaGroup,
    sendchataction(params) {
      writableRoom(world, params)
      const action = params.text('action')
      if (
        !/^(?:typing|(?:upload|record)_(?:photo|video|voice|document|video_note)|choose_sticker|find_location)$/.test(
          action,
        )
      ) {
        throw badRequest('wrong parameter action in request')
      }
      return true
    },
  }
}

/** Which this fake does not read, and does not pass over in silence. */
export function checkParseMode(params: Params): void {
  if (params.has('parse_mode')) throw new Refusal(501, 'Not Implemented: this fake reads entities, not parse modes')
}
