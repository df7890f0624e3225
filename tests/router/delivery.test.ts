import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createDelivery, pauseMs, retryAfterMs } from '../../bot/delivery.ts'
import { type Instant, plusMs } from '../../bot/model/instant.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Channel, Sent } from '../../bot/ports/channel.ts'

const START = '2026-11-23T02:00:00.000Z'

type Fate = (text: string, tries: number) => boolean | Exclude<Sent, { kind: 'sent' }> | Promise<never>

/**
 * A store with rows for some chats, a channel that fails as told (true: nobody knows whether it is out), one that never
 * does, and a clock moved by hand.
 */
async function stage(fails: Fate, isDown: () => boolean = () => false) {
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
      const fate = await fails(text, tries.get(key) ?? 0)
      if (fate === true) throw new TypeError('secret words')
      if (fate !== false) return fate
      sent.push(text)
      return { kind: 'sent', receipts: [{ channel: 'terminal', chat: reply.to.chat, message: key }] }
    },
  }
  const health: string[] = []
  const other: Channel = {
    name: 'telegram',
    listen: () => Promise.resolve(),
    send: (reply) => {
      sent.push(`${reply.to.chat} ${String(reply.text[0])}`)
      return Promise.resolve({ kind: 'sent', receipts: [] })
    },
  }
  const loop = createDelivery({
    outbox: store.outbox,
    channels: [channel, other],
    runJob: () => Promise.resolve(),
    clock: { now: () => now, sleep: () => new Promise(() => {}) },
    onSending: (name, { state }) => health.push(`${name} ${state}`),
    isDown,
    trouble: (error) => failures.push(error instanceof Error ? error.message : String(error)),
  })
  const put = (
    id: string,
    chat: string,
    text: string,
    on: 'terminal' | 'telegram' = 'terminal',
    more: Partial<Reply> = {},
  ) => {
    const reply = { to: { channel: on, chat }, text: [text], ...more }
    const delivery = { id: `${id}#0`, subject: 'p', payload: { kind: 'reply', reply } } as const
    return store.appeals.commit({ message: id, at: now, expects: [], events: [], deliveries: [delivery] })
  }
  const outbox = async () => {
    const found = await store.appeals.read({ kind: 'outbox' })
    return found.kind === 'outbox' ? found.summary : undefined
  }
  return { loop, put, sent, tries, failures, health, outbox, later: (ms: number) => (now = plusMs(now, ms)) }
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
        return new Promise<void>((done) => {
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

  test('what never will be taken is given up at once, and the next one goes', async () => {
    const { loop, put, sent, outbox, failures } = await stage(
      (text) => text === '甲 一' && { kind: 'refused', reason: '403 bot was blocked by the user' },
    )
    await put('1', '甲', '一')
    await put('2', '甲', '二')
    await loop.settle()
    expect(sent).toEqual(['甲 二'])
    expect(await outbox()).toMatchObject({ pending: 0, parked: 1 })
    expect(failures).toEqual(['a delivery on terminal was refused: 403 bot was blocked by the user'])
  })

  test('what is to be sent later waits so long, keeps its place, and uses up no try', async () => {
    const { loop, put, sent, later, failures } = await stage(
      (text, tries) => text === '甲 一' && tries <= 20 && { kind: 'later', afterMs: 3_000, reason: '429' },
    )
    await put('1', '甲', '一')
    await put('2', '甲', '二')
    await put('3', '乙', '三')
    for (let i = 0; i < 20; i++) {
      await loop.settle()
      expect(sent).toEqual(['乙 三'])
      later(2_999)
      await loop.settle()
      later(1)
    }
    await loop.settle()
    expect(sent).toEqual(['乙 三', '甲 一', '甲 二'])
    expect(failures).toEqual([])
  })
})

describe('somebody who has proved to be another’s', () => {
  const strange: Fate = (text, tries) =>
    text.startsWith('旧') && tries < 2 && { kind: 'later', afterMs: 86_400_000, reason: 'not known at this login' }
  const claims = { channel: 'terminal', chat: '旧', proof: '3' } as const

  test('gets what waited for the one he is, as soon as he was told', async () => {
    const { loop, put, sent } = await stage(strange)
    await put('1', '旧', '一')
    await put('2', '旧', '二')
    await loop.settle()
    expect(sent).toEqual([])
    await put('3', '新', '您好', 'terminal', { claims })
    await loop.settle()
    expect(sent.slice(0, 2)).toEqual(['新 您好', '旧 一'])
  })

  test('gets nothing as long as he could not be told', async () => {
    const { loop, put, sent, tries } = await stage((text, count) => strange(text, count) || text.startsWith('新'))
    await put('1', '旧', '一')
    await loop.settle()
    await put('3', '新', '您好', 'terminal', { claims })
    await loop.settle()
    expect([sent, tries.get('1#0')]).toEqual([[], 1])
  })
})

