import { createHash } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { createApp } from '../../bot/app.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { systemClock } from '../../bot/commands/clock.ts'
import { type Instant, plusMs } from '../../bot/model/instant.ts'
import { plain } from '../../bot/model/reply.ts'
import { cut, simplify } from '../../knowledge/index.ts'
import { ROLES, shipped } from '../transcripts/stage.ts'
import { openOn } from './ledgers.ts'
import { sharedServer } from './server.ts'

const MONDAY = '2026-11-23T02:00:00.000Z'
const APPEAL =
  '我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密'

/** Two apps on one database, in this process, with one clock that is moved by hand. */
async function two() {
  const url = await (await sharedServer()).database()
  let now: Instant = MONDAY
  let ids = 0
  const heard: string[] = []

  async function open(instance: string) {
    const ledger = await openOn(url, { instance, now: () => now })
    const questions = new Set<string>()
    const app = createApp({
      store: ledger.appeals,
      outbox: ledger.outbox,
      files: ledger.files,
      office: createOffice(),
      directory: {
        identify: async (_, sender) => {
          const roles = ROLES[sender] ?? []
          const units = roles.length > 0 ? ['*'] : []
          return { id: ledger.pseudonym(sender), roles, units, ...(roles.length > 0 && { name: sender }) }
        },
      },
      knowledge: await shipped,
      questions: {
        add: (id) => void questions.add(id),
        remove: (id) => void questions.delete(id),
        alike: () => undefined,
      },
      cut,
      simplify,
      catalog,
      holidays: publishedHolidays(),
      clock: {
        now: () => now,
        sleep: (_, stop) => systemClock.sleep(50, stop),
      },
      channels: [
        {
          name: 'terminal',
          listen: (_, stop) => new Promise((resolve) => stop.addEventListener('abort', () => resolve())),
          async send({ to, text }) {
            heard.push(`${to.chat}: ${plain(text)}`)
            return { kind: 'sent', receipts: [] }
          },
        },
      ],
      peers: ledger.peers,
      reach: (whom) => [{ channel: 'terminal', chat: 'unit' in whom ? `承办组@${whom.unit}` : whom.room }],
      digest: (text) => createHash('sha256').update(text).digest('hex'),
      random: (below) => Math.floor(Math.random() * below),
      onTrouble: (error) => heard.push(`trouble: ${String(error)}`),
    })
    const stop = new AbortController()
    const ended = app.run(stop.signal)
    onTestFinished(async () => {
      stop.abort()
      await ended
    })
    return {
      app,
      questions,
      async says(who: string, text: string) {
        const from = { channel: 'terminal', chat: who } as const
        await app.receive({ kind: 'said', id: `m${++ids}`, from, sender: who, text, attachments: [], at: now })
      },
    }
  }
  const [a, b] = [await open('a'), await open('b')]
  return {
    a,
    b,
    heard,
    later: (days: number) => {
      now = plusMs(now, days * 86_400_000)
    },
    told: (words: string) => heard.filter((line) => line.includes(words)),
  }
}

test('of two instances one reminds, once, however often both look', async () => {
  const { a, b, told, later } = await two()
  await a.says('周敏', APPEAL)
  await b.says('周敏', '同意')
  await a.says('周敏', '确认')
  await vi.waitFor(() => expect(told('已登记，编号').length).toBeGreaterThan(0), 5_000)
  later(20)
  // Two deadlines have passed, and three rooms are told of each.
  const alarms = () => told('【🔴红牌】')
  await vi.waitFor(() => expect(alarms()).toHaveLength(6), 5_000)
  await Promise.all([a, b].map(({ app }) => app.settle()))
  expect(new Set(alarms()).size).toBe(6)
  expect(alarms()).toHaveLength(6)
  expect(told('trouble')).toEqual([])
})

test('somebody who is erased at one is forgotten at the other', async () => {
  const { a, b, told } = await two()
  await a.says('唐宁', '火星移民签证怎么办理')
  await vi.waitFor(() => expect([a, b].map(({ questions }) => questions.size)).toEqual([1, 1]), 5_000)
  await b.says('唐宁', '删除我的信息')
  await vi.waitFor(() => expect(told('唐宁: ').join()).toMatch(/确认删除/u), 5_000)
  await b.says('唐宁', '确认删除')
  await vi.waitFor(() => expect([a, b].map(({ questions }) => questions.size)).toEqual([0, 0]), 10_000)
})
