import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createMetrics, type Seen } from '../../adapters/metrics/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import { countOpen, lookAround, metered } from '../../bot/commands/metrics.ts'
import { Fault } from '../../bot/model/fault.ts'
import type { Message } from '../../bot/model/message.ts'
import type { AppealStore, Change, OutboxSummary } from '../../bot/ports/appeal-store.ts'
import type { Channel, Sent } from '../../bot/ports/channel.ts'
import type { KnowledgeKeeper } from '../../bot/ports/knowledge-base.ts'
import { deadline, eventsOf, numberAt, type Story } from '../report/ledger.ts'

const NOW = '2026-11-23T02:00:00.000Z'
const PASSAGE = { document: 'a.txt', title: '稳岗补贴办法', headings: [], text: '第一条', marks: [], score: 1 }
const NOTHING: Seen = { channels: [], failed: [] }

/** The page, and what one figure says on it; without labels the name alone. */
async function read(metrics: ReturnType<typeof createMetrics>, seen: Seen = NOTHING) {
  const { text } = await metrics.page(seen)
  const values = new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line): [string, number] => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  )
  return { text, value: (name: string) => values.get(name) }
}

const counting = () => createMetrics({ ms: () => performance.now() })
const outcomes = <T>(...all: (T | Error)[]) => {
  const left = [...all]
  return async (..._: readonly unknown[]): Promise<T> => {
    const one = left.shift()
    if (one === undefined || one instanceof Error) throw one ?? new Error('no more')
    return one
  }
}

const said = (text: string): Message => ({
  kind: 'said',
  id: 'm1',
  from: { channel: 'wechat', chat: 'wxid_canary' },
  sender: 'wxid_canary',
  text,
  attachments: [],
  at: NOW,
})

