import fc from 'fast-check'
import MiniSearch from 'minisearch'
import { describe, expect, it } from 'vitest'
import { createIndexBuilder, distinct, type IndexParts, openIndex, type Sought } from '../../knowledge/search/index.ts'
import type { Terms } from '../../knowledge/words/segment.ts'

/** Few different terms, so that they meet often, within an entry too; every alphabet a text may have. */
const term = fc.constantFrom('企业', '专精特新', '账款', '拖欠', '中小企业', 'vat', '12345', '𠮷', '30', '第25条')
const field = fc.array(term, { maxLength: 12 })
const text: fc.Arbitrary<Terms> = fc.record({ words: field, pairs: field })
const corpus = fc.array(text, { minLength: 1, maxLength: 30 })
const weighted = fc.record({
  text: term,
  kind: fc.constantFrom('word' as const, 'pair' as const),
  weight: fc.double({ min: 0.05, max: 4, noNaN: true }),
})

describe('an index', () => {
  it('finds exactly what MiniSearch finds, with the same scores', () => {
    fc.assert(
      fc.property(corpus, text, (texts, question) => agree(texts, distinct(question))),
      { numRuns: 400 },
    )
  })

  it('weighs terms as MiniSearch does with boostTerm', () => {
    const sought = fc.uniqueArray(weighted, { selector: ({ kind, text }) => kind + text, maxLength: 8 })
    fc.assert(fc.property(corpus, sought, agree), { numRuns: 200 })
  })

  it('is the same after it was written to a file and read again', () => {
    fc.assert(
      fc.property(corpus, text, (texts, question) => {
        const parts = build(texts)
        const before = openIndex(parts).score(distinct(question)).best(texts.length)
        const after = openIndex(throughBytes(parts)).score(distinct(question)).best(texts.length)
        expect(after).toEqual(before)
      }),
      { numRuns: 100 },
    )
  })

  it('keeps entries beyond 65,536, and terms that stand in one more than 255 times', () => {
    const common: Terms = { words: ['企业'], pairs: [] }
    const builder = createIndexBuilder()
    for (let i = 0; i < 65_535; i += 1) builder.add(common)
    const often = builder.add({ words: ['账款', ...Array<string>(300).fill('企业')], pairs: ['账款'] })
    const late = builder.add({ words: ['账款'], pairs: ['账款', '企业'] })
    const index = openIndex(builder.finish())

    expect([often, late]).toEqual([65_535, 65_536])
    expect(index.frequency('word', '账款')).toBe(2)
    expect(index.frequency('pair', '企业')).toBe(1)
    expect(
      index
        .score([{ kind: 'word', text: '账款' }])
        .best(5)
        .map(({ entry }) => entry),
    ).toEqual([late, often])
    expect(index.score([{ kind: 'word', text: '企业' }]).best(1)[0]?.entry).toBe(often)
  })

  it('scores a few ranges of entries as it scores them all', () => {
    const range = fc.array(fc.nat(29), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(corpus, text, range, (texts, question, numbers) => {
        const bounds = [...new Set(numbers)].sort((a, b) => a - b).map((bound) => Math.min(bound, texts.length))
        const within = bounds.flatMap((start, i) => (i % 2 ? [] : [{ start, end: bounds[i + 1] ?? texts.length }]))
        const inside = (entry: number) => within.some(({ start, end }) => start <= entry && entry < end)
        const index = openIndex(build(texts))
        const all = index.score(distinct(question)).best(texts.length)
        const some = index.score(distinct(question), within).best(texts.length)
        expect(some).toEqual(all.filter(({ entry }) => inside(entry)))
      }),
      { numRuns: 200 },
    )
  })

  it('gives of equal entries the first, and as many as are asked for', () => {
    const index = openIndex(build(Array(9).fill({ words: ['企业'], pairs: [] })))
    const scores = index.score([{ kind: 'word', text: '企业' }])
    expect(scores.best(3).map(({ entry }) => entry)).toEqual([0, 1, 2])
    expect(scores.best(20)).toHaveLength(9)
  })

  it('lets some count more than others', () => {
    const index = openIndex(build(Array(9).fill({ words: ['企业'], pairs: [] })))
    const scores = index.score([{ kind: 'word', text: '企业' }])
    const factor = { most: 2, of: (entry: number) => (entry % 4 ? 1 : 2) }
    expect(scores.best(4, { factor }).map(({ entry }) => entry)).toEqual([0, 4, 8, 1])
    const within = [
      { start: 1, end: 4, times: 0.5 },
      { start: 5, end: 7, plus: 1 },
    ]
    expect(scores.best(3, { within }).map(({ entry }) => entry)).toEqual([5, 6, 1])
    expect(scores.best(1, { factor, within: [{ start: 6, end: 9, times: 2, plus: 3 }] })).toEqual([
      { entry: 8, score: 4 * (scores.all[8] ?? 0) + 3 },
    ])
  })

  it('calls a term never seen the rarest', () => {
    const index = openIndex(
      build([
        { words: ['企业', '账款'], pairs: [] },
        { words: ['企业'], pairs: [] },
      ]),
    )
    const rarity = Object.fromEntries(
      index
        .weigh(distinct({ words: ['企业', '账款', '火星', '企业'], pairs: [] }))
        .map((each) => [each.text, each.rarity]),
    )
    expect(Object.keys(rarity)).toEqual(['企业', '账款', '火星'])
    expect(rarity['火星']).toBe(1)
    expect(rarity['账款']).toBeGreaterThan(rarity['企业'] ?? 1)
  })

  it('finds nothing where there is nothing', () => {
    const index = openIndex(createIndexBuilder().finish())
    expect(index.score([{ kind: 'word', text: '企业' }]).best(5)).toEqual([])
  })

  it('says which part is missing or wrong', () => {
    const parts = build([{ words: ['企业'], pairs: [] }])
    expect(() => openIndex({ ...parts, 'pairs.slots': new Uint8Array(2) })).toThrow('pairs.slots')
    expect(() => openIndex({})).toThrow('words.')
  })
})

