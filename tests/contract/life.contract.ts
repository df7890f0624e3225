import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ledger } from '../../adapters/store/index.ts'
import { chained, verifyChain } from '../../bot/appeal/chain.ts'
import { AppealKind, AppealState } from '../../bot/model/appeal.ts'
import type { AppealEvent } from '../../bot/model/event.ts'
import { type AppealWhere, fits } from '../../bot/model/filter.ts'
import { Push } from '../../bot/model/push.ts'
import type { AppealFilter } from '../../bot/ports/appeal-store.ts'
import {
  AT,
  at,
  CHEN,
  change,
  deadline,
  happened,
  historyOf,
  LUO,
  pushed,
  registered,
  reply,
  TALK,
  told,
  versionOf,
  WANG,
} from '../store/samples.ts'
import type { SetUp } from './store.contract.ts'

const [A, B, C, D] = ['QQ22222222', 'QQ33333333', 'QQ44444444', 'QQ55555555'] as const
const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** What every store must do for the whole life of an appeal, for pushes, profiles and files; see `storeContract`. */
export function lifeContract(name: string, setUp: SetUp): void {
  describe(`${name} keeps what an appeal lives through`, () => {
    let ledger: Ledger
    let kept: Awaited<ReturnType<SetUp>>
    beforeEach(async () => {
      kept = await setUp()
      ledger = kept.ledger
    })
    afterEach(async () => {
      await ledger.close()
      await kept.tearDown?.()
    })

    const commit = (...args: Parameters<typeof change>) => ledger.appeals.commit(change(...args))
    const find = async (where: AppealFilter = {}) => ledger.appeals.read({ kind: 'appeals', where })
    const numbers = async (where: AppealFilter = {}) => (await find(where)).appeals.map(({ value }) => value.number)
    async function reopen(): Promise<void> {
      if (kept.reopen) ledger = await kept.reopen()
    }
    async function nowAndLater(check: () => Promise<void>): Promise<void> {
      await check()
      if (!kept.reopen) return
      await reopen()
      await check()
    }

    describe('filters', () => {
      beforeEach(async () => {
        const due = (day: string) => [deadline('result', `2026-12-${day}`)]
        const day2 = '2026-11-20T16:30:00.000Z' // the 21st in Shanghai
        await commit('a', {
          events: [
            registered(A, { deadlines: due('01'), unit: 'tax', kind: 'tip-off', category: 'tax', against: ['court'] }),
            happened(A, 'dispatched', { unit: 'tax', co: ['industry', 'court'] }),
            happened(A, 'acknowledged', {}),
          ],
        })
        await commit('b', { events: [registered(B, { deadlines: due('02'), area: '样例区', at: day2 })] })
        await commit('b2', { events: [happened(B, 'proposal-made', { what: 'decline', ground: 'court' })] })
        await commit('c', { events: [registered(C, { deadlines: due('03'), subject: LUO.id, area: '样例区' })] })
        await commit('c2', { events: [{ ...told('withdrawn', C, '', at(60 * 24 * 3)), subject: LUO.id }] })
        await commit('d', {
          events: [registered(D, { deadlines: due('04') }), happened(D, 'dispatched', { unit: 'court' })],
        })
      })

      const cases: [AppealWhere, readonly string[]][] = [
        [{}, [A, B, D, C]],
        [{ states: ['withdrawn', 'acknowledged'] }, [A, C]],
        [{ kinds: ['tip-off'] }, [A]],
        [{ categories: ['arrears'] }, [B, D, C]],
        [{ area: '样例区' }, [B, C]],
        [{ unit: 'tax' }, [A]],
        [{ seenBy: ['industry'] }, [A]],
        [{ seenBy: ['court'] }, [D]],
        [{ seenBy: ['*'] }, [A, D]],
        [{ notAgainst: ['court', 'none'] }, [B, D, C]],
        [{ notAgainst: ['industry'] }, [A, B, D, C]],
        [{ person: LUO.id }, [C]],
        [{ handler: WANG.id }, [A]],
        [{ registered: { from: '2026-11-21' } }, [B]],
        [{ registered: { to: '2026-11-20' } }, [A, D, C]],
        [{ closed: {} }, [C]],
        [{ closed: { from: '2026-11-24' } }, []],
        [{ closed: { from: '2026-11-23', to: '2026-11-23' } }, [C]],
        [{ pending: true }, [B]],
        [{ pending: false }, [A, D, C]],
        [{ numbers: [C, A, A, 'QQ99999999'] }, [A, C]],
        [{ numbers: [] }, []],
        [{ states: ['registered'], area: '样例区', notAgainst: ['tax'], registered: { to: '2026-11-21' } }, [B]],
        [{ states: ['dispatched'], seenBy: ['court', 'tax'], notAgainst: ['tax'], registered: {} }, [D]],
        [{ person: CHEN.id, unit: 'court', kinds: ['complaint'], pending: false }, [D]],
        [{ numbers: [A, B], person: LUO.id }, []],
      ]
      test('each by itself and together, the most pressing first', async () => {
        await nowAndLater(async () => {
          for (const [where, expected] of cases) expect([where, await numbers(where)]).toEqual([where, expected])
          expect(await find({ area: '样例区', limit: 1 })).toMatchObject({
            appeals: [{ value: { number: B } }],
            total: 2,
          })
        })
      })

      test('openly: the same appeals, and nothing personal need be opened', async () => {
        await nowAndLater(async () => {
          const closed = ({ personal: _, ...open }: { personal?: unknown }) => open
          const [open, whole] = [await find({ openly: true }), await find()]
          expect(open.appeals.map(({ value }) => closed(value))).toEqual(
            whole.appeals.map(({ value }) => closed(value)),
          )
          expect(Object.keys(open.appeals[0] ?? {}).sort()).toEqual(['value', 'version'])
        })
      })

      const some = <T>(...of: T[]) =>
        fc.option(fc.uniqueArray(fc.constantFrom(...of), { maxLength: 3 }), { nil: undefined })
      const one = <T>(...of: T[]) => fc.option(fc.constantFrom(...of), { nil: undefined })
      const day = one('2026-11-19', '2026-11-20', '2026-11-21', '2026-11-23', '2026-11-24')
      const days = fc.option(fc.record({ from: day, to: day }), { nil: undefined })
      const wheres: fc.Arbitrary<AppealWhere> = fc.record({
        states: some(...AppealState.options),
        kinds: some(...AppealKind.options),
        categories: some('arrears', 'tax', 'land'),
        area: one('样例区', '别区'),
        unit: one('tax', 'court', 'industry', 'none'),
        seenBy: some('tax', 'court', 'industry', '*', 'none'),
        notAgainst: some('court', 'industry', 'none'),
        person: one(CHEN.id, LUO.id, 'p-nobody'),
        handler: one(WANG.id, 's-nobody'),
        registered: days,
        closed: days,
        pending: one(true, false),
        numbers: some<string>(A, B, C, D, 'QQ99999999'),
      })
      test('whatever is asked, the answer is what fits, in the same order', async () => {
        await reopen()
        const all = (await find()).appeals.map(({ value }) => value)
        await fc.assert(
          fc.asyncProperty(wheres, async (where) => {
            const expected = all.filter((appeal) => fits(appeal, where)).map(({ number }) => number)
            expect(await numbers(where)).toEqual(expected)
          }),
        )
      })
    })

    describe('alarms', () => {
      const YEAR = '2027-12-31T00:00:00.000Z'
      const alarm = (level: 'warning' | 'yellow' | 'red', when: string) => ({ level, at: when })
      const DUE = '2026-12-20'
      const withAlarms = (...times: [string, string, string]) => ({
        ...deadline('result', DUE),
        alarms: [alarm('warning', times[0]), alarm('yellow', times[1]), alarm('red', times[2])],
      })
      const result = withAlarms('2026-12-18T01:00:00.000Z', '2026-12-20T16:00:00.000Z', '2026-12-21T01:30:00.000Z')
      const due = async (before = YEAR) =>
        (await ledger.appeals.due(before)).map(({ appeal, deadline, level }) => `${appeal} ${deadline} ${level}`)
      const give = (message: string, level: string) =>
        commit(message, { events: [happened(A, 'warned', { deadline: 'result', level, on: DUE })] })

      test('the earliest first, to the minute, with the day of the deadline', async () => {
        await commit('a', { events: [registered(A, { deadlines: [result] })] })
        await commit('b', { events: [registered(B, { deadlines: [deadline('accept', '2026-12-17')] })] })
        await nowAndLater(async () => {
          expect(await due('2026-12-17T15:59:59.998Z')).toEqual([])
          expect(await due('2026-12-18T00:59:59.999Z')).toEqual([`${B} accept red`])
          expect(await due()).toEqual([
            `${B} accept red`,
            `${A} result warning`,
            `${A} result yellow`,
            `${A} result red`,
          ])
          expect(await due('2026-12-21T01:29:00.000Z')).toHaveLength(3)
          expect((await ledger.appeals.due('2026-12-19T00:00:00.000Z')).at(-1)).toEqual({
            appeal: A,
            deadline: 'result',
            level: 'warning',
            on: DUE,
            at: '2026-12-18T01:00:00.000Z',
          })
        })
      })

      test('one that was given is not due again; the others are', async () => {
        await commit('a', { events: [registered(A, { deadlines: [result] })] })
        await give('w1', 'warning')
        await nowAndLater(async () => expect(await due()).toEqual([`${A} result yellow`, `${A} result red`]))
        await give('w2', 'red')
        await nowAndLater(async () => expect(await due()).toEqual([`${A} result yellow`]))
        await give('w3', 'yellow')
        await nowAndLater(async () => expect(await due()).toEqual([]))
      })

      test('a deadline that is replaced brings its own alarms, and the old ones are gone', async () => {
        await commit('a', { events: [registered(A, { deadlines: [result] }), happened(A, 'accepted', {})] })
        await give('w1', 'warning')
        const alarms = withAlarms('2027-01-18T01:00:00.000Z', '2027-01-20T16:00:00.000Z', '2027-01-21T01:30:00.000Z')
        const later = { ...alarms, due: '2027-01-20' }
        const proposer = { role: 'handler', id: WANG.id } as const
        await commit('e', { events: [happened(A, 'extended', { deadlines: [later], proposer })] })
        await nowAndLater(async () => {
          expect(await due('2027-01-01T00:00:00.000Z')).toEqual([])
          expect(await due()).toEqual([`${A} result warning`, `${A} result yellow`, `${A} result red`])
        })
      })

      test('a case that is closed has none, and one that is erased still has its own', async () => {
        await commit('a', { events: [registered(A, { deadlines: [result] })] })
        await commit('b', { events: [registered(B, { deadlines: [result] }), told('withdrawn', B, '')] })
        await ledger.appeals.erase(CHEN.id, at(1))
        await nowAndLater(async () =>
          expect(new Set((await due()).map((one) => one.slice(0, 10)))).toEqual(new Set([A])),
        )
      })
    })

    describe('pushes and profiles', () => {
      const [ONE, TWO] = ['push-aaaaaaaaaaaa', 'push-bbbbbbbbbbbb'] as const
      const list = async (...states: Push['state'][]) => {
        const { pushes } = await ledger.appeals.read({ kind: 'pushes', states })
        return pushes.map(({ value }) => Push.parse(value).id)
      }

      test('a push is proposed, approved and sent once to each; the latest stands first', async () => {
        await commit('1', { events: [pushed(ONE, 'push-proposed')] })
        await commit('2', { events: [pushed(TWO, 'push-proposed', at(5))] })
        await nowAndLater(async () => expect(await list('proposed')).toEqual([TWO, ONE]))
        const expects = [{ record: { kind: 'push', id: ONE }, version: 1 }] as const
        expect(await commit('3', { expects, events: [pushed(ONE, 'push-approved', at(6))] })).toBe('committed')
        expect(await commit('4', { expects, events: [pushed(ONE, 'push-rejected', at(6))] })).toBe('conflict')
        await commit('5', { events: [pushed(ONE, 'push-sent', at(7))] })
        await nowAndLater(async () => {
          expect([await list('proposed'), await list('approved'), await list('rejected')]).toEqual([[TWO], [ONE], []])
          const { push } = await ledger.appeals.read({ kind: 'push', id: ONE })
          expect(push).toMatchObject({ version: 3, value: { state: 'approved', told: [{ to: CHEN.id, at: at(7) }] } })
          expect((await ledger.appeals.read({ kind: 'push', id: 'push-cccccccccccc' })).push).toBeNull()
        })
      })

      test('whoever left a profile is found, until he takes it back or is erased', async () => {
        const home = { channel: 'terminal', chat: '陈样例' } as const
        const profile = { industry: '制造业', tags: ['专精特新'], topics: ['补贴'], home, at: AT, pushed: [] }
        const leave = (message: string, id: string, left: boolean) =>
          commit(message, { person: { id, value: { v: 1, known: {}, ...(left && { profile }) } } })
        const found = async () => (await ledger.appeals.read({ kind: 'profiles' })).profiles
        await leave('1', CHEN.id, true)
        await leave('2', LUO.id, true)
        await leave('3', 'p-none', false)
        await nowAndLater(async () => {
          expect(await found()).toEqual([CHEN, LUO].map(({ id }) => ({ person: id, profile })))
        })
        await leave('4', LUO.id, false)
        await nowAndLater(async () => expect((await found()).map(({ person }) => person)).toEqual([CHEN.id]))
        await ledger.appeals.erase(CHEN.id, at(1))
        await nowAndLater(async () => expect(await found()).toEqual([]))
      })
    })

    describe('what keeps the quiet hours', () => {
      const claim = async (now: string, until = now) =>
        (await ledger.outbox.claim({ channels: ['terminal'], limit: 9, now, until })).map(({ id }) => id)

      test('does not go out before its time, and holds up nobody, of the same address neither', async () => {
        await commit('1', {
          deliveries: [reply('late', 'a', { notBefore: at(60) }), reply('soon', 'a'), reply('other', 'b')],
        })
        await nowAndLater(async () => {
          expect(await claim(at(1))).toEqual(['soon', 'other'])
          expect(await claim(at(59))).toEqual(['soon', 'other'])
          expect(await claim(at(60))).toEqual(['late', 'other'])
        })
        await ledger.outbox.delivered('soon', [], at(2))
        await ledger.outbox.delivered('other', [], at(2))
        await nowAndLater(async () => {
          expect([await claim(at(59)), await claim(at(60))]).toEqual([[], ['late']])
        })
      })

      test('keeps its place once it was tried', async () => {
        await commit('1', { deliveries: [reply('late', 'a', { notBefore: at(60) }), reply('next', 'a')] })
        await claim(at(60), at(61))
        await ledger.outbox.failed('late', at(90), 'network')
        await nowAndLater(async () => expect([await claim(at(61)), await claim(at(90))]).toEqual([[], ['late']]))
      })

      test('of which appeals something still waits, or was given up, is known', async () => {
        await commit('1', { deliveries: [reply('1', 'a', { about: A }), reply('2', 'b', { about: A })] })
        await commit('2', {
          deliveries: [reply('3', 'c', { about: B }), reply('4', 'd'), reply('5', 'e', { about: C })],
        })
        await ledger.outbox.failed('3', null, 'too many tries')
        await ledger.outbox.delivered('5', [], at(1))
        await nowAndLater(async () => {
          const asked = (about?: string) => ledger.appeals.read({ kind: 'outbox', ...(about && { about }) })
          const where = async (about: string) => (await asked(about)).summary.undelivered?.map(({ chat }) => chat)
          expect([await where(A), await where(B), await where(C)]).toEqual([['a', 'b'], ['c'], []])
          const { given: _, waiting: __, ...counts } = (await asked()).summary
          expect(counts).toEqual({ pending: 3, parked: 1 })
        })
      })
    })

    describe('the chain of an appeal', () => {
      /** Two lives side by side, each event a commit of its own; two events of one in the same. */
      async function live(): Promise<ReadonlyMap<string, readonly AppealEvent[]>> {
        const lives = new Map<string, AppealEvent[]>([
          [A, []],
          [B, []],
        ])
        async function happen(message: string, ...events: AppealEvent[]): Promise<void> {
          const linked: AppealEvent[] = []
          for (const event of events) {
            const life = lives.get(event.of) ?? []
            const next = chained(event, life.at(-1)?.chain, digest, `salt of ${message}`)
            life.push(next)
            linked.push(next)
          }
          await commit(message, { events: linked })
        }
        await happen('1', registered(A), registered(B, { subject: LUO.id }))
        await happen('2', happened(A, 'accepted', {}))
        await happen('3', { ...told('replied', B, '正在核实'), subject: LUO.id })
        await happen('4', told('noted', A, '备注'), told('replied', A, '已经核实'))
        await happen('5', { ...happened(B, 'nudged', {}), subject: LUO.id })
        return lives
      }
      async function histories(): Promise<ReadonlyMap<string, readonly AppealEvent[]>> {
        const found: [string, readonly AppealEvent[]][] = []
        for await (const { number, events } of ledger.histories()) found.push([number, events])
        expect(new Set(found.map(([number]) => number)).size).toBe(found.length)
        return new Map(found)
      }

      test('is read back as it was written, link, salt and all: one by one and all in one go', async () => {
        const lives = await live()
        await nowAndLater(async () => {
          expect(await histories()).toEqual(lives)
          for (const [number, events] of lives) expect(await historyOf(ledger.appeals, number)).toEqual(events)
        })
      })

      test('holds and ends where the appeal says, also when what was personal is gone', async () => {
        await live()
        const check = async () => {
          for (const [number, events] of await histories()) {
            const { appeal } = await ledger.appeals.read({ kind: 'appeal', number })
            expect(appeal?.value.head).toBeDefined()
            expect(verifyChain(events, digest)).toEqual({ head: appeal?.value.head, older: 0 })
          }
        }
        await nowAndLater(check)
        await ledger.appeals.erase(LUO.id, at(1))
        await nowAndLater(async () => {
          await check()
          const erased = (await histories()).get(B) ?? []
          expect(erased.map(({ type }) => type)).toEqual(['registered', 'replied', 'nudged'])
          expect(erased.filter((event) => event.personal || event.salt)).toEqual([])
          expect(erased[1]?.chain?.commitment).toBeDefined()
        })
      })

      test('what is committed while all are gone through belongs to the next time', async () => {
        await live()
        const seen: number[] = []
        for await (const { events } of ledger.histories()) {
          seen.push(events.length)
          await commit(`late ${seen.length}`, { events: [happened(A, 'accepted', {})] })
        }
        expect(seen.sort()).toEqual([3, 4])
        expect(await versionOf(ledger.appeals, A)).toBe(5)
      })
    })

    describe('files', () => {
      const file = (text: string) => ({ name: '合同.pdf', type: 'application/pdf', bytes: bytesOf(text) })
      const content = async (ref: string) => {
        const bytes = await ledger.files.get(ref)
        return bytes && new TextDecoder().decode(bytes)
      }

      test('are kept by what is in them, and given back as they came', async () => {
        const kept = await ledger.files.put(CHEN.id, file('甲方乙方'))
        expect(kept).toEqual({
          ref: expect.stringMatching(/^[a-z2-7]{32}$/),
          name: '合同.pdf',
          type: 'application/pdf',
        })
        const empty = await ledger.files.put(CHEN.id, file(''))
        await nowAndLater(async () => {
          expect([await content(kept.ref), await content(empty.ref)]).toEqual(['甲方乙方', ''])
          expect((await ledger.files.put(CHEN.id, { ...file('甲方乙方'), name: '又一次.pdf' })).ref).toBe(kept.ref)
          expect((await ledger.files.put(LUO.id, file('甲方乙方'))).ref).not.toBe(kept.ref)
        })
      })

      test('the same at once is kept once', async () => {
        const both = await Promise.all([1, 2, 3].map(() => ledger.files.put(CHEN.id, file('同一份'))))
        expect(new Set(both.map(({ ref }) => ref)).size).toBe(1)
        expect(await content(both[0]?.ref ?? '')).toBe('同一份')
      })

      test.each(['', 'nothing', '../../master.key', 'a'.repeat(32), `${'a'.repeat(31)}/`])(
        '%j is none of them',
        async (ref) => {
          expect(await ledger.files.get(ref)).toBeNull()
        },
      )

      test('one of more than 20 MB is refused, and said to be too large', async () => {
        const large = { ...file(''), bytes: new Uint8Array(20 * 1024 * 1024 + 1) }
        const fault = { code: 'storage', message: 'a file of 21 MB is too large: at most 20 MB are kept' }
        await expect(ledger.files.put(CHEN.id, large)).rejects.toMatchObject(fault)
      })

      test('go with the person they belong to; who comes back may bring them again', async () => {
        const [his, hers] = [
          await ledger.files.put(CHEN.id, file('他的')),
          await ledger.files.put(LUO.id, file('她的')),
        ]
        await ledger.appeals.erase(CHEN.id, at(1))
        await nowAndLater(async () => {
          expect([await content(his.ref), await content(hers.ref)]).toEqual([null, '她的'])
        })
        expect((await ledger.files.put(CHEN.id, file('他的'))).ref).toBe(his.ref)
        await nowAndLater(async () => expect(await content(his.ref)).toBe('他的'))
      })

      test('a commit may name one at once', async () => {
        const attachment = await ledger.files.put(CHEN.id, file('照片'))
        await commit('1', {
          events: [registered(A)],
          conversation: { id: TALK, subject: CHEN.id, value: { v: 1, offered: [] } },
        })
        const event = told('supplemented', A, '')
        await commit('2', { events: [{ ...event, personal: { text: '', attachments: [attachment] } } as AppealEvent] })
        await nowAndLater(async () => {
          const { appeal } = await ledger.appeals.read({ kind: 'appeal', number: A })
          const [found] = appeal?.value.personal?.thread.flatMap(({ attachments }) => attachments) ?? []
          expect(await content(found?.ref ?? '')).toBe('照片')
        })
      })
    })
  })
}
