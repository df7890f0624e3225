import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createHttp } from '../../../adapters/http/index.ts'
import { createOfficialAccount } from '../../../adapters/wechat-official/index.ts'
import type { Address } from '../../../bot/model/message.ts'
import { createFakeTelegram, type FakeTelegram, type Person } from '../../fakes/telegram/index.ts'
import { createFakeWeChatApi, type FakeWeChatApi, type Follower } from '../../fakes/wechat-official/index.ts'
import { hurried } from '../../telegram/hurried.ts'
import { broken } from '../lib/broken.ts'
import { type Draw, drawsOf, pick } from '../lib/draws.ts'
import type { Order, Setting, Told } from '../outages/setting.ts'
import type { Row } from '../row.ts'

const CHILD = fileURLToPath(new URL('../outages/child.ts', import.meta.url))
/** Backoff, leases and patience are so much shorter than in life. */
const HURRY = 5
/** In WeChat an account may say five things for each that is said to it; what was doubled counts as well. */
const EACH_FOLLOWER = 2
const EACH_CHAT = 20
const KILLED = 0.2
/** What was on its way when a process was killed or a server went away may have been executed. */
const BEFORE_MS = 4_000
const AFTER_MS = 300
/** After the last outage: the longest waits of a row, hurried, and a lot more. */
const REST_MS = 150_000

/** One notice, and all that is known of what became of it. */
interface Notice {
  readonly id: string
  readonly to: Address
  readonly out: number[]
  /** When the other side had executed it, or may have, and said otherwise. */
  readonly marked: number[]
}

interface World {
  readonly telegram: FakeTelegram
  readonly wechat: FakeWeChatApi
  readonly persons: readonly Person[]
  readonly followers: readonly Follower[]
  readonly notices: ReadonlyMap<string, Notice>
}

async function openWorld(count: number): Promise<World> {
  const telegram = await createFakeTelegram({ remembered: 10_000_000, patienceMs: 60_000 })
  const wechat = await createFakeWeChatApi({ callback: { timeoutMs: 200, retryMs: 0, tries: 1 } })
  const ofEach = [count - 2 * Math.floor(count / 4), Math.floor(count / 4), Math.floor(count / 4)] as const
  const persons = Array.from({ length: Math.ceil(ofEach[0] / EACH_CHAT) }, (_, i) => telegram.person(`人${i}`))
  for (const person of persons) person.starts()
  const followers = Array.from({ length: Math.ceil(ofEach[1] / EACH_FOLLOWER) }, (_, i) =>
    wechat.official.person(`关注${i}`),
  )
  await said(wechat, followers)
  const notices = new Map<string, Notice>()
  const add = (to: Address): void => {
    const id = `N${String(notices.size).padStart(6, '0')}`
    notices.set(id, { id, to, out: [], marked: [] })
  }
  for (let i = 0; i < ofEach[0]; i++) add({ channel: 'telegram', chat: String(persons[i % persons.length]?.id ?? '') })
  for (let i = 0; i < ofEach[1]; i++)
    add({ channel: 'official', chat: followers[Math.floor(i / EACH_FOLLOWER)]?.openid ?? '' })
  for (let i = 0; i < ofEach[2]; i++) add({ channel: 'wechat', chat: `wxid_${i % Math.ceil(ofEach[2] / EACH_CHAT)}` })
  return { telegram, wechat, persons, followers, notices }
}

/** Each of them has written once: for two days he may be written to. */
async function said(wechat: FakeWeChatApi, followers: readonly Follower[]): Promise<void> {
  const { id, secret, token, aesKey, apiRoot } = wechat.official
  const stop = new AbortController()
  const ear = createOfficialAccount({
    ...{ id, secret, token, aesKey, apiRoot },
    keep: () => Promise.reject(new Error('nothing is kept here')),
    fetch: () => Promise.resolve(null),
    clock: hurried(1),
    onHealth: () => {},
    log: () => {},
  })
  const listening = ear.listen(() => Promise.resolve({ outcome: 'ignored' }), stop.signal)
  const http = createHttp({ host: '127.0.0.1', port: 0, routes: { '/official': (request) => ear.handler(request) } })
  const { port } = await http.listen()
  await wechat.official.connect(`http://127.0.0.1:${port}/official`)
  for (let from = 0; from < followers.length; from += 50)
    await Promise.all(followers.slice(from, from + 50).map((one) => one.says('你好')))
  stop.abort()
  await listening
  void http.close()
}

const idIn = (text: unknown): string | undefined => /N\d{6}/.exec(String(text))?.[0]

