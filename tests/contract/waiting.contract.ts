import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ledger } from '../../adapters/store/index.ts'
import { plusMs } from '../../bot/model/instant.ts'
import type { Address } from '../../bot/model/message.ts'
import { AT, at, CHEN, change, inChat, LUO, reply, toStaff } from '../store/samples.ts'
import type { SetUp } from './store.contract.ts'

const DAY_MS = 86_400_000
const NUMBER = 'QQ22222222'
const inTerminal = (chat: string): Address => ({ channel: 'terminal', chat })

/** What every store must do with what waits in the outbox, and with what had no room; see `storeContract`. */
export function waitingContract(name: string, setUp: SetUp): void {
  describe(`${name} keeps what could not be said yet`, () => {
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
    const put = (...deliveries: ReturnType<typeof reply>[]) => commit(deliveries[0]?.id ?? '', { deliveries })
    const claim = async (now: string, until = now) => {
      const claimed = await ledger.outbox.claim({ channels: ['terminal', 'telegram', 'jobs'], limit: 9, now, until })
      return claimed.map(({ id }) => id)
    }
    async function reopen(): Promise<void> {
      if (kept.reopen) ledger = await kept.reopen()
    }
    async function nowAndLater(check: () => Promise<void>): Promise<void> {
      await check()
      if (!kept.reopen) return
      await reopen()
      await check()
    }

    describe('what had no room', () => {
      const restAt = async (chat: string, now = at(1)) =>
        (await ledger.appeals.read({ kind: 'rest', at: inTerminal(chat), now })).rest
      /** It was longer than its channel takes, and is out. */
      async function said(id: string, chat: string, parts: Parameters<typeof reply>[2], when = AT): Promise<void> {
        await put(reply(id, chat, parts))
        await claim(when)
        await ledger.outbox.delivered(id, [], when)
      }

      test('of the last reply to an address is remembered once that is out', async () => {
        const rest = ['其余的话：', { strong: '三日内' }]
        const choices = [{ id: 'ok', label: '好的' }]
        await put(reply('a', '甲', { rest, about: NUMBER, choices }))
        await nowAndLater(async () => expect(await restAt('甲')).toBeNull())
        await claim(at(1))
        await ledger.outbox.delivered('a', [], at(2))
        await nowAndLater(async () => {
          const whole = { id: 'a', subject: CHEN.id, text: rest, choices, about: NUMBER, since: at(2) }
          expect(await restAt('甲')).toEqual(whole)
          expect(await restAt('乙')).toBeNull()
        })
      })

      test('is replaced by that of a newer reply, and stays where a newer one had room', async () => {
        await said('a', '甲', { rest: ['一'] })
        await said('b', '甲', {})
        await said('c', '乙', { rest: ['三'], subject: LUO.id })
        await nowAndLater(async () => {
          expect(await restAt('甲')).toMatchObject({ id: 'a', text: ['一'] })
          expect(await restAt('乙')).toMatchObject({ id: 'c', subject: LUO.id })
        })
        await said('d', '甲', { rest: ['四'] }, at(5))
        await nowAndLater(async () => expect(await restAt('甲')).toMatchObject({ id: 'd', since: at(5) }))
      })

      test('is found by one who asks before it is written down that the reply is out', async () => {
        await said('a', '甲', { rest: ['一'] })
        await put(reply('b', '甲', { rest: ['二'] }))
        await claim(at(1))
        const marked = ledger.outbox.delivered('b', [], at(1))
        expect(await restAt('甲')).toMatchObject({ id: 'b' })
        await marked
      })

      test('is forgotten after three days', async () => {
        await said('a', '甲', { rest: ['一'] })
        const later = (ms: number) => plusMs(AT, 3 * DAY_MS + ms)
        await nowAndLater(async () => {
          expect(await restAt('甲', later(0))).toMatchObject({ id: 'a' })
          expect(await restAt('甲', later(1))).toBeNull()
        })
        // Neither does it come back to one who asks with an older clock.
        await commit('much later', { at: plusMs(AT, 9 * DAY_MS) })
        await nowAndLater(async () => expect(await restAt('甲', later(0))).toBeNull())
      })

      test('of what failed or was given up does not take the place of what was read', async () => {
        await said('a', '甲', { rest: ['一'] })
        await put(reply('b', '甲', { rest: ['二'] }))
        await claim(at(1))
        await ledger.outbox.failed('b', at(2), 'network')
        await nowAndLater(async () => expect(await restAt('甲')).toMatchObject({ id: 'a' }))
        await claim(at(2))
        await ledger.outbox.failed('b', null, 'network')
        await nowAndLater(async () => expect(await restAt('甲')).toMatchObject({ id: 'a' }))
      })

      test('cannot be read any more when the person it tells of is erased, and that of others can', async () => {
        await said('a', '甲', { rest: ['一'] })
        await said('b', '乙', { rest: ['二'], subject: LUO.id })
        await put(reply('c', '甲', { rest: ['三'] }))
        await claim(at(1))
        await ledger.appeals.erase(CHEN.id, at(2))
        await ledger.outbox.delivered('c', [], at(2))
        await nowAndLater(async () => {
          expect(await restAt('甲')).toBeNull()
          expect(await restAt('乙')).toMatchObject({ text: ['二'] })
        })
      })
    })

    describe('what a channel would not take yet', () => {
      test('goes at once to one who is heard from again, and to nobody else', async () => {
        await put(reply('1', '甲'), reply('2', '甲'), reply('3', '乙'))
        expect(await claim(AT, at(1))).toEqual(['1', '3'])
        await ledger.outbox.postponed('1', at(600), 'the window of 48 hours is closed')
        await ledger.outbox.postponed('3', at(600), 'the window of 48 hours is closed')
        expect(await claim(at(2))).toEqual([])
        ledger.outbox.hasten(inTerminal('甲'))
        ledger.outbox.hasten(inTerminal('丙'))
        ledger.outbox.hasten({ channel: 'wechat', chat: '乙' })
        expect(await claim(at(2), at(3))).toEqual(['1'])
        await ledger.outbox.delivered('1', [], at(2))
        expect(await claim(at(2))).toEqual(['2'])
      })

      test('waits no longer, where he is heard from while it is being tried', async () => {
        await put(reply('1', '甲'))
        await claim(AT, at(9))
        ledger.outbox.hasten(inTerminal('甲'))
        expect(await claim(at(1))).toEqual([])
        await ledger.outbox.postponed('1', at(600), 'the window of 48 hours is closed')
        expect(await claim(at(1), at(9))).toEqual(['1'])
        // It was for that once: what is not taken then waits as long as is said.
        await ledger.outbox.postponed('1', at(600), 'the window of 48 hours is closed')
        expect(await claim(at(599))).toEqual([])
        expect(await claim(at(600))).toEqual(['1'])
      })

      test('goes on waiting where it has failed, or is for the morning: that is no matter of his', async () => {
        await put(reply('1', '甲'), reply('2', '乙', { notBefore: at(60) }))
        await claim(AT)
        await ledger.outbox.failed('1', at(30), 'network')
        ledger.outbox.hasten(inTerminal('甲'))
        ledger.outbox.hasten(inTerminal('乙'))
        expect([await claim(at(29)), await claim(at(30)), await claim(at(60))]).toEqual([[], ['1'], ['1', '2']])
      })

      describe('comes behind the answer to what he has just written', () => {
        const LATER = plusMs(AT, 3 * DAY_MS)
        const soon = (ms: number) => plusMs(LATER, ms)
        /** All that goes to a chat from then on, in the order in which it goes. */
        async function sentFrom(now: string, most = 9): Promise<readonly string[]> {
          const sent: string[] = []
          for (let next = await claim(now); next[0] !== undefined && sent.length < most; next = await claim(now)) {
            sent.push(next[0])
            await ledger.outbox.delivered(next[0], [], now)
          }
          return sent
        }
        /** Three things wait for him, of which one was tried; two came meanwhile. */
        async function letThreeWait(): Promise<void> {
          await put(reply('1', '甲'), reply('2', '甲'))
          await claim(AT)
          await ledger.outbox.postponed('1', at(60 * 24 * 9), 'the window of 48 hours is closed')
          await commit('3', { at: at(600), deliveries: [reply('3', '甲')] })
          expect(await claim(LATER)).toEqual([])
        }
        const answer = (...deliveries: ReturnType<typeof reply>[]) => commit('m', { at: soon(100), deliveries })

        test('after three days: his answer comes first, then what waited, in its order', async () => {
          await letThreeWait()
          await answer(reply('a', '甲'), reply('b', '甲'))
          // The loop may look once more before it is told.
          expect(await claim(soon(200))).toEqual([])
          ledger.outbox.hasten(inTerminal('甲'))
          expect(await sentFrom(soon(300))).toEqual(['a', 'b', '1', '2', '3'])
        })

        test('as long as the process lives: after a start the order of creation holds again', async () => {
          await letThreeWait()
          await answer(reply('a', '甲'))
          ledger.outbox.hasten(inTerminal('甲'))
          if (!kept.reopen) return
          await reopen()
          expect(await sentFrom(soon(300))).toEqual(['1', '2', '3', 'a'])
        })

        test('where nothing was to be answered, in its order', async () => {
          await letThreeWait()
          ledger.outbox.hasten(inTerminal('甲'))
          expect(await sentFrom(soon(300))).toEqual(['1', '2', '3'])
        })

        test('also where one is being tried while he writes', async () => {
          await put(reply('1', '甲'), reply('2', '甲'))
          await claim(LATER, soon(60_000))
          await answer(reply('a', '甲'))
          ledger.outbox.hasten(inTerminal('甲'))
          await ledger.outbox.postponed('1', soon(DAY_MS), 'the window of 48 hours is closed')
          expect(await sentFrom(soon(300))).toEqual(['a', '1', '2'])
        })

        test('and before it stays an older edit of the same card, which would else undo the newer', async () => {
          await put(reply('1', '甲', { card: 'k' }), reply('2', '甲'))
          await claim(AT)
          await ledger.outbox.postponed('1', at(60 * 24 * 9), 'logged out')
          await claim(LATER)
          await answer(reply('a', '甲'), reply('b', '甲', { card: 'k', anew: true }))
          ledger.outbox.hasten(inTerminal('甲'))
          expect(await sentFrom(soon(300))).toEqual(['a', '1', '2', 'b'])
        })

        test('not where it has failed: what is not known to be out keeps its place', async () => {
          await put(reply('1', '甲'))
          await claim(AT)
          await ledger.outbox.failed('1', soon(0), 'TimeoutError')
          await claim(soon(-1))
          await answer(reply('a', '甲'))
          ledger.outbox.hasten(inTerminal('甲'))
          expect(await sentFrom(soon(300))).toEqual(['1', 'a'])
        })
      })

      test('waits no longer than its process', async () => {
        await put(reply('1', '甲'))
        await claim(AT)
        await ledger.outbox.postponed('1', at(600), 'logged out')
        if (!kept.reopen) return
        await reopen()
        expect(await claim(at(1))).toEqual(['1'])
      })
    })

    describe('why something waits', () => {
      const waiting = async () => (await ledger.appeals.read({ kind: 'outbox' })).summary.waiting
      const CLOSED = 'the window of 48 hours is closed'

      test('is told by channel and reason, with what waits behind it, the oldest first', async () => {
        expect(await waiting()).toEqual([])
        await put(reply('1', '甲'), reply('2', '甲'), reply('3', '乙'), toStaff('4', '群'))
        await commit('later', { at: at(5), deliveries: [reply('5', '丙')] })
        expect(await claim(at(6))).toEqual(['1', '3', '4', '5'])
        await ledger.outbox.postponed('1', at(600), CLOSED)
        await ledger.outbox.postponed('3', at(700), CLOSED)
        await ledger.outbox.postponed('5', at(600), 'logged out')
        await ledger.outbox.failed('4', at(7), 'TimeoutError')
        expect(await waiting()).toEqual([
          { channel: 'terminal', reason: CLOSED, count: 3, since: AT },
          { channel: 'telegram', reason: 'TimeoutError', count: 1, since: AT },
          { channel: 'terminal', reason: 'logged out', count: 1, since: at(5) },
        ])
      })

      test('is not known of what was not tried since the process began, unless it failed', async () => {
        await put(reply('1', '甲'), reply('2', '乙'))
        await claim(at(1))
        await ledger.outbox.postponed('1', at(600), CLOSED)
        await ledger.outbox.failed('2', at(7), 'TimeoutError')
        if (!kept.reopen) return
        await reopen()
        expect(await waiting()).toEqual([
          { channel: 'terminal', count: 1, since: AT },
          { channel: 'terminal', reason: 'TimeoutError', count: 1, since: AT },
        ])
      })

      test('tells nothing of what is on its way, is given up, or is for the morning', async () => {
        const morning = reply('3', '丙', { notBefore: at(60) })
        await put(reply('1', '甲'), reply('2', '乙'), morning)
        await claim(AT, at(9))
        await ledger.outbox.failed('2', null, 'blocked')
        expect(await waiting()).toEqual([])
        await ledger.outbox.delivered('1', [], AT)
        expect(await claim(at(61))).toEqual(['3'])
        await ledger.outbox.postponed('3', at(90), 'logged out')
        expect(await waiting()).toEqual([{ channel: 'terminal', reason: 'logged out', count: 1, since: at(60) }])
      })

      test('is that of the older card whose place a newer one takes', async () => {
        const card = (id: string) => toStaff(id, '群', { card: NUMBER })
        await put(card('1'))
        await claim(AT)
        await ledger.outbox.failed('1', at(7), 'TimeoutError')
        await put(card('2'))
        await nowAndLater(async () =>
          expect(await waiting()).toEqual([{ channel: 'telegram', reason: 'TimeoutError', count: 1, since: AT }]),
        )
        await claim(at(8))
        await ledger.outbox.postponed('2', at(9), 'logged out')
        await put(card('3'))
        expect(await waiting()).toMatchObject([{ reason: 'logged out', count: 1 }])
      })
    })

    describe('where a card has a picture', () => {
      const code = { ref: 'r', name: 'login.png', type: 'image/png' }
      const table = { ref: 't', name: '台账.csv', type: 'text/csv' }
      const cards = async () => {
        const { places, pictures } = await ledger.appeals.read({ kind: 'cards', number: 'login:wechat' })
        return { places, pictures }
      }
      const show = (id: string, chat: string, files: (typeof code)[]) =>
        put(toStaff(id, chat, { card: 'login:wechat', subject: 'system', ...(files.length > 0 && { files }) }))

      test('is known while it is on its way, while it stands, and no longer when it stands without', async () => {
        await show('1', '周', [code])
        await show('2', '王', [table])
        const places = [inChat('周'), inChat('王')]
        await nowAndLater(async () => expect(await cards()).toEqual({ places, pictures: [inChat('周')] }))
        await claim(AT)
        for (const [id, chat] of [
          ['1', '周'],
          ['2', '王'],
        ] as const)
          await ledger.outbox.delivered(id, [{ ...inChat(chat), message: id }], AT)
        await nowAndLater(async () => expect(await cards()).toEqual({ places, pictures: [inChat('周')] }))
        await show('3', '周', [])
        // What is on its way is what stands next.
        await nowAndLater(async () => expect((await cards()).pictures).toEqual([]))
        await claim(at(1))
        await ledger.outbox.delivered('3', [{ ...inChat('周'), message: '1' }], at(1))
        await nowAndLater(async () => expect((await cards()).pictures).toEqual([]))
      })
    })
  })
}
