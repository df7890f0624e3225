import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PolicyDocument } from '../../knowledge/document.ts'
import { composeColumns } from '../../knowledge/generation/compose.ts'
import { openGeneration } from '../../knowledge/generation/index.ts'
import { openSnapshot, pack } from '../../knowledge/generation/snapshot.ts'
import type { Answer, Topic } from '../../knowledge/passage.ts'
import { settle, tied, topical } from '../../knowledge/topic/index.ts'
import { nameKey, numberKey } from '../../knowledge/topic/key.ts'
import { containing, exactly, namesOf } from '../../knowledge/topic/names.ts'
import { wantedIn } from '../../knowledge/topic/wanted.ts'
import { builtInLexicon } from '../../knowledge/words/lexicon.ts'

const TODAY = '2026-11-23'
const document = (path: string, facts: Partial<PolicyDocument>, body: string): PolicyDocument => ({
  path,
  title: path,
  topics: [],
  aliases: [],
  sources: [],
  replaces: [],
  warnings: [],
  ...facts,
  body,
})

const NOTICE = `各区人力资源和社会保障局：

为了帮助企业稳定岗位，制定本办法。

## 一、支持对象

依法参加失业保险满12个月的企业，可以享受稳岗返还。

## 二、返还标准

中小微企业按上年度缴费的60%返还，大型企业按30%返还。

## 三、申请材料

企业应当提交下列材料：稳岗返还申请表、对公账户信息。

## 四、附则

本办法自2025年4月1日起施行，有效期至2027年3月31日。`

const NOTICES = [
  document(
    '云州.md',
    { title: '云州市稳岗返还办法', number: '云人社发〔2025〕12号', region: '云州市', aliases: ['稳岗补贴'] },
    NOTICE,
  ),
  document('临江.md', { title: '临江市稳岗返还办法', number: '临人社发〔2025〕3号', region: '临江市' }, NOTICE),
  document(
    '旧.md',
    { title: '云州市用工办法', from: '2019-01-01', until: '2020-12-31', region: '云州市' },
    '补贴800元。',
  ),
  document('新.md', { title: '云州市用工办法（2021年修订）', from: '2021-01-01', region: '云州市' }, '补贴1000元。'),
  document('通知.md', { title: '关于印发《云州市展会十条措施》的通知' }, '参展补贴1万元。'),
  document('空.md', { title: '云州市空白办法' }, '# 只有标题'),
  ...Array.from({ length: 6 }, (_, i) =>
    document(
      `${i}.md`,
      { title: `云州市第${i}号工程奖励办法`, topics: ['奖励'], sources: ['奖励法 第九条'] },
      `奖励${i}万元。`,
    ),
  ),
]

const generation = openGeneration(
  openSnapshot(pack({ about: { lexicon: builtInLexicon }, parts: await composeColumns(NOTICES, builtInLexicon) })),
)
const ask = (question: string, about?: Topic) => topical(generation, question, TODAY, about)
const paths = (answer: ReturnType<typeof ask>): readonly string[] => {
  if (!answer || !('kind' in answer)) return []
  if (answer.kind === 'which' || answer.kind === 'list') return answer.documents.map((one) => one.document)
  if (answer.kind === 'card' || answer.kind === 'validity') return [answer.document.document]
  return answer.passages.slice(0, 1).map((one) => one.document)
}

describe('a document by its name', () => {
  test.each([
    ['《云州市稳岗返还办法》', ['云州.md']],
    ['云州市稳岗返还办法', ['云州.md']],
    ['请问云人社发[2025]12号', ['云州.md']],
    ['云人社发【2025】12号', ['云州.md']],
    ['云人社发 2025 年第 12 号', ['云州.md']],
    ['《云州市展会十条措施》', ['通知.md']],
    ['稳岗返还办法', ['云州.md', '临江.md']],
    ['《稳岗补贴》', ['云州.md']],
    ['稳岗补贴讲的什么', ['云州.md']],
    ['云州市用工办法', ['新.md']],
    ['《奖励法》', ['0.md', '1.md', '2.md', '3.md', '4.md', '5.md']],
    ['《没有这个办法》', []],
    ['云人社发〔1999〕1号', []],
    ['稳岗补贴', []],
    ['云州市稳岗返还办法第三条', []],
  ])('%s', (question, expected) => {
    expect(paths(ask(question)).toSorted()).toEqual([...expected].toSorted())
  })

  test('says what it is about before anything else, without the salutation', () => {
    const answer = ask('《云州市稳岗返还办法》')
    expect(answer).toMatchObject({ kind: 'found', named: true })
    if (answer && 'kind' in answer) expect(answer.passages[0]?.text).toMatch(/^为了帮助企业稳定岗位/)
  })

  test('and something asked of it stays in it', () => {
    expect(paths(ask('《云州市稳岗返还办法》要什么材料'))).toEqual(['云州.md'])
    expect(ask('《云州市稳岗返还办法》里农民工算不算')).toMatchObject({ within: '云州.md', fallback: true })
  })

  test('one without a text of its own shows what is known of it', () => {
    expect(ask('《云州市空白办法》')).toMatchObject({ kind: 'validity', passages: [] })
  })
})

