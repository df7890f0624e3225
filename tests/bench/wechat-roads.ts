import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createFakeWeChatApi, type FakeWeChatApi } from '../fakes/wechat-official/index.ts'
import { FIXTURES } from '../knowledge/folder.ts'
import { openGateway, TOKEN } from '../wechat/gateway.ts'

const CHILD = fileURLToPath(new URL('./wechat-bot.mjs', import.meta.url))

export type RoadName = 'service' | 'official' | 'wecom'

/** What reached a phone, in order; the moment of its request there. */
export interface Told {
  readonly text: string
  readonly at: number
}

/** The bot in a process of its own, a WeChat for it, and people in it. */
export interface Road {
  readonly name: RoadName
  /** Somebody says something. Brought again under the same `id` it is the same. */
  says(person: number, text: string, id: string): void
  /** When it arrived where it is handed to the bot from; in milliseconds since 1970. */
  arrivedAt(id: string): number | undefined
  told(person: number): readonly Told[]
  /** The bot is to tell somebody something of its own accord. */
  push(person: number, text: string): void
  /** Of what the bot could not say whether it was out. */
  readonly unknown: readonly string[]
  readonly log: readonly string[]
  /** WeChat is away for a while, in a way of its own; resolves when it is there again, and the bot has seen that. */
  outage(nr: number): Promise<void>
  /** WeChat itself brings again what was not taken. */
  readonly repeats: boolean
  /** How often it gave up, after three tries of its own, and told him so. */
  gaveUp(): number
  close(): Promise<void>
}

export interface RoadOptions {
  readonly people: number
  /** How much faster time goes by. */
  readonly hurry: number
}

async function startBot(road: RoadName, settings: object, { hurry }: RoadOptions, start: number) {
  const folder = await mkdtemp(join(tmpdir(), 'qinqing-bench-'))
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    ROAD: road,
    SETTINGS: JSON.stringify(settings),
    FOLDER: folder,
    DOCS: FIXTURES,
    HURRY: String(hurry),
    START: String(start),
  }
  const child = spawn(process.execPath, [CHILD], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const unknown: string[] = []
  const log: string[] = []
  const port = await new Promise<number>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = JSON.parse(line) as { ready?: true; port?: number; unknown?: string; log?: string }
      if (told.ready) resolve(told.port ?? 0)
      if (told.unknown !== undefined) unknown.push(told.unknown)
      if (told.log !== undefined) log.push(told.log)
    })
  })
  return {
    unknown,
    log,
    url: `http://127.0.0.1:${port}/wechat`,
    push: (chat: string, text: string) => void child.stdin.write(`${JSON.stringify({ push: { chat, text } })}\n`),
    async end() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

/** The service puppet, and its gateway in a third process. */
async function openService(options: RoadOptions): Promise<Road> {
  const gateway = await openGateway('bot')
  const bot = await startBot('service', { token: TOKEN, endpoint: gateway.endpoint }, options, Date.now())
  const until = Date.now() + 30_000
  while (!bot.log.includes('wechat: connected') && Date.now() < until) await pause(50)
  /** Killed, and started again a while later; hanging for a while; started again at once. */
  const ways = [
    async () => {
      await gateway.kill()
      await pause(800)
      await gateway.start('bot')
    },
    async () => {
      gateway.hang()
      await pause(4_000)
      gateway.wake()
    },
    async () => {
      await gateway.kill()
      await gateway.start('bot')
    },
  ]
  return {
    ...bot,
    name: 'service',
    repeats: false,
    says: (person, text, id) => void gateway.says({ id, from: `wx-${person}`, text }),
    arrivedAt: (id) => gateway.arrivedAt.get(id),
    told: (person) =>
      gateway.asked.flatMap(({ to, text = '' }, i) =>
        to === `wx-${person}` ? [{ text, at: gateway.askedAt[i] ?? 0 }] : [],
      ),
    push: (person, text) => bot.push(`wx-${person}`, text),
    async outage(nr) {
      const connected = () => bot.log.filter((line) => line === 'wechat: connected again').length
      const before = connected()
      await ways[nr % ways.length]?.()
      const end = Date.now() + 20_000
      while (connected() === before && Date.now() < end) await pause(50)
    },
    gaveUp: () => 0,
    async close() {
      await bot.end()
      await gateway.kill()
    },
  }
}

/** Of what goes over HTTP so much breaks off, before it was carried out and after. */
const BROKEN = 0.05

async function downFor(api: FakeWeChatApi, nr: number): Promise<void> {
  await api.down((['refused', 'hang', 'html'] as const)[nr % 3])
  await pause(1_000)
  await api.up()
}

async function openHttp(name: 'official' | 'wecom', options: RoadOptions): Promise<Road> {
  const { hurry, people } = options
  const start = Date.now()
  // WeChat's clock goes as the bot's does; what is measured is in milliseconds of the real one.
  const now = () => start + (performance.timeOrigin + performance.now() - start) * hurry
  const toReal = (at: number) => start + (at - start) / hurry
  const api = await createFakeWeChatApi({ now, callback: { timeoutMs: Math.round(5_000 / hurry), retryMs: 0 } })
  const side = name === 'official' ? api.official : api.wecom
  const { id, secret, token, aesKey, apiRoot } = side
  const bot = await startBot(name, { id, secret, token, aesKey, apiRoot }, options, start)
  await side.connect(bot.url)
  if (name === 'official') await api.until(() => api.official.menu !== undefined)
  const followers = Array.from({ length: people }, (_, i) =>
    name === 'official' ? api.official.person(`p${i}`) : api.wecom.person(`p${i}`),
  )
  const arrived = new Map<string, number>()
  const chatOf = (person: number) => {
    const one = followers[person]
    if (!one) return ''
    return 'openid' in one ? one.openid : `${one.id}@${api.wecom.account}`
  }
  let broken = false
  return {
    ...bot,
    name,
    repeats: true,
    says(person, text, mark) {
      arrived.set(mark, Date.now())
      void Promise.resolve(followers[person]?.says(text)).catch(() => {})
    },
    arrivedAt: (mark) => arrived.get(mark),
    told: (person) => (followers[person]?.heard ?? []).map(({ text, at }) => ({ text, at: toReal(at) })),
    push: (person, text) => bot.push(chatOf(person), text),
    gaveUp: () => followers.flatMap(({ heard }) => heard.filter(({ road }) => road === 'notice')).length,
    async outage(nr) {
      if (!broken) {
        broken = true
        const method = name === 'official' ? 'message/custom/send' : 'kf/send_msg'
        const always = { times: Infinity, odds: BROKEN }
        api.fails({ ...always, method, with: { kind: 'reset' } })
        api.fails({ ...always, method, with: { kind: 'reset', executed: true } })
        api.fails({ ...always, method: 'webhook', with: { kind: 'reset' } })
        api.fails({ ...always, method: 'webhook', with: { kind: 'reset', executed: true } })
      }
      await downFor(api, nr)
    },
    async close() {
      await bot.end()
      await api.close()
    },
  }
}

export const openRoad = (name: RoadName, options: RoadOptions): Promise<Road> =>
  name === 'service' ? openService(options) : openHttp(name, options)
