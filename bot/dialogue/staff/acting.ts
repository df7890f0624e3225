import { showNumber } from '../../appeal/reference.ts'
import { type Command, commandsFor } from '../../appeal/rules.ts'
import type { Appeal, Outcome } from '../../model/appeal.ts'
import type { Waiting } from '../../model/conversation.ts'
import type { Instant } from '../../model/instant.ts'
import type { Attachment } from '../../model/message.ts'
import type { Party } from '../../model/person.ts'
import type { Choice, RichText } from '../../model/reply.ts'
import { LABEL, staffText } from '../../texts/zh-cn.ts'
import { isSameChat } from '../chats.ts'
import { choice } from '../choices.ts'
import type { CardWish } from '../turn/kinds.ts'
import type { Turn } from '../turn.ts'
import { sayOf } from './readers.ts'

export type StaffWords = Extract<Waiting, { for: 'staff-words' }>

/** What a member of staff asked to be done. */
export interface Asked {
  /** What stood behind the command, was written for it, or stands in the button. */
  readonly rest: string
  /** Chosen before these words: a ground, a day, a template. */
  readonly chosen?: string | undefined
  readonly outcome?: Outcome | undefined
  /** Words written before an outcome was chosen. */
  readonly before?: string | undefined
  /** What came with the words. */
  readonly files?: readonly Attachment[] | undefined
}

/** Does it; the table has allowed it, and the speaker acts in the role it gave. */
export type Act = (turn: Turn, appeal: Appeal, asked: Asked) => void

/** As buttons stand on a card: what is done most comes first. */
const ORDER: readonly Command[] = [
  'end-talk',
  'approve',
  'refuse',
  'accept',
  'acknowledge',
  'review',
  'pass',
  'send-back',
  'dispatch',
  'start',
  'resume',
  'conclude',
  'reply',
  'ask-back',
  'talk',
  'return',
  'extend',
  'decline',
  'supervise',
  'instruct',
  'classify',
  'merge',
  'unmerge',
  'transfer',
  'terminate',
  'note',
]
/** More than these are shown on request. */
const SHOWN = 7

/**
 * What may be done to it now, the likeliest first, by one of the staff or by all who meet in a place; `all`: what was not
 * shown at first.
 */
export function actionsFor(party: Party, appeal: Appeal, now: Instant, all = false): Choice[] {
  const { number } = appeal
  const may = new Set(commandsFor(party, appeal, now))
  const acts = ORDER.filter((command) => may.has(command)).map((command) =>
    choice(staffText.COMMAND[command], command, number),
  )
  if (all) return acts.slice(SHOWN)
  return [
    ...acts.slice(0, SHOWN),
    ...(may.has('contact') ? [choice(LABEL.contact, 'contact', number)] : []),
    ...(may.has('contact') && hasFiles(appeal) ? [choice(staffText.FILES, 'files', number)] : []),
    choice(LABEL.history, 'history', number),
    ...(may.has('reply') ? [choice(staffText.REFERENCE, 'reference', number)] : []),
    ...(acts.length > SHOWN ? [choice(staffText.MORE, 'more-actions', number)] : []),
  ]
}

function hasFiles({ personal }: Appeal): boolean {
  const { particulars, thread = [] } = personal ?? {}
  return [...(particulars ? [particulars] : []), ...thread].some(({ attachments }) => attachments.length > 0)
}

/** Says that it is done, and what can be done next. */
export function done(turn: Turn, command: Command, after: Appeal, sent = false): void {
  const number = showNumber(after.number)
  answer(turn, after, sent ? staffText.sent(command, number) : staffText.done(command, number))
}

/**
 * A short word to whoever did something, or could not (`alert`): it flashes before whoever pressed a button, and the card
 * shows the rest. Else it is said, and where no card stands here, with what can be done next.
 */
export function answer(turn: Turn, appeal: Appeal, text: string, alert = false): void {
  // What was just told here to all says it, too.
  const told = ({ kind, number, to }: CardWish) =>
    kind === 'news' && number === appeal.number && to !== undefined && isSameChat(to, turn.here)
  if (turn.inGroup && !turn.pressed && turn.wishes.some(told)) return
  const next = turn.pressed || cardStands(turn, appeal) ? [] : actionsFor(turn.party, appeal, turn.desk.now)
  turn.flash(text, next, alert)
}

/** Whether the card of this appeal lives in this chat, or comes now. While it has yet to be read, the turn is decided again. */
function cardStands(turn: Turn, { number }: Appeal): boolean {
  if (!turn.desk.keepsCards(turn.here)) return false
  if (turn.wishes.some(({ number: of, to }) => of === number && to && isSameChat(to, turn.here))) return true
  return turn.read({ kind: 'cards', number })?.places.some((at) => isSameChat(at, turn.here)) ?? false
}

/**
 * A question that is answered by a choice. Where it comes from a button of the living card it stands on that, until
 * something happens to the appeal; else it is said, to the speaker alone where others read along who may not see it.
 */
export function offer(turn: Turn, appeal: Appeal, text: RichText | string, choices: readonly Choice[]): void {
  const sent = turn.pressed && turn.read({ kind: 'receipt', receipt: turn.pressed })?.sent
  if (!sent?.card || sent.about !== appeal.number) return sayOf(turn, [appeal], text, choices)
  const { number } = appeal
  turn.wishes.push({ kind: 'menu', to: turn.here, number, card: sent.card, text: [text].flat(), choices })
  turn.conversation = { ...turn.conversation, offered: [...choices], offeredAt: turn.desk.now }
}

/** Asks for the words a command needs. Templates for them are offered, but not in a group: there he alone is asked. */
export function askWords(
  turn: Turn,
  { number, subject }: Appeal,
  command: StaffWords['command'],
  more: Omit<StaffWords, 'for' | 'number' | 'command'> = {},
  text: string = staffText.wordsFor(command, showNumber(number)),
): void {
  const templates = turn.desk.catalog.templates.filter((template) => template.for === command)
  const offers = templates.map(({ name, id }) => choice(name.slice(0, 40), 'template', number, id))
  const inGroup = turn.inGroup && turn.desk.keepsCards(turn.here)
  turn.say(text, inGroup ? [] : offers, { subject })
  turn.wait({ for: 'staff-words', number, command, ...more })
}

const BREAK = /[\s:：,，。;；]+/u
const LEADING_BREAK = /^[\s:：,，。;；]+/u
/** A bare 12345 says nothing of which one is meant. */
const TWO_CHARACTERS = /\p{Script=Han}{2}/u

/**
 * What is chosen from a list by its id, or its name at the beginning of what was written, and the words behind it; or by a
 * part of its name, where only one has it.
 */
export function chosenOf<T extends { readonly id: string; readonly name: string }>(
  list: readonly T[],
  said: string,
): { readonly one: T; readonly words: string } | undefined {
  const one =
    list.find(({ id }) => id === said) ??
    list
      .filter(({ name }) => said.startsWith(name))
      .toSorted((a, b) => b.name.length - a.name.length)
      .at(0)
  if (!one) {
    const [first = ''] = said.split(BREAK)
    const [part, another] = list.filter(({ name }) => TWO_CHARACTERS.test(first) && name.includes(first))
    const words = said.slice(first.length).replace(LEADING_BREAK, '').trim()
    return part && !another ? { one: part, words } : undefined
  }
  const behind = one.id === said ? '' : said.slice(one.name.length)
  return { one, words: behind.replace(LEADING_BREAK, '').trim() }
}
