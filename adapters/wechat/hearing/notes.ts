import { types } from 'wechaty-puppet'
import type { Said } from '../../../bot/model/message.ts'
import { element, isMarkup } from './xml.ts'

/** WeChat's own lines, which some puppets bring as if the other had written them: whole lines, as WeChat words them. */
const NOTES: readonly RegExp[] = [
  /^你已添加了.{1,80}，现在可以开始聊天了。?$/u,
  /^我通过了你的(?:好友|朋友)验证请求，现在(?:我们)?可以开始聊天了。?$/u,
  /^以上是打招呼的(?:内容|消息)。?$/u,
  /^对方为企业微信用户.{0,80}$/u,
  /^(?:You have added|I've accepted your friend request).{1,160}$/u,
]

/** He is no friend any more, or has blocked the account: what was sent just before did not arrive. */
const LOSSES: readonly RegExp[] = [
  /^.{0,80}开启了(?:朋友|好友)验证，你还不是他（她）(?:朋友|好友)。/u,
  /^消息已发出，但被对方拒收了。?/u,
  /^.{0,80}has enabled Friend Confirmation/u,
  /^The message is successfully sent but rejected by the receiver/u,
]

/** What cannot be shown on the web is told in a line there. */
const SENT: readonly (readonly [RegExp, NonNullable<Said['sent']>])[] = [
  [/^收到(?:红包|转账)，请在手机上查看。?$/u, 'money'],
  [/^\[?收到了一个表情，请在手机上查看\]?。?$/u, 'sticker'],
  [/^\[?(?:该类型暂不支持|不支持的消息)，请在手机上查看\]?。?$/u, 'other'],
]

const isOne = (text: string, of: readonly RegExp[]): boolean => text.length <= 400 && of.some((note) => note.test(text))

export const loses = (text: string): boolean => isOne(text.trim(), LOSSES)

export const sentByNote = (text: string): Said['sent'] => SENT.find(([note]) => note.test(text.trim()))?.[1]

/** The note that a file is on its way, before the file itself. */
const UPLOADING = '74'

/**
 * Whether it is nobody's words. What puppets do not know is somebody's only where WeChat's XML says that an app sent it,
 * or a line tells what cannot be shown; the rest are notes, calls and taps.
 */
export function isNote(type: unknown, text: string): boolean {
  if (isOne(text.trim(), NOTES)) return true
  if (type !== types.Message.Unknown && typeof type === 'number' && types.Message[type] !== undefined) return false
  const isSentByApp = isMarkup(text) && text.includes('<appmsg') && element(text, 'type') !== UPLOADING
  return !isSentByApp && sentByNote(text) === undefined
}
