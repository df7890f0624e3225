import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean } from '../../knowledge/clean.ts'
import { normalize } from '../../knowledge/normalize.ts'
import { LONGEST, pack, split } from '../../knowledge/split.ts'

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

describe('the normaliser', () => {
  it('changes nothing the second time', () => {
    const han = fc.string({ unit: fc.integer({ min: 0x3400, max: 0x9fff }).map((code) => String.fromCharCode(code)) })
    const odd = fc.string({ unit: fc.constantFrom(...'第十二條一百零三日〔］“」ＡｂＣ㈠①％薴乾後於着。 之个工作') })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), han, odd), (text) => {
        const once = normalize(text)
        expect(normalize(once)).toBe(once)
      }),
      { numRuns: 500 },
    )
  })
})
