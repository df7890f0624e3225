import { join } from 'node:path'
import { Low } from 'lowdb'
import { Fault } from '../../../bot/model/fault.ts'
import { reasonOf } from './append-log.ts'
import type { Disk } from './disk.ts'
import type { Drawer, PackedPart } from './drawers.ts'
import { durableFile, previousOf } from './durable-file.ts'
import type { Position } from './walk.ts'

/**
 * A snapshot is a manifest and the parts it names. A part is never written over: one that changed gets a new file, and
 * the manifest, put in place in one step, is what makes a snapshot. So the generation before stays whole beside it.
 */
interface Manifest {
  readonly generation: number
  /** The version of the folds that made the states in the parts. */
  readonly folds: number
  /** What stands in the journal before this is in the parts. */
  readonly position: Position
  readonly parts: readonly PartFile[]
}

interface PartFile {
  readonly part: string
  readonly shelf: string
  readonly file: string
}

interface PartContent extends PackedPart {
  readonly part: string
}

const INSTEAD =
  'an older snapshot, or none, and the journal after it were read instead, and their chain holds; check the disk'

export interface Snapshots {
  /** Fills the drawers from the newest snapshot that is whole, and notices why it is not the last one. Null: there is none. */
  load(drawers: readonly Drawer[], notice: (text: string) => void): Promise<Position | null>
  /**
   * Takes what the drawers hold now, which must be what the journal says up to `position`, and stores it, part by part.
   * `between` is waited for after each, and told how long that took.
   */
  take(drawers: readonly Drawer[], position: Position, between?: (ms: number) => Promise<void>): Promise<void>
}

/** `folds`: the version of what folds states; parts made by another are not used, and all is folded anew. */
export function createSnapshots(disk: Disk, folder: string, folds: number): Snapshots {
  const home = join(folder, 'snapshot')
  const path = join(home, 'manifest.json')
  /** The manifest that the drawers were filled from or stored under last; undefined when there is none. */
  let last: { readonly manifest: Manifest; readonly path: string } | undefined
  let generation = 0

  /** Fills the drawers part by part, and empties them again when one part is not whole. */
  async function fill(drawers: readonly Drawer[], candidate: string, notice: (text: string) => void) {
    try {
      const manifest = await readManifest(disk, candidate)
      if (manifest && manifest.folds !== folds) {
        notice(`${candidate} was made by another version of the program: the whole journal was read instead`)
        return null
      }
      // A folder that was restored, or copied out of a database, has none yet.
      if (!manifest && candidate === path && (await disk.list(home)).length > 0)
        notice(`${path} is missing: ${INSTEAD}`)
      for (const { part, shelf, file } of manifest?.parts ?? []) {
        const { part: found, ...packed } = await readPart(join(home, file))
        if (found !== part) throw new Fault('damaged', `${join(home, file)} holds another part`)
        drawers.find(({ name }) => name === shelf)?.load(part, packed)
      }
      return manifest
    } catch (error) {
      for (const drawer of drawers) drawer.clear()
      if (error instanceof Fault && error.code !== 'damaged') throw error
      notice(`${reasonOf(error)}: ${INSTEAD}`)
    }
    return null
  }

  async function readPart(file: string): Promise<PartContent> {
    const content = await durableFile<PartContent>(disk, file).read()
    if (!content) throw new Fault('damaged', `${file} is missing`)
    return content
  }

  /** Removes the parts that neither this manifest nor the one before it names. */
  async function sweep(current: Manifest): Promise<void> {
    const before = await readManifest(disk, previousOf(path)).catch(() => null)
    const wanted = new Set([...current.parts, ...(before?.parts ?? [])].map(({ file }) => file))
    for (const name of await disk.list(home))
      if (!name.startsWith('manifest.json') && !wanted.has(name)) await disk.remove(join(home, name))
  }

  return {
    async load(drawers, notice) {
      generation = Math.max(0, ...(await disk.list(home)).map(generationOf))
      for (const candidate of [path, previousOf(path)]) {
        const manifest = await fill(drawers, candidate, notice)
        if (!manifest) continue
        last = { manifest, path: candidate }
        return manifest.position
      }
      return null
    },

    async take(drawers, position, between = async () => {}) {
      const taken = drawers.map((drawer) => ({ drawer, parts: drawer.takeChanged(), names: drawer.partNames() }))
      const known = new Map((last?.manifest.parts ?? []).map((entry) => [entry.part, entry]))
      generation += 1
      try {
        for (const { drawer, parts } of taken)
          for (const part of parts) {
            const begun = performance.now()
            const file = `${part.name}.${generation}.json`
            await write(disk, join(home, file), { part: part.name, ...(await part.pack()) } satisfies PartContent)
            known.set(part.name, { part: part.name, shelf: drawer.name, file })
            await between(performance.now() - begun)
          }
        const parts = taken.flatMap(({ names }) => names.flatMap((name) => known.get(name) ?? []))
        const manifest: Manifest = { generation, folds, position, parts }
        // A manifest that could not be read must not take the place of the good one before it.
        await write(disk, path, manifest, last?.path === path)
        last = { manifest, path }
        await sweep(manifest)
      } catch (error) {
        for (const { drawer, parts } of taken) drawer.putBack(parts.map(({ name }) => name))
        throw error
      }
    },
  }
}

async function write<T extends object | null>(disk: Disk, path: string, data: T, keepPrevious = false): Promise<void> {
  await new Low<T>(durableFile<T>(disk, path, { keepPrevious }), data).write()
}

async function readManifest(disk: Disk, path: string): Promise<Manifest | null> {
  const low = new Low<Manifest | null>(durableFile<Manifest | null>(disk, path), null)
  await low.read()
  return low.data
}

/** What the newest snapshot was made from; null where there is none, or none that can be read. */
export async function snapshotPosition(disk: Disk, folder: string): Promise<Position | null> {
  const manifest = await readManifest(disk, join(folder, 'snapshot', 'manifest.json')).catch(() => null)
  return manifest?.position ?? null
}

function generationOf(name: string): number {
  return Number(/\.(\d+)\.json/.exec(name)?.[1] ?? 0)
}
