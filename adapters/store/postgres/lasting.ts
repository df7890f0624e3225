import { setTimeout as pause } from 'node:timers/promises'
import { sqlStateOf } from './db.ts'

/** Waited between one try and the next, the last of these again and again. */
const WAITS_MS = [50, 100, 200, 500, 1_000, 2_000]

/** The connection broke, or the server is just going down or coming up: what was asked for may have been done or not. */
export function isCutOff(error: unknown): boolean {
  const code = sqlStateOf(error)
  const isOurs = error instanceof Error && 'code' in error && error.code === 'storage'
  return isOurs && (code === undefined || code.startsWith('08') || code.startsWith('57P'))
}

/** Others have what it needs, for longer than one waits: lock timeout, statement timeout, deadlocks again and again. */
const HELD_UP = ['55P03', '57014', '40001', '40P01']
export const isHeldUp = (error: unknown): boolean => HELD_UP.includes(sqlStateOf(error) ?? '')

/** Does it again as long as that may help, and it may be done twice. @throws what it last failed with */
export async function lasting<T>(
  work: () => Promise<T>,
  { forMs, helps, over = () => false }: { forMs: number; helps: (error: unknown) => boolean; over?: () => boolean },
): Promise<T> {
  const begun = performance.now()
  for (let tried = 0; ; tried++) {
    try {
      return await work()
    } catch (error) {
      const waitMs = WAITS_MS[Math.min(tried, WAITS_MS.length - 1)] ?? 0
      if (!helps(error) || over() || performance.now() - begun + waitMs > forMs) throw error
      await pause(waitMs)
    }
  }
}
