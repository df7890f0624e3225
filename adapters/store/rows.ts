import type { AppealNumber, PersonId } from '../../bot/model/appeal.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { Address, ChannelName } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { OutboxSummary } from '../../bot/ports/appeal-store.ts'
import type { Outbox } from '../../bot/ports/outbox.ts'
import type { KeyedDelivery } from './entry.ts'
import { isPassedOver, type Keeping, latest } from './keeping.ts'
import { addressOf, chatKey, hasPicture, isAnew, type Row, replyOf, summaryOf, withAnew } from './row.ts'
import { createShelf, type Shelf } from './shelf.ts'
import { answersFirst, waitingOf } from './waiting.ts'

type Failure = { readonly retryAt: Instant | null; readonly reason: string; readonly at?: Instant }

/** The rows of the outbox and the rules by which they leave; what is to last is decided by journal entries. */
export interface Rows {
  readonly shelf: Shelf<Row>
  add(deliveries: readonly KeyedDelivery[], at: Instant): void
  get(key: string): Row | undefined
  /** When it was claimed last, since the process began. */
  triedAt(key: string): Instant | undefined
  delivered(key: string): void
  failed(key: string, failure: Failure): void
  /** Let go, and not claimed again before then; no try is counted. */
  postponed(key: string, until: Instant, reason: string): void
  /** What waits for this address because it was postponed waits no longer, and comes behind what is newer. */
  hasten(to: Address): void
  parked(): readonly string[]
  retried(keys: readonly string[]): void
  removeOf(person: PersonId): void
  /** What was being sent when its person was erased: the reply, once, so that a card that went out is not lost. */
  takeErased(key: string): Reply | undefined
  /** Where a card is on its way to, and whether with a picture. */
  placesOf(card: string): readonly { readonly to: Address; readonly picture: boolean }[]
  /** Leases are no entries of the journal: what nobody can know to be out is sent again. */
  claim(want: Parameters<Outbox['claim']>[0]): readonly Row[]
  summary(about?: AppealNumber): OutboxSummary
  /** Rebuilds what is derived, after the shelf has been loaded. */
  index(): void
  keepingOf(key: string): Keeping | undefined
  /** Puts back what was kept of a row, before `index`. */
  keep(key: string, keeping: Keeping): void
  /** Goes on from what others have done: what is new comes behind `order`, and something was claimed at `claimedAt`. */
  goOn(from: { readonly order: number; readonly claimedAt: Instant }): void
  /** From when on the head of a line may be claimed, as things stand, and its order; undefined where there is none. */
  readyAt(address: string, now: Instant): { readonly at: Instant; readonly order: number } | undefined
  /** Forgets the leases and waits of these: whoever had them has come to an end. The order of creation holds again. */
  release(keys: readonly string[]): void
}

/** Whether a line (`addressOf`) is of this channel: the others, of which there may be many, need not be looked at. */
const isOn = (channel: ChannelName, address: string): boolean =>
  address.startsWith(channel) && (address.length === channel.length || address[channel.length] === '/')

