import { describe, expect, test } from 'vitest'
import { unitsNamed, unitsVisited } from '../../bot/appeal/triage/against.ts'
import { type ToDispatch, unitsAgainst, unitsFor } from '../../bot/appeal/triage/dispatching.ts'
import { catalog } from '../../bot/catalog/index.ts'

const facts = (some: Partial<ToDispatch> = {}): ToDispatch => ({
  category: 'tax',
  kind: 'complaint',
  against: [],
  confidential: false,
  told: '留抵退税三个月没有消息',
  ...some,
})
const units = (some: Partial<ToDispatch>) => unitsFor(facts(some), catalog).map(({ unit }) => unit)

describe('which unit is proposed', () => {
  test('the one responsible for the category, and why', () => {
    expect(unitsFor(facts(), catalog)).toEqual([{ unit: 'tax', co: [], why: ['职责：税费由税务局负责'] }])
  })

  test('a category that the city has no more is said to be so, and nobody is called complained of', () => {
    const [only] = unitsFor(facts({ category: 'gone' }), catalog)
    expect(only).toMatchObject({ co: [], why: ['没有对应的类别或单位，请核对后再派'] })
  })

  test('the routing table goes before, its rows by words first, with those that work along', () => {
    const [first] = unitsFor(facts({ category: 'arrears', told: '工程款拖了两年' }), catalog)
    expect(first).toMatchObject({ unit: 'industry', co: ['construction'] })
    expect(first?.why[0]).toMatch(/^派单目录：/u)
    expect(units({ category: 'arrears', told: '包工头不给农民工发工资' })[0]).toBe('labour')
  })

  test('of several rows that fit the one that names most goes before', () => {
    const routes = [
      { category: 'tax', unit: 'treasury', co: [], why: '一般' },
      { category: 'tax', area: '西河区', unit: 'finance', co: [], why: '西河区的' },
    ]
    const own = { ...catalog, routes }
    expect(unitsFor(facts({ area: '西河区' }), own).map(({ unit }) => unit)).toEqual(['finance', 'treasury', 'tax'])
    expect(unitsFor(facts({ area: '江北区' }), own).map(({ unit }) => unit)).toEqual(['treasury', 'tax'])
  })

  test('the unit of his own area, which is there what the other is for the city; not that of another', () => {
    const local = { id: 'tax-xihe', name: '西河区税务局', short: '西河税务', also: [], area: '西河区' }
    const own = { ...catalog, units: [...catalog.units, local] }
    expect(unitsFor(facts({ area: '西河区' }), own)[0]).toMatchObject({
      unit: 'tax-xihe',
      why: ['属地：西河区的事项由西河税务承办'],
    })
    expect(unitsFor(facts({ area: '江北区' }), own).map(({ unit }) => unit)).toEqual(['tax'])
  })

  test('first responsible is who worked on the earlier one, and later whom he has been to', () => {
    const [first, second] = unitsFor(facts({ before: { number: 'QQABCDEFGH', unit: 'services' } }), catalog)
    expect(first).toMatchObject({ unit: 'services', why: ['首接：QQ-ABCD-EFGH 由该单位办过'] })
    expect(second?.unit).toBe('tax')
    expect(units({ told: '去财政局问过，让我们等' })).toEqual(['tax', 'treasury'])
    expect(units({ told: '去财政局问过，说不归他们管' })).toEqual(['tax'])
  })

  test('what staff did with such appeals is said in words', () => {
    const lesson = { category: 'arrears', words: ['拖欠', '工程款'], margin: 0.8, corrected: 3 }
    const proposed = unitsFor(facts({ category: 'contract', told: '' }), catalog, lesson)
    expect(proposed.find(({ unit }) => unit === 'industry')?.why).toEqual(['学自办件：拖欠、工程款 → 清欠专班'])
  })

  test('the unit complained of is never proposed for what is sealed, neither as lead nor along', () => {
    for (const some of [{ confidential: true }, { kind: 'tip-off' as const }]) {
      const proposed = unitsFor(
        facts({ ...some, against: ['tax'], before: { number: 'QQABCDEFGH', unit: 'tax' } }),
        catalog,
      )
      expect(proposed.length).toBeGreaterThan(0)
      expect(proposed.flatMap(({ unit, co }) => [unit, ...co])).not.toContain('tax')
    }
    expect(units({ against: ['tax'] })[0]).toBe('tax')
    const everybody = catalog.units.map(({ id }) => id).filter((id) => id !== 'petitions')
    expect(units({ confidential: true, against: everybody })).toEqual(['petitions'])
  })
})

describe('misconduct', () => {
  test('of the eight kinds goes to discipline inspection, also in the midst of other business', () => {
    expect(units({ kind: 'tip-off', told: '税务所的人收了好处费' })[0]).toBe('discipline')
    expect(units({ kind: 'complaint', category: 'misconduct', told: '窗口故意刁难' })[0]).toBe('discipline')
  })
  test('a complaint of manners does not, nor one that calls a debtor idle, nor a question', () => {
    expect(units({ category: 'service-attitude', told: '窗口态度恶劣，爱答不理' })).not.toContain('discipline')
    expect(units({ category: 'arrears', told: '住建局不作为，工程款一直不给' })).not.toContain('discipline')
    expect(units({ kind: 'consultation', category: 'misconduct', told: '不作为怎么处理' })[0]).toBe('discipline')
    expect(units({ kind: 'suggestion', category: 'services', told: '建议整治不作为' })).not.toContain('discipline')
  })
})

describe('who is complained of', () => {
  test.each([
    ['被市监局罚款三万', ['market']],
    ['税务局工作人员要好处费', ['tax']],
    ['举报环保局', ['environment']],
    ['住建局欠我们工程款两年', ['construction']],
    ['去税务局办事，窗口的人态度很差', ['tax']],
    ['城管三天两头来查，税务局一直不办退税', ['utilities', 'tax']],
    ['市营商环境建设局推诿', ['business']],
  ])('%s', (text, against) => {
    expect(unitsAgainst(text, catalog).sort()).toEqual([...against].sort())
  })
  test.each(['去税务局问过', '请住建局帮忙协调', '希望财政局尽快兑现补贴', '请市场监管局查处', '甲方欠我们工程款'])(
    '%s: nobody',
    (text) => {
      expect(unitsAgainst(text, catalog)).toEqual([])
    },
  )
  test('a unit may be named in any way it goes by', () => {
    expect(unitsNamed('云山区税局的李科长、工商局', catalog).sort()).toEqual(['market', 'tax'])
    expect(unitsVisited('跑了市监局', catalog)).toEqual(['market'])
  })
})
