import { createPeople, type People } from '../../adapters/wechat/people.ts'
import { createSender, type SenderOptions } from '../../adapters/wechat/sending/send.ts'
import { createTally, type Tally } from '../../adapters/wechat/tally.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Channel, Memo, Sent } from '../../bot/ports/channel.ts'
import { RecordingPuppet } from '../fakes/wechat-puppet/index.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

export interface Mouth {
  readonly puppet: RecordingPuppet
  readonly people: People
  readonly clock: VirtualClock
  readonly tally: Tally
  readonly lines: string[]
  /** When each message came out, in milliseconds since the beginning. */
  readonly times: number[]
  /** The note of the day's counts. */
  note: string | null
  /** The puppet that is logged in; another one after an outage. */
  current: RecordingPuppet | undefined
  readonly send: Channel['send']
  /** Sends, and lets time pass until it is known what became of it; a rejection is told by its name. */
  says(chat: string, text: string, more?: Partial<Reply> & { readonly key?: string }): Promise<Sent | string>
  /** He writes now: what goes to him is an answer. */
  writes(contactId: string): void
}

export interface MouthOptions extends Partial<SenderOptions['pace']> {
  readonly passing?: boolean
  readonly note?: string
  readonly start?: string
  readonly fetch?: SenderOptions['fetch']
}

export const reply = (chat: string, text: string, more: Partial<Reply> = {}): Reply => ({
  to: { channel: 'wechat', chat },
  text: [text],
  ...more,
})

/** An account in WeChat that can speak, in a time of its own. */
export async function openMouth(options: MouthOptions = {}): Promise<Mouth> {
  const { passing = false, gapMs = 1_000, perDay = 1_000, start, fetch = () => Promise.resolve(null) } = options
  const clock = createVirtualClock(start)
  const begun = Date.parse(clock.now())
  const puppet = new RecordingPuppet()
  let seed = 1
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const people = createPeople({ passing, random })
  const lines: string[] = []
  const times: number[] = []
  const log = (line: string) => void lines.push(line)
  const memo: Memo = {
    read: () => Promise.resolve(mouth.note),
    write: async (text) => {
      mouth.note = text
    },
  }
  const tally = createTally({ memo, clock, log })
  const mouth: Mouth = {
    puppet,
    people,
    clock,
    tally,
    lines,
    times,
    note: options.note ?? null,
    current: puppet,
    send: createSender({
      now: () => (mouth.current?.isLoggedIn ? mouth.current : undefined),
      why: () => 'logged out',
      people,
      fetch,
      clock,
      random,
      pace: { gapMs, perDay },
      tally,
      log,
    }),
    async says(chat, text, { key = `${chat} ${text}`, ...more } = {}) {
      let became: Sent | string | undefined
      mouth.send(reply(chat, text, more), key).then(
        (sent) => {
          became = sent
        },
        (error: Error) => {
          became = error.name
        },
      )
      await clock.until(() => became !== undefined)
      return became ?? 'nothing'
    },
    writes: (contactId) => people.heard(contactId, Date.parse(clock.now())),
  }
  puppet.sleep = (ms) => clock.sleep(ms, new AbortController().signal)
  puppet.on('message', () => void times.push(Date.parse(clock.now()) - begun))
  await puppet.as('bot')
  return mouth
}
