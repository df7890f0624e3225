import { expect, test } from 'vitest'
import type { Memo } from '../../bot/ports/channel.ts'
import { type House, openHouse } from './house.ts'

const A_MINUTE = 60_000
/** Five to twelve, in Shanghai. */
const LATE = '2026-11-23T15:55:00.000Z'

const met = ({ said }: House) => said.flatMap(({ met, from }) => (met ? [from.chat] : []))

function createNote(): Memo & { text: string | null } {
  const note = {
    text: null as string | null,
    read: () => Promise.resolve(note.text),
    async write(text: string) {
      note.text = text
    },
  }
  return note
}

test('a request is accepted after some seconds, and once; he is greeted when he is a friend', async () => {
  const house = await openHouse()
  const { puppet, clock } = house
  const request = puppet.knocks('wx-li', '您好，我是做餐饮的')
  await clock.passes(3_000)
  expect(puppet.accepted).toEqual([])
  puppet.emit('friendship', { friendshipId: request })
  puppet.knocks('wx-li', '在吗')
  await clock.passes(60_000)
  expect(puppet.accepted).toEqual([request])
  expect(met(house)).toEqual([])
  const confirmed = puppet.confirms('wx-li')
  puppet.emit('friendship', { friendshipId: confirmed })
  await clock.passes(5_000)
  expect(met(house)).toEqual(['wx-li'])
})

test('no two are accepted at the same moment', async () => {
  const { puppet, clock } = await openHouse({ random: Math.random })
  for (const who of ['wx-a', 'wx-b', 'wx-c']) puppet.knocks(who)
  const at: number[] = []
  for (let second = 0; second < 60; second++) {
    await clock.passes(1_000)
    while (at.length < puppet.accepted.length) at.push(second)
  }
  expect(at).toHaveLength(3)
  const [a = 0, b = 0, c = 0] = at
  expect(Math.min(a, b - a, c - b)).toBeGreaterThanOrEqual(3)
})

test('whoever is one too many today waits until tomorrow, in order', async () => {
  const { puppet, clock, lines } = await openHouse({ at: LATE })
  const requests = ['wx-a', 'wx-b', 'wx-c', 'wx-d', 'wx-e'].map((who) => puppet.knocks(who))
  await clock.passes(5 * A_MINUTE)
  expect(puppet.accepted).toEqual(requests.slice(0, 3))
  expect(lines.at(-1)).toBe('wechat: 3 friends were accepted today; 2 wait until tomorrow')
  await clock.passes(30 * A_MINUTE)
  expect(puppet.accepted).toEqual(requests)
})

test('who waits is known after a restart, and so is how many there were today', async () => {
  const memo = createNote()
  const before = await openHouse({ memo, at: LATE })
  const requests = ['wx-a', 'wx-b', 'wx-c', 'wx-d', 'wx-e'].map((who) => before.puppet.knocks(who))
  await before.clock.passes(2 * A_MINUTE)
  await before.stop()
  expect(memo.text).not.toContain('wx-')
  const after = await openHouse({ memo, at: before.clock.now() })
  await after.clock.passes(2 * A_MINUTE)
  expect(after.puppet.accepted).toEqual([])
  await after.clock.passes(30 * A_MINUTE)
  expect(after.puppet.accepted).toEqual(requests.slice(3))
})

test('where ids pass, who waits is not kept: nobody could tell who it was', async () => {
  const memo = createNote()
  const house = await openHouse({ memo, passing: true, account: '@0123456789abcdef01' })
  for (const who of ['@a', '@b', '@c', '@d']) house.puppet.knocks(who)
  await house.clock.passes(2 * A_MINUTE)
  await house.stop()
  expect(memo.text).toContain('friends')
  expect(memo.text).not.toContain('request-')
})

test('a note that was spoilt is no note', async () => {
  for (const text of ['{', '[]', '{"friends":"{","counts":"null"}', '{"friends":"[1]"}']) {
    const memo = createNote()
    memo.text = text
    const { puppet, clock } = await openHouse({ memo })
    const request = puppet.knocks('wx-li')
    await clock.passes(30_000)
    expect(puppet.accepted).toEqual([request])
  }
})

test('one that fails is tried again behind the others, and given up in the end', async () => {
  const { puppet, clock, lines } = await openHouse({ pace: { gapMs: 0, perDay: 100, friendsPerDay: 100 } })
  const tried: string[] = []
  const works = puppet.friendshipAccept.bind(puppet)
  puppet.friendshipAccept = async (id) => {
    tried.push(id)
    if (id === bad) throw new Error('系统繁忙')
    await works(id)
  }
  const bad = puppet.knocks('wx-a')
  const good = puppet.knocks('wx-b')
  await clock.passes(8 * A_MINUTE)
  expect(puppet.accepted).toEqual([good])
  expect(tried).toEqual([bad, good, bad, bad, bad])
  expect(lines).toContain('wechat: one of the friends failed 4 times and is given up')
})

test('while nobody is logged in nothing is accepted, and nothing is lost', async () => {
  const house = await openHouse()
  const { puppet, clock } = house
  const request = puppet.knocks('wx-li')
  await clock.passes(100)
  await puppet.logout('gone')
  await clock.passes(5 * A_MINUTE)
  expect(puppet.accepted).toEqual([])
  await puppet.as('bot')
  await clock.passes(60_000)
  expect(puppet.accepted).toEqual([request])
})

test('of a request nothing is known at first: it is asked for again', async () => {
  const { puppet, clock } = await openHouse()
  const works = puppet.friendshipRawPayload.bind(puppet)
  let asked = 0
  puppet.friendshipRawPayload = (id) => (++asked < 3 ? Promise.reject(new Error('not yet')) : works(id))
  const request = puppet.knocks('wx-li')
  await clock.passes(60_000)
  expect(puppet.accepted).toEqual([request])
})

test('a group that invites the account is joined, five in a day', async () => {
  const { puppet, clock } = await openHouse({ at: LATE })
  const joined: string[] = []
  puppet.roomInvitationAccept = async (id) => void joined.push(id)
  for (let nr = 1; nr <= 7; nr++) puppet.emit('room-invite', { roomInvitationId: `invitation-${nr}` })
  await clock.passes(5 * A_MINUTE)
  expect(joined).toHaveLength(5)
  await clock.passes(30 * A_MINUTE)
  expect(joined).toHaveLength(7)
})
