import { type Instant, plusMs } from '../../bot/model/instant.ts'
import type { OutboxSummary } from '../../bot/ports/appeal-store.ts'
import { compare } from './indexes.ts'
import { type Row, replyOf } from './row.ts'

type Waiting = NonNullable<OutboxSummary['waiting']>[number]

/**
 * What waits, and why: by channel and reason, the oldest first. `queues` are the rows of each address that wait, in
 * their order: what has no reason of its own waits for that of the one before it. `why` is the reason of a single row.
 */
export function waitingOf(
  queues: readonly (readonly Row[])[],
  why: (row: Row) => string | undefined,
): readonly Waiting[] {
  const groups = new Map<string, Waiting>()
  for (const rows of queues) {
    let reason: string | undefined
    for (const row of rows) {
      reason = why(row) ?? reason
      const { channel } = row
      const name = JSON.stringify([channel, reason])
      const { count = 0, since = sinceOf(row) } = groups.get(name) ?? {}
      const earliest = since < sinceOf(row) ? since : sinceOf(row)
      groups.set(name, { channel, ...(reason !== undefined && { reason }), count: count + 1, since: earliest })
    }
  }
  return [...groups.values()].sort((a, b) => compare(a.since, b.since))
}

/** What was made in the last minute answers what he has just written. */
const FRESH_MS = 60_000

/**
 * The rows of an address of which some were postponed, as they go once it is heard from: first what answers him, then
 * what waited, each in its order. A card that is older is not to come behind a newer one of the same name.
 */
export function answersFirst(rows: readonly Row[], now: Instant): readonly Row[] {
  const isOld = ({ createdAt }: Row) => plusMs(createdAt, FRESH_MS) < now
  const old = new Set(rows.filter(isOld).flatMap((row) => replyOf(row)?.card ?? []))
  const waits = (row: Row) => isOld(row) || old.has(replyOf(row)?.card ?? '')
  return [...rows.filter((row) => !waits(row)), ...rows.filter(waits)]
}

/** It was there from then on; what was for later, from when its time had come. */
export function sinceOf({ createdAt, attempts, retryAt }: Row): Instant {
  return attempts === 0 && retryAt !== null && retryAt > createdAt ? retryAt : createdAt
}
