import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bytesOf, inParts, roomFor, spoken } from '../../bot/model/spoken.ts'

const bytes = (text: string) => Buffer.byteLength(text)
const graphemes = (text: string) => [...new Intl.Segmenter('zh').segment(text)].map(({ segment }) => segment)
const bare = (text: string) => text.replace(/\s+/gu, '')

it('says choices as numbered lines under the text', () => {
  const choices = [
    { id: 'rate:1', label: '满意' },
    { id: 'rate:2', label: '不满意' },
  ]
  expect(spoken({ text: ['办好了，', { strong: '满意吗？' }], choices })).toBe('办好了，满意吗？\n\n1 满意\n2 不满意')
  expect(spoken({ text: ['好的。'] })).toBe('好的。')
})

it('ends a part with a paragraph where it can, else a line, a sentence, a word', () => {
  const of = (unit: string) => inParts(unit.repeat(9), 150)
  expect(of('这一段有十来个字的样子。\n\n').every((part) => part.endsWith('。'))).toBe(true)
  expect(of('这一行有十来个字的样子\n').every((part) => part.endsWith('样子'))).toBe(true)
  expect(of('这一句有十来个字的样子。').every((part) => part.endsWith('。'))).toBe(true)
  expect(of('这半句有十来个字的样子，').every((part) => part.endsWith('，'))).toBe(true)
  expect(of('words one after another ').every((part) => /(?:words|one|after|another)$/.test(part))).toBe(true)
})

it('takes no more parts than there have to be', () => {
  const text = '先说一句。'.repeat(40)
  expect(bytes(text)).toBe(600)
  for (const limit of [310, 600, 599]) expect(inParts(text, limit)).toHaveLength(Math.ceil(600 / limit))
  expect(inParts(`短短一段。\n\n${'长'.repeat(70)}`, 150)).toHaveLength(2)
})

it('never takes more parts than there is room for', () => {
  const piece = fc.oneof(
    fc.constantFrom('，', '。', '\n', '\n\n', ' ', '👨‍👩‍👧‍👦', '，但是'),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  )
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 200, maxLength: 400 }),
      fc.integer({ min: 2, max: 3 }),
      (pieces, parts) => {
        let text = ''
        for (const one of pieces) if (bytes(text + one) <= roomFor(parts, 900)) text += one
        expect(inParts(text, 900).length).toBeLessThanOrEqual(parts)
      },
    ),
    // Where a sentence ends early, what is left may not end where its room does. To shrink so much takes an hour.
    { numRuns: 50, endOnFailure: true, examples: [[[`${'亲'.repeat(165)}。`, ...Array(72).fill('👨‍👩‍👧‍👦')], 3]] },
  )
})

it('loses nothing but white space at the seams, leaves no part empty, and never cuts through a character', () => {
  const unit = fc.oneof(
    fc.constantFrom(
      '。',
      '，',
      '\n',
      '\n\n',
      '\r\n',
      ' ',
      '👨‍👩‍👧‍👦',
      '🇨🇳',
      'e\u0301',
      ' \u0301',
      '\u0600 ',
      '中',
      'word ',
      '\ud800',
    ),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  )
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 120 }), fc.integer({ min: 40, max: 400 }), (units, limit) => {
      const text = units.join('')
      const parts = inParts(text, limit)
      expect(bare(parts.join(''))).toBe(bare(text))
      const whole = new Set<number>([0, text.length])
      let at = 0
      let isLong = false
      for (const one of graphemes(text)) {
        at += one.length
        whole.add(at)
        isLong ||= bytes(one) > limit
      }
      let from = 0
      for (const part of parts) {
        expect(bytes(part)).toBeLessThanOrEqual(limit)
        expect(part.trim()).not.toBe('')
        from = text.indexOf(part, from)
        expect(from).toBeGreaterThanOrEqual(0)
        if (!isLong) expect([whole.has(from), whole.has(from + part.length)]).toEqual([true, true])
        from += part.length
      }
    }),
    { numRuns: 300 },
  )
})

it('cuts a single character that is longer than a part between its code points', () => {
  const heaped = `a${'\u0301'.repeat(100)}`
  const parts = inParts(heaped, 50)
  expect(parts.join('')).toBe(heaped)
  expect(parts.every((part) => bytes(part) <= 50)).toBe(true)
  expect(inParts('👩‍👩‍👧‍👧', 8).join('')).toBe('👩‍👩‍👧‍👧')
  expect(inParts('中', 4)).toEqual(['中'])
  expect(inParts(' \n ', 4)).toEqual([])
})

it('counts bytes as UTF-8 does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => bytesOf(text) === bytes(text)),
    { numRuns: 30 },
  )
  expect(bytesOf('\ud800')).toBe(bytes('\ud800'))
})
