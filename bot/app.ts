import { createAmong } from './among.ts'
import { createWorkCalendar } from './appeal/time/work-calendar.ts'
import { createCasework } from './casework.ts'
import { createDelivery, sayNow } from './delivery.ts'
import { createDesk, type Outlook } from './desk-of.ts'
import type { Health, Roster } from './dialogue/desk.ts'
import { createWatch } from './health.ts'
import { createJobs } from './jobs.ts'
import { createLearning } from './learning.ts'
import { createLookUp } from './look-up.ts'
import type { AppealNumber, PersonId } from './model/appeal.ts'
import type { Holidays } from './model/catalog.ts'
import type { Event } from './model/event.ts'
import { Fault } from './model/fault.ts'
import type { Instant } from './model/instant.ts'
import { type Address, type ChannelName, Message, type Receipt } from './model/message.ts'
import { isStaff } from './model/person.ts'
import type { PushedDocument } from './model/pushed-document.ts'
import type { Job } from './model/reply.ts'
import { createOffers } from './offers.ts'
import type { AppealStore } from './ports/appeal-store.ts'
import type { AccountNews, Health as ChannelHealth, Keep, LookUp, Sent } from './ports/channel.ts'
import type { DocumentFolder } from './ports/document-folder.ts'
import type { FileStore } from './ports/file-store.ts'
import type { IdentityDirectory } from './ports/identity-directory.ts'
import type { KnowledgeOutcome } from './ports/knowledge-base.ts'
import type { Office } from './ports/office.ts'
import type { Outbox } from './ports/outbox.ts'
import type { Peers } from './ports/peers.ts'
import type { QuestionIndex } from './ports/question-index.ts'
import { createProgress } from './progress.ts'
import { createReminders } from './reminders.ts'
import { createStaffDirectory, isOfStaff, STAFF_CHANNEL } from './roster/directory.ts'
import { createRoster } from './roster/roster.ts'
import { createRouter, type Routed } from './router.ts'
import { talk } from './texts/zh-cn.ts'

export interface AppOptions extends Outlook {
  readonly store: AppealStore
  readonly outbox: Outbox
  readonly files: FileStore
  readonly office: Office
  /** Who speaks, of those whom the roster does not know. */
  readonly directory: IdentityDirectory
  /** Finds questions that ask the same, for those that could not be answered. Starts empty. */
  readonly questions: QuestionIndex
  readonly holidays: Holidays
  /** The folder that documents sent to the bot may join; without it none may. */
  readonly documents?: DocumentFolder
  /** Makes a copy of all that is kept; without it there is none to be had. */
  readonly backup?: () => Promise<readonly string[]>
  /** Tells another system of an event; `key` is the same at every try. Without it none is told. */
  readonly notify?: ((told: Told, key: string) => Promise<Sent>) | undefined
  /** Other processes on the same ledger; without it there are none. */
  readonly peers?: Peers | undefined
  /** What one of these processes at a time does besides, such as backups at night, each until told to stop. */
  readonly chores?: readonly ((stop: AbortSignal) => Promise<void>)[]
  /** Told when something could not be delivered or reminded of; it is tried again. Names no person, quotes no text. */
  readonly onTrouble?: (error: unknown) => void
}

/** What happened to an appeal, and when. */
export interface Told {
  readonly appeal: AppealNumber
  readonly event: string
  readonly at: Instant
}

export interface App {
  /** Takes one message; when it resolves, what it brought about is durable. */
  receive(message: Message): Promise<Routed>
  /**
   * Keeps a file that came with a message, before the message that names it is received. Rejects with a `Fault` of code
   * `usage` where one who is not of the staff sends it on their channel.
   */
  readonly keep: Keep
  /** Answers a question of staff outside of any conversation. */
  readonly lookUp: LookUp
  /** To be told by a channel how it is, whenever that changes or it cares to. */
  health(name: ChannelName, health: ChannelHealth): void
  /** To be told by a channel of the account it speaks with. Resolves when that is durable, and never rejects. */
  account(name: ChannelName, news: AccountNews): Promise<void>
  /** How its channels are, as this process finds them. */
  channels(): Health['channels']
  /** Who is of the staff, and where they meet: nobody before the first message was received. */
  roster(): Roster
  /** Documents are new or changed: those whom they may concern are found. Never rejects. */
  documentsChanged(documents: readonly PushedDocument[]): Promise<void>
  /** Sends all that is due now, and lets what has become due take its turn. `only`: waits for no other channels than these. */
  settle(only?: readonly ChannelName[]): Promise<void>
  reload(order: { readonly by: string; readonly force?: boolean | undefined }): Promise<KnowledgeOutcome>
  /** Listens, delivers and reminds until told to stop, or until no channel listens any more. */
  run(stop: AbortSignal): Promise<void>
}

