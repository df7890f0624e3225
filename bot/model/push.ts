import { z } from 'zod'
import { Actor, PersonId } from './appeal.ts'
import { Instant } from './instant.ts'
import { PushedDocument } from './pushed-document.ts'

export const PushId = z.string().regex(/^push-[2-9a-hjkmnp-z]{12}$/iu)
export type PushId = z.infer<typeof PushId>

/** 政策找企业: a document proposed to staff for those whose profile it fits; sent to them once a member of staff approved. */
export const Push = z.strictObject({
  v: z.literal(1),
  id: PushId,
  state: z.enum(['proposed', 'approved', 'rejected']),
  document: PushedDocument,
  proposedAt: Instant,
  decidedBy: Actor.optional(),
  decidedAt: Instant.optional(),
  /** Who was told and when, and who was reminded of the last day; each once. */
  told: z.array(z.strictObject({ to: PersonId, at: Instant })),
  reminded: z.array(PersonId),
  updatedAt: Instant,
  events: z.number().int().positive(),
})
export type Push = z.infer<typeof Push>
