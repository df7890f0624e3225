import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean, documentsFrom, partsOf, repair } from '../../knowledge/clean/index.ts'
import { processorMs } from '../processor.ts'

const squeeze = (text: string) => text.replace(/\s/g, '')
const cutFrom = (page: string) => partsOf(clean(page)).flatMap(({ text, reason }) => (reason ? [[reason, text]] : []))
const CLAUSE =
  '青禾市对当年新招用十名以上本地劳动者的小微企业，按每人八百元给予一次性补贴，补贴资金在受理后三十个工作日内拨付到企业账户。'

describe('the furniture of a page', () => {
  it.each([
    ['网页导航', `欢迎访问青禾市人民政府网\n当前位置：首页 > 政策 > 就业\n招工补贴办法\n${CLAUSE}`],
    ['网页导航', `首页 > 通知公告\n招工补贴办法\n${CLAUSE}`],
    ['发布信息', `招工补贴办法\n发布时间：2025-03-02 09:30 来源：市人社局 浏览次数：31\n${CLAUSE}`],
    ['网页按钮', `招工补贴办法\n【打印本页】【关闭窗口】 字号：大 中 小\n${CLAUSE}`],
    ['网页按钮', `招工补贴办法\n${CLAUSE}\n分享到：微信 微博 QQ空间`],
    ['扫码提示', `招工补贴办法\n${CLAUSE}\n扫一扫在手机打开当前页`],
    ['编辑署名', `招工补贴办法\n${CLAUSE}\n责任编辑：某某`],
    ['页码', `招工补贴办法\n${CLAUSE}\n- 3 -\n${CLAUSE.replace('八百', '九百')}`],
    ['页码', `招工补贴办法\n${CLAUSE}\n第 3 页 / 共 8 页\n${CLAUSE.replace('八百', '九百')}`],
    ['相关文章列表', `招工补贴办法\n${CLAUSE}\n相关阅读：\n青禾市发布春季招聘信息\n夜市摊位开始报名`],
    ['版权和免责声明', `招工补贴办法\n${CLAUSE}\n免责声明：本文来源于网络，版权归原作者所有，如有侵权请联系删除。`],
    ['网站页脚', `招工补贴办法\n${CLAUSE}\n主办单位：青禾市人民政府 青ICP备00000000号`],
    [
      '重复内容',
      `招工补贴办法\n${CLAUSE}\n座谈会现场。青禾市人社局供图，三月二日\n座谈会现场。青禾市人社局供图，三月二日`,
    ],
  ])('%s is cut, with that reason', (reason, page) => {
    expect(cutFrom(page).map(([why]) => why)).toContain(reason)
    const [document] = documentsFrom('页.txt', page)
    expect(document).toMatchObject({ title: '招工补贴办法' })
    expect(squeeze(document?.body ?? '')).toContain(squeeze(CLAUSE))
    expect(document?.cut?.map((one) => one.reason)).toContain(reason)
  })

  it.each([
    '打开手机应用首页→点击“我要申报”→下载申请表',
    '三、企业应当打印申请表两份，并在关闭系统前分享给经办人。',
    '申请人凭二维码进入；扫描二维码填写问卷后即可办理。',
    '第三页所列材料须加盖公章。',
    '版权登记费用由市财政全额补助。',
    '延伸阅读：\n一、本办法所称企业，是指在本市登记的企业。',
    '项目：稳岗补贴 ｜ 标准：分享到户 ｜ 时限：打印后3日',
    '来源：青禾市统计局数据',
  ])('a clause that only sounds like it stays: %s', (clause) => {
    expect(cutFrom(`招工补贴办法\n${CLAUSE}\n${clause}`)).toEqual([])
  })

  it('what it says of itself becomes the document’s', () => {
    const page = `招工补贴办法\n发布时间：2025-03-02 来源：某报\n${CLAUSE}\n原文链接：https://example.gov.cn/a/1.html`
    expect(documentsFrom('页.txt', page)).toMatchObject([
      { date: '2025-03-02', link: 'https://example.gov.cn/a/1.html', found: ['date', 'link'] },
    ])
  })
})

describe('a preview that was cut off', () => {
  it.each(['预览阅读已结束，若您需要全文，请扫码联系客服！', '登录后查看全文', '还剩12页未读，付费后继续阅读'])(
    'is marked incomplete: %s',
    (tail) => {
      const [document] = documentsFrom('页.txt', `市长在推进会上的讲话\n${CLAUSE}\n${tail}`)
      expect(document).toMatchObject({ incomplete: true, warnings: [expect.stringContaining('不完整')] })
      expect(document?.body).not.toContain(tail)
    },
  )
})

