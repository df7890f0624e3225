import type { Digest } from '../appeal/chain.ts'
import type { WorkCalendar } from '../appeal/time/work-calendar.ts'
import type { AppealNumber } from '../model/appeal.ts'
import type { Catalog } from '../model/catalog.ts'
import type { GapId } from '../model/gap.ts'
import type { Instant } from '../model/instant.ts'
import type { Address, ChannelName } from '../model/message.ts'
import type { Member, Place } from '../model/staff.ts'
import type { KnowledgeBase } from '../ports/knowledge-base.ts'

/** All that deciding may use of the world. With the same desk the same dossier and message decide the same. */
export interface Desk {
  readonly now: Instant
  readonly catalog: Catalog
  readonly calendar: WorkCalendar
  readonly knowledge: KnowledgeBase
  readonly cut: (text: string) => string[]
  /** Traditional characters to simplified ones. */
  readonly simplify: (text: string) => string
  /** The group of questions without an answer that ask the same in other words, if there is one. */
  readonly likeGap: (question: string) => GapId | undefined
  /** What staff have decided of appeals like this, learned from the ledger; nothing where that says too little. */
  readonly learned: (text: string) => Suggestion | undefined
  /** Appeals not yet closed, or closed lately, that may be about the same, the most alike first. */
  readonly similar: (text: string) => readonly { readonly number: AppealNumber; readonly score: number }[]
  readonly mint: {
    readonly number: () => AppealNumber
    readonly code: () => string
    /** 128 bits that nobody guesses. */
    readonly salt: () => string
  }
  readonly digest: Digest
  /** Where staff are reached; what is `sealed` reaches those alone, each by himself, who are named for it. */
  readonly reach: (whom: Reach, sealed?: boolean) => readonly Address[]
  /** Who is of the staff, and where they meet. */
  readonly roster: Roster
  /** Whether cards live in this chat: they are edited in place, and what is new answers them. */
  readonly keepsCards: (at: Address) => boolean
  /** Whether nobody is known there for longer than a login (`Channel.passing`). */
  readonly isPassing: (at: Address) => boolean
  /** Whether who speaks there may prove to be the one known at `home` (`Channel.mayBe`). */
  readonly mayBe: (there: Address, home: Address) => boolean
  /** How many bytes of UTF-8 one reply may have there; undefined where there is no limit. */
  readonly room: (at: Address) => number | undefined
  /** How the machine is. */
  readonly health: Health
  /** The link into the console by a one-time code; none where there is no console. */
  readonly console?: (code: string) => string
  /** Whether another system is told of what happens to appeals. */
  readonly notifies?: true
  /** The link with which one who was invited joins by his code; none where the bot's name is not known. */
  readonly invitation?: (code: string) => string | undefined
}

export interface Roster {
  readonly members: readonly Member[]
  readonly places: readonly Place[]
}

/** What an administrator is shown with the status. */
export interface Health {
  readonly channels: readonly {
    readonly name: ChannelName
    readonly state: 'up' | 'down'
    readonly since: Instant
    readonly reason?: string
  }[]
  readonly disk?: { readonly freeBytes: number; readonly totalBytes: number }
  /** When the last backup was made. */
  readonly backupAt?: Instant
}

export type Reach =
  | { readonly room: 'intake' | 'supervision' | 'leaders' | 'administrators' }
  | { readonly unit: string }

/** A category that staff gave to appeals with such words, and the words that speak for it, the loudest first. */
export interface Suggestion {
  readonly category: string
  readonly words: readonly string[]
  /** How much likelier than the next, from 0 to 1. */
  readonly margin: number
  /** In how many appeals like this staff put it in this category, where the catalogue's words had said another. */
  readonly corrected: number
}