/** The process under test: started, spoken to, killed, started again. */
function createMortal(setting: Setting, { notices }: World) {
  let child: ChildProcess | undefined
  let ready = false
  let left = Number.POSITIVE_INFINITY
  let parked = 0
  const committed = new Set<number>()
  const breaks: number[] = []

  function hear({ ready: isReady, committed: batch, out, lost, at = Date.now(), pending, parked: given }: Told): void {
    if (isReady) ready = true
    if (batch !== undefined) committed.add(batch)
    if (out !== undefined) notices.get(idIn(out) ?? '')?.out.push(at)
    if (lost !== undefined) notices.get(idIn(lost) ?? '')?.marked.push(at)
    if (pending !== undefined) left = pending
    if (given !== undefined) parked = given
  }

  const tell = (order: Order): void => {
    if (child?.stdin?.writable) child.stdin.write(`${JSON.stringify(order)}\n`)
  }
  const ended = (): Promise<void> =>
    new Promise((resolve) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) resolve()
      else child.once('close', () => resolve())
    })

  return {
    breaks,
    get isReady() {
      return ready
    },
    parked: () => parked,
    tell,
    start(): void {
      ready = false
      child = spawn(process.execPath, ['--import', 'tsx', CHILD, JSON.stringify(setting)], {
        stdio: ['pipe', 'pipe', 'ignore'],
      })
      child.stdin?.on('error', () => {})
      if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => hear(JSON.parse(line) as Told))
    },
    async begun(): Promise<void> {
      for (let tries = 0; !ready; tries++) {
        if (tries > 6_000) throw new Error('the process does not begin')
        await pause(10)
      }
    },
    async kill(): Promise<void> {
      breaks.push(Date.now())
      child?.kill('SIGKILL')
      await ended()
      breaks.push(Date.now())
    },
    /** Resolves when these are durable, however often the process is killed meanwhile. */
    async commits(
      batch: number,
      some: readonly Pick<Notice, 'id' | 'to'>[],
      again: () => Promise<unknown>,
    ): Promise<void> {
      const order: Order = { do: 'commit', batch, notices: some.map(({ id, to }) => ({ id, to })) }
      tell(order)
      await again()
      for (let tries = 0; !committed.has(batch); tries++) {
        if (tries % 100 === 99) tell(order)
        if (tries > 6_000) throw new Error('nothing becomes durable')
        await pause(10)
      }
    },
    /** How many rows still wait; those given up among them. */
    async count(): Promise<number> {
      left = Number.POSITIVE_INFINITY
      tell({ do: 'count' })
      for (let tries = 0; left === Number.POSITIVE_INFINITY && tries < 1_000; tries++) await pause(10)
      return left + parked
    },
    async stop(): Promise<void> {
      tell({ do: 'stop' })
      await Promise.race([ended(), pause(10_000)])
      child?.kill('SIGKILL')
      await ended()
    },
  }
}
type Mortal = ReturnType<typeof createMortal>

/** Something goes wrong somewhere, for a moment; what it was. */
async function strike({ telegram, wechat }: World, mortal: Mortal, draw: Draw): Promise<string> {
  if (draw(1_000) < KILLED * 1_000) {
    await mortal.kill()
    mortal.start()
    await mortal.begun()
    return 'kill'
  }
  const moment = 60 + draw(300)
  const where = pick(draw, ['telegram', 'telegram', 'official', 'wechat'] as const)
  const executed = draw(2) === 0
  if (where === 'wechat') {
    mortal.tell({ do: 'mishap', odds: 0.5, executed })
    await pause(moment)
    mortal.tell({ do: 'mishap', odds: 0, executed: false })
    return 'puppet'
  }
  const fake = where === 'telegram' ? telegram : wechat
  if (draw(3) === 0) {
    mortal.breaks.push(Date.now())
    await fake.down(pick(draw, ['refused', 'hang', 'html'] as const))
    await pause(moment)
    await fake.up()
    mortal.breaks.push(Date.now())
    return 'away'
  }
  const kind = pick(draw, ['reset', 'html', 'garbage', 'cut', 'error'] as const)
  const method = where === 'telegram' ? 'sendMessage' : 'message/custom/send'
  const wrong =
    kind === 'error' ? ({ kind, code: where === 'telegram' ? 500 : -1 } as const) : ({ kind, executed } as const)
  const handle = fake.fails({ method, odds: 0.5, times: 1_000, with: wrong })
  await pause(moment)
  handle.stop()
  return kind
}

/** Who was told what, as the phones show it and the servers remember it. */
function gather({ telegram, wechat, persons, followers, notices }: World): void {
  for (const { chat } of persons) for (const { text } of chat.fromBot) notices.get(idIn(text) ?? '')?.out.push(0)
  for (const { heard } of followers) for (const { text } of heard) notices.get(idIn(text) ?? '')?.out.push(0)
  for (const { method, params, outcome, at } of telegram.requests)
    if (method === 'sendMessage' && outcome !== 200) notices.get(idIn(params['text']) ?? '')?.marked.push(at)
  for (const { method, body, outcome, at } of wechat.requests)
    if (method === 'message/custom/send' && outcome !== 0)
      notices.get(idIn(JSON.stringify(body)) ?? '')?.marked.push(at)
}

/** When each was asked for at all: what stood at the moment of a kill or an outage may have been executed unseen. */
function askedAt({ telegram, wechat, notices }: World): ReadonlyMap<string, readonly number[]> {
  const asked = new Map<string, number[]>()
  const add = (text: unknown, at: number) => {
    const id = idIn(text)
    if (id !== undefined) asked.set(id, [...(asked.get(id) ?? []), at])
  }
  for (const { method, params, at } of telegram.requests) if (method === 'sendMessage') add(params['text'], at)
  for (const { method, body, at } of wechat.requests)
    if (method === 'message/custom/send') add(JSON.stringify(body), at)
  for (const { id, to, out } of notices.values()) if (to.channel === 'wechat') for (const at of out) add(id, at)
  return asked
}

