import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Facts } from '../facts/index.ts'
import { type Trouble, trouble } from './faults.ts'

export type { Facts } from '../facts/index.ts'

type Kind = 'text' | 'date' | 'day' | 'list'
const KEYS: Readonly<Record<keyof Facts, Kind>> = {
  title: 'text',
  number: 'text',
  issuer: 'text',
  date: 'date',
  link: 'text',
  from: 'day',
  until: 'day',
  region: 'text',
  topics: 'list',
  aliases: 'list',
  sources: 'list',
  replaces: 'list',
  repealedBy: 'text',
  owner: 'text',
  review: 'day',
}
const WANTED: Readonly<Record<Kind, string>> = {
  text: '应是一行文字',
  date: '应是日期，如 2025-06-01 或 2025-06',
  day: '应是日期，如 2025-06-01',
  list: '应是列表，每行一项，以“- ”开头',
}

/** In characters: the longest met has 2,000. */
const LONGEST = 50_000

/**
 * The facts in front of a Markdown document. `yaml` is what stands between the two lines `---`; lines are counted in
 * the file. The first thing that cannot be understood makes it a trouble: half the facts would be worse than none.
 */
export function readFrontMatter(yaml: string): { facts: Facts; warnings: readonly string[] } | Trouble {
  if (yaml.length > LONGEST) return trouble.frontMatter(1, `有 ${yaml.length} 字，太长`)
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines, stringKeys: true })
  const lineAt = (offset = 0) => lines.linePos(offset).line + 1
  const [error] = document.errors
  if (error) return trouble.frontMatter(lineAt(error.pos[0]), error.message.split(/ at line|\n/)[0] ?? error.code)
  if (document.contents === null) return { facts: {}, warnings: [] }
  if (!isMap(document.contents)) return trouble.frontMatter(2, '不是“键: 值”')

  const values: unknown = document.toJS()
  const facts: Record<string, string | readonly string[]> = {}
  const warnings: string[] = []
  for (const { key: node } of document.contents.items) {
    const key = isScalar(node) ? String(node.value) : ''
    const kind = Object.hasOwn(KEYS, key) ? KEYS[key as keyof Facts] : undefined
    const value = kind && understand(kind, (values as Record<string, unknown>)[key])
    if (!kind) warnings.push(`不认识的键“${key}”，未使用`)
    else if (value === undefined)
      return trouble.frontMatter(lineAt(isScalar(node) ? node.range?.[0] : 0), `${key} ${WANTED[kind]}`)
    else if (value.length > 0) facts[key] = value
  }
  const { from = '', until = '9999' } = facts
  return until < from ? trouble.frontMatter(2, 'until 早于 from') : { facts, warnings }
}

/** A key without a value is as good as absent; undefined is what does not fit. */
function understand(kind: Kind, value: unknown): string | readonly string[] | undefined {
  if (value === null) return ''
  if (kind === 'list') {
    const items = Array.isArray(value) ? value : [value]
    return items.every(isWord) ? items.map((item) => String(item).trim()) : undefined
  }
  if (!isWord(value)) return undefined
  const text = String(value).trim()
  const pattern = { text: /^/, date: /^\d{4}(-\d{2}(-\d{2})?)?$/, day: /^\d{4}-\d{2}-\d{2}$/ }[kind]
  return pattern.test(text) ? text : undefined
}

const isWord = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'
