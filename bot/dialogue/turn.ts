import { chained } from '../appeal/chain.ts'
import { foldEntry } from '../appeal/gaps.ts'
import { fold } from '../appeal/history.ts'
import { showNumber } from '../appeal/reference.ts'
import type { Actor, Appeal, AppealNumber, PersonId, Role } from '../model/appeal.ts'
import type { Conversation, Waiting } from '../model/conversation.ts'
import type { AppealEvent, EntryEvent, Event, PushEvent } from '../model/event.ts'
import type { Entry, Gap, GapId, GapWhy } from '../model/gap.ts'
import { type CalendarDate, dateOf, type Instant } from '../model/instant.ts'
import type { Address, Attachment } from '../model/message.ts'
import type { Party, Person } from '../model/person.ts'
import type { Push } from '../model/push.ts'
import type { Choice, Job, Notice, Reply, RichText } from '../model/reply.ts'
import { foldPush } from '../policy/pushes.ts'
import type { Found, Query } from '../ports/appeal-store.ts'
import { paragraphs } from '../texts/rich.ts'
import type { Desk } from './desk.ts'
import { unnamed } from './question/unnamed.ts'

/** What was read before the turn: the speaker's own records, and what an earlier try asked for. */
export interface Dossier {
  readonly party: Party
  readonly person: Person
  readonly conversation: Conversation
  readonly own: readonly Appeal[]
  readonly found: readonly Found[]
}

export interface Decision {
  readonly person: Person
  readonly conversation: Conversation
  readonly events: readonly Event[]
  /** Each sealed with the key of the person it is about. */
  readonly replies: readonly { readonly subject: PersonId; readonly reply: Reply }[]
  readonly jobs: readonly Job[]
  readonly notice?: Notice
}

/** Either what is still to be read before it can be decided, or the decision; `null` when there is nothing to do. */
export type Outcome = { readonly needs: readonly Query[] } | Decision | null

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
export type Happening = Without<AppealEvent, 'stream' | 'of' | 'subject' | 'at' | 'by' | 'chain' | 'salt'>

export type EntryHappening = Without<EntryEvent, 'stream' | 'of' | 'subject' | 'at' | 'by' | 'chain' | 'salt'>

export type PushHappening = Without<PushEvent, 'stream' | 'of' | 'subject' | 'at' | 'by' | 'chain' | 'salt'>

/** What is known of a question that was not answered well. */
export interface GapAbout {
  readonly confidence: number
  readonly why: GapWhy
  /** Why it was no help, in the person's words. */
  readonly reason?: string | undefined
  /** The document that was shown, or came nearest. */
  readonly document?: string | undefined
  /** The asking was kept before, and this is what is now known of it: it is not counted again. */
  readonly of?: GapId | undefined
}

/** A text somebody said, as events keep it. */
export const words = (
  text: string,
  attachments: readonly Attachment[] = [],
): { text: string; attachments: Attachment[] } => ({
  text,
  attachments: [...attachments],
})

/** One turn being decided: gathers what is said, recorded and asked for. Lives for one call of `step`. */
export class Turn {
  readonly party: Party
  readonly desk: Desk
  person: Person
  conversation: Conversation
  readonly #at: Address
  #by: Actor
  readonly #found: readonly Found[]
  readonly #appeals: Map<AppealNumber, Appeal>
  readonly #own: AppealNumber[]
  readonly #needs: Query[] = []
  readonly #events: Event[] = []
  readonly #said: RichText[] = []
  readonly #told: { subject: PersonId; reply: Reply }[] = []
  readonly #jobs: Job[] = []
  #choices: readonly Choice[] = []
  #files: readonly Attachment[] = []
  /** Whose data what was said holds: it is sealed with his key, so that it goes when he is erased. */
  #about: { readonly subject: PersonId } | undefined
  #keptAttachments = false
  #notice: Notice | undefined

  readonly #private: Address | undefined

  constructor(dossier: Dossier, at: Address, by: Actor, desk: Desk, privately?: Address) {
    this.#private = privately
    this.party = dossier.party
    this.person = dossier.person
    this.conversation = dossier.conversation
    this.desk = desk
    this.#at = at
    this.#by = by
    this.#found = dossier.found
    this.#appeals = new Map(dossier.own.map((appeal) => [appeal.number, appeal]))
    this.#own = dossier.own.map(({ number }) => number)
  }

  /** From here on the speaker acts in this of his roles, for this unit. */
  as(role: Role, unit?: string): void {
    const { unit: _, ...by } = this.#by
    this.#by = { ...by, role, ...(unit && { unit }) }
  }

  /** The role in which the speaker acts. */
  get role(): Actor['role'] {
    return this.#by.role
  }

