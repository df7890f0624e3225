import type { payloads } from 'wechaty'
import type { Puppet } from 'wechaty-puppet'
import type { Memo } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import { atMost } from '../at-most.ts'
import { type AcceptingOptions, createAccepting } from './accepting.ts'

export interface FriendsOptions {
  /** The puppet through which is spoken, while somebody is logged in. */
  readonly now: () => Puppet | undefined
  /** Somebody has become a friend; `id` is that of the event, the same each time it is told. */
  readonly met: (puppet: Puppet, contactId: string, id: string) => void
  readonly perDay: number
  readonly today: AcceptingOptions['today']
  /** Where ids last, who waits is kept here over a restart. */
  readonly memo?: Memo
  readonly clock: Clock
  readonly random: () => number
  readonly log: (line: string) => void
}

/** Whoever wants to be a friend becomes one, not at once, and not more of them in a day than WeChat lets pass. */
export interface Friends {
  open(stop: AbortSignal): Promise<void>
  /** Somebody wants to be a friend, or is one now. */
  told(puppet: Puppet, id: string): Promise<void>
  /** Somebody invites the account to a group: it goes there, and speaks when it is mentioned. */
  invited(id: string): void
}

/** `types.Friendship`, as far as it says something. */
const FRIENDSHIP = { Confirm: 1, Receive: 2 } as const
const ROOMS_PER_DAY = 5
const PAYLOAD_MS = 10_000
const WAITS_MS = [1_000, 5_000, 20_000, undefined]

export function createFriends(options: FriendsOptions): Friends {
  const { now, met, perDay, today, memo, clock, random, log } = options
  const shared = { today, clock, random, log }
  const friends = createAccepting({
    ...shared,
    what: 'friends',
    perDay,
    accept: through(now, (puppet, id) => puppet.friendshipAccept(id)),
    ...(memo && { memo }),
  })
  const rooms = createAccepting({
    ...shared,
    what: 'invitations',
    perDay: ROOMS_PER_DAY,
    accept: through(now, (puppet, id) => puppet.roomInvitationAccept(id)),
  })
  let stop = new AbortController().signal

  /** What is known of it, or nothing after several tries. */
  async function payloadOf(puppet: Puppet, id: string): Promise<payloads.Friendship | undefined> {
    for (const wait of WAITS_MS) {
      const asking = (now() ?? puppet).friendshipPayload(id)
      const payload = await atMost(clock, PAYLOAD_MS, asking, undefined, stop).catch(() => undefined)
      if (payload || wait === undefined || stop.aborted) return payload
      await clock.sleep(wait, stop)
    }
    return undefined
  }

  return {
    async open(signal) {
      stop = signal
      await Promise.all([friends.open(signal), rooms.open(signal)])
    },

    async told(puppet, id) {
      const payload = await payloadOf(puppet, id)
      if (stop.aborted) return
      if (!payload) log('wechat: of a request to be friends nothing could be found out')
      else if (payload.type === FRIENDSHIP.Receive) friends.ask(id, payload.contactId)
      else if (payload.type === FRIENDSHIP.Confirm) {
        // What was known of him as a stranger is out of date.
        puppet.cache.contact.delete(payload.contactId)
        met(puppet, payload.contactId, id)
      }
    },

    invited: (id) => rooms.ask(id),
  }
}

const through =
  (now: FriendsOptions['now'], what: (puppet: Puppet, id: string) => Promise<void>) =>
  (): ((id: string) => Promise<void>) | undefined => {
    const puppet = now()
    return puppet && ((id) => what(puppet, id))
  }
