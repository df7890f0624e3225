import { onTestFinished } from 'vitest'
import { createHearing, type Hearing } from '../../adapters/wechat/hearing/hearing.ts'
import { createPeople, type People } from '../../adapters/wechat/people.ts'
import type { Message, Said } from '../../bot/model/message.ts'
import type { Keep, Received } from '../../bot/ports/channel.ts'
import { RecordingPuppet } from '../fakes/wechat-puppet/index.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

export interface Ear {
  readonly puppet: RecordingPuppet
  readonly hearing: Hearing
  readonly people: People
  readonly clock: VirtualClock
  /** What was received, in the order it came. */
  readonly said: Said[]
  /** What was kept: its name, its type and how long it is. */
  readonly kept: { readonly name: string; readonly type: string; readonly bytes: number }[]
  readonly lines: string[]
  /** Who was told that what he said could not be taken. */
  readonly regretted: Said[]
  /** What becomes of a message when it is received. */
  receive: (message: Message) => Promise<Received>
  keep: Keep
  stop(): void
  /** What was said until nothing is under way any more. */
  settles(...happened: unknown[]): Promise<readonly Said[]>
}

export interface EarOptions {
  readonly passing?: boolean
  readonly name?: string
}

/** An account in WeChat with ears, in a time of its own. */
export async function openEar({ passing = false, name = '亲清' }: EarOptions = {}): Promise<Ear> {
  const puppet = new RecordingPuppet()
  const clock = createVirtualClock()
  let count = 0
  const people = createPeople({ passing, random: () => (count++ % 97) / 97 })
  const said: Said[] = []
  const kept: Ear['kept'] = []
  const lines: string[] = []
  const regretted: Said[] = []
  const stopping = new AbortController()
  const hearing = createHearing({
    people,
    keep: (...file) => ear.keep(...file),
    clock,
    log: (line) => lines.push(line),
    regret: async (said) => void regretted.push(said),
    account: () => (puppet.isLoggedIn ? { id: puppet.currentUserId, name } : undefined),
  })
  const ear: Ear = {
    puppet,
    hearing,
    people,
    clock,
    said,
    kept,
    lines,
    regretted,
    receive: (message) => {
      if (message.kind === 'said') said.push(message)
      return Promise.resolve({})
    },
    keep: (_at, _sender, { name, type, bytes }) => {
      kept.push({ name, type, bytes: bytes.length })
      return Promise.resolve({ ref: `kept-${kept.length}`, name, type })
    },
    stop: () => stopping.abort(),
    async settles() {
      await clock.passes(0)
      return said
    },
  }
  hearing.open((message) => ear.receive(message), stopping.signal)
  puppet.on('login', () => people.login())
  puppet.on('message', ({ messageId }) => hearing.message(puppet, messageId))
  puppet.sleep = (ms) => clock.sleep(ms, new AbortController().signal)
  await puppet.as('bot')
  onTestFinished(() => stopping.abort())
  return ear
}
