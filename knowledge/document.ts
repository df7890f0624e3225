import type { Citation } from './passage.ts'

/** What a reader makes of a file: what is known about a document, and its text. */
export interface PolicyDocument extends Citation {
  /** The file's path below the folder, or the id of a line of a .jsonl file; several in one file: `path#2`. */
  readonly path: string
  readonly topics: readonly string[]
  /** Nicknames, and other ways in which people put the question. */
  readonly aliases: readonly string[]
  /** What it stands on, each as “law 第N条”. */
  readonly sources: readonly string[]
  /** What it takes the place of, by title or 文号. */
  readonly replaces: readonly string[]
  /** Who looks after the text, and the day it is to be looked at again (YYYY-MM-DD). */
  readonly owner?: string
  readonly review?: string
  /** Clean plain text; headings are lines that begin with `#`, rows of tables lines with ` ｜ ` between their cells. */
  readonly body: string
  /** The names of the facts above that were found in the text; the others were given. */
  readonly found?: readonly string[]
  /** The names of those that other documents tell of it: what takes its place, and from when. */
  readonly told?: readonly string[]
  /** What was cut from the page it stood on, by reason: how many characters (without white space), and how it begins. */
  readonly cut?: readonly { readonly reason: string; readonly characters: number; readonly begins: string }[]
  /** What an administrator should look at although the document is usable. */
  readonly warnings: readonly string[]
}

/** Something that could not be read: what, why, and what to do. */
export interface DocumentFault {
  /** The file's path below the folder, or the folder itself. */
  readonly path: string
  readonly line?: number
  readonly reason: string
  readonly advice: string
}

/** In force on this day, as far as its dates are known. */
export function inForce(document: Pick<PolicyDocument, 'from' | 'until'>, on: string): boolean {
  return (document.from ?? '') <= on && on <= (document.until ?? '9999')
}
