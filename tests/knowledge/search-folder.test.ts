import { beforeAll, describe, expect, it } from 'vitest'
import { lookUp } from '../../knowledge/ask/cite.ts'
import { findSections } from '../../knowledge/ask/find.ts'
import type { PolicyDocument } from '../../knowledge/document.ts'
import { isLaw } from '../../knowledge/facts/law.ts'
import { composeColumns } from '../../knowledge/generation/compose.ts'
import { type Generation, openGeneration } from '../../knowledge/generation/index.ts'
import { openSnapshot, pack } from '../../knowledge/generation/snapshot.ts'
import { builtInLexicon } from '../../knowledge/words/lexicon.ts'
import { expand } from '../../knowledge/words/synonyms.ts'

const TODAY = '2026-03-01'
const NOTHING = { topics: [], aliases: [], sources: [], replaces: [], warnings: [] }

const DOCUMENTS: readonly PolicyDocument[] = [
  {
    ...NOTHING,
    path: '账款条例-旧.md',
    title: '青禾市账款支付条例(2019-01-01)',
    until: '2024-12-31',
    date: '2019-01-01',
    body: '第一条 账款应当在六十日内付清。\n第二条 逾期的，付利息。',
  },
  {
    ...NOTHING,
    path: '账款条例.md',
    title: '青禾市账款支付条例(2025-01-01)',
    from: '2025-01-01',
    date: '2025-01-01',
    body: '第一条 账款应当在三十日内付清。\n第二条 逾期的，付双倍利息。\n第二条之一 利息按日计算。',
  },
  {
    ...NOTHING,
    path: '拖欠指南.md',
    title: '被拖欠了怎么办',
    aliases: ['讨账锦囊'],
    sources: ['青禾市账款支付条例 第二条'],
    body: '# 先看合同\n招标投标办法第二条说的是招标，与这里无关。\n# 怎么算利息\n《青禾市账款支付条例》第二条规定要付利息。\n# 找谁\n找账款专班。',
  },
  {
    ...NOTHING,
    path: '盗窃法.md',
    title: '中华人民共和国青禾物品法',
    body: '第一条 盗窃他人物品的，应当返还。\n第二条 物品归还以后，不再追究。',
  },
  {
    ...NOTHING,
    path: '盗窃解释.md',
    title: '关于适用青禾物品法的解释',
    body: '第一条 盗窃他人物品的，应当返还。\n第二条 物品归还以后，不再追究。',
  },
]

let generation: Generation
beforeAll(async () => {
  const parts = await composeColumns(DOCUMENTS, builtInLexicon)
  generation = openGeneration(openSnapshot(pack({ about: { lexicon: builtInLexicon, key: '' }, parts })))
})

const pathOf = (document: number): string => generation.document(document).source.path

/** Documents and sections in which an article stands. */
function cited(question: string, on: string = TODAY): string[] | undefined {
  return lookUp(generation, question, on)?.map(({ document, section }) => {
    const { headings, article } = generation.section(section)
    return `${pathOf(document)} ${article ?? headings.join(' ')}`
  })
}

/** Documents and articles, the nearest first. */
function found(question: string, on: string = TODAY): string[] {
  const asked = generation.runs.weigh(expand(question, generation.lexicon))
  return findSections(generation, asked, on).map(({ section }) => {
    const { document, headings, article } = section
    return `${pathOf(document)} ${article ?? headings.join(' ')}`
  })
}

describe('an article asked for by its number', () => {
  it.each([
    '青禾市账款支付条例第二条',
    '请问《青禾市账款支付条例》第2条怎么说',
    '账款支付条例第二条',
    '根据青禾市账款支付条例 第 二 条',
  ])('is its law’s, in the version in force, then what stands on it: %s', (question) => {
    expect(cited(question)).toEqual(['账款条例.md 第二条', '拖欠指南.md 怎么算利息'])
  })

  it('is the version of that day', () => {
    expect(cited('账款支付条例第一条', '2020-05-01')).toEqual(['账款条例-旧.md 第一条'])
  })

  it('is not the one with a number after it', () => {
    expect(cited('账款支付条例第二条之一')).toEqual(['账款条例.md 第二条之一'])
  })

  it('is nowhere where the law has no such article, and unknown where no such law is here', () => {
    expect(cited('账款支付条例第九十九条')).toEqual([])
    expect(cited('招标投标办法第二条')).toBeUndefined()
    expect(cited('怎么要回账款')).toBeUndefined()
  })
})

describe('what is nearest', () => {
  it('is a law before what explains it', () => {
    expect(found('盗窃他人物品要返还吗')[0]).toBe('盗窃法.md 第一条')
  })

  it('is in force on the day', () => {
    expect(found('账款几日内付清')[0]).toBe('账款条例.md 第一条')
    expect(found('账款几日内付清', '2020-05-01')[0]).toBe('账款条例-旧.md 第一条')
  })

  it('is found in the words people have for it', () => {
    expect(found('东西被偷了能要回来吗')[0]).toBe('盗窃法.md 第一条')
  })

  it('of a document asked for by its nickname is the section that says most', () => {
    expect(found('讨账锦囊里利息怎么算')[0]).toBe('拖欠指南.md 怎么算利息')
    expect(found('讨账锦囊')[0]).toMatch(/^拖欠指南/)
  })
})

it.each([
  ['中华人民共和国公司法', true],
  ['民法典', true],
  ['劳动合同法第三十九条', true],
  ['刑法（2023年修正）', true],
  ['最高人民法院关于适用《公司法》若干问题的规定', false],
  ['公司法实施办法', false],
  ['某市依法行政的做法', false],
  ['保障中小企业款项支付条例', false],
])('%s: a law? %s', (title, expected) => expect(isLaw(title)).toBe(expected))
