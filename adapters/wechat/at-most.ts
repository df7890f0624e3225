import type { Clock } from '../../bot/ports/clock.ts'

/** What it comes to; or something else where that takes longer, or it is told to stop. No timer is left behind. */
export async function atMost<T, O>(
  clock: Clock,
  ms: number,
  running: Promise<T>,
  otherwise: O,
  stop?: AbortSignal,
): Promise<T | O> {
  const over = new AbortController()
  const late = clock.sleep(ms, stop ? AbortSignal.any([over.signal, stop]) : over.signal).then(() => otherwise)
  return await Promise.race([running, late]).finally(() => over.abort())
}
