import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { DocumentFault } from '../document.ts'
import { type Disk, writeWhole } from './disk.ts'

const POINTER = 'shelf.json'
const VERSION = 1

/** What is known of a generation without opening it. */
export interface GenerationFacts {
  /** When it was built (an instant), who asked for it (absent where it was built at start), and whether he forced it. */
  readonly at: string
  readonly by?: string
  readonly forced?: true
  /** The folder of its documents, and the key of what it was built from and how. */
  readonly folder: string
  readonly key: string
  readonly documents: number
  readonly passages: number
  /** How much could not be used, and the first of it. */
  readonly faulty: number
  readonly quarantined: readonly DocumentFault[]
  /** Documents that are to be looked at again, by day (YYYY-MM-DD). */
  readonly reviews: readonly { readonly path: string; readonly on: string; readonly owner?: string }[]
  /** Golden questions, and how many of them it answers. */
  readonly golden?: { readonly asked: number; readonly right: number }
}

export interface Kept {
  /** Counted up from 1 and never used again. */
  readonly number: number
  /** What it took the place of. */
  readonly after?: number
  readonly facts: GenerationFacts
}

export interface Shelved {
  readonly current: number
  /** Rolled back to: it stays until somebody asks for a reload. */
  readonly pinned: boolean
  /** The oldest first. */
  readonly kept: readonly Kept[]
}

/** `shelf.json`; where it cannot be read, what it was before its last change; else what lies in the folder. */
export async function readPointer(
  disk: Disk,
  folder: string,
): Promise<{ readonly shelved: Shelved; readonly notice?: string }> {
  const bytes = await disk.read(join(folder, POINTER))
  if (bytes === null && (await numbersIn(disk, folder)).length === 0) return { shelved: EMPTY }
  const now = decode(bytes)
  if (now) return { shelved: now }
  const why = `${POINTER} ${bytes ? (isOthers(bytes) ? '是另一个版本的程序写的' : '损坏') : '不见了'}`
  const before = decode(await disk.read(join(folder, `${POINTER}.previous`)))
  if (before) return { shelved: before, notice: `${why}，改用它上一次的内容` }
  return { shelved: adopt(await numbersIn(disk, folder)), notice: `${why}，按文件夹里现有的版本继续` }
}

const EMPTY: Shelved = { current: 0, pinned: false, kept: [] }

export async function writePointer(disk: Disk, folder: string, shelved: Shelved): Promise<void> {
  const [path, fresh, previous] = [POINTER, `${POINTER}.tmp`, `${POINTER}.previous`].map((name) => join(folder, name))
  if (!path || !fresh || !previous) return
  try {
    await writeWhole(disk, fresh, encode(shelved))
  } catch (error) {
    await disk.remove(fresh).catch(() => {})
    throw error
  }
  if (decode(await disk.read(path))) {
    await disk.remove(previous)
    await disk.link(path, previous)
  }
  await disk.rename(fresh, path)
  await disk.syncFolder(folder)
}

export function fileNameOf(number: number): string {
  return `${String(number).padStart(6, '0')}.kb`
}

/** The numbers of the generations that lie in a folder, the lowest first. */
export async function numbersIn(disk: Disk, folder: string): Promise<readonly number[]> {
  const numbers = (await disk.list(folder)).map((name) => Number(/^(\d{6,12})\.kb$/.exec(name)?.[1] ?? 0))
  return numbers.filter((number) => number > 0).sort((a, b) => a - b)
}

function adopt(numbers: readonly number[]): Shelved {
  const facts = { at: '', folder: '', key: '', documents: 0, passages: 0, faulty: 0, quarantined: [], reviews: [] }
  return { current: numbers.at(-1) ?? 0, pinned: false, kept: numbers.map((number) => ({ number, facts })) }
}

function encode(shelved: Shelved): Buffer {
  return Buffer.from(`${JSON.stringify({ v: VERSION, sha256: sum(shelved), shelf: shelved }, null, 1)}\n`)
}

/** Undefined where it is not as it was written, or another version's. */
function decode(bytes: Buffer | null): Shelved | undefined {
  try {
    const { v, sha256, shelf } = JSON.parse(bytes?.toString() ?? '')
    return v === VERSION && sha256 === sum(shelf) ? shelf : undefined
  } catch {
    return undefined
  }
}

function isOthers(bytes: Buffer): boolean {
  try {
    const { v } = JSON.parse(bytes.toString())
    return typeof v === 'number' && v !== VERSION
  } catch {
    return false
  }
}

function sum(shelved: Shelved): string {
  return createHash('sha256').update(JSON.stringify(shelved)).digest('hex')
}
