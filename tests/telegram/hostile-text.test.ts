import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyboardOf } from '../../adapters/telegram/keyboard.ts'
import { personName } from '../../adapters/telegram/names.ts'
import { marked, say } from '../../adapters/telegram/say.ts'
import { type Marked, shorten, split } from '../../adapters/telegram/split.ts'
import { fileName } from '../../bot/model/tame.ts'
import { processorMs } from '../processor.ts'

const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' })
/** What a reader sees, one by one. */
const seen = (text: string) =>
  [...characters.segment(text)]
    .map(({ segment }) => segment.replace(/[\s\p{Cf}\p{Cc}\u3164]+$/u, ''))
    .filter((one) => one !== '')

const units =
  '字 。 a é e\u0301 😀 👨‍👩‍👧‍👦 🇨🇳 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ क्षि 각 ـ ا ، \u05d0 \u200b \u200d \u202e \u2066 \ufeff \ud83d \udc00'
    .split(' ')
    .concat([' ', '\n', '\n\n', '\r\n', '\u3000', '\0'])
const words = fc
  .array(fc.tuple(fc.constantFrom(...units), fc.nat({ max: 30 })), { maxLength: 40 })
  .map((all) => all.map(([unit, times]) => unit.repeat(times)).join(''))
const rich = fc.array(
  fc.oneof(
    words,
    words.map((strong) => ({ strong })),
  ),
  { maxLength: 5 },
)

function expectTakable({ text, entities }: Marked, limit: number): void {
  expect(text.length).toBeLessThanOrEqual(limit)
  expect(text).not.toMatch(/\p{Surrogate}/u)
  for (const { offset, length } of entities) {
    expect(offset).toBeGreaterThanOrEqual(0)
    expect(length).toBeGreaterThan(0)
    expect(offset + length).toBeLessThanOrEqual(text.length)
    expect(text.slice(offset, offset + length)).not.toMatch(/\p{Surrogate}/u)
  }
}

it('cuts any text into parts that Telegram takes, and of what is seen nothing is lost or cut in two', () => {
  fc.assert(
    fc.property(rich, fc.integer({ min: 70, max: 400 }), (spans, limit) => {
      const whole = marked(spans)
      const parts = split(whole, limit)
      expect(parts.flatMap(({ text }) => seen(text))).toEqual(seen(whole.text))
      for (const part of parts) {
        expectTakable(part, limit)
        expect(seen(part.text)).not.toEqual([])
      }
      expectTakable(shorten(whole, limit), limit)
    }),
    { numRuns: 150 },
  )
})

it.each([
  ['a hundred thousand 汉字', '亲'.repeat(100_000)],
  ['one line of emoji', '👨‍👩‍👧‍👦'.repeat(9_000)],
  ['nothing but what is not seen', '\u200b'.repeat(100_000)],
  ['a letter under heaps of marks', `a${'\u0301'.repeat(100_000)}`],
  ['blanks', `头${' '.repeat(100_000)}尾`],
  ['sentences without end', '。'.repeat(100_000)],
  ['a million letters', 'a'.repeat(1_000_000)],
])('does not run long over %s', (_, text) => {
  let parts: ReturnType<typeof split> = []
  const taken = processorMs(() => {
    parts = split(marked([{ strong: text }]))
  })
  expect(taken).toBeLessThan(1_500)
  for (const part of parts) expectTakable(part, 4096)
  const dense = (of: string) => of.replace(/[\s\p{Cf}]/gu, '')
  expect(dense(parts.map((part) => part.text).join(''))).toBe(dense(text))
})

it('brings out what stands behind a stretch in which nothing can be seen', () => {
  const to = { channel: 'telegram' as const, chat: '7' }
  const parts = say({ to, text: [`头${'\u200b'.repeat(20_000)}`, `${'\u3164'.repeat(9_000)}尾`] }, [])
  expect(parts.length).toBeGreaterThan(1)
  for (const part of parts) expect(part.kind === 'text' && seen(part.body.text).length).toBeGreaterThan(0)
  expect(parts.map((part) => (part.kind === 'text' ? part.body.text : '')).join('')).toMatch(/^头.*尾$/su)
})

it('makes of any choices a keyboard that Telegram takes', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom('', ' ', '\u200b', '\ud83d', '好'),
  )
  const choices = fc.array(fc.record({ id: text, label: text }), { maxLength: 250 })
  fc.assert(
    fc.property(choices, (all) => {
      const keyboard = keyboardOf(all)
      const buttons = keyboard?.inline_keyboard.flat() ?? []
      expect(buttons.length).toBeLessThanOrEqual(100)
      for (const button of buttons) {
        const { text: label, callback_data: data } = button as { text: string; callback_data: string }
        expect(label.length).toBeLessThanOrEqual(64)
        expect(`${label}${data}`).not.toMatch(/\p{Surrogate}/u)
        expect(seen(label).length).toBeGreaterThan(0)
        expect(Buffer.byteLength(data)).toBeGreaterThan(0)
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
      }
    }),
    { numRuns: 15 },
  )
  const many = Array.from({ length: 250 }, (_, i) => ({ id: `${i}`, label: `单位${i}` }))
  expect(keyboardOf([...many, { id: 'no', label: '取消' }])?.inline_keyboard.flat()).toHaveLength(100)
  expect(
    keyboardOf([...many, { id: 'no', label: '取消' }])
      ?.inline_keyboard.at(-1)
      ?.at(-1)?.text,
  ).toBe('取消')
})

it.each([
  ['\u202e王\u2067芳\u200f', '王芳'],
  ['\u200b\u2060', ''],
  ['ㅤ', ''],
  ['王\n芳\0', '王 芳'],
  ['a'.repeat(79) + '😀', 'a'.repeat(79)],
])('tames the name %j', (name, tame) => {
  expect(personName(name)).toBe(tame)
})

it('asks by another name one whose name cannot be seen', () => {
  const to = { channel: 'telegram' as const, chat: '-1001' }
  expect(say({ to, text: ['请写'], asks: '42' }, [], '')).toMatchObject([{ body: { text: '请您回复：请写' } }])
})

it('makes a harmless file name of anything', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const tame = fileName(name, '文件')
      expect(tame).not.toMatch(/^\.|[/\\\p{Surrogate}\p{Cc}]/u)
      expect(tame.length).toBeGreaterThan(0)
      expect([...tame].length).toBeLessThanOrEqual(120)
    }),
  )
})
