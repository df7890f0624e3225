import { z } from 'zod'
import { Actor, PersonId } from './appeal.ts'
import { CalendarDate, Instant } from './instant.ts'
import { Address } from './message.ts'

/** An asking that was not answered well, and a group of them: `gap-` and twelve characters. A group has the id of its first. */
export const GapId = z.string().min(1).max(40)
export type GapId = z.infer<typeof GapId>

/** What staff wrote to answer a group of them: `ent-` and twelve characters. */
export const EntryId = z.string().min(1).max(40)
export type EntryId = z.infer<typeof EntryId>

/** Nothing was claimed; it was claimed with a caveat; the one who asked said it was no help. */
export const GapWhy = z.enum(['refused', 'hedged', 'unhelpful'])
export type GapWhy = z.infer<typeof GapWhy>

/**
 * The fold of what happened to one asking (`bot/appeal/gaps.ts`). What tells of the person stands in `personal`, absent
 * once he has been erased. The question is masked before it is kept.
 */
export const Gap = z.strictObject({
  v: z.literal(1),
  id: GapId,
  /** The group of askings alike that it belongs to. */
  group: GapId,
  subject: PersonId,
  at: Instant,
  confidence: z.number(),
  why: GapWhy,
  /** The document that was shown, or came nearest. */
  document: z.string().optional(),
  /** The entry that was approved as an answer to it, and whether the person was told. */
  entry: EntryId.optional(),
  told: z.literal(true).optional(),
  /** Staff decided that it needs no answer. */
  dismissed: z.literal(true).optional(),
  personal: z
    .strictObject({
      question: z.string(),
      /** Why it was no help, in his words. */
      reason: z.string().optional(),
      /** Where he asked, and is told the answer. */
      home: Address.optional(),
    })
    .optional(),
})
export type Gap = z.infer<typeof Gap>

export const EntryState = z.enum(['proposed', 'approved', 'rejected', 'retired'])
export type EntryState = z.infer<typeof EntryState>

/** An answer of staff to a group of gaps: proposed by one, approved by another, used until a day. Nothing in it is a citizen's. */
export const Entry = z.strictObject({
  v: z.literal(1),
  id: EntryId,
  state: EntryState,
  group: GapId,
  /** As staff put it; until somebody did, or approved it, the words of those who asked serve, and are kept with them only. */
  question: z.string().optional(),
  answer: z.string(),
  /** The last day it may be used. */
  until: CalendarDate,
  /** Who wrote what stands there now: somebody else must approve it. */
  writer: Actor,
  writtenAt: Instant,
  approver: Actor.optional(),
  approvedAt: Instant.optional(),
  /** How many of those who had asked were told. */
  told: z.number().int().nonnegative(),
  updatedAt: Instant,
  events: z.number().int().positive(),
})
export type Entry = z.infer<typeof Entry>

/** Askings alike, counted: what staff see of them. */
export interface GapGroup {
  readonly id: GapId
  readonly times: number
  readonly people: number
  readonly lastAt: Instant
  readonly why: Readonly<Partial<Record<GapWhy, number>>>
  /** The document named most often. */
  readonly document?: string
  /** The wordings that can still be read, the one asked most and last first; at least one. */
  readonly wordings: readonly [string, ...string[]]
  /** Whose words the first is: what quotes it is sealed with his key. */
  readonly subject: PersonId
}
