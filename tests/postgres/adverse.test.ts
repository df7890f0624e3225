import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Ledger } from '../../adapters/store/index.ts'
import { connectPg } from '../../adapters/store/postgres/connect.ts'
import type { Db } from '../../adapters/store/postgres/db.ts'
import { createPostgresLedger, type PostgresLedgerOptions } from '../../adapters/store/postgres/ledger.ts'
import { createPeers } from '../../adapters/store/postgres/peers.ts'
import { folds } from '../../bot/appeal/history.ts'
import { newConversation } from '../../bot/model/conversation.ts'
import type { Event } from '../../bot/model/event.ts'
import { plusMs } from '../../bot/model/instant.ts'
import { halves } from '../prove/instances/check.ts'
import {
  AT,
  at,
  CHEN,
  change,
  deadline,
  historyOf,
  inChat,
  LUO,
  registered,
  reply,
  TALK,
  told,
  toStaff,
  unanswered,
} from '../store/samples.ts'
import { type Fate, watchedWay } from './cutting.ts'
import { sharedServer } from './server.ts'
import { emptyTables, makeTables, unflushed } from './tables.ts'

const A = 'QQ22222222'
const B = 'QQ33333333'
const ROUNDS = process.env['QINQING_LONG'] ? 400 : 8

describe('what goes wrong between instances on one database', () => {
  let url: string
  let db: Db
  let now = AT
  const master = Buffer.alloc(32, 7)
  beforeAll(async () => {
    url = unflushed(await (await sharedServer()).database())
    db = connectPg({ url })
    await makeTables(db)
  }, 60_000)
  afterAll(() => db.close())
  beforeEach(async () => {
    await emptyTables(db)
    now = AT
  })

  async function open(instance: string, more: Partial<PostgresLedgerOptions> = {}): Promise<Ledger> {
    return createPostgresLedger({ db, master, folds, instance, now: () => now, ...more })
  }
  /** On a way of its own to the database. */
  async function openBy(fateOf: (said: Buffer) => Fate, more: Partial<PostgresLedgerOptions> = {}) {
    const way = await watchedWay(url, fateOf)
    const by = connectPg({ url: way.url })
    onTestFinished(() => by.close())
    return { way, by, ledger: await open('afar', { db: by, ...more }) }
  }
  const claim = (ledger: Ledger, when = now, until = plusMs(when, 60_000)) =>
    ledger.outbox.claim({ channels: ['telegram', 'terminal'], limit: 50, now: when, until })
  const ids = async (...args: Parameters<typeof claim>) => (await claim(...args)).map(({ id }) => id)
  const entries = async () =>
    (await db.query<{ kind: string }>('select kind from entries order by place')).map(({ kind }) => kind)
  const sends = (id: string) => change(`m ${id}`, { deliveries: [reply(id, '甲')] })
  const wide = (message: string) =>
    change(message, {
      person: { id: CHEN.id, value: { v: 1, known: { contact: message } } },
      conversation: { id: TALK, subject: CHEN.id, value: newConversation },
      events: [told('noted', A, message), unanswered(`g ${message}`, '问')],
      deliveries: [reply(`${message}#0`, '甲'), toStaff(`${message}#1`, '-1', { card: A, about: A })],
    })

  test('one that is stopped as it commits holds up nobody, and finds its commit done when it goes on', async () => {
    const { way, ledger } = await openBy((said) => (said.includes('update head') ? 'mute' : 'pass'))
    const stopped = ledger.appeals.commit(sends('a'))
    await expect.poll(entries, { timeout: 5_000 }).toEqual(['commit'])
    const other = await open('other')
    const begun = performance.now()
    expect(await other.appeals.commit(sends('b'))).toBe('committed')
    expect(performance.now() - begun).toBeLessThan(5_000)
    way.cut()
    expect(await stopped).toBe('committed')
    expect(await entries()).toEqual(['commit', 'commit'])
  })

  test.each(['before', 'after'] as const)(
    'a connection that breaks at any word of a commit, %s it is passed on, undoes nothing and does nothing twice',
    async (fate) => {
      await (await open('one')).appeals.commit(change('lodge', { events: [registered(A)] }))
      let count = 0
      let breaks = 0
      const { ledger } = await openBy((said) => {
        // Not what a new connection begins with.
        if (!said.includes('begin') && count === 0) return 'pass'
        count += 1
        return count === breaks ? fate : 'pass'
      })
      for (let done = 1; ; done++) {
        count = 0
        breaks = done
        expect(await ledger.appeals.commit(wide(`m${done}`))).toBe('committed')
        expect(await entries()).toHaveLength(done + 1)
        if (count < breaks) break
      }
      expect(breaks).toBeGreaterThan(3)
      expect(await historyOf((await open('one')).appeals, A)).toHaveLength(breaks + 1)
    },
  )

  test('a receipt is written down although the connection breaks: what was sent is not sent again', async () => {
    let breaks = true
    const { ledger } = await openBy((said) => {
      if (!breaks || !said.includes('update head')) return 'pass'
      breaks = false
      return 'before'
    })
    await (await open('one')).appeals.commit(sends('a'))
    expect(await ids(ledger)).toEqual(['a'])
    await ledger.outbox.delivered('a', [], now)
    expect(breaks).toBe(false)
    expect(await ids(ledger, at(5))).toEqual([])
  })

  test('a commit whose answer never came is told to the one who made it, as if another had', async () => {
    const unsure = new Set<string>()
    const { way, by, ledger } = await openBy((said) => (said.includes('update head') ? 'mute' : 'pass'), { unsure })
    const stop = new AbortController()
    const heard: string[] = []
    const took = async (events: readonly Event[]) => void heard.push(...events.map(({ type }) => type))
    const lost = ledger.appeals.commit(change('m', { events: [registered(A)] }))
    const failed = expect(lost).rejects.toMatchObject({ code: 'storage' })
    await expect.poll(entries, { timeout: 5_000 }).toEqual(['commit'])
    // Nothing is tried again by one that is closing.
    void ledger.appeals.close()
    way.cut()
    await failed
    const following = createPeers({ db: by, master, instance: 'afar', from: 0, unsure }).follow(
      { took, erased: async () => {} },
      stop.signal,
    )
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual(['registered'])
    stop.abort()
    await following
  })

  test('what another has taken over since its lease was over, one who wakes up late does not let go', async () => {
    const [late, other, third] = [await open('late'), await open('other'), await open('third')]
    await late.appeals.commit(change('m', { deliveries: [reply('a', '甲'), reply('b', '乙')] }))
    expect(await ids(late)).toEqual(['a', 'b'])
    expect(await ids(other, at(2))).toEqual(['a', 'b'])
    await late.outbox.failed('a', at(2), 'network')
    await late.outbox.postponed('b', at(2), 'later')
    await late.appeals.close()
    expect(await ids(third, at(2))).toEqual([])
    await other.outbox.failed('a', at(2), 'network')
    expect(await ids(third, at(2))).toEqual(['a'])
  })

  test('one that hastened what another is sending does not let it go when it ends', async () => {
    const [sender, hasty, third] = [await open('sender'), await open('hasty'), await open('third')]
    await sender.appeals.commit(sends('a'))
    expect(await ids(sender)).toEqual(['a'])
    hasty.outbox.hasten({ channel: 'terminal', chat: '甲' })
    await claim(hasty)
    await hasty.appeals.close()
    expect(await ids(third)).toEqual([])
  })

  test('one whose clock is minutes ahead, or behind, takes nothing that another is sending, and leaves nothing lying', async () => {
    const notices: string[] = []
    const skewed = (minutes: number) =>
      open(`${minutes}`, { wall: () => Date.now() + minutes * 60_000, onNotice: (text) => notices.push(text) })
    const [right, ahead, behind] = [await open('right'), await skewed(5), await skewed(-5)]
    await right.appeals.commit(
      change('m', {
        deliveries: [reply('a', '甲')],
        events: [registered(A, { deadlines: [deadline('result', '2026-11-20')] })],
      }),
    )
    expect(await ids(right)).toEqual(['a'])
    expect(await ids(ahead, at(5))).toEqual([])
    // Its lease of a minute is over for the others when a minute has passed.
    expect(await ids(ahead, at(6.1))).toEqual(['a'])
    expect(await ids(behind, at(-4))).toEqual([])
    expect(await ids(behind, at(-2.8))).toEqual(['a'])
    expect(notices.map((text) => text.slice(0, 46))).toEqual([
      "this machine's clock is 300 seconds ahead of t",
      "this machine's clock is 300 seconds behind the",
    ])
  })

  test('somebody is erased in the very moment in which his first key is made: it is destroyed', async () => {
    const one = await open('one')
    const client = new pg.Client(url)
    await client.connect()
    onTestFinished(() => client.end())
    await client.query('begin')
    await client.query("insert into keys (id, person, wrapped) values ('key', $1, 'wrapped')", [CHEN.id])
    const erased = one.appeals.erase(CHEN.id, now)
    await expect.poll(() => db.query('select 1 from pg_locks where not granted'), { timeout: 5_000 }).not.toEqual([])
    await client.query('commit')
    await erased
    expect(await db.query('select id from keys where wrapped is not null')).toEqual([])
  })

  test('a button that is pressed at one before another has written down that it came out is known', async () => {
    const [sender, other] = [await open('sender'), await open('other')]
    await sender.appeals.commit(
      change('m', { events: [registered(A)], deliveries: [toStaff('a', '-1', { card: A, about: A })] }),
    )
    expect(await ids(sender)).toEqual(['a'])
    const receipt = { ...inChat('-1'), message: '11' }
    const pressed = other.appeals.read({ kind: 'receipt', receipt })
    await sender.outbox.delivered('a', [receipt], now)
    expect((await pressed).sent).toEqual({ about: A, card: A })
    const begun = performance.now()
    expect((await other.appeals.read({ kind: 'receipt', receipt: { ...receipt, message: '12' } })).sent).toBeNull()
    expect(performance.now() - begun).toBeLessThan(500)
  })

  test('what a database cannot write as text, and what is very long, is kept as it is or not found', async () => {
    const one = await open('one')
    const odd = '\u0000\ud800 \\u0000'
    const long = '长'.repeat(200)
    const talk = Array.from({ length: 400 }, (_, i) => `${i}${odd}${long}`)
    const committed = await one.appeals.commit(
      change(long + odd, {
        person: { id: CHEN.id, value: { v: 1, known: { contact: odd, enterprise: talk.join('\n').repeat(20) } } },
        conversation: { id: long + odd, subject: CHEN.id, value: { ...newConversation, focus: odd } },
        events: [registered(A, { area: odd }), told('noted', A, odd), unanswered(`g${long}`, odd)],
        deliveries: [reply(long + odd, odd, { rest: [odd], card: odd })],
      }),
    )
    expect(committed).toBe('committed')
    expect(await one.appeals.commit(change(long + odd, {}))).toBe('duplicate')
    const opened = await one.appeals.open(CHEN, long + odd)
    expect(opened.person.value.known.contact).toBe(odd)
    expect(opened.conversation.value.focus).toBe(odd)
    expect(await ids(one)).toEqual([long + odd])
    await one.outbox.failed(long + odd, at(1), odd)
    await one.outbox.delivered(long + odd, [{ channel: 'terminal', chat: odd, message: odd }], now)
    const { appeals } = await one.appeals.read({ kind: 'appeals', where: { area: odd, person: odd, handler: odd } })
    expect(appeals).toEqual([])
    for (const query of [
      { kind: 'gap', id: odd },
      { kind: 'entry', id: odd },
      { kind: 'push', id: odd },
      { kind: 'cards', number: odd },
      { kind: 'cards-about', number: odd },
      { kind: 'appeal', number: odd },
      { kind: 'history', number: odd },
    ] as const)
      await expect(one.appeals.read(query), query.kind).resolves.toBeDefined()
    await one.appeals.erase(CHEN.id, at(2))
    expect((await historyOf(one.appeals, A)).some(({ personal }) => personal)).toBe(false)
  })

  test('three that do all at once what touches the same: nothing is refused, and what is kept is what the entries fold to', async () => {
    const dbs = [1, 2, 3].map(() => connectPg({ url, connections: 4 }))
    onTestFinished(() => Promise.all(dbs.map((one) => one.close())).then(() => {}))
    const ledgers = await Promise.all(dbs.map((one, i) => open(`${i}`, { db: one })))
    let seed = 7
    const below = (n: number): number => {
      seed = (seed * 48271) % 2147483647
      return seed % n
    }
    const one = <T>(of: readonly [T, ...T[]]): T => of[below(of.length)] ?? of[0]
    const cases = { [A]: CHEN.id, [B]: LUO.id }
    for (const [number, subject] of Object.entries(cases))
      await ledgers[0]?.appeals.commit(change(`lodge ${number}`, { events: [registered(number, { subject })] }))
    let minute = 1
    let said = 0
    const under: { ledger: Ledger; id: string }[] = []
    const work = async (ledger: Ledger, acts: number): Promise<void> => {
      const id = `m${said++}`
      const numbers = one([[A], [B], [A, B], [B, A]])
      if (acts < 6) {
        const parts = numbers.map((number) => ({ number, subject: number === A ? CHEN.id : LUO.id }))
        const person = one([CHEN.id, LUO.id])
        await ledger.appeals.commit(
          change(id, {
            at: at(minute),
            person: { id: person, value: { v: 1, known: { contact: id } } },
            conversation: { id: `${TALK} ${below(2)}${person}`, subject: person, value: newConversation },
            events: [
              ...parts.map(({ number, subject }) => ({ ...told('noted', number, id), subject })),
              unanswered(`g ${id}`, '问', { subject: person }),
            ],
            deliveries: [
              ...parts.map(({ number, subject }, i) =>
                toStaff(`${id}#${i}`, one(['-1', '-2']), { card: number, about: number, subject }),
              ),
              reply(`${id}#r`, one(['甲', '乙']), { subject: person, rest: ['其余'] }),
            ],
          }),
        )
      } else if (acts < 9) {
        for (const { id: claimed } of await claim(ledger, at(minute), at(minute + 1)))
          under.push({ ledger, id: claimed })
      } else if (acts === 9) await ledger.appeals.erase(one([CHEN.id, LUO.id]), at(minute))
      else if (acts === 10) await ledger.outbox.retry(at(minute))
      else if (acts === 11) ledger.outbox.hasten({ channel: 'terminal', chat: '甲' })
      else {
        const [mine] = under.splice(below(under.length || 1), 1)
        if (!mine) return
        const receipts = [{ ...inChat('-1'), message: mine.id }]
        if (acts === 12) await mine.ledger.outbox.failed(mine.id, one([null, at(minute + 1)]), 'network')
        else if (acts === 13) await mine.ledger.outbox.postponed(mine.id, at(minute + 2), 'later')
        else await mine.ledger.outbox.delivered(mine.id, receipts, at(minute))
      }
    }
    for (let round = 0; round < ROUNDS; round++, minute += 1)
      await Promise.all(ledgers.flatMap((ledger) => [0, 1, 2].map(() => work(ledger, below(18)))))
    // Of a card that is being sent when a newer one comes, the entries know only the newer one.
    const [last] = ledgers
    for (let left = 1; last && left > 0; ) {
      const claimed = await claim(last, at(9_999), at(10_000))
      for (const { id } of claimed) await last.outbox.delivered(id, [], at(9_999))
      left = claimed.length
    }
    await Promise.all(ledgers.map(({ appeals }) => appeals.close()))
    // Somebody who is erased leaves his records a version on, which they would not have had without him.
    const { wrong } = await halves(url)
    const rows = wrong.map((line) => line.slice(line.indexOf('{')).replace(/"version":\d+/, ''))
    expect(wrong.filter((_, i) => rows.filter((row) => row === rows[i]).length === 1).slice(0, 5)).toEqual([])
  }, 300_000)
})
