import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { DocumentFault, PolicyDocument } from '../document.ts'
import { readCsv } from './csv.ts'
import { decode, isCutShort } from './decode.ts'
import { isTrouble, trouble } from './faults.ts'
import { bytesOf, codeOf } from './file.ts'
import { HOSTILE, MOST_CHARACTERS } from './hostile.ts'
import { readJsonLines } from './jsonl.ts'
import { mismatch } from './magic.ts'
import { readMarkdown } from './markdown.ts'
import { failed, type Read, type Reader } from './reader.ts'
import { createHostileReader } from './reader-process.ts'
import { readText } from './text.ts'
import { type FoundFile, walk } from './walk.ts'

const READERS: Readonly<Record<string, Reader>> = {
  '.md': readMarkdown,
  '.txt': readText,
  '.jsonl': readJsonLines,
  '.csv': readCsv,
}

/** A file of the folder, readable or not: enough to tell whether it has changed. */
export interface FileStamp extends FoundFile {
  /** Of its bytes; absent where they were not read in this process, or not at all. */
  readonly sha256?: string
}

export interface Folder {
  readonly documents: readonly PolicyDocument[]
  readonly faults: readonly DocumentFault[]
  readonly files: readonly FileStamp[]
}

export interface ReadOptions {
  /** The largest file that is read, in bytes. */
  readonly fileBytes: number
  /** How long one .html, .docx, .pdf or .xlsx may take, in seconds. */
  readonly fileSeconds?: number
  /** The heap for reading one of those, in megabytes. */
  readonly fileMegabytes?: number
  /** Told before each file how many were read, and how many there are. */
  readonly onFile?: (done: number, all: number) => void
  /** What was made of a file of those formats before, if it is still of this size and from this moment. */
  readonly reuse?: (path: string, size: number, mtimeMs: number) => readonly PolicyDocument[] | undefined
}

/**
 * Every document below a folder, in the order of their paths, and what could not be read. It never rejects: a folder
 * that cannot be opened is a fault of its own. Names that begin with a dot and what programs leave behind are not looked
 * at, nor is the folder `_kb`.
 */
export async function readFolder(folder: string, options: ReadOptions): Promise<Folder> {
  let root: string
  let found: Awaited<ReturnType<typeof walk>>
  try {
    root = await realpath(folder)
    found = await walk(root)
  } catch (error) {
    return { documents: [], faults: [{ path: folder, ...trouble.noFolder(codeOf(error)) }], files: [] }
  }

  const documents = new Map<string, PolicyDocument>()
  const faults: DocumentFault[] = [...found.faults]
  const files: FileStamp[] = []
  const hostile = createHostileReader({ seconds: options.fileSeconds ?? 30, megabytes: options.fileMegabytes ?? 768 })
  try {
    for (const file of found.files) {
      options.onFile?.(files.length, found.files.length)
      const { read, sha256 } = await readOne(root, file, options, hostile.read)
      files.push({ ...file, ...(sha256 ? { sha256 } : {}) })
      faults.push(...read.troubles.map((one) => ({ path: file.path, ...one })))
      for (const document of read.documents) {
        if (documents.has(document.path)) faults.push({ path: file.path, ...trouble.sameId(1, document.path) })
        else documents.set(document.path, document)
      }
    }
  } finally {
    hostile.close()
  }
  if (documents.size === 0) faults.push({ path: folder, ...trouble.noDocuments() })
  return { documents: [...documents.values()], faults, files }
}

async function readOne(
  root: string,
  { path, size, mtimeMs }: FoundFile,
  { fileBytes, reuse }: ReadOptions,
  readHostile: ReturnType<typeof createHostileReader>['read'],
): Promise<{ read: Read; sha256?: string }> {
  const extension = extname(path).toLowerCase()
  const reader = READERS[extension]
  if (!reader && !HOSTILE.has(extension)) return { read: failed(trouble.unknownFormat(extension)) }
  if (size > fileBytes) return { read: failed(trouble.tooLarge(size, fileBytes)) }
  if (size === 0) return { read: failed(trouble.empty()) }
  const known = reader ? undefined : reuse?.(path, size, mtimeMs)
  if (known) return { read: { documents: known, troubles: [] } }
  try {
    const file = await realpath(join(root, path))
    if (!reader) return { read: await readHostile({ path, file, limit: fileBytes }) }
    const bytes = await bytesOf(file, fileBytes)
    if (isTrouble(bytes)) return { read: failed(bytes) }
    return { read: understand(path, bytes, reader), sha256: createHash('sha256').update(bytes).digest('hex') }
  } catch (error) {
    return { read: failed(trouble.unreadable(codeOf(error))) }
  }
}

function understand(path: string, bytes: Uint8Array, reader: Reader): Read {
  const wrong = mismatch(extname(path).toLowerCase(), bytes)
  if (wrong) return failed(wrong)
  if (isCutShort(bytes)) return failed(trouble.cutText())
  const decoded = decode(bytes)
  if (!decoded) return failed(trouble.notText())
  if (decoded.text.trim() === '') return failed(trouble.empty())
  if (decoded.text.length > MOST_CHARACTERS) return failed(trouble.longText(decoded.text.length))
  const read = reader(path, decoded.text)
  if (decoded.encoding !== 'gb18030') return read
  const warning = '按 GB18030 编码读入，建议另存为 UTF-8'
  return { ...read, documents: read.documents.map((d) => ({ ...d, warnings: [...d.warnings, warning] })) }
}
