import { z } from 'zod'
import { CalendarDate } from './instant.ts'

/** What is known of a document that may concern somebody. */
export const PushedDocument = z.strictObject({
  path: z.string(),
  title: z.string(),
  region: z.string().optional(),
  topics: z.array(z.string()).readonly(),
  /** New in the folder, or changed since it was last read. */
  change: z.enum(['new', 'changed']),
  /** The last day to apply, where the document says one. */
  until: CalendarDate.optional(),
})
export type PushedDocument = z.infer<typeof PushedDocument>
