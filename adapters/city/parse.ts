import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml'

/** A file of the folder as it was written; `lineOf` finds the line, from 1, of a key or a place in a list. */
export interface CityFile {
  /** `units` of units.yaml. */
  readonly name: string
  readonly path: string
  readonly value: unknown
  readonly lineOf: (path: readonly (string | number)[]) => number
}

/** What cannot be read, and where. */
export interface Unread {
  readonly path: string
  readonly line?: number
  readonly says: string
}

/** Aliases may stand for each other and grow without end; nobody needs many. */
const ALIASES = 100

/** Reads YAML, of which JSON is a part. A file with mistakes has no value. */
export function parse(name: string, path: string, text: string): CityFile | readonly Unread[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line)
  const unread = document.errors.map(({ message, pos }) => ({
    path,
    line: lineAt(pos[0]),
    says: `${reason(message)}: mend it`,
  }))
  // One slip makes the parser stumble on; of a line the first is said.
  if (unread.length > 0) return unread.filter(({ line }, at) => unread.findIndex((one) => one.line === line) === at)
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIASES })
    return { name, path, value, lineOf: (steps) => lineAt(offsetOf(document, steps)) }
  } catch (error) {
    return [{ path, says: `${error instanceof Error ? error.message : String(error)}: write it out` }]
  }
}

function reason(message: string): string {
  if (message === 'Map keys must be unique') return 'a key stands here a second time'
  return `is no YAML or JSON here (${message})`
}

/** Where what a path leads to begins; where it leads nowhere, the last that was found on the way. */
function offsetOf(document: Document.Parsed, steps: readonly (string | number)[]): number {
  let node: unknown = document.contents
  let offset = document.contents?.range?.[0] ?? 0
  for (const step of steps) {
    const at = resolved(node, document)
    const next = isMap(at) ? pairOf(at.items, step) : isSeq(at) ? at.items[Number(step)] : undefined
    if (next === undefined) return offset
    node = isPair(next) ? next.value : next
    offset = startOf(isPair(next) ? next.key : next) ?? offset
  }
  return offset
}

function resolved(node: unknown, document: Document.Parsed): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

function pairOf(items: readonly Pair[], step: string | number): Pair | undefined {
  return items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
}

function isPair(item: unknown): item is Pair {
  return typeof item === 'object' && item !== null && 'key' in item && 'value' in item
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]
}
