import { clean, documentsFrom } from '../clean/index.ts'
import type { PolicyDocument } from '../document.ts'
import { type Trouble, trouble } from './faults.ts'
import type { Facts } from './front-matter.ts'

/** What a reader makes of one file: the documents in it, and what in it was no good. */
export interface Read {
  readonly documents: readonly PolicyDocument[]
  readonly troubles: readonly Trouble[]
}

/** One per format. It never throws: what it cannot read is a trouble. */
export type Reader = (path: string, text: string) => Read

/** One per format that is not plain text. It may reject, run out of memory or never end: it runs in a process of its own. */
export type BytesReader = (path: string, bytes: Uint8Array) => Promise<Read>

export const failed = (trouble: Trouble): Read => ({ documents: [], troubles: [trouble] })

/** A document of which nothing but its title and text is known. */
export function bare(path: string, title: string, body: string): PolicyDocument {
  return { path, title, body, topics: [], aliases: [], sources: [], replaces: [], warnings: titleWarnings(title) }
}

/** One document from lines as the readers write them. Where there is nothing but its title, that is a trouble. */
export function documentFrom(path: string, title: string, lines: readonly string[], facts: Facts = {}): Read {
  const body = clean(lines.join('\n'))
  if (/^(?:#.*(?:\n|$))*$/.test(body)) return failed(trouble.blank())
  return { documents: [{ ...bare(path, clean(title).replace(/\s+/g, ' '), body), ...facts }], troubles: [] }
}

/**
 * The documents in the lines of a page or paper, as `documentsFrom` tells them from its furniture. The title is found in
 * the lines where none is given; `published` is the day where they tell none.
 */
export function documentsIn(path: string, lines: readonly string[], given: Facts = {}, published?: string): Read {
  const documents = documentsFrom(path, lines.join('\n'), given, published)
  return documents.length > 0 ? { documents, troubles: [] } : failed(trouble.blank())
}

/** The file's name without its folder and extension. */
export function nameOf(path: string): string {
  const name = path.split('/').at(-1) ?? path
  return name.replace(/(?<=.)\.[a-z0-9]+$/i, '')
}

/** Whether two texts say the same, white space and headings' marks aside. */
export function sameText(a: string | undefined, b: string | undefined): boolean {
  const plain = (text = '') => text.replace(/^#+ /, '').replace(/[\s“”"'《》]/g, '')
  return plain(a) === plain(b)
}

function titleWarnings(title: string): string[] {
  if (title.length > 120) return ['标题过长，请检查第一行是不是标题']
  if (/首页|当前位置|当前所在|欢迎访问/.test(title)) return ['第一行像是网页导航，不像标题']
  return []
}
