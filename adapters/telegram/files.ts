import type { Message as Posted } from 'grammy/types'
import { fileName, fileType } from '../../bot/model/tame.ts'
import { texts } from './texts.ts'

/** A file that came with a message and has yet to be fetched. `size` in bytes, where it is known. */
export interface Offered {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size?: number
}

/** Telegram hands no bot a longer file (Bot API, getFile). */
export const LARGEST = 20 * 2 ** 20

/** The files that came with a message; of a picture the largest there is. Stickers are not for keeping. */
export function filesOf(message: Posted): readonly Offered[] {
  const { message_id: id, photo, document, video, voice, audio, video_note: round, animation } = message
  const picture = photo?.reduce((best, size) => (size.width * size.height > best.width * best.height ? size : best))
  // An animation comes a second time as a document.
  const single = document ?? animation ?? video ?? audio
  return [
    ...(picture ? [offered(picture, `${texts.picture}-${id}.jpg`, 'image/jpeg')] : []),
    ...(single ? [offered(single, `${texts.file}-${id}${endingOf(single.mime_type)}`)] : []),
    ...(voice ? [offered(voice, `${texts.voice}-${id}.ogg`, 'audio/ogg')] : []),
    ...(round ? [offered(round, `${texts.video}-${id}.mp4`, 'video/mp4')] : []),
  ]
}

interface Told {
  readonly file_id: string
  readonly file_size?: number
  readonly file_name?: string
  readonly mime_type?: string
}

/** @throws TypeError where it is not what a file should be: when it is fetched it would be too late to pass it over. */
function offered(told: Told, otherwise: string, type?: string): Offered {
  const { file_id: id, file_size: size } = told
  if (typeof id !== 'string') throw new TypeError('a file has no id')
  if (size !== undefined && typeof size !== 'number') throw new TypeError('the size of a file is no number')
  return {
    id,
    name: fileName(told.file_name ?? otherwise, otherwise),
    type: fileType(told.mime_type, type),
    ...(size !== undefined && { size }),
  }
}

const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'audio/mpeg': '.mp3',
  'image/gif': '.gif',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'text/plain': '.txt',
  'video/mp4': '.mp4',
}
const endingOf = (type = ''): string => ENDINGS[type] ?? ''
