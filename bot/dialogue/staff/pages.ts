import { showNumber } from '../../appeal/reference.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { Attachment } from '../../model/message.ts'
import { type Choice, plain, type RichText } from '../../model/reply.ts'
import { staffText } from '../../texts/zh-cn.ts'
import { isSameChat } from '../chats.ts'
import type { Turn } from '../turn.ts'
import { isForHere, sayIfElsewhere } from './readers.ts'

/**
 * What shows something of a person besides his card: how to reach him, what he sent, what he said. Where cards live each is
 * one, of its own name, so that it can be taken back from the chat when he is forgotten.
 */
export type Page = 'contact' | 'files' | 'said' | 'history' | `file-${number}` | `line-${number}`

export const pageName = (page: Page, { number }: Pick<Appeal, 'number'>): string => `${page}:${number}`

/** What stands on it; `alone`: it is for the speaker's eyes only, whoever else may see the case. */
export interface Shown {
  readonly text: RichText
  readonly choices?: readonly Choice[]
  readonly files?: readonly Attachment[]
  readonly alone?: boolean
}

/** In UTF-16 units: a card is one message, and what is longer would be cut. */
const LONGEST = 4_000

/** Shows it to the speaker, below all else: here, or in his own chat where others read along who may not see it. */
export function showPage(turn: Turn, appeal: Appeal, page: Page, shown: Shown): void {
  const { text, choices = [], files = [], alone = false } = shown
  const at = alone || !isForHere(turn, appeal) ? turn.home : turn.here
  if (turn.desk.keepsCards(at) && plain(text).length <= LONGEST) {
    const card = pageName(page, appeal)
    const found = turn.read({ kind: 'cards', number: card })
    if (!found) return
    if (found.places.some((place) => isSameChat(place, at))) {
      turn.put(at, appeal, [staffText.movedDown(showNumber(appeal.number))], { card })
    }
    const below = isSameChat(at, turn.home) ? {} : { answers: { card: appeal.number } }
    turn.put(at, appeal, text, { choices, files, card, anew: true, ...below })
    turn.conversation = { ...turn.conversation, offered: [...choices], offeredAt: turn.desk.now }
  } else if (isSameChat(at, turn.here)) {
    turn.attach(files)
    turn.say(text, choices, appeal)
  } else turn.sayPrivately(text, appeal, choices, files)
  if (!isSameChat(at, turn.here)) sayIfElsewhere(turn)
}

/** All that came with it, first what came at its registration. */
export function filesOf({ personal }: Appeal): readonly Attachment[] {
  const later = personal?.thread.flatMap(({ attachments }) => attachments) ?? []
  return [...(personal?.particulars.attachments ?? []), ...later]
}

/**
 * Takes back all that was shown of the one who is being forgotten, drafts about his case among them; the card itself is drawn
 * anew. What is said of it now must not need his key.
 */
export function takeBackPages(turn: Turn, appeal: Appeal): void {
  const { personal: _, ...open } = appeal
  const text = [`${showNumber(appeal.number)} ${staffText.ERASED}`]
  const names = turn.read({ kind: 'cards-about', number: appeal.number })?.names ?? []
  for (const card of names.filter((name) => name !== appeal.number)) {
    const found = turn.read({ kind: 'cards', number: card })
    for (const at of found?.places ?? []) turn.put(at, { ...open, subject: 'system' }, text, { card }, true)
  }
}
