import type { PolicyDocument } from '../document.ts'
import { innerNames, lawOf, nameKey, numberKey } from './key.ts'

/** What a name is to its document. */
export const KIND = { title: 0, number: 1, alias: 2, law: 3, topic: 4 } as const
export type NameKind = (typeof KIND)[keyof typeof KIND]

/** All names of all documents, one string and three columns: nothing is decoded to look one up. */
export interface NameTable {
  /** The keys in order, each on a line of its own. */
  readonly text: string
  /** Where in `text` each key begins. */
  readonly starts: Uint32Array
  /** Whose name it is, by number of the document. */
  readonly documents: Uint32Array
  readonly kinds: Uint8Array
}

export interface Named {
  readonly document: number
  readonly kind: NameKind
  /** Where in the name it stands that was looked for. */
  readonly at: number
}

type Facts = Pick<PolicyDocument, 'title' | 'number' | 'aliases' | 'topics' | 'sources'>

/** The table of documents, numbered in the order in which they come. */
export function namesOf(documents: Iterable<Facts>): NameTable {
  const rows: { key: string; document: number; kind: NameKind }[] = []
  let document = 0
  for (const { title, number, aliases, topics, sources } of documents) {
    const keys = new Map<string, NameKind>()
    const note = (key: string, kind: NameKind) => key.length > 1 && !keys.has(key) && keys.set(key, kind)
    note(nameKey(title), KIND.title)
    for (const inner of innerNames(title)) note(nameKey(inner), KIND.title)
    if (number) note(numberKey(number), KIND.number)
    for (const alias of aliases) note(nameKey(alias), KIND.alias)
    for (const source of sources) note(nameKey(lawOf(source)), KIND.law)
    for (const topic of topics) note(nameKey(topic), KIND.topic)
    for (const [key, kind] of keys) rows.push({ key, document, kind })
    document += 1
  }
  rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.document - b.document))
  const starts = new Uint32Array(rows.length)
  let at = 0
  for (const [i, { key }] of rows.entries()) {
    starts[i] = at
    at += key.length + 1
  }
  return {
    text: rows.map(({ key }) => `${key}\n`).join(''),
    starts,
    documents: Uint32Array.from(rows, (row) => row.document),
    kinds: Uint8Array.from(rows, (row) => row.kind),
  }
}

/** Whose name this is. */
export function exactly(table: NameTable, key: string): Named[] {
  const found: Named[] = []
  for (let row = lowerBound(table, key); row < table.starts.length && keyAt(table, row) === key; row += 1) {
    found.push(namedAt(table, row, 0))
  }
  return found
}

/** Whose name has this in it, at most so many. */
export function containing(table: NameTable, key: string, most: number): Named[] {
  const found: Named[] = []
  for (let at = table.text.indexOf(key); at >= 0 && found.length < most; ) {
    const row = rowAt(table, at)
    found.push(namedAt(table, row, at - (table.starts[row] ?? 0)))
    const next = table.starts[row + 1]
    at = next === undefined ? -1 : table.text.indexOf(key, next)
  }
  return found
}

function namedAt({ documents, kinds }: NameTable, row: number, at: number): Named {
  return { document: documents[row] ?? 0, kind: (kinds[row] ?? KIND.topic) as NameKind, at }
}

function keyAt({ text, starts }: NameTable, row: number): string {
  return text.slice(starts[row], (starts[row + 1] ?? text.length) - 1)
}

/** The first row that is not before the key. */
function lowerBound(table: NameTable, key: string): number {
  return search(table.starts.length, (row) => keyAt(table, row) < key)
}

/** The row that holds a place in the text. */
function rowAt({ starts }: NameTable, at: number): number {
  return search(starts.length, (row) => (starts[row] ?? 0) <= at) - 1
}

/** How many of the first rows pass, where those that pass come first. */
function search(rows: number, passes: (row: number) => boolean): number {
  let low = 0
  let high = rows
  while (low < high) {
    const middle = (low + high) >>> 1
    if (passes(middle)) low = middle + 1
    else high = middle
  }
  return low
}
