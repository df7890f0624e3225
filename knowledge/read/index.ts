import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { DocumentFault, PolicyDocument } from '../document.ts'
import { decode } from './decode.ts'
import { trouble } from './faults.ts'
import { readJsonLines } from './jsonl.ts'
import { readMarkdown } from './markdown.ts'
import { failed, type Read, type Reader } from './reader.ts'
import { readText } from './text.ts'

const READERS: Readonly<Record<string, Reader>> = { '.md': readMarkdown, '.txt': readText, '.jsonl': readJsonLines }

export interface Folder {
  readonly documents: readonly PolicyDocument[]
  readonly faults: readonly DocumentFault[]
}

/**
 * Every document below a folder, in the order of their paths, and what could not be read. It never rejects: a folder
 * that cannot be opened is a fault of its own. Names that begin with a dot are not looked at.
 */
export async function readFolder(folder: string, limit: { readonly fileBytes: number }): Promise<Folder> {
  let root: string
  let paths: readonly string[]
  try {
    root = await realpath(folder)
    paths = await filesBelow(root)
  } catch (error) {
    return { documents: [], faults: [{ path: folder, ...trouble.noFolder(codeOf(error)) }] }
  }

  const documents = new Map<string, PolicyDocument>()
  const faults: DocumentFault[] = []
  for (const path of paths) {
    const read = await readOne(root, path, limit.fileBytes)
    faults.push(...read.troubles.map((found) => ({ path, ...found })))
    for (const document of read.documents) {
      if (documents.has(document.path)) faults.push({ path, ...trouble.sameId(1, document.path) })
      else documents.set(document.path, document)
    }
  }
  if (documents.size === 0) faults.push({ path: folder, ...trouble.noDocuments() })
  return { documents: [...documents.values()], faults }
}

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((name) => name.startsWith('.')))
    .sort()
}

async function readOne(root: string, path: string, fileBytes: number): Promise<Read> {
  const extension = extname(path).toLowerCase()
  const reader = READERS[extension]
  if (!reader) return failed(trouble.unknownFormat(extension))
  try {
    const file = await realpath(join(root, path))
    if (!file.startsWith(root + sep)) return failed(trouble.linkOutside())
    const found = await stat(file)
    if (!found.isFile()) return failed(trouble.unreadable('不是普通文件'))
    if (found.size > fileBytes) return failed(trouble.tooLarge(found.size, fileBytes))
    return understand(path, await readFile(file), reader)
  } catch (error) {
    return failed(trouble.unreadable(codeOf(error)))
  }
}

function understand(path: string, bytes: Uint8Array, reader: Reader): Read {
  const decoded = decode(bytes)
  if (!decoded) return failed(trouble.notText())
  if (decoded.text.trim() === '') return failed(trouble.empty())
  const read = reader(path, decoded.text)
  if (decoded.encoding === 'utf-8') return read
  const warning = '按 GB18030 编码读入，建议另存为 UTF-8'
  return { ...read, documents: read.documents.map((d) => ({ ...d, warnings: [...d.warnings, warning] })) }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