describe('lists, cards, validity', () => {
  test('a list counts all, and names those in force', () => {
    expect(ask('有哪些关于奖励的政策')).toMatchObject({ kind: 'list', topic: '奖励', total: 6 })
    expect(paths(ask('有哪些关于用工的政策'))).toEqual(['新.md'])
    expect(ask('有哪些关于养猫的政策')).toBeUndefined()
    expect(paths(ask('有哪些关于对公账户的政策')).toSorted()).toEqual(['临江.md', '云州.md'])
    expect(paths(ask('有哪些关于用工补贴的政策'))).toEqual(['新.md'])
  })

  test('a card quotes the document, and leaves out what it does not say', () => {
    const answer = ask('《云州市稳岗返还办法》明白卡')
    if (!answer || !('kind' in answer) || answer.kind !== 'card') throw new Error('it is a card')
    expect(answer.parts.map(({ about }) => about)).toEqual(['who', 'what', 'papers', 'when'])
    for (const { passage } of answer.parts) expect(NOTICE).toContain(passage.text)
    expect(answer.parts.map(({ passage }) => passage.text).join('').length).toBeLessThan(450)
  })

  test('validity quotes the sentence that tells', () => {
    const answer = ask('云人社发〔2025〕12号什么时候到期')
    expect(answer).toMatchObject({ kind: 'validity' })
    if (answer && 'kind' in answer) expect(answer.passages[0]?.text).toContain('有效期至2027年3月31日')
  })

  test('of nothing in particular nothing is claimed', () => {
    expect(ask('这个政策什么时候到期')).toEqual({ kind: 'unsure', confidence: 0, passages: [] })
    expect(ask('介绍一下')).toBeUndefined()
  })

  test.each([
    '商标有效期几年',
    '年度汇算清缴什么时候截止',
    '口头合同是否有效',
    '企业所得税有什么优惠政策',
    '复工有哪些措施？',
  ])('%s is an ordinary question', (question) => expect(ask(question)).toBeUndefined())

  test.each([
    ['有什么补贴', { kind: 'list', topic: '补贴' }],
    ['跟小微企业税收有关的政策有哪些', { kind: 'list', topic: '小微企业税收' }],
    ['来一张稳岗的明白卡', { kind: 'card', rest: '稳岗' }],
    ['它什么时候开始执行的', { kind: 'validity', rest: '' }],
  ])('%s', (question, wanted) => expect(wantedIn(question)).toEqual(wanted))
})

