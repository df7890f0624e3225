import { showNumber } from '../../appeal/reference.ts'
import { type Command, commandsFor } from '../../appeal/rules.ts'
import type { Appeal, Outcome } from '../../model/appeal.ts'
import type { Waiting } from '../../model/conversation.ts'
import type { Choice } from '../../model/reply.ts'
import { LABEL, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'

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
}

/** Does it; the table has allowed it, and the speaker acts in the role it gave. */
export type Act = (turn: Turn, appeal: Appeal, asked: Asked) => void

/** As buttons stand on a card: what is done most comes first. */
const ORDER: readonly Command[] = [
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

/** What may be done to it now, the likeliest first. */
export function actions(turn: Turn, appeal: Appeal, all = false): Choice[] {
  const { number } = appeal
  const may = new Set(commandsFor(turn.party, appeal, turn.desk.now))
  const acts = ORDER.filter((command) => may.has(command)).map((command) =>
    choice(staffText.COMMAND[command], command, number),
  )
  const looks = [
    ...(may.has('contact') ? [choice(LABEL.contact, 'contact', number)] : []),
    choice(LABEL.history, 'history', number),
  ]
  if (all) return [...acts.slice(SHOWN), choice(LABEL.open, 'open', number)]
  return [
    ...acts.slice(0, SHOWN),
    ...looks,
    ...(acts.length > SHOWN ? [choice(staffText.MORE, 'more-actions', number)] : []),
  ]
}

/** Says that it is done, and what can be done next. */
export function done(turn: Turn, command: Command, after: Appeal, sent = false): void {
  const number = showNumber(after.number)
  turn.say(sent ? staffText.sent(command, number) : staffText.done(command, number), actions(turn, after))
}

/** Asks for the words a command needs; templates for them are offered. */
export function askWords(
  turn: Turn,
  { number }: Appeal,
  command: StaffWords['command'],
  more: Omit<StaffWords, 'for' | 'number' | 'command'> = {},
  text: string = staffText.wordsFor(command, showNumber(number)),
): void {
  const offers = turn.desk.catalog.templates
    .filter((template) => template.for === command)
    .map((template) => choice(template.name.slice(0, 40), 'template', number, template.id))
  turn.say(text, offers)
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
