/** How long Telegram wants to be left alone, by what it has told the bot. Milliseconds. */
export interface Brakes {
  /** How long nothing is to be sent to this chat; 0 where it may be. */
  left(chat: number): number
  /** A request to this chat was answered with 429. */
  told(chat: number, ms: number): void
}

interface Brake {
  readonly at: number
  readonly until: number
}

/** So many chats that are too fast at about the same time are no chance. */
const MANY = 3
const ABOUT_MS = 1_000

/**
 * Telegram counts what is sent to a chat, and what is sent by a bot, and does not say which of the two was too much: when
 * several chats are to wait at about the same time it is the bot, and then all wait, for so long as the first of them.
 */
export function createBrakes(now: () => number): Brakes {
  const chats = new Map<number, Brake>()
  let whole: Brake | undefined
  // Before it began there was none: the clock was put back, and nobody knows how much of it is over.
  const leftOf = (brake: Brake | undefined) => (brake && brake.at <= now() ? Math.max(0, brake.until - now()) : 0)

  return {
    left: (chat) => Math.max(leftOf(whole), leftOf(chats.get(chat))),
    told(chat, ms) {
      const at = now()
      for (const [other, brake] of chats) if (leftOf(brake) === 0) chats.delete(other)
      chats.set(chat, { at, until: at + ms })
      const lately = [...chats.values()].filter((one) => one.at > at - ABOUT_MS)
      if (lately.length >= MANY)
        whole = { at, until: Math.max(at + leftOf(whole), Math.min(...lately.map(({ until }) => until))) }
    },
  }
}
