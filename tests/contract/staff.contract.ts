import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ledger } from '../../adapters/store/index.ts'
import type { Address, Receipt } from '../../bot/model/message.ts'
import { Member, Place } from '../../bot/model/staff.ts'
import type { Delivery } from '../../bot/ports/outbox.ts'
import {
  AT,
  at,
  CHEN,
  change,
  inChat,
  LUO,
  placed,
  registered,
  reply,
  staffed,
  told,
  toStaff,
  WANG,
} from '../store/samples.ts'
import type { SetUp } from './store.contract.ts'

const [A, B] = ['QQ22222222', 'QQ33333333'] as const
const receipt = (chat: string, message: string): Receipt => ({ channel: 'telegram', chat, message })

/** What every store must do for staff in a chat: who they are, where they meet, what was sent there; see `storeContract`. */
export function staffContract(name: string, setUp: SetUp): void {
  describe(`${name} keeps a console in the chat`, () => {
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
    const claim = (now = at(0), until = now): Promise<readonly Delivery[]> =>
      ledger.outbox.claim({ channels: ['terminal', 'telegram', 'jobs'], limit: 50, now, until })
    const ids = async (...args: Parameters<typeof claim>) => (await claim(...args)).map(({ id }) => id)
    const knownOf = async (id: string) => (await claim()).find((delivery) => delivery.id === id)?.known
    const sentAs = async (chat: string, message: string) =>
      (await ledger.appeals.read({ kind: 'receipt', receipt: receipt(chat, message) })).sent
    const placesOf = async (card: string): Promise<readonly Address[]> =>
      (await ledger.appeals.read({ kind: 'cards', number: card })).places
    const summary = async () => (await ledger.appeals.read({ kind: 'outbox' })).summary
    const out = (id: string, chat: string, ...messages: string[]) =>
      ledger.outbox.delivered(
        id,
        messages.map((message) => receipt(chat, message)),
        at(1),
      )
    async function nowAndLater(check: () => Promise<void>): Promise<void> {
      await check()
      if (!kept.reopen) return
      ledger = await kept.reopen()
      await check()
    }

    describe('members of staff', () => {
      const invited = staffed(WANG.id, 'invited', {
        name: '王小样',
        roles: ['clerk'],
        units: [],
        code: 'c0de',
        until: AT,
      })
      const joined = staffed(WANG.id, 'joined', {}, { sender: '70001', home: inChat('70001') })
      const members = async () => (await ledger.appeals.read({ kind: 'staff' })).members

      test('are invited, join, get their posts, go on leave, and keep to the schema', async () => {
        expect(await members()).toEqual([])
        await commit('m1', { events: [invited] })
        await commit('m2', { events: [joined, staffed(WANG.id, 'posted', { roles: ['handler'], units: ['tax'] })] })
        await nowAndLater(async () => {
          const [{ version, value } = { version: 0, value: null }, ...others] = await members()
          expect(others).toEqual([])
          expect(version).toBe(2)
          expect(Member.parse(value)).toEqual(value)
          expect(value).toMatchObject({
            id: WANG.id,
            name: '王小样',
            roles: ['handler'],
            units: ['tax'],
            state: 'active',
            account: { sender: '70001', home: inChat('70001') },
          })
        })
        await commit('m3', { events: [staffed(WANG.id, 'left', { from: '2026-11-23', deputy: 's-li' })] })
        await commit('m4', { events: [staffed(WANG.id, 'removed')] })
        await nowAndLater(async () => {
          const [member] = await members()
          expect(member).toMatchObject({ version: 4, value: { state: 'removed', events: 5 } })
          expect(member?.value).not.toHaveProperty('account')
        })
      })

      test('of two who change the same member one wins', async () => {
        await commit('m1', { events: [invited] })
        const expects = [{ record: { kind: 'staff', id: WANG.id }, version: 1 }] as const
        const both = ['a', 'b'].map((message) =>
          commit(message, { expects, events: [staffed(WANG.id, 'posted', { sealed: true })] }),
        )
        expect((await Promise.all(both)).sort()).toEqual(['committed', 'conflict'])
        const nobody = [{ record: { kind: 'staff', id: 's-li' }, version: 0 }] as const
        expect(await commit('c', { expects: nobody })).toBe('committed')
      })

      test('who is erased stays known by what he did, and his account is gone', async () => {
        await commit('m1', { events: [invited, joined] })
        await ledger.appeals.erase(WANG.id, at(9))
        const expects = [{ record: { kind: 'staff', id: WANG.id }, version: 1 }] as const
        expect(await commit('m2', { expects })).toBe('conflict')
        await nowAndLater(async () => {
          const [member] = await members()
          expect(member?.value).toMatchObject({ name: '王小样', state: 'active' })
          expect(member?.value).not.toHaveProperty('account')
        })
      })

      test('an account under another key than its member’s is refused: it could not be erased with him', async () => {
        await commit('m1', { events: [invited] })
        await expect(commit('m2', { events: [{ ...joined, subject: LUO.id }] })).rejects.toThrow(/subject/)
      })

      test('what happens to somebody who was never invited is refused', async () => {
        await expect(commit('m1', { events: [joined] })).rejects.toThrow(/invitation/)
      })
    })

    describe('where they meet', () => {
      const places = async () => (await ledger.appeals.read({ kind: 'places' })).places

      test('is set, moved and given up, and keeps to the schema', async () => {
        await commit('p1', { events: [placed('intake', inChat('-100'))] })
        await commit('p2', { events: [placed('unit:tax', inChat('-100/7')), placed('intake', inChat('-200'))] })
        await nowAndLater(async () => {
          const found = await places()
          expect(found.map(({ value }) => Place.parse(value))).toEqual(found.map(({ value }) => value))
          expect(found.map(({ version, value }) => [value.id, version, value.at?.chat])).toEqual([
            ['intake', 2, '-200'],
            ['unit:tax', 1, '-100/7'],
          ])
        })
        const expects = [{ record: { kind: 'place', id: 'intake' }, version: 1 }] as const
        expect(await commit('p3', { expects, events: [placed('intake')] })).toBe('conflict')
        await commit('p3', { events: [placed('intake')] })
        await nowAndLater(async () => expect((await places())[0]?.value).not.toHaveProperty('at'))
      })
    })

    describe('what was sent', () => {
      test('is known by its message: of a card, of news, of what has buttons, each part of a long text', async () => {
        await commit('m1', {
          deliveries: [
            toStaff('card', '-1', { about: A, card: A }),
            toStaff('news', '-2', { about: A }),
            toStaff('page', '-3', { choices: [{ id: 'yes', label: '好' }], subject: WANG.id }),
            toStaff('chat', '-4'),
            toStaff('progress', '-5', { card: 'job:terminal/陈样例', subject: WANG.id }),
          ],
        })
        await out('card', '-1', '11')
        await out('news', '-2', '12', '13')
        await out('page', '-3', '14')
        await out('chat', '-4', '15')
        await out('progress', '-5', '16')
        await nowAndLater(async () => {
          expect(await sentAs('-1', '11')).toEqual({ about: A, card: A })
          expect(await sentAs('-2', '12')).toEqual({ about: A })
          expect(await sentAs('-2', '13')).toEqual({ about: A })
          expect(await sentAs('-3', '14')).toEqual({})
          // Nobody can press or answer anything in it.
          expect(await sentAs('-4', '15')).toBeNull()
          expect(await sentAs('-5', '16')).toEqual({ card: 'job:terminal/陈样例' })
          expect(await sentAs('-1', '12')).toBeNull()
          expect(await sentAs('-9', '11')).toBeNull()
        })
      })

      test('is known as soon as somebody can press it, be it written down yet or not', async () => {
        await commit('m1', { deliveries: [toStaff('card', '-1', { about: A, card: A })] })
        const written = out('card', '-1', '11')
        expect(await sentAs('-1', '11')).toEqual({ about: A, card: A })
        await written
      })

      test('is forgotten after thirteen months, and a card that is still edited is not', async () => {
        await commit('m1', {
          deliveries: [toStaff('card', '-1', { about: A, card: A }), toStaff('news', '-2', { about: A })],
        })
        await out('card', '-1', '11')
        await out('news', '-2', '12')
        for (let month = 0; month < 14; month++) {
          const day = new Date(Date.UTC(2026, 11 + month, 2)).toISOString()
          await commit(`c${month}`, { at: day, deliveries: [toStaff(`${month}`, '-1', { about: A, card: A })] })
          expect(await knownOf(`${month}`)).toEqual({ replaces: receipt('-1', '11') })
          await ledger.outbox.delivered(`${month}`, [receipt('-1', '11')], day)
        }
        await nowAndLater(async () => {
          expect(await sentAs('-2', '12')).toBeNull()
          expect(await sentAs('-1', '11')).toEqual({ about: A, card: A })
        })
      })

      test('of a closed case it is forgotten, too, where its card stands, and of an open one not', async () => {
        await commit('m1', {
          events: [registered(A), registered(B), told('withdrawn', B, '')],
          deliveries: [
            toStaff('a', '-1', { about: A, card: A }),
            toStaff('b', '-2', { about: B, card: B }),
            toStaff('c', '-3', { card: 'channel:telegram', subject: 'system' }),
          ],
        })
        await out('a', '-1', '11')
        await out('b', '-2', '12')
        await out('c', '-3', '13')
        await commit('m2', { at: '2027-11-20T02:00:00.000Z' })
        await nowAndLater(async () => expect(await placesOf(B)).toEqual([inChat('-2')]))
        await commit('m3', { at: '2027-12-20T02:00:00.000Z' })
        await nowAndLater(async () => {
          expect(await placesOf(A)).toEqual([inChat('-1')])
          expect(await placesOf(B)).toEqual([])
          expect(await placesOf('channel:telegram')).toEqual([])
        })
      })

      test('where a channel gives no receipts nothing is kept', async () => {
        await commit('m1', { deliveries: [reply('1', 'a', { card: A, about: A })] })
        await ledger.outbox.delivered('1', [], at(1))
        await commit('m2', { deliveries: [reply('2', 'a', { card: A, about: A })] })
        await nowAndLater(async () => {
          expect(await claim()).toEqual([expect.not.objectContaining({ known: expect.anything() })])
        })
      })
    })

    describe('cards', () => {
      test('stand where they were sent or are on their way to, each chat once', async () => {
        expect(await placesOf(A)).toEqual([])
        await commit('m1', {
          deliveries: [
            toStaff('a1', '-1', { about: A, card: A }),
            toStaff('a2', '-2', { about: A, card: A }),
            toStaff('b1', '-3', { about: B, card: B }),
            toStaff('news', '-4', { about: A }),
          ],
        })
        await out('a1', '-1', '11')
        await commit('m2', { deliveries: [toStaff('a3', '-1', { about: A, card: A })] })
        await nowAndLater(async () => {
          expect(await placesOf(A)).toEqual([inChat('-1'), inChat('-2')])
          expect(await placesOf(B)).toEqual([inChat('-3')])
        })
        await out('a2', '-2', '12')
        await nowAndLater(async () => expect(await placesOf(A)).toEqual([inChat('-1'), inChat('-2')]))
      })

      test('that tell of an appeal are known by all their names, whatever stands there now', async () => {
        await commit('m1', {
          deliveries: [
            toStaff('a1', '-1', { about: A, card: A }),
            toStaff('a2', '-2', { about: A, card: `contact:${A}` }),
            toStaff('b1', '-3', { about: B, card: `contact:${B}` }),
            toStaff('news', '-4', { about: A }),
          ],
        })
        await out('a1', '-1', '11')
        await out('a2', '-2', '12')
        await out('b1', '-3', '13')
        await out('news', '-4', '14')
        await nowAndLater(async () => {
          const { names } = await ledger.appeals.read({ kind: 'cards-about', number: A })
          expect([...names].sort()).toEqual([A, `contact:${A}`].sort())
        })
      })

      test('that are no appeal’s are known by their name', async () => {
        const parts = { card: 'channel:telegram', subject: 'system' }
        await commit('m1', { deliveries: [toStaff('1', '-1', parts)] })
        expect(await placesOf('channel:telegram')).toEqual([inChat('-1')])
        await out('1', '-1', '11')
        await commit('m2', { deliveries: [toStaff('2', '-1', parts)] })
        await nowAndLater(async () => {
          expect(await placesOf('channel:telegram')).toEqual([inChat('-1')])
          expect(await knownOf('2')).toEqual({ replaces: receipt('-1', '11') })
        })
      })

      test('what is claimed says which message it replaces, or answers', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1', { about: A, card: A })] })
        expect(await knownOf('1')).toBeUndefined()
        // A card has one message; where it took several, the last is the one with the buttons.
        await out('1', '-1', '11', '12')
        await commit('m2', {
          deliveries: [
            toStaff('edit', '-1', { about: A, card: A }),
            toStaff('news', '-1/7', { about: A, answers: { card: A } }),
            toStaff('elsewhere', '-2', { about: A, card: A }),
            toStaff('answer', '-3', { answers: receipt('-3', '31') }),
            toStaff('astray', '-4', { answers: receipt('-3', '31') }),
          ],
        })
        await nowAndLater(async () => {
          expect(await knownOf('edit')).toEqual({ replaces: receipt('-1', '12') })
          expect(await knownOf('elsewhere')).toBeUndefined()
          expect(await knownOf('news')).toBeUndefined()
          expect(await knownOf('answer')).toEqual({ answers: receipt('-3', '31') })
          expect(await knownOf('astray')).toBeUndefined()
        })
        await out('edit', '-1', '12')
        await commit('m3', { deliveries: [toStaff('more', '-1', { about: A, answers: { card: A } })] })
        await nowAndLater(async () => expect(await knownOf('more')).toEqual({ answers: receipt('-1', '12') }))
      })

      test('one that had to be sent anew is edited where it stands now', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1', { about: A, card: A })] })
        await out('1', '-1', '11')
        await commit('m2', { deliveries: [toStaff('2', '-1', { about: A, card: A })] })
        await out('2', '-1', '20')
        await commit('m3', { deliveries: [toStaff('3', '-1', { about: A, card: A })] })
        await nowAndLater(async () => {
          expect(await knownOf('3')).toEqual({ replaces: receipt('-1', '20') })
          expect(await sentAs('-1', '11')).toEqual({ about: A, card: A })
        })
      })

      test('one that came out elsewhere is edited there, and is the card of the chat it was for', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1/7', { about: A, card: A })] })
        await ledger.outbox.delivered('1', [receipt('-100', '11')], at(1))
        await commit('m2', { deliveries: [toStaff('2', '-1/7', { about: A, card: A })] })
        await nowAndLater(async () => {
          expect(await knownOf('2')).toEqual({ replaces: receipt('-100', '11') })
          expect(await placesOf(A)).toEqual([inChat('-1/7')])
          expect(await sentAs('-100', '11')).toEqual({ about: A, card: A })
        })
      })

      test('one that is wanted anew is a new message, and is edited there from then on; the old one is still known', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1', { about: A, card: A })] })
        await out('1', '-1', '11')
        await commit('m2', { deliveries: [toStaff('2', '-1', { about: A, card: A, anew: true })] })
        await nowAndLater(async () => expect(await knownOf('2')).toBeUndefined())
        await out('2', '-1', '20')
        await commit('m3', { deliveries: [toStaff('3', '-1', { about: A, card: A })] })
        await nowAndLater(async () => {
          expect(await knownOf('3')).toEqual({ replaces: receipt('-1', '20') })
          expect(await placesOf(A)).toEqual([inChat('-1')])
          expect(await sentAs('-1', '11')).toEqual({ about: A, card: A })
        })
      })

      test('what stands is folded up before the same card comes anew; what follows belongs to the new one', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1', { card: A })] })
        await out('1', '-1', '11')
        const anew = toStaff('3', '-1', { card: A, anew: true })
        await commit('m2', { deliveries: [toStaff('2', '-1', { card: A }), anew] })
        await nowAndLater(async () => expect(await knownOf('2')).toEqual({ replaces: receipt('-1', '11') }))
        await out('2', '-1', '11')
        await commit('m3', { deliveries: [toStaff('4', '-1', { card: A })] })
        await nowAndLater(async () => expect(await knownOf('4')).toBeUndefined())
        await out('4', '-1', '20')
        await nowAndLater(async () => {
          expect(await ids(at(0), at(9))).toEqual([])
          expect(await sentAs('-1', '20')).toEqual({ card: A })
        })
      })

      test('what takes the place of one that was wanted anew is sent anew, too, and what comes after it is not', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1', { card: A }), toStaff('x', '-2', { card: A })] })
        await out('1', '-1', '11')
        await out('x', '-2', '12')
        const wanted = (id: string, chat: string) => toStaff(id, chat, { card: A, anew: true })
        await commit('m2', { deliveries: [wanted('2', '-1'), wanted('y', '-2')] })
        await ledger.outbox.failed('y', null, 'blocked')
        await commit('m3', { deliveries: [toStaff('3', '-1', { card: A }), toStaff('z', '-2', { card: A })] })
        await nowAndLater(async () => {
          expect(await knownOf('3')).toBeUndefined()
          expect(await knownOf('z')).toBeUndefined()
        })
        // It is out while the next comes: that one is an edit of it, also for a process that starts in between.
        expect(await ids(at(0), at(9))).toEqual(['3', 'z'])
        await commit('m4', { deliveries: [toStaff('4', '-1', { card: A })] })
        await out('3', '-1', '20')
        await nowAndLater(async () => expect(await knownOf('4')).toEqual({ replaces: receipt('-1', '20') }))
      })

      test('can be edited after the person has been erased, be they out, on their way, or to come', async () => {
        await commit('m1', {
          events: [registered(A)],
          deliveries: [toStaff('1', '-1', { about: A, card: A }), toStaff('2', '-2', { about: A, card: A })],
        })
        await claim(at(0), at(9))
        await out('1', '-1', '11')
        await ledger.appeals.erase(CHEN.id, at(2))
        // It was being sent at that moment.
        await out('2', '-2', '12')
        await commit('m2', {
          deliveries: [toStaff('3', '-1', { about: A, card: A }), toStaff('4', '-2', { about: A, card: A })],
        })
        await nowAndLater(async () => {
          expect(await placesOf(A)).toEqual([inChat('-1'), inChat('-2')])
          expect(await knownOf('3')).toEqual({ replaces: receipt('-1', '11') })
          expect(await knownOf('4')).toEqual({ replaces: receipt('-2', '12') })
          expect(await sentAs('-2', '12')).toEqual({ about: A, card: A })
        })
      })
    })

    describe('a newer card', () => {
      test('takes the place of the one that has not left, and nothing before it is held up', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1', { card: A }), toStaff('2', '-1'), toStaff('3', '-1')] })
        await commit('m2', { deliveries: [toStaff('4', '-1', { card: A })] })
        await nowAndLater(async () => {
          expect(await ids()).toEqual(['4'])
          expect(await summary()).toMatchObject({ pending: 3 })
        })
        await out('4', '-1', '11')
        expect(await ids()).toEqual(['2'])
      })

      test('waits where the one before it waits for its retry, with the tries it has had', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1', { card: A }), toStaff('2', '-1')] })
        await claim()
        await ledger.outbox.failed('1', at(10), 'network')
        await commit('m2', { deliveries: [toStaff('3', '-1', { card: A })] })
        await nowAndLater(async () => {
          expect(await claim(at(9))).toEqual([])
          expect(await claim(at(10))).toMatchObject([{ id: '3', attempts: 1 }])
        })
      })

      test('takes the place of one that fails while it comes', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1', { card: A }), toStaff('2', '-1')] })
        await claim(at(0), at(9))
        await commit('m2', { deliveries: [toStaff('3', '-1', { card: A })] })
        expect(await ids(at(1))).toEqual([])
        await ledger.outbox.failed('1', at(5), 'network')
        expect(await ids(at(1))).toEqual([])
        await nowAndLater(async () => expect(await ids(at(5))).toEqual(['3']))
      })

      test('makes one that was given up needless: it would come back later as the newest', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1', { card: A })] })
        await claim()
        await ledger.outbox.failed('1', null, 'network')
        await commit('m2', { deliveries: [toStaff('2', '-1', { card: A })] })
        await nowAndLater(async () => {
          expect(await summary()).toMatchObject({ pending: 1, parked: 0, given: [] })
          expect(await ids()).toEqual(['2'])
        })
      })
    })

    describe('what is not taken now', () => {
      test('waits, holds up its own chat only, and no try is counted', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1'), toStaff('2', '-1'), toStaff('3', '-2')] })
        await claim(at(0), at(9))
        await ledger.outbox.postponed('1', at(30), 'too many requests')
        expect(await ids(at(20))).toEqual(['3'])
        expect(await claim(at(30), at(31))).toMatchObject([{ id: '1', attempts: 0 }, { id: '3' }])
        await ledger.outbox.postponed('never', at(30), 'x')
      })

      test('a process that starts anew may try at once', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1')] })
        await claim()
        await ledger.outbox.postponed('1', at(30), 'too many requests')
        expect(await summary()).toMatchObject({ pending: 1, parked: 0 })
        if (!kept.reopen) return
        ledger = await kept.reopen()
        expect(await ids()).toEqual(['1'])
      })

      test('a newer card in its place waits as long', async () => {
        await commit('m1', { deliveries: [toStaff('1', '-1', { card: A }), toStaff('2', '-1')] })
        await claim(at(0), at(9))
        await ledger.outbox.postponed('1', at(30), 'too many requests')
        await commit('m2', { deliveries: [toStaff('3', '-1', { card: A })] })
        expect(await ids(at(29))).toEqual([])
        expect(await ids(at(30))).toEqual(['3'])
      })
    })

    describe('what was given up', () => {
      beforeEach(async () => {
        await commit('m1', {
          deliveries: [toStaff('1', '-1', { about: A }), toStaff('2', '-1'), toStaff('3', '-2'), reply('4', 'a')],
        })
        await claim(at(5))
        await ledger.outbox.failed('3', null, 'blocked')
        await claim(at(6))
        await ledger.outbox.failed('1', null, 'chat not found')
      })

      test('is told with its reason and since when, the oldest first, by a name that tells nothing', async () => {
        let keys: readonly string[] | undefined
        await nowAndLater(async () => {
          const { given, parked } = await summary()
          expect(parked).toBe(2)
          expect(given).toEqual([
            {
              key: expect.stringMatching(/^[a-z2-7]{26}$/),
              channel: 'telegram',
              since: at(5),
              reason: 'blocked',
              to: { channel: 'telegram', chat: '-2' },
            },
            {
              key: expect.any(String),
              channel: 'telegram',
              since: at(6),
              reason: 'chat not found',
              about: A,
              to: { channel: 'telegram', chat: '-1' },
            },
          ])
          keys ??= given?.map(({ key }) => key)
          expect(given?.map(({ key }) => key)).toEqual(keys)
        })
      })

      test('at most twenty are told, and all are counted', async () => {
        const many = Array.from({ length: 25 }, (_, i) => `x${i}`)
        await commit('m2', { deliveries: many.map((id) => toStaff(id, id)) })
        await Promise.all(many.map((id) => ledger.outbox.failed(id, null, 'blocked')))
        expect(await summary()).toMatchObject({ parked: 27, given: Array(20).fill({ reason: expect.any(String) }) })
      })

      test('is tried again on demand, from the beginning, in its old place', async () => {
        expect(await ledger.outbox.retry(at(9))).toBe(2)
        await nowAndLater(async () => {
          expect(await claim(at(9))).toMatchObject([{ id: '1', attempts: 0 }, { id: '3', attempts: 0 }, { id: '4' }])
          expect(await summary()).toMatchObject({ pending: 4, parked: 0, given: [] })
        })
        expect(await ledger.outbox.retry(at(10))).toBe(0)
        await claim(at(11))
        await ledger.outbox.failed('3', null, 'blocked again')
        await nowAndLater(async () =>
          expect(await summary()).toMatchObject({ given: [{ since: at(11), reason: 'blocked again' }] }),
        )
      })
    })
  })
}
