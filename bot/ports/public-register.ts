import type { CalendarDate } from '../model/instant.ts'

/** A kind of matter, as the public may know it. */
export interface PublicService {
  readonly code: string
  readonly name: string
  readonly description: string
}

/** What anybody may know of an appeal; `bot/public/` decides what that is. */
export interface PublicRequest {
  /** A pseudonym: only whoever holds the master key can tie it to an appeal. */
  readonly id: string
  readonly status: 'open' | 'closed'
  /** How it stands, in a word. */
  readonly notes: string
  readonly service: PublicService
  /** Absent where it would single somebody out. */
  readonly agency?: string
  readonly area?: string
  /** How exactly the days are told; of a month they are its first. */
  readonly precision: 'day' | 'month'
  readonly requested: CalendarDate
  readonly updated: CalendarDate
  /** When a result is promised. */
  readonly expected?: CalendarDate
}

export interface PublicRegister {
  readonly services: readonly PublicService[]
  /** The latest first. */
  readonly requests: readonly PublicRequest[]
}
