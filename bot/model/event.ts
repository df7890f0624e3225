import { z } from 'zod'
import {
  Actor,
  AlarmLevel,
  AppealKind,
  AppealNumber,
  Deadline,
  DeadlineName,
  EnterpriseSize,
  Outcome,
  Ownership,
  Particulars,
  PersonId,
  Proposal,
  Satisfaction,
} from './appeal.ts'
import { GapId, GapWhy } from './gap.ts'
import { CalendarDate, Instant } from './instant.ts'
import { Address, Attachment } from './message.ts'
import { PushedDocument } from './pushed-document.ts'
import { StaffRole } from './role.ts'

/** `n` counts the events of the record that have one; `commitment` binds `personal` without telling anything of it. */
export const Chain = z.strictObject({
  n: z.number().int().positive(),
  commitment: z.string().optional(),
  hash: z.string(),
})
export type Chain = z.infer<typeof Chain>

/**
 * What happened, for ever. `data` is kept in the clear; `personal` is sealed with the key of `subject` before it is
 * written, and is absent once that person has been erased, so every reader must do without it.
 */
const event = <
  T extends string,
  S extends 'appeal' | 'gap' | 'entry' | 'push' | 'staff' | 'place',
  D extends z.ZodType,
  P extends z.ZodType,
>(
  stream: S,
  type: T,
  data: D,
  personal: P,
) =>
  z.strictObject({
    stream: z.literal(stream),
    /** The record it belongs to: an appeal's number, a gap's or an entry's id. */
    of: z.string(),
    subject: PersonId,
    type: z.literal(type),
    at: Instant,
    by: Actor,
    data,
    personal: personal.optional(),
    /** Ties it to the event before it in an appeal; see `bot/appeal/chain.ts`. The oldest have none. */
    chain: Chain.optional(),
    /** What the commitment in `chain` is made with; sealed with `personal`, and gone with it. */
    salt: z.string().optional(),
  })

const none = z.strictObject({})
const text = z.strictObject({ text: z.string(), attachments: z.array(Attachment).default([]) })

