import { describe, expect, it } from 'vitest'
import { createPace } from '../../adapters/wechat/sending/pace.ts'
import { createDelivery } from '../../bot/delivery.ts'
import { plusMs } from '../../bot/model/instant.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import type { Delivery, Outbox } from '../../bot/ports/outbox.ts'
import { wireError } from '../fakes/wechat-puppet/index.ts'
import { type Mouth, openMouth, reply } from './mouth.ts'
import { createVirtualClock } from './virtual-clock.ts'

const MORNING = '2026-11-24T00:00:00.000Z' // eight o'clock in Shanghai, the day after

/** What is to leave, with the app's own delivery loop and as much of an outbox as it needs. */
function deliver({ clock, send }: Pick<Mouth, 'clock' | 'send'>) {
  const rows = new Map<string, { readonly reply: Reply; due: string; leased: boolean; reason?: string }>()
  const refused: string[] = []
  const outbox: Outbox = {
    async claim({ channels, limit, now, until }) {
      if (!channels.includes('wechat')) return []
      const due = [...rows].filter(([, row]) => row.due <= now).slice(0, limit)
      for (const [, row] of due) row.due = until
      return due.map(([id, { reply }]): Delivery => {
        return { id, subject: 'p', channel: 'wechat', attempts: 0, createdAt: now, payload: { kind: 'reply', reply } }
      })
    },
    async delivered(id) {
      rows.delete(id)
    },
    async failed(id, retryAt, reason) {
      const row = rows.get(id)
      if (row && retryAt !== null) Object.assign(row, { due: retryAt, reason })
      else refused.push(id)
    },
    async postponed(id, until, reason) {
      const row = rows.get(id)
      if (row) Object.assign(row, { due: until, reason })
    },
    hasten(to) {
      for (const row of rows.values()) if (row.reply.to.chat === to.chat) row.due = clock.now()
    },
    retry: () => Promise.resolve(0),
  }
  const longest = { ms: 0 }
  const channel: Channel = {
    name: 'wechat',
    listen: () => Promise.resolve(),
    async send(reply, key) {
      const begun = Date.parse(clock.now())
      const sent = await send(reply, key)
      longest.ms = Math.max(longest.ms, Date.parse(clock.now()) - begun)
      return sent
    },
  }
  const stop = new AbortController()
  const loop = createDelivery({
    outbox,
    channels: [channel],
    runJob: () => Promise.resolve(),
    clock,
    trouble: () => {},
  })
  void loop.run(stop.signal)
  return {
    rows,
    refused,
    /** The longest time a `send` took. */
    longest,
    hasten: (chat: string) => outbox.hasten({ channel: 'wechat', chat }),
    puts(id: string, to: Reply) {
      rows.set(id, { reply: to, due: clock.now(), leased: false })
      loop.wake()
    },
    reasons: () => new Set([...rows.values()].map(({ reason }) => reason)),
    stop: () => stop.abort(),
    plus: (ms: number) => plusMs(clock.now(), ms),
  }
}

const gapsOf = (times: readonly number[]) => times.slice(1).map((time, i) => time - (times[i] ?? 0))

