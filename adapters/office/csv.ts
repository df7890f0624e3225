import type { Sheet } from '../../bot/ports/office.ts'

const MARK = '\ufeff' // without it a spreadsheet reads UTF-8 as something else
/** What a spreadsheet may take for a formula, also in full width and behind blanks and what is not seen. */
const RUNS = /^[\s\p{Cf}]*[=+\-@＝＋－＠−]|^[\t\r\n]/u

/** Lines end with CR LF (RFC 4180). A text that a spreadsheet could run gets a `'` before it. */
export function writeCsv({ columns, rows }: Sheet): Uint8Array {
  const header = columns.map(({ name }) => name)
  const lines = [header, ...rows].map((row) => row.map(field).join(','))
  return new TextEncoder().encode(`${MARK}${lines.join('\r\n')}\r\n`)
}

function field(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = RUNS.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
