import { createHash } from 'node:crypto'
import type { Builder } from '../generation/build-order.ts'
import type { Generation } from '../generation/index.ts'
import { loadGeneration, type Making, make } from '../generation/make.ts'
import type { Generations } from './keeper.ts'
import type { Kept } from './pointer.ts'
import type { Shelf } from './shelf.ts'

/** So many are kept in memory, to go back to. */
const KEEP = 2

/** Generations on a shelf, made by somebody else. */
export function onShelf(shelf: Shelf, builder: Builder): Generations<Generation> {
  return {
    get current() {
      return shelf.current
    },
    get pinned() {
      return shelf.pinned
    },
    get kept() {
      return shelf.kept
    },
    open: () => shelf.open(load),
    back: () => shelf.back(load),
    async build({ force, compare, progress }) {
      const out = shelf.fresh()
      const discard = () => shelf.discard(out)
      const { current } = shelf
      const previous = compare && current ? shelf.fileOf(current) : undefined
      const built = await builder({ out, previous, force, progress })
      if (built.kind !== 'built') {
        await discard().catch(() => {})
        return built
      }
      try {
        return { ...built, generation: await loadGeneration(out), put: (facts) => shelf.put(out, facts), discard }
      } catch (error) {
        await discard().catch(() => {})
        const reason = error instanceof Error ? error.message : String(error)
        return { kind: 'failed', lines: [`新的一版读不出来：${reason}。`] }
      }
    },
  }
}

async function load(file: string, { facts }: Kept): Promise<Generation> {
  const generation = await loadGeneration(file)
  if (facts.key !== '' && generation.key !== facts.key) throw new Error('it is another generation than it was')
  return generation
}

/**
 * Generations that are made here and kept nowhere. `borrow`: where the shelf of some other process has one that fits the
 * folder, that is taken to begin with.
 */
export function inMemory(
  making: () => Making,
  borrow?: () => Promise<(Kept & { file: string }) | null>,
): Generations<Generation> {
  let all: readonly { readonly kept: Kept; readonly generation: Generation; readonly sum?: string }[] = []
  let last = 0
  let pinned = false
  return {
    get current() {
      return all.at(-1)?.kept
    },
    get pinned() {
      return pinned
    },
    get kept() {
      return all.map(({ kept }) => kept)
    },
    async open() {
      const found = await borrow?.()
      const generation = found ? await load(found.file, found).catch(() => null) : null
      if (found && generation) all = [{ kept: found, generation }]
      return generation
    },
    async back() {
      if (all.length < 2) return null
      all = all.slice(0, -1)
      pinned = true
      return all.at(-1)?.generation ?? null
    },
    async build({ force, compare, progress }) {
      const made = await make(making(), { force, present: compare ? all.at(-1)?.generation : undefined, progress })
      if (made.kind !== 'built') return made
      const { facts: known, lines, generation } = made
      const sum = createHash('sha256').update(made.bytes).digest('hex')
      const same = all.at(-1)?.sum === sum
      const put = async (facts: Kept['facts']) => {
        last += 1
        const kept = { number: last, facts }
        all = [...all, { kept, generation, sum }].slice(-KEEP)
        pinned = false
        return kept
      }
      return { kind: 'built', facts: known, lines, generation, put, discard: async () => {}, ...(same && { same }) }
    },
  }
}