describe('the whole account', () => {
  it('speaks at most once a gap, and not at a beat', async () => {
    const mouth = await openMouth()
    const { puts, rows, stop } = deliver(mouth)
    for (let i = 0; i < 30; i++) puts(`row-${i}`, reply(`person-${i}`, '通知'))
    await mouth.clock.until(() => rows.size === 0)
    stop()
    const gaps = gapsOf(mouth.times)
    expect(gaps).toHaveLength(29)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000)
    expect(new Set(gaps.slice(0, 4)).size).toBe(4)
  })

  it('brings out 500 pushes, spread out and each of them once, and answers before them', async () => {
    const mouth = await openMouth()
    const { puts, rows, refused, longest, reasons, stop } = deliver(mouth)
    for (let i = 0; i < 500; i++) puts(`push-${i}`, reply(`person-${i}`, `新政策 ${i}`))
    await mouth.clock.passes(60_000)
    expect(reasons()).toContain('messages are spread out')

    // Somebody writes meanwhile, and again.
    const waited: number[] = []
    for (let i = 0; i < 8; i++) {
      mouth.writes('asker')
      const asked = Date.parse(mouth.clock.now())
      puts(`answer-${i}`, reply('asker', `答复 ${i}`))
      await mouth.clock.until(() => !rows.has(`answer-${i}`))
      waited.push(Date.parse(mouth.clock.now()) - asked)
      await mouth.clock.passes(10_000)
    }
    expect(Math.max(...waited)).toBeLessThanOrEqual(4_000)

    const took = await mouth.clock.until(() => rows.size === 0)
    stop()
    const { puppet, times } = mouth
    for (let i = 0; i < 500; i++) expect(puppet.textsTo(`person-${i}`)).toEqual([`新政策 ${i}`])
    expect(puppet.asked).toHaveLength(508)
    expect(refused).toEqual([])
    expect(Math.min(...gapsOf(times))).toBeGreaterThanOrEqual(1_000)
    // Nearly as fast as the gap allows: 508 of one and a half seconds are 13 minutes.
    expect(took).toBeLessThan(15 * 60_000)
    expect(longest.ms).toBeLessThan(15_000)
  })

  it('answers a hundred people who ask at once', async () => {
    const mouth = await openMouth()
    const { puts, rows, longest, stop } = deliver(mouth)
    for (let i = 0; i < 100; i++) {
      mouth.writes(`person-${i}`)
      puts(`row-${i}`, reply(`person-${i}`, '答复'))
    }
    const took = await mouth.clock.until(() => rows.size === 0)
    stop()
    expect(mouth.puppet.sent).toHaveLength(100)
    expect(took).toBeLessThan(180_000)
    expect(longest.ms).toBeLessThan(15_000)
  })

  it('brings everything out once through outages, where WeChat says what became of it', async () => {
    const mouth = await openMouth()
    const { puts, rows, stop } = deliver(mouth)
    mouth.puppet.mishap = ({ id }) =>
      Number(id.slice(4)) % 3 === 0 ? { error: wireError(14, 'No connection established') } : undefined
    for (let i = 0; i < 50; i++) puts(`row-${i}`, reply(`person-${i}`, '通知'))
    await mouth.clock.until(() => rows.size === 0)
    stop()
    expect(new Set(mouth.puppet.sent.map(({ to }) => to)).size).toBe(50)
    expect(mouth.puppet.sent).toHaveLength(50)
  })

  it('does not stand still where the clock is put back', async () => {
    const clock = createVirtualClock()
    const pace = createPace({ clock, random: () => 0.5, gapMs: 1_000 })
    await pace.turn('push', 'a')
    clock.set('2020-01-01T00:00:00.000Z')
    const turn = pace.turn('push', 'b')
    await clock.passes(1_000)
    expect(await turn).toBe('now')
  })
})

