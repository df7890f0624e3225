import { expect, test } from 'vitest'
import type { Person } from '../fakes/telegram/index.ts'
import { openTown } from './life-world.ts'

const PEOPLE = 50
const EACH = 20
/** So many are sent at once, and it takes three refusals to see that it is not one chat only. */
const UNDER_WAY = 32 + 3

test('a burst of 1,000 updates, and Telegram says it is too fast: each is answered once and in order, and the bot waits as it is told', async () => {
  const { fake, joins } = await openTown({ remembered: 100_000, patienceMs: 60_000 })
  const names = Array.from({ length: PEOPLE }, (_, i) => `员工${i}`)
  const staff = await Promise.all(names.map((name) => joins(name, { roles: ['clerk'] })))
  await fake.idle()
  const before = fake.requests.length
  fake.limit({ overall: { messages: 200, perMs: 1_000 }, chat: { messages: 6, perMs: 1_000 } })

  const words = (one: Person, i: number) => `${one.user.first_name}问${i}。`
  for (let i = 0; i < EACH; i++) for (const one of staff) one.says(`/find ${words(one, i)}`)
  expect(fake.pending).toHaveLength(PEOPLE * EACH)
  const answers = (one: Person) => one.chat.fromBot.filter(({ text }) => text.includes('问'))
  await fake.until(() => staff.every((one) => answers(one).length >= EACH), 60_000)
  await fake.idle()

  for (const one of staff) {
    const wanted = Array.from({ length: EACH }, (_, i) => words(one, i))
    expect(answers(one).map(({ text }) => /“(.*?)”/.exec(text)?.[1])).toEqual(wanted)
  }
  // The administrator may still be hearing of those who joined.
  const chats = new Set<unknown>(staff.map(({ id }) => id))
  const sent = fake.requests
    .slice(before)
    .filter(({ method, params }) => method === 'sendMessage' && chats.has(params['chat_id']))
  const refused = sent.filter(({ outcome }) => outcome === 429)
  expect(sent).toHaveLength(PEOPLE * EACH + refused.length)
  expect(refused.length).toBeGreaterThan(0)
  // Whoever is told to wait waits: a second at least is what he is told.
  for (const { at, params } of refused) {
    const again = sent.filter((one) => one.params['chat_id'] === params['chat_id'] && one.at > at && one.at < at + 950)
    expect(again).toEqual([])
  }
  // Where it is too much of all chats together they all wait: no more is refused than was under way already.
  const times = refused.filter(({ at }, i) => at - (refused[i - 1]?.at ?? 0) > 900).length
  expect(refused.length).toBeLessThanOrEqual(times * UNDER_WAY)
}, 120_000)
