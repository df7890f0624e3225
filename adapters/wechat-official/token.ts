import { plusMs } from '../../bot/model/instant.ts'
import type { Clock } from '../../bot/ports/clock.ts'

export interface Granted {
  readonly token: string
  /** How long it is good. */
  readonly seconds: number
}

/** The access token, asked for once by one: whoever wants it meanwhile waits for the same answer. */
export interface Tokens {
  get(): Promise<string>
  /** Another than this one, which was refused; the one there is, where somebody has renewed it already. */
  renew(refused: string): Promise<string>
  /** Asks whatever is kept: whether one can be had says whether the API is there. */
  check(): Promise<void>
}

/** Tencent hands out the next one five minutes before the end, and takes both until then. */
const BEFORE_END_SECONDS = 240
/** Whatever it says of how long: it is not asked for at every request, nor kept for ever. */
const SHORTEST_SECONDS = 30
const LONGEST_SECONDS = 7_200
/** 强制刷新: twenty a day. More often it is not the token that is at fault. */
const ANEW_MS = 72 * 60_000

/**
 * `ask` gets the one there is; told `anew` it makes the API forget that, where it can. What `ask` rejects with is passed
 * on, and nothing is kept.
 */
export function createTokens(clock: Clock, ask: (anew: boolean) => Promise<Granted>): Tokens {
  let kept: { readonly token: string; readonly until: string } | undefined
  const asking = new Map<boolean, Promise<string>>()
  let anewAt = Number.NEGATIVE_INFINITY

  function fetch(anew: boolean): Promise<string> {
    const before = asking.get(anew)
    if (before) return before
    const now = ask(anew)
      .then(({ token, seconds }) => {
        kept = { token, until: plusMs(clock.now(), 1_000 * usable(seconds)) }
        return token
      })
      .finally(() => asking.delete(anew))
    asking.set(anew, now)
    return now
  }

  return {
    async get() {
      return kept && clock.now() < kept.until ? kept.token : fetch(false)
    },
    async renew(refused) {
      const other = () => (kept && kept.token !== refused ? kept.token : undefined)
      const next = other() ?? (await fetch(false))
      const now = Date.parse(clock.now())
      // Somebody may have renewed it while this one asked.
      if (next !== refused || Math.abs(now - anewAt) < ANEW_MS) return other() ?? next
      const renewed = await fetch(true)
      anewAt = now
      return renewed
    },
    async check() {
      await fetch(false)
    },
  }
}

function usable(seconds: number): number {
  return Math.min(Math.max(seconds - BEFORE_END_SECONDS, seconds / 2, SHORTEST_SECONDS), LONGEST_SECONDS)
}
