import { z } from 'zod'
import { CalendarDate, Instant } from './instant.ts'
import { PushedDocument } from './pushed-document.ts'
import { StaffRole } from './role.ts'

export const ChannelName = z.enum(['terminal', 'telegram', 'wechat', 'official', 'wecom', 'jobs'])
export type ChannelName = z.infer<typeof ChannelName>

/** A chat: where a reply goes. In a private chat it is one person's, in a group it is everybody's. */
export const Address = z.strictObject({ channel: ChannelName, chat: z.string().min(1).max(200) })
export type Address = z.infer<typeof Address>

/** What a channel says of something it delivered. */
export const Receipt = z.strictObject({ channel: ChannelName, chat: z.string(), message: z.string() })
export type Receipt = z.infer<typeof Receipt>

/** A picture or file that came with a message; `ref` is what the file store knows it by. */
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
  /** That chat is not open yet: he has to add the account before anything can be sent there. */
  unmet: z.literal(true).optional(),
  /** It was said there, before others, and is taken up alone. Only the router says so, where a turn asked for it. */
  overheard: Address.optional(),
  /** This message itself, where the channel can show an answer to it. */
  receipt: Receipt.optional(),
  /** The message it answers, or whose button was pressed. A press without one comes from a channel that has no buttons. */
  replyTo: Receipt.optional(),
  /** Somebody whose card was sent, or whose message was forwarded: how the channel knows him, and his name there. */
  contact: z.strictObject({ sender: z.string().min(1).max(200), name: z.string().max(80) }).optional(),
  attachments: z.array(Attachment).default([]),
  /** Files that came with it and could not be had: longer than the channel hands out, or lost on the way. */
  lost: z.array(z.strictObject({ name: z.string().max(255), why: z.enum(['too-large', 'failed']) })).optional(),
  /** He has just added the account, or opened the chat: nothing was said yet. */
  met: z.literal(true).optional(),
  /** He took back this message of his, by its id. Nothing else was said. */
  recalled: z.string().max(200).optional(),
  /**
   * What came that is neither text nor a file one could keep: a red packet or a transfer (`money`), a location (`place`,
   * its name as the text), somebody's card, forwarded talk (`bundle`), a mini program (`app`). With `voice` the text is
   * what the channel understood of it, if it understood anything.
   */
  sent: z.enum(['voice', 'sticker', 'money', 'place', 'card', 'bundle', 'app', 'other']).optional(),
  /** An article or a page that was forwarded. */
  link: z
    .strictObject({ title: z.string().max(200), about: z.string().max(500).optional(), url: z.string().max(2000) })
    .optional(),
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
  /** A document that waits to be confirmed. */
  staged: z.string().optional(),
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

/** How far a job has come that takes a while. */
export const Progress = z.strictObject({
  kind: z.literal('progress'),
  id: z.string(),
  /** The row that asked for the job: one line is edited as it goes. */
  job: z.string(),
  to: Address,
  line: z.string(),
  at: Instant,
})
export type Progress = z.infer<typeof Progress>

/** A channel cannot be reached since then, or can be again. Told when it has lasted; the id holds `since`. */
export const ChannelState = z.strictObject({
  kind: z.literal('channel'),
  id: z.string(),
  channel: ChannelName,
  state: z.enum(['down', 'up']),
  since: Instant,
  /** Which names no person and no secret. */
  reason: z.string().optional(),
  at: Instant,
})
export type ChannelState = z.infer<typeof ChannelState>

/** The account with which a channel speaks is to be logged in by a code, is logged in, or was logged out. */
export const Login = z.strictObject({
  kind: z.literal('login'),
  id: z.string(),
  channel: ChannelName,
  state: z.enum(['wanted', 'done', 'lost']),
  /** A picture to be scanned; it is good for minutes only. */
  code: Attachment.optional(),
  /** Which names no person and no secret. */
  reason: z.string().optional(),
  at: Instant,
})
export type Login = z.infer<typeof Login>

/** Deliveries were given up, or none is any more. The id holds the first of them, so that it is told once. */
export const ParkedState = z.strictObject({
  kind: z.literal('parked'),
  id: z.string(),
  count: z.number().int().nonnegative(),
  at: Instant,
})
export type ParkedState = z.infer<typeof ParkedState>

/** A group got another address, as when Telegram makes it a supergroup. */
export const ChatMoved = z.strictObject({
  kind: z.literal('chat-moved'),
  id: z.string(),
  from: Address,
  to: Address,
  at: Instant,
})
export type ChatMoved = z.infer<typeof ChatMoved>

/** An order from the command line of the server, taken like any other: a member of staff is invited, or removed. */
export const Ordered = z.strictObject({
  kind: z.literal('ordered'),
  id: z.string(),
  order: z.discriminatedUnion('do', [
    z.strictObject({
      do: z.literal('invite'),
      name: z.string().trim().min(2).max(20),
      roles: z.array(StaffRole).min(1),
      units: z.array(z.string()),
      /** SHA-256 of the one-time code. */
      code: z.string(),
      until: Instant,
    }),
    z.strictObject({ do: z.literal('remove'), name: z.string() }),
  ]),
  at: Instant,
})
export type Ordered = z.infer<typeof Ordered>

/** Somebody follows the link into the console: its one-time code, as SHA-256. The id holds it, so that it opens once. */
export const Entrance = z.strictObject({ kind: z.literal('entrance'), id: z.string(), code: z.string(), at: Instant })
export type Entrance = z.infer<typeof Entrance>

/** Everything that can make the bot take a turn. */
export const Message = z.discriminatedUnion('kind', [
  Said,
  Due,
  JobDone,
  DocumentsChanged,
  Morning,
  Progress,
  ChannelState,
  Login,
  ParkedState,
  ChatMoved,
  Ordered,
  Entrance,
])
export type Message = z.infer<typeof Message>
