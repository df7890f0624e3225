import { z } from 'zod'
import { PersonId } from './appeal.ts'
import { AppealWhere } from './filter.ts'
import { Instant } from './instant.ts'
import { Letter } from './letter.ts'
import { Address, Attachment, Receipt } from './message.ts'
import { Period } from './period.ts'

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
  /** Files of the file store, sent with it. */
  files: z.array(Attachment).optional(),
  /** Not before this moment: what nobody waits for keeps the quiet hours. */
  notBefore: Instant.optional(),
  /** The appeal this is about, so that an answer to it finds its case. */
  about: z.string().optional(),
  /**
   * This is a card that lives: where the channel edits (`Channel.cards`), the one that stands in the chat is edited in
   * place, and a newer one takes the place of one still pending. An appeal's card has its number.
   */
  card: z.string().optional(),
  /** The card is sent once more, below all else, and lives there from now on. */
  anew: z.literal(true).optional(),
  /** What this is shown as an answer to: a card of the same chat, or one message. */
  answers: z.union([z.strictObject({ card: z.string() }), Receipt]).optional(),
  /** The speaker, as his channel knows him, whose next line this waits for: in a group he alone is asked. */
  asks: z.string().optional(),
  /** What had no room: he is told that there is more, and the ledger keeps it until he asks (`Query` of kind `rest`). */
  rest: RichText.optional(),
  /**
   * Whoever is reached at `to` has proved to be the one known at this address: where a channel knows nobody for longer
   * than a login (`Channel.passing`), it takes him for that one from now on. `proof` is the message in which he did: whoever
   * is reached there when that was said at an earlier login may be somebody else.
   */
  claims: z.strictObject({ ...Address.shape, proof: z.string() }).optional(),
})
export type Reply = z.infer<typeof Reply>

/** Work that is not a reply, done outside the turn; its outcome comes back as a `job-done` message. */
export const Job = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reload'), answerTo: Address, by: z.string(), force: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('rollback'), answerTo: Address, by: z.string() }),
  /** The ledger as a file; `reveal` where the role may see names and phones. */
  z.strictObject({
    kind: z.literal('export'),
    answerTo: Address,
    by: z.string(),
    where: AppealWhere,
    format: z.enum(['xlsx', 'csv']),
    reveal: z.boolean(),
  }),
  /** Figures of a period; nothing that is sealed and against one of `notAgainst`, the units of whoever asks, is counted. */
  z.strictObject({
    kind: z.literal('report'),
    answerTo: Address,
    by: z.string(),
    period: Period,
    notAgainst: z.array(z.string()).optional(),
  }),
  /** Letters to check and to use, for the one they are about. */
  z.strictObject({
    kind: z.literal('letters'),
    answerTo: Address,
    subject: PersonId,
    about: z.string().optional(),
    letters: z.array(Letter),
  }),
  /** A person's destroyed key is his erasure; nothing sealed with it can be read again. */
  z.strictObject({ kind: z.literal('erase'), answerTo: Address, subject: PersonId }),
  /** The same for those whose time has run out; and what was exported is not kept longer than a day. */
  z.strictObject({ kind: z.literal('expire'), answerTo: Address, subjects: z.array(PersonId) }),
  /** A file for the documents: kept aside and read, so that what was understood of it can be confirmed. */
  z.strictObject({ kind: z.literal('stage'), answerTo: Address, by: z.string(), file: Attachment }),
  /** It joins the documents, which are read anew; taken out again; or is let go before it ever joined. */
  z.strictObject({
    kind: z.enum(['adopt', 'withdraw-document', 'discard']),
    answerTo: Address,
    by: z.string(),
    staged: z.string(),
  }),
  /** An event of an appeal, for another system (`Config.hook`): it is told what became public of it, and nobody hears of the job. */
  z.strictObject({ kind: z.literal('notify'), appeal: z.string(), event: z.string(), at: Instant }),
  z.strictObject({ kind: z.literal('backup'), answerTo: Address, by: z.string() }),
  /** What was given up is tried again. */
  z.strictObject({ kind: z.literal('retry'), answerTo: Address, by: z.string() }),
])
export type Job = z.infer<typeof Job>
/** One whose outcome somebody is told. */
export type AnsweredJob = Exclude<Job, { readonly kind: 'notify' }>

/** What flashes before the one who pressed a button, and is not kept; `alert`: he has to close it. */
export interface Notice {
  readonly text: string
  readonly alert?: true
}

/** The text alone, as a channel without marks shows it. */
export function plain(text: RichText): string {
  return text.map((span) => (typeof span === 'string' ? span : span.strong)).join('')
}
