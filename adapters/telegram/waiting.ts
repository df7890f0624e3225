import type { Clock } from '../../bot/ports/clock.ts'
import type { Pulse } from './health.ts'
import { TelegramError, type Trouble } from './trouble.ts'

const LONGEST_MS = 60_000

/** How long to wait after so many failures in a row, the first being 0. What only people can mend is not hurried. */
function waitAfter(trouble: Trouble, failures: number): number {
  switch (trouble.kind) {
    case 'slow':
      return trouble.afterMs
    case 'token':
    case 'refused':
      return LONGEST_MS
    case 'conflict':
      return Math.min(5_000 * 2 ** failures, LONGEST_MS)
    default:
      return Math.min(1_000 * 2 ** failures, LONGEST_MS)
  }
}

/** Tries until it succeeds; undefined when it was told to stop before. */
export async function persistently<T>(
  attempt: () => Promise<T>,
  { clock, pulse, stop }: { readonly clock: Clock; readonly pulse: Pulse; readonly stop: AbortSignal },
): Promise<T | undefined> {
  for (let failures = 0; !stop.aborted; failures++) {
    try {
      return await attempt()
    } catch (error) {
      if (stop.aborted) break
      if (!(error instanceof TelegramError)) throw error
      const { trouble } = error
      if (trouble.kind === 'slow') pulse.slow(trouble.afterMs)
      else pulse.down(trouble)
      await clock.sleep(waitAfter(trouble, failures), stop)
    }
  }
  return undefined
}

/** What it comes to, or something else where that takes longer. */
export async function atMost<T>(clock: Clock, ms: number, running: Promise<T>, otherwise: T): Promise<T> {
  const over = new AbortController()
  const late = clock.sleep(ms, over.signal).then(() => otherwise)
  return await Promise.race([running, late]).finally(() => over.abort())
}
