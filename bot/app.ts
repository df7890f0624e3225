import { composeCode, composeNumber, composeSalt } from './appeal/reference.ts'
import { createWorkCalendar } from './appeal/time/work-calendar.ts'
import { createCasework } from './casework.ts'
import { createDelivery, sayNow } from './delivery.ts'
import type { Desk, Health, Reach } from './dialogue/desk.ts'
import { createJobs } from './jobs.ts'
import { createLearning } from './learning.ts'
import type { Catalog, Holidays } from './model/catalog.ts'
import { Fault } from './model/fault.ts'
import { type Address, type Attachment, Message } from './model/message.ts'
import type { PushedDocument } from './model/pushed-document.ts'
import type { Job } from './model/reply.ts'
import type { AppealStore } from './ports/appeal-store.ts'
import type { Channel } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import type { DocumentFolder } from './ports/document-folder.ts'
import type { FileStore } from './ports/file-store.ts'
import type { IdentityDirectory } from './ports/identity-directory.ts'
import type { KnowledgeKeeper, KnowledgeOutcome } from './ports/knowledge-base.ts'
import type { Office } from './ports/office.ts'
import type { Outbox } from './ports/outbox.ts'
import type { QuestionIndex } from './ports/question-index.ts'
import { createReminders } from './reminders.ts'
import { createRouter, type Routed } from './router.ts'
import { talk } from './texts/zh-cn.ts'

export interface AppOptions {
  readonly store: AppealStore
  readonly outbox: Outbox
  readonly files: FileStore
  readonly office: Office
  readonly directory: IdentityDirectory
  readonly knowledge: KnowledgeKeeper
  /** Finds questions that ask the same, for those that could not be answered. Starts empty. */
  readonly questions: QuestionIndex
  readonly cut: (text: string) => string[]
  readonly simplify: (text: string) => string
  readonly catalog: Catalog
  readonly holidays: Holidays
  readonly clock: Clock
  readonly channels: readonly Channel[]
  /** Where staff are reached whom the roster does not know. */
  readonly reach: (whom: Reach) => readonly Address[]
  /** The folder that documents sent to the bot may join; without it none may. */
  readonly documents?: DocumentFolder
  /** Makes a copy of all that is kept; without it there is none to be had. */
  readonly backup?: () => Promise<readonly string[]>
  /** How the machine is. Cheap: asked for at every turn. */
  readonly machine?: () => Pick<Health, 'disk' | 'backupAt'>
  /** SHA-256 of a text, in hexadecimal. */
  readonly digest: (text: string) => string
  /** A whole number from 0 below `below`, not to be guessed. */
  readonly random: (below: number) => number
  /** Told when something could not be delivered or reminded of; it is tried again. Names no person, quotes no text. */
  readonly onTrouble?: (error: unknown) => void
}

export interface App {
  /** Takes one message; when it resolves, what it brought about is durable. */
  receive(message: Message): Promise<Routed>
  /** Keeps a file that came with a message, before the message that names it is received. */
  keep(
    at: Address,
    sender: string,
    file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
  ): Promise<Attachment>
  /** Documents are new or changed: those whom they may concern are found. Never rejects. */
  documentsChanged(documents: readonly PushedDocument[]): Promise<void>
  /** Sends all that is due now, and lets what has become due take its turn. */
  settle(): Promise<void>
  reload(order: { readonly by: string; readonly force?: boolean | undefined }): Promise<KnowledgeOutcome>
  /** Listens, delivers and reminds until told to stop, or until no channel listens any more. */
  run(stop: AbortSignal): Promise<void>
}

/** A folder read for the first time is no news to anybody: more than these nobody could look through. */
const MOST_DOCUMENTS = 200

/** The bot, given the world: whatever it uses comes in here. */
export function createApp(options: AppOptions): App {
  const { store, outbox, files, directory, knowledge, cut, simplify, catalog, clock, channels, reach, random, digest } =
    options
  const trouble = options.onTrouble ?? (() => {})
  const calendar = createWorkCalendar(options.holidays)
  const draw = (count: number) => Array.from({ length: count }, () => random(0x1_0000_0000))
  const mint: Desk['mint'] = {
    number: () => composeNumber(draw(7)),
    code: () => composeCode(draw(6)),
    salt: () => composeSalt(draw(4)),
  }
  const casework = createCasework({ store, catalog, cut, now: () => clock.now() })
  const learning = createLearning({ store, knowledge, questions: options.questions, casework, trouble })
  const { likeGap } = learning
  const desk = (): Desk => ({
    now: clock.now(),
    catalog,
    calendar,
    knowledge,
    cut,
    simplify,
    likeGap,
    mint,
    digest,
    learned: casework.learned,
    similar: casework.similar,
    reach,
    roster: { members: [], places: [] },
    keepsCards: () => false,
    health: { channels: [], ...options.machine?.() },
  })
  const router = createRouter({ store, directory, desk, committed: learning.took })
  const jobs = createJobs({ ...options, calendar, forget: learning.forget, trouble })
  const delivery = createDelivery({ outbox, channels, runJob, clock, trouble })
  const reminders = createReminders({ store, clock, catalog, receive, trouble })

  async function receive(message: Message): Promise<Routed> {
    try {
      await learning.ready()
      return await router.receive(Message.parse(message))
    } catch (error) {
      if (error instanceof Fault && error.code === 'storage' && message.kind === 'said') {
        await sayNow(channels, { to: message.from, text: [talk.tryLater] }, `${message.id}#refused`)
      }
      throw error
    } finally {
      delivery.wake()
    }
  }

  /** The outcome comes back as a message, keyed by the row that asked for it, so that it is told once. */
  async function runJob(job: Job, key: string): Promise<void> {
    const { ok, refused, lines, files: made } = await jobs.perform(job, key)
    const done = { job: job.kind, to: job.answerTo, ok, ...(refused && { refused }), lines: [...lines] }
    const about = job.kind === 'letters' && { subject: job.subject, ...(job.about && { about: job.about }) }
    const id = `done:${key}`
    await receive({ kind: 'job-done', id, ...done, ...(made && { files: [...made] }), ...about, at: clock.now() })
  }

  /** Goes on after a round that failed: what could not be done is still in the store. */
  const deliver = () => delivery.settle().catch(trouble)
  const remind = () => reminders.check().catch(trouble)

  return {
    receive,
    async keep(at, sender, file) {
      const { id } = await directory.identify(at, sender)
      return files.put(id, file)
    },
    async documentsChanged(documents) {
      const at = clock.now()
      const first = documents.slice(0, MOST_DOCUMENTS)
      await receive({ kind: 'documents-changed', id: `documents:${at}`, documents: first, at }).catch(trouble)
    },
    async settle() {
      await remind()
      await deliver()
    },
    reload: (order) => knowledge.reload(order),
    async run(stop) {
      const heardOut = new AbortController()
      const over = AbortSignal.any([stop, heardOut.signal])
      const loops = [delivery.run(over), reminders.run(over)]
      try {
        await Promise.all(channels.map((channel) => channel.listen(receive, stop)))
      } finally {
        heardOut.abort()
        await Promise.all(loops)
      }
    },
  }
}