describe('what is counted', () => {
  it('is each message by what became of it, and how long that took', async () => {
    const metrics = counting()
    const results = ['committed', 'duplicate', 'ignored', 'committed'] as const
    const channel = metrics.channel({
      name: 'wechat',
      async listen(receive) {
        for (const _ of results) await receive(said('x'))
        await receive(said('x')).catch(() => {})
      },
      send: outcomes<Sent>(),
    })
    const left: (typeof results)[number][] = [...results]
    await channel.listen(async () => {
      const outcome = left.shift()
      if (outcome === undefined) throw new Fault('storage', 'disk full')
      return { outcome }
    }, new AbortController().signal)

    const { value } = await read(metrics)
    expect(value('qinqing_messages_total{channel="wechat",outcome="committed"}')).toBe(2)
    expect(value('qinqing_messages_total{channel="wechat",outcome="duplicate"}')).toBe(1)
    expect(value('qinqing_messages_total{channel="wechat",outcome="ignored"}')).toBe(1)
    expect(value('qinqing_messages_total{channel="wechat",outcome="failed"}')).toBe(1)
    expect(value('qinqing_message_seconds_count{channel="wechat"}')).toBe(5)
  })

  it('is each delivery by what became of it; whoever sends is told the same', async () => {
    const metrics = counting()
    const send = outcomes<Sent>(
      { kind: 'sent', receipts: [] },
      { kind: 'later', afterMs: 1, reason: 'r' },
      new Error('?'),
    )
    const channel: Channel = metrics.channel({ name: 'telegram', alone: 'hearing', listen: async () => {}, send })
    const reply = { to: { channel: 'telegram', chat: '1' }, text: [] } as const
    expect(await channel.send({ ...reply, text: [] }, 'k')).toEqual({ kind: 'sent', receipts: [] })
    expect(await channel.send({ ...reply, text: [] }, 'k')).toMatchObject({ kind: 'later' })
    await expect(channel.send({ ...reply, text: [] }, 'k')).rejects.toThrow('?')
    expect(channel.alone).toBe('hearing')
    const { value } = await read(metrics)
    for (const outcome of ['sent', 'later', 'failed'])
      expect(value(`qinqing_deliveries_total{channel="telegram",outcome="${outcome}"}`)).toBe(1)
  })

  it('is each commit', async () => {
    const metrics = counting()
    const commit = outcomes<Awaited<ReturnType<AppealStore['commit']>>>(
      'committed',
      'conflict',
      new Fault('storage', '?'),
    )
    const store = metrics.store({ commit })
    const change = {} as Change
    await store.commit(change)
    await store.commit(change)
    await expect(store.commit(change)).rejects.toThrow('?')
    const { value } = await read(metrics)
    for (const outcome of ['committed', 'conflict', 'failed'])
      expect(value(`qinqing_commits_total{outcome="${outcome}"}`)).toBe(1)
    expect(value('qinqing_commit_seconds_count')).toBe(3)
  })

  it('is each answer once, also where a turn is decided again; and each reload', async () => {
    const metrics = counting()
    const ask: KnowledgeKeeper['ask'] = () => ({ kind: 'hedged', confidence: 0.42, passages: [PASSAGE] })
    const reload = outcomes({ ok: true, lines: [] }, { ok: false, refused: true as const, lines: [] }, new Error('?'))
    const kept = { ask, status: () => ({}) as never, reload, rollback: reload, learn: () => {} }
    const knowledge = metrics.knowledge<KnowledgeKeeper>({ ...kept, now: () => kept })
    const turn = knowledge.now?.()
    turn?.ask('补贴', '2026-11-23')
    turn?.ask('补贴', '2026-11-23')
    knowledge.now?.().ask('补贴', '2026-11-23')
    await knowledge.reload({ by: '周' })
    await knowledge.reload({ by: '周' })
    await expect(knowledge.rollback({ by: '周' })).rejects.toThrow('?')
    const { value } = await read(metrics)
    expect(value('qinqing_answers_total{kind="hedged"}')).toBe(2)
    expect(value('qinqing_answer_confidence_bucket{le="0.4"}')).toBe(0)
    expect(value('qinqing_answer_confidence_bucket{le="0.5"}')).toBe(2)
    for (const outcome of ['done', 'refused', 'failed'])
      expect(value(`qinqing_reloads_total{outcome="${outcome}"}`)).toBe(1)
  })

  it('leaves the parts of an app what they are besides', () => {
    const store = createMemoryStore({ folds })
    const knowledge = { ask: () => ({}) as never, reload: outcomes<never>(), rollback: outcomes<never>() }
    const parts = { store: store.appeals, outbox: store.outbox, channels: [], knowledge }
    const around = metered(parts, counting())
    expect(Object.keys(around)).toEqual(Object.keys(parts))
    expect(Object.keys(around.store)).toEqual(Object.keys(store.appeals))
    expect(around.outbox).toBe(store.outbox)
  })
})

/** A store that holds these appeals. */
async function holding(...stories: readonly Story[]) {
  const store = createMemoryStore({ folds })
  for (const story of stories)
    await store.appeals.commit({
      message: `m${story.n}`,
      at: NOW,
      expects: [],
      events: eventsOf(story),
      deliveries: [],
    })
  return store.appeals
}

const reading = (summary: OutboxSummary): Pick<AppealStore, 'read'> => ({
  read: (async ({ kind }: { kind: string }) =>
    kind === 'outbox' ? { kind, summary } : { kind, appeals: [], total: 0 }) as unknown as AppealStore['read'],
})

