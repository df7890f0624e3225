import { dirname } from 'node:path'
import type { Disk } from '../../adapters/store/lowdb/disk.ts'

/**
 * What a file system may do at one call. `EIO-after` fails and has done it nevertheless; what is torn, short or out of
 * space gets through half of its bytes.
 */
export type Mishap = 'kill-before' | 'kill-after' | 'torn' | 'short' | 'EIO' | 'EIO-after' | 'ENOSPC' | 'full'

/** `full`: from this call on, every write fails half-way. The others happen once. */
export interface Plan {
  readonly call: number
  readonly mishap: Mishap
}

/**
 * What is found after the process has gone: all it wrote (it was killed), only what it flushed (the power was cut), or
 * of what was not flushed the first half, or the second half behind a hole (pages reach the disk in any order).
 */
export const AFTERMATHS = ['kept', 'lost', 'torn', 'holes'] as const
export type Aftermath = (typeof AFTERMATHS)[number]

/** Folders and files by path; a folder is null. */
export type Image = ReadonlyMap<string, Buffer | null>

interface Inode {
  live: Buffer
  durable: Buffer
  /** After a failed flush the kernel takes these bytes for clean: they are seen, and never written by a later flush. */
  abandoned: readonly [start: number, end: number]
}

export interface SimDisk extends Disk {
  /** Every call made, by name and path. */
  readonly calls: readonly string[]
  /** Resolves when the process was killed. */
  readonly died: Promise<void>
  image(aftermath: Aftermath): Image
}

/** A file system in memory that knows what is flushed and what is not, and can go wrong at any single call. */
export function createSimDisk(image: Image = new Map(), plan?: Plan): SimDisk {
  const calls: string[] = []
  const live = new Map<string, Inode | null>()
  for (const [path, bytes] of image) live.set(path, bytes && { live: bytes, durable: bytes, abandoned: [0, 0] })
  const durable = new Map(live)
  let alive = true
  let die = (): void => {}
  const died = new Promise<void>((resolve) => {
    die = () => {
      alive = false
      resolve()
    }
  })
  const never = (): Promise<never> => new Promise(() => {})

  /** `partly` is what a write does that gets through half of its bytes. */
  async function call<T>(name: string, act: () => T, partly?: () => T): Promise<T> {
    if (!alive) return never()
    const number = calls.push(name) - 1
    await null
    if (!alive) return never()
    const hit = plan && (plan.mishap === 'full' ? partly && number >= plan.call : number === plan.call)
    if (!hit) return act()
    switch (plan.mishap) {
      case 'kill-before':
        die()
        return never()
      case 'kill-after':
        act()
        die()
        return never()
      case 'torn':
        partly?.()
        die()
        return never()
      case 'short':
        return partly ? partly() : act()
      case 'EIO-after':
        act()
        throw Object.assign(new Error(`EIO: ${name}`), { code: 'EIO' })
      default:
        partly?.()
        throw Object.assign(new Error(`${plan.mishap}: ${name}`), { code: plan.mishap })
    }
  }

  function inodeAt(path: string): Inode {
    const inode = live.get(path)
    if (!inode) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' })
    return inode
  }
  function put(inode: Inode, bytes: Buffer, position: number): number {
    const end = position + bytes.length
    const grown = Buffer.concat([inode.live, Buffer.alloc(Math.max(0, end - inode.live.length))])
    bytes.copy(grown, position)
    inode.live = grown
    const [from, to] = inode.abandoned
    if (position <= from) inode.abandoned = [Math.min(end, to), to]
    return bytes.length
  }
  function flush(inode: Inode): void {
    inode.durable = Buffer.from(inode.live)
    inode.durable.fill(0, ...inode.abandoned)
  }

  return {
    calls,
    died,
    image(aftermath) {
      const entries = aftermath === 'lost' ? durable : live
      const found = new Map<string, Buffer | null>()
      const reachable = (path: string): boolean => path === '/' || (entries.has(path) && reachable(dirname(path)))
      for (const [path, inode] of entries) if (reachable(path)) found.set(path, inode && remains(inode, aftermath))
      return found
    },
    makeFolder: (path) => call(`makeFolder ${path}`, () => void (live.has(path) || live.set(path, null))),
    list: (folder) =>
      call(`list ${folder}`, () =>
        [...live.keys()].flatMap((path) => (dirname(path) === folder ? path.slice(folder.length + 1) : [])).sort(),
      ),
    read: (path) => call(`read ${path}`, () => (live.get(path) ? Buffer.from(inodeAt(path).live) : null)),
    readAt: (path, position, length) =>
      call(`readAt ${path}`, () => Buffer.from(inodeAt(path).live.subarray(position, position + length))),
    async open(path) {
      const inode = await call(`open ${path}`, () => {
        if (!live.has(dirname(path))) throw new Error(`ENOENT: ${path}`)
        if (!live.has(path)) live.set(path, { live: Buffer.alloc(0), durable: Buffer.alloc(0), abandoned: [0, 0] })
        return inodeAt(path)
      })
      return {
        size: () => call(`size ${path}`, () => inode.live.length),
        write: (bytes, position) =>
          call(
            `write ${path}`,
            () => put(inode, bytes, position),
            () => put(inode, bytes.subarray(0, Math.ceil(bytes.length / 2)), position),
          ),
        truncate: (length) =>
          call(`truncate ${path}`, () => {
            inode.live = inode.live.subarray(0, length)
            inode.abandoned = [Math.min(inode.abandoned[0], length), Math.min(inode.abandoned[1], length)]
          }),
        sync: () =>
          call(`sync ${path}`, () => flush(inode)).catch((error: unknown) => {
            inode.abandoned = [commonLength(inode), inode.live.length]
            throw error
          }),
        close: () => call(`close ${path}`, () => {}),
      }
    },
    rename: (from, to) =>
      call(`rename ${to}`, () => {
        live.set(to, inodeAt(from))
        live.delete(from)
      }),
    link: (from, to) => call(`link ${to}`, () => void live.set(to, inodeAt(from))),
    remove: (path) => call(`remove ${path}`, () => void live.delete(path)),
    removeFolder: (path) =>
      call(`removeFolder ${path}`, () => {
        for (const other of [...live.keys()]) if (`${other}/`.startsWith(`${path}/`)) live.delete(other)
      }),
    syncFolder: (folder) =>
      call(`syncFolder ${folder}`, () => {
        for (const path of durable.keys()) if (dirname(path) === folder && !live.has(path)) durable.delete(path)
        for (const [path, inode] of live) if (dirname(path) === folder) durable.set(path, inode)
      }),
  }
}

function commonLength({ live, durable }: Inode): number {
  let length = 0
  while (length < live.length && live[length] === durable[length]) length += 1
  return length
}

function remains(inode: Inode, aftermath: Aftermath): Buffer {
  if (aftermath === 'kept') return inode.live
  if (aftermath === 'lost' || inode.live.equals(inode.durable)) return inode.durable
  const from = commonLength(inode)
  const middle = from + Math.ceil((inode.live.length - from) / 2)
  if (aftermath === 'torn') return inode.live.subarray(0, middle)
  return Buffer.from(inode.live).fill(0, from, middle)
}
