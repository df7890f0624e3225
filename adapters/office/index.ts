import type { Office } from '../../bot/ports/office.ts'
import { writeCsv } from './csv.ts'

/** Makes spreadsheets, charts and letters. Each library is loaded when the first file of its kind is made. */
export function createOffice(): Office {
  return {
    xlsx: async (sheets) => (await import('./xlsx.ts')).writeXlsx(sheets),
    csv: writeCsv,
    png: async (chart) => (await import('./png.ts')).drawPng(chart),
    svg: async (chart) => (await import('./svg.ts')).drawSvg(chart),
    docx: async (letter) => (await import('./docx.ts')).writeDocx(letter),
  }
}
