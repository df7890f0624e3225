import { describe, expect, it } from 'vitest'
import { inForce, type PolicyDocument } from '../../knowledge/document.ts'
import { askedTime, lawName, withVersions } from '../../knowledge/facts/versions.ts'

function document(path: string, title: string, facts: Partial<PolicyDocument> = {}): PolicyDocument {
  return { path, title, body: '正文。', topics: [], aliases: [], sources: [], replaces: [], warnings: [], ...facts }
}
const inForceOn = (documents: readonly PolicyDocument[], day: string) =>
  withVersions(documents).flatMap((one) => (inForce(one, day) ? [one.path] : []))

describe('versions of a law', () => {
  const old = document('旧', '中华人民共和国招工法', { date: '2018-10-26' })
  const middle = document('中', '招工法（2021年修正）', { date: '2021-12-20', from: '2022-03-01' })
  const young = document('新', '中华人民共和国招工法(2025-06-01)', { date: '2025-06-01', from: '2025-09-01' })

  it('are known by their name, and each is in force until the next one is', () => {
    const all = [young, old, middle]
    expect(inForceOn(all, '2019-01-01')).toEqual(['旧'])
    expect(inForceOn(all, '2022-02-28')).toEqual(['旧'])
    expect(inForceOn(all, '2022-03-01')).toEqual(['中'])
    expect(inForceOn(all, '2025-08-31')).toEqual(['中'])
    expect(inForceOn(all, '2026-01-01')).toEqual(['新'])
    expect(inForceOn(all, '2018-01-01')).toEqual([])
  })

  it('say what took their place, and that this was not given', () => {
    const [told] = withVersions([old, middle])
    expect(told).toMatchObject({ until: '2022-02-28', repealedBy: '招工法（2021年修正）（2021-12-20）' })
    expect(told?.told).toEqual(['from', 'until', 'repealedBy'])
  })

  it('are as they were once what came after them is gone', () => {
    const [told] = withVersions([old, middle])
    expect(withVersions(told ? [told] : [])).toEqual([old])
  })

  it('whose end is given keep it', () => {
    const given = { ...old, until: '2020-12-31', repealedBy: '国务院令第1号' }
    expect(withVersions([given, middle])[0]).toMatchObject({ until: '2020-12-31', repealedBy: '国务院令第1号' })
  })

  it('of another region, copies of the same day and notices with the same title are none', () => {
    const one = document('甲', '招工条例', { date: '2020-01-01', region: '青禾市' })
    const other = document('乙', '招工条例', { date: '2021-01-01', region: '白杨市' })
    const notices = [
      document('丙', '关于招工的通知', { date: '2020-01-01' }),
      document('丁', '关于招工的通知', { date: '2021-01-01' }),
    ]
    const copies = [old, { ...old, path: '副本' }]
    for (const all of [[one, other], notices, copies]) expect(withVersions(all)).toEqual(all)
  })

  it('share a name', () => {
    for (const title of [
      '《中华人民共和国招工法》',
      '招工法(2018-10-26)',
      '招工法（2018年修正）',
      '招工法 （2021修订）',
    ])
      expect(lawName(title)).toBe('招工法')
    expect(lawName('招工办法（试行）')).not.toBe(lawName('招工办法'))
  })
})

describe('a document that takes the place of others', () => {
  const old = document('旧', '青禾市招工办法', { number: '青政发〔2019〕3号', date: '2019-03-01' })

  it.each([['青禾市招工办法'], ['青政发[2019]3号']])('ends them, by title or by number: %s', (name) => {
    const next = document('新', '青禾市就业促进办法', { from: '2025-04-01', replaces: [name] })
    expect(withVersions([old, next])[0]).toMatchObject({ until: '2025-03-31', repealedBy: '青禾市就业促进办法' })
  })

  it('ends nothing that came after it, and not itself', () => {
    const before = document('前', '青禾市就业促进办法', {
      date: '2010-01-01',
      replaces: ['青禾市招工办法', '青禾市就业促进办法'],
    })
    expect(withVersions([old, before])).toEqual([old, before])
  })

  it('whose beginning is unknown is named all the same', () => {
    const next = document('新', '青禾市就业促进办法', { replaces: ['青禾市招工办法'] })
    const [told] = withVersions([old, next])
    expect([told?.until, told?.repealedBy]).toEqual([undefined, '青禾市就业促进办法'])
  })
})

describe('the time a question asks about', () => {
  const today = '2026-01-10'

  it.each([
    ['2021年的时候试用期最长多久', '2021-12-31', '2021'],
    ['二〇二一年那会儿试用期最长多久', '2021-12-31', '2021'],
    ['21年那会儿试用期最长多久', '2021-12-31', '2021'],
    ['2021年3月那时候怎么交社保', '2021-03-31', '2021-03'],
    ['2021年3月5日当时怎么交社保', '2021-03-05', '2021-03-05'],
    ['去年那会儿怎么交社保', '2025-12-31', '2025'],
    ['2019年签的合同，当时的规定是什么', '2019-12-31', '2019'],
    ['按2020年的规定要赔多少', '2020-12-31', '2020'],
    ['2026年的时候', '2026-01-10', '2026'],
  ])('%s', (question, on, asOf) => expect(askedTime(question, today)).toEqual({ on, asOf }))

  it.each([
    '2025年的补贴什么时候发',
    '2024年度汇算清缴怎么办',
    '去年的补贴还能领吗',
    '2023年注册的公司怎么注销',
    '2030年的时候还能领吗',
    '2021年13月的时候',
    '试用期最长多久',
    '2018年修正的招工法怎么说',
  ])('but not: %s', (question) => expect(askedTime(question, today)).toBeUndefined())
})
