import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Ledger } from '../../adapters/store/index.ts'
import { connectPg } from '../../adapters/store/postgres/connect.ts'
import type { Db } from '../../adapters/store/postgres/db.ts'
import { createPostgresLedger } from '../../adapters/store/postgres/ledger.ts'
import { fold, folds } from '../../bot/appeal/history.ts'
import type { Appeal } from '../../bot/model/appeal.ts'
import { newConversation } from '../../bot/model/conversation.ts'
import {
  AT,
  at,
  CANARIES,
  CHEN,
  change,
  deadline,
  happened,
  historyOf,
  inChat,
  LUO,
  proposed,
  registered,
  reply,
  staffed,
  TALK,
  told,
  toStaff,
  unanswered,
  versionOf,
  WANG,
} from '../store/samples.ts'
import { sharedServer } from './server.ts'
import { emptyTables, makeTables, unflushed } from './tables.ts'

const A = 'QQ22222222'
const B = 'QQ33333333'
const TIMES = process.env['QINQING_LONG'] ? 40 : 4

describe('two instances on one database', () => {
  let url: string
  const dbs: Db[] = []
  let master: Buffer
  let one: Ledger
  let two: Ledger
  let now = AT
  const dbOf = (n: number): Db => dbs[n] ?? connectPg({ url })
  beforeAll(async () => {
    url = unflushed(await (await sharedServer()).database())
    dbs.push(connectPg({ url }), connectPg({ url }))
    await makeTables(dbOf(0))
  }, 60_000)
  afterAll(() => Promise.all(dbs.map((db) => db.close())))
  beforeEach(async () => {
    await emptyTables(dbOf(0))
    now = AT
    master = randomBytes(32)
    const open = (n: number) => createPostgresLedger({ db: dbOf(n), master, folds, instance: `${n}`, now: () => now })
    one = await open(0)
    two = await open(1)
  })

  const both = () => [one, two] as const
  const claim = (ledger: Ledger, when = now, until = at(60), limit = 50) =>
    ledger.outbox.claim({ channels: ['telegram', 'terminal', 'jobs'], limit, now: when, until })
  const ids = async (...args: Parameters<typeof claim>) => (await claim(...args)).map(({ id }) => id)
  const lodge = (ledger: Ledger, number = A, subject = CHEN.id) =>
    ledger.appeals.commit(change(`lodge ${number}`, { events: [registered(number, { subject })] }))

  test('the same message at both takes effect once', async () => {
    for (let i = 0; i < 10; i++) {
      const same = change(`m${i}`, {
        person: { id: CHEN.id, value: { v: 1, known: { contact: String(i) } } },
        deliveries: [reply(`m${i}#0`, '甲')],
      })
      const answers = await Promise.all(both().map(({ appeals }) => appeals.commit(same)))
      expect(answers.toSorted()).toEqual(['committed', 'duplicate'])
    }
    expect((await two.appeals.open(CHEN, TALK)).person.version).toBe(10)
    expect((await one.appeals.read({ kind: 'outbox' })).summary.pending).toBe(10)
  })

  test('of two that decided on the same version of an appeal one wins, and the other decides again', async () => {
    await lodge(one)
    for (let i = 0; i < 10; i++) {
      const version = await versionOf(one.appeals, A)
      const answers = await Promise.all(
        both().map(({ appeals }, n) =>
          appeals.commit(
            change(`m${i} ${n}`, {
              expects: [{ record: { kind: 'appeal', id: A }, version }],
              events: [told('replied', A, `${n}`)],
            }),
          ),
        ),
      )
      expect(answers.toSorted()).toEqual(['committed', 'conflict'])
    }
    const events = await historyOf(two.appeals, A)
    expect(events).toHaveLength(11)
    const appeal = (await one.appeals.read({ kind: 'appeal', number: A })).appeal
    expect(appeal?.value).toEqual(events.reduce<Appeal | undefined>(fold, undefined))
  })

  test('what is not there yet is made by one of them: a number, a person, a conversation', async () => {
    for (let i = 0; i < 5; i++) {
      await emptyTables(dbOf(0))
      const answers = await Promise.all(
        both().map(({ appeals }, n) =>
          appeals.commit(
            change(`m${n}`, {
              expects: [
                { record: { kind: 'person', id: CHEN.id }, version: 0 },
                { record: { kind: 'appeal', id: A }, version: 0 },
              ],
              person: { id: CHEN.id, value: { v: 1, known: {} } },
              conversation: { id: TALK, subject: CHEN.id, value: newConversation },
              events: [registered(A)],
            }),
          ),
        ),
      )
      expect(answers.toSorted()).toEqual(['committed', 'conflict'])
    }
  })

  test('what touches the same records in another order, again and again, does not hold up for ever', async () => {
    await lodge(one, A)
    await lodge(one, B)
    const work = (ledger: Ledger, n: number, numbers: readonly string[]) =>
      Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          ledger.appeals.commit(
            change(`m${n} ${i}`, {
              events: numbers.map((number) => told('noted', number, `${n} ${i}`)),
              deliveries: numbers.map((number) =>
                toStaff(`m${n} ${i} ${number}`, number, { card: number, about: number }),
              ),
            }),
          ),
        ),
      )
    const answers = await Promise.all([work(one, 1, [A, B]), work(two, 2, [B, A])])
    expect(new Set(answers.flat())).toEqual(new Set(['committed']))
    expect((await one.appeals.read({ kind: 'appeal', number: A })).appeal?.value.events).toBe(21)
    // Of each card only the last is still to go.
    expect((await one.appeals.read({ kind: 'outbox' })).summary.pending).toBe(2)
    await chainHolds(dbOf(0))
  })

  test('a row is never handed to both, and all are handed out in the order of their address', async () => {
    const chats = Array.from({ length: 12 }, (_, i) => `chat ${i}`)
    for (let i = 0; i < 3; i++)
      await one.appeals.commit(
        change(`m${i}`, { deliveries: chats.map((chat) => reply(`${chat} ${i}`, chat, { subject: LUO.id })) }),
      )
    const sent: string[] = []
    const drain = async (ledger: Ledger): Promise<void> => {
      for (;;) {
        const claimed = await claim(ledger, now, at(60), 3)
        for (const { id } of claimed) {
          sent.push(id)
          await ledger.outbox.delivered(id, [], now)
        }
        if (claimed.length === 0 && (await one.appeals.read({ kind: 'outbox' })).summary.pending === 0) return
      }
    }
    await Promise.all(both().map(drain))
    expect(sent).toHaveLength(36)
    for (const chat of chats)
      expect(sent.filter((id) => id.startsWith(`${chat} `))).toEqual([0, 1, 2].map((i) => `${chat} ${i}`))
  })

  test('whoever ends without a word is followed when his lease is over; whoever closes, at once', async () => {
    await one.appeals.commit(change('m', { deliveries: [reply('a', '甲'), reply('b', '乙')] }))
    expect(await ids(one, now, at(1))).toEqual(['a', 'b'])
    expect(await ids(two)).toEqual([])
    await one.outbox.postponed('b', at(600), '稍后')
    expect(await ids(two, at(1), at(2))).toEqual(['a'])
    await two.outbox.delivered('a', [], at(1))
    await one.appeals.close()
    expect(await ids(two, at(2))).toEqual(['b'])
  })

  test('what one commits for a channel it serves is its own for five seconds: it may answer in the same request', async () => {
    expect(await ids(one)).toEqual([])
    await one.appeals.commit(change('m', { deliveries: [reply('a', '甲')] }))
    expect(await ids(two)).toEqual([])
    expect(await ids(one, now, now)).toEqual(['a'])
    expect(await ids(two, at(1))).toEqual(['a'])
  })

  test('a newer card of one waits for the other, who is sending the older', async () => {
    const card = (id: string) => toStaff(id, '-1', { card: A, about: A })
    await one.appeals.commit(change('m1', { deliveries: [card('1')] }))
    expect(await ids(one)).toEqual(['1'])
    await two.appeals.commit(change('m2', { deliveries: [card('2')] }))
    expect(await ids(two, at(1))).toEqual([])
    await one.outbox.delivered('1', [{ ...inChat('-1'), message: '11' }], at(1))
    const [next] = await claim(two, at(1))
    expect(next).toMatchObject({ id: '2', known: { replaces: { message: '11' } } })
  })

  test('a newer card takes the place of an older one that fails elsewhere', async () => {
    const card = (id: string) => toStaff(id, '-1', { card: A, about: A })
    await one.appeals.commit(change('m1', { deliveries: [card('1'), toStaff('after', '-1')] }))
    await claim(one)
    await two.appeals.commit(change('m2', { deliveries: [card('2')] }))
    await one.outbox.failed('1', at(5), 'network')
    expect(await ids(two, at(5))).toEqual(['2'])
    await two.outbox.delivered('2', [], at(5))
    expect(await ids(one, at(5))).toEqual(['after'])
  })

  test('whoever is heard from at one is sent by the other what waited for him', async () => {
    await one.appeals.commit(change('m', { deliveries: [reply('a', '甲')] }))
    await claim(one, now, now)
    await one.outbox.postponed('a', at(600), 'the window is closed')
    expect(await ids(one, at(2))).toEqual([])
    two.outbox.hasten({ channel: 'terminal', chat: '甲' })
    await claim(two, now)
    expect([...(await ids(one, at(2))), ...(await ids(two, at(3)))]).toEqual([])
    // He that asked it to be hastened has it first, or whoever asks next.
    expect(await ids(one, at(61))).toEqual(['a'])
  })

  test('an alarm is handed to one, and to the other when that one’s time is over', async () => {
    const due = [deadline('result', '2026-11-20')]
    await one.appeals.commit(change('m1', { events: [registered(A, { deadlines: due })] }))
    await one.appeals.commit(change('m2', { events: [registered(B, { deadlines: due })] }))
    const LATER = '2026-11-21T00:00:00.000Z'
    const UNTIL = '2026-11-21T00:01:00.000Z'
    const handed = await Promise.all(both().map(({ appeals }) => appeals.due(LATER, UNTIL)))
    expect(
      handed
        .flat()
        .map(({ appeal }) => appeal)
        .toSorted(),
    ).toEqual([A, B])
    const [first = []] = handed
    const [mine, other] = first.length > 0 ? [one, two] : [two, one]
    const warned = happened(A, 'warned', { deadline: 'result', level: 'red', on: '2026-11-20' })
    await mine.appeals.commit(change('m3', { events: [warned] }))
    expect((await other.appeals.due(LATER, UNTIL)).map(({ appeal }) => appeal)).not.toContain(A)
    expect((await other.appeals.due(UNTIL, at(9999))).map(({ appeal }) => appeal)).toEqual([B])
    expect((await mine.appeals.due(UNTIL)).map(({ appeal }) => appeal)).toEqual([B])
  })

  test('somebody is erased while the other commits for him: nothing of before is readable, and nothing of after is lost', async () => {
    for (let i = 0; i < TIMES; i++) {
      await emptyTables(dbOf(0))
      await lodge(one)
      await Promise.all([
        one.appeals.erase(CHEN.id, at(1)),
        ...Array.from({ length: 5 }, (_, n) =>
          two.appeals.commit(
            change(`m${n}`, {
              person: { id: CHEN.id, value: { v: 1, known: { contact: `${n}` } } },
              conversation: { id: `${TALK}${n}`, subject: CHEN.id, value: { ...newConversation, focus: A } },
              events: [told('noted', A, `话 ${n}`), unanswered(`g${n}`, `问 ${n}`)],
              deliveries: [reply(`m${n}#0`, `甲${n}`), toStaff(`m${n}#1`, '-1', { card: A, about: A })],
            }),
          ),
        ),
      ])
      const entries = await dbOf(0).query<{ place: number; kind: string }>(
        'select place, kind from entries order by place',
      )
      expect(entries).toHaveLength(7)
      const erasedAt = entries.find(({ kind }) => kind === 'erased')?.place ?? 0
      const events = await historyOf(one.appeals, A)
      const places = await dbOf(0).query<{ place: number }>(
        `select place from appeal_entries where number = '${A}' order by place`,
      )
      expect(events.map(({ personal }) => personal !== undefined)).toEqual(places.map(({ place }) => place > erasedAt))
      const after = places.filter(({ place }) => place > erasedAt).length
      const { summary } = await two.appeals.read({ kind: 'outbox' })
      // Of the cards one, the last.
      expect(summary.pending).toBe(after === 0 ? 0 : after + 1)
      const talks = await Promise.all([0, 1, 2, 3, 4].map((n) => one.appeals.open(CHEN, `${TALK}${n}`)))
      expect(talks.filter(({ conversation }) => conversation.version > 0)).toHaveLength(after)
      expect((await one.appeals.read({ kind: 'gaps', limit: 9 })).total).toBe(after)
      await chainHolds(dbOf(0))
    }
  })

  test('a key that both make at once is one', async () => {
    const answers = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((n) =>
        (n % 2 ? one : two).appeals.commit(change(`m${n}`, { deliveries: [reply(`m${n}#0`, `甲${n}`)] })),
      ),
    )
    expect(new Set(answers)).toEqual(new Set(['committed']))
    expect(await dbOf(0).query('select count(*) as n from keys where person = $1', [CHEN.id])).toEqual([{ n: 1 }])
  })

  test('the history is only added to', async () => {
    await lodge(one)
    for (const statement of ["update entries set entry = ''", 'delete from entries', 'truncate entries'])
      await expect(dbOf(0).query(statement)).rejects.toThrow('only added to')
  })

  test('nothing personal stands readable in any table', async () => {
    await one.appeals.commit(
      change('terminal/陈样例/1', {
        person: { id: CHEN.id, value: { v: 1, known: { contact: '陈样例', phone: '19900000001' } } },
        conversation: { id: TALK, subject: CHEN.id, value: { ...newConversation, focus: A } },
        events: [registered(A), unanswered('g1', '样例路八号能停货车吗'), proposed('e1', 'g1')],
        deliveries: [
          reply('terminal/陈样例/1:0', '陈样例', { rest: ['货款迟迟不结'], card: 'card of 陈样例', about: A }),
          reply('金丝雀贸易行#1', '样例路八号'),
        ],
      }),
    )
    await one.appeals.commit(
      change('staff', {
        events: [
          staffed(WANG.id, 'invited', { name: '王小样', roles: ['clerk'], units: [] }),
          staffed(WANG.id, 'joined', {}, { sender: '19900000001', home: inChat('陈样例') }),
        ],
      }),
    )
    await claim(one)
    await one.outbox.delivered('terminal/陈样例/1:0', [{ channel: 'terminal', chat: '陈样例', message: '陈样例' }], AT)
    await one.outbox.postponed('金丝雀贸易行#1', at(9), '稍后')
    await one.files.put(CHEN.id, { name: '陈样例.txt', type: 'text/plain', bytes: Buffer.from('货款迟迟不结') })
    const tables = await dbOf(0).query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
    )
    const dump: string[] = []
    for (const { name } of tables) {
      const rows = await dbOf(0).query<Record<string, unknown>>(`select * from ${name}`)
      dump.push(...rows.map((row) => `${name} ${textOf(row)}`))
    }
    expect(dump.join('\n')).toMatch(/appeals .*records .*sent/s)
    expect(dump.filter((line) => CANARIES.some((canary) => line.includes(canary)))).toEqual([])
  })
})

/** Bytes as the text they may be. */
const textOf = (row: Record<string, unknown>): string =>
  Object.values(row)
    .map((value) => (value instanceof Buffer ? value.toString() : JSON.stringify(value)))
    .join(' ')

async function chainHolds(db: Db): Promise<void> {
  const entries = await db.query<{ place: number; entry: string; hash: string }>(
    'select place, entry, hash from entries order by place',
  )
  let before = '0'.repeat(64)
  for (const [i, { place, entry, hash }] of entries.entries()) {
    before = createHash('sha256')
      .update(before + entry)
      .digest('hex')
    expect([place, hash]).toEqual([i + 1, before])
  }
}
