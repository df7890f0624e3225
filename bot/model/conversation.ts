import { z } from 'zod'
import { AppealNumber, Outcome } from './appeal.ts'
import { GapId } from './gap.ts'
import { Instant } from './instant.ts'
import { Attachment } from './message.ts'
import { Person } from './person.ts'
import { Choice } from './reply.ts'
import { Intake } from './slots.ts'

/** What was spoken of last, for a half sentence to stay with: as the documents take it. */
export const Topic = z.strictObject({
  question: z.string(),
  document: z.string(),
  chosen: z.literal(true).exactOptional(),
})
export type Topic = z.infer<typeof Topic>

/** What a member of staff wrote about an appeal and has not sent yet: he is shown it, and says what it is to be. */
export const Draft = z.strictObject({
  number: AppealNumber,
  text: z.string(),
  files: z.array(Attachment),
  /** When he began it; when he added to it last, which tells what he was shown from what it became. */
  since: Instant,
  at: Instant,
})
export type Draft = z.infer<typeof Draft>

/**
 * Where a conversation stands; sealed whole. `waiting` says what the next line is expected to answer. It never
 * traps: whatever does not fit is read as a fresh message.
 */
export const Waiting = z.discriminatedUnion('for', [
  /** A yes or no: pass the question on to staff? */
  z.strictObject({ for: z.literal('pass-on'), question: z.string() }),
  /** A question was answered that also told of a trouble: register it? */
  z.strictObject({ for: z.literal('lodge'), text: z.string() }),
  /** An answer was given: the next line may say that it was no help, or ask for staff instead. */
  z.strictObject({ for: z.literal('answered') }),
  /** It was no help: why? */
  z.strictObject({ for: z.literal('no-help') }),
  /** Documents are offered: which? Their paths, as they are numbered on the table. */
  z.strictObject({ for: z.literal('document'), documents: z.array(z.string()) }),
  /** A number that is not his own: its private code. */
  z.strictObject({ for: z.literal('code'), number: AppealNumber }),
  /** Not content: why? */
  z.strictObject({ for: z.literal('reason'), number: AppealNumber }),
  /** More to add to an appeal; after the first, until this moment. */
  z.strictObject({
    for: z.literal('supplement'),
    number: AppealNumber,
    until: Instant.optional(),
    /** What was just added without his saying so, in case it is a matter of its own. */
    other: z.string().optional(),
    files: z.array(Attachment).optional(),
  }),
  /** When was it due and what interest has run up: all that was told of the debt so far. */
  z.strictObject({ for: z.literal('interest'), text: z.string() }),
  /** A line at the summary that is no correction: does it belong to the matter? */
  z.strictObject({ for: z.literal('append'), text: z.string() }),
  /** A yes or no: withdraw it? */
  z.strictObject({ for: z.literal('withdraw'), number: AppealNumber }),
  /** What is told may be one of his own: add it to that one, or register it apart? */
  z.strictObject({
    for: z.literal('similar'),
    number: AppealNumber,
    text: z.string(),
    attachments: z.array(Attachment),
  }),
  /** A yes or no: it is over and done with; register a new one that goes on from it? */
  z.strictObject({ for: z.literal('reopen'), number: AppealNumber }),
  /** A yes or no: delete all that is kept of him? */
  z.strictObject({ for: z.literal('forget') }),
  /** What is wrong in what is kept of him, or what his enterprise is, or in which district he wants to know the steward. */
  z.strictObject({ for: z.enum(['mend', 'profile', 'steward']) }),
  /** Staff pressed a button that needs words. */
  z.strictObject({
    for: z.literal('staff-words'),
    number: AppealNumber,
    command: z.enum([
      'dispatch',
      'ask-back',
      'reply',
      'conclude',
      'return',
      'note',
      'classify',
      'extend',
      'send-back',
      'supervise',
      'instruct',
      'refuse',
      'merge',
      'contact',
    ]),
    outcome: Outcome.optional(),
    /** Chosen before the words: a day, a template whose blanks are filled, what is being put right. */
    chosen: z.string().max(64).optional(),
    /** Written before its outcome was chosen. */
    text: z.string().optional(),
  }),
  /** Staff are to write an answer to questions without one (`of` is their group), or something about an answer. */
  z.strictObject({
    for: z.literal('entry-words'),
    command: z.enum(['answer', 'reanswer', 'question', 'until', 'reject']),
    of: z.string(),
  }),
  /** An administrator brings in somebody new: his name is still asked for, or what he is to be. */
  z.strictObject({
    for: z.literal('member'),
    name: z.string().max(80).optional(),
    /** How the channel knows him, where his card or a message of his was sent. */
    sender: z.string().max(200).optional(),
  }),
])
export type Waiting = z.infer<typeof Waiting>

