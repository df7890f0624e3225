import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, extname, join, resolve } from 'node:path'

/** A file as it goes into the file store. */
export interface FileToSend {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

export type NotSent = 'none' | 'folder' | 'large' | 'empty' | 'closed'

export const LARGEST_MB = 20
const LARGEST = LARGEST_MB * 2 ** 20
const NAME_BYTES = 200

const TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.heic': 'image/heic',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.doc': 'application/msword',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xls': 'application/vnd.ms-excel',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.zip': 'application/zip',
}

/** Reads a file that a person names, or says why it cannot be sent. `~/` is his home. */
export async function readToSend(path: string): Promise<FileToSend | { readonly not: NotSent }> {
  const from = resolve(path.replace(/^~(?=\/|$)/, homedir()))
  try {
    const found = await stat(from)
    if (found.isDirectory()) return { not: 'folder' }
    if (!found.isFile()) return { not: 'closed' }
    if (found.size > LARGEST) return { not: 'large' }
    if (found.size === 0) return { not: 'empty' }
    const name = safeName(basename(from))
    return { name, type: TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream', bytes: await readFile(from) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { not: code === 'ENOENT' || code === 'ENOTDIR' ? 'none' : 'closed' }
  }
}

/** Writes a file under its name, made harmless, and with a number where another has it; returns its path. */
export async function saveReceived(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const safe = safeName(name)
  const [stem, ending] = [safe.slice(0, safe.length - extname(safe).length), extname(safe)]
  for (let copy = 1; ; copy++) {
    const path = join(folder, copy === 1 ? safe : `${stem} (${copy})${ending}`)
    if (await wrote(path, bytes)) return path
  }
}

/** False where a file of that name is there: nothing is ever written over. */
async function wrote(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600)
    await writeFile(file, bytes).finally(() => file.close())
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** A name that leads to no other folder, hides nothing and fits every disk. */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]/gu, '_')
    .replace(/^[.\s]+/u, '')
    .trim()
  const ending = extname(plain).slice(0, 20)
  let stem = plain.slice(0, plain.length - extname(plain).length)
  while (Buffer.byteLength(stem + ending) > NAME_BYTES) stem = [...stem].slice(0, -1).join('')
  return stem + ending || 'file'
}
