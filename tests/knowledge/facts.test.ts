import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentsFrom } from '../../knowledge/clean/index.ts'
import { lastDay } from '../../knowledge/facts/dates.ts'
import { dateIn, factsIn } from '../../knowledge/facts/index.ts'
import { isRelative, regionOf } from '../../knowledge/facts/region.ts'

const NOTICE = `各县（市、区）人社局：
一、对新招用员工的企业给予补贴，补贴期限为6个月。
二、《青禾市稳岗办法》（青人社发〔2019〕3号）继续执行至2026年6月30日。`
const factsOf = (title: string, body: string) => factsIn({ title, body }).facts

describe('a title', () => {
  const titleOf = (text: string) => documentsFrom('甲.txt', text)[0]?.title

  it.each([
    ['青禾市财政局\n青禾市税务局\n关于减免租金的通知\n正文。', '青禾市财政局 青禾市税务局关于减免租金的通知'],
    ['关于进一步做好\n小微企业招工服务工作的通知\n正文。', '关于进一步做好小微企业招工服务工作的通知'],
    ['青禾市人民政府办公室\n印发《稳岗措施》的通知\n正文。', '青禾市人民政府办公室 印发《稳岗措施》的通知'],
    ['青禾市夜市开张\n记者三月二日获悉，夜市开张。', '青禾市夜市开张'],
    ['# 招工补贴办法\n## 第一章 总则\n正文。', '招工补贴办法'],
  ])('may be broken over lines', (text, title) => expect(titleOf(text)).toBe(title))

  it('said twice is kept once', () => {
    const [document] = documentsFrom(
      '甲.txt',
      '青禾市人社局关于招工补贴的通知\n青禾市人社局\n关于招工补贴的通知\n正文。',
    )
    expect(document).toMatchObject({ title: '青禾市人社局关于招工补贴的通知', body: '正文。' })
  })
})

describe('the number', () => {
  it.each([
    ['关于招工的通知', `青人社发〔2025〕7号\n${NOTICE}`, '青人社发〔2025〕7号'],
    ['关于招工的通知（青人社发〔2025〕7号）', NOTICE, '青人社发〔2025〕7号'],
    ['关于招工的通知', `[发文字号]\n青人社发[2025]7号\n${NOTICE}`, '青人社发[2025]7号'],
    [
      '关于减税的公告',
      `青禾市财政局\n青禾市税务局公告2025年第8号\n${NOTICE}`,
      '青禾市财政局 青禾市税务局公告2025年第8号',
    ],
  ])('of its own is found', (title, body, number) => expect(factsOf(title, body).number).toBe(number))

  it('of another document in the text is not taken for it', () => {
    expect(factsOf('关于招工的通知', NOTICE).number).toBeUndefined()
    expect(factsOf('关于招工的通知', `${NOTICE}\n附件\n青人社发〔2019〕3号文件`).number).toBeUndefined()
  })
})

describe('who issued it, and when', () => {
  it('is in the brackets under a decree that was not amended since', () => {
    const decree = '（2024年11月5日青禾市人民政府令第88号公布 自2025年1月1日起施行）'
    expect(factsOf('夜间摊位管理办法', `${decree}\n第一条 为了规范经营，制定本办法。`)).toMatchObject({
      number: '青禾市人民政府令第88号',
      issuer: '青禾市人民政府',
      date: '2024-11-05',
      region: '青禾市',
    })
    const amended = '（2004年11月5日青禾市人民政府令第8号公布 2024年1月2日修订）'
    expect(factsOf('夜间摊位管理办法', `${amended}\n第一条 为了规范经营。`)).not.toHaveProperty('number')
  })

  it.each([
    ['关于招工的通知', '青禾市人社局\n青禾市财政局\n2025年3月2日', '青禾市人社局、青禾市财政局', '2025-03-02'],
    ['关于招工的通知', '青禾市人社局\n二〇二五年三月二日\n（此件公开发布）', '青禾市人社局', '2025-03-02'],
    ['青禾市人社局关于招工的通知', '2025年3月2\n日', '青禾市人社局', '2025-03-02'],
    [
      '关于招工的通知',
      '国务院应对新型困难\n工作领导小组办公室\n2025年3月2日',
      '国务院应对新型困难工作领导小组办公室',
      '2025-03-02',
    ],
    ['关于招工的通知', '财\n政\n部\n2025年3月2日', '财政部', '2025-03-02'],
    ['关于招工的通知', '市人社局\n2025年3月2日', undefined, undefined],
  ])('%s … %s', (title, end, issuer, date) => {
    const facts = factsOf(title, `${NOTICE}\n${end}`)
    expect(facts.issuer).toBe(issuer)
    if (date) expect(facts.date).toBe(date)
  })

  it('is what a law says in brackets under its title: the last time it was changed', () => {
    const head = '（2019年5月1日青禾市人民代表大会常务委员会通过　2024年6月1日修正）'
    expect(factsOf('青禾市营商环境条例', `${head}\n第一条 为了优化营商环境。`).date).toBe('2024-06-01')
  })

  it('stays unknown where no year is told, and where a day is none', () => {
    expect(factsOf('青禾市夜市开张', '新华社青禾2月7日电\n夜市2月8日开张。').date).toBeUndefined()
    expect(dateIn('2025年2月30日')).toBeUndefined()
    expect(dateIn('2025-13-01')).toBeUndefined()
  })
})

