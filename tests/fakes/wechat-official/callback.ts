import type { Fault } from '../telegram/faults.ts'

export interface Pace {
  /** So long an answer is waited for: five seconds, as at Tencent. */
  readonly timeoutMs: number
  /** So long after it was not had the next try comes. */
  readonly retryMs: number
  /** Three, as at Tencent. */
  readonly tries: number
}

/** One try of a callback, as it went. */
export interface Delivered {
  /** 0 where there was no answer in time. */
  readonly status: number
  readonly text: string
  /** Real milliseconds until the answer. */
  readonly ms: number
}

export interface Callback {
  readonly url: string
  readonly query: Readonly<Record<string, string>>
  readonly body: string
}

/** Posts until it is answered with 200, so many times; the tries in order. */
export async function bring(
  callback: () => Callback,
  pace: Pace,
  strike: () => Fault | undefined,
  ended: AbortSignal,
): Promise<readonly Delivered[]> {
  const tries: Delivered[] = []
  while (tries.length < pace.tries && !ended.aborted) {
    if (tries.length > 0) await new Promise((resolve) => setTimeout(resolve, pace.retryMs).unref())
    const done = await attempt(callback(), pace.timeoutMs, strike(), ended)
    tries.push(done)
    if (done.status === 200) break
  }
  return tries
}

async function attempt(
  { url, query, body }: Callback,
  timeoutMs: number,
  fault: Fault | undefined,
  ended: AbortSignal,
): Promise<Delivered> {
  const began = Date.now()
  const lost = (): Delivered => ({ status: 0, text: '', ms: Date.now() - began })
  if (fault && !('executed' in fault && fault.executed)) return lost()
  const to = new URL(url)
  for (const [name, value] of Object.entries(query)) to.searchParams.set(name, value)
  try {
    const response = await fetch(to, {
      method: 'POST',
      // Each by a connection of its own, so that none is left when all is closed.
      headers: { 'content-type': 'text/xml', connection: 'close' },
      body,
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ended]),
    })
    const text = await response.text()
    return fault ? lost() : { status: response.status, text, ms: Date.now() - began }
  } catch {
    return lost()
  }
}
