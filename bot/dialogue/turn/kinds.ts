import type { Appeal, AppealNumber, PersonId } from '../../model/appeal.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { AppealEvent, EntryEvent, Event, PlaceEvent, PushEvent, StaffEvent } from '../../model/event.ts'
import type { GapId, GapWhy } from '../../model/gap.ts'
import type { Address, Attachment, Said } from '../../model/message.ts'
import type { Party, Person } from '../../model/person.ts'
import type { Choice, Job, Notice, Reply, RichText } from '../../model/reply.ts'
import type { Found, Query } from '../../ports/appeal-store.ts'

/** What was read before the turn: the speaker's own records, and what an earlier try asked for. */
export interface Dossier {
  readonly party: Party
  readonly person: Person
  readonly conversation: Conversation
  readonly own: readonly Appeal[]
  readonly found: readonly Found[]
}

/** Each sealed with the key of the person it is about. */
export interface Addressed {
  readonly subject: PersonId
  readonly reply: Reply
}

export interface Decision {
  readonly person: Person
  readonly conversation: Conversation
  readonly events: readonly Event[]
  readonly replies: readonly Addressed[]
  readonly jobs: readonly Job[]
  readonly notice?: Notice
}

/**
 * Either what is still to be read before it can be decided, or the decision; `null` when there is nothing to do;
 * `privately` when it was said before others and is to be decided again in the speaker's own chat (`Said.overheard`).
 */
export type Outcome = { readonly needs: readonly Query[] } | Decision | 'privately' | null

/** Where what is decided came from: a line or a press, in a group or alone. */
export type Origin = Partial<
  Pick<Said, 'id' | 'sender' | 'pressed' | 'privately' | 'unmet' | 'overheard' | 'receipt' | 'replyTo'>
>

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
type Happens<E> = Without<E, 'stream' | 'of' | 'subject' | 'at' | 'by' | 'chain' | 'salt'>

export type Happening = Happens<AppealEvent>
export type EntryHappening = Happens<EntryEvent>
export type PushHappening = Happens<PushEvent>
export type StaffHappening = Happens<StaffEvent>
export type PlaceHappening = Happens<PlaceEvent>

/** What is known of a question that was not answered well. */
export interface GapAbout {
  readonly confidence: number
  readonly why: GapWhy
  /** Why it was no help, in the person's words. */
  readonly reason?: string | undefined
  /** The document that was shown, or came nearest. */
  readonly document?: string | undefined
  /** The asking was kept before, and this is what is now known of it: it is not counted again. */
  readonly of?: GapId | undefined
}

/** What a turn wants of the cards, which are drawn when all is decided; see `staff/cards.ts`. */
export type CardWish =
  /** Something new of an appeal: with its card where none stands there, else as a word that answers it. */
  | {
      readonly kind: 'news'
      readonly to: Address
      readonly number: AppealNumber
      /** The headline, and what it says besides. */
      readonly head: RichText
      readonly more: RichText
      readonly choices: readonly Choice[]
    }
  /** A question about what was pressed stands on the card there, until something happens. */
  | {
      readonly kind: 'menu'
      readonly to: Address
      readonly number: AppealNumber
      readonly card: string
      readonly text: RichText
      readonly choices: readonly Choice[]
    }
  /** The card is wanted there, below all else. */
  | { readonly kind: 'open'; readonly number: AppealNumber; readonly card: string; readonly to: Address }
  /** The card is wanted as it should stand; everywhere, where no chat is named. */
  | { readonly kind: 'redraw'; readonly number: AppealNumber; readonly card: string; readonly to?: Address }
  /** Whoever lodged it is forgotten, and so is all that he told, wherever its card stands. */
  | { readonly kind: 'erased'; readonly number: AppealNumber; readonly to?: Address }

/** A text somebody said, as events keep it. */
export const words = (
  text: string,
  attachments: readonly Attachment[] = [],
): { text: string; attachments: Attachment[] } => ({
  text,
  attachments: [...attachments],
})
