import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import {
  coverage,
  debtorNamed,
  dueDate,
  estimate,
  interestUntil,
  limitsFor,
  startOf,
} from '../../bot/appeal/arrears/arrears.ts'
import { arrearsLaw, versionOn } from '../../bot/appeal/arrears/law.ts'
import { createWorkCalendar } from '../../bot/appeal/time/work-calendar.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { ArrearsFacts, Debtor } from '../../bot/model/appeal.ts'
import { plusDays } from '../../bot/model/instant.ts'

const calendar = createWorkCalendar(publishedHolidays())
const due = (facts: ArrearsFacts, debtor: Debtor) => dueDate(facts, debtor, calendar)

describe('when payment was due', () => {
  test('a public body: 30 days from delivery, the first not counted', () => {
    // 2024-09-10 is a Tuesday; day 1 is the 11th, day 30 is 2024-10-10, a Thursday.
    expect(due({ deliveredOn: '2024-09-10' }, 'public-body')).toMatchObject({
      on: '2024-10-10',
      by: 'law',
      days: 30,
      moved: false,
      rough: false,
      basis: ['《保障中小企业款项支付条例》（2020年）第八条第一款', '《民法典》第二百零一条第一款'],
    })
  })

  test('a month is taken to its last day, so that nothing is claimed too early', () => {
    // 2024-09 → 2024-09-30; 30 days later is 2024-10-30, a Wednesday.
    expect(due({ acceptedOn: '2024-09' }, 'institution')).toMatchObject({ on: '2024-10-30', rough: true })
  })

  test('a last day that is a day off gives way to the next working day', () => {
    // 2025-07-15 + 60 days = 2025-09-13, a Saturday; Monday is the 15th.
    expect(due({ deliveredOn: '2025-07-15' }, 'large-firm')).toMatchObject({
      on: '2025-09-15',
      moved: true,
      basis: [
        '《保障中小企业款项支付条例》（2025年）第九条第二款',
        '《民法典》第二百零一条第一款',
        '《民法典》第二百零三条第一款',
      ],
    })
    // 2025-09-02 + 30 days = 2025-10-02, in the National Day week that ends on the 8th.
    expect(due({ deliveredOn: '2025-09-02' }, 'public-body')).toMatchObject({ on: '2025-10-09', moved: true })
  })

  test('the version in force on the day the term begins: the old one has no days for large firms', () => {
    expect(due({ deliveredOn: '2025-05-31' }, 'large-firm')).toMatchObject({
      kind: 'unknown',
      why: 'no-term',
      version: { year: 2020 },
    })
    // 2025-06-01 + 60 days = 2025-07-31, a Thursday.
    expect(due({ deliveredOn: '2025-06-01' }, 'large-firm')).toMatchObject({
      on: '2025-07-31',
      version: { year: 2025 },
    })
  })

  test('acceptance goes before delivery, and confirmation of the amount before both', () => {
    const facts = { deliveredOn: '2025-07-01', acceptedOn: '2025-07-20', settledOn: '2025-08-01' }
    expect(startOf(facts)).toEqual({ what: 'settled', on: '2025-08-01', rough: false })
    // 2025-08-01 + 30 days = 2025-08-31, a Sunday; the 1st is a Monday.
    expect(due(facts, 'public-body')).toMatchObject({
      on: '2025-09-01',
      basis: [
        '《保障中小企业款项支付条例》（2025年）第九条第一款',
        '《保障中小企业款项支付条例》（2025年）第九条第四款',
        '《民法典》第二百零一条第一款',
        '《民法典》第二百零三条第一款',
      ],
    })
  })

  test('what was agreed holds; of a public body at most 60 days', () => {
    // 2025-07-01 + 45 days = 2025-08-15, a Friday.
    expect(due({ deliveredOn: '2025-07-01', termDays: 45 }, 'public-body')).toMatchObject({
      on: '2025-08-15',
      by: 'contract',
      capped: false,
    })
    // 2025-07-01 + 60 days = 2025-08-30, a Saturday; Monday is 2025-09-01.
    expect(due({ deliveredOn: '2025-07-01', termDays: 90 }, 'public-body')).toMatchObject({
      on: '2025-09-01',
      capped: true,
      days: 60,
    })
    // Nothing caps a large firm: 2025-07-01 + 90 days = 2025-09-29, a Monday.
    expect(due({ deliveredOn: '2025-07-01', termDays: 90 }, 'large-firm')).toMatchObject({
      on: '2025-09-29',
      capped: false,
    })
    expect(due({ agreedOn: '2025-12-31', deliveredOn: '2025-07-01' }, 'institution')).toMatchObject({
      on: '2025-09-01',
      capped: true,
    })
    expect(due({ agreedOn: '2025-12-31' }, 'large-firm')).toMatchObject({ on: '2025-12-31', by: 'contract' })
  })

  test('months end on the day of the same number, or on the last there is', () => {
    // 2025-11-30 + 3 months = 2026-02-28: a Saturday, but a make-up working day.
    expect(due({ deliveredOn: '2025-11-30', termMonths: 3 }, 'large-firm')).toMatchObject({
      on: '2026-02-28',
      moved: false,
      months: 3,
    })
  })

  test('before 2020-09-01 there was no regulation: only what was agreed', () => {
    expect(due({ deliveredOn: '2020-08-31' }, 'public-body')).toMatchObject({ kind: 'unknown', why: 'no-version' })
    expect(due({ deliveredOn: '2020-08-31', termDays: 30 }, 'public-body')).toMatchObject({ on: '2020-09-30' })
  })

  test('what is missing is named', () => {
    expect(due({}, 'public-body')).toEqual({ kind: 'unknown', why: 'no-start' })
    expect(due({ deliveredOn: '2025-07-01' }, 'unknown')).toMatchObject({ why: 'no-debtor' })
  })

  test('a year whose days off are not published is provisional', () => {
    // 2027-01-15 + 30 days = 2027-02-14, a Sunday of a year that is not published.
    expect(due({ deliveredOn: '2027-01-15' }, 'public-body')).toMatchObject({ provisional: true })
  })
})

