import { describe, expect, test } from 'vitest'
import { windowIn } from '../../knowledge/facts/window.ts'
import { type ChangedDocument, createKnowledgeBase } from '../../knowledge/index.ts'
import { folderWith, put } from './folder.ts'

describe('the last day to apply', () => {
  test.each([
    ['请于2026年3月31日前将申报材料报送区工信局。', '2026-03-31'],
    ['申报时间：2026年3月1日至3月31日。', '2026-03-31'],
    ['申请截止时间为2026年4月15日17时。', '2026-04-15'],
    ['企业应当在4月30日前提交申请。', '2026-04-30'],
    ['第一批申报截至2026年3月1日，第二批申报截至2026年9月1日。', '2026-09-01'],
    ['申报材料一式三份。', undefined],
    ['本办法自2026年3月1日起施行，有效期至2027年12月31日。', undefined],
    ['会议于2026年3月1日前召开。', undefined],
  ])('%s', (text, day) => {
    expect(windowIn(text, '2026-02-10')).toBe(day)
  })

  test('a day without a year is not guessed where nobody knows the year', () => {
    expect(windowIn('企业应当在4月30日前提交申请。', undefined)).toBeUndefined()
  })
})

describe('what a reload brings', () => {
  const policy = (amount: number, day: string) =>
    `---\ntitle: 无人机企业奖励\nregion: 江北区\ntopics: [补贴]\naliases: [无人机补助]\ndate: 2026-02-10\n---\n每家奖励${amount}万元。\n\n请于${day}前提交申报材料。`

  test('new and changed documents are named, with where, about what and until when; the others are not', async () => {
    const folder = folderWith({ '无人机.md': policy(10, '3月31日'), '夜市.txt': '夜市摊位\n夜市摊位到社区登记。' })
    const seen: (readonly ChangedDocument[])[] = []
    const knowledge = await createKnowledgeBase({ folder, onChanges: (changes) => void seen.push(changes) })
    expect(seen).toEqual([])

    put(folder, { '无人机.md': policy(20, '4月30日'), '充电桩.txt': '充电桩补贴\n每个充电桩补贴三百元。' })
    await knowledge.reload()
    await expect.poll(() => seen).toHaveLength(1)
    expect(seen[0]).toEqual(
      expect.arrayContaining([
        { path: '充电桩.txt', title: '充电桩补贴', topics: [], change: 'new' },
        {
          path: '无人机.md',
          title: '无人机企业奖励',
          region: '江北区',
          topics: ['补贴', '无人机补助'],
          change: 'changed',
          until: '2026-04-30',
        },
      ]),
    )
    expect(seen[0]).toHaveLength(2)
  })

  test('a reload that changes nothing, and a rollback, bring nothing', async () => {
    const folder = folderWith({ '无人机.md': policy(10, '3月31日') })
    const seen: unknown[] = []
    const knowledge = await createKnowledgeBase({ folder, onChanges: (changes) => void seen.push(changes) })
    await knowledge.reload()
    put(folder, { '无人机.md': policy(20, '3月31日') })
    await knowledge.reload()
    await expect.poll(() => seen).toHaveLength(1)
    await knowledge.rollback()
    expect(seen).toHaveLength(1)
  })
})
