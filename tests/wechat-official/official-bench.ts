import { onTestFinished } from 'vitest'
import { createHttp } from '../../adapters/http/index.ts'
import { createOfficialAccount, type OfficialAccount } from '../../adapters/wechat-official/index.ts'
import type { Message, Said } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Health, Received } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { createFakeWeChatApi, type FakeWeChatApi, type Follower } from '../fakes/wechat-official/index.ts'
import { hurried } from '../telegram/hurried.ts'

export interface Bench {
  readonly wechat: FakeWeChatApi
  readonly channel: OfficialAccount
  /** What people said, in the order it was received. */
  readonly said: Said[]
  readonly kept: { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[]
  readonly lines: string[]
  readonly health: Health[]
  /** What becomes of a message when it is received; without it, it is committed where there is a reply. */
  answer: (said: Said) => Promise<Received>
  /** What is sent when a message was received, under its own key, as the outbox would. */
  reply: (said: Said) => Reply['text'] | undefined
  /** Later it is, for windows and tokens. */
  skip(ms: number): void
  stop(): Promise<void>
  /** A new process; what the old one remembered is gone. */
  restart(): void
}

export interface BenchOptions {
  /** How much faster than the real clock everything goes; WeChat hangs up after five seconds of that. */
  readonly hurry?: number
  readonly fetch?: (ref: string) => Promise<Uint8Array | null>
  /** Without it the test does not begin before the API was reached. */
  readonly rush?: true
}

/** The account and a WeChat for it, over real sockets. */
export async function openOfficial({ hurry = 10, rush, ...more }: BenchOptions = {}): Promise<Bench> {
  const clock = skipping(hurried(hurry))
  const wechat = await createFakeWeChatApi({
    now: () => Date.parse(clock.now()),
    callback: { timeoutMs: 5_000 / hurry, retryMs: 0 },
  })
  const { id, secret, token, aesKey, apiRoot } = wechat.official
  const lines: string[] = []
  const health: Health[] = []
  const said: Said[] = []
  const kept: Bench['kept'] = []
  const sending = new Set<Promise<unknown>>()
  let stop = new AbortController()
  let over: Promise<void> = Promise.resolve()

  const make = () =>
    createOfficialAccount({
      id,
      secret,
      token,
      aesKey,
      apiRoot,
      keep: (_at, _sender, { name, type, bytes }) => {
        kept.push({ name, type, bytes })
        return Promise.resolve({ ref: `kept:${kept.length}`, name, type })
      },
      fetch: () => Promise.resolve(null),
      clock,
      onHealth: (how) => health.push(how),
      log: (line) => lines.push(line),
      ...more,
    })
  let channel = make()

  async function receive(message: Message): Promise<Received> {
    if (message.kind !== 'said') return {}
    said.push(message)
    const received = await bench.answer(message)
    const text = received.outcome === 'committed' ? bench.reply(message) : undefined
    if (text) {
      const out = channel.send({ to: message.from, text }, `official:${message.id}#0`).catch(() => {})
      sending.add(out)
      void out.finally(() => sending.delete(out))
    }
    return received
  }

  const begin = () => {
    stop = new AbortController()
    over = channel.listen(receive, stop.signal)
  }
  const bench: Bench = {
    wechat,
    get channel() {
      return channel
    },
    said,
    kept,
    lines,
    health,
    answer: (message) => Promise.resolve({ outcome: bench.reply(message) ? 'committed' : 'ignored' }),
    reply: () => undefined,
    skip: clock.skip,
    async stop() {
      stop.abort()
      await over
    },
    restart() {
      channel = make()
      begin()
    },
  }
  const http = createHttp({
    host: '127.0.0.1',
    port: 0,
    routes: { '/official': (request) => channel.handler(request) },
  })
  const { port } = await http.listen()
  onTestFinished(async () => {
    await bench.stop()
    await Promise.all(sending)
    await wechat.close()
    // A connection of the fake's that was never used is waited for by the server; not by the tests.
    void http.close()
  })
  begin()
  await wechat.official.connect(`http://127.0.0.1:${port}/official`)
  if (!rush) await wechat.until(() => wechat.official.menu !== undefined)
  return bench
}

/** A clock that can be put forward; who sleeps then sleeps on. */
function skipping(clock: Clock): Clock & { skip(ms: number): void } {
  let ahead = 0
  return {
    now: () => new Date(Date.parse(clock.now()) + ahead).toISOString(),
    sleep: clock.sleep,
    skip(ms) {
      ahead += ms
    },
  }
}

export const to = (person: Follower): Reply['to'] => ({ channel: 'official', chat: person.openid })

export const HOUR = 3_600_000