describe('interest', () => {
  test('五 in 10,000 a day, from the day after it was due, each day by the version in force', () => {
    // 860,000 × 0.0005 = 430 a day. 2024-10-31 to 2025-05-31: 1 + 30 + 31 + 31 + 28 + 31 + 30 + 31 = 213 days, 91,590.
    // 2025-06-01 to 2026-11-23: 365 days to 2026-05-31, and 30 + 31 + 31 + 30 + 31 + 23 = 176, so 541 days, 232,630.
    const { days, pieces, yuan } = interestUntil(860_000, '2024-10-30', '2026-11-23')
    expect(days).toBe(754)
    expect(pieces.map(({ version, from, to, days, yuan }) => [version.year, from, to, days, Math.round(yuan)])).toEqual(
      [
        [2020, '2024-10-31', '2025-05-31', 213, 91_590],
        [2025, '2025-06-01', '2026-11-23', 541, 232_630],
      ],
    )
    expect(yuan).toBeCloseTo(324_220, 6)
  })

  test('an agreed rate a year is spread over 365 days', () => {
    // 100,000 × 6 % × 73 / 365 = 1,200. 2025-07-01 to 2025-09-11: 31 + 31 + 11 = 73 days.
    expect(interestUntil(100_000, '2025-06-30', '2025-09-11', 6).yuan).toBeCloseTo(1_200, 6)
  })

  test('days before the first version are counted and not estimated', () => {
    // 2020-07-01 to 2020-08-31: 62 days. 2020-09-01 to 2020-09-10: 10 days, 100,000 × 0.0005 × 10 = 500.
    expect(interestUntil(100_000, '2020-06-30', '2020-09-10')).toMatchObject({ days: 72, uncovered: 62, yuan: 500 })
  })

  const day = fc.integer({ min: 0, max: 4_000 }).map((days) => plusDays('2018-01-01', days))
  const amount = fc.integer({ min: 1, max: 1_000_000_000 })
  const rate = fc.option(fc.integer({ min: 1, max: 24 }), { nil: undefined })
  const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))

  test('none on the day it is due or before', () => {
    fc.assert(
      fc.property(amount, day, fc.nat(900), rate, (yuan, on, before, percent) => {
        const none = interestUntil(yuan, on, plusDays(on, -before), percent)
        expect(none).toMatchObject({ days: 0, uncovered: 0, pieces: [], yuan: 0 })
      }),
    )
  })

  test('more with every day and every yuan, and every day is in one place', () => {
    fc.assert(
      fc.property(amount, day, fc.nat(2_000), rate, (yuan, on, late, percent) => {
        const now = interestUntil(yuan, on, plusDays(on, late), percent)
        const next = interestUntil(yuan, on, plusDays(on, late + 1), percent)
        const more = interestUntil(yuan + 1, on, plusDays(on, late), percent)
        expect(now.days).toBe(late)
        expect(now.pieces.reduce((sum, { days }) => sum + days, now.uncovered)).toBe(late)
        expect(next.yuan >= now.yuan && more.yuan >= now.yuan).toBe(true)
        expect(
          now.pieces.every(({ from, to, version }) => versionOn(from) === version && versionOn(to) === version),
        ).toBe(true)
      }),
    )
  })

  test('split at any day, the two parts are the whole; so too where the version changes', () => {
    const boundaries = arrearsLaw.versions.map(({ inForce }) => plusDays(inForce, -1))
    fc.assert(
      fc.property(amount, day, fc.nat(2_000), fc.nat(2_000), rate, (yuan, on, first, second, percent) => {
        const until = plusDays(on, first + second)
        const splits = [plusDays(on, first), ...boundaries.filter((at) => at >= on && at <= until)]
        for (const at of splits) {
          const parts = interestUntil(yuan, on, at, percent).yuan + interestUntil(yuan, at, until, percent).yuan
          expect(close(interestUntil(yuan, on, until, percent).yuan, parts)).toBe(true)
        }
      }),
    )
  })

  test('a later start is never due earlier', () => {
    const kinds = fc.constantFrom<Debtor>('public-body', 'institution', 'large-firm')
    const from2025 = fc.integer({ min: 0, max: 500 }).map((days) => plusDays('2025-06-01', days))
    fc.assert(
      fc.property(kinds, from2025, fc.nat(30), (debtor, deliveredOn, later) => {
        const [first, second] = [deliveredOn, plusDays(deliveredOn, later)].map((on) =>
          due({ deliveredOn: on }, debtor),
        )
        expect(first?.kind === 'due' && second?.kind === 'due' && first.on <= second.on).toBe(true)
      }),
    )
  })
})

