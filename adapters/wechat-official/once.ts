import { createHash } from 'node:crypto'
import type { Reply } from '../../bot/model/reply.ts'
import type { Channel, Sent } from '../../bot/ports/channel.ts'

/** How far a delivery has come. */
export interface Progress {
  /** Of its key and what it says, in base64url. */
  readonly digest: string
  /** So many of its parts are out. */
  out: number
  /** How often the next part could not be brought out, for no reason but its own. */
  failures: number
  /** Nobody knows whether the next part is out already. */
  unsure: boolean
}

/** So many that are partly out are remembered, and so many that are wholly out, should their rows not have been marked. */
const REMEMBERED = 5_000

/**
 * Runs no delivery twice at a time, and hands it how far it has come, so that no part of it is sent again. Another text
 * under the same key is another delivery.
 */
export function onceEach(run: (reply: Reply, key: string, now: Progress) => Promise<Sent>): Channel['send'] {
  const running = new Map<string, Promise<Sent>>()
  const partly = new Map<string, Progress>()
  const wholly = new Map<string, true>()

  async function begin(reply: Reply, key: string, digest: string): Promise<Sent> {
    const now = partly.get(digest) ?? { digest, out: 0, failures: 0, unsure: false }
    partly.delete(digest)
    const isBegun = () => now.out > 0 || now.failures > 0 || now.unsure
    try {
      const sent = await run(reply, key, now)
      if (sent.kind === 'sent') keep(wholly, digest, true)
      else if (isBegun()) keep(partly, digest, now)
      return sent
    } catch (error) {
      if (isBegun()) keep(partly, digest, now)
      throw error
    } finally {
      running.delete(digest)
    }
  }

  return async (reply, key) => {
    const digest = digestOf(reply, key)
    if (wholly.has(digest)) return { kind: 'sent', receipts: [] }
    const sending = running.get(digest) ?? begin(reply, key, digest)
    running.set(digest, sending)
    return sending
  }
}

const digestOf = (reply: Reply, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([key, reply]))
    .digest('base64url')

function keep<T>(all: Map<string, T>, digest: string, value: T): void {
  all.set(digest, value)
  if (all.size <= REMEMBERED) return
  const [oldest] = all.keys()
  if (oldest !== undefined) all.delete(oldest)
}
