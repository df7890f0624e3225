import type { PolicyDocument } from '../document.ts'
import type { Trouble } from './faults.ts'

/** What a reader makes of one file: the documents in it, and what in it was no good. */
export interface Read {
  readonly documents: readonly PolicyDocument[]
  readonly troubles: readonly Trouble[]
}

/** One per format. It never throws: what it cannot read is a trouble. */
export type Reader = (path: string, text: string) => Read

export const failed = (trouble: Trouble): Read => ({ documents: [], troubles: [trouble] })

/** A document of which nothing but its title and text is known. */
export function bare(path: string, title: string, body: string): PolicyDocument {
  return { path, title, body, topics: [], aliases: [], sources: [], replaces: [], warnings: titleWarnings(title) }
}

function titleWarnings(title: string): string[] {
  if (title.length > 120) return ['标题过长，请检查第一行是不是标题']
  if (/首页|当前位置|当前所在|欢迎访问/.test(title)) return ['第一行像是网页导航，不像标题']
  return []
}
