import type { PersonId } from '../../bot/model/appeal.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { OutboxSummary } from '../../bot/ports/appeal-store.ts'
import type { Delivery, Outbox } from '../../bot/ports/outbox.ts'
import type { KeyedDelivery } from './entry.ts'
import { createShelf, type Shelf } from './shelf.ts'

/** What waits to leave. `order` is the order of creation over all addresses. */
export interface Row extends Delivery {
  readonly key: string
  readonly order: number
  readonly parked: boolean
  readonly retryAt: Instant | null
}

/** The rows of the outbox and the rules by which they leave; what is to last is decided by journal entries. */
export interface Rows {
  readonly shelf: Shelf<Row>
  add(deliveries: readonly KeyedDelivery[], at: Instant): void
  get(key: string): Row | undefined
  /** Delivered, or not wanted any more. */
  remove(key: string): void
  failed(key: string, retryAt: Instant | null): void
  /** Let go, and not claimed again before then; no try is counted. */
  postponed(key: string, until: Instant): void
  removeOf(person: PersonId): void
  /** Leases are kept in memory only: a process that starts anew sends again what it cannot know to be out. */
  claim(want: Parameters<Outbox['claim']>[0]): readonly Delivery[]
  summary(): OutboxSummary
  /** Rebuilds what is derived, after the shelf has been loaded. */
  index(): void
}

export function createRows(): Rows {
  const shelf = createShelf<Row>('outbox')
  /** The keys of each address, oldest first. */
  const queues = new Map<string, string[]>()
  const leases = new Map<string, Instant>()
  /** Replaced by a newer edit while being sent: not to be sent again. */
  const superseded = new Set<string>()
  let order = 0

  function enqueue(row: Row): void {
    const queue = queues.get(addressOf(row))
    if (queue) queue.push(row.key)
    else queues.set(addressOf(row), [row.key])
    order = Math.max(order, row.order)
  }

  function remove(key: string): void {
    const row = shelf.get(key)
    if (!row) return
    shelf.delete(key)
    leases.delete(key)
    superseded.delete(key)
    const left = (queues.get(addressOf(row)) ?? []).filter((other) => other !== key)
    if (left.length > 0) queues.set(addressOf(row), left)
    else queues.delete(addressOf(row))
  }

  function supersede(newer: Row): void {
    const card = cardOf(newer)
    if (card === undefined) return
    for (const key of queues.get(addressOf(newer)) ?? []) {
      const row = shelf.get(key)
      if (!row || cardOf(row) !== card) continue
      // One that is being sent is let out first: the older edit must not arrive after the newer one.
      if (leases.has(key)) superseded.add(key)
      else remove(key)
    }
  }

  /** The oldest row of an address that may leave, if nothing before it is on its way or waiting for its retry. */
  function head(keys: readonly string[], now: Instant): Row | undefined {
    for (const key of keys) {
      const row = shelf.get(key)
      if (!row || row.parked) continue
      // What keeps the quiet hours holds up nobody; what failed keeps its place.
      if (row.attempts === 0 && !leases.has(key) && (row.retryAt ?? '') > now) continue
      if ((leases.get(key) ?? '') > now || (row.retryAt ?? '') > now) return undefined
      if (!superseded.has(key)) return row
      remove(key)
    }
    return undefined
  }

  return {
    shelf,
    add(deliveries, at) {
      for (const delivery of deliveries) {
        if (shelf.get(delivery.key)) continue
        const row: Row = {
          ...delivery,
          channel: delivery.payload.kind === 'job' ? 'jobs' : delivery.payload.reply.to.channel,
          attempts: 0,
          createdAt: at,
          order: order + 1,
          parked: false,
          retryAt: delivery.payload.kind === 'reply' ? (delivery.payload.reply.notBefore ?? null) : null,
        }
        supersede(row)
        shelf.put(row.key, row)
        enqueue(row)
      }
    },
    get: (key) => shelf.get(key),
    remove,
    failed(key, retryAt) {
      const row = shelf.get(key)
      if (!row) return
      if (superseded.has(key)) return remove(key)
      leases.delete(key)
      shelf.put(key, { ...row, attempts: row.attempts + 1, retryAt, parked: retryAt === null })
    },
    postponed(key, until) {
      if (shelf.get(key)) leases.set(key, until)
    },
    removeOf(person) {
      for (const key of [...shelf.keys()]) if (shelf.get(key)?.subject === person) remove(key)
    },
    claim({ channels, limit, now, until }) {
      const heads = [...queues.values()].flatMap((keys) => head(keys, now) ?? [])
      const ready = heads.filter((row) => channels.includes(row.channel))
      const claimed = ready.sort((a, b) => a.order - b.order).slice(0, limit)
      for (const row of claimed) leases.set(row.key, until)
      return claimed.map(({ id, subject, payload, channel, attempts, createdAt }) => {
        return { id, subject, payload, channel, attempts, createdAt }
      })
    },
    summary() {
      const rows = [...shelf.keys()].flatMap((key) => shelf.get(key) ?? [])
      const parked = rows.filter((row) => row.parked).length
      const undelivered = rows.flatMap(({ payload }) => {
        if (payload.kind !== 'reply' || payload.reply.about === undefined) return []
        return [{ about: payload.reply.about, to: payload.reply.to }]
      })
      return { pending: rows.length - parked, parked, undelivered }
    },
    index() {
      const rows = [...shelf.keys()].flatMap((key) => shelf.get(key) ?? [])
      for (const row of rows.sort((a, b) => a.order - b.order)) enqueue(row)
    },
  }
}

function addressOf(row: Row): string {
  return row.payload.kind === 'job' ? 'jobs' : `${row.payload.reply.to.channel}/${row.payload.reply.to.chat}`
}

function cardOf(row: Row): string | undefined {
  return row.payload.kind === 'reply' ? row.payload.reply.card : undefined
}
