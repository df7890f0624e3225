import type { Actor, Appeal, AppealNumber, PersonId, Role } from '../model/appeal.ts'
import type { Conversation, Waiting } from '../model/conversation.ts'
import type { Entry, Gap, GapId } from '../model/gap.ts'
import { type CalendarDate, dateOf, type Instant } from '../model/instant.ts'
import type { Address, Attachment, Receipt } from '../model/message.ts'
import type { Party, Person } from '../model/person.ts'
import type { Push } from '../model/push.ts'
import type { Choice, Job, Notice, Reply, RichText } from '../model/reply.ts'
import type { Member, PlaceId } from '../model/staff.ts'
import type { Found, Query } from '../ports/appeal-store.ts'
import { answerText } from '../texts/zh-cn.ts'
import { isSameChat } from './chats.ts'
import type { Desk } from './desk.ts'
import { unnamed } from './question/unnamed.ts'
import { Chronicle } from './turn/chronicle.ts'
import type {
  Addressed,
  CardWish,
  Dossier,
  EntryHappening,
  GapAbout,
  Happening,
  Origin,
  Outcome,
  PlaceHappening,
  PushHappening,
  StaffHappening,
} from './turn/kinds.ts'
import { createSpeech, type More, replyOf } from './turn/mail.ts'
import { createReads } from './turn/reads.ts'
import { withinRoom } from './turn/room.ts'

export type { Decision, Dossier, Happening, Outcome, PlaceHappening, StaffHappening } from './turn/kinds.ts'
export { words } from './turn/kinds.ts'

/** A notice is no longer than this on any channel; what is longer is said. */
const NOTICE = 190

/** One turn being decided: gathers what is said, recorded and asked for. Lives for one call of `step`. */
export class Turn {
  readonly party: Party
  readonly desk: Desk
  person: Person
  conversation: Conversation
  /** What the cards are to show besides how the appeals stand. */
  readonly wishes: CardWish[] = []
  readonly #at: Address
  readonly #origin: Origin
  readonly #reads: ReturnType<typeof createReads>
  readonly #chronicle: Chronicle
  readonly #speech = createSpeech()
  /** Cards and what answers them; what is told to others; cards that only keep up. */
  readonly #shown: Addressed[] = []
  readonly #told: Addressed[] = []
  readonly #refreshed: Addressed[] = []
  readonly #jobs: Job[] = []
  #focused: AppealNumber | undefined
  #keepsTable = false
  #claims: Reply['claims']
  #notice: Notice | undefined

  constructor(dossier: Dossier, at: Address, by: Actor, desk: Desk, origin: Origin = {}) {
    this.party = dossier.party
    this.person = dossier.person
    this.conversation = dossier.conversation
    this.desk = desk
    this.#at = at
    this.#origin = origin
    this.#reads = createReads(dossier.found)
    this.#chronicle = new Chronicle(desk, by, dossier.own)
  }

  /** From here on the speaker acts in this of his roles, for this unit. */
  as(role: Role, unit?: string): void {
    const { unit: _, ...by } = this.#chronicle.by
    this.#chronicle.by = { ...by, role, ...(unit && { unit }) }
  }

  /** The role in which the speaker acts. */
  get role(): Actor['role'] {
    return this.#chronicle.by.role
  }

  get today(): CalendarDate {
    return dateOf(this.desk.now)
  }

  get here(): Address {
    return this.#at
  }

  /** The speaker's own chat. */
  get home(): Address {
    return this.#origin.privately ?? this.#at
  }

  /** Others read along. */
  get inGroup(): boolean {
    return this.#origin.privately !== undefined
  }

  /** The message whose button was pressed; undefined where the channel has no buttons, or nothing was pressed. */
  get pressed(): Receipt | undefined {
    return this.#origin.pressed === undefined ? undefined : this.#origin.replyTo
  }

  /** The speaker's own appeals as they now stand, the latest first. */
  get own(): Appeal[] {
    return this.#chronicle.own
  }

  /** Whether files that came with the message were kept with an appeal in this turn. */
  get keptAttachments(): boolean {
    return this.#chronicle.keptAttachments
  }

  get spoke(): boolean {
    return this.#speech.texts.length > 0
  }

  /** Whether this appeal is registered in this turn: nothing can be read of it. */
  registers(number: AppealNumber): boolean {
    return this.#chronicle.registers(number)
  }

  /** How it stood before this turn; undefined for what is registered in it. */
  before(number: AppealNumber): Appeal | undefined {
    return this.#chronicle.before(number)
  }

