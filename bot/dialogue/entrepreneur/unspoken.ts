import { plusMs } from '../../model/instant.ts'
import type { Said } from '../../model/message.ts'
import { sentText } from '../../texts/zh-cn.ts'
import { isCaption } from '../hear.ts'
import { typed } from '../manner.ts'
import type { Turn } from '../turn.ts'

/** Said again within this time, a long line is a short one. */
const AGAIN_MS = 10 * 60_000
/** Who sends presents is told once a day that none are taken. */
const A_DAY_MS = 86_400_000

/** Whether there is a text or a file in it, so that it is taken as any other line. */
export function isReadable({ sent, text, attachments }: Said): boolean {
  if (sent === undefined || sent === 'place' || attachments.length > 0) return true
  return sent === 'voice' && text.trim() !== ''
}

/** The text of a message as its line: what he typed; what an article or a place is, as it is kept. */
export function asTyped(message: Said): Said {
  const { text, link, sent } = message
  if (sent === 'place') return { ...message, text: sentText.place(text) }
  const own = typed(text)
  if (!link) return { ...message, text: own }
  const article = sentText.article(link)
  return { ...message, text: own === '' || own === link.title ? article : `${own}\n${article}` }
}

/** Says what could not be read, and what to do instead; what was waited for stays. False where there is something to read. */
export function tellsUnreadable(turn: Turn, message: Said): 'ignore' | boolean {
  const { sent = 'other' } = message
  if (isReadable(message)) return false
  const { offered } = turn.conversation
  if (sent === 'money') {
    if (isAgain(turn, sent, A_DAY_MS)) return 'ignore'
    turn.say(sentText.noGifts, offered)
    return true
  }
  const [first, again] = sentText.UNREADABLE[sent === 'sticker' || sent === 'place' ? 'other' : sent]
  turn.say(isAgain(turn, sent, AGAIN_MS) ? again : first, offered)
  return true
}

/** Files that were lost on the way are said to be so; true where nothing else came. */
export function tellsLost(turn: Turn, { lost = [], text, attachments }: Said): boolean {
  if (lost.length === 0) return false
  const alone = text.trim() === '' && attachments.length === 0
  turn.say(sentText.lost(lost), alone ? turn.conversation.offered : [])
  return alone
}

/** What came, where it was no text; to be remembered after the line was decided, so that several are answered once. */
export function rememberKind(turn: Turn, message: Said): void {
  const kind = kindOf(message)
  const { unspoken, ...rest } = turn.conversation
  if (kind) turn.conversation = { ...rest, unspoken: { kind, at: turn.desk.now } }
  // What was said in this turn, so that it is not said again at length.
  else if (unspoken && unspoken.at !== turn.desk.now) turn.conversation = rest
}

function kindOf(message: Said): string | undefined {
  if (!isReadable(message)) return message.sent
  const line = message.text.trim()
  const { attachments } = message
  return attachments.length > 0 && (line === '' || isCaption({ line, attachments })) ? 'files' : undefined
}

/** Whether the same came just before, and nothing since. */
export function isAgain({ conversation: { unspoken }, desk }: Turn, kind: string, ms: number): boolean {
  return unspoken?.kind === kind && desk.now < plusMs(unspoken.at, ms)
}

/** The first time that what he says by voice is kept he is told that it may have been understood wrong. */
export function tellsOfVoice(turn: Turn, { sent, text }: Said, did: string | undefined): void {
  const { intake, voiced } = turn.conversation
  if (sent !== 'voice' || text.trim() === '' || voiced || !turn.spoke) return
  if (!(did === 'told' && intake) && did !== 'registered' && did !== 'supplemented') return
  turn.say(sentText.fromVoice)
  turn.conversation = { ...turn.conversation, voiced: true }
}
