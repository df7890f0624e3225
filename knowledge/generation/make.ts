import { readFile } from 'node:fs/promises'
import { answer } from '../ask/answer.ts'
import { nodeDisk, whyNot, writeWhole } from '../shelf/disk.ts'
import { type Candidate, judge } from '../shelf/gate.ts'
import { build, type Source } from './build.ts'
import type { BuildOrder, Built, BuiltFacts } from './build-order.ts'
import { type Generation, openGeneration } from './index.ts'
import { loadSnapshot, openSnapshot } from './snapshot.ts'

/** So many faults are kept with a generation; `kb check` shows them all. */
const NAMED = 500

/** What a generation is made of, and the day for which the golden questions are asked (YYYY-MM-DD). */
export interface Making extends Source {
  readonly on: string
}

export type Made =
  | {
      readonly kind: 'built'
      readonly bytes: Uint8Array<ArrayBuffer>
      readonly generation: Generation
      readonly facts: BuiltFacts
      readonly lines: readonly string[]
    }
  | { readonly kind: 'refused' | 'failed'; readonly lines: readonly string[] }

/** Makes a generation of a folder, and lets it through the gate beside the one that answers now. */
export async function make(
  { on, ...source }: Making,
  {
    present,
    force = false,
    progress,
  }: { readonly present?: Generation | undefined } & Pick<BuildOrder, 'force' | 'progress'>,
): Promise<Made> {
  const { bytes, key, report, golden, reviews } = await build({ ...source, previous: present, progress })
  if (!bytes) return { kind: 'failed', lines: report.lines }
  if (golden.length > 0) progress?.(`自测 ${golden.length} 个问题`)
  const generation = openGeneration(openSnapshot(bytes))
  const next = candidate(generation, on)
  const gate = judge({ golden, next, force, present: present && candidate(present, on) })
  const lines = [...report.lines, ...gate.lines]
  if (!gate.passed) return { kind: 'refused', lines: gate.lines }
  const facts: BuiltFacts = {
    key,
    documents: generation.counts.documents,
    passages: generation.counts.passages,
    faulty: report.faults.length,
    quarantined: report.faults.slice(0, NAMED),
    reviews,
    ...(gate.asked > 0 && { golden: { asked: gate.asked, right: gate.right } }),
  }
  return { kind: 'built', bytes, generation, facts, lines }
}

/** The same with files: reads the one that answers now, and writes the next. It never rejects. */
export async function makeFile(making: Making, { out, previous, force, progress }: BuildOrder): Promise<Built> {
  try {
    const present = previous === undefined ? undefined : await loadGeneration(previous).catch(() => null)
    const made = await make(making, { present: present ?? undefined, force, progress })
    if (made.kind !== 'built') return made
    await writeWhole(nodeDisk, out, made.bytes)
    const same = present && previous !== undefined && (await holds(previous, made.bytes))
    const blind = present === null ? ['现在这一版的文件读不出来，没有能和它比较。'] : []
    return { kind: 'built', facts: made.facts, lines: [...made.lines, ...blind], ...(same && { same }) }
  } catch (error) {
    return { kind: 'failed', lines: [`载入时出错，没有建成 ${out}：${whyNot(error)}`] }
  }
}

/** Whether a file is these bytes: a folder that has not changed makes the same generation again. */
async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  return (await readFile(path).catch(() => null))?.equals(bytes) ?? false
}

/** A generation from its file, in small steps between which other work goes on. Rejects a file that is not whole. */
export async function loadGeneration(file: string): Promise<Generation> {
  return openGeneration(await loadSnapshot(file))
}

function candidate(generation: Generation, on: string): Candidate {
  return {
    ask: (question) => answer(generation, question, on),
    get documents() {
      return Array.from({ length: generation.counts.documents }, (_, i) => generation.document(i).source)
    },
  }
}
