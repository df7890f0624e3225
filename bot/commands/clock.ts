import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../ports/clock.ts'

const LONGEST_MS = 2 ** 31 - 1 // a longer timer fires at once

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  async sleep(ms, stop) {
    await setTimeout(Math.min(ms, LONGEST_MS), undefined, { signal: stop }).catch(() => {})
  },
}
