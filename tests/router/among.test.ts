import { createHash } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { type App, type AppOptions, createApp } from '../../bot/app.ts'
import { folds } from '../../bot/appeal/history.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { type Instant, plusMs } from '../../bot/model/instant.ts'
import type { Message, Said } from '../../bot/model/message.ts'
import { plain } from '../../bot/model/reply.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import type { Elsewhere, Peers } from '../../bot/ports/peers.ts'
import { createRecordIndex } from '../../knowledge/approved/records.ts'
import { cut, simplify } from '../../knowledge/index.ts'
import { shipped } from '../transcripts/stage.ts'

/** What two processes see of each other, without a database: a turn is whoever's asked first, and passes on. */
function createTogether() {
  const followers = new Map<string, Elsewhere>()
  const turns = new Map<string, { who: string; ends: AbortController }>()
  const queues = new Map<string, { who: string; begin: () => void }[]>()

  function next(name: string): void {
    const queue = queues.get(name) ?? []
    const first = turns.has(name) ? undefined : queue.shift()
    if (!first) return
    turns.set(name, { who: first.who, ends: new AbortController() })
    first.begin()
  }

  async function turnOf(who: string, name: string, stop: AbortSignal): Promise<AbortController | undefined> {
    const queue = queues.get(name) ?? []
    queues.set(name, queue)
    const begun = new Promise<void>((begin) => queue.push({ who, begin }))
    next(name)
    await Promise.race([begun, aborted(stop)])
    const turn = turns.get(name)
    if (turn?.who === who) return turn.ends
    queues.set(
      name,
      (queues.get(name) ?? []).filter((one) => one.who !== who),
    )
    return undefined
  }

  function peersOf(who: string): Peers {
    return {
      async follow(elsewhere, stop) {
        followers.set(who, elsewhere)
        await aborted(stop)
        followers.delete(who)
      },
      caughtUp: () => Promise.resolve(),
      async alone(name, work, stop) {
        while (!stop.aborted) {
          const ends = await turnOf(who, name, stop)
          if (!ends) return
          const end = () => ends.abort()
          stop.addEventListener('abort', end)
          if (stop.aborted) end()
          await work(ends.signal)
          turns.delete(name)
          next(name)
        }
      },
    }
  }

  return {
    peersOf,
    holder: (name: string) => turns.get(name)?.who,
    lose: (name: string) => turns.get(name)?.ends.abort(),
    others: (than: string) => [...followers].filter(([who]) => who !== than).map(([, elsewhere]) => elsewhere),
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
}

/** Two bots on one ledger, each with a terminal of its own, Telegram, and a WeChat account that is logged in once. */
async function two(more: Partial<AppOptions> = {}) {
  const together = createTogether()
  const store = createMemoryStore({ folds })
  let now: Instant = '2026-11-23T02:00:00.000Z'
  const naps = new Set<() => void>()
  const clock = {
    now: () => now,
    sleep: (_: number, stop: AbortSignal) =>
      new Promise<void>((resolve) => {
        const wake = () => {
          naps.delete(wake)
          stop.removeEventListener('abort', wake)
          resolve()
        }
        naps.add(wake)
        stop.addEventListener('abort', wake)
        if (stop.aborted) wake()
      }),
  }
  const sent: string[] = []
  const jobs: string[] = []
  const heard: string[] = []
  const troubles: unknown[] = []

  async function open(who: string) {
    const channel = (name: Channel['name'], alone?: Channel['alone']): Channel => ({
      name,
      ...(alone && { alone }),
      ...(name === 'telegram' && { cards: true }),
      async listen(_, stop) {
        heard.push(`${who} ${name}`)
        await aborted(stop)
        heard.push(`${who} ${name} over`)
      },
      async send({ to, text }) {
        sent.push(`${who} ${to.channel} ${to.chat}: ${plain(text)}`)
        return { kind: 'sent', receipts: [{ ...to, message: String(sent.length) }] }
      },
    })
    const appeals = {
      ...store.appeals,
      async commit(...change: Parameters<typeof store.appeals.commit>) {
        const outcome = await store.appeals.commit(...change)
        if (outcome === 'committed') for (const { took } of together.others(who)) void took(change[0].events)
        return outcome
      },
      async erase(...whom: Parameters<typeof store.appeals.erase>) {
        await store.appeals.erase(...whom)
        for (const { erased } of together.others(who)) void erased(whom[0])
      },
    }
    const app = createApp({
      store: appeals,
      outbox: store.outbox,
      files: store.files,
      office: createOffice(),
      directory: { identify: (_, sender) => Promise.resolve({ id: store.pseudonym(sender), roles: [], units: [] }) },
      knowledge: await shipped,
      questions: createRecordIndex({ cut }),
      cut,
      simplify,
      catalog,
      holidays: publishedHolidays(),
      clock,
      channels: [channel('telegram', 'hearing'), channel('wechat', 'wholly')],
      reach: () => [{ channel: 'telegram', chat: '管理员组' }],
      digest: (text) => createHash('sha256').update(text).digest('hex'),
      random: (below) => Math.floor(Math.random() * below),
      backup: async () => {
        jobs.push(`${who} backup`)
        return ['备份好了']
      },
      peers: together.peersOf(who),
      onTrouble: (error) => troubles.push(error),
      ...more,
    })
    const stop = new AbortController()
    const ended = app.run(stop.signal)
    const bot = {
      app,
      async stop() {
        stop.abort()
        await ended
      },
    }
    onTestFinished(bot.stop)
    return bot
  }
  const [a, b] = [await open('甲'), await open('乙')]
  await settled()
  return {
    a,
    b,
    together,
    store,
    sent,
    jobs,
    heard,
    troubles,
    /** Every loop takes another round, after so long. */
    async passes(ms = 1_000) {
      now = plusMs(now, ms)
      for (const wake of [...naps]) wake()
      await settled()
    },
  }
}

/** Everything that can go on without the clock has gone on. */
async function settled(): Promise<void> {
  for (let i = 0; i < 30; i++) await new Promise((resolve) => setTimeout(resolve, 1))
}

let ids = 0
const said = (channel: 'telegram' | 'wechat', who: string, text: string): Said => ({
  kind: 'said',
  id: `m${++ids}`,
  from: { channel, chat: who },
  sender: who,
  text,
  attachments: [],
  at: '2026-11-23T02:00:00.000Z',
})
const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const invite = (name: string): Message => ({
  kind: 'ordered',
  id: `invite:${name}`,
  order: {
    do: 'invite',
    name,
    roles: ['administrator'],
    units: [],
    code: digest(`CODE${digest(name).slice(0, 8).toUpperCase()}`),
    until: '2026-11-25T02:00:00.000Z',
  },
  at: '2026-11-23T02:00:00.000Z',
})
const joining = (name: string) => said('telegram', name, `/start CODE${digest(name).slice(0, 8).toUpperCase()}`)

async function administrator(app: App, name: string): Promise<void> {
  await app.receive(invite(name))
  await app.receive(joining(name))
}

describe('two processes on one ledger', () => {
  test('one hears where one may; when it goes the other takes over, and sending is not waited for', async () => {
    const { a, heard, together, passes } = await two()
    expect(heard).toEqual(['甲 telegram', '甲 wechat'])
    await a.stop()
    expect(together.holder('jobs')).toBe('乙')
    await passes()
    expect(heard.filter((line) => line.startsWith('乙'))).toEqual(['乙 telegram', '乙 wechat'])
  })

  test('one that loses its turn stops hearing, and asks for it again', async () => {
    const { heard, together } = await two()
    together.lose('channel wechat')
    await settled()
    expect(heard).toEqual(['甲 telegram', '甲 wechat', '甲 wechat over', '乙 wechat'])
  })

  test('what is for an account that another has is left to that one; on Telegram either sends', async () => {
    const { b, sent, passes } = await two()
    await b.app.receive(said('wechat', '唐宁', '你好'))
    await b.app.receive(said('telegram', '路人', '/start'))
    await passes()
    const who = (channel: string) =>
      new Set(sent.filter((line) => line.includes(` ${channel} `)).map((line) => line[0]))
    expect(who('wechat')).toEqual(new Set(['甲']))
    expect(who('telegram').size).toBe(1)
  })

  test('jobs are done by one of them, whoever was asked; and by the other when that one is gone', async () => {
    const { a, b, jobs, passes } = await two()
    await administrator(a.app, '李明')
    await b.app.receive(said('telegram', '李明', '/backup'))
    await passes()
    expect(jobs).toEqual(['甲 backup'])
    await a.stop()
    await b.app.receive(said('telegram', '李明', '/backup'))
    await passes()
    expect(jobs).toEqual(['甲 backup', '乙 backup'])
  })

  test('chores are done by one of them at a time', async () => {
    const begun: string[] = []
    const chore = async (stop: AbortSignal) => {
      begun.push('begun')
      await aborted(stop)
      begun.push('ended')
    }
    const { a } = await two({ chores: [chore] })
    expect(begun).toEqual(['begun'])
    await a.stop()
    await settled()
    expect(begun).toEqual(['begun', 'ended', 'begun'])
  })

  test('who was invited at one joins at the other, and acts at both; who is removed at one is nobody at the other', async () => {
    const { a, b, sent, passes } = await two()
    await a.app.receive(invite('李明'))
    await b.app.receive(joining('李明'))
    await settled()
    expect(a.app.roster().members).toMatchObject([{ name: '李明', state: 'active' }])
    await administrator(b.app, '赵敏')
    await a.app.receive({
      kind: 'ordered',
      id: 'remove',
      order: { do: 'remove', name: '李明' },
      at: '2026-11-23T02:00:00.000Z',
    })
    await settled()
    sent.length = 0
    await b.app.receive(said('telegram', '李明', '/status'))
    await passes()
    expect(sent.join()).not.toContain('政策文件')
    await b.app.receive(said('telegram', '赵敏', '/status'))
    await passes()
    expect(sent.join()).toContain('政策文件')
  })

  test('an outage that both see is told once, and once when it is over', async () => {
    const { a, b, sent, passes } = await two()
    await administrator(a.app, '李明')
    await passes()
    sent.length = 0
    const wechat = (state: 'up' | 'down') => {
      for (const { app } of [a, b]) app.health('wechat', state === 'down' ? { state, reason: '登录失效' } : { state })
    }
    wechat('down')
    for (let i = 0; i < 10; i++) await passes(30_000)
    expect(sent.filter((line) => line.includes('微信连不上'))).toHaveLength(1)
    wechat('up')
    for (let i = 0; i < 10; i++) await passes(30_000)
    // The card is edited, and a note rings the bell.
    expect(sent.filter((line) => line.includes('微信已恢复'))).toHaveLength(2)
  })
})