describe('a channel that cannot be reached', () => {
  const OUT: Sent = { kind: 'unreachable', reason: 'ECONNREFUSED' }

  test('is tried again with one message only, ever more rarely; other channels go on', async () => {
    let down = true
    const { loop, put, sent, tries, later, health } = await stage(() => down && OUT)
    for (const chat of ['甲', '乙', '丙']) await put(chat, chat, '一')
    await put('4', '丁', '一', 'telegram')
    await loop.settle()
    expect(sent).toEqual(['丁 一'])
    // The three that were under way together found it out together.
    expect([...tries.values()]).toEqual([1, 1, 1])
    for (const ms of [1_000, 2_000, 4_000, 8_000]) {
      later(ms - 1)
      await loop.settle()
      later(1)
      await loop.settle()
    }
    expect([...tries.values()].reduce((sum, n) => sum + n, 0)).toBe(3 + 4)
    down = false
    later(16_000)
    await loop.settle()
    expect(sent).toEqual(['丁 一', '甲 一', '乙 一', '丙 一'])
    expect(health).toEqual([...Array(5).fill('terminal down'), 'terminal up'])
  })

  test('for a day uses up no try, and everything arrives in order afterwards', async () => {
    let down = true
    const { loop, put, sent, later, outbox, failures } = await stage(() => down && OUT)
    for (const text of ['一', '二', '三']) await put(text, '甲', text)
    for (let minute = 0; minute < 24 * 60; minute++) {
      await loop.settle()
      later(60_000)
    }
    expect(await outbox()).toMatchObject({ pending: 3, parked: 0 })
    down = false
    await loop.settle()
    expect(sent).toEqual(['甲 一', '甲 二', '甲 三'])
    expect(failures).toEqual([])
  })

  test('and says so itself: what fails on it in other ways uses up no try either', async () => {
    let down = true
    const { loop, put, sent, later, outbox } = await stage(
      () => down,
      () => down,
    )
    await put('1', '甲', '一')
    for (let minute = 0; minute < 60; minute++) {
      await loop.settle()
      later(60_000)
    }
    expect(await outbox()).toMatchObject({ pending: 1, parked: 0 })
    down = false
    await loop.settle()
    expect(sent).toEqual(['甲 一'])
  })

  test('the pauses grow to a minute', () => {
    expect([1, 2, 3, 6, 7, 40].map(pauseMs)).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000])
  })

  test('or hangs, in however many chats, holds up no other channel', async () => {
    const { loop, put, sent } = await stage(() => new Promise<never>(() => {}))
    for (let i = 0; i < 40; i++) await put(`${i}`, `群${i}`, '一')
    await put('x', '丁', '一', 'telegram')
    await loop.settle(['telegram'])
    expect(sent).toEqual(['丁 一'])
  })
})

describe('told to stop', () => {
  test('it waits ten seconds for what is under way, and then goes; what was not seen out is sent anew', async () => {
    const slept: number[] = []
    const store = createMemoryStore({ folds })
    const reply = { to: { channel: 'terminal' as const, chat: '甲' }, text: ['一'] }
    const row = { id: 'm#0', subject: 'p', payload: { kind: 'reply' as const, reply } }
    await store.appeals.commit({ message: 'm', at: START, expects: [], events: [], deliveries: [row] })
    const stop = new AbortController()
    let begun = (): void => {}
    const sending = new Promise<void>((resolve) => {
      begun = resolve
    })
    const loop = createDelivery({
      outbox: store.outbox,
      channels: [
        {
          name: 'terminal',
          listen: () => Promise.resolve(),
          send: () => {
            begun()
            return new Promise(() => {})
          },
        },
      ],
      runJob: () => Promise.resolve(),
      clock: {
        now: () => START,
        sleep: (ms, until) => {
          slept.push(ms)
          return new Promise((resolve) => {
            if (ms === 10_000 || until.aborted) resolve()
            until.addEventListener('abort', () => resolve())
          })
        },
      },
      trouble: () => {},
    })
    const running = loop.run(stop.signal)
    await sending
    stop.abort()
    await running
    expect(slept).toContain(10_000)
    const want = {
      channels: ['terminal' as const],
      limit: 9,
      now: '2026-11-23T02:02:00.000Z',
      until: '2026-11-23T02:03:00.000Z',
    }
    expect((await store.outbox.claim(want)).map(({ id }) => id)).toEqual(['m#0'])
  })
})
