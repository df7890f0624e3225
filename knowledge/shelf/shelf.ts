import { dirname, join } from 'node:path'
import { codeOf, type Disk, nodeDisk } from './disk.ts'
import {
  fileNameOf,
  type GenerationFacts,
  type Kept,
  numbersIn,
  readPointer,
  type Shelved,
  writePointer,
} from './pointer.ts'

/** So many generations are kept: a mistake may be seen only some reloads later. */
const KEEP = 5

export interface ShelfOptions {
  readonly folder: string
  /** Told, in a line for an administrator, when something is not as it was left. */
  readonly onNotice?: (line: string) => void
  /** For tests. */
  readonly disk?: Disk
}

/** Understands a generation's file. It must reject a file that is not whole: nothing else checks it. */
export type Load<T> = (file: string, kept: Kept) => Promise<T>

/**
 * The generations on disk, in a folder of their own, which one process owns:
 *
 *     000012.kb             a generation, never changed
 *     shelf.json            which one answers, whether it is pinned, and what is known of each
 *     shelf.json.previous   the same before its last change
 *     build-….tmp           being written
 *
 * Whenever the process is killed or the power is cut, the current generation is the one before or the one after.
 */
export interface Shelf {
  /** What is kept, the oldest first. */
  readonly kept: readonly Kept[]
  /** The one that answers. */
  readonly current: Kept | undefined
  /** The current one was rolled back to: it stays until somebody asks for a reload. */
  readonly pinned: boolean
  fileOf(kept: Kept): string
  /** Where the next generation is to be built. */
  fresh(): string
  /** The current generation; where it cannot be loaded the next best, which is the current one then; null where none can. */
  open<T>(load: Load<T>): Promise<T | null>
  /** Takes in what was built: when this resolves, it is the current generation, and nothing is pinned. */
  put(built: string, facts: GenerationFacts): Promise<Kept>
  /** Back to what the current generation took the place of, and pinned to it; null where there is nothing to go back to. */
  back<T>(load: Load<T>): Promise<T | null>
  /** Removes a build that is not wanted. */
  discard(built: string): Promise<void>
}

/** Opens the shelf, makes its folder where there is none, and takes away what a killed process left in it. */
export async function openShelf({ folder, onNotice = () => {}, disk = nodeDisk }: ShelfOptions): Promise<Shelf> {
  await disk.makeFolder(folder)
  await disk.syncFolder(dirname(folder)).catch((error: unknown) => {
    if (codeOf(error) !== 'EACCES') throw error // the folder above may not be ours to read: then this one was there before
  })
  const { shelved, notice } = await readPointer(disk, folder)
  if (notice) onNotice(`政策库：${notice}`)
  let state = shelved
  let last = Math.max(0, ...(await numbersIn(disk, folder)), ...state.kept.map(({ number }) => number))
  let builds = 0
  for (const name of await disk.list(folder)) if (name.endsWith('.tmp')) await disk.remove(join(folder, name))
  await clear()

  const current = () => state.kept.find(({ number }) => number === state.current)
  const fileOf = (kept: Kept) => fileIn(folder, kept)

  /** Durable first, in memory after. */
  async function settle(next: Shelved): Promise<void> {
    await writePointer(disk, folder, next)
    state = next
    await clear().catch(() => {}) // what is left is removed the next time
  }

  async function clear(): Promise<void> {
    const named = new Set(state.kept.map(({ number }) => number))
    for (const number of await numbersIn(disk, folder))
      if (!named.has(number)) await disk.remove(join(folder, fileNameOf(number)))
  }

  async function firstOf<T>(candidates: readonly Kept[], load: Load<T>) {
    const broken = new Set<Kept>()
    for (const kept of candidates) {
      try {
        return { kept, value: await load(fileOf(kept), kept), broken }
      } catch (error) {
        broken.add(kept)
        onNotice(`政策库：第 ${kept.number} 版（${fileNameOf(kept.number)}）不能用：${reasonOf(error)}`)
      }
    }
    return null
  }

  async function use<T>(candidates: readonly Kept[], load: Load<T>, pinned: boolean): Promise<T | null> {
    const found = await firstOf(candidates, load)
    if (!found) return null
    if (found.kept.number !== state.current || pinned !== state.pinned) {
      const kept = state.kept.filter((one) => !found.broken.has(one))
      await settle({ current: found.kept.number, pinned, kept })
    }
    return found.value
  }

  return {
    get kept() {
      return state.kept
    },
    get current() {
      return current()
    },
    get pinned() {
      return state.pinned
    },
    fileOf,
    fresh() {
      // Named by the process too: what a killed one had started may still be writing.
      builds += 1
      return join(folder, `build-${process.pid}-${builds}.tmp`)
    },
    open: (load) => use([...before(state), ...newer(state)], load, state.pinned),
    back: (load) => use(before(state).slice(1), load, true),
    async put(built, facts) {
      last += 1
      const kept: Kept = { number: last, ...(current() && { after: state.current }), facts }
      try {
        await flush(disk, built)
        await disk.rename(built, fileOf(kept))
        await disk.syncFolder(folder)
        await settle({ current: kept.number, pinned: false, kept: trimmed([...state.kept, kept]) })
      } catch (error) {
        if (state.current !== kept.number) await disk.remove(fileOf(kept)).catch(() => {})
        throw error
      }
      return kept
    },
    discard: (built) => disk.remove(built),
  }
}

export function fileIn(folder: string, { number }: Kept): string {
  return join(folder, fileNameOf(number))
}

/** How a shelf stands, beside the process that owns it: nothing is changed. Null where there is none. */
export async function readShelf(
  folder: string,
  disk: Disk = nodeDisk,
): Promise<{ current: Kept | undefined; pinned: boolean; kept: readonly Kept[] } | null> {
  const { current, pinned, kept } = (await readPointer(disk, folder)).shelved
  if (kept.length === 0) return null
  return { current: kept.find(({ number }) => number === current), pinned, kept }
}

/** The current one, what it took the place of and so on, then what else is older and of the same documents. */
function before({ current, kept }: Shelved): readonly Kept[] {
  const by = new Map(kept.map((one) => [one.number, one]))
  const chain: Kept[] = []
  for (let one = by.get(current); one && !chain.includes(one); one = by.get(one.after ?? 0)) chain.push(one)
  const older = kept.filter((one) => one.number < current && !chain.includes(one)).reverse()
  return [...chain, ...older].filter(({ facts }) => ['', by.get(current)?.facts.folder].includes(facts.folder))
}

function newer({ current, kept }: Shelved): readonly Kept[] {
  const folder = kept.find(({ number }) => number === current)?.facts.folder
  return kept.filter(({ number, facts }) => number > current && facts.folder === folder).reverse()
}

/** The newest, and what the current one can go back to. */
function trimmed(kept: readonly Kept[]): readonly Kept[] {
  const after = kept.at(-1)?.after
  return kept.filter((one, i) => i >= kept.length - KEEP || one.number === after)
}

async function flush(disk: Disk, path: string): Promise<void> {
  const file = await disk.open(path)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