describe('a page that holds several articles', () => {
  const entry = (title: string, day: string) => `  • ${title}\n    ${CLAUSE}${CLAUSE}\n    ${day}`

  it('becomes several documents, each with its title, its text and its date', () => {
    const page = [
      '欢迎访问青禾之窗',
      '当前位置:首页 > 多彩青禾',
      '多彩青禾',
      entry('青禾市：夜市开张', '2023-04-10'),
      entry('青禾市：招工补贴到账', '2023-04-07'),
      entry('青禾市：人才公寓开放', '04/06'),
    ].join('\n')
    const documents = documentsFrom('页.txt', page)
    expect(documents.map(({ path, title, date }) => [path, title, date])).toEqual([
      ['页.txt', '青禾市：夜市开张', '2023-04-10'],
      ['页.txt#2', '青禾市：招工补贴到账', '2023-04-07'],
      ['页.txt#3', '青禾市：人才公寓开放', undefined],
    ])
    expect(documents[2]?.warnings).toEqual([expect.stringContaining('没有年份')])
    expect(documents.every(({ body }) => body === CLAUSE + CLAUSE)).toBe(true)
  })

  it('and what stands above them is kept, if only a long line', () => {
    const days = ['2023-04-10', '2023-04-07', '2023-04-06']
    const page = [`${CLAUSE}`, ...days.map((day) => entry(`青禾市要闻${day}`, day))].join('\n')
    expect(documentsFrom('页.txt', page).map(({ path, title }) => [path, title])).toEqual([
      ['页.txt', '页'],
      ...days.map((day, n) => [`页.txt#${n + 2}`, `青禾市要闻${day}`]),
    ])
  })

  it('but dates of signatures and a list with bullets make no articles', () => {
    const signed = `招工补贴通知\n${CLAUSE}\n青禾市人社局\n2025年3月2日`
    expect(documentsFrom('页.txt', `${signed}\n${signed}\n${signed}`)).toHaveLength(1)
    expect(documentsFrom('页.txt', `招工补贴办法\n${CLAUSE}\n• 身份证\n• 营业执照\n• ${CLAUSE}`)).toHaveLength(1)
  })
})

describe('a page whose encoding went wrong', () => {
  const garbled =
    '企業(yè)發(fā)展，優(yōu)勢互補。“我們要幫助企業(yè)發(fā)展!痹谌ツ11月的會上，他說。問題被提出，F(xiàn)場答復。'

  it('becomes simplified text; sounds go, eaten signs come back, a lost character is shown as lost', () => {
    const { text, notes } = repair(garbled)
    expect(text).toBe('企业发展，优势互补。“我们要帮助企业发展。”在去□11月的会上，他说。问题被提出。现场答复。')
    expect(notes.join('；')).toMatch(/5 处注音.*2 处被吃掉.*1 个字已经丢失/)
  })

  it.each([
    '企業發展，優勢互補。',
    '著名詩人（zhù）來訪',
    '孫中山(sun)',
    '重庆(chóng)、厦门(xià)、六安(lù)、台州(tāi)',
  ])('while text that is only traditional, or tells how a name is read, is left alone: %s', (text) =>
    expect(repair(text)).toEqual({ text, notes: [] }),
  )
})

describe('nothing readable is lost silently', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '欢迎访问青禾之窗',
      '当前位置:首页 > 新闻',
      '发布时间：2025-03-02 来源：某报',
      '【打印本页】',
      '【',
      '责任编辑：',
      '某某',
      '- 3 -',
      '相关阅读',
      '免责声明：版权归原作者所有',
      '预览阅读已结束',
      '• 青禾市：夜市开张',
      '04/10',
      '2023-04-10',
      '关于招工补贴的通知',
      '关于招工補貼的通知',
      '企業(yè)發(fā)展!痹谌ツ11月',
      '# 标题',
      '项目：稳岗补贴 ｜ 标准：500元',
      CLAUSE,
      CLAUSE + CLAUSE,
    ),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  )
  const pages = fc.array(line, { maxLength: 40 }).map((lines) => lines.join('\n'))

  it('every character is kept in order, or in a piece that says why it was cut', () => {
    fc.assert(
      fc.property(pages, (page) => {
        const text = clean(page)
        const parts = partsOf(text)
        expect(squeeze(parts.map((part) => part.text).join(''))).toBe(squeeze(text))
      }),
      { numRuns: 500 },
    )
  })

  it('and the documents hold what is kept', () => {
    fc.assert(
      fc.property(pages, (page) => {
        const documents = documentsFrom('页.txt', page)
        const { text } = repair(clean(page))
        const cut = documents.flatMap((one) => one.cut ?? []).reduce((sum, { characters }) => sum + characters, 0)
        const kept = documents.map(({ title, body }) => squeeze(title === '页' ? body : title + body)).join('')
        if (documents.length === 0) return
        // The marks of a heading that becomes a title are all that may be missing.
        const difference = squeeze(text).length - kept.length - cut
        expect(difference).toBeGreaterThanOrEqual(0)
        expect(difference).toBeLessThanOrEqual(documents.length)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the time it takes', () => {
  it.each([
    '（通过',
    '打印',
    '企業(yè)',
    '!痹谌ツ',
    '首页 > ',
    '•',
    '• 甲\n',
    '2025年1月1日\n',
    '关于\n',
    '《甲》同时废止',
  ])('grows with the page, not faster: %j', (piece) => {
    const page = `标题\n${piece.repeat(200_000 / piece.length)}`
    expect(processorMs(() => documentsFrom('页.txt', page))).toBeLessThan(5000)
  })
})
