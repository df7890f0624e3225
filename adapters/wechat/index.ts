import { setMaxListeners } from 'node:events'
import type { Puppet } from 'wechaty-puppet'
import { roomFor } from '../../bot/model/spoken.ts'
import type { AccountNews, Channel, Health, Keep, Memo } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { createAccount } from './alive/account.ts'
import { createPulse } from './alive/pulse.ts'
import { createSupervisor } from './alive/supervisor.ts'
import { REASON } from './alive/trouble.ts'
import { withstand } from './alive/withstand.ts'
import { atMost } from './at-most.ts'
import { createFriends } from './friends/friends.ts'
import { createHearing } from './hearing/hearing.ts'
import { latestOf } from './hearing/latest.ts'
import { createRegret } from './hearing/regret.ts'
import { memoParts } from './memo-parts.ts'
import { createPeople } from './people.ts'
import { PART_BYTES } from './sending/say.ts'
import { createSender } from './sending/send.ts'
import { createTally } from './tally.ts'

export interface WeChatOptions {
  /** Makes a fresh puppet each time, as `loadPuppet` does. */
  readonly puppet: () => Puppet
  /** Its contacts have other ids after each login. */
  readonly passing: boolean
  readonly keep: Keep
  /** What a file that is sent holds; null where it is no longer there. */
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  readonly clock: Clock
  /** 0..1, not to be guessed: logins are named with it. */
  readonly random: () => number
  readonly pace: {
    /** Between two messages at least, in milliseconds. */
    readonly gapMs: number
    /** Messages that leave in a day of Shanghai. */
    readonly perDay: number
    readonly friendsPerDay: number
  }
  readonly memo: Memo
  readonly onHealth: (health: Health) => void
  readonly onAccount: (news: AccountNews) => void
  /** Shows a code to be scanned, drawn in lines for a terminal. */
  readonly show: (code: string) => void
  /** A line names nobody, and quotes no text. */
  readonly log: (line: string) => void
}

/** A reply is at most so many messages. */
const PARTS = 2
/** So long what is under way may take when all is to stop. */
const LAST_MS = 2_500
const NAME_MS = 5_000
/** The web's ids, which are other ones after each login, wherever they come from. */
const WEB_ID = /^@[0-9a-f]{16,}$/i

/** WeChat, for entrepreneurs, with a puppet of wechaty's that is kept alive. */
export function createWeChat(options: WeChatOptions): Channel {
  const { puppet: build, passing, keep, fetch, clock, random, pace, memo, log } = options
  // Whoever is told may fail: the account is looked after all the same.
  const telling =
    <T>(tell: (what: T) => void) =>
    (what: T): void => {
      try {
        tell(what)
      } catch {
        log('wechat: what became of the account could not be told')
      }
    }
  const part = memoParts(memo)
  const people = createPeople({ passing, random })
  const tally = createTally({ memo: part('counts'), clock, log })
  const pulse = createPulse(telling(options.onHealth), log)
  const account = createAccount({
    clock,
    onAccount: telling(options.onAccount),
    show: telling(options.show),
    log,
  })
  const now = () => supervisor.now()
  const send = createSender({ now, why: () => pulse.reason, people, fetch, clock, random, pace, tally, log })
  const regret = createRegret({ send, clock })
  const hearing = createHearing({ people, keep, clock, log, account: () => self, regret })
  const asked = latestOf(now)
  const friends = createFriends({
    now,
    met: (_, contactId, id) => hearing.met(asked, contactId, id),
    perDay: pace.friendsPerDay,
    today: tally,
    ...(!passing && { memo: part('friends') }),
    clock,
    random,
    log,
  })
  let self: { id: string; name: string } | undefined
  let session: string | undefined

  /** Who it is, at once by its id, and soon by its name. */
  async function introduce(puppet: Puppet, id: string): Promise<void> {
    const mine = { id, name: '' }
    self = mine
    const payload = await atMost(clock, NAME_MS, puppet.contactPayload(id), undefined)
    mine.name = payload?.name ?? ''
  }

  const supervisor = createSupervisor({
    build,
    clock,
    random,
    pulse,
    log,
    heard: {
      scan: account.scan,
      login(puppet, contactId) {
        if (!passing && WEB_ID.test(contactId)) return REASON.changingIds
        // With the same id it was only connected again: the web gives the account itself another one at each login too.
        if (session !== contactId || (passing && !WEB_ID.test(contactId))) people.login()
        session = contactId
        account.login(contactId)
        void introduce(puppet, contactId).catch(() => log('wechat: the name of the account cannot be had'))
        return undefined
      },
      logout(reason) {
        self = undefined
        session = undefined
        account.logout(reason)
      },
      message: (_, id) => hearing.message(asked, id),
      friendship: friends.told,
      invited: (_, id) => friends.invited(id),
    },
    farewell: () => atMost(clock, LAST_MS, Promise.all([hearing.settled(), tally.written()]), undefined),
  })

  return {
    name: 'wechat',
    // An account is logged in once.
    alone: 'wholly',
    persists: true,
    ...(passing && { passing, mayBe: people.mayBe }),
    room: roomFor(PARTS, PART_BYTES),

    async listen(receive, stop) {
      // Many may wait at the same time until they are told to stop.
      setMaxListeners(0, stop)
      const calm = withstand(log)
      try {
        account.open(stop)
        hearing.open(receive, stop)
        await Promise.all([friends.open(stop), supervisor.run(stop)])
      } finally {
        calm()
      }
    },

    send,
  }
}
