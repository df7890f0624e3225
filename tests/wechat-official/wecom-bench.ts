import { onTestFinished } from 'vitest'
import { createHttp } from '../../adapters/http/index.ts'
import {
  type CustomerService,
  type CustomerServiceOptions,
  createCustomerService,
} from '../../adapters/wechat-official/wecom/index.ts'
import { systemClock } from '../../bot/commands/clock.ts'
import type { Message, Said } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Health, Received } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import {
  type Customer,
  createFakeWeChatApi,
  type FakeOptions,
  type FakeWeChatApi,
} from '../fakes/wechat-official/index.ts'

export interface Bench {
  readonly wechat: FakeWeChatApi
  readonly channel: CustomerService
  /** All that was received, in the order it came. */
  readonly received: Said[]
  readonly lines: string[]
  readonly health: Health[]
  readonly kept: { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[]
  /** What was noted; null where nothing was, or it got lost. */
  note: string | null
  /** What becomes of a message when it is received; nothing without it. */
  answer: (message: Message) => Promise<Received>
  /** As long as this has not become true. */
  until(condition: () => boolean): Promise<void>
  texts(): readonly string[]
  /** It is so much later, for everybody. */
  jump(ms: number): void
  readonly clock: Clock
  say(to: Customer, text: string, more?: Partial<Reply>, key?: string): ReturnType<CustomerService['send']>
  /** Where WeCom brings callbacks. */
  readonly url: string
  stop(): Promise<void>
  /** Begins anew, as a new process would: what the old one remembered is gone, but for its note. */
  restart(): void
}

export interface BenchOptions extends Partial<CustomerServiceOptions> {
  readonly fake?: FakeOptions
  /** How much faster than the real clock everybody's goes. */
  readonly hurry?: number
  readonly listening?: boolean
}

/** A bot that writes down what it hears, and a WeCom for it to talk to, over real sockets. */
export async function openBench({ fake, hurry = 3, listening = true, ...options }: BenchOptions = {}): Promise<Bench> {
  const began = Date.now()
  let jumped = Date.parse('2026-11-23T02:00:00Z') - began
  const clock: Clock = {
    now: () => new Date(began + jumped + (Date.now() - began) * hurry).toISOString(),
    // What waits for an answer waits long enough for a machine that has more to do.
    sleep: (ms, stop) => systemClock.sleep(Math.max(ms / hurry, ms >= 8_000 ? 400 : 0), stop),
  }
  const wechat = await createFakeWeChatApi({ now: () => Date.parse(clock.now()), patienceMs: 5_000, ...fake })
  const received: Said[] = []
  const lines: string[] = []
  const health: Health[] = []
  const kept: Bench['kept'] = []
  let note: string | null = null
  let stop = new AbortController()
  let over: Promise<void> = Promise.resolve()
  let keys = 0

  const { id, secret, token, aesKey, apiRoot } = wechat.wecom
  const make = () =>
    createCustomerService({
      ...{ id, secret, token, aesKey, apiRoot },
      keep: async (_at, _sender, { name, type, bytes }) => {
        kept.push({ name, type, bytes })
        return { ref: `kept:${bytes.length}`, name, type }
      },
      fetch: () => Promise.resolve(null),
      clock,
      memo: {
        read: async () => note,
        write: async (text) => {
          note = text
        },
      },
      onHealth: (how) => health.push(how),
      log: (line) => lines.push(line),
      ...options,
    })
  let channel = make()

  const begin = () => {
    stop = new AbortController()
    over = channel.listen(async (message) => {
      const done = await bench.answer(message)
      if (message.kind === 'said') received.push(message)
      return done
    }, stop.signal)
  }
  const http = createHttp({ host: '127.0.0.1', port: 0, routes: { '/wecom': (request) => channel.handler(request) } })
  const { port } = await http.listen()
  const url = `http://127.0.0.1:${port}/wecom`
  await wechat.wecom.connect(url)

  const bench: Bench = {
    wechat,
    url,
    get channel() {
      return channel
    },
    received,
    lines,
    health,
    kept,
    get note() {
      return note
    },
    set note(text) {
      note = text
    },
    answer: () => Promise.resolve({ outcome: 'committed' }),
    texts: () => received.map(({ text }) => text),
    clock,
    jump(ms) {
      jumped += ms
    },
    async until(condition) {
      const until = Date.now() + 5_000
      while (!condition()) {
        if (Date.now() > until) throw new Error(`not true in time: ${condition}\n${lines.join('\n')}`)
        await new Promise((resolve) => setTimeout(resolve, 3))
      }
    },
    say: (to, text, more = {}, key = `d${++keys}`) => channel.send({ ...replyTo(wechat, to, text), ...more }, key),
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
    await http.close()
    await wechat.close()
  })
  if (listening) begin()
  return bench
}

export const replyTo = (wechat: FakeWeChatApi, to: Customer, text: string): Reply => ({
  to: { channel: 'wecom', chat: `${to.id}@${wechat.wecom.account}` },
  text: [text],
})
