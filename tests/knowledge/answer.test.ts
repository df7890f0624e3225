import { beforeAll, describe, expect, it } from 'vitest'
import { createKnowledgeBase, cut, type KnowledgeBase, normalize } from '../../knowledge/index.ts'
import { FIXTURES, folderWith } from './folder.ts'

const TODAY = '2026-03-01'
let knowledge: KnowledgeBase
beforeAll(async () => {
  knowledge = await createKnowledgeBase({ folder: FIXTURES })
})

/** The first passage of an answer that was found. */
function found(question: string, on: string = TODAY) {
  const answer = knowledge.ask(question, on)
  if (answer.kind !== 'found') throw new Error(`not found: ${question} (${answer.confidence})`)
  return answer.passages[0]
}

describe('a question', () => {
  it('is answered with the passage, what matters in it, and its source', () => {
    const passage = found('首台套装备最多奖励多少万元？')
    expect(passage).toMatchObject({
      document: '首台套奖励.md',
      title: '青禾市首台套装备奖励',
      number: '青工信〔2025〕7号',
      issuer: '青禾市工业和信息化局',
      date: '2025-03-02',
      link: 'https://example.com/first',
      from: '2025-04-01',
      headings: ['奖多少？'],
      text: '按第一台售价的百分之十奖励，最多80万元。同一企业一年只奖一次。',
    })
    const [[start, end] = [0, 0]] = passage.marks
    expect(passage.text.slice(start, end)).toBe('按第一台售价的百分之十奖励，最多80万元。')
  })

  it.each([
    ['摆摊要办什么手续', '夜市摊位.md'],
    ['夜市几点到几点可以摆摊', '夜市摊位.md'],
    ['人才公寓租金一平米多少', '人才公寓.txt'],
    ['冷库补贴多少钱一立方', '冷链补贴问答'],
    ['出口信用保险的保费有补助吗', 'q-17'],
    ['新装备奖金要交哪些材料', '首台套奖励.md'],
    ['项目管家多久上门', '营商环境条例.md'],
  ])('“%s” finds %s', (question, document) => expect(found(question).document).toBe(document))

  it('in traditional characters, or full width, finds the same', () => {
    expect(found('首臺套裝備獎勵多少錢').text).toBe(found('首台套装备奖励多少钱').text)
    expect(found('項目管家多久上門').article).toBe('第三条')
    expect(found('人才公寓租金每平方米１２元').document).toBe('人才公寓.txt')
  })

  it('is answered with the article whole where it fits, under its headings', () => {
    const passage = found('项目管家收费吗')
    expect(passage.headings).toEqual(['第二章 服务'])
    expect(passage.text).toMatch(/^第三条[\s\S]*不得收取任何费用。$/)
  })

  it('keeps links readable and shows no marks of Markdown', () => {
    expect(found('首台套奖励要交哪些材料').text).toContain('知识产权证明，见说明（https://example.com/proof）。')
  })

  it('gives the same answer twice', () => {
    expect(knowledge.ask('夜市摊位怎么登记', TODAY)).toEqual(knowledge.ask('夜市摊位怎么登记', TODAY))
  })

  it('is never an error, whatever it is', () => {
    for (const question of [
      '',
      ' ',
      '？？？',
      '的',
      '第条',
      '第九条',
      '《》第一条',
      '😀'.repeat(600),
      '甲'.repeat(5_000),
    ]) {
      expect(knowledge.ask(question, TODAY).confidence).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('what is not in the documents', () => {
  it.each([
    '今天天气怎么样',
    '你好',
    '红烧肉怎么做',
    '谢谢',
    '讲个笑话',
    'asdfghjkl',
    '猫咪不吃东西怎么办',
    '世界上最高的山是什么',
    '护照过期了去哪里换',
    '二手车过户要多少钱',
  ])('“%s” is not claimed to be', (question) => {
    const answer = knowledge.ask(question, TODAY)
    expect(answer.kind).toBe('unsure')
    expect(answer.confidence).toBeLessThan(0.5)
  })

  it('still names what is nearest', () => {
    const answer = knowledge.ask('外省的厂房搬迁有没有厂房搬家费', TODAY)
    expect(answer.kind).toBe('unsure')
    expect(answer.passages.length).toBeGreaterThan(0)
  })
})

describe('an article', () => {
  it.each([
    '青禾市营商环境条例第十二条',
    '《青禾市营商环境条例》第12条怎么规定的',
    '请问营商环境条例第１２条',
    '營商環境條例第十二條',
    '营商环境条例 第 12 条',
  ])('is found by its law and number: %s', (question) => {
    expect(knowledge.ask(question, TODAY)).toMatchObject({ kind: 'found', confidence: 1 })
    expect(found(question).article).toBe('第十二条')
  })

  it('comes before the documents that stand on it, and these come too', () => {
    const answer = knowledge.ask('营商环境条例第三条', TODAY)
    const passages = answer.kind === 'found' ? answer.passages : []
    expect(passages.map(({ document }) => document)).toEqual(['营商环境条例.md', '首台套奖励.md'])
  })

  it('that the law does not have is not made up', () => {
    expect(knowledge.ask('青禾市营商环境条例第九十九条', TODAY)).toMatchObject({ kind: 'unsure', confidence: 0 })
  })
})

describe('a document', () => {
  it('answers from the day it is in force to its last, and not after', () => {
    expect(found('厂房租金减免多少', '2023-02-01').document).toBe('租金减免.md')
    expect(found('厂房租金减免多少', '2024-12-31').document).toBe('租金减免.md')
    expect(knowledge.ask('厂房租金减免多少', '2025-01-01').kind).toBe('unsure')
    expect(knowledge.ask('厂房租金减免多少', '2023-01-31').kind).toBe('unsure')
  })

  it('that was not in force at the time asked about is not replaced by another that has nothing to do with it', () => {
    const answer = knowledge.ask('2021年的时候厂房租金减免多少', TODAY)
    expect(answer).toMatchObject({
      kind: 'unsure',
      passages: [{ document: '租金减免.md' }, ...answer.passages.slice(1)],
    })
    expect(knowledge.ask('2023年的时候厂房租金减免多少', TODAY)).toMatchObject({ kind: 'found', asOf: '2023' })
  })

  it('that has run out is at most named as near, with its date', () => {
    const answer = knowledge.ask('厂房租金减免多少', TODAY)
    expect(answer.passages[0]).toMatchObject({ document: '租金减免.md', until: '2024-12-31' })
  })
})

describe('a long section', () => {
  const filler = (about: string) => `${about}的其他工作照常进行，各单位按照职责分工抓好落实。`.repeat(12)

  it('is quoted from the line that leads to a list, not from its middle', async () => {
    const list = [
      '申请青禾市晒场补贴，应当提交下列材料：',
      '（一）晒场补贴申请表；',
      '（二）土地使用证明；',
      '（三）晒场照片和收据。',
    ]
    const knowledge = await createKnowledgeBase({
      folder: folderWith({ '晒场.txt': ['青禾市晒场办法', filler('春耕'), ...list, filler('秋收')].join('\n') }),
    })
    const [passage] = knowledge.ask('晒场补贴的土地使用证明和晒场照片要交吗', TODAY).passages
    expect(passage?.text).toContain(list.join('\n'))
    expect(passage?.text.length).toBeLessThanOrEqual(400)
  })
})

describe('a question about a time gone by', () => {
  it('is answered from what was in force then, and says so', () => {
    const answer = knowledge.ask('2024年的时候厂房租金减免多少', TODAY)
    expect(answer).toMatchObject({ kind: 'found', asOf: '2024' })
    expect(answer.passages[0]?.document).toBe('租金减免.md')
  })

  it('is asked of today’s documents where the year only tells which matter is meant', () => {
    expect(knowledge.ask('2024年度的厂房租金减免多少', TODAY)).not.toHaveProperty('asOf')
  })
})

describe('words', () => {
  it('are cut with the field’s own dictionary, without stop words', () => {
    expect(cut('专精特新企业和小巨人怎么申请免申即享？')).toEqual(
      expect.arrayContaining(['专精特新', '小巨人', '企业', '申请', '免申即享']),
    )
    expect(cut('请问怎么的呢')).toEqual([])
  })

  it('are compared in one form', () => {
    expect(normalize('〔２０２３〕５號')).toBe('(2023)5号')
    expect(normalize('第一百二十五條')).toBe('第125条')
    expect(normalize('三十日内、十五个工作日')).toBe('30日内、15个工作日')
    expect(normalize('“ＡＢＣ”')).toBe('"abc"')
  })
})
