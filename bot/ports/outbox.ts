import type { Instant } from '../model/instant.ts'
import type { Address, ChannelName, Receipt } from '../model/message.ts'
import type { NewDelivery } from './appeal-store.ts'
import type { Known } from './channel.ts'

export interface Delivery extends NewDelivery {
  readonly channel: ChannelName
  readonly attempts: number
  readonly createdAt: Instant
  /** What the ledger remembers of the chat that this belongs to, as of the claim. */
  readonly known?: Known
}

/** What must leave: written with the change that decided it, and kept until a channel has said it is out. */
export interface Outbox {
  /**
   * The oldest pending row of each address, leased until `until`, so that a person's messages keep their order.
   * A parked row does not hold up the next. A pending row with a card takes up what a newer row with that card says, and
   * keeps its place.
   */
  claim(want: {
    readonly channels: readonly ChannelName[]
    readonly limit: number
    readonly now: Instant
    readonly until: Instant
  }): Promise<readonly Delivery[]>
  /** Out it is. What the receipts are about, and the card, are remembered with them. */
  delivered(id: string, receipts: readonly Receipt[], at: Instant): Promise<void>
  /** Tries again at `retryAt`; null parks it, where staff can see it. `reason` names no person and quotes no text. */
  failed(id: string, retryAt: Instant | null, reason: string): Promise<void>
  /** Lets it wait without counting a try; nothing is written, for a process that starts anew may try at once. */
  postponed(id: string, until: Instant, reason: string): Promise<void>
  /**
   * What was postponed for this address may be claimed at once, for it has just been heard from; and as long as the
   * process lives it comes behind what answers that.
   */
  hasten(to: Address): void
  /** What was parked is tried again from now on; how many they were. */
  retry(at: Instant): Promise<number>
}
