import type { Attachment } from '../../../bot/model/message.ts'
import type { Reply } from '../../../bot/model/reply.ts'
import { inParts, roomFor, spoken } from '../../../bot/model/spoken.ts'
import { tame } from '../tame.ts'
import { texts } from './texts.ts'

/** One message of those a reply is sent in. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'picture'; readonly file: Attachment; readonly bytes: Uint8Array }

/** A text has at most 2,048 bytes, whether it is the answer to a call or a message of customer service. */
const LONGEST_TEXT = 1_900
const PARTS = 2

/** So much is said at once. */
export const ROOM: number = roomFor(PARTS, LONGEST_TEXT)

/** 素材管理: what may be uploaded as a picture, and how large it may be. */
const PICTURE = /^image\/(?:jpeg|png|gif)$/
const LARGEST_PICTURE = 10 * 2 ** 20

/** A file of a reply; null where it is there no more. */
export interface Fetched {
  readonly file: Attachment
  readonly bytes: Uint8Array | null
}

/** The messages a reply is sent in: its text, then its pictures; of other files it says that they cannot be sent here. */
export function say(reply: Reply, files: readonly Fetched[]): readonly Part[] {
  const pictures = files.flatMap(({ file, bytes }) =>
    bytes && isPicture(file, bytes) ? [{ kind: 'picture' as const, file, bytes }] : [],
  )
  const lines = files.flatMap(({ file, bytes }) => {
    if (!bytes) return [texts.fileGone(file.name)]
    return isPicture(file, bytes) ? [] : [texts.fileUnsent(file.name)]
  })
  return [...textParts([spoken(reply), ...lines].join('\n')), ...pictures]
}

/** A picture that was refused is said to be. */
export const unsent = ({ name }: Attachment): readonly Part[] => textParts(texts.fileUnsent(name))

const textParts = (text: string) => inParts(tame(text), LONGEST_TEXT).map((text) => ({ kind: 'text' as const, text }))

const isPicture = ({ type }: Attachment, bytes: Uint8Array): boolean =>
  PICTURE.test(type) && bytes.length <= LARGEST_PICTURE
