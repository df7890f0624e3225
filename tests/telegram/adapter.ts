import { onTestFinished } from 'vitest'
import { createTelegram, type Telegram, type TelegramOptions } from '../../adapters/telegram/index.ts'
import type { Message, Said } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Health, Received } from '../../bot/ports/channel.ts'
import {
  createFakeTelegram,
  type FakeOptions,
  type FakeTelegram,
  type Person,
  type View,
} from '../fakes/telegram/index.ts'
import { hurried } from './hurried.ts'

export interface Bench {
  readonly telegram: FakeTelegram
  readonly channel: Telegram
  /** All that was received, in the order it came. */
  readonly received: Message[]
  /** Of these, what people said. */
  readonly said: () => readonly Said[]
  readonly lines: string[]
  readonly health: Health[]
  /** What becomes of a message when it is received; nothing without it. */
  answer: (message: Message) => Promise<Received>
  /** Ends the listening, and resolves when it has ended. */
  stop(): Promise<void>
  /** Begins to listen again, as a new process would; what the old one remembered is gone. */
  restart(): void
}

export interface BenchOptions extends Partial<TelegramOptions> {
  readonly fake?: FakeOptions
  /** How much faster than the real clock the bot's own goes. */
  readonly hurry?: number
  readonly listening?: boolean
}

/** A bot that writes down what it hears, and a Telegram for it to talk to, over real sockets. */
export async function openBench({ fake, hurry = 5, listening = true, ...options }: BenchOptions = {}): Promise<Bench> {
  const telegram = await createFakeTelegram({ conflictMs: 60, ...fake })
  const received: Message[] = []
  const lines: string[] = []
  const health: Health[] = []
  let stop = new AbortController()
  let over: Promise<void> = Promise.resolve()

  const make = () =>
    createTelegram({
      token: telegram.token,
      apiRoot: telegram.apiRoot,
      keep: (_at, _sender, { name, type, bytes }) => Promise.resolve({ ref: `kept:${bytes.length}`, name, type }),
      lookUp: () => Promise.resolve([]),
      fetch: () => Promise.resolve(null),
      clock: hurried(hurry),
      pollSeconds: 2,
      onHealth: (how) => health.push(how),
      log: (line) => lines.push(line),
      ...options,
    })
  let channel = make()

  const begin = () => {
    stop = new AbortController()
    over = channel.listen(async (message) => {
      received.push(message)
      return await bench.answer(message)
    }, stop.signal)
  }
  const bench: Bench = {
    telegram,
    get channel() {
      return channel
    },
    received,
    said: () => received.filter((message) => message.kind === 'said'),
    lines,
    health,
    answer: () => Promise.resolve({}),
    async stop() {
      stop.abort()
      await over
    },
    restart() {
      channel = make()
      begin()
    },
  }
  onTestFinished(async () => {
    await bench.stop()
    await telegram.close()
  })
  if (listening) begin()
  return bench
}

/** A reply to a chat, as the bot would give it. */
export function reply(to: View | Person, text: Reply['text'], more: Partial<Reply> = {}): Reply {
  return { to: addressOf(to), text, ...more }
}

export function addressOf(to: View | Person): Reply['to'] {
  const view = 'chat' in to ? to.chat : to
  return { channel: 'telegram', chat: view.thread === undefined ? `${view.id}` : `${view.id}/${view.thread}` }
}
