import type { PersonId } from '../model/appeal.ts'
import type { Event } from '../model/event.ts'

/** What other processes on the same ledger did. */
export interface Elsewhere {
  /** Events became durable there. It must not fail. */
  readonly took: (events: readonly Event[]) => Promise<void>
  /** Somebody was erased there. It must not fail. */
  readonly erased: (person: PersonId) => Promise<void>
}

/** Other processes that work on the same ledger. A ledger that one process owns has none. */
export interface Peers {
  /** Tells what the others do, in the order of the ledger, each thing at least once, until told to stop; survives a lost connection. */
  follow(elsewhere: Elsewhere, stop: AbortSignal): Promise<void>
  /** Resolves when all that was durable when this was called has been told; `follow` must be under way. */
  caughtUp(): Promise<void>
  /**
   * Does work that one process at a time may do. It waits for its turn, which comes within seconds of the end of whoever
   * had it; the signal ends the work where the turn is lost, and then it waits again, until told to stop.
   */
  alone(name: string, work: (turn: AbortSignal) => Promise<void>, stop: AbortSignal): Promise<void>
}
