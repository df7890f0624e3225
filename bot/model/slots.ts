import { z } from 'zod'
import { AppealKind, ArrearsFacts } from './appeal.ts'
import { Attachment } from './message.ts'

/** What an intake gathers. Each is asked for at most once in the ordinary course, and only when it was not said. */
export const Slots = z.strictObject({
  kind: AppealKind.optional(),
  matter: z.string().optional(),
  respondent: z.string().optional(),
  amountYuan: z.number().positive().max(1e13).optional(),
  since: z.string().optional(),
  enterprise: z.string().optional(),
  area: z.string().optional(),
  contact: z.string().optional(),
  phone: z.string().optional(),
  uscc: z.string().optional(),
  wish: z.string().optional(),
  confidential: z.boolean().optional(),
  /** Who owes, since when and on what terms; of 拖欠账款 only. What is read is added to what is held. */
  arrears: ArrearsFacts.optional(),
})
export type Slots = z.infer<typeof Slots>

export const SlotName = Slots.keyof()
export type SlotName = z.infer<typeof SlotName>

export const Intake = z.strictObject({
  stage: z.enum(['asking', 'summary']),
  slots: Slots,
  /** The slot last asked for, the answer expected next. */
  asked: SlotName.optional(),
  /** How often the answer to `asked` did not fit. */
  misses: z.number().int().nonnegative(),
  skipped: z.array(SlotName),
  attachments: z.array(Attachment),
  /** All that was told before it was enough to be a matter. */
  told: z.string(),
  /** `asked` is being corrected: its old value stands until a new one is read. */
  editing: z.boolean(),
})
export type Intake = z.infer<typeof Intake>
