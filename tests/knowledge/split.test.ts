import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean } from '../../knowledge/clean/index.ts'
import { LONGEST, pack, split } from '../../knowledge/text/split.ts'

const TORN = /[\ud800-\udbff]$|^[\udc00-\udfff]/
const squeeze = (text: string) => text.replace(/\s/g, '')
const texts = (body: string) => split(body).map(({ start, end }) => body.slice(start, end))

/** Text as it may come: laws, notices, lists, very long sentences, odd characters. */
const pieces = fc.oneof(
  fc.constantFrom(
    '第一章 总 则',
    '第二条 应当支付。',
    '第三条之一 除外；',
    '# 题',
    '## 小题',
    '一、目标',
    '（一）做法',
    '1. 要点',
    '- 项',
    '材料：',
    '（1）附件',
    '甲：一。二；三 ｜ 乙：四',
    '第一条为了',
  ),
  fc.constantFrom('\n', '\n\n', '。', '；', '，', '！？', '”', ' ', '　'),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom('企', '业', '款', '𠀀', 'a', '9'), minLength: 300, maxLength: 900 }),
)
const bodies = fc.array(pieces, { maxLength: 40 }).map((parts) => clean(parts.join('')))

describe('the splitter', () => {
  it('knows 章, 节 and 条', () => {
    const body = '## 第一章 总 则\n第一条 甲。\n乙。\n第二节 细则\n第二条 丙。'
    expect(split(body).map(({ headings, article }) => [headings, article])).toEqual([
      [['第一章 总 则'], '第一条'],
      [['第一章 总 则', '第二节 细则'], '第二条'],
    ])
    expect(texts(body)).toEqual(['第一条 甲。\n乙。', '第二条 丙。'])
  })

  it('does not take a sentence that begins with an article’s number for that article', () => {
    expect(split('第一条 甲。\n第二条规定的情形除外。')).toHaveLength(1)
  })

  it('carries a notice’s headings to what stands under them', () => {
    const body = '各单位：\n一、总体要求\n（一）基本原则\n坚持公平。\n二、工作安排\n抓紧办理。'
    const [section] = split(body)
    expect(section?.sentences.map(({ headings }) => headings)).toEqual([
      [],
      [],
      ['一、总体要求'],
      ['一、总体要求', '（一）基本原则'],
      [],
      ['二、工作安排'],
    ])
  })

  it('takes 1. and （1） for headings where something else than the next item follows', () => {
    const body = '一、补贴\n1.招工补贴\n每人五百元。\n2.稳岗补贴\n每人三百元。\n二、材料：\n1.申请表\n2.身份证'
    const [section] = split(body)
    const under = section?.sentences.map(({ start, end, headings }) => [body.slice(start, end), headings.at(-1)])
    expect(under).toContainEqual(['每人五百元。', '1.招工补贴'])
    expect(under).toContainEqual(['每人三百元。', '2.稳岗补贴'])
    expect(under).toContainEqual(['2.身份证', '二、材料：'])
  })

  it('takes articles without a blank after their number, if the first one is so, and in their order', () => {
    const close = '第一条为了规范招工。\n第二条所有企业适用。\n第一条规定的除外。\n第三条本办法由市人社局解释。'
    expect(split(close).map(({ article }) => article)).toEqual(['第一条', '第二条', '第三条'])
    const spaced = '第一条 为了规范招工。\n第二条规定的情形除外。'
    expect(split(spaced).map(({ article }) => article)).toEqual(['第一条'])
  })

  it('knows 编, 分编, 篇, and what stands under them', () => {
    const body = '第一编 总则\n第一分编 通则\n第一章 一般规定\n第一条 甲。\n第二编 物权\n第二条 乙。'
    expect(split(body).map(({ headings }) => headings.length)).toEqual([2, 1])
  })

  it('keeps a row of a table whole, and cuts one that is too long between its cells', () => {
    const row = '项目：稳岗补贴。每年一次；按月发 ｜ 标准：每人500元。 ｜ 时限：3日'
    expect(split(`甲。乙。\n${row}`)[0]?.sentences.map(({ end, start }) => end - start)).toEqual([2, 2, row.length])
    const cell = `说明：${'补贴。'.repeat(60)}`
    const long = [cell, cell, cell].join(' ｜ ')
    const parts = split(long)[0]?.sentences.map(({ start, end }) => long.slice(start, end)) ?? []
    expect(parts.map((part) => part.split('说明：').length - 1)).toEqual([2, 1])
  })

  it('keeps a list with the words that open it, or at least its first item', () => {
    const before = '甲'.repeat(350) + '。'
    const short = `${before}\n申请材料：\n1.申请表${'乙'.repeat(20)}\n2.身份证${'丙'.repeat(20)}\n特此通知。`
    const [section] = split(short)
    const packs = pack(section?.sentences ?? []).map(({ start, end }) => short.slice(start, end))
    expect(packs).toEqual([before, short.slice(before.length + 1)])

    const long = `${before}\n申请材料：\n1.${'乙'.repeat(200)}\n2.${'丙'.repeat(300)}`
    const [other] = split(long)
    const runs = pack(other?.sentences ?? []).map(({ start, end }) => long.slice(start, end))
    expect(runs[1]).toMatch(/^申请材料：\n1\.乙+$/)
  })

  it('does not split an article that fits', () => {
    const article = `第一条 ${'补贴；'.repeat(130)}`
    const [section] = split(article)
    expect(pack(section?.sentences ?? [])).toHaveLength(1)
  })

  it('takes a line of millions of characters', () => {
    const sections = split('甲'.repeat(4_000_000))
    expect(sections.flatMap(({ sentences }) => sentences)).toHaveLength(10_000)
    expect(sections.every(({ start, end }) => end - start <= 6_000)).toBe(true)
  })

  it('loses no text, and quotes nothing longer than it may', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const sections = split(body)
        const covered = sections.flatMap(({ sentences }) => pack(sentences))
        const text = covered.map(({ start, end }) => body.slice(start, end))
        expect(text.every((each) => each.length <= LONGEST && !TORN.test(each))).toBe(true)

        // What lies between the passages is headings only.
        let at = 0
        const between = [...covered, { start: body.length, end: body.length }].map(({ start, end }) => {
          const gap = body.slice(at, start)
          at = end
          return gap
        })
        const left = between
          .join('\n')
          .split('\n')
          .filter((line) => squeeze(line) !== '')
        expect(left.filter((line) => !/^#{1,6} |^第.+[编章节]/.test(line))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
