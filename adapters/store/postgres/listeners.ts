import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Fault } from '../../../bot/model/fault.ts'
import type { Db } from './db.ts'

/** Those who listen to a database, each on a connection of its own, which is replaced where it is lost. */
export function createListeners(
  openClient: () => Promise<pg.Client>,
  failure: (error: unknown) => Fault,
): { readonly listen: Db['listen']; close(): Promise<void> } {
  const stops = new Set<() => Promise<void>>()

  async function listen(topic: string, on: () => void): Promise<() => Promise<void>> {
    const stopping = new AbortController()
    let client: pg.Client | undefined

    async function hear(): Promise<void> {
      const next = await openClient()
      const again = (): void => void (stopping.signal.aborted || rejoin())
      next.once('end', again)
      next.on('notification', on)
      try {
        await next.query(`listen ${pg.escapeIdentifier(topic)}`)
      } catch (error) {
        next.off('end', again)
        await endOf(next)
        throw failure(error)
      }
      client = next
      if (stopping.signal.aborted) await endOf(next)
    }

    async function rejoin(): Promise<void> {
      for (let waitMs = 100; !stopping.signal.aborted; waitMs = Math.min(2 * waitMs, 5_000)) {
        await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => {})
        if (stopping.signal.aborted) return
        const isBack = await hear().then(
          () => true,
          () => false,
        )
        if (isBack) return on()
      }
    }

    async function stop(): Promise<void> {
      stopping.abort()
      stops.delete(stop)
      if (client) await endOf(client)
    }

    stops.add(stop)
    try {
      await hear()
    } catch (error) {
      await stop()
      throw error
    }
    return stop
  }

  return {
    listen,
    async close() {
      await Promise.all([...stops].map((stop) => stop()))
    },
  }
}

/** Says goodbye, and does not wait for a server that is gone without a word. */
export async function endOf(client: pg.Client): Promise<void> {
  await Promise.race([client.end().catch(() => {}), pause(1_000, undefined, { ref: false })])
}