describe('whom the regulation covers', () => {
  test.each<[string, Debtor | undefined]>([
    ['市住建局', 'public-body'],
    ['云州市人民政府', 'public-body'],
    ['高新区管委会', 'public-body'],
    ['区发改委', 'public-body'],
    ['市第二人民医院', 'institution'],
    ['云州大学', 'institution'],
    ['云州城投集团', 'large-firm'],
    ['云州大学科技有限公司', undefined],
    ['某某建设有限公司', undefined],
    ['江北供电局', undefined],
    ['东湖村委会', undefined],
    ['包工头老李', 'other'],
    ['', undefined],
  ])('%s: %s', (name, debtor) => {
    expect(debtorNamed(name)).toBe(debtor)
  })

  test('what he says goes before what the name tells', () => {
    expect(coverage({ debtor: 'other' }, '市住建局')).toBe('debtor-not-covered')
    expect(coverage({ small: false }, '市住建局')).toBe('creditor-not-covered')
    expect(coverage({}, '市住建局')).toBe('covered')
    expect(coverage(undefined, undefined)).toBe('unclear')
  })

  test('its limits bind nobody else: then the general ones apply', () => {
    const limits = (arrears: ArrearsFacts | undefined) => limitsFor('arrears', { arrears }, catalog)
    expect(limits({ debtor: 'other' })).toBe(catalog.otherwise)
    expect(limits({ debtor: 'large-firm', small: false })).toBe(catalog.otherwise)
    expect(limits({ debtor: 'large-firm' })).toBe('arrears')
    expect(limits(undefined)).toBe('arrears')
    expect(limitsFor('approval', { arrears: { debtor: 'other' } }, catalog)).toBe('approval')
  })

  test('for a debtor nobody knows, it can be asked as if he were one', () => {
    const claim = { arrears: { deliveredOn: '2025-07-15' }, amountYuan: 100_000 }
    expect(estimate(claim, '2025-12-31', calendar).due.kind).toBe('unknown')
    // 2025-07-15 + 30 days = 2025-08-14, a Thursday.
    expect(estimate(claim, '2025-12-31', calendar, 'public-body').due).toMatchObject({ on: '2025-08-14' })
  })
})

