import type { Attachment } from '../../../bot/model/message.ts'
import { plain, type Reply } from '../../../bot/model/reply.ts'
import { bytesOf, inParts, roomFor, spoken } from '../../../bot/model/spoken.ts'
import { tame } from '../tame.ts'
import { texts } from './texts.ts'

/** One message of those a reply is sent in. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'menu'; readonly head: string; readonly items: readonly { id: string; content: string }[] }
  | { readonly kind: 'image' | 'file'; readonly name: string; readonly type: string; readonly bytes: Uint8Array }

/** A text has at most 2,048 bytes. */
const LONGEST_TEXT = 1_900
const PARTS = 2
/** 发送消息, 菜单消息: bytes of what stands before the lines, of a line, of its id; how many lines. */
const MENU = { head: 1_024, content: 128, id: 128, items: 10 } as const
/** 上传临时素材: 10 MB for a picture, 20 MB for a file, and more than 5 bytes each. */
const LARGEST_PICTURE = 10 * 2 ** 20
const LARGEST = 20 * 2 ** 20
const SMALLEST = 6

/** So much is said at once. */
export const ROOM: number = roomFor(PARTS, LONGEST_TEXT)

/** A file of a reply; null where it is there no more. */
export interface Fetched extends Pick<Attachment, 'name' | 'type'> {
  readonly bytes: Uint8Array | null
}

/**
 * The messages a reply is sent in: its text, then its files. Choices are lines to be tapped where they fit, and have their
 * numbers all the same, for whoever types; else they are numbered lines of the text.
 */
export function say(reply: Reply, files: readonly Fetched[]): readonly Part[] {
  const missing = files.filter(({ bytes }) => !fits(bytes)).map(({ name, bytes }) => whyMissing(name, bytes))
  const menu = missing.length === 0 ? menuOf(reply) : undefined
  const sent = files.flatMap(({ name, type, bytes }): Part[] =>
    bytes && fits(bytes) ? [{ kind: isPicture(type, bytes) ? 'image' : 'file', name, type, bytes }] : [],
  )
  return [...(menu ? [menu] : textParts([spoken(reply), ...missing].join('\n'))), ...sent]
}

/** What is said in place of a file that was refused. */
export const unsent = (name: string): readonly Part[] => textParts(texts.fileUnsent(name))

function menuOf({ text, choices = [] }: Reply): Part | undefined {
  const head = tame(plain(text)).trim()
  const items = choices.map(({ id, label }, i) => ({ id, content: `${i + 1} ${tame(label)}` }))
  const isFitting =
    items.length > 0 &&
    items.length <= MENU.items &&
    bytesOf(head) <= MENU.head &&
    items.every(({ id, content }) => bytesOf(id) <= MENU.id && bytesOf(content) <= MENU.content)
  return isFitting ? { kind: 'menu', head, items } : undefined
}

const textParts = (text: string): readonly Part[] =>
  inParts(tame(text), LONGEST_TEXT).map((text) => ({ kind: 'text', text }))

const fits = (bytes: Uint8Array | null): boolean =>
  bytes !== null && bytes.length >= SMALLEST && bytes.length <= LARGEST

const whyMissing = (name: string, bytes: Uint8Array | null): string =>
  bytes ? texts.fileUnsent(name) : texts.fileGone(name)

const isPicture = (type: string, bytes: Uint8Array): boolean =>
  /^image\/(?:jpeg|png)$/.test(type) && bytes.length <= LARGEST_PICTURE
