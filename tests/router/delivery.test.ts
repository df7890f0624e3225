import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createDelivery, retryAfterMs } from '../../bot/delivery.ts'
import { type Instant, plusMs } from '../../bot/model/instant.ts'
import type { Channel } from '../../bot/ports/channel.ts'

const START = '2026-11-23T02:00:00.000Z'

/** A store with rows for two chats, a channel that fails as told, and a clock moved by hand. */
async function stage(fails: (text: string, tries: number) => boolean) {
  let now: Instant = START
  const store = createMemoryStore({ folds })
  const sent: string[] = []
  const tries = new Map<string, number>()
  const failures: string[] = []
  const channel: Channel = {
    name: 'terminal',
    listen: () => Promise.resolve(),
    async send(reply, key) {
      const text = `${reply.to.chat} ${String(reply.text[0])}`
      tries.set(key, (tries.get(key) ?? 0) + 1)
      if (fails(text, tries.get(key) ?? 0)) throw new TypeError('secret words')
      sent.push(text)
      return { kind: 'sent', receipts: [{ channel: 'terminal', chat: reply.to.chat, message: key }] }
    },
  }
  const loop = createDelivery({
    outbox: store.outbox,
    channels: [channel],
    runJob: () => Promise.resolve(),
    clock: { now: () => now, sleep: () => new Promise(() => {}) },
    trouble: (error) => failures.push(error instanceof Error ? error.message : String(error)),
  })
  const put = (id: string, chat: string, text: string) =>
    store.appeals.commit({
      message: id,
      at: now,
      expects: [],
      events: [],
      deliveries: [
        {
          id: `${id}#0`,
          subject: 'p',
          payload: { kind: 'reply', reply: { to: { channel: 'terminal', chat }, text: [text] } },
        },
      ],
    })
  const outbox = async () => {
    const found = await store.appeals.read({ kind: 'outbox' })
    return found.kind === 'outbox' ? found.summary : undefined
  }
  return { loop, put, sent, failures, outbox, later: (ms: number) => (now = plusMs(now, ms)) }
}

describe('delivery', () => {
  test('a person reads in the order it was said', async () => {
    const { loop, put, sent } = await stage(() => false)
    await put('1', '甲', '一')
    await put('2', '甲', '二')
    await put('3', '乙', '三')
    await loop.settle()
    expect(sent.filter((line) => line.startsWith('甲'))).toEqual(['甲 一', '甲 二'])
    expect(sent).toContain('乙 三')
  })

  test('what failed is tried again later, holds up its own chat only, and keeps its place', async () => {
    const { loop, put, sent, later, failures } = await stage((text, tries) => text === '甲 一' && tries < 3)
    await put('1', '甲', '一')
    await put('2', '甲', '二')
    await put('3', '乙', '三')
    await loop.settle()
    expect(sent).toEqual(['乙 三'])
    later(1_000)
    await loop.settle()
    later(2_000)
    await loop.settle()
    expect(sent).toEqual(['乙 三', '甲 一', '甲 二'])
    expect(failures).toEqual([
      'a delivery on terminal failed (try 1): TypeError',
      'a delivery on terminal failed (try 2): TypeError',
    ])
  })

  test('one that hangs holds up its own chat only', async () => {
    let now: Instant = START
    const store = createMemoryStore({ folds })
    const sent: string[] = []
    const stop = new AbortController()
    const naps: (() => void)[] = []
    const loop = createDelivery({
      outbox: store.outbox,
      channels: [
        {
          name: 'terminal',
          listen: () => Promise.resolve(),
          send: (reply) => {
            if (reply.to.chat === '甲' && now === START) return new Promise(() => {})
            sent.push(reply.to.chat)
            return Promise.resolve({ kind: 'sent', receipts: [] })
          },
        },
      ],
      runJob: () => Promise.resolve(),
      // Time passes when the test says so: sleepers wake, and find the lease and the patience over.
      clock: {
        now: () => now,
        sleep: (_, until) =>
          new Promise((resolve) => {
            naps.push(resolve)
            until.addEventListener('abort', () => resolve())
          }),
      },
      trouble: () => {},
    })
    for (const chat of ['甲', '乙'])
      await store.appeals.commit({
        message: chat,
        at: now,
        expects: [],
        events: [],
        deliveries: [
          {
            id: `${chat}#0`,
            subject: 'p',
            payload: { kind: 'reply', reply: { to: { channel: 'terminal', chat }, text: ['x'] } },
          },
        ],
      })
    const running = loop.run(stop.signal)
    await expect.poll(() => sent).toEqual(['乙'])
    now = plusMs(START, 46_000)
    for (const wake of naps.splice(0)) wake()
    await expect.poll(() => naps.length).toBeGreaterThan(0)
    now = plusMs(START, 120_000)
    for (const wake of naps.splice(0)) wake()
    await expect.poll(() => sent).toEqual(['乙', '甲'])
    stop.abort()
    await running
  })

  test('a job that outlasts its lease is not begun a second time', async () => {
    let now: Instant = START
    const { appeals, outbox } = createMemoryStore({ folds })
    let begun = 0
    let end = (): void => {}
    const loop = createDelivery({
      outbox,
      channels: [],
      runJob: () => {
        begun += 1
        return new Promise((done) => {
          end = done
        })
      },
      clock: { now: () => now, sleep: () => new Promise((wake) => setImmediate(wake)) },
      trouble: () => {},
    })
    const answerTo = { channel: 'terminal', chat: '甲' } as const
    const payload = { kind: 'job', job: { kind: 'reload', answerTo, by: '周主任' } } as const
    await appeals.commit({
      message: '1',
      at: now,
      expects: [],
      events: [],
      deliveries: [{ id: 'j', subject: 'p', payload }],
    })
    const stop = new AbortController()
    const running = loop.run(stop.signal)
    for (let minute = 0; minute < 5; minute++) {
      for (let i = 0; i < 20; i++) await new Promise((next) => setImmediate(next))
      now = plusMs(now, 61_000)
    }
    end()
    stop.abort()
    await running
    expect(begun).toBe(1)
    expect(await appeals.read({ kind: 'outbox' })).toMatchObject({ summary: { pending: 0 } })
  })

  test('after too many tries it is parked, where staff see it, and the next one goes', async () => {
    const { loop, put, sent, later, outbox } = await stage((text) => text === '甲 一')
    await put('1', '甲', '一')
    await put('2', '甲', '二')
    for (let i = 0; i < 14; i++) {
      await loop.settle()
      later(10 * 60_000)
    }
    expect(sent).toEqual(['甲 二'])
    expect(await outbox()).toMatchObject({ pending: 0, parked: 1 })
  })

  test('the waits grow to ten minutes and end', () => {
    expect([0, 1, 2, 9, 10, 11].map(retryAfterMs)).toEqual([1_000, 2_000, 4_000, 512_000, 600_000, null])
  })
})
