import type { Instant } from '../model/instant.ts'
import type { ChannelName, Receipt } from '../model/message.ts'
import type { NewDelivery } from './appeal-store.ts'

export interface Delivery extends NewDelivery {
  readonly channel: ChannelName
  readonly attempts: number
  readonly createdAt: Instant
}

/** What must leave: written with the change that decided it, and kept until a channel has said it is out. */
export interface Outbox {
  /**
   * The oldest pending row of each address, leased until `until`, so that a person's messages keep their order.
   * A parked row does not hold up the next. A pending row with a card that a newer row replaces is dropped.
   */
  claim(want: {
    readonly channels: readonly ChannelName[]
    readonly limit: number
    readonly now: Instant
    readonly until: Instant
  }): Promise<readonly Delivery[]>
  delivered(id: string, receipt: Receipt | null, at: Instant): Promise<void>
  /** Tries again at `retryAt`; null parks it, where staff can see it. `reason` names no person and quotes no text. */
  failed(id: string, retryAt: Instant | null, reason: string): Promise<void>
}
