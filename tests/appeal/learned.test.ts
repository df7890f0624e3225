import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createLearned, type Learned } from '../../bot/appeal/triage/learned.ts'
import { triage } from '../../bot/appeal/triage/triage.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { cut } from '../../knowledge/index.ts'

const CERTIFICATES = ['叉车作业证复审约不上', '叉车作业证过期，复审排不上号', '作业证复审一直没有名额，叉车停了']
const QUEUES = ['窗口排队太久', '取号排队两个小时', '大厅窗口排队没人管']

function taught(): Learned {
  const learned = createLearned({ cut })
  for (const [i, text] of CERTIFICATES.entries()) learned.add(`c${i}`, { text, category: 'safety', corrected: true })
  for (const [i, text] of QUEUES.entries()) learned.add(`q${i}`, { text, category: 'services' })
  return learned
}

describe('what is learned from how staff decided', () => {
  test('is suggested for the next of the kind, with the words that speak for it', () => {
    const lesson = taught().suggest('我们的叉车作业证复审没人安排')
    expect(lesson).toMatchObject({ category: 'safety', words: expect.arrayContaining(['叉车', '复审']) })
    expect(lesson?.corrected).toBeGreaterThanOrEqual(2)
    expect(lesson?.margin).toBeGreaterThan(0.1)
  })

  test('nothing is said where too little is known: of other matters, or after one appeal alone', () => {
    expect(taught().suggest('银行不给续贷')).toBeUndefined()
    const learned = createLearned({ cut })
    expect(learned.suggest('叉车作业证复审')).toBeUndefined()
    learned.add('c', { text: '叉车作业证复审约不上', category: 'safety' })
    expect(learned.suggest('叉车作业证复审')).toBeUndefined()
  })

  test('words said in any appeal are no reason', () => {
    const learned = createLearned({ cut, silent: ['求助'] })
    for (const [i, text] of CERTIFICATES.entries()) learned.add(`c${i}`, { text: `求助 ${text}`, category: 'safety' })
    learned.add('q', { text: '窗口排队太久', category: 'services' })
    expect(learned.suggest('求助 叉车作业证复审')?.words).not.toContain('求助')
  })

  test('what is forgotten leaves no trace, and what is learned anew replaces what was', () => {
    const learned = taught()
    for (const i of CERTIFICATES.keys()) learned.remove(`c${i}`)
    learned.remove('nobody')
    const never = createLearned({ cut })
    for (const [i, text] of QUEUES.entries()) never.add(`q${i}`, { text, category: 'services' })
    expect(learned.size).toBe(never.size)
    expect(learned.rank('叉车作业证复审')).toEqual(never.rank('叉车作业证复审'))
    const again = taught()
    for (const [i, text] of CERTIFICATES.entries()) again.add(`c${i}`, { text, category: 'labour' })
    expect(again.suggest('叉车作业证复审')?.category).toBe('labour')
  })

  test('the catalogue’s words are known from the beginning, and alone suggest nothing', () => {
    const learned = createLearned({
      cut,
      prior: [
        { category: 'tax', words: ['发票'] },
        { category: 'ip', words: ['商标'] },
      ],
    })
    expect(learned.rank('发票开不了')[0]?.category).toBe('tax')
    expect(learned.suggest('发票开不了')).toBeUndefined()
  })
})

describe('what is learned decides', () => {
  const suggest = taught().suggest

  test('where the catalogue’s words say nothing, and says so', () => {
    const line = '我们公司的叉车作业证复审一直约不上，希望安排'
    expect(triage(line, catalog, cut).category).toBe('other')
    const read = triage(line, catalog, cut, suggest)
    expect(read).toMatchObject({ category: 'safety', unit: 'emergency' })
    expect(read.why[0]).toMatch(/^学自办件：.*叉车.* → 应急局$/u)
  })

  const insistent =
    (category: string, margin = 0.9, corrected = 0) =>
    () => ({ category, words: ['甲', '乙'], margin, corrected })

  test('where they speak clearly, only when staff have often put it right', () => {
    const line = '增值税发票一直开不了，税务局不给升版'
    expect(triage(line, catalog, cut, insistent('finance')).category).toBe('tax')
    expect(triage(line, catalog, cut, insistent('finance', 0.9, 2)).category).toBe('tax')
    expect(triage(line, catalog, cut, insistent('finance', 0.2, 9)).category).toBe('tax')
    expect(triage(line, catalog, cut, insistent('finance', 0.9, 3)).category).toBe('finance')
  })

  test('never over a rule: danger, misconduct, a row of the routing table by words; nor for a category there is not', () => {
    const loud = insistent('finance', 0.99, 99)
    for (const line of [
      '车间着火了快来救人',
      '科长索贿，我要举报',
      '工程款拖了一年没给',
      '政府采购项目投标被废标，采购文件不公',
    ])
      expect(triage(line, catalog, cut, loud)).toEqual(triage(line, catalog, cut))
    expect(triage('叉车作业证复审约不上', catalog, cut, insistent('gone')).category).toBe('other')
  })
})

/** Learning from all lines but the one that is read: what it decides otherwise than the words must be for the better. */
test('on the labelled lines nothing gets worse, and what is suggested is right', () => {
  const lines: { text: string; category: string }[] = JSON.parse(
    readFileSync(new URL('../fixtures/triage.json', import.meta.url), 'utf8'),
  )
  const prior = catalog.categories.map(({ id, name, words }) => ({
    category: id,
    words: [name, ...Object.keys(words)],
  }))
  const learned = createLearned({ cut, prior })
  const byWords = lines.map(({ text }) => triage(text, catalog, cut).category)
  const lesson = (i: number) => {
    const { text = '', category = '' } = lines[i] ?? {}
    return { text, category, corrected: byWords[i] !== category }
  }
  for (const i of lines.keys()) learned.add(`${i}`, lesson(i))
  const count = { words: 0, learned: 0, suggested: 0, right: 0 }
  for (const [i, { text, category }] of lines.entries()) {
    learned.remove(`${i}`)
    const suggested = learned.suggest(text)?.category
    if (byWords[i] === category) count.words += 1
    if (triage(text, catalog, cut, learned.suggest).category === category) count.learned += 1
    if (suggested) count.suggested += 1
    if (suggested === category) count.right += 1
    learned.add(`${i}`, lesson(i))
  }
  console.log(
    `of ${lines.length} lines right by words ${count.words}, with what was learned ${count.learned}; suggested ${count.suggested}, right ${count.right}`,
  )
  expect(count.learned).toBeGreaterThanOrEqual(count.words)
  expect(count.right).toBeGreaterThanOrEqual(0.9 * count.suggested)
})
