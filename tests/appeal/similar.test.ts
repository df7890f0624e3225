import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createCaseIndex, SIMILAR } from '../../bot/appeal/triage/similar.ts'
import { cut } from '../../knowledge/index.ts'

const pairs: { same: [string, string][]; other: [string, string][] } = JSON.parse(
  readFileSync(new URL('../fixtures/similar.json', import.meta.url), 'utf8'),
)
const known = [...new Set([...pairs.same, ...pairs.other].map(([first]) => first))]

/** How alike the second is to the first, among all the firsts. */
function scoreOf([first, second]: [string, string]): number {
  const index = createCaseIndex({ cut })
  for (const [i, text] of known.entries()) if (text !== first) index.add(`QQ${i}`, text)
  index.add('QQFIRST', first)
  return index.similar(second, 60).find(({ id }) => id === 'QQFIRST')?.score ?? 0
}

describe('appeals about the same', () => {
  test('are told from others that only sound alike', () => {
    const found = pairs.same.map(scoreOf).filter((score) => score >= SIMILAR).length
    const wrong = pairs.other.map(scoreOf).filter((score) => score >= SIMILAR).length
    const [precision, recall] = [found / (found + wrong), found / pairs.same.length]
    console.log(
      `${pairs.same.length} pairs of the same matter, ${pairs.other.length} of others, from ${SIMILAR}: precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}`,
    )
    expect(pairs.same.length + pairs.other.length).toBeGreaterThanOrEqual(60)
    expect(precision).toBeGreaterThanOrEqual(0.9)
    expect(recall).toBeGreaterThanOrEqual(0.6)
  })

  test('come the most alike first, as many as are asked for; the same words are 1', () => {
    const index = createCaseIndex({ cut })
    index.add('QQA', '样例路停电三天')
    index.add('QQB', '样例路停水三天')
    const found = index.similar('样例路停电三天')
    expect(found.map(({ id }) => id)).toEqual(['QQA', 'QQB'])
    expect(found[0]?.score).toBeCloseTo(1)
    expect(index.similar('样例路停电三天', 1)).toHaveLength(1)
  })

  test('what was removed or told anew is not found by what it said', () => {
    const index = createCaseIndex({ cut })
    index.add('QQA', '样例路停电三天')
    index.add('QQA', '高新区人才公寓申请没有结果')
    expect(index.similar('样例路停电三天')).toEqual([])
    index.remove('QQA')
    index.remove('QQA')
    expect(index.similar('高新区人才公寓申请没有结果')).toEqual([])
    expect(index.similar('')).toEqual([])
  })
})
