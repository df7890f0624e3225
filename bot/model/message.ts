import { z } from 'zod'
import { CalendarDate, Instant } from './instant.ts'
import { PushedDocument } from './pushed-document.ts'

export const ChannelName = z.enum(['terminal', 'telegram', 'wechat', 'jobs'])
export type ChannelName = z.infer<typeof ChannelName>

/** A chat: where a reply goes. In a private chat it is one person's, in a group it is everybody's. */
export const Address = z.strictObject({ channel: ChannelName, chat: z.string().min(1).max(200) })
export type Address = z.infer<typeof Address>

/** What a channel says of something it delivered. */
export const Receipt = z.strictObject({ channel: ChannelName, chat: z.string(), message: z.string() })
export type Receipt = z.infer<typeof Receipt>

/** A picture or file that came with a message; `ref` is what the channel's file store knows it by. */
export const Attachment = z.strictObject({ ref: z.string(), name: z.string().max(255), type: z.string().max(100) })
export type Attachment = z.infer<typeof Attachment>

/** What somebody typed, pressed or sent. `id` is the channel's own and stable, so that it may arrive twice. */
export const Said = z.strictObject({
  kind: z.literal('said'),
  id: z.string().min(1).max(200),
  from: Address,
  sender: z.string().min(1).max(200),
  text: z.string(),
  pressed: z.string().max(64).optional(),
  /** The speaker's own chat, where `from` is a group: what is for his eyes only goes there. */
  privately: Address.optional(),
  attachments: z.array(Attachment).default([]),
  at: Instant,
})
export type Said = z.infer<typeof Said>

/** Alarms of deadlines whose time has come, all those of one round. */
export const Due = z.strictObject({
  kind: z.literal('due'),
  id: z.string(),
  alarms: z.array(
    z.strictObject({
      appeal: z.string(),
      deadline: z.string(),
      level: z.string(),
      /** The day it is due: a rework sets a new one. */
      on: CalendarDate,
    }),
  ),
  at: Instant,
})
export type Due = z.infer<typeof Due>

/** A job that a turn asked for has ended. */
export const JobDone = z.strictObject({
  kind: z.literal('job-done'),
  id: z.string(),
  job: z.string(),
  to: Address,
  ok: z.boolean(),
  /** It was not done because of what would be lost, and may be forced. */
  refused: z.boolean().optional(),
  lines: z.array(z.string()),
  /** What it made. */
  files: z.array(Attachment).optional(),
  /** Whose data its outcome tells of, and of which appeal. */
  subject: z.string().optional(),
  about: z.string().optional(),
  at: Instant,
})
export type JobDone = z.infer<typeof JobDone>

/** Documents that are new, or say something else than before, and answer from now on. */
export const DocumentsChanged = z.strictObject({
  kind: z.literal('documents-changed'),
  id: z.string(),
  documents: z.array(PushedDocument),
  at: Instant,
})
export type DocumentsChanged = z.infer<typeof DocumentsChanged>

/** A working day begins: what waits for the morning is done. Its id holds the day, so that it begins once. */
const Morning = z.strictObject({ kind: z.literal('morning'), id: z.string(), at: Instant })
export type Morning = z.infer<typeof Morning>

/** Everything that can make the bot take a turn. */
export const Message = z.discriminatedUnion('kind', [Said, Due, JobDone, DocumentsChanged, Morning])
export type Message = z.infer<typeof Message>
