import { createMetrics, type Metering, type Metrics, type Seen } from '../../adapters/metrics/index.ts'
import { isLate, owed } from '../appeal/owed.ts'
import { OPEN } from '../appeal/states.ts'
import { dateOf, type Instant } from '../model/instant.ts'
import type { AppealStore, OutboxSummary } from '../ports/appeal-store.ts'
import type { KnowledgeBase } from '../ports/knowledge-base.ts'

export type { Metering, Metrics } from '../../adapters/metrics/index.ts'

type Store = Pick<AppealStore, 'read'>

/** Counts what the process does from now on. */
export function openMetrics(): Metrics {
  return createMetrics({ ms: () => performance.now() })
}

/** What an app is made of, as far as it is counted. */
interface Counted {
  readonly store: AppealStore
  readonly channels: readonly Parameters<Metering['channel']>[0][]
  readonly knowledge: Parameters<Metering['knowledge']>[0]
}

/** The same parts, each wrapped: what they do is counted. */
export function metered<P extends Counted>(parts: P, { store, channel, knowledge }: Metering): P {
  return {
    ...parts,
    store: store(parts.store),
    channels: parts.channels.map(channel),
    knowledge: knowledge(parts.knowledge),
  }
}

/** How things stand now, for the page of figures. What cannot be read is left out, and named. */
export async function lookAround(world: {
  readonly store: Store
  readonly knowledge?: Pick<KnowledgeBase, 'status'> | undefined
  readonly channels: readonly { readonly name: string; readonly state: string }[]
  readonly now: Instant
}): Promise<Seen> {
  const { store, channels, now } = world
  const [outbox, appeals] = await Promise.all([
    store.read({ kind: 'outbox' }).then(
      ({ summary }) => depthOf(summary, now),
      () => undefined,
    ),
    countOpen(store, now).catch(() => undefined),
  ])
  const { generation, documents, passages, faulty: quarantined } = world.knowledge?.status() ?? {}
  return {
    ...(outbox && { outbox }),
    ...(appeals && { appeals }),
    ...(generation !== undefined &&
      documents !== undefined &&
      passages !== undefined &&
      quarantined !== undefined && { knowledge: { generation, documents, passages, quarantined } }),
    channels: channels.map(({ name, state }) => ({ name, up: state === 'up' })),
    failed: [...(outbox ? [] : ['outbox' as const]), ...(appeals ? [] : ['appeals' as const])],
  }
}

/** By channel, as far as that is told; the rest is on its way at this moment, or stands behind the first that were given up. */
function depthOf(summary: OutboxSummary, now: Instant): NonNullable<Seen['outbox']> {
  const { pending, parked, waiting = [], given = [] } = summary
  const waits = sums(waiting)
  const lost = sums(given.map(({ channel }) => ({ channel, count: 1 })))
  const rest = (all: number, told: ReadonlyMap<string, number>) =>
    Math.max(0, all - [...told.values()].reduce((sum, one) => sum + one, 0))
  const [oldest] = waiting.map(({ since }) => Date.parse(since)).sort((a, b) => a - b)
  return {
    rows: [
      ...[...waits].map(([channel, count]) => ({ channel, state: 'waiting' as const, count })),
      { channel: 'any', state: 'sending', count: rest(pending, waits) },
      ...[...lost].map(([channel, count]) => ({ channel, state: 'parked' as const, count })),
      { channel: 'any', state: 'parked', count: rest(parked, lost) },
    ],
    oldestSeconds: oldest === undefined ? 0 : Math.max(0, (Date.parse(now) - oldest) / 1000),
  }
}

function sums(counted: readonly { readonly channel: string; readonly count: number }[]): ReadonlyMap<string, number> {
  const byChannel = new Map<string, number>()
  for (const { channel, count } of counted) byChannel.set(channel, (byChannel.get(channel) ?? 0) + count)
  return byChannel
}

const AT_FIRST = 200

/** What is late comes first where appeals are asked for: so few are read, unless many are late. */
export async function countOpen(
  store: Store,
  now: Instant,
): Promise<{ readonly open: number; readonly overdue: number }> {
  for (let limit = AT_FIRST; ; limit *= 4) {
    const { appeals, total } = await store.read({ kind: 'appeals', where: { states: OPEN, openly: true, limit } })
    const last = appeals.at(-1)?.value
    const due = last && owed(last)[0]?.due
    const isAll = appeals.length >= total || appeals.length === 0 || due === undefined || due > dateOf(now)
    if (isAll) return { open: total, overdue: appeals.filter(({ value }) => isLate(value, now)).length }
  }
}
