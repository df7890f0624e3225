import { extname } from 'node:path'
import type { DocumentFault, PolicyDocument } from '../document.ts'
import { HOSTILE } from '../read/hostile.ts'
import type { FileStamp, ReadOptions } from '../read/index.ts'
import type { Generation } from './index.ts'
import { type Provenance, TOLD, type Told } from './provenance.ts'

export function provenanceOf(order: {
  readonly reader: string
  readonly files: readonly FileStamp[]
  readonly faults: readonly DocumentFault[]
  /** The documents as they were read, and in the same order with what they tell of one another. */
  readonly read: readonly PolicyDocument[]
  readonly settled: readonly PolicyDocument[]
}): Provenance {
  const faulty = new Set(order.faults.map(({ path }) => path))
  const slow = order.files.filter(({ path }) => HOSTILE.has(extname(path).toLowerCase()) && !faulty.has(path))
  const told = order.read.flatMap((document, i): [string, Told[]][] => {
    const after = order.settled[i]
    const news = TOLD.filter((fact) => after?.[fact] !== document[fact])
    return news.length > 0 ? [[document.path, news]] : []
  })
  return {
    reader: order.reader,
    files: slow.map(({ path, size, mtimeMs }) => [path, size, mtimeMs]),
    told: Object.fromEntries(told),
  }
}

/** What was made of a file that has not changed since. */
export function reuseOf(previous: Generation, reader: string): ReadOptions['reuse'] {
  const { provenance } = previous
  if (provenance.reader !== reader) return undefined
  const stamps = new Map(provenance.files.map(([path, ...stamp]) => [path, stamp.join(' ')]))
  return (path, size, mtimeMs) =>
    stamps.get(path) === `${size} ${mtimeMs}` ? documentsOfFile(previous, path) : undefined
}

/** The documents of files that could be read before and cannot be read now. */
export function keptFrom(previous: Generation, faults: readonly DocumentFault[]): PolicyDocument[] {
  const paths = new Set(faults.map(({ path }) => path))
  return [...paths].flatMap((path) => documentsOfFile(previous, path))
}

/** A file may hold several: `path`, `path#2`, … As they were read: what others told of them may no longer hold. */
function documentsOfFile(previous: Generation, path: string): PolicyDocument[] {
  const documents: PolicyDocument[] = []
  for (;;) {
    const name = documents.length === 0 ? path : `${path}#${documents.length + 1}`
    const number = previous.numberOf(name)
    if (number === undefined) return documents
    documents.push(untold(previous.source(number), previous.provenance.told[name] ?? []))
  }
}

function untold(document: PolicyDocument, told: readonly Told[]): PolicyDocument {
  if (told.length === 0) return document
  const { found = [], ...facts } = document
  const kept = Object.entries(facts).filter(([name]) => !told.includes(name as Told))
  const own = found.filter((fact) => !told.includes(fact as Told))
  return { ...(Object.fromEntries(kept) as unknown as PolicyDocument), ...(own.length > 0 && { found: own }) }
}
