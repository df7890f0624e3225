import excel from 'exceljs'
import { isTrouble, trouble } from './faults.ts'
import { type BytesReader, failed } from './reader.ts'
import { readSheets, type Sheet } from './sheet.ts'
import type { Cell } from './table.ts'
import { openZip, type Parts, storedZip } from './zip.ts'

const MOST_COLUMNS = 256
const LARGEST_MERGE = 20_000
/** Parts of a sheet that are not text, and on which exceljs fails or spends its memory. */
const NOT_TEXT = [
  'drawing',
  'legacyDrawing',
  'picture',
  'tableParts',
  'dataValidations',
  'conditionalFormatting',
  'extLst',
  'autoFilter',
  'sheetViews',
]

/** A workbook: questions and answers, or tables (see sheet.ts). Sheets that are hidden stay so. */
export const readXlsx: BytesReader = async (path, bytes) => {
  const parts = await openZip(
    bytes,
    'Excel',
    (name) => /^(_rels|xl)\/.*\.(xml|rels)$/i.test(name) && !/drawing|comment|media|pivot|printer|tables\//i.test(name),
  )
  if (isTrouble(parts)) return failed(parts)
  if (!parts.has('xl/workbook.xml')) return failed(trouble.damaged('Excel'))
  const workbook = new excel.Workbook()
  const zip = storedZip(tamed(parts))
  // exceljs declares a Buffer of its own.
  await workbook.xlsx.load(zip as unknown as Parameters<typeof workbook.xlsx.load>[0], { ignoreNodes: NOT_TEXT })
  const sheets = workbook.worksheets.filter(({ state }) => state === 'visible').map(sheetOf)
  return sheets.length > 0 ? readSheets(path, sheets) : failed(trouble.damaged('Excel'))
}

/** Without what points to parts that were left out, and without merged cells that cover half the world. */
function tamed(parts: Parts): Parts {
  const decoder = new TextDecoder()
  const changed = new Map(parts)
  for (const [name, bytes] of parts) {
    if (/worksheets\/_rels\//.test(name)) {
      const xml = decoder
        .decode(bytes)
        .replace(
          /<Relationship\b[^>]*\/(comments|vmlDrawing|drawing|table|printerSettings|image|threadedComment|pivotTable)"[^>]*>/g,
          '',
        )
      changed.set(name, Buffer.from(xml))
    } else if (/worksheets\/[^/]+\.xml$/.test(name)) {
      const xml = decoder.decode(bytes)
      const tame = xml.replace(
        /<mergeCell\b[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"[^>]*>/g,
        (merge, left, top, right, bottom) =>
          (Number(bottom) - Number(top) + 1) * (column(right) - column(left) + 1) > LARGEST_MERGE ? '' : merge,
      )
      if (tame !== xml) changed.set(name, Buffer.from(tame))
    }
  }
  return changed
}

const column = (letters: string) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

function sheetOf(sheet: excel.Worksheet): Sheet {
  const spans = new Map<string, { rows: number; columns: number }>()
  const grid: { number: number; cells: excel.Cell[] }[] = []
  sheet.eachRow((row, number) => {
    const cells: excel.Cell[] = []
    row.eachCell((cell, at) => {
      if (at > MOST_COLUMNS) return
      cells.push(cell)
      if (!cell.isMerged) return
      const { address, fullAddress } = cell.master
      const span = spans.get(address) ?? { rows: 1, columns: 1 }
      spans.set(address, {
        rows: Math.max(span.rows, number - fullAddress.row + 1),
        columns: Math.max(span.columns, at - fullAddress.col + 1),
      })
    })
    if (cells.length > 0) grid.push({ number, cells })
  })
  return { name: sheet.name, rows: grid.map(({ number, cells }) => ({ number, cells: rowOf(cells, spans) })) }
}

/** The cells of a row, with an empty one where the sheet has none; of a merged one only the first. */
function rowOf(cells: readonly excel.Cell[], spans: ReadonlyMap<string, { rows: number; columns: number }>): Cell[] {
  const row: Cell[] = []
  let at = 1
  for (const cell of cells) {
    const span = spans.get(cell.address)
    if (cell.isMerged && cell.master.address !== cell.address) {
      // A row below a merged cell: the grid knows that the place is taken.
      at = Math.max(at, cell.fullAddress.col + 1)
      continue
    }
    for (; at < cell.fullAddress.col; at += 1) row.push({ text: '' })
    row.push({ text: textOf(cell.value, cell.numFmt), ...(span ?? {}) })
    at = cell.fullAddress.col + (span?.columns ?? 1)
  }
  return row
}

/** What a cell shows: a formula's result, a link's words with its address, a day as YYYY-MM-DD. */
function textOf(value: excel.CellValue | undefined, format = ''): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberOf(value, format)
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : dateOf(value)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('hyperlink' in value) {
    const words = typeof value.text === 'string' ? value.text : textOf(value.text as excel.CellValue)
    return /^https?:/.test(value.hyperlink) && !words.includes(value.hyperlink)
      ? `${words}（${value.hyperlink}）`
      : words
  }
  if ('formula' in value || 'sharedFormula' in value) return textOf(value.result as excel.CellValue, format)
  return ''
}

function numberOf(value: number, format: string): string {
  const percent = format.includes('%')
  const shown = Number((percent ? value * 100 : value).toPrecision(12))
  return `${shown}${percent ? '%' : ''}`
}

function dateOf(date: Date): string {
  const [day = '', time = ''] = date.toISOString().split('T')
  return time.startsWith('00:00') ? day : `${day} ${time.slice(0, 5)}`
}
