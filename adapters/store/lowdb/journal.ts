import { join } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'
import type { SealedEntry } from '../entry.ts'
import type { Journal } from '../reading.ts'
import { openAppendLog, reasonOf } from './append-log.ts'
import type { Disk } from './disk.ts'
import { provenJson } from './line.ts'
import { damaged, entriesUpTo, header, journalFolder, OFFSETS, type Position, segmentsOf } from './walk.ts'

/**
 * So many entries that were read or written last stay in memory, as text, which is the least to look after: a case that is
 * spoken of now is read again and again.
 */
const REMEMBERED = 2_000

/** A new month begins a new segment, and so does a full one. The chain of hashes runs on from segment to segment. */
const LARGEST_SEGMENT = 32 * 1024 * 1024

export interface DiskJournal extends Journal {
  /** Where the durable entries end. */
  readonly end: Position
  close(): Promise<void>
}

/** Goes on writing at `end`, and cuts what stands after it; begins the first segment, named `month`, if there is none. */
export async function openJournal(disk: Disk, folder: string, end: Position, month: string): Promise<DiskJournal> {
  const home = journalFolder(folder)
  const paths = [...(await segmentsOf(disk, folder))]
  if (paths.length === 0) paths.push(pathOf(1, month))
  let log = await openAppendLog(disk, paths[end.segment - 1] ?? '', end)
  /** A segment that was begun and could not be opened: it is tried again, whatever month its name says. */
  let begun: string | undefined
  let durable = end
  const recent = new Map<number, string>()

  function remember(place: number, json: string): void {
    recent.delete(place)
    recent.set(place, json)
    const [oldest] = recent.keys()
    if (recent.size > REMEMBERED && oldest !== undefined) recent.delete(oldest)
  }

  function pathOf(segment: number, named: string): string {
    return join(home, `${String(segment).padStart(6, '0')}-${named}.jsonl`)
  }

  async function roll(named: string): Promise<void> {
    begun ??= pathOf(paths.length + 1, named)
    const fresh = await openAppendLog(disk, begun, { offset: 0, hash: log.end.hash })
    await log.close()
    log = fresh
    paths.push(begun)
    begun = undefined
  }

  /** Every segment begins with a header, made durable together with the first entries. */
  async function write(jsons: readonly string[]): Promise<readonly number[]> {
    const head = log.end.offset > 0 ? [] : [header()]
    if (head.length > 0) await disk.syncFolder(home)
    const offsets = await log.append([...head, ...jsons])
    durable = { segment: paths.length, ...log.end }
    return offsets.slice(head.length)
  }

  if (log.end.offset === 0) await write([])
  return {
    get end() {
      return durable
    },
    async append(entries, newest) {
      const named = monthOf(paths.at(-1) ?? '')
      const later = newest !== undefined && newest > named
      try {
        if (log.end.offset > 0 && (later || log.end.offset > LARGEST_SEGMENT)) await roll(later ? newest : named)
        const jsons = entries.map((entry) => JSON.stringify(entry))
        const offsets = await write(jsons)
        const places = offsets.map((offset) => paths.length * OFFSETS + offset)
        for (const [i, json] of jsons.entries()) remember(places[i] ?? 0, json)
        return places
      } catch (cause) {
        if (cause instanceof Fault) throw cause
        throw new Fault('storage', `cannot begin a segment of the journal: ${reasonOf(cause)}`, { cause })
      }
    },
    async entryAt(place) {
      const path = paths[Math.floor(place / OFFSETS) - 1] ?? ''
      const json = recent.get(place) ?? (await jsonAt(disk, path, place % OFFSETS))
      remember(place, json)
      return JSON.parse(json) as SealedEntry
    },
    entries: () => entriesUpTo(disk, folder, durable),
    close: () => log.close(),
  }
}

/** Reads what stands before `end` beside whoever writes. */
export async function createJournalReader(
  disk: Disk,
  folder: string,
  end: Position,
): Promise<Pick<Journal, 'entryAt' | 'entries'>> {
  const paths = await segmentsOf(disk, folder)
  return {
    entryAt: async (place) =>
      JSON.parse(await jsonAt(disk, paths[Math.floor(place / OFFSETS) - 1] ?? '', place % OFFSETS)) as SealedEntry,
    entries: () => entriesUpTo(disk, folder, end),
  }
}

/** Reads the line and the one before it, which proves that it stands as it was written. */
async function jsonAt(disk: Disk, path: string, offset: number): Promise<string> {
  for (let length = 8192; ; length *= 4) {
    const from = Math.max(0, offset - length)
    const bytes = await disk.readAt(path, from, offset - from + length)
    const json = provenJson(bytes, offset - from)
    if (json !== null) return json
    const isWhole = from === 0 && bytes.length < offset + length
    if (isWhole) throw damaged(path, bytes.toString('latin1', 0, offset).split('\n').length)
  }
}

const monthOf = (path: string): string => path.slice(-'2026-11.jsonl'.length, -'.jsonl'.length)
