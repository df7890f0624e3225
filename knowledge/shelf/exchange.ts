import type { GenerationFacts, Shelved } from './pointer.ts'

/** What answers in every process on the same ledger. */
export interface Published extends Shelved {
  /** Counted up whenever another generation is put in place, also by going back. */
  readonly change: number
}

/** Where processes that share a ledger hand generations to each other: what is put in place by one answers in all. */
export interface Exchange {
  /** What answers everywhere now; null where nothing was put in place yet. */
  newest(): Promise<Published | null>
  /** Writes a generation into a file. Rejects where it is no longer kept, or did not come whole. */
  fetch(number: number, file: string): Promise<void>
  /**
   * Puts the generation in this file in place everywhere. Null where something else was put in place after `since`, which
   * is the `change` it was compared with (0 where there was nothing): then nothing is changed.
   */
  publish(order: {
    readonly file: string
    readonly facts: GenerationFacts
    readonly since: number
  }): Promise<Published | null>
  /** Goes back to this one, which then stays until the next reload. Null as above. */
  pin(order: { readonly number: number; readonly since: number }): Promise<Published | null>
  /** Calls whenever something may have been put in place, and now and then without need, until told to stop. Never rejects. */
  watch(on: () => void, stop: AbortSignal): Promise<void>
}