/** A folder read for the first time is no news to anybody: more than these nobody could look through. */
const MOST_DOCUMENTS = 200

/** The bot, given the world: whatever it uses comes in here. */
export function createApp(options: AppOptions): App {
  const { store, outbox, files, knowledge, cut, catalog, clock, channels } = options
  const trouble = options.onTrouble ?? (() => {})
  const calendar = createWorkCalendar(options.holidays)
  const casework = createCasework({ store, catalog, cut, now: () => clock.now() })
  const learning = createLearning({ store, knowledge, questions: options.questions, casework, trouble })
  const roster = createRoster({ store })
  const among = createAmong({
    peers: options.peers,
    channels,
    chores: options.chores ?? [],
    took: (events) => elsewhere(events).catch(trouble),
    erased: learning.forget,
    refresh: roster.load,
    begun: () => delivery.wake(),
    left: (name) => report(name, { state: 'up' }, 'hearing'),
    trouble,
  })
  // He may have joined elsewhere a moment ago.
  const unknown = options.peers && among.caughtUp
  const directory = createStaffDirectory({ roster: roster.now, others: options.directory, unknown })
  const offers = createOffers({ channels, roster: roster.now, console: options.console !== undefined, trouble })
  const leads = options.peers && (() => among.serves('jobs'))
  const watch = createWatch({ store, clock, receive, leads, trouble })
  const withCards = new Set(channels.filter(({ cards }) => cards).map(({ name }) => name))
  const byName = new Map(channels.map((channel) => [channel.name, channel]))
  const desk = createDesk(options, {
    calendar,
    likeGap: learning.likeGap,
    learned: casework.learned,
    similar: casework.similar,
    roster: roster.now,
    channelHealth: watch.channels,
    notifies: options.notify !== undefined,
  })
  const router = createRouter({
    store,
    directory,
    memberVersion: roster.versionOf,
    desk,
    committed: took,
    overtaken: among.caughtUp,
  })
  const jobs = createJobs({ ...options, calendar, forget: learning.forget, trouble })
  const progressOf = createProgress({ clock, receive, trouble })
  const { isDown, report } = watch
  const onSending = (name: ChannelName, health: ChannelHealth) => report(name, health, 'sending')
  const concerns = (to: Address) => to.channel !== STAFF_CHANNEL || isOfStaff(roster.now(), to)
  const { serves } = among
  const delivery = createDelivery({ outbox, channels, runJob, clock, onSending, isDown, concerns, serves, trouble })
  const reminders = createReminders({ store, clock, catalog, receive, trouble })
  const lookUp = createLookUp({ directory, desk })
  let rosterRead: Promise<void> | undefined
  const accounts = new Map<ChannelName, Promise<void>>()

  /** Resolves when all that a turn rests on is known. Rejects where the ledger cannot be read, and then tries again when called. */
  async function ready(): Promise<void> {
    rosterRead ??= roster.load().catch((error: unknown) => {
      rosterRead = undefined
      throw error
    })
    await rosterRead
    await learning.ready()
  }

  async function took(events: readonly Event[]): Promise<void> {
    if (events.some(({ stream }) => stream === 'staff' || stream === 'place')) {
      await roster.took(events).catch((error: unknown) => {
        // Whoever was removed must not go on: nothing is decided before it could be read.
        rosterRead = undefined
        trouble(error)
      })
      void offers.changed()
    }
    await learning.took(events)
  }

  /** What another process did is known here as if this one had done it. */
  async function elsewhere(events: readonly Event[]): Promise<void> {
    delivery.wake()
    await ready()
    await took(events)
  }

  async function receive(message: Message): Promise<Routed> {
    try {
      await ready()
      const routed = await router.receive(Message.parse(message))
      if (message.kind === 'said') outbox.hasten(message.from)
      return routed
    } catch (error) {
      const isFull = error instanceof Fault && error.code === 'storage'
      if (isFull && message.kind === 'said' && !byName.get(message.from.channel)?.persists) {
        await sayNow(channels, { to: message.from, text: [talk.tryLater] }, `${message.id}#refused`)
      }
      throw error
    } finally {
      delivery.wake()
    }
  }

  /** The outcome comes back as a message, keyed by the row that asked for it, so that it is told once. */
  async function runJob(job: Job, key: string): Promise<Sent | undefined> {
    if (job.kind === 'notify') return options.notify?.(job, key)
    const progress = progressOf(job, key)
    const outcome = await jobs.perform(job, key, progress.tell).finally(progress.end)
    const { ok, refused, lines, staged, files: made } = outcome
    const done = { job: job.kind, to: job.answerTo, ok, ...(refused && { refused }), lines: [...lines] }
    const more = { ...(staged !== undefined && { staged }), ...(made && { files: [...made] }) }
    const about = job.kind === 'letters' && { subject: job.subject, ...(job.about && { about: job.about }) }
    await receive({ kind: 'job-done', id: `done:${key}`, ...done, ...more, ...about, at: clock.now() })
    return undefined
  }

  /** Of a file with which one of the staff answers a message of a case: the person the case is of, whose key seals it. */
  async function ownerOf(receipt: Receipt): Promise<PersonId | undefined> {
    const { sent } = await store.read({ kind: 'receipt', receipt })
    if (sent?.about === undefined) return undefined
    const { appeal } = await store.read({ kind: 'appeal', number: sent.about })
    return appeal?.value.subject
  }

  async function account(channel: ChannelName, news: AccountNews): Promise<void> {
    const at = clock.now()
    const code =
      news.state === 'wanted'
        ? await files.put('system', { name: 'login.png', type: 'image/png', bytes: news.code.png })
        : undefined
    const reason = news.state === 'lost' && news.reason
    const about = { channel, state: news.state, ...(code && { code }), ...(reason && { reason }) }
    await receive({ kind: 'login', id: `login:${channel}:${at}:${news.state}`, ...about, at })
  }

  /** Goes on after a round that failed: what could not be done is still in the store. */
  const deliver = (only?: readonly ChannelName[]) => delivery.settle(only).catch(trouble)
  const remind = () => reminders.check().catch(trouble)

  const offerMenus = () => void ready().then(offers.all).catch(trouble)

  return {
    receive,
    async keep(at, sender, file, about) {
      await ready()
      const party = await directory.identify(at, sender)
      // Where staff work nobody else fills the disk.
      if (withCards.has(at.channel) && !isStaff(party)) throw new Fault('usage', `no files are taken on ${at.channel}`)
      const owner = about && isStaff(party) ? await ownerOf(about) : undefined
      return files.put(owner ?? party.id, file)
    },
    async lookUp(at, sender, question) {
      await ready()
      return lookUp(at, sender, question)
    },
    health(name, health) {
      const wasDown = watch.isDown(name)
      watch.report(name, health, 'hearing')
      if (wasDown && health.state === 'up') offerMenus()
    },
    account(name, news) {
      // One after another: a code that is kept must not come after the login it was scanned for.
      const told = (accounts.get(name) ?? Promise.resolve()).then(() => account(name, news)).catch(trouble)
      accounts.set(name, told)
      return told
    },
    channels: watch.channels,
    roster: roster.now,
    async documentsChanged(documents) {
      const at = clock.now()
      const first = documents.slice(0, MOST_DOCUMENTS)
      await receive({ kind: 'documents-changed', id: `documents:${at}`, documents: first, at }).catch(trouble)
    },
    async settle(only) {
      await remind()
      await deliver(only)
      await watch.check().catch(trouble)
      await deliver(only)
    },
    reload: (order) => knowledge.reload(order),
    async run(stop) {
      const heardOut = new AbortController()
      const over = AbortSignal.any([stop, heardOut.signal])
      offerMenus()
      // The others are followed, and no other does the jobs, as long as something is under way here.
      const done = new AbortController()
      const together = among.run(done.signal)
      const loops = [delivery.run(over), reminders.run(over), watch.run(over)]
      try {
        await Promise.all(channels.map((channel) => among.listen(channel, receive, stop)))
      } finally {
        heardOut.abort()
        await Promise.all(loops).finally(() => done.abort())
        await together
      }
    },
  }
}