  /** The appeals to which something happened in this turn that a card may show. */
  get changed(): readonly AppealNumber[] {
    return this.#chronicle.changed
  }

  /** What was read; undefined when it has yet to be read, and then this turn is decided again. */
  read<K extends Query['kind']>(query: Query & { kind: K }): (Found & { kind: K }) | undefined {
    return this.#reads.read<K>(query)
  }

  /** Any appeal as it now stands; null when there is none of this number, undefined when it has yet to be read. */
  appeal(number: AppealNumber): Appeal | null | undefined {
    const known = this.#chronicle.appeal(number)
    if (known) return known
    const found = this.read({ kind: 'appeal', number })
    if (!found?.appeal) return found ? null : undefined
    this.#chronicle.know(found.appeal.value)
    return found.appeal.value
  }

  /**
   * Says something to the speaker. All that is said in a turn goes out as one message; the last choices count. What tells
   * of an appeal or quotes somebody names it (`about`).
   */
  say(text: RichText | string, choices: readonly Choice[] = [], about?: { readonly subject: PersonId }): void {
    this.#speech.say(text, choices, about)
  }

  /** What was offered before is offered still, whatever else is said in this turn. */
  keepTable(): void {
    this.#keepsTable = true
  }

  /** The same, as a card that lives: said again under this name, the one that stands here is edited. */
  sayCard(card: string, text: RichText | string, choices: readonly Choice[] = [], about?: Appeal): void {
    this.say(text, choices, about)
    this.#speech.live(card)
  }

  /** Says something for the speaker's eyes only: in his own chat, where he spoke in a group. What tells of an appeal names it. */
  sayPrivately(
    text: RichText,
    about: Appeal,
    choices: readonly Choice[] = [],
    files: readonly Attachment[] = [],
  ): void {
    if (this.inGroup) return this.tell(this.home, about, text, choices, files)
    this.attach(files)
    this.say(text, choices, about)
  }

  /** A short word to whoever pressed a button: it flashes, where his channel can, and is said with these choices elsewhere. */
  flash(text: string, choices: readonly Choice[] = [], alert = false): void {
    if (this.pressed && text.length <= NOTICE) this.notice(text, alert)
    else this.say(text, choices)
  }

  /** Flashes before the one who pressed a button, where his channel can; what is said besides is a message. */
  notice(text: string, alert = false): void {
    this.#notice = { text, ...(alert && { alert }) }
  }

  /** The speaker has proved to be the one known at this address: his channel takes him for that one from now on. */
  claim(home: Address): void {
    this.#claims = { ...home, proof: this.#origin.id ?? '' }
  }

  /** Sends files of the file store with what is said. */
  attach(files: readonly Attachment[]): void {
    this.#speech.attach(files)
  }

  /** Says something to somebody else, about an appeal. */
  tell(
    to: Address | readonly Address[],
    appeal: Appeal,
    text: RichText,
    choices: readonly Choice[] = [],
    files: readonly Attachment[] = [],
    more: Pick<More, 'answers'> = {},
  ): void {
    for (const at of [to].flat()) {
      const reply: Reply = { ...replyOf(at, text, { choices, files, ...more }), about: appeal.number }
      this.#told.push({ subject: appeal.subject, reply })
    }
  }

  /** Tells the one who lodged it; nothing where his data were erased. */
  tellOwner(appeal: Appeal, text: RichText, choices: readonly Choice[] = [], files: readonly Attachment[] = []): void {
    if (appeal.personal) this.tell(appeal.personal.home, appeal, text, choices, files)
  }

  /** Says something to somebody else that is about no appeal; `subject` is whose key seals it. Not before `notBefore`. */
  tellOf(
    subject: PersonId,
    to: Address | readonly Address[],
    text: RichText,
    choices: readonly Choice[] = [],
    notBefore: Instant | undefined = undefined,
  ): void {
    for (const at of [to].flat()) {
      this.#told.push({ subject, reply: replyOf(at, text, { choices, ...(notBefore && { notBefore }) }) })
    }
  }

  /** Shows a card that lives and is about no appeal: what was shown there under this name is edited. */
  showCard(
    to: Address | readonly Address[],
    card: string,
    text: RichText,
    choices: readonly Choice[] = [],
    subject: PersonId = 'system',
    more: Pick<More, 'anew' | 'files'> = {},
  ): void {
    for (const at of [to].flat()) this.#told.push({ subject, reply: replyOf(at, text, { choices, card, ...more }) })
  }

