import { randomBytes } from 'node:crypto'
import { Refusal } from './refusal.ts'

/** Access tokens of one application. Times are milliseconds of the fake's clock. */
export interface Tokens {
  /** The one that is good, or a new one where it soon ends: what `stable_token` and `gettoken` do. */
  stable(): Granted
  /** A new one each time; the one before is good for a while: what `token` does. */
  fresh(): Granted
  /** A new one, and the one before is no good any more. */
  forced(): Granted
  /** Throws a `Refusal` where it is not good. */
  check(token: string | null): void
  /** All that were given out have run out. */
  expire(): void
  /** Somebody else asked for a new one, and those given out are no good any more. */
  replace(): void
}

export interface Granted {
  readonly access_token: string
  readonly expires_in: number
}

export interface TokenWays {
  readonly livesMs: number
  /** So long the older is good beside the newer. */
  readonly graceMs: number
  /** What is said of one that is not the latest. */
  readonly stale: () => Refusal
}

interface Kept {
  readonly token: string
  readonly series: 'stable' | 'fresh'
  until: number
  stale: boolean
}

export function createTokens(now: () => number, { livesMs, graceMs, stale }: TokenWays): Tokens {
  const all = new Map<string, Kept>()
  const latest: { stable?: Kept; fresh?: Kept } = {}

  function make(series: Kept['series'], older: 'lives on' | 'ends'): Granted {
    const before = latest[series]
    if (before && older === 'ends') before.stale = true
    if (before) before.until = Math.min(before.until, now() + graceMs)
    const token = randomBytes(48).toString('base64url')
    latest[series] = { token, series, until: now() + livesMs, stale: false }
    all.set(token, latest[series])
    return granted(latest[series])
  }
  const granted = ({ token, until }: Kept): Granted => ({
    access_token: token,
    expires_in: Math.max(0, Math.floor((until - now()) / 1000)),
  })

  return {
    stable() {
      const kept = latest.stable
      return kept && !kept.stale && kept.until - now() > graceMs ? granted(kept) : make('stable', 'lives on')
    },
    fresh: () => make('fresh', 'lives on'),
    forced: () => make('stable', 'ends'),
    check(token) {
      if (!token) throw new Refusal(41001, 'access_token missing')
      const kept = all.get(token)
      if (!kept) throw new Refusal(40014, 'invalid access_token')
      if (kept.stale) throw stale()
      if (kept.until <= now()) throw latest[kept.series] === kept ? new Refusal(42001, 'access_token expired') : stale()
    },
    expire() {
      for (const kept of all.values()) kept.until = Math.min(kept.until, now())
    },
    replace() {
      for (const kept of all.values()) kept.stale = true
    },
  }
}
