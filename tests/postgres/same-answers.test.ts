import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryStore, type Ledger } from '../../adapters/store/index.ts'
import { connectPg } from '../../adapters/store/postgres/connect.ts'
import type { Db } from '../../adapters/store/postgres/db.ts'
import { createPostgresLedger } from '../../adapters/store/postgres/ledger.ts'
import { refold } from '../../adapters/store/postgres/refold.ts'
import { folds } from '../../bot/appeal/history.ts'
import { newConversation } from '../../bot/model/conversation.ts'
import type { Event } from '../../bot/model/event.ts'
import type { Change, Query } from '../../bot/ports/appeal-store.ts'
import type { Delivery } from '../../bot/ports/outbox.ts'
import {
  AT,
  approved,
  at,
  CHEN,
  change,
  done,
  happened,
  inChat,
  LUO,
  placed,
  proposed,
  pushed,
  registered,
  reply,
  staffed,
  TALK,
  told,
  toStaff,
  unanswered,
  WANG,
} from '../store/samples.ts'
import { sharedServer } from './server.ts'
import { emptyTables, makeTables, unflushed } from './tables.ts'

const NUMBERS = ['QQ22222222', 'QQ33333333', 'QQ44444444'] as const
const PEOPLE = [CHEN.id, LUO.id] as const
const CHATS = ['-1', '-2'] as const
const LONG = process.env['QINQING_LONG'] === '1'

/** What may happen, said so that both ledgers can be told the same. */
const acts = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('lodge' as const), n: fc.nat(2), who: fc.nat(1), chat: fc.nat(1) }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('work' as const), n: fc.nat(2), what: fc.nat(6), stale: fc.boolean() }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), n: fc.nat(3), who: fc.nat(1) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), n: fc.nat(3), yes: fc.boolean() }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('push' as const, 'staff' as const, 'place' as const), n: fc.nat(3) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('say' as const),
        n: fc.nat(2),
        who: fc.nat(1),
        chat: fc.nat(1),
        card: fc.boolean(),
        anew: fc.boolean(),
      }),
    },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('claim' as const), far: fc.boolean() }) },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constantFrom('send' as const, 'fail' as const, 'park' as const, 'postpone' as const),
        n: fc.nat(3),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constantFrom('hasten' as const, 'wait' as const, 'retry' as const, 'again' as const),
        n: fc.nat(3),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), who: fc.nat(1) }) },
  ),
  { minLength: 10, maxLength: 40 },
)
type Act = typeof acts extends fc.Arbitrary<(infer T)[]> ? T : never

