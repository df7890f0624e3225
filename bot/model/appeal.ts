import { z } from 'zod'
import { CalendarDate, Instant } from './instant.ts'
import { Address, Attachment } from './message.ts'

/** 咨询 投诉 举报 求助 建议 */
export const AppealKind = z.enum(['consultation', 'complaint', 'tip-off', 'help', 'suggestion'])
export type AppealKind = z.infer<typeof AppealKind>

/** Registered, not guessable, with a check character; see `bot/appeal/reference.ts`. Stored without dashes. */
export const AppealNumber = z.string().regex(/^QQ[2-9A-HJKMNP-Z]{8}$/)
export type AppealNumber = z.infer<typeof AppealNumber>

/** An opaque id that tells nothing of the person. */
export const PersonId = z.string().min(1).max(64)
export type PersonId = z.infer<typeof PersonId>

export const Role = z.enum(['entrepreneur', 'staff', 'administrator', 'system'])
export type Role = z.infer<typeof Role>

/** Who did it. `name` is kept for staff only: their acts are the public record. */
export const Actor = z.strictObject({ role: Role, id: PersonId, name: z.string().max(40).optional() })
export type Actor = z.infer<typeof Actor>

export const AppealState = z.enum([
  'registered',
  'accepted',
  'declined',
  'dispatched',
  'acknowledged',
  'returned',
  'awaiting-info',
  'follow-up',
  'rework',
  'resolved',
  'withdrawn',
])
export type AppealState = z.infer<typeof AppealState>

/** What became of it: solved, explained, for reference, transferred to another road. */
export const Outcome = z.enum(['solved', 'explained', 'reference', 'transferred'])
export type Outcome = z.infer<typeof Outcome>

export const Satisfaction = z.enum(['satisfied', 'basically', 'dissatisfied', 'no-answer'])
export type Satisfaction = z.infer<typeof Satisfaction>

/** A date promised or owed, with the law or promise it stands on. */
export const Deadline = z.strictObject({
  name: z.enum(['accept', 'transfer', 'result', 'silence']),
  due: CalendarDate,
  basis: z.string(),
  /** True where the year's days off are not published yet. */
  provisional: z.boolean(),
})
export type Deadline = z.infer<typeof Deadline>

/** What the entrepreneur told, as asked for at intake; all of it personal. */
export const Particulars = z.strictObject({
  matter: z.string(),
  respondent: z.string().optional(),
  enterprise: z.string().optional(),
  contact: z.string().optional(),
  phone: z.string().optional(),
  uscc: z.string().optional(),
  wish: z.string().optional(),
  attachments: z.array(Attachment).default([]),
})
export type Particulars = z.infer<typeof Particulars>

/** A line of the exchange, in the order it was said. */
export const Utterance = z.strictObject({
  at: Instant,
  by: Actor,
  kind: z.enum(['supplement', 'asked-back', 'replied', 'note', 'reason', 'feedback', 'nudge']),
  text: z.string(),
  attachments: z.array(Attachment).default([]),
})
export type Utterance = z.infer<typeof Utterance>

/**
 * The fold of an appeal's events (`bot/appeal/history.ts`); never written by hand.
 * What is personal stands in `personal`, which is absent once the person has been erased.
 */
export const Appeal = z.strictObject({
  v: z.literal(1),
  number: AppealNumber,
  subject: PersonId,
  state: AppealState,
  kind: AppealKind,
  category: z.string(),
  area: z.string().optional(),
  /** Proposed at registration, decided at dispatch. */
  unit: z.string(),
  amountYuan: z.number().nonnegative().optional(),
  since: z.string().optional(),
  confidential: z.boolean(),
  urgent: z.boolean(),
  registeredAt: Instant,
  deadlines: z.array(Deadline),
  /** Deadlines whose passing staff were told of. */
  warned: z.array(Deadline.shape.name),
  /** Where it goes on once the information asked for has come. */
  resume: AppealState.optional(),
  handler: Actor.optional(),
  outcome: Outcome.optional(),
  /** When the person was last asked for more, and when he was last given a result. */
  askedAt: Instant.optional(),
  concludedAt: Instant.optional(),
  satisfaction: Satisfaction.optional(),
  reworks: z.number().int().nonnegative(),
  nudges: z.number().int().nonnegative(),
  lastNudgeAt: Instant.optional(),
  updatedAt: Instant,
  events: z.number().int().positive(),
  personal: z
    .strictObject({
      code: z.string(),
      /** Where the person is told of it. */
      home: Address,
      particulars: Particulars,
      thread: z.array(Utterance),
    })
    .optional(),
})
export type Appeal = z.infer<typeof Appeal>
