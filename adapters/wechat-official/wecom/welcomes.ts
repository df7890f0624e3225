import type { Clock } from '../../../bot/ports/clock.ts'
import type { Welcome } from './hear.ts'

/** The codes by which those who have just opened the chat can be greeted. */
export interface Welcomes {
  offer(chat: string, welcome: Welcome): void
  /** One that is still good, once. */
  take(chat: string): Welcome | undefined
}

export function createWelcomes(clock: Pick<Clock, 'now'>): Welcomes {
  const open = new Map<string, Welcome>()
  return {
    offer(chat, welcome) {
      const now = clock.now()
      // They come about in the order in which they run out; one that does not stands a little longer.
      for (const [other, { until }] of open) {
        if (until > now) break
        open.delete(other)
      }
      if (welcome.until > now) open.set(chat, welcome)
    },
    take(chat) {
      const welcome = open.get(chat)
      open.delete(chat)
      return welcome && welcome.until > clock.now() ? welcome : undefined
    },
  }
}
