import { dateOf, plusDays } from '../../../bot/model/instant.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import type { Tally } from '../tally.ts'
import type { Lane } from './pace.ts'

/**
 * Of a day's messages pushes may take four fifths, and answers all: what bans an account is what it sends unasked, and
 * whoever asks is not to find it silent because notices went out in the morning.
 */
const FOR_PUSHES = 0.8
/** Then a day begins for those who are to have what was too much the day before. */
const MORNING = '08:00:00+08:00'
/** They do not all come at the same minute. */
const SPREAD_MS = 60 * 60_000

export interface QuotaOptions {
  readonly perDay: number
  readonly tally: Tally
  readonly clock: Clock
  /** 0..1 */
  readonly random: () => number
}

/** How much may leave the account in a day of Asia/Shanghai. */
export function createQuota({ perDay, tally, clock, random }: QuotaOptions): {
  /** 0 where one more may leave; else how long it is until tomorrow morning, in milliseconds. */
  wait(lane: Lane): Promise<number>
} {
  // However few there are, one of them can be a push, and of two one is left for an answer.
  const forPushes = Math.max(1, Math.floor(perDay * FOR_PUSHES))
  return {
    async wait(lane) {
      // What has begun is brought to its end.
      const most = lane === 'push' ? forPushes : perDay
      if (lane === 'begun' || (await tally.of('sent')) < most) return 0
      const now = clock.now()
      const morning = Date.parse(`${plusDays(dateOf(now), 1)}T${MORNING}`)
      return morning - Date.parse(now) + Math.floor(random() * SPREAD_MS)
    },
  }
}