describe('the region', () => {
  it.each([
    ['北京市石景山区人民政府', '北京市石景山区'],
    ['德阳市交通运输局', '四川省德阳市'],
    ['国家税务总局大连市税务局', '辽宁省大连市'],
    ['吉林市人民政府', '吉林省吉林市'],
    ['海南藏族自治州人民政府', '青海省海南藏族自治州'],
    ['广西：出台十条措施', '广西壮族自治区'],
    ['青禾市人民政府', '青禾市'],
    ['本溪市财政局', '辽宁省本溪市'],
    ['财政部', undefined],
    ['市场监管总局', undefined],
    ['上市公司协会', undefined],
  ])('%s: %s', (name, region) => expect(regionOf(name)).toBe(region))

  it('knows names that tell nothing', () => {
    expect(['市税务局', '我局', '各县人民政府', '本溪市财政局', '财政部'].map(isRelative)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('in force', () => {
  const signed = (text: string) => factsOf('青禾市招工补贴办法', `${text}\n青禾市人民政府\n2025年3月2日`)

  it.each([
    ['第九条 本办法自2025年4月1日起施行，有效期2年。', '2025-04-01', '2027-03-31'],
    ['本办法自发布之日起施行，有效期至2026年12月31日。', '2025-03-02', '2026-12-31'],
    ['本办法由市人社局负责解释，自印发之日起实施，施行期暂定为6个月。', '2025-03-02', '2025-09-01'],
    ['八、本通知自2025年1月1日起执行，执行至2025年底。', '2025-01-01', '2025-12-31'],
    ['本措施执行期限自印发之日起三个月。', undefined, '2025-06-01'],
    ['以上政策自即日起施行，截止日期另行公告。', '2025-03-02', undefined],
  ])('%s', (text, from, until) => {
    const facts = signed(text)
    expect([facts.from, facts.until]).toEqual([from, until])
  })

  it.each([
    '许可证有效期3年，自2025年4月1日起执行新样式。',
    '对小微企业的补贴执行至2026年6月30日。',
    '本市自2025年5月1日起施行新的最低工资标准。',
    '《国家稳岗办法》自2020年1月1日起施行。',
    '合同自签订之日起生效，有效期2年。',
  ])('is not what is said of something else: %s', (text) => {
    const { from, until } = signed(text)
    expect([from, until]).toEqual([undefined, undefined])
  })

  it('a later version of a law did not come into force when the first one did', () => {
    const body = '第九条 本法自2009年5月1日起施行。'
    const found = factsIn({ title: '某某法', body, given: { date: '2021-04-29' }, amended: true })
    expect(found.facts.from).toBeUndefined()
  })

  it('periods end the day before the same day', () => {
    expect(lastDay('2024-02-29', 1, '年')).toBe('2025-02-28')
    expect(lastDay('2025-03-02', 6, '月')).toBe('2025-09-01')
    expect(lastDay('2025-01-31', 1, '月')).toBe('2025-02-28')
    expect(lastDay('2025-03-02', 30, '日')).toBe('2025-03-31')
  })
})

describe('what it takes the place of', () => {
  it.each([
    [
      '本办法自2025年4月1日起施行，《青禾市招工办法》（青政发〔2019〕3号）、《青禾市稳岗办法》同时废止。',
      ['青禾市招工办法', '青禾市稳岗办法'],
    ],
    ['2019年发布的《青禾市招工办法》中关于补贴的规定同时废止。', []],
    ['依照《青禾市招工办法》办理。', []],
  ])('%s', (body, replaces) => expect(factsOf('青禾市新招工办法', body).replaces ?? []).toEqual(replaces))
})

describe('facts given', () => {
  it('are never overruled, and those found are named', () => {
    const given = { date: '2024-01-01', issuer: '青禾市商务局' }
    const body = `青人社发〔2025〕7号\n${NOTICE}\n青禾市人社局\n2025年3月2日`
    expect(factsIn({ title: '关于招工的通知', body, given })).toEqual({
      facts: { ...given, number: '青人社发〔2025〕7号', region: '青禾市' },
      found: ['number', 'region'],
    })
  })

  it('whatever the text, dates are days and nothing crashes', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '自',
        '2025年',
        '13月',
        '2月30日',
        '起施行',
        '有效期',
        '〇年',
        '《',
        '》同时废止',
        '\n',
        '。',
        '局',
        '（',
        '）',
      ),
      fc.string({ maxLength: 8 }),
    )
    const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(texts, texts, (title, body) => {
        const { from, until, date } = factsOf(title, body)
        for (const day of [from, until, date]) {
          if (day) expect(new Date(day).toISOString().slice(0, 10)).toBe(day)
        }
        if (from && until) expect(from <= until).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
