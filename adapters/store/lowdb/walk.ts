import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Fault } from '../../../bot/model/fault.ts'
import type { SealedEntry } from '../entry.ts'
import type { Place } from '../state.ts'
import { reasonOf } from './append-log.ts'
import type { Disk } from './disk.ts'
import { newerFormat, parse } from './durable-file.ts'
import { type End, GENESIS, type Line, scanLines, standsAt } from './line.ts'

/** A place in the journal, with the hash of the line before it. Segments are numbered from 1. */
export interface Position extends End {
  readonly segment: number
}

export const START: Position = { segment: 1, offset: 0, hash: GENESIS }

/** Whether not even a header stands before this place. */
export const hasNothing = ({ segment, offset }: Position): boolean => segment === 1 && offset === 0

const SEGMENT = /^(\d{6})-\d{4}-\d{2}\.jsonl$/
/** A place is the number of a segment times this, and the offset in it. */
export const OFFSETS: number = 2 ** 32
/** Bytes that are checked in one go; takes about 1 ms. */
const SLICE = 128 * 1024

export const journalFolder = (folder: string): string => join(folder, 'journal')

export interface Replayed {
  readonly end: Position
  /** Bytes of a flush that was never acknowledged, after `end`. */
  readonly torn: number
  readonly segments: readonly { readonly path: string; readonly lines: number }[]
}

/** The paths of the segments in order. @throws Fault `damaged` when one is missing. */
export async function segmentsOf(disk: Disk, folder: string): Promise<readonly string[]> {
  const names = (await disk.list(journalFolder(folder))).filter((name) => SEGMENT.test(name))
  for (const [i, name] of names.entries()) {
    const number = Number(SEGMENT.exec(name)?.[1])
    if (number !== i + 1)
      throw new Fault(
        'damaged',
        `${journalFolder(folder)}: segment ${i + 1} is missing or there twice (found ${name}): restore it from the backup`,
      )
  }
  return names.map((name) => join(journalFolder(folder), name))
}

/**
 * Visits every entry after `from`, and checks the chain on the way: to the end, or to a place that a line is known to
 * have ended at. Changes nothing.
 */
export async function replay(
  disk: Disk,
  folder: string,
  from: Position,
  visit: (entry: SealedEntry, place: Place) => void,
  until?: Position,
): Promise<Replayed> {
  const walk = walkJournal(disk, folder, from, until)
  for (;;) {
    const { done, value } = await walk.next()
    if (done) return value
    for (const { path, line, place } of value) {
      try {
        visit(JSON.parse(line.json) as SealedEntry, place)
      } catch (cause) {
        if (cause instanceof Fault) throw cause
        const at = `${path}: the entry at byte ${place % OFFSETS}`
        throw new Fault('damaged', `${at} cannot be applied: ${reasonOf(cause)}`, { cause })
      }
    }
  }
}

/**
 * Checks every line and the chain that ties them, between two places that a line ended at, or to the end. Null when it
 * was told to stop.
 */
export async function checkJournal(
  disk: Disk,
  folder: string,
  how: {
    readonly from: Position
    readonly until?: Position
    readonly stop?: AbortSignal
    /** Waited for after each slice. */
    readonly between?: () => Promise<unknown>
  },
): Promise<Replayed | null> {
  const walk = walkJournal(disk, folder, how.from, how.until)
  for (;;) {
    const { done, value } = await walk.next()
    if (done) return value
    await how.between?.()
    if (how.stop?.aborted) return null
  }
}

interface PlacedLine {
  readonly path: string
  readonly line: Line
  readonly place: Place
}

/** The lines after `from`, a slice at a time, so that others go on: the chain is also checked while the bot is at work. */
async function* walkJournal(
  disk: Disk,
  folder: string,
  from: Position,
  until?: Position,
): AsyncGenerator<readonly PlacedLine[], Replayed> {
  const paths = await segmentsOf(disk, folder)
  let end = from
  let torn = 0
  const segments: { path: string; lines: number }[] = []
  if (paths.length < from.segment && from.hash !== GENESIS) throw lost(join(journalFolder(folder), 'the last segment'))
  for (let segment = from.segment; segment <= (until?.segment ?? paths.length); segment++) {
    const path = paths[segment - 1] ?? ''
    const open = !until && segment === paths.length
    const start = segment === from.segment ? from : { offset: 0, hash: end.hash }
    const whole = (await disk.read(path)) ?? Buffer.alloc(0)
    const bytes = segment === until?.segment ? whole.subarray(0, until.offset) : whole
    if (!standsAt(bytes, start)) throw lost(path)
    let lines = 0
    let scanned: ReturnType<typeof scanLines> = { end: start, tail: { state: 'clean' } }
    while (scanned.tail.state === 'clean' && scanned.end.offset < bytes.length) {
      const slice: PlacedLine[] = []
      const visit = (line: Line): void => {
        lines += 1
        if (line.offset === 0) checkHeader(path, line.json)
        else slice.push({ path, line, place: segment * OFFSETS + line.offset })
      }
      scanned = scanLines(bytes, scanned.end, visit, scanned.end.offset + SLICE)
      yield slice
      await setImmediate()
    }
    const { tail } = scanned
    if (tail.state === 'damaged' || (tail.state === 'torn' && !open)) throw damaged(path, tail.line)
    if (scanned.end.offset === 0 && !open) throw damaged(path, 1)
    if (tail.state === 'torn') torn = tail.bytes
    end = { segment, ...scanned.end }
    segments.push({ path, lines })
  }
  if (until && (end.offset !== until.offset || end.hash !== until.hash)) throw lost(segments.at(-1)?.path ?? '')
  return { end, torn, segments }
}

/** All entries up to a place, checked on the way. */
export async function* entriesUpTo(disk: Disk, folder: string, end: Position): AsyncGenerator<readonly SealedEntry[]> {
  const walk = walkJournal(disk, folder, START, end)
  for (let step = await walk.next(); !step.done; step = await walk.next())
    yield step.value.map(({ line }) => JSON.parse(line.json) as SealedEntry)
}

/** What every segment begins with. */
export function header(): string {
  return JSON.stringify({ format: 'qinqing-journal', v: 1 })
}

function checkHeader(path: string, json: string): void {
  const version = parse(json)?.['v']
  if (typeof version !== 'number') throw damaged(path, 1)
  if (version > 1) throw newerFormat(path, version)
}

export function damaged(path: string, line: number): Fault {
  const remedy = 'it was changed, or the disk is bad; stop here, copy the folder, and restore this file from the backup'
  return new Fault('damaged', `${path}, line ${line} is damaged: ${remedy}`)
}

function lost(path: string): Fault {
  return new Fault(
    'damaged',
    `${path} does not hold what the snapshot was made from: it was cut or replaced; restore the journal from the backup`,
  )
}
