import { z } from 'zod'
import { Actor, PersonId } from './appeal.ts'
import { CalendarDate, Instant } from './instant.ts'

export const PushId = z.string().regex(/^push-[2-9a-hjkmnp-z]{12}$/iu)
export type PushId = z.infer<typeof PushId>

/** What is known of a document that may concern somebody. */
export const PushedDocument = z.strictObject({
  path: z.string(),
  title: z.string(),
  region: z.string().optional(),
  topics: z.array(z.string()),
  /** New in the folder, or changed since it was last read. */
  change: z.enum(['new', 'changed']),
  /** The last day to apply, where the document says one. */
  until: CalendarDate.optional(),
})
export type PushedDocument = z.infer<typeof PushedDocument>

/** 政策找企业: a document proposed to staff for those whose profile it fits; sent to them once a member of staff approved. */
export const Push = z.strictObject({
  v: z.literal(1),
  id: PushId,
  state: z.enum(['proposed', 'approved', 'rejected']),
  document: PushedDocument,
  proposedAt: Instant,
  decidedBy: Actor.optional(),
  decidedAt: Instant.optional(),
  /** Who was told, and who was reminded of the last day; each once. */
  told: z.array(PersonId),
  reminded: z.array(PersonId),
  updatedAt: Instant,
  events: z.number().int().positive(),
})
export type Push = z.infer<typeof Push>
