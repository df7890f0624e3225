import fc from 'fast-check'
import { expect, it } from 'vitest'
import { look, mayCall, type Payload, translate } from '../../adapters/wechat/hearing/translate.ts'
import { Said } from '../../bot/model/message.ts'

const now = '2026-11-23T02:00:00.000Z'
const me = { id: 'bot', names: ['亲清', ''] }
const who = { chat: 'li', sender: 'li' }

/** Texts as they come, and such as are made to break what reads them. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc
    .array(
      fc.constantFrom(
        '@亲清',
        '@',
        '\u2005',
        '「',
        '」',
        '\n',
        '- - -',
        '————',
        '<msg>',
        '<appmsg',
        '&amp;',
        '\ud83d',
        '字',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
  fc
    .constantFrom('@', '「', '「a」\n', '- ', '<title>', '\u2005')
    .chain((part) => fc.integer({ min: 0, max: 9_000 }).map((n) => part.repeat(n))),
)
const id = fc.oneof(
  fc.constantFrom('bot', 'li', '', ' ', 'weixin', '1@chatroom', '@@abc', 'x'.repeat(300), 'long:1'),
  fc.string({ unit: 'binary' }),
  text,
)
const oddity = fc.oneof(fc.anything(), fc.constant(undefined), fc.constant(null))
const payload = fc.record(
  {
    id: fc.oneof(id, oddity),
    type: fc.oneof(fc.integer({ min: -1, max: 20 }), oddity),
    talkerId: fc.oneof(id, oddity),
    fromId: fc.oneof(id, oddity),
    roomId: fc.oneof(id, oddity),
    listenerId: fc.oneof(id, oddity),
    text: fc.oneof(text, oddity),
    timestamp: fc.oneof(fc.double(), fc.integer(), oddity),
    filename: fc.oneof(text, oddity),
    mentionIdList: fc.oneof(fc.array(id), fc.array(oddity), oddity),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Payload>
const link = fc.oneof(fc.record({ title: text, url: text, description: text }), fc.anything()) as fc.Arbitrary<never>
const place = fc.oneof(fc.record({ name: text, address: text }), fc.anything()) as fc.Arbitrary<never>

it('understands whatever a puppet says as a message or as nothing, and never fails', () => {
  fc.assert(
    fc.property(payload, id, link, place, (payload, messageId, link, place) => {
      mayCall(payload, me)
      const seen = look(payload, me)
      if (!seen || seen.kind === 'lost') return
      expect(seen.talker).not.toBe('')
      expect(seen.talker).not.toBe(me.id)
      const room = seen.room === undefined ? {} : { room: 'room' }
      const said = translate(payload, seen, { id: messageId, me, who, now, link, place, ...room })
      if (!said) return
      expect(Said.parse(said)).toEqual(said)
      expect(said.at <= now).toBe(true)
      expect(said.text).not.toMatch(/\p{Surrogate}/u)
    }),
    {
      numRuns: 500,
      // A type that is not even a word.
      examples: [[{ type: [{ toString: 0 }], fromId: 'li' }, 'm1', undefined as never, undefined as never]],
    },
  )
})

it('reads the longest of texts at once', () => {
  const hostile = [
    '@',
    '@亲清',
    '「',
    '「」\n- - -\n',
    '- ',
    '<',
    '<title>',
    '&amp;',
    '\u2005',
    '@a',
    ' ',
    '\n',
    '"',
    '亲清',
  ]
  const begun = performance.now()
  for (const part of hostile) {
    for (const type of [0, 2, 7, 8, 13, 14]) {
      for (const where of [{ listenerId: 'bot' }, { roomId: '1@chatroom', mentionIdList: ['bot'] }]) {
        const payload: Payload = { type, talkerId: 'li', text: part.repeat(60_000 / part.length), ...where }
        mayCall(payload, me)
        const seen = look(payload, me)
        if (seen && seen.kind !== 'lost') translate(payload, seen, { id: 'm', me, who, now })
      }
    }
  }
  // 168 of them.
  expect(performance.now() - begun).toBeLessThan(10_000)
})
