import { InputFile } from 'grammy'
import type { Message as Posted } from 'grammy/types'
import type { Target } from './address.ts'
import type { Client } from './client.ts'
import type { Part } from './say.ts'
import { LONGEST_CAPTION, split } from './split.ts'
import { texts } from './texts.ts'

/** An upload may take so long; delivery gives up on a channel after 45 s. */
const UPLOAD = { ms: 40_000 }
const NO_PREVIEW = { link_preview_options: { is_disabled: true } } as const

/** Sends a part in one request; what it became, one message or those of an album. */
export async function post(
  client: Client,
  part: Part,
  target: Target,
  answering: number | undefined,
): Promise<readonly Posted[]> {
  const common = {
    ...target,
    ...(answering !== undefined && { reply_parameters: { message_id: answering, allow_sending_without_reply: true } }),
    ...(part.markup && { reply_markup: part.markup }),
  }
  if (part.kind === 'text') {
    const say = { ...common, ...NO_PREVIEW, text: part.body.text, entities: [...part.body.entities] }
    return [await client.ask('sendMessage', (api, signal) => api.sendMessage(say, signal), isPosted)]
  }
  const [first, ...others] = part.files.map(({ bytes, name }) => new InputFile(bytes, name))
  if (!first) return []
  if (others.length > 0) return await postAlbum(client, part.kind, [first, ...others], common)
  const { caption } = part
  const all = { ...common, ...(caption && { caption: caption.text, caption_entities: [...caption.entities] }) }
  return [
    part.kind === 'pictures'
      ? await client.ask('sendPhoto', (api, s) => api.sendPhoto({ ...all, photo: first }, s), isPosted, UPLOAD)
      : await client.ask(
          'sendDocument',
          (api, s) => api.sendDocument({ ...all, document: first }, s),
          isPosted,
          UPLOAD,
        ),
  ]
}

async function postAlbum(
  client: Client,
  kind: 'pictures' | 'documents',
  files: readonly InputFile[],
  common: Target,
): Promise<readonly Posted[]> {
  const media =
    kind === 'pictures'
      ? files.map((media) => ({ type: 'photo' as const, media }))
      : files.map((media) => ({ type: 'document' as const, media }))
  return await client.ask(
    'sendMediaGroup',
    (api, signal) => api.sendMediaGroup({ ...common, media }, signal),
    (posted) => Array.isArray(posted) && posted.every(isPosted),
    UPLOAD,
  )
}

/**
 * Puts a part in the place of a message that stands there, and its buttons: a text in that of a text, a file in that of
 * anything that is no part of an album.
 */
export async function edit(client: Client, part: Part, chat_id: number, message_id: number): Promise<void> {
  const { markup } = part
  const keyboard = markup && 'inline_keyboard' in markup && { reply_markup: markup }
  const there = { chat_id, message_id, ...keyboard }
  if (part.kind === 'text') {
    const say = { ...there, ...NO_PREVIEW, text: part.body.text, entities: [...part.body.entities] }
    await client.ask('editMessageText', (api, signal) => api.editMessageText(say, signal), Boolean)
    return
  }
  const { files, caption = { text: '', entities: [] } } = part
  const media = {
    type: part.kind === 'pictures' ? ('photo' as const) : ('document' as const),
    media: new InputFile(files[0].bytes, files[0].name),
    caption: caption.text,
    caption_entities: [...caption.entities],
  }
  await client.ask('editMessageMedia', (api, s) => api.editMessageMedia({ ...there, media }, s), Boolean, UPLOAD)
}

/** What takes the place of a file, which nobody can have any more, to say a text: nothing but a file can. */
export function insteadOfFile({ body, markup }: Part & { kind: 'text' }): Part {
  const [caption = { text: '', entities: [] }] = split(body, LONGEST_CAPTION)
  const note = { name: `${texts.takenAway}.txt`, type: 'text/plain', bytes: Buffer.from(`${caption.text}\n`) }
  return { kind: 'documents', files: [note], caption, ...(markup && { markup }) }
}

const isPosted = (posted: Pick<Posted, 'message_id'> | undefined): boolean => Number.isInteger(posted?.message_id)
