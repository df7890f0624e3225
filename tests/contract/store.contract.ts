import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ledger } from '../../adapters/store/index.ts'
import { fold } from '../../bot/appeal/history.ts'
import { Appeal } from '../../bot/model/appeal.ts'
import { newConversation } from '../../bot/model/conversation.ts'
import { AppealEvent } from '../../bot/model/event.ts'
import { Entry, Gap } from '../../bot/model/gap.ts'
import { newPerson } from '../../bot/model/person.ts'
import type { AppealFilter } from '../../bot/ports/appeal-store.ts'
import type { Delivery } from '../../bot/ports/outbox.ts'
import {
  AT,
  appealOf,
  approved,
  at,
  CHEN,
  change,
  concluded,
  deadline,
  done,
  historyOf,
  LUO,
  proposed,
  registered,
  reply,
  retired,
  TALK,
  told,
  unanswered,
  versionOf,
  WANG,
  warned,
} from '../store/samples.ts'

const A = 'QQ22222222'
const B = 'QQ33333333'
const C = 'QQ44444444'
const GIVEN = { v: 1, known: { enterprise: '金丝雀贸易行', phone: '19900000001' } } as const
const PERSON = { id: CHEN.id, value: GIVEN }
const CONVERSATION = { id: TALK, subject: CHEN.id, value: { ...newConversation, focus: A } }

export type SetUp = () => Promise<{ ledger: Ledger; reopen?: () => Promise<Ledger>; tearDown?: () => Promise<void> }>

/**
 * What every store must do. `reopen` gives the ledger as another process would find it, where there is such a thing;
 * each check that can be is made before and after.
 */
