import { onTestFinished } from 'vitest'
import type { Puppet } from 'wechaty-puppet'
import { createWeChat, type WeChatOptions } from '../../adapters/wechat/index.ts'
import type { Message, Said } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { AccountNews, Channel, Health, Received } from '../../bot/ports/channel.ts'
import { RecordingPuppet } from '../fakes/wechat-puppet/index.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

export interface House {
  readonly channel: Channel
  readonly clock: VirtualClock
  /** How many sleep by that clock. */
  asleep(): number
  /** Every puppet that was made, and when; the last one is the one in use. */
  readonly puppets: RecordingPuppet[]
  readonly builtAt: string[]
  readonly puppet: RecordingPuppet
  readonly said: Said[]
  readonly health: Health[]
  readonly news: AccountNews[]
  readonly shown: string[]
  readonly lines: string[]
  /** Resolves when it listens no more. */
  readonly over: Promise<void>
  stop(): Promise<void>
}

export interface HouseOptions extends Partial<WeChatOptions> {
  /** The account that WeChat has logged in whenever a puppet starts; `null` where somebody has to scan first. */
  readonly account?: string | null
  /** When it begins. */
  readonly at?: string
  /** What becomes of what was said; it is taken where nothing else is given. */
  readonly receive?: (message: Message) => Promise<Received>
  /** What is special about a puppet, the first being 0. */
  readonly prepare?: (puppet: RecordingPuppet, nr: number) => void
}

/** The WeChat channel with puppets that record, in a time of its own. */
export async function openHouse({
  account = 'bot',
  at,
  prepare,
  receive,
  ...options
}: HouseOptions = {}): Promise<House> {
  const clock = createVirtualClock(at)
  let asleep = 0
  const kept = { puppets: [] as RecordingPuppet[], builtAt: [] as string[] }
  const heard = { said: [] as Said[], health: [] as Health[], news: [] as AccountNews[] }
  const printed = { shown: [] as string[], lines: [] as string[] }
  let note: string | null = null

  const puppet = (): Puppet => {
    const made = new RecordingPuppet()
    made.sleep = () => Promise.resolve()
    const nr = kept.puppets.length
    if (account !== null) made.on('start', () => void made.as(account))
    kept.puppets.push(made)
    kept.builtAt.push(clock.now())
    prepare?.(made, nr)
    return made
  }
  const channel = createWeChat({
    puppet,
    passing: false,
    keep: (_at, _sender, { name, type, bytes }) => Promise.resolve({ ref: `kept:${bytes.length}`, name, type }),
    fetch: () => Promise.resolve(null),
    clock: {
      now: clock.now,
      async sleep(ms, stop) {
        asleep++
        await clock.sleep(ms, stop)
        asleep--
      },
    },
    random: () => 0.5,
    pace: { gapMs: 0, perDay: 1_000, friendsPerDay: 3 },
    memo: {
      read: () => Promise.resolve(note),
      write: async (text) => {
        note = text
      },
    },
    onHealth: (health) => heard.health.push(health),
    onAccount: (news) => heard.news.push(news),
    show: (code) => printed.shown.push(code),
    log: (line) => printed.lines.push(line),
    ...options,
  })
  const ending = new AbortController()
  const take = async (message: Message) => {
    if (message.kind === 'said') heard.said.push(message)
    return {}
  }
  const over = channel.listen(receive ?? take, ending.signal)
  over.catch(() => {})
  const house: House = {
    channel,
    clock,
    asleep: () => asleep,
    ...kept,
    ...heard,
    ...printed,
    get puppet() {
      const last = kept.puppets.at(-1)
      if (!last) throw new Error('no puppet was made')
      return last
    },
    over,
    async stop() {
      ending.abort()
      // As long as it may take, and not longer.
      const gone = Promise.race([over, clock.passes(5_000).then(() => Promise.reject(new Error('still listening')))])
      await gone
    },
  }
  onTestFinished(() => house.stop().catch(() => {}))
  await clock.passes(0)
  return house
}

export const reply = (chat: string, text: string): Reply => ({ to: { channel: 'wechat', chat }, text: [text] })
