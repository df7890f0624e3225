import type { Clock } from '../../bot/ports/clock.ts'

/** What it comes to; or something else where that takes longer, or it is told to stop. Nothing is left behind. */
export async function atMost<T, O>(
  clock: Clock,
  ms: number,
  running: Promise<T>,
  otherwise: O,
  stop?: AbortSignal,
): Promise<T | O> {
  // Not `AbortSignal.any`: in Node 20 a signal that lives long remembers for good each that was made of it.
  const over = new AbortController()
  const end = () => over.abort()
  stop?.addEventListener('abort', end)
  if (stop?.aborted) end()
  const late = clock.sleep(ms, over.signal).then(() => otherwise)
  return await Promise.race([running, late]).finally(() => {
    stop?.removeEventListener('abort', end)
    end()
  })
}
