import {
  AlignmentType,
  Document,
  Footer,
  LineRuleType,
  convertMillimetersToTwip as mm,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { Letter } from '../../bot/model/letter.ts'
import { forXml } from './xml.ts'

type Part = Letter['parts'][number]
type Text = Extract<Part, { text: string }>

/** A text processor without these takes its own Chinese font: `hint` keeps quotes and dashes Chinese ones. */
const BODY = {
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: '仿宋',
  hint: 'eastAsia',
}
const TITLE = { ...BODY, eastAsia: '宋体' }
/** Half points: 二号, 三号, 小四, 四号. */
const SIZE = { title: 44, body: 32, table: 24, page: 28 }
/** 28 points between lines, in twentieths: 22 lines on a page. */
const LINES = { line: 560, lineRule: LineRuleType.EXACT } as const
const TWO_CHARACTERS = 640

/** A letter on A4 with the margins, sizes and distances of official documents (GB/T 9704—2012). */
export function writeDocx(letter: Letter): Promise<Uint8Array> {
  const document = new Document({
    title: letter.title,
    creator: '',
    lastModifiedBy: '',
    styles: { default: { document: { run: { font: BODY, size: SIZE.body, language: { eastAsia: 'zh-CN' } } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26) },
          },
        },
        footers: { default: new Footer({ children: [pageNumber()] }) },
        children: [titled(letter.title), ...letter.parts.flatMap(laidOut)],
      },
    ],
  })
  return Packer.toBuffer(document)
}

function titled(title: string): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { ...LINES, after: 400 },
    children: [new TextRun({ text: forXml(title), font: TITLE, size: SIZE.title, bold: true })],
  })
}

function laidOut(part: Part): (Paragraph | Table)[] {
  if ('table' in part) return [tableOf(part.table), new Paragraph({ spacing: LINES })]
  return part.text.split('\n').map((line) => paragraph(line, part))
}

/** A signature stands at the right, an address at the left; all else begins two characters in. */
function paragraph(text: string, { align, strong }: Text): Paragraph {
  return new Paragraph({
    alignment: align === 'right' ? AlignmentType.RIGHT : align === 'left' ? AlignmentType.LEFT : AlignmentType.BOTH,
    spacing: LINES,
    ...(align === undefined && { indent: { firstLine: TWO_CHARACTERS } }),
    children: [new TextRun({ text: forXml(text), ...(strong && { bold: true }) })],
  })
}

function tableOf(rows: readonly (readonly string[])[]): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (cells, i) =>
        new TableRow({ tableHeader: i === 0, cantSplit: true, children: cells.map((text) => cellOf(text, i === 0)) }),
    ),
  })
}

function cellOf(text: string, header: boolean): TableCell {
  const lines = text.split('\n').map(
    (line) =>
      new Paragraph({
        ...(header && { alignment: AlignmentType.CENTER }),
        children: [new TextRun({ text: forXml(line), size: SIZE.table, ...(header && { bold: true }) })],
      }),
  )
  return new TableCell({ children: lines, margins: { top: 60, bottom: 60, left: 100, right: 100 } })
}

function pageNumber(): Paragraph {
  const run = { font: TITLE, size: SIZE.page }
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ ...run, children: ['— ', PageNumber.CURRENT, ' —'] })],
  })
}
