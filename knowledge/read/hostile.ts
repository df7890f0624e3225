import { extname } from 'node:path'
import { isTrouble, trouble } from './faults.ts'
import { bytesOf } from './file.ts'
import { mismatch } from './magic.ts'
import { type BytesReader, failed, type Read } from './reader.ts'

/** What one file's text may come to; the 民法典 has 110,000 characters. */
export const MOST_CHARACTERS = 5_000_000

/** The formats whose readers can be led astray by a file, each loaded when it is first needed. */
const READERS: Readonly<Record<string, () => Promise<BytesReader>>> = {
  '.html': async () => (await import('./html.ts')).readHtml,
  '.htm': async () => (await import('./html.ts')).readHtml,
  '.docx': async () => (await import('./docx.ts')).readDocx,
  '.pdf': async () => (await import('./pdf.ts')).readPdf,
  '.xlsx': async () => (await import('./xlsx.ts')).readXlsx,
}

export const HOSTILE: ReadonlySet<string> = new Set(Object.keys(READERS))

export interface HostileFile {
  /** Below the folder of documents. */
  readonly path: string
  /** The file itself, links resolved. */
  readonly file: string
  /** The largest that is read, in bytes. */
  readonly limit: number
}

/** Reads a file of a format in `HOSTILE`. What a library throws means that it does not understand the file. */
export async function readHostile({ path, file, limit }: HostileFile): Promise<Read> {
  const extension = extname(path).toLowerCase()
  const bytes = await bytesOf(file, limit)
  if (isTrouble(bytes)) return failed(bytes)
  if (bytes.length === 0) return failed(trouble.empty())
  const wrong = mismatch(extension, bytes)
  if (wrong) return failed(wrong)
  const reader = await READERS[extension]?.()
  if (!reader) return failed(trouble.unknownFormat(extension))
  try {
    const read = await reader(path, bytes)
    const length = read.documents.reduce((sum, { body }) => sum + body.length, 0)
    return length > MOST_CHARACTERS ? failed(trouble.longText(length)) : read
  } catch (error) {
    if (error instanceof RangeError && /call stack/i.test(error.message)) return failed(trouble.deep())
    if (error instanceof RangeError) return failed(trouble.memory())
    return failed(trouble.notUnderstood(NAMES[extension] ?? ''))
  }
}

const NAMES: Readonly<Record<string, string>> = {
  '.html': '网页',
  '.htm': '网页',
  '.docx': ' Word ',
  '.pdf': ' PDF ',
  '.xlsx': ' Excel ',
}
