import { tooManyRequests } from './refusal.ts'

/** So many in so much time. */
export interface Rate {
  readonly messages: number
  readonly perMs: number
}

export interface Limits {
  /** All chats together. */
  readonly overall?: Rate
  /** Each person's own chat. */
  readonly chat?: Rate
  readonly group?: Rate
}

/** What Telegram tells bots to keep to: 30 a second over all, about one a second in a chat, 20 a minute in a group. */
export const TELEGRAM_LIMITS: Limits = {
  overall: { messages: 30, perMs: 1_000 },
  chat: { messages: 3, perMs: 3_000 },
  group: { messages: 20, perMs: 60_000 },
}

export interface Limiter {
  set(limits: Limits): void
  /** Throws a 429 where the bot is too fast, and goes on doing so until the time it was told is over. */
  check(chat: number): void
  /** Calls that came although the bot had been told to wait. */
  readonly impatient: number
}

/** Counts what is posted or edited, over a sliding window, by chat and over all. */
export function createLimiter(now: () => number): Limiter {
  let limits: Limits = {}
  let impatient = 0
  const sent = new Map<string, number[]>()
  const shutUntil = new Map<string, number>()

  function waitFor(key: string, rate: Rate): number {
    const shut = shutUntil.get(key) ?? 0
    if (shut > now()) {
      impatient++
      return shut - now()
    }
    const recent = (sent.get(key) ?? []).filter((at) => at > now() - rate.perMs)
    sent.set(key, recent)
    if (recent.length < rate.messages) return 0
    return Math.max((recent[0] ?? 0) + rate.perMs - now(), 1)
  }

  return {
    get impatient() {
      return impatient
    },
    set(next) {
      limits = next
      sent.clear()
      shutUntil.clear()
    },
    check(chat) {
      const own = chat < 0 ? limits.group : limits.chat
      const rules = [
        ...(limits.overall ? [{ key: 'overall', rate: limits.overall }] : []),
        ...(own ? [{ key: String(chat), rate: own }] : []),
      ]
      for (const { key, rate } of rules) {
        const wait = waitFor(key, rate)
        if (wait === 0) continue
        const seconds = Math.ceil(wait / 1000)
        if ((shutUntil.get(key) ?? 0) <= now()) shutUntil.set(key, now() + seconds * 1000)
        throw tooManyRequests(seconds)
      }
      for (const { key } of rules) sent.get(key)?.push(now())
    },
  }
}
