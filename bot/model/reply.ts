import { z } from 'zod'
import { Address } from './message.ts'

/** Text with what matters marked. Channels decide how a mark looks; user text is never parsed for marks. */
export const Span = z.union([z.string(), z.strictObject({ strong: z.string() })])
export type Span = z.infer<typeof Span>
export const RichText = z.array(Span)
export type RichText = z.infer<typeof RichText>

/** A choice offered: a number in WeChat, a button in Telegram. `id` fits Telegram's 64 bytes. */
export const Choice = z.strictObject({ id: z.string().min(1).max(64), label: z.string().min(1).max(40) })
export type Choice = z.infer<typeof Choice>

export const Reply = z.strictObject({
  to: Address,
  text: RichText,
  choices: z.array(Choice).optional(),
  /** The appeal this is about, so that an answer to it finds its case. */
  about: z.string().optional(),
  /** A newer reply with the same card supersedes a pending one. */
  card: z.string().optional(),
})
export type Reply = z.infer<typeof Reply>

/** Work that is not a reply, done outside the turn; its outcome comes back as a `job-done` message. */
export const Job = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reload'), answerTo: Address, by: z.string(), force: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('rollback'), answerTo: Address, by: z.string() }),
])
export type Job = z.infer<typeof Job>

/** The text alone, as a channel without marks shows it. */
export function plain(text: RichText): string {
  return text.map((span) => (typeof span === 'string' ? span : span.strong)).join('')
}
