import { chained } from '../../appeal/chain.ts'
import { foldEntry } from '../../appeal/gaps.ts'
import { fold } from '../../appeal/history.ts'
import { showNumber } from '../../appeal/reference.ts'
import type { Actor, Appeal, AppealNumber, PersonId } from '../../model/appeal.ts'
import type { AppealEvent, EntryEvent, Event, GapEvent, PlaceEvent, PushEvent, StaffEvent } from '../../model/event.ts'
import type { Entry, GapId } from '../../model/gap.ts'
import type { Push } from '../../model/push.ts'
import type { Member, PlaceId } from '../../model/staff.ts'
import { foldPush } from '../../policy/pushes.ts'
import { foldMember } from '../../roster/fold.ts'
import type { Desk } from '../desk.ts'
import type { EntryHappening, Happening, PlaceHappening, PushHappening, StaffHappening } from './kinds.ts'

/** What happens in one turn, and how the appeals stand then. */
export class Chronicle {
  readonly events: Event[] = []
  readonly #desk: Desk
  readonly #appeals: Map<AppealNumber, Appeal>
  readonly #before: Map<AppealNumber, Appeal>
  /** The speaker's own, with those he lodged in this turn. */
  readonly #own: AppealNumber[]
  #keptAttachments = false
  by: Actor

  constructor(desk: Desk, by: Actor, own: readonly Appeal[]) {
    this.#desk = desk
    this.by = by
    this.#appeals = new Map(own.map((appeal) => [appeal.number, appeal]))
    this.#before = new Map(this.#appeals)
    this.#own = own.map(({ number }) => number)
  }

  /** Whether files that came with the message were kept with an appeal. */
  get keptAttachments(): boolean {
    return this.#keptAttachments
  }

  /** The speaker's own appeals as they now stand, the latest first. */
  get own(): Appeal[] {
    const own = this.#own.flatMap((number) => this.#appeals.get(number) ?? [])
    return own.sort((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1))
  }

  /** The appeals to which something happened that their cards may show. */
  get changed(): readonly AppealNumber[] {
    const of = this.events.flatMap(({ stream, type, of }) => (stream === 'appeal' && !UNSEEN.has(type) ? [of] : []))
    return [...new Set(of)]
  }

  registers(number: AppealNumber): boolean {
    return this.events.some(({ type, of }) => type === 'registered' && of === number)
  }

  appeal(number: AppealNumber): Appeal | undefined {
    return this.#appeals.get(number)
  }

  /** It was read, and stands like this. */
  know(appeal: Appeal): void {
    this.#appeals.set(appeal.number, appeal)
    this.#before.set(appeal.number, appeal)
  }

  /** As it stood before this turn. */
  before(number: AppealNumber): Appeal | undefined {
    return this.#before.get(number)
  }

  ofAppeal(number: AppealNumber, happening: Happening, subject: PersonId = this.#subjectOf(number)): Appeal {
    const before = this.#appeals.get(number)
    const said = { ...this.#common('appeal', number, subject), ...happening } as AppealEvent
    const event = chained(said, before?.head, this.#desk.digest, this.#desk.mint.salt())
    const after = fold(before, event)
    if (!before) this.#own.push(number)
    this.#appeals.set(number, after)
    this.events.push(event)
    this.#keptAttachments ||= filesIn(event) > 0
    return after
  }

  ofGap(id: GapId, subject: PersonId, happening: Pick<GapEvent, 'type' | 'data' | 'personal'>): void {
    this.events.push({ ...this.#common('gap', id, subject), ...happening } as GapEvent)
  }

  ofEntry(before: Entry | undefined, happening: EntryHappening, subject: PersonId): Entry {
    const of = before?.id ?? `ent-${this.mintId()}`
    const event = { ...this.#common('entry', of, subject), ...happening } as EntryEvent
    this.events.push(event)
    return foldEntry(before, event)
  }

  ofPush(before: Push | undefined, happening: PushHappening): Push {
    const of = before?.id ?? `push-${this.mintId()}`
    const event = { ...this.#common('push', of, 'system'), ...happening } as PushEvent
    this.events.push(event)
    return foldPush(before, event)
  }

  ofMember(before: Member | undefined, happening: StaffHappening): Member {
    const of = before?.id ?? `st-${this.mintId()}`
    const event = { ...this.#common('staff', of, of), ...happening } as StaffEvent
    this.events.push(event)
    return foldMember(before, event)
  }

  ofPlace(of: PlaceId, happening: PlaceHappening): void {
    this.events.push({ ...this.#common('place', of, 'system'), ...happening } as PlaceEvent)
  }

  /** Twelve characters that nobody guesses. */
  mintId(): string {
    return `${this.#desk.mint.code()}${this.#desk.mint.code()}`
  }

  #common<S extends Event['stream']>(stream: S, of: string, subject: PersonId) {
    return { stream, of, subject, at: this.#desk.now, by: this.by } as const
  }

  #subjectOf(number: AppealNumber): PersonId {
    const appeal = this.#appeals.get(number)
    if (!appeal) throw new RangeError(`${showNumber(number)} was not read before something happened to it`)
    return appeal.subject
  }
}

/** Stands in the history alone. */
const UNSEEN: ReadonlySet<Event['type']> = new Set(['contact-opened', 'unsealed', 'file-opened', 'archived'])

function filesIn({ type, personal }: AppealEvent): number {
  if (!personal) return 0
  if (type === 'registered') return personal.particulars.attachments.length
  return 'attachments' in personal ? personal.attachments.length : 0
}