/** One ledger in the hands of a story; what it answers is the same whatever store it is. */
function createPlayer(ledger: Ledger) {
  let minute = 0
  let said = 0
  let underWay: Delivery[] = []
  let last: Change | undefined

  async function commit(parts: Partial<Change>): Promise<unknown> {
    last = change(`m${said++}`, { at: at(minute), ...parts })
    return ledger.appeals.commit(last)
  }
  const person = (n: number) => PEOPLE[n] ?? CHEN.id
  const number = (n: number) => NUMBERS[n] ?? NUMBERS[0]
  const chat = (n: number) => CHATS[n] ?? '-1'
  const of = <T extends Event>(event: T, subject: string): T => ({ ...event, subject })

  async function work(n: number, what: number, stale: boolean): Promise<unknown> {
    const { appeal } = await ledger.appeals.read({ kind: 'appeal', number: number(n) })
    const subject = appeal?.value.subject ?? CHEN.id
    const events = [
      done('accepted', number(n), at(minute)),
      told('replied', number(n), `答复 ${minute}`, at(minute)),
      told('withdrawn', number(n), '', at(minute)),
      happened(number(n), 'dispatched', { unit: 'tax', co: ['court'] }),
      happened(number(n), 'acknowledged', {}),
      happened(number(n), 'proposal-made', { what: 'decline', ground: 'court' }),
      happened(number(n), 'warned', { deadline: 'result', level: 'red', on: '2026-12-20' }),
    ]
    const event = events[what]
    const version = (appeal?.version ?? 0) + (stale ? 1 : 0)
    return commit({
      expects: [{ record: { kind: 'appeal', id: number(n) }, version }],
      events: event ? [of(event, subject)] : [],
      deliveries: [toStaff(`m${said}#0`, chat(n % 2), { card: number(n), about: number(n), subject })],
    })
  }

  async function play(act: Act): Promise<unknown> {
    // Of what was asked or put forward in the same moment, no order is promised.
    if (act.do === 'ask' || act.do === 'push') minute += 1
    switch (act.do) {
      case 'lodge': {
        const id = person(act.who)
        const profile = { industry: '制造业', tags: [], topics: [], home: inChat('9'), at: AT }
        return commit({
          expects: [{ record: { kind: 'appeal', id: number(act.n) }, version: 0 }],
          person: { id, value: { v: 1, known: { contact: '陈样例' }, ...(act.chat === 1 && { profile }) } },
          conversation: { id: `${TALK}/${id}`, subject: id, value: { ...newConversation, focus: number(act.n) } },
          events: [registered(number(act.n), { subject: id, at: at(minute), against: ['court'], kind: 'tip-off' })],
          deliveries: [
            reply(`m${said}#0`, `chat of ${id}`, { subject: id, rest: ['其余'] }),
            toStaff(`m${said}#1`, chat(act.chat), { card: number(act.n), about: number(act.n), subject: id }),
          ],
        })
      }
      case 'work':
        return work(act.n, act.what, act.stale)
      case 'ask':
        return commit({
          events: [
            unanswered(`g${act.n}${act.who}`, `问题${act.n}`, {
              subject: person(act.who),
              group: `g${act.n}0`,
              at: at(minute),
            }),
          ],
        })
      case 'answer':
        return commit({
          events: act.yes
            ? [approved(`e${act.n}`, '问', [`g${act.n}0`, `g${act.n}1`])]
            : [proposed(`e${act.n}`, `g${act.n}0`)],
        })
      case 'push':
        return commit({ events: [pushed(`p${act.n % 2}`, act.n < 2 ? 'push-proposed' : 'push-approved', at(minute))] })
      case 'staff':
        return commit({
          events: [
            act.n < 2
              ? staffed(WANG.id, 'invited', { name: '王小样', roles: ['clerk'], units: [] })
              : staffed(WANG.id, 'joined', {}, { sender: '70001', home: inChat('70001') }),
          ],
        })
      case 'place':
        return commit({ events: [placed('intake', act.n < 3 ? inChat(`-${act.n}00`) : undefined)] })
      case 'say': {
        // Whose key seals a card is the same for all that take its place: else an erasure could bring back an older one.
        const subject = person(act.card ? act.n % 2 : act.who)
        const card = act.card && { card: `card ${act.n}`, ...(act.anew && { anew: true as const }) }
        const late = act.n === 1 && !act.card && { notBefore: at(minute + 15) }
        return commit({ deliveries: [toStaff(`m${said}#0`, chat(act.chat), { subject, ...card, ...late })] })
      }
      case 'claim': {
        minute += 1
        const until = at(minute + (act.far ? 1000 : 3))
        const claimed = await ledger.outbox.claim({
          channels: ['telegram', 'terminal'],
          limit: 9,
          now: at(minute),
          until,
        })
        underWay = [...underWay.filter(({ id }) => !claimed.some((one) => one.id === id)), ...claimed]
        return claimed
      }
      case 'send':
      case 'fail':
      case 'park':
      case 'postpone': {
        const [delivery] = underWay.splice(act.n % Math.max(1, underWay.length), 1)
        if (delivery?.payload.kind !== 'reply') return undefined
        const { to } = delivery.payload.reply
        if (act.do === 'send')
          return ledger.outbox.delivered(delivery.id, [{ ...to, message: delivery.id }], at(minute))
        if (act.do === 'postpone') return ledger.outbox.postponed(delivery.id, at(minute + 10), '稍后')
        return ledger.outbox.failed(delivery.id, act.do === 'park' ? null : at(minute + 5), 'network')
      }
      case 'hasten':
        return ledger.outbox.hasten(inChat(chat(act.n % 2)))
      case 'wait':
        minute += 20
        return minute
      case 'retry':
        return ledger.outbox.retry(at(minute))
      case 'again':
        return last && ledger.appeals.commit(last)
      case 'erase':
        return ledger.appeals.erase(person(act.who), at(minute))
    }
  }
  return {
    play: (act: Act) =>
      play(act).catch((error: unknown) => `rejected: ${error instanceof Error ? error.message : error}`),
    minute: () => minute,
    sent: () => said,
  }
}

