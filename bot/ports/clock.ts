import type { Instant } from '../model/instant.ts'

export interface Clock {
  now(): Instant
  /** Resolves after so many milliseconds of this clock, or at once when told to stop. */
  sleep(ms: number, stop: AbortSignal): Promise<void>
}
