import { strFromU8, unzipSync } from 'fflate'
import { writeCsv } from '../../../adapters/office/csv.ts'
import { writeDocx } from '../../../adapters/office/docx.ts'
import { writeXlsx } from '../../../adapters/office/xlsx.ts'
import { type Draw, pick } from '../lib/draws.ts'
import { anything, textFrom } from './inputs.ts'
import { type SlowTarget, shown } from './target.ts'

/** What a spreadsheet might run: whatever stands first in it, behind blanks and marks that are not seen. */
const RUNS = /^[\s\p{Cf}\u00a0]*[=+\-@＝＋－＠−]|^[\t\r\n]/u
const LEADS: readonly string[] = [
  '',
  '=',
  '+',
  '-',
  '@',
  ' =',
  '\t=',
  '\r',
  '\u00a0=',
  '\u200b=',
  '\ufeff@',
  '＝',
  '−1',
  '\n+',
  '"=',
  "'=",
]
const cellFrom = (draw: Draw): string => `${pick(draw, LEADS)}${textFrom(draw)}`.slice(0, 2_000)

/** A CSV as RFC 4180 has it, read by another reader than the bot's own. */
function rowsOf(csv: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy
  while (cell.lastIndex < csv.length) {
    const match = cell.exec(csv)
    if (!match) throw new Error('is no CSV')
    rows.at(-1)?.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'))
    if (match[3] === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

/** As UTF-8 has it: half a character is another one there. */
const toText = (text: string): string => Buffer.from(text).toString()
const forXml = (text: string): string =>
  text.replace(/[\u007f\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
const unescaped = (xml: string): string =>
  xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/giu, (_, hex, digits, name) =>
    name === undefined
      ? String.fromCodePoint(Number.parseInt(hex ?? digits, hex === undefined ? 10 : 16))
      : { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }[name as 'lt'],
  )
/** Nothing in the XML of a part but markup of our own and escaped text. */
const isTame = (xml: string): boolean => !/<(?:f|script|!ENTITY|!DOCTYPE)\b/iu.test(xml)
const plainSpace = (text: string): string => text.replace(/\r\n?/gu, '\n')

/** What goes out as a file that others open. */
export const exports_: readonly SlowTarget[] = [
  {
    name: 'exports: CSV',
    weight: 1.5,
    async many(draw) {
      const cells = Array.from({ length: 100 }, () => [cellFrom(draw), cellFrom(draw)])
      const columns = [
        { name: 'a', width: 9 },
        { name: 'b', width: 9 },
      ]
      const rows = rowsOf(new TextDecoder().decode(writeCsv({ name: 'x', columns, rows: cells }))).slice(1)
      for (const [i, row] of cells.entries())
        for (const [j, cell] of row.entries()) {
          const written = rows[i]?.[j]
          const good = toText(cell)
          if (written !== good && written !== `'${good}`)
            return { count: i * 2, wrong: `${shown(cell)} became ${shown(written)}` }
          if (RUNS.test(written)) return { count: i * 2, wrong: `a cell a spreadsheet may run: ${shown(written)}` }
        }
      return { count: 200 }
    },
  },
  {
    name: 'exports: XLSX',
    weight: 0.6,
    async many(draw) {
      const cells = Array.from({ length: 200 }, () => [cellFrom(draw)])
      const bytes = await writeXlsx([
        { name: anything(draw, 6), columns: [{ name: textFrom(draw), width: 9 }], rows: cells },
      ])
      const parts = Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)] as const)
      const odd = parts.find(([, xml]) => !isTame(xml))
      if (odd) return { count: 200, wrong: `${odd[0]} has a formula, or an entity of its own` }
      const sheet = parts.find(([name]) => name.endsWith('sheet1.xml'))?.[1] ?? ''
      const written = [...sheet.matchAll(/<c [^>]*?(?:\/>|>(?:<v>([\s\S]*?)<\/v>)?<\/c>)/gu)].slice(1)
      for (const [i, [cell = '']] of cells.entries()) {
        const said = unescaped(written[i]?.[1] ?? '')
        if (plainSpace(said) !== plainSpace(forXml(cell)))
          return { count: i, wrong: `${shown(cell)} became ${shown(said)}` }
      }
      return { count: 200 }
    },
  },
  {
    name: 'exports: DOCX',
    weight: 0.05,
    async many(draw) {
      const said = Array.from({ length: 20 }, () => textFrom(draw).slice(0, 500))
      const bytes = await writeDocx({
        name: 'a',
        title: textFrom(draw).slice(0, 80),
        parts: said.map((text) => ({ text })),
      })
      const xml = strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array())
      if (!isTame(xml)) return { count: 20, wrong: 'has an entity of its own' }
      const written = [...xml.matchAll(/<w:t(?: [^>]*)?>([\s\S]*?)<\/w:t>/gu)]
        .map(([, text = '']) => unescaped(text))
        .join('')
      const lost = said
        .flatMap((text) => text.split('\n'))
        .find((line) => !forXml(plainSpace(written)).includes(plainSpace(forXml(line))))
      return { count: 20, ...(lost !== undefined && { wrong: `${shown(lost)} does not stand in it` }) }
    },
  },
]
