import type { Message } from '../../bot/model/message.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import type { Overview } from '../../bot/ports/overview.ts'

export interface ConsoleOptions {
  readonly overview: Overview
  /** Where it is reached from outside, without `/console`. */
  readonly base: string
  readonly city: string
  /** Signs the cookies: the same in every process on the same ledger, and nobody else's to know. */
  readonly key: string
  /** Takes an entrance; `committed` where it opened. */
  readonly receive: (message: Message) => Promise<{ readonly outcome: string }>
  /** SHA-256 of a text, in hexadecimal. */
  readonly digest: (text: string) => string
  readonly clock: Pick<Clock, 'now'>
  /** Told in a line what leaves a trace: who came in, who was refused, who took the ledger with him. It names nobody. */
  readonly log: (line: string) => void
}