/** `many`: so many commits at once. */
export function storeContract(name: string, setUp: SetUp, { many = 300 }: { readonly many?: number } = {}): void {
  describe(`${name} keeps the contract of a store`, () => {
    let ledger: Ledger
    let kept: Awaited<ReturnType<typeof setUp>>
    beforeEach(async () => {
      kept = await setUp()
      ledger = kept.ledger
    })
    afterEach(async () => {
      await ledger.close()
      await kept.tearDown?.()
    })

    const commit = (...args: Parameters<typeof change>) => ledger.appeals.commit(change(...args))
    const numbers = async (where: Parameters<typeof list>[0] = {}) =>
      (await list(where)).map(({ value }) => value.number)
    async function list(where: AppealFilter) {
      const found = await ledger.appeals.read({ kind: 'appeals', where })
      return found.kind === 'appeals' ? found.appeals : []
    }
    async function summary() {
      const found = await ledger.appeals.read({ kind: 'outbox' })
      return found.kind === 'outbox' ? found.summary : undefined
    }
    const claim = (now = AT, limit = 10, until = at(60)): Promise<readonly Delivery[]> =>
      ledger.outbox.claim({ channels: ['terminal', 'jobs'], limit, now, until })
    const ids = (claimed: readonly Delivery[]) => claimed.map(({ id }) => id)
    /** Makes a check now, and once more on what a restart reads. */
    async function nowAndLater(check: () => Promise<void>): Promise<void> {
      await check()
      if (!kept.reopen) return
      ledger = await kept.reopen()
      await check()
    }

    describe('records', () => {
      test('somebody unknown gets fresh records at version 0', async () => {
        expect(await ledger.appeals.open(LUO, 'terminal/luo')).toEqual({
          person: { version: 0, value: newPerson },
          conversation: { version: 0, value: newConversation },
          own: [],
        })
      })

      test('a commit takes effect whole: person, conversation, appeal, delivery', async () => {
        const result = await commit('m1', {
          person: PERSON,
          conversation: CONVERSATION,
          events: [registered(A)],
          deliveries: [reply('m1:0', '陈样例')],
        })
        expect(result).toBe('committed')
        await nowAndLater(async () => {
          const opened = await ledger.appeals.open(CHEN, TALK)
          expect(opened.person).toEqual({ version: 1, value: GIVEN })
          expect(opened.conversation).toEqual({ version: 1, value: CONVERSATION.value })
          expect(opened.own).toEqual([{ version: 1, value: fold(undefined, registered(A)) }])
          expect(await summary()).toMatchObject({ pending: 1, parked: 0 })
        })
      })

      test('what is read keeps to the schema, and the events fold to it', async () => {
        await commit('m1', { events: [registered(A), done('accepted', A)] })
        await commit('m2', { events: [told('replied', A, '正在核实')] })
        await nowAndLater(async () => {
          const appeal = await appealOf(ledger.appeals, A)
          const events = await historyOf(ledger.appeals, A)
          expect(events.map(({ type }) => type)).toEqual(['registered', 'accepted', 'replied'])
          expect(events.map((event) => AppealEvent.parse(event))).toEqual(events)
          expect(appeal).toEqual(events.reduce<Appeal | undefined>(fold, undefined))
          expect(Appeal.parse(appeal)).toEqual(appeal)
          expect(await versionOf(ledger.appeals, A)).toBe(2)
        })
      })

      test('staff have no appeals of their own', async () => {
        await commit('m1', { events: [registered(A)] })
        expect((await ledger.appeals.open({ ...CHEN, roles: ['clerk'] }, TALK)).own).toEqual([])
      })

      test('what the caller does with his objects afterwards changes nothing', async () => {
        const person = { id: CHEN.id, value: { v: 1 as const, known: { phone: '19900000001' } } }
        await commit('m1', { person })
        person.value.known.phone = '0'
        const opened = await ledger.appeals.open(CHEN, TALK)
        expect(opened.person.value.known.phone).toBe('19900000001')
        expect(() => Object.assign(opened.person.value.known, { phone: '0' })).toThrow(TypeError)
      })

      test('a change that cannot be folded is refused whole', async () => {
        await expect(commit('m1', { person: PERSON, events: [done('accepted', A)] })).rejects.toThrow(/QQ22222222/)
        await nowAndLater(async () => {
          expect((await ledger.appeals.open(CHEN, TALK)).person.version).toBe(0)
        })
        expect(await commit('m1', { person: PERSON })).toBe('committed')
      })

      test('an event under another key than its appeal is refused: it could not be erased with its person', async () => {
        await commit('m1', { events: [registered(A)] })
        const event = { ...told('noted', A, '备注'), subject: WANG.id }
        await expect(commit('m2', { events: [event] })).rejects.toThrow(/subject/)
      })
    })

    describe('once and in order', () => {
      test('a message seen before is a duplicate and changes nothing', async () => {
        await commit('m1', { events: [registered(A)] })
        await nowAndLater(async () => {
          expect(await commit('m1', { person: PERSON, events: [registered(B)] })).toBe('duplicate')
          expect(await numbers()).toEqual([A])
          expect((await ledger.appeals.open(CHEN, TALK)).person.version).toBe(0)
        })
      })

      test('the same message twice at once takes effect once', async () => {
        const both = await Promise.all([
          commit('m1', { events: [registered(A)] }),
          commit('m1', { events: [registered(A)] }),
        ])
        expect(both.sort()).toEqual(['committed', 'duplicate'])
        expect(await versionOf(ledger.appeals, A)).toBe(1)
      })

      const stale = [
        ['person', { kind: 'person', id: CHEN.id }],
        ['conversation', { kind: 'conversation', id: TALK }],
        ['appeal', { kind: 'appeal', id: A }],
      ] as const
      test.each(stale)('a %s that has moved on is a conflict, and the message may come again', async (_, record) => {
        await commit('m1', { person: PERSON, conversation: CONVERSATION, events: [registered(A)] })
        expect(await commit('m2', { expects: [{ record, version: 0 }], events: [registered(B)] })).toBe('conflict')
        expect(await numbers()).toEqual([A])
        expect(await commit('m2', { expects: [{ record, version: 1 }], events: [registered(B)] })).toBe('committed')
      })

      test('of two who decided on the same version, one wins', async () => {
        await commit('m1', { events: [registered(A)] })
        const expects = [{ record: { kind: 'appeal', id: A }, version: 1 }] as const
        const results = await Promise.all(
          [1, 2, 3].map((i) => commit(`n${i}`, { expects, events: [told('noted', A, `第${i}`)] })),
        )
        expect(results).toEqual(['committed', 'conflict', 'conflict'])
        expect((await historyOf(ledger.appeals, A)).length).toBe(2)
      })

      test('a number that is taken is a conflict', async () => {
        await commit('m1', { events: [registered(A)] })
        expect(await commit('m2', { events: [registered(A, { subject: LUO.id })] })).toBe('conflict')
        const together = ['m3', 'm4'].map((message) => commit(message, { events: [registered(B)] }))
        expect((await Promise.all(together)).sort()).toEqual(['committed', 'conflict'])
      })

      test('many at once all take effect', async () => {
        await commit('m0', { events: [registered(A)] })
        await Promise.all(
          Array.from({ length: many }, (_, i) => commit(`n${i}`, { events: [told('noted', A, `第${i}`)] })),
        )
        await nowAndLater(async () => {
          const texts = (await historyOf(ledger.appeals, A))
            .slice(1)
            .map(({ personal }) => personal && 'text' in personal && personal.text)
          expect(texts).toEqual(Array.from({ length: many }, (_, i) => `第${i}`))
          expect((await appealOf(ledger.appeals, A))?.events).toBe(many + 1)
        })
      })
    })

    describe('reading', () => {
      beforeEach(async () => {
        const due = (day: string) => [deadline('result', `2026-12-${day}`)]
        await commit('m1', { events: [registered(A, { deadlines: due('20'), unit: 'tax' })] })
        await commit('m2', { events: [registered(B, { deadlines: due('10') })] })
        await commit('m3', { events: [registered(C, { deadlines: due('01') }), told('withdrawn', C, '')] })
      })

      test('the ledger lists what is most pressing first, and what is closed last', async () => {
        await nowAndLater(async () => expect(await numbers()).toEqual([B, A, C]))
      })

      test('by state, by unit, and no more than asked for, with the count of all', async () => {
        await nowAndLater(async () => {
          expect(await numbers({ states: ['registered'] })).toEqual([B, A])
          expect(await numbers({ states: ['withdrawn', 'registered'] })).toEqual([B, A, C])
          expect(await numbers({ unit: 'tax' })).toEqual([A])
          expect(await numbers({ unit: 'tax', states: ['withdrawn'] })).toEqual([])
          expect(await ledger.appeals.read({ kind: 'appeals', where: { limit: 1 } })).toMatchObject({
            total: 3,
            appeals: [{}],
          })
        })
      })

      test('an appeal that moves to another state or unit is found there only', async () => {
        const by = { role: 'staff', id: WANG.id } as const
        const event = {
          stream: 'appeal',
          of: A,
          subject: CHEN.id,
          at: AT,
          by,
          type: 'dispatched',
          data: { unit: 'court' },
        } as const
        await commit('m4', { events: [event] })
        await nowAndLater(async () => {
          expect(await numbers({ unit: 'tax' })).toEqual([])
          expect(await numbers({ unit: 'court', states: ['dispatched'] })).toEqual([A])
        })
      })

      test('an unknown number reads as null', async () => {
        const number = 'QQ99999999'
        expect(await ledger.appeals.read({ kind: 'appeal', number })).toEqual({ kind: 'appeal', number, appeal: null })
        expect(await historyOf(ledger.appeals, number)).toEqual([])
      })

      test('by the person who lodged them', async () => {
        await commit('m4', { events: [registered('QQ55555555', { subject: LUO.id })] })
        await nowAndLater(async () => {
          expect(await numbers({ person: LUO.id })).toEqual(['QQ55555555'])
          expect(await numbers({ person: 'p-nobody' })).toEqual([])
        })
      })
    })

    describe('questions without an answer, and the answers of staff', () => {
      const groups = async (limit = 9) => ledger.appeals.read({ kind: 'gaps', limit })
      const group = async (id: string) => ledger.appeals.read({ kind: 'gap', id })
      const entry = async (id: string) => (await ledger.appeals.read({ kind: 'entry', id })).entry

      beforeEach(async () => {
        await commit('q1', { events: [unanswered('g1', '货车能停样例路吗')] })
        await commit('q2', {
          events: [unanswered('g2', '样例路能不能停货车', { group: 'g1', at: at(1), subject: LUO.id })],
        })
        await commit('q3', { events: [unanswered('g3', '样例街的树谁来剪', { at: at(2), document: '绿化.md' })] })
      })

      test('alike ones together, what most people asked first, no more than asked for, with the count of all', async () => {
        await nowAndLater(async () => {
          expect(await groups(1)).toMatchObject({ groups: [{ id: 'g1' }], total: 2 })
          expect((await groups()).groups).toEqual([
            {
              id: 'g1',
              times: 2,
              people: 2,
              lastAt: at(1),
              why: { refused: 2 },
              wordings: ['样例路能不能停货车', '货车能停样例路吗'],
              subject: LUO.id,
            },
            expect.objectContaining({ id: 'g3', people: 1, document: '绿化.md' }),
          ])
        })
      })

      test('one group with its askings, the latest first, which keep to the schema', async () => {
        await nowAndLater(async () => {
          const { gaps } = await group('g1')
          expect(gaps.map(({ value, version }) => [value.id, version])).toEqual([
            ['g2', 1],
            ['g1', 1],
          ])
          expect(gaps.map(({ value }) => Gap.parse(value))).toEqual(gaps.map(({ value }) => value))
          expect(await group('g9')).toMatchObject({ group: null, gaps: [] })
        })
      })

      test('what a person says of it later belongs to the same asking', async () => {
        const by = { role: 'entrepreneur', id: CHEN.id } as const
        const common = { stream: 'gap', of: 'g3', subject: CHEN.id, at: at(3), by } as const
        await commit('q4', {
          events: [{ ...common, type: 'remarked', data: { why: 'unhelpful' }, personal: { reason: '过时了' } }],
        })
        await nowAndLater(async () => {
          const { gaps, group: told } = await group('g3')
          expect(told).toMatchObject({ times: 1, why: { unhelpful: 1 }, document: '绿化.md' })
          expect(gaps[0]?.value.personal).toMatchObject({ question: '样例街的树谁来剪', reason: '过时了' })
        })
      })

      test('what staff dismiss is not listed, until it is asked again', async () => {
        const by = { role: 'staff', id: WANG.id } as const
        const dismissed = ['g1', 'g2'].map((of, i) => {
          const subject = [CHEN.id, LUO.id][i] ?? ''
          return { stream: 'gap', of, subject, at: at(3), by, type: 'dismissed', data: {} } as const
        })
        await commit('d1', { events: dismissed })
        await nowAndLater(async () => {
          expect(await groups()).toMatchObject({ groups: [{ id: 'g3' }], total: 1 })
          expect(await group('g1')).toMatchObject({ group: null, gaps: [] })
        })
        await commit('q4', { events: [unanswered('g4', '样例路停车', { group: 'g1', at: at(4) })] })
        expect(await group('g1')).toMatchObject({ group: { times: 1 }, gaps: [{ value: { id: 'g4' } }] })
      })

      test('an answer is proposed, approved and retired; what it answers is no gap any more', async () => {
        await commit('e1', { events: [proposed('e1', 'g1')] })
        expect(await entry('e1')).toMatchObject({
          version: 1,
          value: { state: 'proposed' },
          wordings: ['样例路能不能停货车', '货车能停样例路吗'],
        })
        await commit('e2', { events: [approved('e1', '样例路能停货车吗', ['g1', 'g2'], ['g2'])] })
        await nowAndLater(async () => {
          expect((await groups()).groups.map(({ id }) => id)).toEqual(['g3'])
          const found = await entry('e1')
          expect(found).toMatchObject({
            version: 2,
            value: { state: 'approved', question: '样例路能停货车吗', told: 1 },
          })
          expect(found?.wordings).toHaveLength(2)
          expect(Entry.parse(found?.value)).toEqual(found?.value)
        })
        await commit('q5', { events: [unanswered('g5', '样例路停车', { group: 'g1' })] })
        await commit('e3', { events: [retired('e1'), proposed('e2', 'g3')] })
        await nowAndLater(async () => {
          const all = async (where: object) =>
            (await ledger.appeals.read({ kind: 'entries', where })).entries.map(({ value }) => [value.id, value.state])
          expect(await all({})).toEqual([
            ['e1', 'retired'],
            ['e2', 'proposed'],
          ])
          expect(await all({ states: ['proposed'] })).toEqual([['e2', 'proposed']])
          expect(await entry('e9')).toBeNull()
          // Asked anew, it is a gap anew, and those answered before do not come back.
          expect((await group('g1')).gaps.map(({ value }) => value.id)).toEqual(['g5'])
        })
      })

      test('an approval decided before somebody else’s, or before an erasure, is a conflict', async () => {
        await commit('e1', { events: [proposed('e1', 'g1')] })
        const change = {
          expects: [
            { record: { kind: 'entry', id: 'e1' }, version: 1 },
            { record: { kind: 'gap', id: 'g2' }, version: 1 },
          ],
          events: [approved('e1', '样例路能停货车吗', ['g2'], ['g2'])],
        } as const
        await ledger.appeals.erase(LUO.id, at(9))
        expect(await commit('e2', { ...change, events: [...change.events] })).toBe('conflict')
        const both = ['e3', 'e4'].map((message) =>
          commit(message, { expects: [change.expects[0]], events: [approved('e1', '样例路能停货车吗', ['g1'])] }),
        )
        expect((await Promise.all(both)).sort()).toEqual(['committed', 'conflict'])
      })

      test('an answer to what nobody asked, or to nothing proposed, is refused', async () => {
        await commit('e1', { events: [proposed('e1', 'g1')] })
        await expect(commit('e2', { events: [approved('e1', '？', ['g9'])] })).rejects.toThrow(/g9/)
        await expect(commit('e3', { events: [retired('e9')] })).rejects.toThrow(/e9/)
      })

      test('of an erased person it stays known that he asked, not what; a group of such only is not listed', async () => {
        await commit('e1', { events: [proposed('e1', 'g3', '由物业修剪')] })
        await ledger.appeals.erase(CHEN.id, at(9))
        await nowAndLater(async () => {
          expect((await groups()).groups).toMatchObject([{ id: 'g1', people: 2, wordings: ['样例路能不能停货车'] }])
          expect((await group('g3')).group).toBeNull()
          expect((await group('g3')).gaps.map(({ value }) => value.personal)).toEqual([undefined])
          expect(await entry('e1')).toMatchObject({ value: { answer: '由物业修剪' }, wordings: [] })
        })
      })
    })

    describe('deadlines of before there were alarms', () => {
      const due = async (before: string) =>
        (await ledger.appeals.due(before)).map(({ appeal, deadline }) => [appeal, deadline])

      test('a deadline has come when its day in Shanghai is over, the earliest first', async () => {
        await commit('m1', {
          events: [registered(A, { deadlines: [deadline('result', '2026-12-20'), deadline('accept', '2026-11-22')] })],
        })
        await commit('m2', { events: [registered(B, { deadlines: [deadline('accept', '2026-11-21')] })] })
        await nowAndLater(async () => {
          expect(await due('2026-11-21T15:59:59.998Z')).toEqual([])
          expect(await due('2026-11-21T16:00:00.000Z')).toEqual([[B, 'accept']])
          expect(await due('2027-01-01T00:00:00.000Z')).toEqual([
            [B, 'accept'],
            [A, 'accept'],
            [A, 'result'],
          ])
        })
        expect(await ledger.appeals.due('2026-11-21T16:00:00.000Z')).toEqual([
          { appeal: B, deadline: 'accept', level: 'red', on: '2026-11-21', at: '2026-11-21T15:59:59.999Z' },
        ])
      })

      test('what was warned of is not due again, until rework sets a new date', async () => {
        const year = '2027-12-31T00:00:00.000Z'
        await commit('m1', { events: [registered(A, { deadlines: [deadline('result', '2026-12-20')] })] })
        await commit('m2', { events: [warned(A, 'result')] })
        await nowAndLater(async () => expect(await due(year)).toEqual([]))
        const by = { role: 'entrepreneur', id: CHEN.id } as const
        const data = { deadlines: [deadline('result', '2027-01-20')] }
        await commit('m3', {
          events: [{ stream: 'appeal', of: A, subject: CHEN.id, at: AT, by, type: 'rework', data }],
        })
        await nowAndLater(async () => expect(await due(year)).toEqual([[A, 'result']]))
      })

      test('silence counts while the person is asked, and a closed appeal has none', async () => {
        const year = '2027-12-31T00:00:00.000Z'
        const silent = [deadline('silence', '2026-11-30')]
        await commit('m1', { events: [registered(A, { deadlines: silent })] })
        expect(await due(year)).toEqual([])
        await commit('m2', { events: [concluded(A, deadline('silence', '2026-11-30'))] })
        await nowAndLater(async () => expect(await due(year)).toEqual([[A, 'silence']]))
        await commit('m3', { events: [done('resolved', A)] })
        await nowAndLater(async () => expect(await due(year)).toEqual([]))
      })
    })

    describe('the outbox', () => {
      test('gives the oldest of each address, in the order of creation, with what is needed to send it', async () => {
        const job = {
          id: 'j',
          subject: CHEN.id,
          payload: { kind: 'job', job: { kind: 'reload', answerTo: { channel: 'terminal', chat: 'a' }, by: '管理员' } },
        } as const
        await commit('m1', { at: at(1), deliveries: [reply('1', 'a'), reply('2', 'a'), reply('3', 'b'), job] })
        await nowAndLater(async () => {
          const claimed = await claim(AT, 10, AT)
          expect(ids(claimed)).toEqual(['1', '3', 'j'])
          expect(claimed[0]).toEqual({ ...reply('1', 'a'), channel: 'terminal', attempts: 0, createdAt: at(1) })
          expect(claimed[2]?.channel).toBe('jobs')
        })
        expect(ids(await claim(AT, 1))).toEqual(['1'])
        expect(ids(await ledger.outbox.claim({ channels: ['jobs'], limit: 9, now: AT, until: at(9) }))).toEqual(['j'])
      })

      test('a leased row is not given again before its time, nor overtaken', async () => {
        await commit('m1', { deliveries: [reply('1', 'a'), reply('2', 'a')] })
        expect(ids(await claim(at(0), 10, at(5)))).toEqual(['1'])
        expect(ids(await claim(at(4)))).toEqual([])
        expect(ids(await claim(at(5)))).toEqual(['1'])
        await ledger.outbox.delivered('1', [{ channel: 'terminal', chat: 'a', message: 'x' }], at(6))
        expect(ids(await claim(at(6)))).toEqual(['2'])
      })

      test('work on the documents, which takes minutes, holds up no other work', async () => {
        const job = (id: string, kind: 'reload' | 'rollback' | 'backup' | 'retry') => {
          const answerTo = { channel: 'terminal', chat: 'a' } as const
          return { id, subject: CHEN.id, payload: { kind: 'job', job: { kind, answerTo, by: '管理员' } } } as const
        }
        await commit('m1', { deliveries: [job('1', 'reload'), job('2', 'rollback'), job('3', 'backup')] })
        await commit('m2', { deliveries: [job('4', 'retry')] })
        await nowAndLater(async () => expect(ids(await claim(AT, 10, AT))).toEqual(['1', '3']))
      })

      test('what was delivered does not come again', async () => {
        await commit('m1', { deliveries: [reply('1', 'a'), reply('2', 'b')] })
        await claim()
        await Promise.all(['1', '2'].map((id) => ledger.outbox.delivered(id, [], at(1))))
        await ledger.outbox.delivered('1', [], at(2))
        await ledger.outbox.delivered('never', [], at(2))
        await nowAndLater(async () => {
          expect(await claim(at(90))).toEqual([])
          expect(await summary()).toMatchObject({ pending: 0, parked: 0 })
        })
      })

      test('a failed one waits for its retry and holds up those behind it', async () => {
        await commit('m1', { deliveries: [reply('1', 'a'), reply('2', 'a')] })
        await claim()
        await ledger.outbox.failed('1', at(10), 'network')
        await nowAndLater(async () => {
          expect(await claim(at(9))).toEqual([])
          expect(await claim(at(10), 10, at(10))).toMatchObject([{ id: '1', attempts: 1 }])
        })
      })

      test('a parked one is counted and does not hold up the next', async () => {
        await commit('m1', { deliveries: [reply('1', 'a'), reply('2', 'a')] })
        await claim()
        await ledger.outbox.failed('1', null, 'too many tries')
        await nowAndLater(async () => {
          expect(ids(await claim(at(1), 10, at(1)))).toEqual(['2'])
          expect(await summary()).toMatchObject({ pending: 1, parked: 1 })
        })
      })

      test('a newer edit of a card supersedes those that have not left', async () => {
        await commit('m1', {
          deliveries: [reply('1', 'a', { card: 'k' }), reply('2', 'a'), reply('x', 'b', { card: 'k' })],
        })
        await commit('m2', { deliveries: [reply('3', 'a', { card: 'k' })] })
        await nowAndLater(async () => {
          expect(ids(await claim(AT, 10, AT))).toEqual(['3', 'x'])
          expect(await summary()).toMatchObject({ pending: 3, parked: 0 })
        })
      })

      test('an edit that is being sent is let out first, and is not tried again if it fails', async () => {
        await commit('m1', { deliveries: [reply('1', 'a', { card: 'k' })] })
        expect(ids(await claim())).toEqual(['1'])
        await commit('m2', { deliveries: [reply('2', 'a', { card: 'k' })] })
        expect(await claim()).toEqual([])
        await ledger.outbox.failed('1', at(1), 'network')
        expect(ids(await claim(at(1)))).toEqual(['2'])
      })
    })

    describe('erasing a person', () => {
      beforeEach(async () => {
        await commit('m1', {
          person: PERSON,
          conversation: CONVERSATION,
          events: [registered(A), unanswered('g1', '金丝雀贸易行能申请吗')],
          deliveries: [reply('1', '陈样例'), reply('2', 'b', { subject: LUO.id })],
        })
        await commit('m2', { events: [told('replied', A, '正在核实')] })
        await ledger.appeals.erase(CHEN.id, at(1))
      })

      test('leaves the public half of his appeals and nothing personal', async () => {
        await nowAndLater(async () => {
          const opened = await ledger.appeals.open(CHEN, TALK)
          expect(opened.person).toEqual({ version: 0, value: newPerson })
          expect(opened.conversation).toEqual({ version: 0, value: newConversation })
          const appeal = await appealOf(ledger.appeals, A)
          expect(appeal).toMatchObject({ number: A, unit: 'industry', events: 2 })
          expect(appeal?.personal).toBeUndefined()
          const told = await historyOf(ledger.appeals, A)
          expect(told.map(({ personal }) => personal)).toEqual([undefined, undefined])
        })
      })

      test('drops what was still to be told to him, and nobody else’s', async () => {
        await nowAndLater(async () => expect(ids(await claim(AT, 10, AT))).toEqual(['2']))
      })

      test('a decision made before it is a conflict', async () => {
        const expects = [{ record: { kind: 'appeal', id: A }, version: 2 }] as const
        expect(await commit('m3', { expects, events: [told('noted', A, 'x')] })).toBe('conflict')
      })

      test('he may come back, and only what is new is known of him', async () => {
        await commit('m3', {
          person: { id: CHEN.id, value: { v: 1, known: { area: '样例区' } } },
          events: [registered(B)],
        })
        await nowAndLater(async () => {
          const opened = await ledger.appeals.open(CHEN, TALK)
          expect(opened.person).toEqual({ version: 1, value: { v: 1, known: { area: '样例区' } } })
          expect(opened.own.map(({ value }) => [value.number, value.personal?.code])).toEqual([
            [A, undefined],
            [B, '7731'],
          ])
          expect(await commit('m1')).toBe('duplicate')
        })
      })

      test('may be asked for twice, and for somebody unknown', async () => {
        await ledger.appeals.erase(CHEN.id, at(2))
        await ledger.appeals.erase('p-nobody', at(2))
        await nowAndLater(async () => expect(await numbers()).toEqual([A]))
      })
    })

    test('a pseudonym is short, always the same, and another for another text', () => {
      const names = ['wechat/陈样例', 'wechat/陈样例', 'wechat/罗样例'].map((text) => ledger.pseudonym(text))
      expect(names[0]).toMatch(/^[a-z2-7]{26}$/)
      expect(names[1]).toBe(names[0])
      expect(names[2]).not.toBe(names[0])
    })

    test('after closing, nothing more is taken', async () => {
      await ledger.close()
      await expect(commit('m1')).rejects.toMatchObject({ code: 'storage' })
    })
  })
}
