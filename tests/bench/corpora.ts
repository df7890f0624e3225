import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../../knowledge/generation/build.ts'
import { type Generation, openGeneration } from '../../knowledge/generation/index.ts'
import { openSnapshot } from '../../knowledge/generation/snapshot.ts'

export interface PolicyQuestion {
  readonly id: string
  readonly question: string
  /** A file's name without `.txt`. */
  readonly document: string
  /** Stands word for word in the document but for white space. */
  readonly answer: string
}

export interface StatuteQuestion {
  readonly id: number
  readonly question: string
  readonly articles: readonly string[]
}

export function readLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
}

/** Half the questions are for tuning, half are kept back, whatever their order. */
export function isDev(id: string | number): boolean {
  const hash = createHash('sha256').update(String(id)).digest()
  return hash.readUInt32BE(0) % 2 === 0
}

/** A folder that holds one file and nothing else, for as long as `use` takes. */
export async function alone<T>(file: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'qinqing-'))
  try {
    cpSync(file, join(folder, 'alone.jsonl'))
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export async function generationOf(folder: string): Promise<Generation> {
  const { bytes, report } = await build({ folder })
  if (!bytes) throw new Error(`${folder}: ${report.faults[0]?.reason ?? 'no documents'}`)
  return openGeneration(openSnapshot(bytes))
}

/** How often a number of the first is greater than one of the second; a tie is half. */
export function auroc(higher: readonly number[], lower: readonly number[]): number {
  const sorted = lower.toSorted((a, b) => a - b)
  const below = (x: number, orEqual: boolean) => sorted.filter((y) => (orEqual ? y <= x : y < x)).length
  const wins = higher.reduce((sum, x) => sum + (below(x, false) + below(x, true)) / 2, 0)
  return wins / (higher.length * lower.length)
}
