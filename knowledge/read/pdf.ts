import { getDocumentProxy } from 'unpdf'
import { trouble } from './faults.ts'
import { createFontTables } from './pdf-fonts.ts'
import { linesOfPage, type PageOfLines, type Piece } from './pdf-lines.ts'
import { paragraphsOf } from './pdf-paragraphs.ts'
import { type BytesReader, documentsIn, failed } from './reader.ts'
import { takeTitle } from './titles.ts'

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>
/** From the top left corner: a b c d e f as PDF has its matrices. */
type Matrix = readonly number[]

const MOST_PAGES = 3_000

/** A PDF that has text. One that is only pictures of pages, or has a password, is a trouble of its own. */
export const readPdf: BytesReader = async (path, bytes) => {
  // pdf.js makes what it can of half a file; half a policy is worse than none.
  if (!hasEnd(bytes)) return failed(trouble.damaged('PDF'))
  const tables = createFontTables()
  let pdf: Pdf
  try {
    pdf = await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      cMapPacked: false,
      cMapUrl: 'tables/',
      useWorkerFetch: false,
      BinaryDataFactory: tables.Factory,
      stopAtErrors: false,
      isOffscreenCanvasSupported: false,
    })
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    return failed(name === 'PasswordException' ? trouble.encrypted() : trouble.damaged('PDF'))
  }
  if (pdf.numPages > MOST_PAGES) return failed(trouble.manyPages(pdf.numPages))
  const pages: PageOfLines[] = []
  for (let number = 1; number <= pdf.numPages; number += 1) pages.push(await pageOf(pdf, number))

  const paragraphs = paragraphsOf(pages)
  const text = paragraphs.join('\n').replace(/\s/g, '')
  if (tables.missing.size > 0 && isGarbled(text)) return failed(trouble.strangeFont())
  if (text.length < 12 || text.length < pages.length * 8) return failed(trouble.scanned())
  if (isGarbled(text)) return failed(trouble.strangeFont())

  const { title, rest } = takeTitle(paragraphs)
  const read = documentsIn(path, rest, title === undefined ? {} : { title })
  const bare = pages.flatMap(({ lines }, index) => (lines.length === 0 ? [index + 1] : []))
  if (bare.length === 0 && tables.missing.size === 0) return read
  const warnings = [
    ...(bare.length > 0 ? [`第 ${listed(bare)} 页没有文字，可能是图片`] : []),
    ...(tables.missing.size > 0 ? ['有的字体读不出文字，请核对有没有缺漏'] : []),
  ]
  return { ...read, documents: read.documents.map((one) => ({ ...one, warnings: [...one.warnings, ...warnings] })) }
}

function hasEnd(bytes: Uint8Array): boolean {
  return /%%EOF|startxref/.test(new TextDecoder('latin1').decode(bytes.subarray(-4096)))
}

async function pageOf(pdf: Pdf, number: number): Promise<PageOfLines> {
  const page = await pdf.getPage(number)
  const { width, height, transform } = page.getViewport({ scale: 1 })
  const { items } = await page.getTextContent()
  const pieces = items.flatMap((item): Piece[] => {
    if (!('str' in item)) return []
    const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = times(transform, item.transform)
    const size = Math.hypot(c, d)
    const slanting = Math.abs(b) > Math.abs(a) * 0.1 // a watermark across the page
    return slanting || size === 0 ? [] : [{ text: item.str, x, y, width: item.width, size }]
  })
  page.cleanup()
  return { lines: linesOfPage(pieces, width), width, height }
}

function times(m: Matrix, n: Matrix): number[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = n
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}

/** More signs than text: what a font without an encoding leaves. */
function isGarbled(text: string): boolean {
  const odd = text.match(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ue000-\uf8ff\ufffd]/g)?.length ?? 0
  return text === '' || odd > text.length / 5
}

/** 3、5–7 */
function listed(pages: readonly number[]): string {
  const runs: [number, number][] = []
  for (const page of pages) {
    const last = runs.at(-1)
    if (last && last[1] === page - 1) last[1] = page
    else runs.push([page, page])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join('、')
}
