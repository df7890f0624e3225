import type { Instant } from '../../bot/model/instant.ts'
import type { Row } from './row.ts'

/**
 * What is known of a row while it is under way. A ledger in memory or in a folder keeps it as long as its process lives;
 * several processes on one database keep it there.
 */
export interface Keeping {
  readonly lease?: { readonly since: Instant; readonly until: Instant; readonly hastened?: true } | undefined
  /** What the channel would not take yet. */
  readonly wait?: { readonly until: Instant; readonly reason: string } | undefined
  /** Of a card that is being sent: the newer one that is to take its place should it fail. */
  readonly newer?: string | undefined
  /** It is to be sent anew because these, whose place it took, were. */
  readonly inherited?: readonly string[] | undefined
  /** Its place in its line, where that is not the order of creation. */
  readonly rank?: number | undefined
}

/** What keeps the quiet hours holds up nobody; what failed keeps its place. */
export const isPassedOver = (row: Row, lease: Keeping['lease'], now: Instant): boolean =>
  row.attempts === 0 && !lease && (row.retryAt ?? '') > now

/** Nothing keeps it any more from then on. */
export function latest({ retryAt }: Row, lease: Keeping['lease'], wait: Keeping['wait']): Instant {
  return [lease?.until, retryAt, wait?.until].reduce<Instant>((last, at) => (at && at > last ? at : last), '')
}
