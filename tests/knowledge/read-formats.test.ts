import { describe, expect, it } from 'vitest'
import { readFolder } from '../../knowledge/read/index.ts'
import { folderWith } from './folder.ts'
import { laidOut, paragraph, pdf, table, word, workbook } from './make-files.ts'

const CENTRED = '<w:jc w:val="center"/>'

async function read(files: Readonly<Record<string, string | Uint8Array>>) {
  const { documents, faults } = await readFolder(folderWith(files), { fileBytes: 10_000_000 })
  expect(faults).toEqual([])
  return documents
}

async function only(path: string, content: string | Uint8Array) {
  const [document, ...others] = await read({ [path]: content })
  expect(others).toEqual([])
  if (!document) throw new Error('nothing read')
  return { ...document, lines: document.body.split('\n') }
}

const page = (article: string, { head = '', around = '' } = {}) =>
  `<!DOCTYPE html><html><head><meta charset="utf-8">${head}</head><body>
   <div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>
   <div class="position">当前位置：首页 &gt; 政策文件</div>${around}
   <div id="zoom">${article}</div>
   <div class="share">分享到：微信 微博</div><footer>版权所有：青禾市人民政府 青ICP备00000000号</footer>
   <script>track()</script></body></html>`

describe('a page saved from a government site', () => {
  it('is its article: without navigation, share bar, footer and scripts', async () => {
    const { title, lines } = await only(
      'a.html',
      page('<h1>夜市摊位办法</h1><p>第一条 摊位每月<b>两百元</b>。</p><p>第二条 三日内办结。</p>'),
    )
    expect(title).toBe('夜市摊位办法')
    expect(lines).toEqual(['第一条 摊位每月两百元。', '第二条 三日内办结。'])
  })

  it('has its title, number, issuer, date and address from its meta and from the box over the text', async () => {
    const head = `<title>冷链补贴办法_青禾市人民政府</title><meta name="ArticleTitle" content="青禾市冷链补贴办法">
      <meta name="PubDate" content="2025-03-09 10:22"><meta name="ContentSource" content="青禾市商务局"><meta name="Url" content="http://www.qinghe.example/art/1.html">`
    const around = `<table><tr><td>索 引 号：</td><td>QH-7</td><td>发文字号：</td><td>青商发〔2025〕7号</td></tr>
      <tr><td>成文日期：</td><td>2025年3月2日</td><td>有效期至：</td><td>2027年12月31日</td></tr></table>`
    expect(
      await only('a.htm', page('<p>冷库每立方米补贴五十元，由商务局负责审核与发放。</p>', { head, around })),
    ).toMatchObject({
      title: '青禾市冷链补贴办法',
      number: '青商发〔2025〕7号',
      issuer: '青禾市商务局',
      date: '2025-03-02',
      until: '2027-12-31',
      link: 'http://www.qinghe.example/art/1.html',
    })
  })

  it('keeps headings, lists, links to elsewhere, and what pictures are called', async () => {
    const { lines } = await only(
      'a.html',
      page(`<h1>指南</h1><h3>申请材料</h3><ol><li>营业执照</li><li>申请表<ul><li>正本</li></ul></li></ol>
        <p style="text-align: center">办理地点</p><p>见<a href="http://www.qinghe.example/map">地图</a>，<a href="#top">回到顶部</a>，面积10m<sup>2</sup>。</p>
        <p>同一段
        的下一行<img src="1.png" alt="流程图"></p><p style="display:none">看不见</p>`),
    )
    expect(lines).toEqual([
      '### 申请材料',
      '1. 营业执照',
      '2. 申请表',
      '- 正本',
      '## 办理地点',
      '见地图（http://www.qinghe.example/map），回到顶部，面积10m²。',
      '同一段的下一行（图：流程图）',
    ])
  })

  it.each([
    ['GBK', 'gb2312', 'c3bfbba7b2b9ccf9d2bbb0d9d4aaa1a3', '每户补贴一百元。'],
    ['Big5', 'big5', 'a4e1b8c9b64ba440a6caa4b8a143', /^[户戶][补補][贴貼]一百元。$/],
  ])('is decoded as it says of itself: %s', async (_, charset, hex, text) => {
    const html = `<html><head><meta charset=${charset}><title>Subsidy</title></head><body><div id=zoom><p>@</p></div></body></html>`
    const [before = '', after = ''] = html.split('@')
    const { lines } = await only(
      'a.html',
      Buffer.concat([Buffer.from(before), Buffer.from(hex, 'hex'), Buffer.from(after)]),
    )
    expect(lines).toEqual([expect.stringMatching(text)])
  })

  it('is found where nothing names its place, too', async () => {
    const texts = ['申请', '受理', '审核', '答复'].map(
      (step) => `${step}由所在区的政务服务中心负责，材料齐全的当场办理，五个工作日内办结。`,
    )
    const { lines } = await only(
      'a.html',
      `<html><body><div><a href=1>要闻</a><a href=2>公告</a></div><div><h1>受理须知</h1><div>${texts.map((text) => `<p>${text}</p>`).join('')}</div></div><div>友情链接</div></body></html>`,
    )
    expect(lines).toEqual(texts)
  })

  it('of the time of tables has its text from a cell of nothing but line breaks, its title from the cell above', async () => {
    const old = `<HTML><HEAD><TITLE>欢迎访问青禾县工业园区网站</TITLE></HEAD><BODY><TABLE><TR><TD><A href="/">首页</A> | <A>园区概况</A></TD></TR></TABLE>
      <TABLE><TR><TD>国家政策</TD><TD><TABLE><TR><TD align=center><FONT size=5>入园企业优惠政策（暂行）</FONT></TD></TR><TR><TD>发布时间：2019-6-9　点击：[586]次</TD></TR>
      <TR><TD><FONT face=宋体>&nbsp;&nbsp;为鼓励企业入园，经县政府同意，制定本政策。<BR>&nbsp;&nbsp;标准厂房前三年免收租金，第四年、第五年减半收取。<BR>
      <TABLE border=1><TR><TD>年纳税额</TD><TD>奖励比例</TD><TD>期限</TD></TR><TR><TD>100万元以上</TD><TD>20%</TD><TD>三年</TD></TR></TABLE>青禾县工业园区管理委员会<BR>二〇一九年六月一日</FONT></TD></TR></TABLE></TD></TR></TABLE>
      <TABLE><TR><TD>版权所有：青禾县工业园区管理委员会　技术支持：青禾网络<BR>备案号：青ICP备00000000号</TD></TR></TABLE></BODY></HTML>`
    const { title, date, lines } = await only('a.htm', old)
    expect(title).toBe('入园企业优惠政策（暂行）')
    expect(date).toBe('2019-06-01')
    expect(lines).toEqual([
      '为鼓励企业入园，经县政府同意，制定本政策。',
      '标准厂房前三年免收租金，第四年、第五年减半收取。',
      '年纳税额：100万元以上 ｜ 奖励比例：20% ｜ 期限：三年',
      '青禾县工业园区管理委员会',
      '二〇一九年六月一日',
    ])
  })

  it('of WeChat is what it hides until its script has run, without what asks to follow', async () => {
    const { title, date, lines } = await only(
      'a.html',
      `<html><head><meta property="og:title" content="青禾市发放消费券"></head><body><h1 id="activity-name">青禾市发放消费券</h1><em id="publish_time">2025-09-01 18:30</em>
       <div id="js_content" style="visibility: hidden"><section style="text-align:center">点击上方<strong>蓝字</strong>关注我们</section><section><strong>01 领取时间</strong></section>
       <p>9月5日起，每日<span>10:00</span>，在小程序领取。</p><p style="text-align:center">往期推荐</p><p><a>青禾夜市地图来了</a></p><p style="text-align:center">点个“在看”分享给更多人</p></div><p>轻触阅读原文</p></body></html>`,
    )
    expect({ title, date }).toEqual({ title: '青禾市发放消费券', date: '2025-09-01' })
    expect(lines).toEqual(['### 01 领取时间', '9月5日起，每日10:00，在小程序领取。'])
  })

  it('has the day its text is signed rather than the day it was put on the web; a title broken in a line is whole', async () => {
    const head = '<meta name="PubDate" content="2025-05-06">'
    const { title, date } = await only(
      'a.html',
      page(
        '<p align="center">青禾市商务局关于做好<br>冷链补贴工作的通知</p><p>冷库每立方米补贴五十元，由商务局负责审核。</p><p>青禾市商务局</p><p>2025年4月28日</p>',
        { head },
      ),
    )
    expect({ title, date }).toEqual({ title: '青禾市商务局关于做好冷链补贴工作的通知', date: '2025-04-28' })
  })

  it('is not told apart from what the browser saved with it', async () => {
    expect(
      await read({ 'a.html': page('<p>摊位每月两百元，由城管局收取。</p>'), 'a_files/style.css': 'x' }),
    ).toHaveLength(1)
  })

  it('is several documents where it has several articles', async () => {
    const article = (title: string) =>
      `<article><h2>${title}</h2>${'<p>摊位每月两百元，办理时限三个工作日，逾期视为同意。</p>'.repeat(6)}</article>`
    const documents = await read({
      'a.html': `<html><body><main>${article('夜市办法')}${article('早市办法')}</main></body></html>`,
    })
    expect(documents.map(({ path, title }) => [path, title])).toEqual([
      ['a.html', '夜市办法'],
      ['a.html#2', '早市办法'],
    ])
  })
})