describe('how things stand', () => {
  const world = { channels: [], now: NOW }

  it('shows how many appeals are open and how many of them are late', async () => {
    const result = (due: string) => ({ data: { deadlines: [deadline('result', due)] } })
    const store = await holding(
      { n: 1, on: '11-01', ...result('11-20') },
      { n: 2, on: '11-01', ...result('11-22') },
      { n: 3, on: '11-01', ...result('11-23') },
      { n: 4, on: '11-02', ...result('11-10'), since: [['11-03', 'withdrawn']] },
      { n: 5, on: '11-02' },
    )
    const { value } = await read(counting(), await lookAround({ ...world, store }))
    expect(value('qinqing_appeals_open')).toBe(4)
    expect(value('qinqing_appeals_overdue')).toBe(2)
  })

  it('reads few appeals where few are late, and all of them where many are', async () => {
    const asked: number[] = []
    const story = (n: number): Story => ({ n, on: '11-01', data: { deadlines: [deadline('result', '11-20')] } })
    const store = await holding(...Array.from({ length: 301 }, (_, n) => story(n + 1)))
    const counted = {
      read: ((query: Parameters<AppealStore['read']>[0]) => {
        if (query.kind === 'appeals') asked.push(query.where.limit ?? Number.POSITIVE_INFINITY)
        return store.read(query)
      }) as AppealStore['read'],
    }
    expect(await countOpen(counted, NOW)).toEqual({ open: 301, overdue: 301 })
    expect(asked).toEqual([200, 800])
    asked.length = 0
    expect(await countOpen(counted, '2026-11-10T02:00:00.000Z')).toEqual({ open: 301, overdue: 0 })
    expect(asked).toEqual([200])
  })

  it('shows what waits by channel, and how long; and what was given up', async () => {
    const summary: OutboxSummary = {
      pending: 7,
      parked: 2,
      waiting: [
        { channel: 'wechat', reason: 'away', count: 4, since: '2026-11-23T01:50:00.000Z' },
        { channel: 'wechat', count: 1, since: '2026-11-23T01:59:00.000Z' },
      ],
      given: [{ key: 'k', channel: 'telegram', since: NOW, reason: 'blocked', about: numberAt(1) }],
    }
    const { value } = await read(counting(), await lookAround({ ...world, store: reading(summary) }))
    const depth = (channel: string, state: string) =>
      value(`qinqing_outbox_depth{channel="${channel}",state="${state}"}`)
    expect(depth('wechat', 'waiting')).toBe(5)
    expect(depth('any', 'sending')).toBe(2)
    expect(depth('telegram', 'parked')).toBe(1)
    expect(depth('any', 'parked')).toBe(1)
    expect(value('qinqing_outbox_oldest_seconds')).toBe(600)
  })

  it('shows which channels are there, and the documents', async () => {
    const status = () => ({ generation: 4, documents: 12, passages: 340, faulty: 1, overdue: 0 })
    const channels = [
      { name: 'telegram', state: 'up' },
      { name: 'wechat', state: 'down' },
    ]
    const seen = await lookAround({
      ...world,
      channels,
      knowledge: { status },
      store: reading({ pending: 0, parked: 0 }),
    })
    const { value } = await read(counting(), seen)
    expect(value('qinqing_channel_up{channel="telegram"}')).toBe(1)
    expect(value('qinqing_channel_up{channel="wechat"}')).toBe(0)
    expect(value('qinqing_knowledge_generation')).toBe(4)
    expect(value('qinqing_knowledge_quarantined')).toBe(1)
  })

  it('does not show as nothing what could not be read', async () => {
    const metrics = counting()
    await metrics.page(await lookAround({ ...world, store: reading({ pending: 0, parked: 0 }) }))
    const away = { read: () => Promise.reject(new Fault('storage', 'away')) }
    const { value, text } = await read(metrics, await lookAround({ ...world, store: away }))
    expect(value('qinqing_appeals_overdue')).toBeUndefined()
    expect(value('qinqing_outbox_oldest_seconds')).toBeUndefined()
    expect(text).not.toContain('qinqing_outbox_depth{')
    expect(value('qinqing_ledger_readable{figure="appeals"}')).toBe(0)
    expect(value('qinqing_ledger_readable{figure="outbox"}')).toBe(0)
  })
})

