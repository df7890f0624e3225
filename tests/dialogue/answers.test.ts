import { describe, expect, test } from 'vitest'
import { plain } from '../../bot/model/reply.ts'
import { answerReply, answerText } from '../../bot/texts/zh-cn.ts'
import type { Answer, Passage } from '../../knowledge/passage.ts'

const TODAY = '2026-11-23'
const passage: Passage = {
  document: '用工补贴.md',
  title: '云州市用工补贴办法',
  number: '云人社发〔2022〕8号',
  issuer: '云州市人力资源和社会保障局',
  date: '2022-01-10',
  headings: ['二、标准'],
  text: '每新招用1人，补贴1000元。',
  marks: [[7, 13]],
  score: 1,
}
const found = (more: Partial<Passage> = {}): Answer & { kind: 'found' } => ({
  kind: 'found',
  confidence: 0.9,
  passages: [{ ...passage, ...more }],
})
const said = (answer: Answer, today: string | undefined = TODAY) => plain(answerReply(answer, today))
const { headings: _, text: __, marks: ___, score: ____, ...document } = passage

describe('an answer as a person reads it', () => {
  test('what is found is quoted under its heading, with its source', () => {
    expect(said(found({ until: '2027-12-31' }))).toBe(
      '【二、标准】\n每新招用1人，补贴1000元。\n' +
        '出处：《云州市用工补贴办法》（云人社发〔2022〕8号，云州市人力资源和社会保障局，2022年1月10日发布，有效期到2027年12月31日）',
    )
  })

  test('what is not sure says so, and shows its source all the same', () => {
    const text = said({ ...found(), kind: 'hedged', confidence: 0.4 })
    expect(text).toContain('可能是这一条，我不能确定，请您核对原文：')
    expect(text).toContain('出处：《云州市用工补贴办法》')
  })

  test('an answer of staff names who approved it and until when, instead of a source', () => {
    const approved = { by: '王芳', until: '2027-06-30' }
    expect(said(found({ approved }))).toContain('工作人员答复（王芳核准，2027年6月30日前有效）')
    expect(said(found({ approved: { by: '王芳' } }))).toContain('工作人员答复（王芳核准）')
    expect(said(found({ approved }))).not.toContain('出处')
  })

  test('of a time that is over it says which, that it is over, and what came after', () => {
    const then = { ...found({ until: '2021-12-31', repealedBy: '云人社发〔2022〕8号' }), asOf: '2021' }
    expect(said(then)).toMatch(/^这是2021年时的规定，现在已经不再有效，后来由云人社发〔2022〕8号取代：/)
    expect(said({ ...found({ until: '2021-12-31' }), asOf: '2021-06-01' })).toMatch(
      /^这是2021年6月1日时的规定，现在已经不再有效：/,
    )
    expect(said({ ...found(), asOf: '2023' })).toMatch(/^这是2023年时的规定，现在还在执行：/)
  })

  test('a text that is not whole says so', () => {
    expect(said(found({ incomplete: true }))).toContain('这份文件不全，请以原文为准')
    expect(said({ ...found({ incomplete: true }), named: true })).toContain('这份文件不全，请以原文为准')
    expect(
      said({ kind: 'card', confidence: 1, passages: [], parts: [], document: { ...document, incomplete: true } }),
    ).toContain('这份文件不全，请以原文为准')
  })

  test('a link is given where there is one', () => {
    const link = 'https://example.gov.cn/1.html'
    expect(said(found({ link }))).toContain(`原文：${link}`)
    expect(said({ kind: 'validity', confidence: 1, passages: [], document: { ...document, link } })).toContain(link)
  })

  test('what another document says is not passed off as what was spoken of', () => {
    const missing = { document: '别的.md', title: '云州市停车办法' }
    const follows = { question: '停车 补贴', missing }
    expect(said({ ...found(), follows })).toMatch(/^《云州市停车办法》里没找到这一点，下面是别的文件里的：/)
    expect(said({ ...found({ document: '别的.md' }), follows })).not.toContain('没找到这一点')
    expect(said({ kind: 'unsure', confidence: 0, passages: [], follows })).toMatch(
      /^《云州市停车办法》里没找到这一点，别的文件里我也没有把握/,
    )
  })

  test('what comes nearest is named with what is no longer in force about it', () => {
    const nearest = (facts: object) => said({ kind: 'unsure', confidence: 0, passages: [{ ...passage, ...facts }] })
    expect(nearest({ until: '2025-12-31' })).toContain('《云州市用工补贴办法》（已到期，不再执行）')
    expect(nearest({ repealedBy: '新办法' })).toContain('《云州市用工补贴办法》（已被取代，不再执行）')
    expect(nearest({ until: '2027-12-31' })).toContain('《云州市用工补贴办法》\n')
  })

  test('what was asked for by name and is not here is said so, and nothing else is put in its place', () => {
    const text = said({ kind: 'unsure', confidence: 0, unknown: '《民法典》第1165条', passages: [passage] })
    expect(text).toContain('我这里没有《民法典》第1165条')
    expect(text).not.toContain('云州市用工补贴办法')
  })

  test('of a time whose rules are not here, what is here is told with its dates', () => {
    const follows = { question: '补贴多少', missing: document }
    expect(said({ kind: 'validity', confidence: 1, passages: [], document, follows })).toMatch(
      /^那时候的规定我这里没有，现有的这一份是：/,
    )
  })

  test('all there is, and a list of one', () => {
    const list = (topic: string, total: number) => answerText.listHead(topic, total)
    expect(list('', 33)).toContain('我这里一共有 33 份文件')
    expect(list('社保', 1)).toContain('回复 1 看内容')
    expect(said({ kind: 'list', topic: '', confidence: 1, total: 1, passages: [], documents: [document] })).toContain(
      '文件我这里有 1 份：\n· 云州市用工补贴办法（2022）',
    )
  })

  test('when it is in force: what is written, and what is not is said to be so', () => {
    const validity = (facts: object, today: string | undefined = TODAY) =>
      said(
        { kind: 'validity', confidence: 1, passages: [], document: { document: 'a.md', title: '办法', ...facts } },
        today,
      )
    expect(validity({})).toContain('文件里没有写施行和到期时间，请以发文单位为准。')
    expect(validity({ from: '2025-06-01', issuer: '国务院' })).toContain(
      '2025年6月1日起施行；文件里没有写到期时间，请以发文单位（国务院）为准。',
    )
    expect(validity({ from: '2027-01-01' })).toContain('2027年1月1日起施行，现在还没到')
    expect(validity({ from: '2025-06-01', until: '2027-05-31' })).toContain(
      '2025年6月1日起施行，有效期到2027年5月31日。',
    )
    expect(validity({ until: '2026-05-31' })).toContain('已于2026年5月31日到期，不再执行。')
    expect(validity({ repealedBy: '云州市用工补贴办法' })).toContain('现在已由《云州市用工补贴办法》取代，不再执行。')
    expect(validity({ from: '2019-06-01', repealedBy: '《新办法》' })).toContain(
      '2019年6月1日起施行，现在已由《新办法》取代',
    )
  })

  test('several documents are named one a line, five at a time', () => {
    const many = Array.from({ length: 7 }, (_, i) => ({ document: `${i}.md`, title: `办法${i}`, region: '云州市' }))
    const [first, second, ...rest] = many
    if (!first || !second) throw new Error('there are seven')
    const text = said({
      kind: 'list',
      topic: '补贴',
      confidence: 1,
      total: 7,
      passages: [],
      documents: [first, second, ...rest],
    })
    expect(text).toContain('跟“补贴”有关的文件我这里有 7 份')
    expect(text.split('\n')).toHaveLength(6)
    expect(said({ kind: 'which', confidence: 1, passages: [], documents: [first, second] })).toBe(
      '您问的是哪一份？请说名称或者地区：\n· 办法0（云州市）\n· 办法1（云州市）',
    )
  })

  test('a card without anything to put on it says so', () => {
    expect(said({ kind: 'card', confidence: 1, passages: [], parts: [], document })).toContain(
      '没有找到能列成卡片的内容',
    )
  })
})
