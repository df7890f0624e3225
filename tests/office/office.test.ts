import { inflateSync } from 'node:zlib'
import exceljs from 'exceljs'
import fc from 'fast-check'
import mammoth from 'mammoth'
import { describe, expect, it } from 'vitest'
import { createOffice } from '../../adapters/office/index.ts'
import type { Chart, Sheet } from '../../bot/ports/office.ts'

const office = createOffice()
const sheet = (rows: (string | number | null)[][], name = '台账'): Sheet => ({
  name,
  columns: [
    { name: '编号', width: 15 },
    { name: '内容', width: 60 },
    { name: '天数', width: 8 },
  ],
  rows,
})

async function opened(...sheets: Sheet[]) {
  const book = new exceljs.Workbook()
  const bytes = await office.xlsx(sheets)
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer)
  return book
}

/** The beginnings a spreadsheet takes for a formula. */
const RUNNABLE = [
  '=1+1',
  '+1',
  '-1+2',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1',
  '＋1',
  '－1',
  '＠A1',
  ' =1',
  '=HYPERLINK("x")',
]

describe('a workbook', () => {
  it('has a header that stays in sight, filters and widths; long texts wrap', async () => {
    const [page] = (await opened(sheet([['QQ-1', '甲方欠款', 3]]))).worksheets
    expect(page?.name).toBe('台账')
    expect(page?.views).toMatchObject([{ state: 'frozen', ySplit: 1 }])
    expect(page?.autoFilter).toBe('A1:C2')
    expect(page?.getColumn(2).width).toBe(60)
    expect(page?.getRow(1).values).toEqual([undefined, '编号', '内容', '天数'])
    expect(page?.getCell('B2').alignment).toMatchObject({ wrapText: true })
    expect(page?.getCell('C2').value).toBe(3)
  })

  it.each(RUNNABLE)('keeps %j a text', async (text) => {
    const [page] = (await opened(sheet([[text, null, null]]))).worksheets
    const cell = page?.getCell('A2')
    expect(cell?.type).toBe(exceljs.ValueType.String)
    expect(cell?.formula).toBeUndefined()
    expect(cell?.numFmt).toBe('@')
  })

  it('keeps a date a text, as it was written', async () => {
    const [page] = (await opened(sheet([['2026-11-22', '', null]]))).worksheets
    expect(page?.getCell('A2')).toMatchObject({ value: '2026-11-22', type: exceljs.ValueType.String })
  })

  it('opens again, whatever people typed', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { maxLength: 5 }), async (rows) => {
        const [page] = (await opened(sheet(rows.map(([a, b]) => [a, b, 1])))).worksheets
        expect(page?.rowCount).toBe(rows.length + 1)
      }),
      { numRuns: 40 },
    )
  })

  it('takes a name that Excel refuses, and a text longer than its cells', async () => {
    const [page] = (await opened(sheet([['长'.repeat(40_000), '', null]], '台账[11/22]: 全部'))).worksheets
    expect(page?.name).toBe('台账 11 22   全部')
    expect(String(page?.getCell('A2').value)).toHaveLength(32_767)
  })
})

describe('a CSV file', () => {
  const lines = (rows: (string | number | null)[][]) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(office.csv(sheet(rows)))

  it('begins with a mark, has a header, quotes what must be quoted, and ends its lines with CR LF', () => {
    expect(lines([['a,"b"', '两\n行', 3]])).toBe('\ufeff编号,内容,天数\r\n"a,""b""","两\n行",3\r\n')
  })

  it.each(RUNNABLE)('puts a quote before %j', (text) => {
    const [, row = ''] = lines([[text, null, null]]).split('编号,内容,天数\r\n')
    expect(row.replace(/^"/, '')[0]).toBe("'")
  })

  it('leaves a number and a plain text alone', () => {
    expect(lines([['QQ-1', '货款-尾款', -3]])).toContain('QQ-1,货款-尾款,-3')
  })
})

/** The size of a PNG, and how many colours its pixels have. */
function look(png: Uint8Array) {
  const bytes = Buffer.from(png)
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  const data: Buffer[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const raw = inflateSync(Buffer.concat(data))
  return { width, height, distinct: new Set(raw).size }
}

describe('a chart', () => {
  const chart: Chart = {
    title: '收到诉求',
    kind: 'bar',
    labels: ['咨询', '投诉'],
    series: [{ name: '件数', values: [3, 5] }],
    unit: '件',
  }

  it.each(['bar', 'line', 'stacked'] as const)(
    'is drawn as %s: a PNG of twice 960 × 540, and not blank',
    async (kind) => {
      const { width, height, distinct } = look(await office.png({ ...chart, kind }))
      expect([width, height]).toEqual([1920, 1080])
      expect(distinct).toBeGreaterThan(20)
    },
  )

  it('grows with the bars it has where their names are long', async () => {
    const labels = Array.from({ length: 20 }, (_, i) => `招投标与政府采购${i}`)
    const { height } = look(
      await office.png({ ...chart, labels, series: [{ name: '件', values: labels.map((_, i) => i) }] }),
    )
    expect(height).toBeGreaterThan(1500)
  })

  it('shows the Chinese words: another title is another picture', async () => {
    const [one, other] = await Promise.all([office.png(chart), office.png({ ...chart, title: '收到来信' })])
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false)
  })

  it('does without figures, and with gaps', async () => {
    expect(look(await office.png({ ...chart, labels: [], series: [] })).width).toBe(1920)
    expect(look(await office.png({ ...chart, kind: 'line', series: [{ name: '件', values: [null, 2] }] })).width).toBe(
      1920,
    )
  })
})

describe('a letter', () => {
  it('holds its title, paragraphs and tables', async () => {
    const bytes = await office.docx({
      name: '催告函',
      title: '关于支付货款的催告函',
      parts: [
        { text: '云州市大禹建设集团有限公司：', align: 'left' },
        { text: '请于十日内付清。\u0000' },
        {
          table: [
            ['期间', '利息'],
            ['2026年', '100元'],
          ],
        },
        { text: '落款\n2026年11月22日', align: 'right', strong: true },
      ],
    })
    const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) })
    expect(value.split(/\n+/).filter((line) => line !== '')).toEqual([
      '关于支付货款的催告函',
      '云州市大禹建设集团有限公司：',
      '请于十日内付清。',
      '期间',
      '利息',
      '2026年',
      '100元',
      '落款',
      '2026年11月22日',
    ])
  })
})