describe('the page', () => {
  /** After all of the above happened in one process. */
  async function full() {
    const metrics = counting()
    const send = outcomes<Sent>({ kind: 'refused', reason: '李娜 blocked 13912345678' })
    const heard: Channel = {
      name: 'wechat',
      listen: (receive) => receive(said('我是李娜 13912345678')).then(() => {}),
      send,
    }
    const channel = metrics.channel(heard)
    await channel.listen(async () => ({ outcome: 'committed' }), new AbortController().signal)
    await channel.send({ to: { channel: 'wechat', chat: 'wxid_canary' }, text: ['李娜'] }, 'key-canary')
    await metrics.store({ commit: outcomes('committed' as const) }).commit({ message: 'wechat:canary' } as Change)
    const ask: KnowledgeKeeper['ask'] = () => ({ kind: 'unsure', confidence: 0.1, passages: [] })
    const kept = { ask, reload: outcomes<never>() }
    metrics.knowledge({ ...kept, rollback: kept.reload }).ask('李娜的补贴', '2026-11-23')
    const store = await holding({ n: 1, on: '11-01', told: { contact: '李娜', phone: '13912345678' } })
    const channels = [{ name: 'wechat', state: 'down', reason: '李娜' }]
    return read(metrics, await lookAround({ store, channels, now: NOW }))
  }

  it('tells nothing of anybody', async () => {
    const { text } = await full()
    expect(text).toContain('qinqing_messages_total')
    expect(text).not.toMatch(/李娜|13912345678|canary|补贴|blocked|货款/)
    expect(text).not.toContain(numberAt(1))
  })

  it('has labels of few values: none is a text of somebody', async () => {
    const { text } = await full()
    const labels = new Set(
      [...text.matchAll(/^qinqing_\w+\{([^}]*)\}/gm)].flatMap(([, all = '']) => all.match(/\w+(?==)/g) ?? []),
    )
    expect([...labels].sort()).toEqual(['channel', 'figure', 'kind', 'le', 'outcome', 'state'])
  })

  it('is as promtool wants it: names, units, help and types', async () => {
    const { text } = await full()
    const lines = text.split('\n')
    const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type]) => [name, type]))
    const helps = new Set(lines.flatMap((line) => line.match(/^# HELP (\S+) (.*\S)$/)?.[1] ?? []))
    expect(types.size).toBeGreaterThan(15)
    for (const [name, type] of types) {
      expect(helps, name).toContain(name)
      expect(name).toMatch(/^[a-z_:][a-z0-9_:]*$/)
      if (!name.startsWith('qinqing_')) continue
      expect(name.endsWith('_total'), `${name} is a ${type}`).toBe(type === 'counter')
      expect(name).not.toMatch(/_(?:milliseconds|ms|minutes|count|sum|bucket|info|gauge|counter|histogram)$/)
      if (/seconds|confidence/.test(name)) expect(['histogram', 'gauge']).toContain(type)
    }
    expect(text.endsWith('\n')).toBe(true)
    const samples = lines.filter((line) => line !== '' && !line.startsWith('#'))
    for (const line of samples) expect(line).toMatch(/^[a-z0-9_]+(?:\{[^}]*\})? (?:-?[\d.e+-]+|\+Inf|NaN|Nan)$/)
    expect(new Set(samples.map((line) => line.slice(0, line.lastIndexOf(' ')))).size).toBe(samples.length)
  })

  it('has the figures of the process itself, each process its own', async () => {
    const [one, other] = [counting(), counting()]
    await one.store({ commit: outcomes('committed' as const) }).commit({} as Change)
    expect((await read(one)).value('qinqing_commits_total{outcome="committed"}')).toBe(1)
    expect((await read(other)).value('qinqing_commits_total{outcome="committed"}')).toBeUndefined()
    expect((await read(one)).text).toContain('process_resident_memory_bytes')
  })
})

describe('deploy/alerts.yml', () => {
  const { groups } = parse(readFileSync(new URL('../../deploy/alerts.yml', import.meta.url), 'utf8'))
  const rules: readonly { alert: string; expr: string; labels: object; annotations: Record<string, string> }[] =
    groups[0].rules

  it('asks for figures that there are', async () => {
    const { text } = await counting().page(NOTHING)
    const asked = rules.flatMap(({ expr }) => expr.match(/\bqinqing_\w+/g) ?? [])
    expect(asked.length).toBeGreaterThan(10)
    for (const name of asked) expect(text).toContain(`# TYPE ${name.replace(/_bucket$/, '')} `)
  })

  it('says of each what is the matter and what to do', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    for (const { alert, labels, annotations } of rules) {
      expect(labels, alert).toMatchObject({ severity: expect.stringMatching(/^(?:critical|warning|info)$/) })
      expect(annotations['summary']?.length, alert).toBeGreaterThan(10)
      expect(annotations['description']?.length, alert).toBeGreaterThan(10)
    }
  })
})
