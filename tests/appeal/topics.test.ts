import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hotTopics, type TopicItem } from '../../bot/appeal/triage/topics.ts'
import { cut } from '../../knowledge/index.ts'
import { processorMs } from '../processor.ts'

const said = (category: string, ...texts: string[]): TopicItem[] =>
  texts.map((text, i) => ({ number: `QQ${category}${i}`, text, category }))

const POWER = [
  '样例工业园停电三次',
  '样例工业园又停电，机器都坏了',
  '样例工业园老是停电',
  '工业园停电没有通知，样例园区损失大',
]

describe('what many tell of', () => {
  test('is put together, with a label that tells it from the rest', () => {
    const topics = hotTopics(
      [...said('水电气网', ...POWER), ...said('融资', '银行突然抽贷', '厂房抵押贷不到款', '担保公司收费太高')],
      cut,
    )
    expect(topics).toHaveLength(1)
    expect(topics[0]?.numbers).toHaveLength(POWER.length)
    expect(topics[0]?.label).toMatch(/^水电气网 · .*停电/u)
  })

  test('the largest first; of different categories apart; two alone are none', () => {
    const topics = hotTopics(
      [
        ...said('拖欠账款', ...Array.from({ length: 3 }, () => '样例小区二期工程款没结')),
        ...said('水电气网', ...POWER),
        ...said('交通物流', '样例小区二期工程款没结', '样例小区二期工程款没结'),
      ],
      cut,
    )
    expect(topics.map(({ numbers }) => numbers.length)).toEqual([4, 3])
    expect(hotTopics([], cut)).toEqual([])
  })

  test('a label holds no phone number', () => {
    const [topic] = hotTopics(said('融资', ...Array.from({ length: 4 }, () => '贷款中介 13900001111 骚扰')), cut)
    expect(topic?.label).not.toMatch(/\d/u)
  })

  test('five thousand appeals take no longer than anybody waits', () => {
    const { same, other }: { same: string[][]; other: string[][] } = JSON.parse(
      readFileSync(new URL('../fixtures/similar.json', import.meta.url), 'utf8'),
    )
    const lines = [...same.flat(), ...other.map(([, text = '']) => text)]
    const items = Array.from({ length: 5_000 }, (_, i) => ({
      number: `QQ${i}`,
      text: `${lines[(i * 7) % lines.length]}，第${i % 90}天了`,
      category: `第${i % 5}类`,
    }))
    cut('先把词典读进来')
    let topics: ReturnType<typeof hotTopics> = []
    const time = processorMs(() => {
      topics = hotTopics(items, cut)
    })
    console.log(`hot topics of 5,000 appeals: ${time.toFixed(0)} ms, ${topics.length} topics`)
    expect(time).toBeLessThan(2_000) // alone it is a quarter of a second
  })
})