/** What a line may change, and a line taken back changes back. */
const standing = {
  intake: Intake.optional(),
  waiting: Waiting.optional(),
  /** Choices on the table: `2`, a word or a button means one of these. */
  offered: z.array(Choice),
  /** What was told before he agreed to the notice on personal data; it goes on once he does. */
  held: z
    .strictObject({
      as: z.enum(['intake', 'question', 'profile']),
      text: z.string(),
      attachments: z.array(Attachment),
    })
    .optional(),
  /** When they were put there: choices that came later with a notice win. */
  offeredAt: Instant.optional(),
  /** Sent without a word of what it is for: a picture, a place, an article. It goes with what he tells next. */
  aside: z.strictObject({ text: z.string(), attachments: z.array(Attachment), at: Instant }).optional(),
  /** Of what had no room, the delivery of which he was shown the rest last. */
  restShown: z.string().optional(),
  /** Half a sentence of which nothing could be made; what is told right after it goes on from it. */
  fragment: z.strictObject({ text: z.string(), at: Instant }).optional(),
  /** The appeal spoken of last. */
  focus: AppealNumber.optional(),
  /** The last question answered. */
  lastQuestion: z
    .strictObject({
      /** In whole words, also where half a sentence was said. */
      text: z.string(),
      /** How many of its passages were shown, for “更多”. */
      shown: z.number().int(),
      /** As it was said, and what had been spoken of then: to ask it once more. */
      asked: z.string().optional(),
      about: Topic.optional(),
      /** What a half sentence now stays with, and since when. */
      topic: Topic.optional(),
      at: Instant.optional(),
      confidence: z.number().optional(),
      /** What of the answer was shown, so that a page of another one is not taken for its next. */
      print: z.string().optional(),
      /** Where it is kept as not answered well. */
      gap: GapId.optional(),
    })
    .optional(),
}

/**
 * What a line of his did, by its id, in case he takes it back. As long as nothing of it is registered, `before` is how
 * all stood before it; `bare`: it brought no words of its own (a number, “同意”). Else `number` is where it went.
 */
export const Trace = z.strictObject({
  id: z.string(),
  as: z.enum(['told', 'asked', 'registered', 'supplemented', 'done']),
  before: z.strictObject(standing).optional(),
  bare: z.literal(true).optional(),
  /** It was his agreement to the notice on personal data. */
  agreed: z.literal(true).optional(),
  number: AppealNumber.optional(),
  /** What was known of him and his enterprise before it put that right. */
  knew: Person.pick({ known: true, profile: true }).optional(),
  /** How it began, to say which one it was. */
  text: z.string().max(20).optional(),
})
export type Trace = z.infer<typeof Trace>

export const Conversation = z.strictObject({
  v: z.literal(1),
  ...standing,
  /** One a case, the newest last. */
  drafts: z.array(Draft).optional(),
  /** His last lines that did something, the newest last. */
  trail: z.array(Trace).optional(),
  /** What came last, where it was nothing that can be read: several in a row are answered once. */
  unspoken: z.strictObject({ kind: z.string().max(20), at: Instant }).optional(),
  /** He was told that what he says by voice is taken as the channel understood it. */
  voiced: z.literal(true).optional(),
})
export type Conversation = z.infer<typeof Conversation>

export const newConversation: Conversation = { v: 1, offered: [] }
