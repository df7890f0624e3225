import type { Instant } from '../../../bot/model/instant.ts'
import type { ChannelName } from '../../../bot/model/message.ts'
import type { Folds } from '../../../bot/ports/appeal-store.ts'
import type { Keyring } from '../keyring.ts'
import type { ServerClock } from './clock.ts'
import type { Db } from './db.ts'
import type { Forgetting } from './forgetting.ts'

/** What the parts of a ledger in a database have in common. */
export interface World {
  readonly db: Db
  readonly master: Buffer
  readonly folds: Folds
  readonly instance: string
  readonly now: () => Instant
  readonly pseudonym: Keyring['pseudonym']
  readonly forgetting: Forgetting
  readonly clock: ServerClock
  /** Commits whose answer is not known: where there was one, this instance is told of it as of another's. */
  readonly unsure: Set<string>
  /** Nothing new is begun. */
  readonly isClosing: () => boolean
  /** When this instance last looked what may leave; now, where it is another that does. */
  readonly claimedAt: () => Instant
  /** The channels that it claims for. */
  readonly serving: () => readonly ChannelName[]
}