interface Seen {
  readonly sent: number
  readonly lost: number
  readonly doubled: number
  readonly unmarked: readonly string[]
}

function judge(world: World, breaks: readonly number[]): Seen {
  const asked = askedAt(world)
  gather(world)
  const all = [...world.notices.values()]
  const times = all.map(({ out }) => out.length)
  const broke = (at: number) => breaks.some((one) => one > at - AFTER_MS && one < at + BEFORE_MS)
  const doubled = all.filter(({ out }) => out.length > 1)
  const unmarked = doubled.filter(({ id, out, marked }) => {
    const cut = (asked.get(id) ?? []).filter(broke).length
    return marked.length + cut < out.length - 1
  })
  return {
    sent: times.filter((many) => many > 0).length,
    lost: times.filter((many) => many === 0).length,
    doubled: doubled.length,
    unmarked: unmarked.map(({ id, to, out }) => `${id} on ${to.channel} ${out.length} times`),
  }
}

const number = (many: number): string => many.toLocaleString('en')

export const row: Row = {
  minutes: 15,
  async run({ of, seed, tell }) {
    const count = of(20_000)
    const outages = of(200)
    const draw = drawsOf(seed)
    const home = mkdtempSync(join(tmpdir(), 'qinqing-outages-'))
    const world = await openWorld(count)
    const { telegram, wechat, notices } = world
    const { id, secret, token, aesKey, apiRoot } = wechat.official
    const setting: Setting = {
      folder: join(home, 'data'),
      hurry: HURRY,
      telegram: { token: telegram.token, apiRoot: telegram.apiRoot },
      official: { id, secret, token, aesKey, apiRoot },
    }
    const mortal = createMortal(setting, world)
    try {
      mortal.start()
      await mortal.begun()
      const struck: Record<string, number> = {}
      for (let i = 0; i < outages; i++) {
        const some = [...notices.values()].filter((_, n) => n % outages === i)
        await mortal.commits(i, some, async () => {
          await pause(draw(30))
          const what = await strike(world, mortal, draw)
          struck[what] = (struck[what] ?? 0) + 1
        })
        await pause(draw(150))
        if (i % 20 === 19) tell(`${i + 1} outages, ${number(await mortal.count())} notices wait`)
      }
      telegram.heals()
      wechat.heals()
      const until = Date.now() + REST_MS
      let left = await mortal.count()
      for (let round = 1; left > 0 && Date.now() < until; round++, left = await mortal.count()) {
        // What was given up staff have tried again; who is spoken to no more writes again; a new process tries at once.
        if (mortal.parked() > 0) mortal.tell({ do: 'retry' })
        await pause(300)
        if (round % 40 > 0) continue
        await said(wechat, world.followers)
        await mortal.kill()
        mortal.start()
        await mortal.begun()
      }
      await mortal.stop()
      const { sent, lost, doubled, unmarked } = judge(world, mortal.breaks)
      const wrong = [
        ...(left > 0 ? [`${left} never left`] : []),
        ...(lost > 0 ? [`${lost} lost`] : []),
        ...(unmarked.length > 0
          ? [`${unmarked.length} doubled for no reason: ${unmarked.slice(0, 3).join(', ')}`]
          : []),
      ]
      const kinds = Object.entries(struck).map(([what, many]) => `${what} ${many}`)
      const saw = `${number(sent)} of ${number(count)} notices out through ${number(outages)} outages (${kinds.join(', ')}), ${lost} lost, ${number(doubled)} doubled, ${unmarked.length} of them without the mark of a channel that executed and broke off`
      return { saw: wrong.length > 0 ? `${saw}: ${wrong.join('; ')}` : saw, ok: wrong.length === 0 }
    } finally {
      await mortal.stop()
      await telegram.close()
      await wechat.close()
      rmSync(home, { recursive: true, force: true })
    }
  },
  bites: [
    broken({
      name: 'a notice counts as delivered before it is sent',
      file: 'bot/delivery.ts',
      find: 'const sent = await bringOut(delivery).catch((error: unknown) => failed(delivery, error))',
      put: 'await outbox.delivered(id, [], clock.now())\n    const sent = await bringOut(delivery).catch((error: unknown) => failed(delivery, error))',
      row: 'outages',
      share: 0.05,
      tells: /[1-9]\d* lost/u,
    }),
    broken({
      name: 'what is tried again is another message to the channel, and goes out although the first has',
      file: 'bot/delivery.ts',
      find: 'inTime(target.send(payload.reply, id, known))',
      put: 'inTime(target.send(payload.reply, id, known).then(() => target.send(payload.reply, id + "again", known)))',
      row: 'outages',
      share: 0.02,
      tells: /doubled for no reason/u,
    }),
  ],
}