describe('a Word document', () => {
  const level = (at: number, format: string, text: string) =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`
  const numbering = `<w:abstractNum w:abstractNumId="7">${level(0, 'chineseCountingThousand', '第%1条')}${level(1, 'chineseCounting', '（%2）')}</w:abstractNum>
    <w:abstractNum w:abstractNumId="8">${level(0, 'bullet', '')}</w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>`
  const listed = (list: number, depth = 0) => `<w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="${list}"/></w:numPr>`

  it('has its title put together where it is set in several lines, and its number from the head of the paper', async () => {
    const body = [
      paragraph('青禾市人民政府文件', CENTRED),
      paragraph('青政发〔2025〕3号', CENTRED),
      paragraph('青禾市人民政府关于印发', CENTRED, true),
      paragraph('《冷链补贴办法》的通知', CENTRED, true),
      paragraph('各区人民政府：现将办法印发给你们。'),
    ].join('')
    expect(await only('a.docx', word({ body }))).toMatchObject({
      title: '青禾市人民政府关于印发《冷链补贴办法》的通知',
      number: '青政发〔2025〕3号',
    })
  })

  it('has all of a title that is set in three lines', async () => {
    const lines = ['青禾市人民政府办公室', '关于印发青禾市支持冷链企业', '若干措施的通知']
    const body = [...lines.map((line) => paragraph(line, CENTRED)), paragraph('各区人民政府：现将措施印发给你们。')]
    expect(await only('a.docx', word({ body: body.join('') }))).toMatchObject({
      title: lines.join(''),
      body: '各区人民政府：现将措施印发给你们。',
    })
  })

  it('keeps the numbers Word makes itself: articles, items, bullets', async () => {
    const body = [
      paragraph('摊位办法', CENTRED),
      paragraph('每月两百元。', listed(1)),
      paragraph('有下列情形的减半：', listed(1)),
      paragraph('残疾人；', listed(1, 1)),
      paragraph('退役军人。', listed(1, 1)),
      paragraph('三日内办结。', listed(1)),
      paragraph('营业执照', listed(2)),
    ].join('')
    const { lines } = await only('a.docx', word({ body, numbering }))
    expect(lines).toEqual([
      '第一条 每月两百元。',
      '第二条 有下列情形的减半：',
      '（一）残疾人；',
      '（二）退役军人。',
      '第三条 三日内办结。',
      '- 营业执照',
    ])
  })

  it('has headings by the names and outline levels of its styles; tables of contents and hidden text go, notes stay', async () => {
    const styles = `<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 2"/></w:style>
      <w:style w:type="paragraph" w:styleId="a2"><w:name w:val="正文大"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="a3"><w:name w:val="toc 1"/></w:style>`
    const footnotes = `<w:footnote w:id="1">${paragraph('以工作日计。')}</w:footnote>`
    const body = [
      paragraph('摊位办法', CENTRED),
      paragraph('总则 1', '<w:pStyle w:val="a3"/>'),
      paragraph('总则', '<w:pStyle w:val="a1"/>'),
      paragraph('收费', '<w:pStyle w:val="a2"/>'),
      paragraph(
        '<w:r><w:t>三日内办结</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>勿看</w:t></w:r>',
      ),
    ].join('')
    const { lines } = await only('a.docx', word({ body, styles, footnotes }))
    expect(lines).toEqual(['## 总则', '### 收费', '三日内办结[1]', '[1] 以工作日计。'])
  })

  it('has a line for each row of a table, with its header, and what is merged in every row', async () => {
    const body =
      paragraph('补贴标准', CENTRED) +
      table(
        ['项目', '标准', '时限'],
        ['<w:vMerge w:val="restart"/>|冷库', '50元', '3天'],
        ['<w:vMerge/>|', '60元', '5天'],
      )
    const { lines } = await only('a.docx', word({ body }))
    expect(lines).toEqual(['项目：冷库 ｜ 标准：50元 ｜ 时限：3天', '项目：冷库 ｜ 标准：60元 ｜ 时限：5天'])
  })
})

describe('a PDF with text', () => {
  const long =
    '第一条 为了支持冷链物流企业发展，根据有关规定，结合本市实际，制定本办法，由市商务局会同有关部门组织实施和监督检查。'

  it('has its lines put together to paragraphs, across pages, and its title from what is large and in the middle', async () => {
    const paragraphs = [
      long,
      '第二条 冷库每立方米补贴五十元。',
      ...Array.from(
        { length: 60 },
        (_, at) => `（${at}）${'甲乙丙丁戊己庚辛壬癸'.charAt(at % 10).repeat(at % 7)}${long}`,
      ),
    ]
    const { title, lines } = await only('a.pdf', pdf(laidOut('青禾市冷链补贴办法', paragraphs)))
    expect(title).toBe('青禾市冷链补贴办法')
    expect(lines).toEqual(paragraphs)
  })

  it('has no headings where a paragraph begins set in, and no blanks where figures are set a little apart', async () => {
    const line = '为促进冷链物流发展经市政府同意现将有关事项通知各单位如下并请'
    const at = (text: string, x: number, y: number) => ({ text, x, y, size: 14 })
    const full = Array.from({ length: 12 }, (_, row) => [
      at(line, 90 + 28, 100 + row * 40),
      at('结合实际认真贯彻执行同时报送。', 90, 120 + row * 40),
    ])
    const figures = [at('施行日期为', 118, 700), at('2025', 191, 700), at('年。', 222, 700)]
    const { lines } = await only('a.pdf', pdf([[at('冷链补贴办法', 255, 60), ...full.flat(), ...figures]]))
    expect(lines.filter((one) => one.startsWith('#'))).toEqual([])
    expect(lines.at(-1)).toBe('施行日期为2025年。')
  })

  it('has no page numbers, nor what stands over every page', async () => {
    const pages = laidOut(
      '青禾市冷链补贴办法',
      Array.from({ length: 60 }, (_, at) => long.slice(at % 9)),
      '青禾市政府公报 2025年第3期',
    )
    const { body } = await only('a.pdf', pdf(pages))
    expect(pages.length).toBeGreaterThan(2)
    expect(body).not.toMatch(/公报|— ?\d/)
  })

  it('is read column by column where it has two', async () => {
    const column = (x: number, name: string) =>
      Array.from({ length: 12 }, (_, at) => ({
        text: `${name}栏的文字排得满满的一共十八个字${at % 10}`,
        x,
        y: 150 + at * 18,
      }))
    const pages = [[{ text: '两栏的公报公告', x: 230, y: 90, size: 20 }, ...column(60, '左'), ...column(320, '右')]]
    const { body } = await only('a.pdf', pdf(pages))
    expect(body.replace(/[^左右]/g, '')).toMatch(/^左{12}右{12}$/)
  })

  it('has words that were cut at the end of a line made whole', async () => {
    const lines = ['Small firms may apply for subsi-', 'dies at the local office, which', 'answers within five days.']
    const page = [
      { text: 'Subsidy Notice', x: 250, y: 90, size: 20 },
      ...lines.map((text, at) => ({ text, x: 80, y: 130 + at * 16 })),
    ]
    const { body } = await only('a.pdf', pdf([page]))
    expect(body).toBe('Small firms may apply for subsidies at the local office, which answers within five days.')
  })

  it.each(['UniGB-UCS2-H', 'GBK-EUC-H'] as const)(
    'is read where its font has no table of its own but %s',
    async (encoding) => {
      const gbk = { 补: 'b2b9', 贴: 'ccf9', 五: 'cee5', 十: 'caae', 元: 'd4aa', 标: 'b1ea', 准: 'd7bc' }
      const encode = (text: string) => [...text].map((one) => gbk[one as keyof typeof gbk]).join('')
      const lines = [
        { text: '补贴标准', x: 80, y: 80 },
        { text: '补贴标准补贴标准五十元五十元', x: 80, y: 120 },
      ]
      const document = await only('a.pdf', pdf([lines], encoding === 'GBK-EUC-H' ? { encoding, encode } : { encoding }))
      expect(document).toMatchObject({ title: '补贴标准', body: '补贴标准补贴标准五十元五十元' })
    },
  )
})

describe('a workbook', () => {
  const header = ['序号', '问题', '答案', '分类', '依据', '责任单位', '有效期至', '备注']

  it('of questions and answers is a document for each row, with what the other columns say of it', async () => {
    const rows = [
      ['常见问题'],
      header,
      [
        1,
        '摊位怎么申请？',
        '到窗口。\n也可以网上办。',
        '夜市',
        '《夜市办法》第三条',
        '青禾市城管局',
        new Date('2027-12-31'),
        '自带照片',
      ],
      [2, '摊位多少钱？', '每月两百元。'],
    ]
    const documents = await read({
      '问答.xlsx': await workbook({ 问答: rows }, (book) => book.worksheets[0]?.mergeCells('A1:H1')),
    })
    expect(documents).toMatchObject([
      {
        path: '问答.xlsx#3',
        title: '摊位怎么申请？',
        body: '到窗口。\n也可以网上办。\n备注：自带照片',
        topics: ['夜市'],
        sources: ['《夜市办法》第三条'],
        issuer: '青禾市城管局',
        until: '2027-12-31',
      },
      { path: '问答.xlsx#4', title: '摊位多少钱？', body: '每月两百元。' },
    ])
  })

  it('of other sheets is a table each; formulas are their results, links their words and address', async () => {
    const sheets = {
      标准: [
        ['项目', '标准', '网址'],
        ['夜市', { formula: '100*2', result: 200 }, { text: '官网', hyperlink: 'http://www.qinghe.example/' }],
        ['早市', 0.05],
      ],
      电话: [
        ['单位', '电话'],
        ['城管局', '0000-1234'],
      ],
    }
    const percent = await workbook(sheets, (book) => {
      const cell = book.getWorksheet('标准')?.getCell('B3')
      if (cell) cell.numFmt = '0%'
    })
    const documents = await read({ '表.xlsx': percent })
    expect(documents.map(({ path, title, body }) => [path, title, body])).toEqual([
      [
        '表.xlsx#标准',
        '表 标准',
        '项目：夜市 ｜ 标准：200 ｜ 网址：官网（http://www.qinghe.example/）\n项目：早市 ｜ 标准：5%',
      ],
      ['表.xlsx#电话', '表 电话', '单位：城管局 ｜ 电话：0000-1234'],
    ])
  })

  it('as .csv is read the same way, in GB18030 too', async () => {
    const documents = await read({
      'q.csv': '问题,答案\n"摊位, 多少钱？","每月 ""两百元""。\n另收押金。"\n早市呢？,不收费。\n',
    })
    expect(documents.map(({ path, title, body }) => [path, title, body])).toEqual([
      ['q.csv#2', '摊位, 多少钱？', '每月 "两百元"。\n另收押金。'],
      ['q.csv#4', '早市呢？', '不收费。'],
    ])
  })

  it('says which question has no answer', async () => {
    const folder = folderWith({ 'q.csv': '问题,答案\n有答案吗？,\n摊位多少钱？,两百元\n' })
    const { faults } = await readFolder(folder, { fileBytes: 1_000_000 })
    expect(faults).toMatchObject([{ path: 'q.csv', line: 2, reason: expect.stringContaining('没有答案') }])
  })
})

describe('a folder', () => {
  it('tells of each file how to know it again, and does not read what is known', async () => {
    const folder = folderWith({
      'a.txt': '甲\n正文一段。',
      'b.docx': word({ body: paragraph('乙') + paragraph('正文。') }),
      '_kb/words.txt': '词',
    })
    const first = await readFolder(folder, { fileBytes: 1_000_000 })
    expect(first.files).toEqual([
      { path: 'a.txt', size: 19, mtimeMs: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { path: 'b.docx', size: expect.any(Number), mtimeMs: expect.any(Number) },
    ])
    const asked: unknown[] = []
    const known = first.documents.filter(({ path }) => path === 'b.docx').map((one) => ({ ...one, title: '旧' }))
    const reuse = (...file: unknown[]) => {
      asked.push(file)
      return known
    }
    const again = await readFolder(folder, { fileBytes: 1_000_000, reuse })
    expect(asked).toEqual([['b.docx', first.files[1]?.size, first.files[1]?.mtimeMs]])
    expect(again.documents.map(({ title }) => title)).toEqual(['甲', '旧'])
  })
})