  /** Shows the speaker, in his own chat, a page that is edited in place as its buttons are pressed. */
  showPage(card: string, text: RichText, choices: readonly Choice[] = []): void {
    this.showCard(this.home, card, text, choices, this.party.id)
  }

  /** Puts the card of an appeal, or what answers it, before all else that is told; `later`: behind it, since nobody waits. */
  put(to: Address, appeal: Appeal, text: RichText, more: More, later = false): void {
    const reply: Reply = { ...replyOf(to, text, more), about: appeal.number }
    const list = later ? this.#refreshed : this.#shown
    list.push({ subject: appeal.subject, reply })
  }

  /** Lets something happen to an appeal, and returns how it stands then. */
  record(number: AppealNumber, happening: Happening, subject?: PersonId): Appeal {
    return this.#chronicle.ofAppeal(number, happening, subject)
  }

  /**
   * Keeps a question that was not answered well, without names, phones and enterprises. `document` is the one shown, or the
   * nearest; `reason` is what the person said of it. Returns its id, for what may be said of it later.
   */
  recordGap(text: string, about: GapAbout): GapId {
    const { confidence, why, reason, document, of } = about
    const id = of ?? `gap-${this.#chronicle.mintId()}`
    const said = { ...(reason && { reason: unnamed(reason, this) }) }
    const shown = { why, ...(document && { document }) }
    if (of) this.#chronicle.ofGap(id, this.party.id, { type: 'remarked', data: shown, personal: said })
    else {
      const question = unnamed(text, this)
      const data = { confidence, ...shown, group: this.desk.likeGap(question) ?? id }
      const personal = { question, ...(!this.#origin.unmet && { home: this.home }), ...said }
      this.#chronicle.ofGap(id, this.party.id, { type: 'asked', data, personal })
    }
    return id
  }

  /** Takes an asking from the list of those that wait for an answer. */
  dismissGap({ id, subject }: Gap): void {
    this.#chronicle.ofGap(id, subject, { type: 'dismissed', data: {} })
  }

  /** Lets something happen to an answer of staff, or a new one be proposed, and returns how it stands then. */
  recordEntry(before: Entry | undefined, happening: EntryHappening): Entry {
    return this.#chronicle.ofEntry(before, happening, this.party.id)
  }

  /** Lets something happen to a push, or a new one be proposed, and returns how it stands then. */
  recordPush(before: Push | undefined, happening: PushHappening): Push {
    return this.#chronicle.ofPush(before, happening)
  }

  /** Lets something happen to a member of staff, or a new one be invited, and returns how he stands then. */
  recordMember(before: Member | undefined, happening: StaffHappening): Member {
    return this.#chronicle.ofMember(before, happening)
  }

  /** From now on those who have a part in something meet there, or nowhere. */
  recordPlace(of: PlaceId, happening: PlaceHappening): void {
    this.#chronicle.ofPlace(of, happening)
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
    this.#focused = number
    this.conversation = { ...this.conversation, focus: number }
  }

  decide(): Outcome {
    const { needs } = this.#reads
    if (needs.length > 0) return { needs }
    const said = this.#reply()
    return {
      person: this.person,
      conversation: this.conversation,
      events: this.#chronicle.events,
      replies: [...this.#shown, ...(said ? [said] : []), ...this.#told, ...this.#refreshed].map((one) =>
        this.#withRoom(one),
      ),
      jobs: this.#jobs,
      ...(this.#notice && { notice: this.#notice }),
    }
  }

  #withRoom({ subject, reply }: Addressed): Addressed {
    const hint = this.inGroup && isSameChat(reply.to, this.#at) ? answerText.cutHereInGroup : answerText.cutHere
    return { subject, reply: withinRoom(reply, this.desk.room(reply.to), hint) }
  }

  /** What was said, as one message: in a group it answers the message that it is about. */
  #reply(): Addressed | undefined {
    if (!this.spoke) return undefined
    if (!this.#keepsTable) {
      this.conversation = { ...this.conversation, offered: [...this.#speech.choices], offeredAt: this.desk.now }
    }
    const { sender, receipt } = this.#origin
    const names = this.desk.keepsCards(this.#at)
    return this.#speech.reply(
      this.#at,
      { subject: this.party.id, ...(this.#focused && { number: this.#focused }) },
      {
        names,
        answers: this.pressed ?? (this.inGroup ? receipt : undefined),
        asks: this.inGroup && this.conversation.waiting ? sender : undefined,
        claims: this.#claims,
      },
    )
  }
}
