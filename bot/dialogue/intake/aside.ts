import type { Conversation } from '../../model/conversation.ts'
import { plusMs } from '../../model/instant.ts'
import type { Attachment } from '../../model/message.ts'
import type { Turn } from '../turn.ts'

/** What came without a word of what it is for waits so long for that word. */
const KEPT_MS = 24 * 3_600_000

interface Told {
  readonly text: string
  readonly attachments: readonly Attachment[]
}

/** Whoever writes in half sentences goes on within this time. */
const GOES_ON_MS = 3 * 60_000

/** Keeps half a sentence for the other half; true where it is not the first. */
export function keepFragment(turn: Turn, text: string): boolean {
  const before = fragmentOf(turn)
  turn.conversation = { ...turn.conversation, fragment: { text: `${before}${text}`, at: turn.desk.now } }
  return before !== ''
}

/** What he began to say just before. */
export function fragmentOf({ conversation: { fragment }, desk }: Turn): string {
  return fragment && desk.now < plusMs(fragment.at, GOES_ON_MS) ? fragment.text : ''
}

/** After a line that was understood, what came before it is past. */
export function dropFragment(turn: Turn): void {
  const { fragment, ...rest } = turn.conversation
  if (fragment && fragment.at !== turn.desk.now) turn.conversation = rest
}

/** A line of what is told that was not said: what a picture shows, a place, an article. */
const BESIDE = /^（(?:附件|位置|转发的文章)：.*）$/gmu

/** What he said himself. */
export const saidOnly = (text: string): string => text.replace(BESIDE, '').trim()

const joined = (...texts: readonly (string | undefined)[]): string => texts.filter(Boolean).join('\n')

/** Keeps a picture, a place or an article for what he tells next; returns how many files wait by now. */
export function keepAside(turn: Turn, text: string, attachments: readonly Attachment[]): number {
  const before = waitingAside(turn)
  const files = [...before.attachments, ...attachments]
  const aside = { text: joined(before.text, text), attachments: files, at: turn.desk.now }
  turn.conversation = { ...turn.conversation, aside }
  return files.length
}

/** What he tells with what he sent before; from now on that waits no longer. */
export function withAside(turn: Turn, { text, attachments }: Told): { text: string; attachments: Attachment[] } {
  const before = waitingAside(turn)
  const whole = `${fragmentOf(turn)}${text}`
  const { aside: _, fragment: __, ...rest } = turn.conversation
  turn.conversation = rest
  return { text: joined(whole, before.text), attachments: [...before.attachments, ...attachments] }
}

function waitingAside({ conversation: { aside }, desk }: Turn): Told {
  return aside && desk.now < plusMs(aside.at, KEPT_MS) ? aside : { text: '', attachments: [] }
}

/**
 * Puts what came without a word with what is being told and is not registered yet: it answers no question. False where
 * nothing is being told.
 */
export function goesWith(turn: Turn, text: string, attachments: readonly Attachment[]): boolean {
  const with_ = addedTo(turn.conversation, text, attachments)
  if (with_) turn.conversation = with_
  return with_ !== undefined
}

function addedTo(now: Conversation, text: string, more: readonly Attachment[]): Conversation | undefined {
  const { intake, held, waiting } = now
  const add = (told: Told) => ({ text: joined(told.text, text), attachments: [...told.attachments, ...more] })
  if (waiting?.for === 'similar') return { ...now, waiting: { ...waiting, ...add(waiting) } }
  if (held) return { ...now, held: { ...held, ...add(held) } }
  if (!intake) return undefined
  const { matter } = intake.slots
  const told = matter
    ? { slots: { ...intake.slots, matter: joined(matter, text) } }
    : { told: joined(intake.told, text) }
  return { ...now, intake: { ...intake, ...told, attachments: [...intake.attachments, ...more] } }
}
