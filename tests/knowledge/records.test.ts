import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEntries } from '../../knowledge/approved/entries.ts'
import { ALIKE, createRecordIndex } from '../../knowledge/approved/records.ts'
import { cut } from '../../knowledge/words/segment.ts'

interface Pair {
  readonly same: boolean
  readonly one: string
  readonly other: string
}
const pairs: readonly Pair[] = readFileSync(new URL('pairs.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^[=!] /.test(line))
  .map((line) => {
    const [one = '', other = ''] = line.slice(2).split(' | ')
    return { same: line.startsWith('='), one, other }
  })
const everything = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))]

/** What two questions score among sixty others. */
function score({ one, other }: Pair): number {
  const index = createRecordIndex({ cut })
  for (const [i, text] of everything.entries()) if (text !== one && text !== other) index.add(`${i}`, text)
  index.add('other', other)
  return index.similar(one, everything.length).find(({ id }) => id === 'other')?.score ?? 0
}

const percent = (part: number, whole: number) => Math.round((100 * part) / Math.max(1, whole))

describe('questions that ask the same are found', () => {
  test('on pairs: hardly any is put together with one that asks something else', () => {
    const scored = pairs.map((pair) => ({ ...pair, score: score(pair) }))
    const rows = [0.5, ALIKE, 0.7, 0.78].map((line) => {
      const above = scored.filter((pair) => pair.score >= line)
      const right = above.filter(({ same }) => same).length
      return {
        line,
        precision: percent(right, above.length),
        recall: percent(right, scored.filter(({ same }) => same).length),
      }
    })
    for (const { line, precision, recall } of rows)
      console.info(`likeness ≥ ${line}: precision ${precision} %, recall ${recall} % of ${pairs.length} pairs`)
    expect(rows[1]?.precision).toBeGreaterThanOrEqual(95)
    expect(rows[1]?.recall).toBeGreaterThanOrEqual(65)
    expect(rows[3]?.precision).toBe(100)
  })

  test('the same text scores 1, one with nothing in common is not found, and no text is like nothing', () => {
    const index = createRecordIndex({ cut })
    index.add('a', '稳岗补贴怎么申请')
    expect(index.similar('稳岗补贴怎么申请')).toEqual([{ id: 'a', score: 1 }])
    expect(index.similar('渣土车白天进城')).toEqual([])
    expect(index.similar('')).toEqual([])
    expect(index.alike('？！')).toBeUndefined()
  })

  test('synonyms of the documents’ folder count as the same word', () => {
    const index = createRecordIndex({ cut, synonyms: [['高新技术企业', '高企']] })
    index.add('a', '高企认定要什么材料')
    expect(index.alike('高新技术企业认定需要哪些资料')).toBe('a')
  })

  test('a record may change and go; what is left is as if it had never been there', () => {
    const text = fc.constantFrom(...everything.slice(0, 25))
    const change = fc.record({ id: fc.nat(6).map(String), text: fc.option(text, { nil: undefined }) })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), text, (changes, asked) => {
        const index = createRecordIndex({ cut })
        const left = new Map<string, string>()
        for (const { id, text } of changes) {
          if (text === undefined) {
            index.remove(id)
            left.delete(id)
          } else {
            index.add(id, text)
            left.set(id, text)
          }
        }
        const fresh = createRecordIndex({ cut })
        for (const [id, text] of left) fresh.add(id, text)
        const byId = (found: ReturnType<typeof index.similar>) =>
          new Map(found.map(({ id, score }) => [id, score.toFixed(9)]))
        expect(index.size).toBe(left.size)
        expect(byId(index.similar(asked))).toEqual(byId(fresh.similar(asked)))
      }),
      { numRuns: 60 },
    )
  })
})

describe('an approved answer', () => {
  const entry = (id: string, questions: [string, ...string[]], until?: string) => ({
    id,
    questions,
    answer: `答${id}`,
    by: '李样例',
    on: '2026-11-23',
    ...(until && { until }),
  })
  const entries = createEntries(
    [
      entry('1', ['光伏发电项目有补贴吗', '装光伏有没有补助'], '2027-11-23'),
      entry('2', ['稳岗补贴怎么申请']),
      entry('3', ['公司养猫有没有饲料补贴'], '2026-12-01'),
      entry('4', ['高新技术企业认定奖励多少钱']),
    ],
    { cut },
  )
  const find = (question: string, on = '2026-11-25') => entries.find(question, on)?.answer.id

  test('answers its question in other words, in any of its wordings', () => {
    expect(find('光伏发电项目有没有补贴？')).toBe('1')
    expect(find('请问装光伏有补助吗')).toBe('1')
    expect(find('如何申领稳岗补贴')).toBe('2')
  })

  test.each([
    '风力发电项目有补贴吗',
    '稳岗补贴多少钱',
    '稳岗补贴',
    '创业补贴怎么申请',
    '拖欠工程款怎么算利息',
    '',
    '公司养狗有没有饲料补贴',
    '公司养猫有没有疫苗补贴',
    '高新技术企业重新认定奖励多少钱',
    '高新技术企业认定被取消奖励要退多少钱',
    '外地高新技术企业迁入奖励多少钱',
    '专精特新企业认定奖励多少钱',
    '高新技术企业认定条件是什么',
  ])('does not swallow “%s”', (question) => {
    expect(find(question)).toBeUndefined()
  })

  test('is used from the day of its approval to its last, and both are within', () => {
    const days = ['2026-11-22', '2026-11-23', '2026-12-01', '2026-12-02']
    expect(days.map((day) => find('公司养猫有饲料补贴吗', day))).toEqual([undefined, '3', '3', undefined])
    expect(find('稳岗补贴怎么申请', '2046-01-01')).toBe('2')
  })

  test('swallows none of the questions that ask something else', () => {
    const swallowed = pairs
      .filter(({ same }) => !same)
      .filter(({ one, other }) => createEntries([entry('x', [one])], { cut }).find(other, '2026-11-25'))
    expect(swallowed).toEqual([])
  })
})
