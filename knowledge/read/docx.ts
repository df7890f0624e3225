import { load } from 'cheerio'
import mammoth from 'mammoth'
import { linesOf } from './dom.ts'
import { isTrouble, trouble } from './faults.ts'
import { type BytesReader, documentsIn, failed } from './reader.ts'
import { takeTitle } from './titles.ts'
import { plainer } from './word-xml.ts'
import { openZip, type Parts } from './zip.ts'

const MAIN = /^word\/document\d*\.xml$/
/** Headings are made plain before (word-xml.ts), so that nothing else needs a style of its own. */
const STYLES = [1, 2, 3, 4, 5, 6].map((level) => `p.Heading${level} => h${level}:fresh`)

/** A Word document: mammoth makes a page of it, which is read like any other. Pictures and comments are left out. */
export const readDocx: BytesReader = async (path, bytes) => {
  const parts = await openZip(bytes, 'Word', (name) => /\.(xml|rels)$/i.test(name))
  if (isTrouble(parts)) return failed(parts)
  if (![...parts.keys()].some((name) => MAIN.test(name))) return failed(trouble.damaged('Word'))

  const { value: html } = await mammoth.convertToHtml(asFile(parts), {
    styleMap: STYLES,
    includeEmbeddedStyleMap: false,
  })
  const body = load(html, null, false).root()[0]
  const { title, rest } = takeTitle(body ? linesOf(body.children) : [])
  return documentsIn(path, rest, title === undefined ? {} : { title })
}

/** mammoth takes a zip that is open already (lib/unzip.js), though its types do not say so. */
function asFile(parts: Parts): { buffer: Buffer } {
  const decoder = new TextDecoder()
  const text = (name: string) => decoder.decode(parts.get(name) ?? new Uint8Array())
  const plain = new Map<string, string>()
  for (const name of parts.keys())
    if (MAIN.test(name)) plain.set(name, plainer(text(name), text('word/styles.xml'), text('word/numbering.xml')))
  const numbered = [...plain.values()].some((xml) => xml.includes('<w:p'))
  const file = {
    exists: (name: string) => parts.has(name) && !(numbered && name === 'word/numbering.xml'),
    read: async (name: string, encoding?: string) => {
      if (encoding === 'base64') return ''
      return encoding ? (plain.get(name) ?? text(name)) : (parts.get(name) ?? new Uint8Array())
    },
  }
  return { file } as unknown as { buffer: Buffer }
}
