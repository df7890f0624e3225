import { trouble } from './faults.ts'
import { failed, type Reader } from './reader.ts'
import { readSheets } from './sheet.ts'

/** A .csv file is read as the one sheet of a workbook (RFC 4180; tabs and semicolons may separate as well). */
export const readCsv: Reader = (path, text) => {
  const rows = recordsOf(text.replace(/^\ufeff/, ''))
    .map(({ line, cells }) => ({ number: line, cells: cells.map((cell) => ({ text: cell })) }))
    .filter(({ cells }) => cells.some((cell) => cell.text.trim() !== ''))
  return rows.length === 0 ? failed(trouble.empty()) : readSheets(path, [{ name: '', rows }])
}

function recordsOf(text: string): { line: number; cells: string[] }[] {
  const separator = separatorOf(text)
  const records: { line: number; cells: string[] }[] = []
  let record: { line: number; cells: string[] } = { line: 1, cells: [] }
  let line = 1
  let at = 0
  while (at <= text.length) {
    const quoted = text[at] === '"'
    const field = quoted ? quotedField(text, at) : plainField(text, at, separator)
    record.cells.push(field.value)
    line += field.breaks
    at = field.end
    if (text[at] === separator) {
      at += 1
      continue
    }
    records.push(record)
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1
    at += 1
    line += 1
    record = { line, cells: [] }
  }
  return records
}

function plainField(text: string, start: number, separator: string) {
  let end = start
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1
  return { value: text.slice(start, end), end, breaks: 0 }
}

/** A quoted field may hold separators and line breaks; `""` in it is a quotation mark. What follows it belongs to it. */
function quotedField(text: string, start: number) {
  let end = start + 1
  while (end < text.length) {
    if (text[end] === '"' && text[end + 1] !== '"') break
    end += text[end] === '"' ? 2 : 1
  }
  const value = text.slice(start + 1, end).replaceAll('""', '"')
  return { value, end: Math.min(end + 1, text.length), breaks: value.split('\n').length - 1 }
}

function separatorOf(text: string): string {
  const [first = ''] = text.split('\n', 1)
  const count = (separator: string) => first.split(separator).length
  return [',', '\t', ';'].toSorted((a, b) => count(b) - count(a))[0] ?? ','
}
