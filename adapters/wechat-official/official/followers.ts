import type { Instant } from '../../../bot/model/instant.ts'

/** Who has left the account, as far as this process was told. Events may come late, twice and in any order. */
export interface Followers {
  /** He followed, or left, at that time. */
  tell(chat: string, follows: boolean, at: Instant): void
  hasLeft(chat: string): boolean
}

/** So many are remembered, of whom it was told last; the API says it of the others. */
const REMEMBERED = 10_000

export function createFollowers(): Followers {
  const latest = new Map<string, { readonly follows: boolean; readonly at: Instant }>()
  return {
    tell(chat, follows, at) {
      const before = latest.get(chat)
      if (before && before.at > at) return
      latest.delete(chat)
      latest.set(chat, { follows, at })
      if (latest.size <= REMEMBERED) return
      const [oldest] = latest.keys()
      if (oldest !== undefined) latest.delete(oldest)
    },
    hasLeft: (chat) => latest.get(chat)?.follows === false,
  }
}
