import { z } from 'zod'
import { EnterpriseSize, Ownership, type PersonId } from './appeal.ts'
import { Instant } from './instant.ts'
import { Address } from './message.ts'
import type { StaffRole } from './role.ts'

/** Who speaks, as the identity directory knows him: whoever it does not know is an entrepreneur. */
export interface Party {
  readonly id: PersonId
  /** None for an entrepreneur. */
  readonly roles: readonly StaffRole[]
  /** The units a handler works for, by their ids; `*` stands for all of them, as where one desk does it all. */
  readonly units: readonly string[]
  /** Known for staff only. */
  readonly name?: string
}

export function isStaff({ roles }: Pick<Party, 'roles'>): boolean {
  return roles.length > 0
}

/** What an entrepreneur left of his enterprise so that policies find him. */
export const Profile = z.strictObject({
  industry: z.string().max(60).optional(),
  size: EnterpriseSize.optional(),
  ownership: Ownership.optional(),
  area: z.string().max(60).optional(),
  /** 专精特新, 高新技术企业 … */
  tags: z.array(z.string().max(40)).max(20),
  /** What he wants to hear of. */
  topics: z.array(z.string().max(40)).max(20),
  /** Where he is told, and since when. */
  home: Address,
  at: Instant,
})
export type Profile = z.infer<typeof Profile>

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
  /** Agreed to the notice on personal data, in this version of it. */
  consent: z.strictObject({ at: Instant, version: z.string() }).optional(),
  /** When he was greeted, having added the account. */
  greeted: Instant.optional(),
  /** Told earlier, so that the next intake need not ask. */
  size: EnterpriseSize.optional(),
  ownership: Ownership.optional(),
  profile: Profile.optional(),
})
export type Person = z.infer<typeof Person>

export const newPerson: Person = { v: 1, known: {} }
