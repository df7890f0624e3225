import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Message } from '../../bot/model/message.ts'
import { openBench } from './adapter.ts'

const SECRET = 'hostile-secret'
const user = { id: 77, is_bot: false, first_name: '芳', last_name: '王', username: 'wangfang' }
const own = { id: 77, type: 'private', first_name: '芳' }
const group = { id: -100123, type: 'supergroup', title: '受理组', is_forum: true }
const common = { message_id: 5, date: 1_763_000_000, from: user, chat: own }
const bot = (id: number) => ({ id, is_bot: true, first_name: '亲清', username: 'qinqing_bot' })

/** One of each kind there is, as Telegram brings them. */
const kinds = (me: number): readonly object[] => [
  { message: { ...common, text: '你好' } },
  { message: { ...common, chat: group, message_thread_id: 3, is_topic_message: true, text: '/due@qinqing_bot 3' } },
  {
    message: {
      ...common,
      chat: group,
      text: '请 @qinqing_bot 看',
      entities: [
        { type: 'mention', offset: 2, length: 12 },
        { type: 'text_mention', offset: 0, length: 1, user },
      ],
    },
  },
  { message: { ...common, chat: group, text: '好', reply_to_message: { ...common, chat: group, from: bot(me) } } },
  { message: { ...common, chat: group, sender_chat: group, text: '/list' } },
  { message: { ...common, forward_origin: { type: 'user', date: 1, sender_user: { ...user, id: 78 } }, text: '好' } },
  { message: { ...common, contact: { phone_number: '1', first_name: '刚', last_name: '陈', user_id: 79 } } },
  {
    message: {
      ...common,
      media_group_id: 'a',
      caption: '照片',
      photo: [{ file_id: 'p', file_unique_id: 'p', width: 9, height: 9, file_size: 9 }],
      document: { file_id: 'd', file_unique_id: 'd', file_name: 'a.pdf', mime_type: 'application/pdf', file_size: 9 },
      voice: { file_id: 'v', file_unique_id: 'v', duration: 1 },
    },
  },
  { message: { ...common, chat: { ...group, type: 'group' }, migrate_to_chat_id: -100999 } },
  { callback_query: { id: '9', from: user, chat_instance: 'c', data: 'accept:QQ22222222', message: common } },
  { inline_query: { id: '8', from: user, query: '补贴', offset: '' } },
  { edited_message: { ...common, text: '改' } },
  { my_chat_member: { chat: group, from: user, date: 1, old_chat_member: {}, new_chat_member: {} } },
  { a_kind_of_next_year: { ...common } },
]

/** What random ones have found. */
const found: readonly object[] = [
  { message: { ...common, message_id: { toString: null }, chat: group, sender_chat: group, text: '/list' } },
  { message: { ...common, document: { file_id: 'd', file_unique_id: 'd', file_size: { toString: null } } } },
  { message: { ...common, document: { file_id: { toString: null }, file_unique_id: 'd', file_size: 9 } } },
]

const huge = '亲'.repeat(100_000)
const hostile = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, 0, -1, 0.5, 1e300, -1e300, 2 ** 53, 253_402_300_800, 8.7e12),
  fc.constantFrom<unknown>('', ' ', huge, '\ud83d', '\udc00好', '\u202e\u200b', '__proto__', 'constructor', '\0'),
  fc.constantFrom<unknown>([], [null], {}, { toString: null }, [[]], { length: -1, offset: 1e9 }, { id: '7' }),
  fc.jsonValue({ maxDepth: 2 }),
)

type Place = readonly (string | number)[]
const placesIn = (value: unknown, at: Place = []): Place[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, one]) => [[...at, key], ...placesIn(one, [...at, key])])
    : []

function withValue(whole: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value
  if (typeof whole !== 'object' || whole === null) return whole
  const copy: Record<string, unknown> = { ...whole }
  copy[key] = withValue(copy[key], rest, value)
  return Array.isArray(whole) ? Object.values(copy) : copy
}

it('takes every update, however broken, once, and hears of it only what a message can be', async () => {
  const bench = await openBench({
    listening: false,
    hurry: 5,
    webhook: { url: 'http://127.0.0.1:9/telegram', secret: SECRET },
  })
  const { id: me } = bench.telegram.bot
  bench.restart()
  await bench.telegram.until(() => bench.health.length > 0)
  const headers = { 'x-telegram-bot-api-secret-token': SECRET }
  let next = 1
  const all = kinds(me)
  const broken = fc
    .tuple(fc.constantFrom(...all), fc.array(fc.tuple(fc.nat(), hostile), { minLength: 1, maxLength: 3 }))
    .map(([update, changes]) =>
      changes.reduce<unknown>((now, [nth, value]) => {
        const places = placesIn(now)
        return withValue(now, places[nth % places.length] ?? [], value)
      }, update),
    )
  await fc.assert(
    fc.asyncProperty(broken, async (update) => {
      const body = JSON.stringify({ update_id: next++, ...(update as object) })
      const request = new Request('http://x/telegram', { method: 'POST', headers, body })
      const before = bench.received.length
      const { status } = await bench.channel.handler(request)
      expect([200, 400, 413]).toContain(status)
      for (const message of bench.received.slice(before)) {
        const read = Message.safeParse(message)
        expect(read.error?.issues).toBeUndefined()
        if (message.kind !== 'said') continue
        expect(message.sender).toMatch(/^-?\d{1,16}$/)
        expect(message.from.chat).toMatch(/^-?\d{1,16}(?:\/-?\d{1,16})?$/)
        expect(`${message.text}${message.contact?.name ?? ''}`).not.toMatch(/\p{Surrogate}/u)
      }
    }),
    { numRuns: 400, examples: found.map((update): [unknown] => [update]) },
  )
  expect(bench.lines.filter((line) => /given up|could not be taken/.test(line))).toEqual([])
})
