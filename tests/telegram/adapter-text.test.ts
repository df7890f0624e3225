import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hear } from '../../adapters/telegram/hear.ts'
import { keyboardOf } from '../../adapters/telegram/keyboard.ts'
import { marked, say } from '../../adapters/telegram/say.ts'
import { type Marked, shorten, split } from '../../adapters/telegram/split.ts'
import type { RichText } from '../../bot/model/reply.ts'
import { fileName } from '../../bot/model/tame.ts'

const telegram = { channel: 'telegram' as const }
const bold = ({ text, entities }: Marked) => entities.map(({ offset, length }) => text.slice(offset, offset + length))

it('marks what matters, and reads no mark in what people wrote', () => {
  const { text, entities } = marked(['诉求 ', { strong: 'QQ22222222' }, ' <b>粗</b> *星* _线_ [链](http://a)'])
  expect(text).toBe('诉求 QQ22222222 <b>粗</b> *星* _线_ [链](http://a)')
  expect(entities).toEqual([{ type: 'bold', offset: 3, length: 10 }])
})

it('replaces half a pair of surrogates, for which Telegram would refuse the whole text', () => {
  expect(marked(['好\ud83d', { strong: '\ude00' }, '😀']).text).toBe('好\ufffd\ufffd😀')
})

it('cuts a long text between paragraphs, else lines, else sentences', () => {
  const of = (unit: string) => split({ text: unit.repeat(9), entities: [] }, 100).map(({ text }) => text)
  const paragraph = `${'一'.repeat(30)}\n${'二'.repeat(9)}。\n\n`
  for (const part of of(paragraph)) expect(part).toMatch(/。$/)
  for (const part of of(`${'行'.repeat(39)}\n`)) expect(part).toMatch(/^(?:行{39}\n?)+$/)
  for (const part of of(`${'句'.repeat(38)}。”`)) expect(part).toMatch(/^(?:句{38}。”)+$/)
})

it('does not cut through what is in bold, unless that alone is too long', () => {
  const rich: RichText = ['前'.repeat(80), { strong: '要紧'.repeat(20) }, '后'.repeat(50)]
  const parts = split(marked(rich), 100)
  expect(parts.flatMap(bold)).toEqual(['要紧'.repeat(20)])
  expect(
    split(marked([{ strong: '长'.repeat(250) }]), 100)
      .flatMap(bold)
      .map((text) => text.length),
  ).toEqual([100, 100, 50])
})

it('does not cut through what a reader sees as one character', () => {
  const family = '👨‍👩‍👧‍👦'
  for (const part of split({ text: family.repeat(40), entities: [] }, 100)) {
    expect(part.text.replaceAll(family, '')).toBe('')
  }
  expect(split({ text: `a${'\u0301'.repeat(300)}`, entities: [] }, 100).map(({ text }) => text.length)).toEqual([
    100, 100, 100, 1,
  ])
})

it('loses nothing of any text, keeps within the limit and every mark over its words', () => {
  const unit = fc.constantFrom('字', '。', '\n', '\n\n', ' ', 'a', '😀', '👨‍👩‍👧', '🇨🇳', '，', 'é', '\ud83d')
  const words = fc.array(unit, { maxLength: 60 }).map((units) => units.join(''))
  const rich = fc.array(
    fc.oneof(
      words,
      words.map((strong) => ({ strong })),
    ),
    { maxLength: 8 },
  )
  const bare = (text: string) => text.replace(/\s/gu, '')
  fc.assert(
    fc.property(rich, fc.integer({ min: 24, max: 60 }), (spans, limit) => {
      const whole = marked(spans)
      const parts = split(whole, limit)
      expect(bare(parts.map(({ text }) => text).join(''))).toBe(bare(whole.text))
      expect(bare(parts.flatMap(bold).join(''))).toBe(bare(bold(whole).join('')))
      for (const { text, entities } of parts) {
        expect(text.length).toBeLessThanOrEqual(limit)
        expect(text).toBe(text.trim())
        expect(text).not.toMatch(/\p{Surrogate}/u)
        for (const { offset, length } of entities) expect(offset + length).toBeLessThanOrEqual(text.length)
      }
      const short = shorten(whole, limit)
      expect(short.text.length).toBeLessThanOrEqual(limit)
    }),
    { numRuns: 300 },
  )
})

it('cuts a card to one message', () => {
  const to = { ...telegram, chat: '-1001' }
  const [part, ...others] = say(
    { to, text: ['卡'.repeat(5000)], card: 'QQ22222222', choices: [{ id: 'a', label: '受理' }] },
    [],
  )
  expect(others).toEqual([])
  expect(part).toMatchObject({ kind: 'text', markup: { inline_keyboard: [[{ text: '受理' }]] } })
  expect(part?.kind === 'text' && part.body.text).toMatch(/^卡{4095}…$/)
})