  get today(): CalendarDate {
    return dateOf(this.desk.now)
  }

  get here(): Address {
    return this.#at
  }

  /** The speaker's own appeals as they now stand, the latest first. */
  get own(): Appeal[] {
    const own = this.#own.flatMap((number) => this.#appeals.get(number) ?? [])
    return own.sort((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1))
  }

  /** Whether files that came with the message were kept with an appeal in this turn. */
  get keptAttachments(): boolean {
    return this.#keptAttachments
  }

  get spoke(): boolean {
    return this.#said.length > 0
  }

  /** What was read; undefined when it has yet to be read, and then this turn is decided again. */
  read<K extends Query['kind']>(query: Query & { kind: K }): (Found & { kind: K }) | undefined {
    const key = queryKey(query)
    const found = this.#found.find((one) => queryKey(one) === key)
    if (!found) this.#needs.push(query)
    return found as (Found & { kind: K }) | undefined
  }

  /** Any appeal as it now stands; null when there is none of this number, undefined when it has yet to be read. */
  appeal(number: AppealNumber): Appeal | null | undefined {
    const known = this.#appeals.get(number)
    if (known) return known
    const found = this.read({ kind: 'appeal', number })
    if (!found?.appeal) return found ? null : undefined
    this.#appeals.set(number, found.appeal.value)
    return found.appeal.value
  }

  /**
   * Says something to the speaker. All that is said in a turn goes out as one message; the last choices count. What tells
   * of an appeal or quotes somebody names it (`about`).
   */
  say(text: RichText | string, choices: readonly Choice[] = [], about?: { readonly subject: PersonId }): void {
    this.#about = about ?? this.#about
    this.#said.push(typeof text === 'string' ? [text] : text)
    if (choices.length > 0) this.#choices = choices
  }

  /** Sends files of the file store with what is said. */
  attach(files: readonly Attachment[]): void {
    this.#files = [...this.#files, ...files]
  }

  /** Says something to somebody else, about an appeal. */
  tell(
    to: Address | readonly Address[],
    appeal: Appeal,
    text: RichText,
    choices: readonly Choice[] = [],
    files: readonly Attachment[] = [],
  ): void {
    const more = {
      ...(choices.length > 0 && { choices: [...choices] }),
      ...(files.length > 0 && { files: [...files] }),
    }
    for (const at of [to].flat()) {
      this.#told.push({ subject: appeal.subject, reply: { to: at, text, about: appeal.number, ...more } })
    }
  }

  /** Tells the one who lodged it; nothing where his data were erased. */
  tellOwner(appeal: Appeal, text: RichText, choices: readonly Choice[] = []): void {
    if (appeal.personal) this.tell(appeal.personal.home, appeal, text, choices)
  }