export const AppealEvent = z.discriminatedUnion('type', [
  event(
    'appeal',
    'registered',
    z.strictObject({
      number: AppealNumber,
      kind: AppealKind,
      category: z.string(),
      area: z.string().optional(),
      unit: z.string(),
      against: z.array(z.string()).optional(),
      amountYuan: z.number().nonnegative().optional(),
      since: z.string().optional(),
      size: EnterpriseSize.optional(),
      ownership: Ownership.optional(),
      confidential: z.boolean(),
      urgent: z.boolean(),
      follows: AppealNumber.optional(),
      deadlines: z.array(Deadline),
    }),
    z.strictObject({ code: z.string(), home: Address, particulars: Particulars }),
  ),
  event('appeal', 'accepted', z.strictObject({ deadlines: z.array(Deadline).optional() }), none),
  /** Staff put right what it is about; what is not named stays. */
  event(
    'appeal',
    'classified',
    z.strictObject({
      kind: AppealKind.optional(),
      category: z.string().optional(),
      unit: z.string().optional(),
      against: z.array(z.string()).optional(),
      confidential: z.boolean().optional(),
      deadlines: z.array(Deadline).optional(),
    }),
    none,
  ),
  /** To be approved by a second person: then it is declined, extended or terminated, and names who proposed it. */
  event('appeal', 'proposal-made', Proposal.omit({ by: true, at: true }), text),
  event('appeal', 'proposal-refused', z.strictObject({ what: Proposal.shape.what }), text),
  event('appeal', 'declined', z.strictObject({ ground: z.string(), proposer: Actor.optional() }), text),
  event(
    'appeal',
    'dispatched',
    z.strictObject({
      unit: z.string(),
      co: z.array(z.string()).optional(),
      /** Why this unit, in the words shown with the proposal. */
      why: z.array(z.string()).optional(),
      deadlines: z.array(Deadline).optional(),
    }),
    none,
  ),
  event('appeal', 'acknowledged', z.strictObject({ at: Address.optional() }), none),
  event('appeal', 'started', none, none),
  event('appeal', 'returned', z.strictObject({ to: z.string().optional() }), text),
  /** `until` is the deadline to supply; what may be paused stands still until then at most. */
  event('appeal', 'asked-back', z.strictObject({ until: Deadline.optional() }), text),
  /** With the deadlines as they run on, where it had been waited for; `resumed` without a word from the entrepreneur. */
  event('appeal', 'supplemented', z.strictObject({ deadlines: z.array(Deadline).optional() }), text),
  event('appeal', 'resumed', z.strictObject({ deadlines: z.array(Deadline) }), none),
  event('appeal', 'extended', z.strictObject({ deadlines: z.array(Deadline), proposer: Actor }), text),
  event('appeal', 'nudged', none, none),
  event('appeal', 'replied', none, text),
  /** The result. `review`: another looks at it before the entrepreneur is told; else `silence` begins at once. */
  event(
    'appeal',
    'concluded',
    z.strictObject({
      outcome: Outcome,
      silence: Deadline.optional(),
      review: z.strictObject({ deadline: Deadline }).optional(),
    }),
    text,
  ),
  event('appeal', 'review-taken', none, none),
  event('appeal', 'sent-back', z.strictObject({ deadlines: z.array(Deadline).optional() }), text),
  event('appeal', 'reviewed', z.strictObject({ silence: Deadline }), none),
  event('appeal', 'rated', z.strictObject({ satisfaction: Satisfaction }), text),
  event('appeal', 'rework', z.strictObject({ deadlines: z.array(Deadline) }), none),
  event('appeal', 'reopened', z.strictObject({ deadlines: z.array(Deadline) }), text),
  event('appeal', 'supervised', z.strictObject({ deadlines: z.array(Deadline).optional() }), text),
  event('appeal', 'instructed', none, text),
  event('appeal', 'resolved', z.strictObject({ reopen: Deadline.optional() }), none),
  event('appeal', 'archived', none, none),
  event('appeal', 'merged', z.strictObject({ into: AppealNumber }), none),
  event('appeal', 'unmerged', z.strictObject({ from: AppealNumber }), none),
  /** The other side of the two: what happens to the one merged into. */
  event('appeal', 'absorbed', z.strictObject({ number: AppealNumber }), none),
  event('appeal', 'released', z.strictObject({ number: AppealNumber }), none),
  event('appeal', 'transferred', z.strictObject({ road: z.string() }), text),
  event('appeal', 'terminated', z.strictObject({ ground: z.string(), proposer: Actor.optional() }), text),
  event('appeal', 'withdrawn', none, text),
  event('appeal', 'noted', none, text),
  /** Who worked on it goes away: another goes on, or, without `to`, his unit. */
  event('appeal', 'handed-over', z.strictObject({ to: Actor.optional(), at: Address.optional() }), none),
  /** A member of staff talks with the entrepreneur himself and the bot keeps silent, until one of them ends it. */
  event('appeal', 'talk-begun', z.strictObject({ at: Address }), none),
  event('appeal', 'talk-ended', z.strictObject({ why: z.enum(['staff', 'owner', 'silence']) }), none),
  event('appeal', 'contact-opened', none, none),
  /** A sealed identity was opened, and what for. */
  event('appeal', 'unsealed', none, text),
  event('appeal', 'file-opened', z.strictObject({ ref: z.string() }), none),
  event(
    'appeal',
    'warned',
    z.strictObject({ deadline: DeadlineName, level: AlarmLevel.optional(), on: CalendarDate.optional() }),
    none,
  ),
])
export type AppealEvent = z.infer<typeof AppealEvent>