describe('half a sentence', () => {
  const about: Topic = { question: '稳岗返还标准是多少', document: '云州.md' }

  test.each([
    ['那申请材料呢？', '申请表'],
    ['要什么条件', '满12个月'],
    ['大型企业的呢', '30%'],
  ])('%s stays with the document', (question, told) => {
    const answer = ask(question, about)
    if (!answer || !('kind' in answer)) throw new Error('it is answered')
    expect(answer.kind).toBe('found')
    expect(answer.passages[0]?.text).toContain(told)
    expect(answer.passages[0]?.document).toBe('云州.md')
  })

  test('what the document does not say is asked of all, and may not be answered from what was said before', () => {
    const rewritten = ask('那装修补贴呢', about)
    expect(rewritten).toMatchObject({ question: '稳岗返还 装修补贴', fallback: true })
    if (!rewritten || 'kind' in rewritten) throw new Error('it is asked again')
    const [passage] = (ask('《云州市稳岗返还办法》') as Answer).passages
    if (!passage) throw new Error('it has a text')
    const found: Answer = { kind: 'found', confidence: 0.9, passages: [passage] }
    expect(settle(found, rewritten)).toMatchObject({ kind: 'unsure', follows: { missing: { document: '云州.md' } } })
    const other = { ...passage, document: '装修.md', text: '装修补贴5万元。' }
    expect(settle({ ...found, passages: [other, passage] }, rewritten)).toMatchObject({
      kind: 'found',
      passages: [other],
    })
    expect(settle({ ...found, passages: [passage, other] }, rewritten)).toMatchObject({
      kind: 'hedged',
      passages: [other],
    })
  })

  test.each(['那注册公司要多久呢', '工伤认定要多久', '谢谢', '什么', '你们收费吗', '稳岗返还标准是多少'])(
    '%s stands by itself',
    (question) => expect(ask(question, about)).toBeUndefined(),
  )

  test('an article of the document, one that was chosen, one that is gone', () => {
    expect(ask('第三条呢', about)).toMatchObject({ kind: 'found', passages: [{ headings: ['三、申请材料'] }] })
    expect(ask('第三十条呢', about)).toMatchObject({
      question: '《云州市稳岗返还办法》第三十条',
      follows: { missing: { document: '云州.md' } },
    })
    expect(ask(about.question, { ...about, chosen: true })).toEqual({
      question: about.question,
      within: '云州.md',
      fallback: false,
    })
    expect(ask('要多久', { ...about, document: '没有了.md' })).toBeUndefined()
    expect(
      ask('有哪些关于稳岗的政策', { question: '有哪些关于稳岗的政策', document: '云州.md', chosen: true }),
    ).toMatchObject({ named: true })
  })
})

describe('documents that tie', () => {
  const passage = (title: string, region: string, score = 1) => ({
    ...{ document: `${title}.md`, title, region, headings: [], text: title, marks: [], score },
  })
  test('are those of one name but for the place, none of them named', () => {
    const both = [passage('云州市稳岗返还办法', '云州市'), passage('临江市稳岗返还办法', '临江市', 0.99)]
    expect(tied(both, '稳岗返还给多少')?.map(({ region }) => region)).toEqual(['云州市', '临江市'])
    expect(tied(both, '云州稳岗返还给多少')).toBeUndefined()
    expect(
      tied(
        [both[0], passage('临江市稳岗返还办法', '临江市', 0.5)].flatMap((p) => p ?? []),
        '稳岗返还',
      ),
    ).toBeUndefined()
    expect(tied([passage('云州市稳岗返还办法', '云州市'), passage('临江市停车办法', '临江市')], '稳岗')).toBeUndefined()
    expect(tied([], '稳岗')).toBeUndefined()
  })
})

describe('the table of names', () => {
  test('finds what a scan of all names finds', () => {
    const word = fc.stringMatching(/^[云州市补贴办法]{2,6}$/)
    fc.assert(
      fc.property(fc.array(fc.record({ title: word, alias: word }), { maxLength: 30 }), word, (all, asked) => {
        const table = namesOf(all.map(({ title, alias }) => ({ title, aliases: [alias], topics: [], sources: [] })))
        const numbers = (fits: (name: string) => boolean) =>
          all.flatMap(({ title, alias }, i) => (fits(title) || fits(alias) ? [i] : []))
        const found = (named: readonly { document: number }[]) =>
          [...new Set(named.map((one) => one.document))].sort((a, b) => a - b)
        expect(found(exactly(table, asked))).toEqual(numbers((name) => name === asked))
        expect(found(containing(table, asked, 1000))).toEqual(numbers((name) => name.includes(asked)))
      }),
    )
  })

  test('brackets, versions and the name of the country make no difference', () => {
    expect(numberKey('国发〔2023〕5号')).toBe(numberKey('国发[2023]第5号'))
    expect(numberKey('国务院令第802号')).toBe(numberKey('中华人民共和国国务院第802号令'))
    expect(numberKey('没有号')).toBe('')
    expect(nameKey('中华人民共和国公司法（2023年修订）')).toBe(nameKey('《公司法》'))
    expect(nameKey('云州市办法（试行）')).toBe('云州市办法')
  })
})
