import excel from 'exceljs'
import { strToU8, zipSync } from 'fflate'

/** Small files of the formats people send, made for a test. */

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

interface WordParts {
  readonly body: string
  readonly styles?: string
  readonly numbering?: string
  readonly footnotes?: string
}

/** A paragraph of Word; `how` is what stands in its properties, such as `<w:jc w:val="center"/>`. */
export function paragraph(text: string, how = '', bold = false): string {
  const run = text.startsWith('<w:r>')
    ? text
    : `<w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}<w:t xml:space="preserve">${text}</w:t></w:r>`
  return `<w:p>${how ? `<w:pPr>${how}</w:pPr>` : ''}${run}</w:p>`
}

/** A table of Word, its rows of cells; a cell may begin with its properties (`<w:gridSpan w:val="2"/>|text`). */
export function table(...rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const [how = '', words = ''] = text.startsWith('<') ? text.split('|') : ['', text]
    return `<w:tc><w:tcPr>${how}</w:tcPr>${paragraph(words)}</w:tc>`
  }
  return `<w:tbl>${rows.map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`
}

export function wordXml({ body, styles = '', numbering = '', footnotes = '' }: WordParts): Record<string, string> {
  const parts: [name: string, type: string, xml: string][] = [
    ['styles', 'styles', `<w:styles ${W}>${styles}</w:styles>`],
    ['numbering', 'numbering', `<w:numbering ${W}>${numbering}</w:numbering>`],
    ['footnotes', 'footnotes', `<w:footnotes ${W}>${footnotes}</w:footnotes>`],
  ]
  const types = parts.map(
    ([name, type]) => `<Override PartName="/word/${name}.xml" ContentType="${WORD}.${type}+xml"/>`,
  )
  const relations = parts.map(
    ([name, type], id) => `<Relationship Id="r${id}" Type="${OFFICE}/${type}" Target="${name}.xml"/>`,
  )
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/>${types.join('')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}</Relationships>`,
    'word/document.xml': `<w:document ${W}><w:body>${body}</w:body></w:document>`,
    ...Object.fromEntries(parts.map(([name, , xml]) => [`word/${name}.xml`, xml])),
  }
}

export function word(parts: WordParts): Uint8Array {
  return zipped(wordXml(parts))
}

export function zipped(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const bytes = Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part])
  return zipSync(Object.fromEntries(bytes))
}

/** A workbook; `dress` may merge cells and give them links. */
export async function workbook(
  sheets: Readonly<Record<string, readonly (readonly excel.CellValue[])[]>>,
  dress: (book: excel.Workbook) => void = () => {},
): Promise<Uint8Array> {
  const book = new excel.Workbook()
  for (const [name, rows] of Object.entries(sheets)) book.addWorksheet(name).addRows(rows.map((row) => [...row]))
  dress(book)
  return new Uint8Array(await book.xlsx.writeBuffer())
}

/** A line of a PDF: where its left end stands, in points from the top left corner of an A4 page, and how large it is. */
export interface Printed {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly size?: number
}

interface PdfOptions {
  /** How the font numbers its characters: `Identity-H` with a table to Unicode, or one of Adobe's encodings without. */
  readonly encoding?: 'Identity-H' | 'UniGB-UCS2-H' | 'GBK-EUC-H'
  readonly encode?: (text: string) => string
  readonly encrypted?: boolean
}

const unicodeHex = (text: string) =>
  [...text].map((character) => character.charCodeAt(0).toString(16).padStart(4, '0')).join('')

/** A PDF as a printer driver writes it: a font of Chinese characters by number, with a table that leads back to Unicode. */
export function pdf(
  pages: readonly (readonly Printed[])[],
  { encoding = 'Identity-H', encode = unicodeHex, encrypted = false }: PdfOptions = {},
): Uint8Array {
  const ranges = Array.from({ length: 256 }, (_, page) => {
    const high = page.toString(16).padStart(2, '0')
    return `<${high}00> <${high}ff> <${high}00>`
  })
  const cmap = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Q def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
${[0, 64, 128, 192].map((at) => `64 beginbfrange\n${ranges.slice(at, at + 64).join('\n')}\nendbfrange`).join('\n')}
endcmap CMapName currentdict /CMap defineresource pop end end`
  const identity = encoding === 'Identity-H'
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, at) => `${6 + at * 2} 0 R`).join(' ')}] >>`,
    `<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /${encoding} /DescendantFonts [4 0 R] ${identity ? '/ToUnicode 5 0 R' : ''} >>`,
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /W [32 126 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (${identity ? 'Identity' : 'GB1'}) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >> >>`,
    stream(cmap),
    ...pages.flatMap((lines, at) => {
      const content = lines
        .map(({ text, x, y, size = 12 }) => `BT /F1 ${size} Tf 1 0 0 1 ${x} ${842 - y} Tm <${encode(text)}> Tj ET`)
        .join('\n')
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${7 + at * 2} 0 R >>`,
        stream(content),
      ]
    }),
  ]
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, at) => {
    const offset = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = text.length
  const lock = encrypted
    ? ` /Encrypt << /Filter /Standard /V 1 /R 2 /O <${'28'.repeat(32)}> /U <${'29'.repeat(32)}> /P -4 >> /ID [<${'ab'.repeat(16)}> <${'ab'.repeat(16)}>]`
    : ''
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`
  return strToU8(
    `${text}trailer << /Size ${objects.length + 1} /Root 1 0 R${lock} >>\nstartxref\n${start}\n%%EOF\n`,
    true,
  )
}

function stream(content: string): string {
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`
}

/** Text laid out as on paper: lines of 36 characters, the first of a paragraph set in by two, 40 lines a page. */
export function laidOut(title: string, paragraphs: readonly string[], running = ''): Printed[][] {
  const lines = paragraphs.flatMap((one) => [...`　　${one}`.matchAll(/.{1,36}/gu)].map(([line]) => line))
  const pages: Printed[][] = []
  for (let at = 0; at < lines.length; at += 40) {
    const number = pages.length + 1
    const head = running ? [{ text: running, x: 250, y: 40, size: 9 }] : []
    const foot = [{ text: `— ${number} —`, x: 285, y: 810, size: 9 }]
    const top = number === 1 ? [{ text: title, x: (595 - [...title].length * 20) / 2, y: 90, size: 20 }] : []
    const body = lines.slice(at, at + 40).map((text, row) => {
      const indent = text.startsWith('　　') ? 2 : 0
      return { text: text.trim(), x: 80 + indent * 12, y: 130 + row * 16 }
    })
    pages.push([...head, ...top, ...body, ...foot])
  }
  return pages
}
