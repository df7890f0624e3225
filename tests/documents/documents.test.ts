import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { blocksOf, cited, claimsOf } from './claims.ts'
import { present, readLaws, readPage } from './corpus.ts'
import { golden } from './golden.ts'
import { quantities } from './numbers.ts'

const FOLDER = join(import.meta.dirname, '../../knowledge/documents')
const DAY = z.string().regex(/^\d{4}-\d\d-\d\d$/)
const TEXT = z.string().min(1)
const FRONT = z.strictObject({
  title: TEXT.max(40),
  number: TEXT.optional(),
  issuer: TEXT,
  date: DAY,
  from: DAY.optional(),
  until: DAY.optional(),
  link: z.url().optional(),
  region: TEXT,
  topics: z.array(TEXT).min(1),
  aliases: z.array(TEXT).min(4).max(12),
  sources: z.array(TEXT).min(1),
})

/** The web pages by the name the digests call them, and the number their file's name begins with. */
const PAGES: Readonly<Record<string, string>> = {
  辽宁省政府: '000',
  大连优化营商环境工作会议报道: '001',
  鸭绿江之窗: '002',
  中新网四川: '003',
}
/** Sentences whose numbers stand in no source, each with its reason. */
const EXCEPTIONS = [
  {
    document: '逾期利息.md',
    starts: '举例：',
    why: 'a worked example: 100,000 at 5/10,000 a day is 50 a day, 1,500 in 30 days',
  },
]

const documents = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md'))
  .map((name) => {
    const [, front = '', body = ''] =
      /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(join(FOLDER, name), 'utf8')) ?? []
    const blocks = blocksOf(body)
    return { name, front: parse(front), body, blocks, claims: blocks.flatMap(claimsOf) }
  })

const excepted = (document: string, text: string) =>
  EXCEPTIONS.some((exception) => exception.document === document && text.startsWith(exception.starts))

describe('the sample documents', () => {
  it('are 24 or more', () => expect(documents.length).toBeGreaterThanOrEqual(24))

  it('are told apart by their titles', () =>
    expect(new Set(documents.map(({ front }) => front.title)).size).toBe(documents.length))

  it.each(documents)('$name says what it is', ({ front, body }) => {
    FRONT.parse(front)
    const length = body.replace(/\s/g, '').length
    expect(length).toBeGreaterThanOrEqual(400)
    expect(length).toBeLessThanOrEqual(900)
  })

  it.each(documents)('$name answers in short paragraphs under questions, and ends with where to go', ({ blocks }) => {
    for (const { paragraph } of blocks) expect(paragraph.length, paragraph).toBeLessThanOrEqual(200)
    expect(blocks.filter(({ heading }) => /[？?]$/.test(heading)).length).toBeGreaterThanOrEqual(4)
    expect(blocks.at(-1)?.heading).toBe('去哪里办 / 下一步')
  })

  it.each(documents)('$name names its source behind every number', ({ name, claims }) => {
    const bare = claims.filter(
      (claim) => !cited(claim) && quantities(claim.text).size > 0 && !excepted(name, claim.text),
    )
    expect(bare.map(({ text }) => text)).toEqual([])
  })

  it.each(documents)('$name lists the sources it cites, and no others', ({ front, claims }) => {
    const listed: string[] = front.sources
    const articles = [...new Set(claims.flatMap((claim) => claim.articles))].sort()
    const pages = [...new Set(claims.flatMap((claim) => claim.pages))].sort()
    expect(listed.filter((source) => !source.startsWith('网页 ')).sort()).toEqual(articles)
    expect(
      [...new Set(listed.filter((source) => source.startsWith('网页 ')).map((source) => source.split(' ')[1]))].sort(),
    ).toEqual(pages)
  })
})

describe.skipIf(!present.laws)('the law they cite (skipped where ../shared/corpora/laws is absent)', () => {
  const law = present.laws ? readLaws() : () => undefined
  const articleOf = (source: string) => {
    const [name = '', article = ''] = source.split(' ')
    return law(name)?.articles.get(article)
  }

  it.each(documents)('$name cites articles that exist in the newest version', ({ claims }) => {
    const missing = claims.flatMap((claim) => claim.articles).filter((source) => articleOf(source) === undefined)
    expect(missing).toEqual([])
  })

  it.each(documents)('$name gives no number that the cited article does not give', ({ claims }) => {
    const wrong = claims
      .filter((claim) => claim.articles.length > 0)
      .flatMap((claim) => {
        const known = quantities(claim.articles.map((source) => articleOf(source) ?? '').join('\n'))
        return [...quantities(claim.text)]
          .filter((number) => !known.has(number))
          .map((number) => `${number}: ${claim.text}`)
      })
    expect(wrong).toEqual([])
  })

  it.each(documents)('$name gives the 文号 and the days that the corpus gives', ({ front, claims }) => {
    const laws = [
      ...new Set(claims.flatMap((claim) => claim.articles.map((source) => source.split(' ')[0] ?? ''))),
    ].map(law)
    if (front.number)
      expect(
        laws.some((found) => found?.head.includes(front.number)),
        front.number,
      ).toBe(true)
    const days = laws
      .flatMap((found) => [found?.file, found?.head, [...(found?.articles.values() ?? [])].at(-1)])
      .join('\n')
    const chinese = (day: string) => day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')
    for (const day of claims.some((claim) => claim.pages.length > 0) ? [] : [front.date, front.from].filter(Boolean)) {
      expect(days.includes(day) || days.includes(chinese(day)), day).toBe(true)
    }
  })
})

describe.skipIf(!present.pages)('the pages they cite (skipped where ../shared/corpora/pages is absent)', () => {
  it.each(documents)('$name gives no number that the page does not give', ({ claims }) => {
    const wrong = claims
      .filter((claim) => claim.pages.length > 0)
      .flatMap((claim) => {
        const known = quantities(claim.pages.map((page) => readPage(PAGES[page] ?? page) ?? '').join('\n'))
        return [...quantities(claim.text)]
          .filter((number) => !known.has(number))
          .map((number) => `${number}: ${claim.text}`)
      })
    expect(wrong).toEqual([])
  })
})

describe('the golden questions', () => {
  it('are three or more for every document, and 25 that nothing here answers', () => {
    for (const { name } of documents) {
      expect(golden.filter(({ document }) => document === name).length, name).toBeGreaterThanOrEqual(3)
    }
    expect(golden.filter(({ document }) => document === null).length).toBeGreaterThanOrEqual(25)
  })

  it('ask for what the document says', () => {
    const wrong = golden.filter(({ document, must = [] }) => {
      const body = documents.find(({ name }) => name === document)?.body
      return document !== null && !must.every((words) => body?.includes(words))
    })
    expect(wrong).toEqual([])
  })

  it('are asked once', () => expect(new Set(golden.map(({ question }) => question)).size).toBe(golden.length))
})

describe('numbers are compared whatever their spelling', () => {
  it.each([
    ['自交付之日起三十日内', '30日'],
    ['百分之一百五十', '150%'],
    ['按日加收万分之五', '每天万分之五'],
    ['五百万元以下', '500万元'],
    ['两名以上', '2名'],
    ['一百零二件', '102件'],
    ['二年内', '2年'],
    ['25％', '25%'],
  ])('%s is %s', (one, other) => expect(quantities(one)).toEqual(quantities(other)))

  it('and ten days are not ten working days', () => expect(quantities('10日')).not.toEqual(quantities('10个工作日')))

  it('and words are not numbers', () => expect([...quantities('一般应当一次性告知，统一办理，第三方')]).toEqual([]))
})