/** All that can be asked. */
async function answersOf(ledger: Ledger, minute: number, said: number): Promise<readonly unknown[]> {
  const asked: Query[] = [
    ...NUMBERS.flatMap((number): Query[] => [
      { kind: 'appeal', number },
      { kind: 'history', number },
      { kind: 'cards', number },
      { kind: 'cards-about', number },
    ]),
    { kind: 'cards', number: 'card 1' },
    { kind: 'appeals', where: {} },
    { kind: 'appeals', where: { limit: 1, openly: true } },
    { kind: 'appeals', where: { seenBy: ['tax'], pending: false } },
    { kind: 'gaps', limit: 2 },
    { kind: 'gap', id: 'g00' },
    { kind: 'entries', where: {} },
    { kind: 'entries', where: { states: ['approved'] } },
    { kind: 'entry', id: 'e1' },
    { kind: 'pushes', states: ['proposed', 'approved'] },
    { kind: 'push', id: 'p0' },
    { kind: 'staff' },
    { kind: 'places' },
    { kind: 'rest', at: { channel: 'terminal', chat: `chat of ${CHEN.id}` }, now: at(minute) },
    ...Array.from(
      { length: said },
      (_, i): Query => ({ kind: 'receipt', receipt: { ...inChat('-1'), message: `m${i}#0` } }),
    ),
  ]
  const found: unknown[] = []
  const byText = (all: readonly unknown[]) => all.map((one) => JSON.stringify(one)).sort()
  for (const query of asked) {
    const one = await ledger.appeals.read(query)
    // Where a card stands is in no order.
    if (one.kind === 'cards') found.push({ ...one, places: byText(one.places), pictures: byText(one.pictures ?? []) })
    else found.push(one)
  }
  const { profiles } = await ledger.appeals.read({ kind: 'profiles' })
  const { persons } = await ledger.appeals.read({ kind: 'expired', before: at(9999), limit: 9 })
  const { summary } = await ledger.appeals.read({ kind: 'outbox', about: NUMBERS[0] })
  const histories = []
  for await (const history of ledger.histories()) histories.push(history)
  return [
    ...found,
    byText(profiles),
    persons.toSorted(),
    // A key is a pseudonym, and each ledger has its own.
    {
      ...summary,
      undelivered: byText(summary.undelivered ?? []),
      waiting: byText(summary.waiting ?? []),
      given: summary.given?.map(({ key: _, ...one }) => one),
    },
    byText(histories),
    await ledger.appeals.due('2027-12-31T00:00:00.000Z'),
    await ledger.appeals.open(CHEN, `${TALK}/${CHEN.id}`),
    await ledger.appeals.open(LUO, `${TALK}/${LUO.id}`),
  ]
}

describe('a ledger in a database', () => {
  let db: Db
  beforeAll(async () => {
    db = connectPg({ url: unflushed(await (await sharedServer()).database()) })
    await makeTables(db)
  }, 60_000)
  afterAll(() => db.close())

  test('answers as the one in memory does, whatever happens to both; and so do records folded anew', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (story) => {
        await emptyTables(db)
        const master = randomBytes(32)
        const open = (instance: string) => createPostgresLedger({ db, master, folds, instance, now: () => AT })
        const stored = await open('one')
        const memory = createMemoryStore({ folds })
        const [here, there] = [createPlayer(memory), createPlayer(stored)]
        for (const act of story) {
          const expected = await here.play(act)
          expect([act, await there.play(act)]).toEqual([act, expected])
        }
        const expected = await answersOf(memory, here.minute(), here.sent())
        expect(await answersOf(stored, here.minute(), here.sent())).toEqual(expected)
        await chainHolds(db)
        const keysLeft = await db.query<{ n: number }>(
          'select count(*) as n from keys where wrapped is not null and erased is not null',
        )
        expect(keysLeft).toEqual([{ n: 0 }])

        await db.transaction((tx) => refold(tx, folds, master))
        const anew = await answersOf(await open('two'), here.minute(), here.sent())
        // What is under way is no entry: leases, waits and their reasons are forgotten with it. Nor is an erasure a version
        // of what was never known.
        const lasting = (answers: readonly unknown[]): unknown =>
          JSON.parse(JSON.stringify(answers.filter((_, i) => i !== answers.length - 5)), (key, value) =>
            key === 'version' ? undefined : value,
          )
        expect(lasting(anew)).toEqual(lasting(expected))
      }),
      { numRuns: LONG ? 100 : 6 },
    )
  }, 600_000)
})

/** Whoever knows the entries can check that none was changed, removed or put elsewhere. */
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
  expect(await db.query('select place, hash from head')).toEqual([{ place: entries.length, hash: before }])
}
