import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import exceljs from 'exceljs'
import type { Sheet } from '../../bot/ports/office.ts'
import { forXml } from './xml.ts'

/** Others get a turn after so many rows: a ledger of many thousand must not make anybody wait for an answer. */
const AT_ONCE = 250
const LONGEST_CELL = 32_767
/** Beyond this a cell marked as text shows as ####. */
const LONGEST_TEXT = 255
const HEADER = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF4' } },
} as const

/**
 * A workbook: the header stays in sight and has filters, long texts wrap. Strings are written as strings and marked as
 * text, so that none is a formula, or a date in somebody's locale, also once it was edited.
 */
export async function writeXlsx(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const stream = new PassThrough()
  const written = buffer(stream)
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  for (const { name, columns, rows } of sheets) {
    const sheet = workbook.addWorksheet(nameFor(name), {
      views: [{ state: 'frozen', ySplit: 1 }],
      pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' },
    })
    sheet.columns = columns.map(({ width }) => ({ width }))
    const header = sheet.addRow(columns.map((column) => clean(column.name)))
    header.eachCell((cell) => Object.assign(cell, HEADER, { alignment: { vertical: 'middle', wrapText: true } }))
    header.commit()
    let count = 1
    for (const values of rows) {
      const row = sheet.addRow(values.map((value) => (typeof value === 'string' ? clean(value) : value)))
      row.eachCell((cell) => {
        cell.alignment = { vertical: 'top', wrapText: true }
        if (typeof cell.value === 'string' && cell.value.length <= LONGEST_TEXT) cell.numFmt = '@'
      })
      row.commit()
      count += 1
      if (count % AT_ONCE === 0) await setImmediate()
    }
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: count, column: columns.length } }
    sheet.commit()
  }
  await workbook.commit()
  return written
}

/** Excel refuses a longer cell. */
function clean(text: string): string {
  return forXml(text.slice(0, LONGEST_CELL))
}

function nameFor(name: string): string {
  return name.replace(/[[\]*?:/\\']/gu, ' ').slice(0, 31)
}