  /** Lets something happen to an appeal, and returns how it stands then. */
  record(number: AppealNumber, happening: Happening, subject: PersonId = this.#subjectOf(number)): Appeal {
    const before = this.#appeals.get(number)
    const said = { stream: 'appeal', of: number, subject, at: this.desk.now, by: this.#by, ...happening } as AppealEvent
    const event = chained(said, before?.head, this.desk.digest, this.desk.mint.salt())
    const after = fold(before, event)
    if (!this.#appeals.has(number)) this.#own.push(number)
    this.#appeals.set(number, after)
    this.#events.push(event)
    if (event.personal && 'attachments' in event.personal && event.personal.attachments.length > 0)
      this.#keptAttachments = true
    if (event.type === 'registered') this.#keptAttachments ||= (event.personal?.particulars.attachments.length ?? 0) > 0
    return after
  }

  /**
   * Keeps a question that was not answered well, without names, phones and enterprises. `document` is the one shown, or the
   * nearest; `reason` is what the person said of it. Returns its id, for what may be said of it later.
   */
  recordGap(text: string, about: GapAbout): GapId {
    const { confidence, why, reason, document, of } = about
    const id = of ?? `gap-${this.#mintId()}`
    const common = { stream: 'gap', of: id, subject: this.party.id, at: this.desk.now, by: this.#by } as const
    const said = { ...(reason && { reason: unnamed(reason, this) }) }
    const shown = { why, ...(document && { document }) }
    if (of) this.#events.push({ ...common, type: 'remarked', data: shown, personal: said })
    else {
      const question = unnamed(text, this)
      const data = { confidence, ...shown, group: this.desk.likeGap(question) ?? id }
      this.#events.push({ ...common, type: 'asked', data, personal: { question, home: this.#at, ...said } })
    }
    return id
  }

  /** Takes an asking from the list of those that wait for an answer. */
  dismissGap({ id, subject }: Gap): void {
    const common = { stream: 'gap', of: id, subject, at: this.desk.now, by: this.#by } as const
    this.#events.push({ ...common, type: 'dismissed', data: {} })
  }

  /** Lets something happen to an answer of staff, or a new one be proposed, and returns how it stands then. */
  recordEntry(before: Entry | undefined, happening: EntryHappening): Entry {
    const of = before?.id ?? `ent-${this.#mintId()}`
    const common = { stream: 'entry', of, subject: this.party.id, at: this.desk.now, by: this.#by } as const
    const event = { ...common, ...happening } as EntryEvent
    this.#events.push(event)
    return foldEntry(before, event)
  }

  /** Lets something happen to a push, or a new one be proposed, and returns how it stands then. */
  recordPush(before: Push | undefined, happening: PushHappening): Push {
    const of = before?.id ?? `push-${this.#mintId()}`
    const common = { stream: 'push', of, subject: 'system', at: this.desk.now, by: this.#by } as const
    const event = { ...common, ...happening } as PushEvent
    this.#events.push(event)
    return foldPush(before, event)
  }

  /**
   * Says something for the speaker's eyes only: in his own chat, where he spoke in a group. What tells of an appeal names it.
   */
  sayPrivately(
    text: RichText,
    about: Appeal,
    choices: readonly Choice[] = [],
    files: readonly Attachment[] = [],
  ): void {
    if (this.#private !== undefined) return this.tell(this.#private, about, text, choices, files)
    this.attach(files)
    this.say(text, choices, about)
  }

  /** The speaker's own chat. */
  get home(): Address {
    return this.#private ?? this.#at
  }

  /** Says something to somebody else that is about no appeal; `subject` is whose key seals it. Not before `notBefore`. */
  tellOf(
    subject: PersonId,
    to: Address | readonly Address[],
    text: RichText,
    choices: readonly Choice[] = [],
    notBefore: Instant | undefined = undefined,
  ): void {
    const more = { ...(choices.length > 0 && { choices: [...choices] }), ...(notBefore && { notBefore }) }
    for (const at of [to].flat()) this.#told.push({ subject, reply: { to: at, text, ...more } })
  }

  /** Flashes before the one who pressed a button, where his channel can; what is said besides is a message. */
  notice(text: string, alert = false): void {
    this.#notice = { text, ...(alert && { alert }) }
  }

  start(job: Job): void {
    this.#jobs.push(job)
  }

  /** What the next line is expected to answer. */
  wait(waiting: Waiting): void {
    this.conversation = { ...this.conversation, waiting }
  }

  /** The appeal spoken of, so that the next line need not name it. */
  focus(number: AppealNumber): void {
    this.conversation = { ...this.conversation, focus: number }
  }

  decide(): Outcome {
    if (this.#needs.length > 0) return { needs: this.#needs }
    const replies = [...this.#told]
    if (this.spoke) {
      const choices = [...this.#choices]
      this.conversation = { ...this.conversation, offered: choices, offeredAt: this.desk.now }
      replies.unshift({
        subject: this.#about?.subject ?? this.party.id,
        reply: {
          to: this.#at,
          text: paragraphs(this.#said),
          ...(choices.length > 0 && { choices }),
          ...(this.#files.length > 0 && { files: [...this.#files] }),
        },
      })
    }
    return {
      person: this.person,
      conversation: this.conversation,
      events: this.#events,
      replies,
      jobs: this.#jobs,
      ...(this.#notice && { notice: this.#notice }),
    }
  }

  /** Twelve characters that nobody guesses. */
  #mintId(): string {
    return `${this.desk.mint.code()}${this.desk.mint.code()}`
  }

  #subjectOf(number: AppealNumber): PersonId {
    const appeal = this.#appeals.get(number)
    if (!appeal) throw new RangeError(`${showNumber(number)} was not read before something happened to it`)
    return appeal.subject
  }
}

/** Two queries, or a query and what was found for it, are the same when they ask the same. */
function queryKey(query: Query | Found): string {
  switch (query.kind) {
    case 'appeal':
    case 'history':
      return `${query.kind} ${query.number}`
    case 'appeals':
    case 'entries':
      return `${query.kind} ${JSON.stringify(query.where)}`
    case 'gap':
    case 'entry':
    case 'push':
      return `${query.kind} ${query.id}`
    case 'gaps':
      return `gaps ${query.limit}`
    case 'pushes':
      return `pushes ${query.states.join(' ')}`
    case 'receipt':
      return `receipt ${query.receipt.channel} ${query.receipt.chat} ${query.receipt.message}`
    case 'cards':
      return `cards ${query.number}`
    case 'expired':
      return `expired ${query.before} ${query.limit}`
    case 'outbox':
    case 'profiles':
    case 'staff':
    case 'places':
      return query.kind
  }
}