export function createRows(): Rows {
  const shelf = createShelf<Row>('outbox')
  /** The keys of each address, oldest first. */
  const queues = new Map<string, string[]>()
  const keepings = new Map<string, Keeping>()
  /** When something was claimed last: what is for later than that keeps the quiet hours. */
  let claimedAt: Instant = ''
  const erased = new Map<string, Reply>()
  let order = 0

  const all = (): readonly Row[] => [...shelf.keys()].flatMap((key) => shelf.get(key) ?? [])
  const queueOf = (row: Row): readonly string[] => queues.get(addressOf(row)) ?? []
  const rankOf = (row: Row): number => keepings.get(row.key)?.rank ?? row.order

  function note(key: string, changes: Keeping): void {
    const noted = { ...keepings.get(key), ...changes }
    if (Object.values(noted).some((value) => value !== undefined)) keepings.set(key, noted)
    else keepings.delete(key)
  }

  function enqueue(row: Row): void {
    const queue = queues.get(addressOf(row))
    if (queue) queue.push(row.key)
    else queues.set(addressOf(row), [row.key])
    order = Math.max(order, row.order)
  }

  function remove(key: string): void {
    const row = shelf.get(key)
    if (!row) return
    forget(key)
    const left = queueOf(row).filter((other) => other !== key)
    if (left.length > 0) queues.set(addressOf(row), left)
    else queues.delete(addressOf(row))
  }

  function forget(key: string): void {
    shelf.delete(key)
    keepings.delete(key)
  }

  /** What was to be sent anew, and was not, still is. */
  function inherit(older: Row, newer: Row): Row {
    if (!isAnew(older) || isAnew(newer)) return newer
    note(newer.key, { inherited: [...(keepings.get(older.key)?.inherited ?? []), older.key] })
    return withAnew(newer, true)
  }

  /** The newer row takes the older one's place, and waits as that one does. */
  function replace(older: Row, newer: Row, wait = keepings.get(older.key)?.wait): void {
    const { attempts, given } = older
    const left = queueOf(older).filter((key) => key !== newer.key)
    queues.set(
      addressOf(older),
      left.map((key) => (key === older.key ? newer.key : key)),
    )
    const retryAt = attempts > 0 ? older.retryAt : newer.retryAt
    const place = { order: older.order, attempts, retryAt, ...(attempts > 0 && given && { given }) }
    shelf.put(newer.key, { ...inherit(older, newer), ...place })
    note(newer.key, { rank: keepings.get(older.key)?.rank, ...(wait && { wait }) })
    forget(older.key)
  }

  /** Puts a row in its place: that of the same card where it has not left, else behind all others. */
  function place(fresh: Row): void {
    const card = replyOf(fresh)?.card
    const same = card === undefined ? [] : queueOf(fresh).flatMap((key) => shelf.get(key) ?? [])
    let row = fresh
    let older: Row | undefined
    for (const other of same) {
      if (replyOf(other)?.card !== card) continue
      // What was given up must not come back later as the newest.
      if (other.parked) {
        row = inherit(other, row)
        remove(other.key)
      }
      // It edits what stands; what is wanted anew is another message, and comes below it.
      else if (isAnew(row) && !isAnew(other)) continue
      // One that is being sent is let out first: the older edit must not arrive after the newer one.
      else if (keepings.get(other.key)?.lease) note(other.key, { newer: row.key })
      else older = other
    }
    if (older) return replace(older, row)
    shelf.put(row.key, row)
    enqueue(row)
  }

  /** The newer card that takes the place of this one, which is not to be sent again. */
  function successorOf(key: string): Row | undefined {
    const { newer } = keepings.get(key) ?? {}
    return newer === undefined ? undefined : shelf.get(newer)
  }

  /** The oldest row of an address that may leave, if nothing before it is on its way or waiting for its retry. */
  function head(keys: readonly string[], now: Instant): Row | undefined {
    for (const key of keys) {
      const row = shelf.get(key)
      if (!row || row.parked) continue
      const { lease, wait } = keepings.get(key) ?? {}
      if (isPassedOver(row, lease, now)) continue
      if (latest(row, lease, wait) > now) return undefined
      const newer = successorOf(key)
      if (!newer) return row
      replace(row, newer)
      return shelf.get(newer.key)
    }
    return undefined
  }

  function letGo(address: string): void {
    const rows = queues.get(address)?.flatMap((key) => shelf.get(key) ?? []) ?? []
    const ranks = rows.map(rankOf)
    const going = answersFirst(rows, claimedAt)
    for (const [i, row] of going.entries()) note(row.key, { rank: ranks[i] === row.order ? undefined : ranks[i] })
    queues.set(
      address,
      going.map(({ key }) => key),
    )
  }

  function index(): void {
    queues.clear()
    for (const row of all().toSorted((a, b) => rankOf(a) - rankOf(b))) enqueue(row)
  }

  return {
    shelf,
    add(deliveries, at) {
      for (const delivery of deliveries) {
        if (shelf.get(delivery.key)) continue
        place({
          ...delivery,
          channel: delivery.payload.kind === 'job' ? 'jobs' : delivery.payload.reply.to.channel,
          attempts: 0,
          createdAt: at,
          order: order + 1,
          parked: false,
          retryAt: delivery.payload.kind === 'reply' ? (delivery.payload.reply.notBefore ?? null) : null,
        })
      }
    },
    get: (key) => shelf.get(key),
    triedAt: (key) => keepings.get(key)?.lease?.since,
    delivered(key) {
      if (shelf.get(key)) return remove(key)
      // Replayed, a card that was being sent has left its place to a newer one: but it did come out anew.
      for (const [newer, { inherited }] of keepings) {
        const row = inherited?.includes(key) ? shelf.get(newer) : undefined
        if (!row) continue
        note(newer, { inherited: undefined })
        shelf.put(newer, withAnew(row, false))
      }
    },
    failed(key, { retryAt, reason, at }) {
      const row = shelf.get(key)
      if (!row) return
      const newer = successorOf(key)
      const tried = { ...row, attempts: row.attempts + 1, retryAt, given: { since: at ?? row.createdAt, reason } }
      if (newer) return replace(retryAt === null ? { ...row, attempts: 0 } : tried, newer)
      note(key, { lease: undefined, wait: undefined })
      shelf.put(key, { ...tried, parked: retryAt === null })
    },
    postponed(key, until, reason) {
      const row = shelf.get(key)
      if (!row) return void erased.delete(key)
      const wait = keepings.get(key)?.lease?.hastened ? undefined : { until, reason }
      const newer = successorOf(key)
      if (newer) return replace(row, newer, wait)
      note(key, { lease: undefined, ...(wait && { wait }) })
      if (!wait) letGo(addressOf(row))
    },
    hasten(to) {
      const keys = queues.get(chatKey(to)) ?? []
      // What is being tried now and is not taken yet need not wait either.
      for (const key of keys) {
        const lease = keepings.get(key)?.lease
        if (lease) note(key, { lease: { ...lease, hastened: true } })
      }
      const waiting = keys.filter((key) => keepings.get(key)?.wait)
      for (const key of waiting) note(key, { wait: undefined })
      if (waiting.length > 0) letGo(chatKey(to))
    },
    parked: () => all().flatMap(({ key, parked }) => (parked ? [key] : [])),
    retried(keys) {
      for (const key of keys) {
        const row = shelf.get(key)
        if (!row?.parked) continue
        const { given: _, ...rest } = row
        shelf.put(key, { ...rest, attempts: 0, retryAt: null, parked: false })
      }
    },
    removeOf(person) {
      for (const row of all()) {
        if (row.subject !== person) continue
        const reply = replyOf(row)
        if (keepings.get(row.key)?.lease && reply?.card !== undefined) erased.set(row.key, reply)
        remove(row.key)
      }
    },
    takeErased(key) {
      const reply = erased.get(key)
      erased.delete(key)
      return reply
    },
    placesOf: (card) =>
      all().flatMap((row) => {
        const reply = row.parked ? undefined : replyOf(row)
        return reply?.card === card ? [{ to: reply.to, picture: hasPicture(reply) }] : []
      }),
    claim({ channels, limit, now, until }) {
      claimedAt = now
      const lines = [...queues].filter(([address]) => channels.some((name) => isOn(name, address)))
      const heads = lines.flatMap(([, keys]) => head(keys, now) ?? [])
      const ready = heads.filter((row) => channels.includes(row.channel))
      const claimed = ready.sort((a, b) => a.order - b.order).slice(0, limit)
      for (const { key } of claimed) note(key, { lease: { since: now, until }, wait: undefined })
      return claimed
    },
    summary(about) {
      const stays = (row: Row): boolean =>
        !row.parked && !keepings.get(row.key)?.lease && (row.attempts > 0 || (row.retryAt ?? '') <= claimedAt)
      const waiting = [...queues.values()].map((keys) => keys.flatMap((key) => shelf.get(key) ?? []).filter(stays))
      const why = ({ key, given }: Row) => keepings.get(key)?.wait?.reason ?? given?.reason
      return { ...summaryOf(all(), about), waiting: waitingOf(waiting, why) }
    },
    index,
    keepingOf: (key) => keepings.get(key),
    keep: (key, keeping) => void keepings.set(key, keeping),
    goOn(from) {
      order = Math.max(order, from.order)
      claimedAt = from.claimedAt
    },
    readyAt(address, now) {
      let first: { readonly at: Instant; readonly order: number } | undefined
      for (const key of queues.get(address) ?? []) {
        const row = shelf.get(key)
        if (!row || row.parked) continue
        const { lease, wait } = keepings.get(key) ?? {}
        const at = latest(row, lease, wait)
        if (!first || at < first.at) first = { at, order: row.order }
        if (!isPassedOver(row, lease, now)) break
      }
      return first
    },
    release(keys) {
      for (const key of keys) note(key, { lease: undefined, wait: undefined })
      for (const key of [...keepings.keys()]) note(key, { rank: undefined })
      index()
    },
  }
}
