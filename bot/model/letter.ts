import { z } from 'zod'

/** A text for paper, laid out by `bot/ports/office.ts`: a title, paragraphs, and tables where figures are shown. */
export const Letter = z.strictObject({
  /** Without an extension. */
  name: z.string().min(1).max(80),
  title: z.string(),
  parts: z.array(
    z.union([
      z.strictObject({ text: z.string(), align: z.enum(['left', 'right']).optional(), strong: z.boolean().optional() }),
      z.strictObject({ table: z.array(z.array(z.string())) }),
    ]),
  ),
})
export type Letter = z.infer<typeof Letter>
