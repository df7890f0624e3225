import type { Entry, Gap, GapGroup, GapId, GapWhy } from '../../bot/model/gap.ts'
import type { EntryFound, Versioned } from '../../bot/ports/appeal-store.ts'
import { compare } from './indexes.ts'
import type { State } from './state.ts'

/** More wordings than these tell nothing new. */
const WORDINGS = 20

/** Askings that nobody has answered, by group: what most people asked first, and of these the latest. */
export function groupsIn(state: State, limit: number): { groups: readonly GapGroup[]; total: number } {
  const open = bucketed(state, (gap) => (isOpen(gap) ? gap.group : undefined))
  const counted = [...open]
    .filter(([, gaps]) => gaps.some(({ value }) => value.personal))
    .map(([id, gaps]) => ({ id, gaps, ...countsOf(gaps.map(gapIn)) }))
    .sort((a, b) => b.people - a.people || b.times - a.times || compare(b.lastAt, a.lastAt) || compare(a.id, b.id))
  const groups = counted.slice(0, limit).flatMap(({ id, gaps }) => groupOf(id, gaps.map(gapIn)) ?? [])
  return { groups, total: counted.length }
}

/** One of them with its askings, the latest first. */
export function groupIn(state: State, id: GapId): { group: GapGroup | null; gaps: readonly Versioned<Gap>[] } {
  const open = bucketed(state, (gap) => (isOpen(gap) && gap.group === id ? id : undefined)).get(id) ?? []
  const gaps = open.sort((a, b) => compare(b.value.at, a.value.at))
  return { group: groupOf(id, gaps.map(gapIn)) ?? null, gaps }
}

/** Answers of staff, the one changed last first, with what was asked: by those it answers, or who wait for it. */
export function entriesIn(state: State, wanted: (entry: Entry) => boolean): readonly EntryFound[] {
  const asked = bucketed(state, ({ entry, group }) => entry ?? group)
  return [...state.answers.keys()]
    .flatMap((id) => state.answers.get(id) ?? [])
    .filter(({ value }) => wanted(value))
    .sort((a, b) => compare(b.value.updatedAt, a.value.updatedAt) || compare(a.value.id, b.value.id))
    .map(({ version, value }) => {
      const gaps = asked.get(value.state === 'proposed' ? value.group : value.id) ?? []
      return { version, value, wordings: wordingsOf(gaps.map(gapIn)).map(({ question }) => question) }
    })
}

function bucketed(state: State, name: (gap: Gap) => string | undefined): Map<string, Versioned<Gap>[]> {
  const buckets = new Map<string, Versioned<Gap>[]>()
  for (const id of state.gaps.keys()) {
    const gap = state.gaps.get(id)
    const bucket = gap && name(gap.value)
    if (!gap || !bucket) continue
    const before = buckets.get(bucket)
    if (before) before.push(gap)
    else buckets.set(bucket, [gap])
  }
  return buckets
}

const isOpen = ({ entry, dismissed }: Gap): boolean => !entry && !dismissed
const gapIn = ({ value }: Versioned<Gap>): Gap => value

/** Undefined where nothing in it can be read any more. */
function groupOf(id: GapId, gaps: readonly Gap[]): GapGroup | undefined {
  const [first, ...others] = wordingsOf(gaps)
  if (!first) return undefined
  const why: Partial<Record<GapWhy, number>> = {}
  for (const gap of gaps) why[gap.why] = (why[gap.why] ?? 0) + 1
  const [document] = mostFrequent(gaps.flatMap((gap) => gap.document ?? []))
  return {
    id,
    ...countsOf(gaps),
    why,
    ...(document && { document }),
    wordings: [first.question, ...others.map(({ question }) => question)],
    subject: first.subject,
  }
}

function countsOf(gaps: readonly Gap[]): { times: number; people: number; lastAt: string } {
  return {
    times: gaps.length,
    people: gaps.length === 1 ? 1 : new Set(gaps.map(({ subject }) => subject)).size,
    lastAt: gaps.reduce((last, { at }) => (at > last ? at : last), ''),
  }
}

/** Each wording once with the last who used it: the most frequent first, and of these the latest. */
function wordingsOf(gaps: readonly Gap[]): readonly { question: string; subject: string }[] {
  const latest = gaps.toSorted((a, b) => compare(b.at, a.at))
  const readable = latest.flatMap(({ personal, subject }) =>
    personal ? [{ question: personal.question, subject }] : [],
  )
  return mostFrequent(readable.map(({ question }) => question))
    .slice(0, WORDINGS)
    .flatMap((question) => readable.find((one) => one.question === question) ?? [])
}

/** Each once, the most frequent first, and of these the one that stands first. */
function mostFrequent(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name)
}