/** A question that was not answered well. `why` and `group` are missing in the oldest: refused, and each by itself. */
export const GapEvent = z.discriminatedUnion('type', [
  event(
    'gap',
    'asked',
    z.strictObject({
      confidence: z.number(),
      why: GapWhy.optional(),
      document: z.string().optional(),
      group: GapId.optional(),
    }),
    z.strictObject({ question: z.string(), reason: z.string().optional(), home: Address.optional() }),
  ),
  /** The same asking, and what the person said of the answer later. */
  event(
    'gap',
    'remarked',
    z.strictObject({ why: GapWhy, document: z.string().optional() }),
    z.strictObject({ reason: z.string().optional() }),
  ),
  /** Staff decided that it needs no answer. */
  event('gap', 'dismissed', none, none),
])
export type GapEvent = z.infer<typeof GapEvent>

/** What becomes of an answer of staff. All of it is theirs: its subject is whoever did it, and nothing is sealed. */
export const EntryEvent = z.discriminatedUnion('type', [
  event(
    'entry',
    'proposed',
    z.strictObject({ group: GapId, question: z.string().optional(), answer: z.string(), until: CalendarDate }),
    none,
  ),
  event(
    'entry',
    'edited',
    z.strictObject({
      question: z.string().optional(),
      answer: z.string().optional(),
      until: CalendarDate.optional(),
    }),
    none,
  ),
  /** The question in the wording that was confirmed; the gaps it answers; those whose asker is told in the same commit. */
  event(
    'entry',
    'approved',
    z.strictObject({ question: z.string(), gaps: z.array(GapId), told: z.array(GapId) }),
    none,
  ),
  event('entry', 'rejected', z.strictObject({ reason: z.string().optional() }), none),
  event('entry', 'retired', none, none),
])
export type EntryEvent = z.infer<typeof EntryEvent>

/** A document on its way to those it may concern. Its subject is the system: nothing in it is a citizen's. */
export const PushEvent = z.discriminatedUnion('type', [
  event('push', 'push-proposed', z.strictObject({ document: PushedDocument }), none),
  event('push', 'push-approved', none, none),
  event('push', 'push-rejected', none, none),
  event('push', 'push-sent', z.strictObject({ to: PersonId }), none),
  event('push', 'push-reminded', z.strictObject({ to: PersonId }), none),
])
export type PushEvent = z.infer<typeof PushEvent>

/** Who is of the staff. His subject is himself; how a channel knows him is sealed with his key. */
export const StaffEvent = z.discriminatedUnion('type', [
  event(
    'staff',
    'invited',
    z.strictObject({
      name: z.string(),
      roles: z.array(StaffRole).min(1),
      units: z.array(z.string()),
      /** SHA-256 of the one-time code; none where his account was known at once. */
      code: z.string().optional(),
      until: Instant.optional(),
    }),
    none,
  ),
  event('staff', 'joined', none, z.strictObject({ sender: z.string(), home: Address })),
  /** What is not named stays. */
  event(
    'staff',
    'posted',
    z.strictObject({
      name: z.string().optional(),
      roles: z.array(StaffRole).min(1).optional(),
      units: z.array(z.string()).optional(),
      sealed: z.boolean().optional(),
    }),
    none,
  ),
  event(
    'staff',
    'left',
    z.strictObject({ from: CalendarDate, until: CalendarDate.optional(), deputy: PersonId.optional() }),
    none,
  ),
  event('staff', 'came-back', none, none),
  event('staff', 'removed', none, none),
  /** He asked for a link into the console: SHA-256 of its one-time code, and its end; and went in by it. */
  event('staff', 'console-offered', z.strictObject({ code: z.string(), until: Instant }), none),
  event('staff', 'console-entered', none, none),
])
export type StaffEvent = z.infer<typeof StaffEvent>

/** Where those who have a part in something meet. */
export const PlaceEvent = z.discriminatedUnion('type', [
  event('place', 'place-set', z.strictObject({ at: Address }), none),
  event('place', 'place-cleared', none, none),
])
export type PlaceEvent = z.infer<typeof PlaceEvent>

export const Event = z.union([AppealEvent, GapEvent, EntryEvent, PushEvent, StaffEvent, PlaceEvent])
export type Event = z.infer<typeof Event>