describe('a day', () => {
  it('is full for pushes at four fifths, for answers at its end, and begins anew in the morning', async () => {
    const mouth = await openMouth({ perDay: 10, gapMs: 0 })
    for (let i = 0; i < 8; i++) expect(await mouth.says(`person-${i}`, '通知')).toMatchObject({ kind: 'sent' })
    const full = await mouth.says('person-8', '通知')
    if (typeof full === 'string' || full.kind !== 'later') return expect.fail(JSON.stringify(full))
    expect(full.reason).toBe('the limit of the day is reached')
    const next = Date.parse(mouth.clock.now()) + full.afterMs
    expect(next - Date.parse(MORNING)).toBeGreaterThanOrEqual(0)
    expect(next - Date.parse(MORNING)).toBeLessThan(3_600_000)

    mouth.writes('li')
    expect(await mouth.says('li', '一')).toMatchObject({ kind: 'sent' })
    expect(await mouth.says('li', '二')).toMatchObject({ kind: 'sent' })
    expect(await mouth.says('li', '三')).toMatchObject({ kind: 'later', reason: 'the limit of the day is reached' })

    await mouth.clock.passes(full.afterMs)
    expect(await mouth.says('person-8', '通知')).toMatchObject({ kind: 'sent' })
  })

  it.each([
    [1, 1],
    [2, 1],
    [4, 3],
  ])('of %i messages leaves %i to pushes', async (perDay, pushes) => {
    const mouth = await openMouth({ perDay, gapMs: 0 })
    for (let i = 0; i < 5; i++) await mouth.says(`person-${i}`, '通知')
    expect(mouth.puppet.sent).toHaveLength(pushes)
  })

  it('is not overrun by those who wait for their turn in its last minute', async () => {
    const mouth = await openMouth({ perDay: 10 })
    for (let i = 0; i < 9; i++) await mouth.tally.add('sent')
    const sending = ['一', '二', '三'].map((text, i) => {
      mouth.writes(`person-${i}`)
      return mouth.send(reply(`person-${i}`, text), text)
    })
    await mouth.clock.passes(20_000)
    expect(mouth.puppet.sent).toHaveLength(1)
    const later = { kind: 'later', reason: 'the limit of the day is reached' }
    expect(await Promise.all(sending)).toMatchObject([{ kind: 'sent' }, later, later])
  })

  it('does not break off what has begun', async () => {
    const mouth = await openMouth({ perDay: 1, gapMs: 0 })
    mouth.writes('li')
    const long = `${'字'.repeat(600)}\n\n${'句'.repeat(600)}`
    expect(await mouth.says('li', long)).toMatchObject({ kind: 'sent' })
    expect(mouth.puppet.sent).toHaveLength(2)
  })

  it('is counted in Shanghai, and is remembered by the next process', async () => {
    const first = await openMouth({ perDay: 10, gapMs: 0, start: '2026-11-23T15:30:00.000Z' })
    for (let i = 0; i < 8; i++) await first.says(`person-${i}`, '通知')
    // Written rarely: after many, or a while.
    expect(first.note).toBeNull()
    await first.tally.written()
    expect(JSON.parse(first.note ?? '')).toEqual({ day: '2026-11-23', counts: { sent: 8 } })

    const note = first.note ?? ''
    const second = await openMouth({ perDay: 10, gapMs: 0, note, start: '2026-11-23T15:40:00.000Z' })
    expect(await second.says('person-8', '通知')).toMatchObject({ kind: 'later' })
    const third = await openMouth({ perDay: 10, gapMs: 0, note, start: '2026-11-23T16:00:00.000Z' })
    expect(await third.says('person-8', '通知')).toMatchObject({ kind: 'sent' })
  })

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"day":5}',
    '{"day":"2026-11-23","counts":{"sent":"x"}}',
    '{"day":"2026-11-23","counts":null}',
  ])('begins at nothing where the note says nothing: %j', async (note) => {
    const mouth = await openMouth({ note })
    expect(await mouth.tally.of('sent')).toBe(0)
    expect(await mouth.says('li', '您好')).toMatchObject({ kind: 'sent' })
  })

  it('counts what leaves at the same time', async () => {
    const { tally } = await openMouth()
    await Promise.all(Array.from({ length: 30 }, (_, i) => tally.add(i % 3 === 0 ? 'friends' : 'sent')))
    expect([await tally.of('sent'), await tally.of('friends')]).toEqual([20, 10])
  })

  it('counts on where the note cannot be read or written', async () => {
    const mouth = await openMouth({ perDay: 100, gapMs: 0 })
    Object.defineProperty(mouth, 'note', {
      get: () => {
        throw new Error('no such file')
      },
      set: () => {
        throw new Error('disk full')
      },
    })
    for (let i = 0; i < 21; i++) await mouth.says(`person-${i}`, '通知')
    expect(await mouth.tally.of('sent')).toBe(21)
    expect(mouth.lines).toEqual(["wechat: the day's counts are not written (Error)"])
  })
})
