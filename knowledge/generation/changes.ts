import { setImmediate } from 'node:timers/promises'
import { windowIn } from '../facts/window.ts'
import type { Generation } from './index.ts'

/** A document that is new in a generation, or says something else than in the one before. */
export interface ChangedDocument {
  readonly path: string
  readonly title: string
  readonly region?: string
  /** What it is about, and what people call it. */
  readonly topics: readonly string[]
  readonly change: 'new' | 'changed'
  /** The last day to apply for what it offers, where it says one. */
  readonly until?: string
}

const AT_ONCE = 50

/** In the order of the later generation. Gives way to others every so often. */
export async function changesBetween(before: Generation, after: Generation): Promise<readonly ChangedDocument[]> {
  const changes: ChangedDocument[] = []
  for (let number = 0; number < after.counts.documents; number++) {
    if (number % AT_ONCE === AT_ONCE - 1) await setImmediate()
    const { source } = after.document(number)
    const known = before.numberOf(source.path)
    const same = known !== undefined && before.document(known).length === after.document(number).length
    if (same && before.source(known).body === after.source(number).body) continue
    const { path, title, region, topics, aliases, date } = source
    const until = windowIn(after.source(number).body, date)
    changes.push({
      path,
      title,
      ...(region && { region }),
      topics: [...topics, ...aliases],
      change: known === undefined ? 'new' : 'changed',
      ...(until && { until }),
    })
  }
  return changes
}
