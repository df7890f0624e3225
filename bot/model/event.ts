import { z } from 'zod'
import { Actor, AppealKind, AppealNumber, Deadline, Outcome, Particulars, PersonId, Satisfaction } from './appeal.ts'
import { GapId, GapWhy } from './gap.ts'
import { CalendarDate, Instant } from './instant.ts'
import { Address, Attachment } from './message.ts'

/**
 * What happened, for ever. `data` is kept in the clear; `personal` is sealed with the key of `subject` before it is
 * written, and is absent once that person has been erased, so every reader must do without it.
 */
const event = <T extends string, S extends 'appeal' | 'gap' | 'entry', D extends z.ZodType, P extends z.ZodType>(
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
      amountYuan: z.number().nonnegative().optional(),
      since: z.string().optional(),
      confidential: z.boolean(),
      urgent: z.boolean(),
      deadlines: z.array(Deadline),
    }),
    z.strictObject({ code: z.string(), home: Address, particulars: Particulars }),
  ),
  event('appeal', 'accepted', none, none),
  event('appeal', 'declined', z.strictObject({ ground: z.string() }), text),
  event('appeal', 'dispatched', z.strictObject({ unit: z.string() }), none),
  event('appeal', 'acknowledged', none, none),
  event('appeal', 'returned', none, text),
  event('appeal', 'asked-back', none, text),
  event('appeal', 'supplemented', none, text),
  event('appeal', 'nudged', none, none),
  event('appeal', 'replied', none, text),
  event('appeal', 'concluded', z.strictObject({ outcome: Outcome, silence: Deadline }), text),
  event('appeal', 'rated', z.strictObject({ satisfaction: Satisfaction }), text),
  event('appeal', 'rework', z.strictObject({ deadlines: z.array(Deadline) }), none),
  event('appeal', 'resolved', none, none),
  event('appeal', 'withdrawn', none, text),
  event('appeal', 'noted', none, text),
  event('appeal', 'contact-opened', none, none),
  event('appeal', 'warned', z.strictObject({ deadline: Deadline.shape.name }), none),
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

export const Event = z.union([AppealEvent, GapEvent, EntryEvent])
export type Event = z.infer<typeof Event>
