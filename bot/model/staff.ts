import { z } from 'zod'
import { PersonId } from './appeal.ts'
import { CalendarDate, Instant } from './instant.ts'
import { Address } from './message.ts'
import { StaffRole } from './role.ts'

/** A member of staff as the house knows him; the fold of his events. His id stands in all he does. */
export const Member = z.strictObject({
  v: z.literal(1),
  id: PersonId,
  name: z.string().trim().min(2).max(20),
  roles: z.array(StaffRole).min(1),
  /** Of a handler: the units he works for; `*` for all. */
  units: z.array(z.string()),
  /** When he joined last: what was opened to him before that is so no more. */
  joinedAt: Instant.optional(),
  /** He is one of those named for what is sealed. */
  sealed: z.boolean(),
  state: z.enum(['invited', 'active', 'removed']),
  /** SHA-256 of the code of an invitation that is still open, and its end. */
  invite: z.strictObject({ code: z.string(), until: Instant }).optional(),
  /** Away until this day (open without one); new cases of his go to the deputy. */
  leave: z.strictObject({ from: CalendarDate, until: CalendarDate.optional(), deputy: PersonId.optional() }).optional(),
  /** SHA-256 of the code of a link into the console that is still open, and its end. */
  console: z.strictObject({ code: z.string(), until: Instant }).optional(),
  updatedAt: Instant,
  events: z.number().int().positive(),
  /** How a channel knows him, and his own chat there. Sealed with his key; gone when he is removed. */
  account: z.strictObject({ sender: z.string(), home: Address }).optional(),
})
export type Member = z.infer<typeof Member>

/** `intake`, `supervision`, `leaders`, `administrators`, or `unit:` and the id of a unit. */
export const PlaceId = z
  .string()
  .regex(/^(?:intake|supervision|leaders|administrators|unit:(?:\*|[a-z][a-z0-9-]*))$/, 'no place')
export type PlaceId = z.infer<typeof PlaceId>

/** The group in which those who have a part in something meet. */
export const Place = z.strictObject({
  v: z.literal(1),
  id: PlaceId,
  /** None where it was given up: then each of them is told by himself. */
  at: Address.optional(),
  updatedAt: Instant,
  events: z.number().int().positive(),
})
export type Place = z.infer<typeof Place>