function build(texts: readonly Terms[]): IndexParts {
  const builder = createIndexBuilder()
  for (const each of texts) builder.add(each)
  return builder.finish()
}

/** MiniSearch is what defines the scores; its multiplier (the number of matched terms) is divided out. */
function agree(texts: readonly Terms[], sought: readonly Sought[]): void {
  const key = ({ kind, text: name }: Sought) => `${kind}:${name}`
  const weights = new Map(sought.map((each) => [key(each), each.weight ?? 1]))
  const join = (kind: Sought['kind'], names: readonly string[]) => names.map((name) => `${kind}:${name}`).join(' ')
  const mini = new MiniSearch<{ id: number; words: string; pairs: string }>({
    fields: ['words', 'pairs'],
    tokenize: (joined) => (joined === '' ? [] : joined.split(' ')),
    processTerm: (one) => one,
  })
  mini.addAll(texts.map(({ words, pairs }, id) => ({ id, words: join('word', words), pairs: join('pair', pairs) })))
  const expected = new Map(
    mini
      .search([...weights.keys()].join(' '), { boostTerm: (one) => weights.get(one) ?? 1 })
      .map(({ id, score, terms }) => [Number(id), score / terms.length]),
  )

  const found = openIndex(build(texts)).score(sought).best(texts.length)
  expect(found.map(({ entry }) => entry).sort()).toEqual([...expected.keys()].sort())
  for (const [i, { entry, score }] of found.entries()) {
    expect(Math.abs(score - (expected.get(entry) ?? 0))).toBeLessThan(1e-9)
    expect(score).toBeLessThanOrEqual(found[i - 1]?.score ?? Infinity)
  }
}

/** As a snapshot does it: all parts one after another in one buffer. */
function throughBytes(parts: IndexParts): IndexParts {
  const all = Object.entries(parts)
  const buffer = new ArrayBuffer(all.reduce((sum, [, { byteLength }]) => sum + Math.ceil(byteLength / 8) * 8, 0))
  const read: Record<string, IndexParts[string]> = {}
  let at = 0
  for (const [name, values] of all) {
    new Uint8Array(buffer, at, values.byteLength).set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    )
    const Type = values.constructor as new (buffer: ArrayBuffer, at: number, length: number) => IndexParts[string]
    read[name] = new Type(buffer, at, values.length)
    at += Math.ceil(values.byteLength / 8) * 8
  }
  return read
}
