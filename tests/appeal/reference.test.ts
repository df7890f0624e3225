import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { composeCode, composeNumber, findCode, findNumbers, showNumber } from '../../bot/appeal/reference.ts'
import { AppealNumber } from '../../bot/model/appeal.ts'
import { processorMs } from '../processor.ts'

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const random = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: length, maxLength: length })
const numbers = random(7).map(composeNumber)
const body = (number: string): string => number.slice(2)

describe('a number', () => {
  test('has the shape of the model, and is shown in groups', () => {
    fc.assert(fc.property(numbers, (number) => AppealNumber.safeParse(number).success))
    expect(showNumber('QQ7K3M9XPF')).toBe('QQ-7K3M-9XPF')
  })

  test('is found however it is typed, grouped or not', () => {
    fc.assert(
      fc.property(
        numbers,
        fc.constantFrom<(shown: string) => string>(
          (shown) => shown,
          (shown) => shown.toLowerCase(),
          (shown) => shown.replaceAll('-', ''),
          (shown) => shown.replaceAll('-', ' '),
          (shown) => shown.replaceAll('-', '——'),
          (shown) => `查一下${shown}，急`,
          (shown) => `编号:${shown.replaceAll('-', '').toLowerCase()} 到哪一步了`,
          (shown) => shown.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
        ),
        (number, typed) => {
          expect(findNumbers(typed(showNumber(number))).good).toContain(number)
        },
      ),
    )
  })

  test('with one character wrong is never taken for a number', () => {
    fc.assert(
      fc.property(numbers, fc.nat(7), fc.nat(29), (number, place, shift) => {
        const old = body(number).charAt(place)
        const other = ALPHABET.charAt((ALPHABET.indexOf(old) + 1 + shift) % ALPHABET.length)
        const wrong = `QQ${body(number).slice(0, place)}${other}${body(number).slice(place + 1)}`
        expect(findNumbers(wrong).good).toEqual([])
      }),
    )
  })

  test('with any two different characters exchanged is never taken for a number', () => {
    fc.assert(
      fc.property(numbers, fc.nat(7), fc.nat(7), (number, i, j) => {
        const characters = [...body(number)]
        const [one = '', other = ''] = [characters[i], characters[j]]
        fc.pre(one !== other)
        characters[i] = other
        characters[j] = one
        expect(findNumbers(`QQ${characters.join('')}`).good).toEqual([])
      }),
    )
  })

  test('that does not check is said to be mistyped, not overlooked', () => {
    const number = composeNumber([1, 2, 3, 4, 5, 26, 27])
    expect(findNumbers(number).good).toEqual([number])
    expect(findNumbers(number.slice(0, -1)).mistyped).toEqual([number.slice(0, -1)])
    expect(findNumbers(`${number}8`).mistyped).toEqual([`${number}8`])
    expect(findNumbers('QQ-O0I1-LLLL').mistyped).toEqual(['QQO0I1LLLL'])
  })

  test.each([
    ['my qq is 823456789', 'an account at the other QQ'],
    ['加我QQ 12345678', 'the same'],
    ['QQ音乐 music', 'a word'],
    ['ＱＱ群', 'nothing behind'],
    [`QQ-7К3М-9ХРF`, 'letters of another alphabet, however alike'],
    ['', 'nothing'],
  ])('%s: %s', (text) => {
    expect(findNumbers(text)).toEqual({ good: [], mistyped: [] })
  })

  test('is found without QQ where it is grouped, or stands alone', () => {
    const number = composeNumber([9, 12, 3, 14, 5, 26, 7])
    expect(findNumbers(`查${body(number).slice(0, 4)}-${body(number).slice(4)}`).good).toEqual([number])
    expect(findNumbers(body(number).toLowerCase()).good).toEqual([number])
  })

  test('needs seven random integers', () => {
    expect(() => composeNumber([1, 2])).toThrow('needs 7 random integers, got 2')
  })
})

describe('a private code', () => {
  test('is found however it is typed', () => {
    fc.assert(
      fc.property(
        random(6).map(composeCode),
        fc.constantFrom<(code: string) => string>(
          (code) => code,
          (code) => code.toLowerCase(),
          (code) => ` ${code} `,
          (code) => `查询码是${code}。`,
          (code) => `${code.slice(0, 3)} ${code.slice(3)}`,
          (code) => `${code.slice(0, 3)}-${code.slice(3)}`,
        ),
        (code, typed) => {
          expect(findCode(typed(code))).toBe(code)
        },
      ),
    )
  })

  test.each([['忘了'], ['12345'], ['K7M3XPQ'], ['234567 345678'], ['AAA0AA'], ['']])('%j holds none', (text) => {
    expect(findCode(text)).toBeNull()
  })

  test('beside a number is not mixed up with it', () => {
    expect(findCode('QQ-7K3M-9XPF K7M3XP')).toBe('K7M3XP')
  })
})

test('no text is too strange or too long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      findNumbers(text)
      findCode(text)
    }),
  )
  const taken = processorMs(() => {
    for (const piece of ['QQ', 'QQ-', 'QQ 7', '7-', 'Q Q ']) findNumbers(piece.repeat(50_000))
  })
  expect(taken).toBeLessThan(500)
})