const LAWS = new URL('../../../shared/corpora/laws/行政法规/', import.meta.url)

describe.skipIf(!existsSync(LAWS))('every article named holds what it is named for (needs ../shared/corpora)', () => {
  const texts = new Map([
    [2020, '保障中小企业款项支付条例(2020-07-05).md'],
    [2025, '保障中小企业款项支付条例(2025-03-17).md'],
  ])
  /** 第八条第三款: the paragraphs of an article, the first on the line of its number. */
  const paragraph = (text: string, article: string): string => {
    const [, number = '', nth = '一'] = /^(第.+?条)(?:第(.)款)?$/u.exec(article) ?? []
    const from = text.split('\n').findIndex((line) => line.startsWith(`${number} `))
    const rest = text.split('\n').slice(from).filter(Boolean)
    return rest['一二三四五六'.indexOf(nth)] ?? ''
  }

  test.each(arrearsLaw.versions.map((version) => [version.year, version] as const))('%s', (year, version) => {
    const text = readFileSync(new URL(texts.get(year) ?? '', LAWS), 'utf8')
    const at = (article: string) => paragraph(text, article)
    const { terms, interest, articles, inForce } = version
    expect(at(terms['public-body'].article)).toMatch(/机关、事业单位.*交付之日起30日内.*最长不得超过60日/u)
    expect(terms['public-body']).toEqual(terms.institution)
    expect(terms['public-body']).toMatchObject({ days: 30, most: 60 })
    expect(at(terms['large-firm'].article)).toMatch(/^大型企业从中小企业采购/u)
    expect(at(terms['large-firm'].article).includes('起60日内')).toBe(terms['large-firm'].days === 60)
    expect(at(interest.article)).toMatch(/1年期贷款市场报价利率.*每日利率万分之五/u)
    expect(interest.perDay).toBe(5 / 10_000)
    expect(at(articles.scope)).toMatch(/应当遵守本条例/u)
    expect(at(articles.size)).toMatch(/依合同订立时的企业规模类型确定/u)
    expect(at(articles.settled)).toMatch(/自双方确认结算金额之日起算/u)
    expect(at(articles.accepted)).toMatch(/自检验或者验收合格之日起算/u)
    expect(at(articles.excuses)).toMatch(/法定代表人或者主要负责人变更.*内部付款流程/u)
    expect(at(articles.complaint)).toMatch(/受理对机关、事业单位和大型企业.*投诉/u)
    expect(at(articles.reprisal)).toMatch(/不得以任何形式对.*恐吓、打击报复/u)
    if (articles.contract) expect(at(articles.contract)).toMatch(/存在合同关系，不得虚假、恶意投诉/u)
    const [y, m, d] = inForce.split('-').map(Number)
    expect(at(articles.inForce)).toContain(`自${y}年${m}月${d}日起施行`)
  })
})