it('asks in a group the one who is asked: by name, and with his keyboard open', () => {
  const to = { ...telegram, chat: '-1001' }
  const asked = say({ to, text: [{ strong: '请写' }, '补正说明'], asks: '42' }, [], '王芳')
  expect(asked).toEqual([
    {
      kind: 'text',
      body: {
        text: '王芳：请写补正说明',
        entities: [
          { type: 'text_mention', offset: 0, length: 2, user: { id: 42, is_bot: false, first_name: '王芳' } },
          { type: 'bold', offset: 3, length: 2 },
        ],
      },
      markup: { force_reply: true, selective: true },
    },
  ])
  expect(say({ to, text: ['王芳，请写'], asks: '42' }, [], '王芳')).toMatchObject([{ body: { text: '王芳，请写' } }])
  expect(say({ to, text: ['请写'], asks: '42' }, [])).toMatchObject([{ body: { text: '请您回复：请写' } }])
  expect(say({ to: { ...telegram, chat: '42' }, text: ['请写'], asks: '42' }, [], '王芳')).toEqual([
    { kind: 'text', body: { text: '请写', entities: [] } },
  ])
})

it('puts files before the words, pictures together, and a single one with its words under it', () => {
  const to = { ...telegram, chat: '42' }
  const picture = { name: '门头.png', type: 'image/png', bytes: new Uint8Array(9) }
  const table = { name: '台账.xlsx', type: 'application/vnd.ms-excel', bytes: new Uint8Array(9) }
  const kinds = (...args: Parameters<typeof say>) =>
    say(...args).map((part) => (part.kind === 'text' ? 'text' : `${part.kind} ${part.files.length}`))

  expect(kinds({ to, text: ['好'] }, [table, picture, picture])).toEqual(['pictures 2', 'documents 1', 'text'])
  expect(
    kinds(
      { to, text: ['好'] },
      Array.from({ length: 11 }, () => table),
    ),
  ).toEqual(['documents 10', 'documents 1', 'text'])
  expect(say({ to, text: ['好'], choices: [{ id: 'x', label: '发' }] }, [table])).toMatchObject([
    { kind: 'documents', caption: { text: '好' }, markup: { inline_keyboard: [[{ text: '发' }]] } },
  ])
  expect(kinds({ to, text: ['长'.repeat(1025)] }, [table])).toEqual(['documents 1', 'text'])
  expect(say({ to, text: ['好'] }, [{ name: '旧.pdf', bytes: null }])).toMatchObject([
    { body: { text: '好\n（附件“旧.pdf”已不在，没有发出）' } },
  ])
})

it('puts short buttons side by side, and leaves out one that Telegram would refuse the rest for', () => {
  const rows = (...labels: string[]) =>
    keyboardOf(labels.map((label, i) => ({ id: `${i}`, label })))?.inline_keyboard.map((row) =>
      row.map(({ text }) => text),
    )
  expect(rows('受理', '不予受理', '派单', '我来办')).toEqual([
    ['受理', '不予受理'],
    ['派单', '我来办'],
  ])
  expect(rows('是', '否', '取消')).toEqual([['是', '否', '取消']])
  expect(rows('市场监督管理局企业注册登记窗口', '税务局')).toEqual([['市场监督管理局企业注册登记窗口'], ['税务局']])
  expect(keyboardOf([{ id: '派'.repeat(22), label: '太长' }])).toBeUndefined()
})

it.each([
  ['../../etc/passwd', '_.._etc_passwd'],
  ['合同;"终稿".pdf', '合同__终稿_.pdf'],
  ['表\u202Exslx.exe', '表_xslx.exe'],
  ['\r\nX-Header: 1', '__X-Header_ 1'],
  ['   ', '文件'],
])('makes the file name %j harmless', (name, harmless) => {
  expect(fileName(name, '文件')).toBe(harmless)
  expect(fileName(`${'长'.repeat(400)}.docx`, 'x')).toMatch(/^长{115}\.docx$/)
})

it('passes over an update that is none of its business', () => {
  const me = { id: 1, username: 'qinqing_bot' }
  const now = '2026-11-22T00:00:00.000Z'
  const chat = { id: 5, type: 'private' as const, first_name: '王' }
  const from = { id: 5, is_bot: false, first_name: '王' }
  const message = { message_id: 1, date: 1, chat, from }
  expect(hear({ update_id: 1 }, me, now)).toBeUndefined()
  expect(hear({ update_id: 1, message }, me, now)).toBeUndefined()
  expect(
    hear({ update_id: 1, message: { ...message, text: '好', from: { ...from, is_bot: true } } }, me, now),
  ).toBeUndefined()
  const press = { id: '9', from, chat_instance: 'x', inline_message_id: 'y', data: 'accept' }
  expect(hear({ update_id: 1, callback_query: press }, me, now)).toEqual({ kind: 'stray-press', press: '9' })
})
