import { z } from 'zod'
import { CalendarDate } from './instant.ts'

/** A week, month or quarter, by its first and last day in Shanghai. */
export const Period = z.strictObject({
  kind: z.enum(['week', 'month', 'quarter']),
  from: CalendarDate,
  to: CalendarDate,
})
export type Period = z.infer<typeof Period>
