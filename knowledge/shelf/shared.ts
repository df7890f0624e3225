import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Builder } from '../generation/build-order.ts'
import type { Generation } from '../generation/index.ts'
import { loadGeneration } from '../generation/make.ts'
import { type Disk, nodeDisk, writeWhole } from './disk.ts'
import type { Exchange, Published } from './exchange.ts'
import type { Generations } from './keeper.ts'
import { fileNameOf, type Kept } from './pointer.ts'

const SEEN = 'seen.json'

/** The generation that answered when the folder was looked at last, and the key that the folder had then. */
interface Seen {
  readonly number: number
  readonly key: string
}

/**
 * Generations that several processes share. The exchange says which one answers; the folder, this process's own, keeps
 * what was fetched or built, so that a start need not fetch it again, and can be removed at any time.
 */
export async function onExchange(options: {
  readonly exchange: Exchange
  readonly folder: string
  readonly builder: Builder
  /** The key that a generation of the documents as they are now would have. */
  readonly keyNow: () => Promise<string>
  /** Told, in a line for an administrator, what is not as it should be. */
  readonly onNotice: (line: string) => void
  readonly disk?: Disk
}): Promise<Generations<Generation>> {
  const { exchange, folder, builder, keyNow, onNotice, disk = nodeDisk } = options
  let published: Published | null = null
  /** What was found to be of no use is not fetched again and again. */
  let refused: number | undefined
  let builds = 0
  await disk.makeFolder(folder)
  for (const name of await disk.list(folder)) if (name.endsWith('.tmp')) await disk.remove(join(folder, name))

  const currentOf = (one: Published | null) => one?.kept.find(({ number }) => number === one.current)
  const fileOf = (kept: Kept) => join(folder, nameOf(kept))

  function fresh(): string {
    builds += 1
    return join(folder, `build-${process.pid}-${builds}.tmp`)
  }

  /** From the folder where it is there and whole; else it is fetched. */
  async function open(kept: Kept): Promise<Generation> {
    const known = await load(fileOf(kept), kept).catch(() => null)
    if (known) return known
    const file = fresh()
    try {
      await exchange.fetch(kept.number, file)
      const generation = await load(file, kept)
      await disk.rename(file, fileOf(kept))
      return generation
    } catch (error) {
      await disk.remove(file).catch(() => {})
      throw error
    }
  }

  /** It answers from now on: what is no longer kept anywhere is removed here too. */
  async function settle(next: Published, key: string): Promise<void> {
    published = next
    const kept = new Set([SEEN, ...next.kept.map(nameOf)])
    try {
      const seen: Seen = { number: next.current, key }
      await writeWhole(disk, join(folder, SEEN), Buffer.from(JSON.stringify(seen)))
      for (const name of await disk.list(folder))
        if (!kept.has(name) && !name.endsWith('.tmp')) await disk.remove(join(folder, name))
    } catch (error) {
      onNotice(`政策库：文件夹 ${folder} 写不进去：${reasonOf(error)}`)
    }
  }

  async function seen(): Promise<Seen | undefined> {
    try {
      return JSON.parse((await disk.read(join(folder, SEEN)))?.toString() ?? '')
    } catch {
      return undefined
    }
  }

  const keyOrNone = () => keyNow().catch(() => '')

  return {
    get current() {
      return currentOf(published)
    },
    get pinned() {
      return published?.pinned ?? false
    },
    get kept() {
      return published?.kept ?? []
    },

    async open() {
      const next = await exchange.newest()
      const kept = currentOf(next)
      if (!next || !kept) return null
      published = next
      return open(kept).catch((error: unknown) => {
        onNotice(unusable(kept, error))
        return null
      })
    },

    /** What came from elsewhere fits, whatever this folder holds; it fits no more when the folder has changed since. */
    async fits(key) {
      const before = await seen()
      if (published && before?.number !== published.current) await settle(published, key)
      return published !== null && (before?.number !== published.current || before.key === key)
    },

    async newer() {
      const next = await exchange.newest()
      const kept = currentOf(next)
      if (!next || !kept || next.change === (published?.change ?? 0) || next.change === refused) return null
      try {
        const generation = await open(kept)
        await settle(next, await keyOrNone())
        return generation
      } catch (error) {
        // What could not be had may be had the next time; what cannot be read here never will.
        if (isUnreadable(error)) refused = next.change
        onNotice(unusable(kept, error))
        return null
      }
    },

    async back() {
      if (!published) return null
      for (const kept of before(published)) {
        const generation = await open(kept).catch((error: unknown) => onNotice(unusable(kept, error)))
        if (!generation) continue
        const next = await exchange.pin({ number: kept.number, since: published.change })
        if (!next) throw new Error('别处刚刚换了一版，请看清楚再来一次')
        await settle(next, await keyOrNone())
        return generation
      }
      return null
    },

    async build({ force, compare, progress }) {
      const out = fresh()
      const discard = () => disk.remove(out)
      const since = published?.change ?? 0
      const current = currentOf(published)
      const built = await builder({
        out,
        previous: compare && current ? fileOf(current) : undefined,
        force,
        progress,
      })
      if (built.kind !== 'built') {
        await discard().catch(() => {})
        return built
      }
      try {
        const generation = await loadGeneration(out)
        if (built.same && published) await settle(published, built.facts.key)
        return {
          ...built,
          generation,
          discard,
          async put(facts) {
            const next = await exchange.publish({ file: out, facts, since })
            const kept = currentOf(next)
            if (!next || !kept) return null
            await disk.rename(out, fileOf(kept)).catch(() => {}) // it can be fetched
            await settle(next, facts.key)
            return kept
          },
        }
      } catch (error) {
        await discard().catch(() => {})
        return { kind: 'failed', lines: [`新的一版读不出来：${reasonOf(error)}。`] }
      }
    },
  }
}

/** It came, and is none that this program understands. */
class Unreadable extends Error {}
const isUnreadable = (error: unknown): boolean => error instanceof Unreadable

async function load(file: string, { facts }: Kept): Promise<Generation> {
  const generation = await loadGeneration(file).catch((error: unknown) => {
    throw new Unreadable(reasonOf(error), { cause: error })
  })
  if (facts.key !== '' && generation.key !== facts.key) throw new Unreadable('it is another generation than it was')
  return generation
}

/** A number may be another generation's in another database. */
function nameOf({ number, facts }: Kept): string {
  const sum = createHash('sha256')
    .update(JSON.stringify([number, facts.at, facts.key]))
    .digest('hex')
    .slice(0, 8)
  return fileNameOf(number).replace('.kb', `-${sum}.kb`)
}

/** What the current one took the place of and so on, then what else is older. */
function before({ current, kept }: Published): readonly Kept[] {
  const by = new Map(kept.map((one) => [one.number, one]))
  const chain: Kept[] = []
  for (let one = by.get(by.get(current)?.after ?? 0); one && !chain.includes(one); one = by.get(one.after ?? 0))
    chain.push(one)
  const older = kept.filter((one) => one.number < current && !chain.includes(one)).reverse()
  return [...chain, ...older]
}

const unusable = ({ number }: Kept, error: unknown): string => `政策库：第 ${number} 版在这里用不了：${reasonOf(error)}`

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
