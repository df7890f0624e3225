import { clean } from '../clean/index.ts'
import type { PolicyDocument } from '../document.ts'
import { type Trouble, trouble } from './faults.ts'
import { bare, type Reader } from './reader.ts'

/**
 * A document a line: `{id, text}`, with `title` if there is one. Without it an id in Chinese is the title
 * (民法典第五十四条), and otherwise the text's first line.
 */
export const readJsonLines: Reader = (_path, text) => {
  const documents = new Map<string, PolicyDocument>()
  const troubles: Trouble[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const entry = parse(line)
    if (typeof entry === 'string') troubles.push(trouble.invalidJson(index + 1, entry))
    else if (documents.has(entry.path)) troubles.push(trouble.sameId(index + 1, entry.path))
    else documents.set(entry.path, entry)
  }
  if (documents.size === 0 && troubles.length === 0) troubles.push(trouble.empty())
  return { documents: [...documents.values()], troubles }
}

function parse(line: string): PolicyDocument | string {
  let entry: unknown
  try {
    entry = JSON.parse(line)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  if (typeof entry !== 'object' || entry === null) return '不是对象'
  const { id, text, title } = entry as Record<string, unknown>
  if ((typeof id !== 'string' && typeof id !== 'number') || String(id).trim() === '') return '没有 id'
  if (typeof text !== 'string' || clean(text) === '') return '没有 text'
  const path = String(id)
  const body = clean(text)
  if (typeof title === 'string' && clean(title) !== '') return bare(path, clean(title), body)
  if (/\p{Script=Han}/u.test(path)) return bare(path, path, body)
  const [first = '', ...rest] = body.split('\n')
  return rest.length > 0 ? bare(path, first, rest.join('\n')) : bare(path, path, body)
}
