import { z } from 'zod'
import type { PersonId, Role } from './appeal.ts'
import { Instant } from './instant.ts'

/** Who speaks, as the identity directory knows him: whoever it does not know is an entrepreneur. */
export interface Party {
  readonly id: PersonId
  readonly role: Exclude<Role, 'system'>
  /** Known for staff and administrators only. */
  readonly name?: string
}

/** What is kept of a person between conversations; sealed whole. */
export const Person = z.strictObject({
  v: z.literal(1),
  /** Said in an earlier intake, so that it is not asked again. */
  known: z.strictObject({
    enterprise: z.string().optional(),
    area: z.string().optional(),
    contact: z.string().optional(),
    phone: z.string().optional(),
    uscc: z.string().optional(),
  }),
  /** Messages in the running window, and whether the notice was given. */
  pace: z.strictObject({ from: Instant, count: z.number().int(), told: z.boolean() }).optional(),
  /** Wrong private codes in the running window. */
  guesses: z.strictObject({ from: Instant, count: z.number().int() }).optional(),
})
export type Person = z.infer<typeof Person>

export const newPerson: Person = { v: 1, known: {} }
