import { AppealNumber } from '../../../bot/model/appeal.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { Address, ChannelName } from '../../../bot/model/message.ts'
import type { Reply } from '../../../bot/model/reply.ts'
import type { Delivery, Outbox } from '../../../bot/ports/outbox.ts'
import { type Entry, SYSTEM, sealEntry, subjectsOf } from '../entry.ts'
import { deliveredEntry, reasonKept, rowKey } from '../making.ts'
import { chatKey, type Row, replyOf } from '../row.ts'
import { cardKey, knownOf } from '../sent.ts'
import type { Sql, Transaction } from './db.ts'
import { isCutOff, isHeldUp, lasting } from './lasting.ts'
import { addressKey, HOLD, keepingIn, ROW_COLUMNS, type StoredRow, unpackRow } from './lines.ts'
import { append, hasMoved, putBack, putBackLines } from './put-back.ts'
import { createWorkingSet, type WorkingSet } from './working-set.ts'
import type { World } from './world.ts'

/** What this instance is sending: should its person be erased meanwhile, a card that came out is not lost. */
interface Sending {
  readonly reply: Reply
  /** The key that the row was sealed with. */
  readonly key: string
  readonly until: Instant
}

/** A row, and who leased it or let it wait. */
type Peeked = StoredRow & { readonly kept_by: string | null }

/** Within its lease (delivery.ts). */
const MARKED_MS = 30_000

const READY = `select address from addresses
  where channel = any($1) and ready_at <= $2 and (owner is null or owner = $3 or owned_until <= $2)`

export interface PostgresOutbox extends Outbox {
  /** The channels that were claimed for since this began, and when that was last. */
  readonly serving: () => readonly ChannelName[]
  readonly claimedAt: () => Instant
  /** Whether another instance is sending something to this address. */
  isSentElsewhere(to: Address): Promise<boolean>
  /** Resolves when what was begun without being waited for is done. */
  settled(): Promise<void>
  /** What this instance has leased, and what it let wait, is free for others. */
  release(): Promise<void>
}

export function createOutbox(
  world: Omit<World, 'serving' | 'claimedAt'>,
  trouble: (error: unknown) => void,
): PostgresOutbox {
  const { db, instance, pseudonym } = world
  const serving = new Set<ChannelName>()
  const sending = new Map<string, Sending>()
  let claimedAt: Instant = ''
  let hastening: Promise<void> = Promise.resolve()
  const lastClaim = (): Instant => {
    const now = world.clock.there(world.now())
    return claimedAt > now ? claimedAt : now
  }
  const from = () => ({ order: 0, claimedAt: lastClaim() })

  /** Runs work on rows of the outbox whose lines nobody else changes meanwhile, and writes back what it changed. */
  async function onRows(
    tx: Transaction,
    { addresses, keys }: { readonly addresses: readonly string[]; readonly keys: readonly string[] | 'all' },
    work: (set: WorkingSet) => void,
  ): Promise<void> {
    const set = createWorkingSet(tx, world)
    tx.send(HOLD, [addresses])
    if (keys === 'all') await set.takeLines(addresses, from())
    else await set.takeOfLines(addresses, from(), { keys })
    work(set)
    putBackLines(tx, set, { instance, now: '' })
  }

  /**
   * Writes down what became of something that was sent: as long as its lease lasts that is worth trying again, for without
   * it it is sent once more. It may be done twice.
   */
  async function mark(id: string, work: (tx: Transaction, key: string) => Promise<void>): Promise<void> {
    const key = rowKey(pseudonym, id)
    const helps = (error: unknown): boolean => isCutOff(error) || isHeldUp(error) || hasMoved(error)
    await lasting(() => db.transaction((tx) => work(tx, key)), { forMs: MARKED_MS, helps, over: world.isClosing })
    sending.delete(key)
  }

  async function claim(want: Parameters<Outbox['claim']>[0]): Promise<readonly Delivery[]> {
    await hastening
    for (const channel of want.channels) serving.add(channel)
    await world.clock.look()
    const now = world.clock.there(want.now)
    const until = world.clock.there(want.until)
    claimedAt = now
    for (const [key, sent] of sending) if (sent.until < now) sending.delete(key)
    const params = [want.channels, now, instance, want.limit]
    // Most often nothing is ready, and that is asked every second.
    if ((await db.query(`${READY} limit $4`, params)).length === 0) return []
    return db.transaction(async (tx) => {
      const ready = await tx.query<{ address: string }>(
        `${READY} order by first limit $4 for update skip locked`,
        params,
      )
      if (ready.length === 0) return []
      const set = createWorkingSet(tx, world)
      await set.takeHeads(
        ready.map(({ address }) => address),
        { order: 0, claimedAt },
        now,
      )
      const rows = set.state.rows.claim({ ...want, now, until })
      await takeCards(set, rows)
      putBackLines(tx, set, { instance, now })
      return rows.map((row) => handOut(set, row, until))
    })
  }

  async function takeCards(set: WorkingSet, rows: readonly Row[]): Promise<void> {
    const cards = rows.flatMap((row) => {
      const { card, answers } = replyOf(row) ?? {}
      return [...(card === undefined ? [] : [card]), ...(answers && 'card' in answers ? [answers.card] : [])]
    })
    const ids = [...new Set(cards.map((card) => cardKey(pseudonym, card)))]
    if (ids.length > 0) await set.take({ records: ids.map((id) => ({ kind: 'cards', id })) })
  }

  function handOut({ state, loaded }: WorkingSet, row: Row, until: Instant): Delivery {
    const { key, id, subject, payload, channel, attempts, createdAt } = row
    const sealedWith = loaded.rows.get(key)?.sealedWith
    if (payload.kind === 'reply' && payload.reply.card !== undefined && sealedWith !== undefined)
      sending.set(key, { reply: payload.reply, key: sealedWith, until })
    const known =
      payload.kind === 'reply' && knownOf(payload.reply, (card) => state.sent.placesOf(cardKey(pseudonym, card)))
    return { id, subject, payload, channel, attempts, createdAt, ...(known && { known }) }
  }

  /** What was being sent when its person was erased, once. */
  async function takeErased(tx: Sql, key: string): Promise<Reply | undefined> {
    const sent = sending.get(key)
    if (!sent) return undefined
    const [erased] = await tx.query('select 1 as one from keys where id = $1 and erased is not null', [sent.key])
    return erased && sent.reply
  }

  async function peek(tx: Sql, key: string): Promise<Peeked | undefined> {
    const [stored] = await tx.query<Peeked>(`select ${ROW_COLUMNS}, kept_by from outbox where key = $1`, [key])
    return stored
  }

  /** Writes an entry of what was decided, with all that it changes. */
  async function write(tx: Transaction, set: WorkingSet, entry: Entry): Promise<void> {
    const apply = set.state.stage(entry)
    const sealed = sealEntry(entry, set.keyring)
    apply(0)
    putBack(tx, set, { instance, now: '' })
    if (entry.kind === 'delivered') await world.forgetting.turn(tx, entry.at)
    append(tx, sealed, { instance })
  }

  async function deliveredIn(
    tx: Transaction,
    key: string,
    out: Pick<Parameters<typeof deliveredEntry>[0], 'receipts' | 'at'>,
  ) {
    const set = createWorkingSet(tx, world)
    const stored = await peek(tx, key)
    if (stored) await set.learn([stored.subject, SYSTEM])
    if (stored) await set.learnOf([stored.sealed])
    const seen = stored && unpackRow(stored, set.keyring)
    const { card } = (seen ? replyOf(seen) : sending.get(key)?.reply) ?? {}
    const name = card === undefined ? undefined : cardKey(pseudonym, card)
    if (name !== undefined) await set.take({ records: [{ kind: 'cards', id: name }] }, { held: true })
    // As long as an appeal is open, its cards are remembered.
    if (AppealNumber.safeParse(name).success && name !== undefined) await set.take({ appeals: [name] })
    if (stored) {
      await set.learn([stored.subject], { held: true })
      tx.send(HOLD, [[stored.address]])
      await set.takeOfLines([stored.address], from(), { keys: [key] })
    }
    const row = set.state.rows.get(key)
    const reply = row ? replyOf(row) : await takeErased(tx, key)
    const entry = deliveredEntry({ key, subject: row?.subject, reply, ...out }, pseudonym)
    if (!entry) return
    await set.learn(subjectsOf(entry))
    await set.keyring.ensure(subjectsOf(entry))
    await write(tx, set, entry)
  }

  /** Whether another has taken it over, when the lease of this instance was over: then it is his to say what becomes of it. */
  const isAnothers = (stored: Peeked): boolean =>
    keepingIn(stored)?.lease !== undefined && stored.kept_by !== null && stored.kept_by !== instance

  async function hasten(to: Address): Promise<void> {
    const address = addressKey(pseudonym, chatKey(to))
    // Most often nothing waits.
    const kept = await db.query('select 1 as one from outbox where address = $1 and keeping is not null limit 1', [
      address,
    ])
    if (kept.length === 0) return
    await db.transaction((tx) =>
      onRows(tx, { addresses: [address], keys: 'all' }, ({ state }) => state.rows.hasten(to)),
    )
  }

  async function letGo(tx: Transaction): Promise<void> {
    tx.send('update addresses set owner = null, owned_until = null where owner = $1', [instance])
    const lines = await tx.query<{ address: string }>(
      'select distinct address from outbox where kept_by = $1 and keeping is not null',
      [instance],
    )
    if (lines.length === 0) return
    const addresses = lines.map(({ address }) => address)
    tx.send(HOLD, [addresses])
    // Of the others in these lines, too, whatever keeps them from the order in which they came.
    const kept = await tx.query<{ key: string; own: boolean }>(
      'select key, kept_by = $2 as own from outbox where address = any($1) and keeping is not null',
      [addresses, instance],
    )
    const own = kept.flatMap((one) => (one.own ? [one.key] : []))
    await onRows(tx, { addresses, keys: kept.map(({ key }) => key) }, ({ state }) => state.rows.release(own))
  }

  return {
    serving: () => [...serving],
    claimedAt: lastClaim,
    claim,
    delivered: (id, receipts, at) => mark(id, (tx, key) => deliveredIn(tx, key, { receipts, at })),
    // It did not go out: nothing of whoever was erased is to be remembered of it.
    failed: (id, retryAt, reason) =>
      mark(id, async (tx, key) => {
        const stored = await peek(tx, key)
        if (!stored || isAnothers(stored)) return
        const set = createWorkingSet(tx, world)
        tx.send(HOLD, [[stored.address]])
        await set.takeOfLines([stored.address], from(), { keys: [key] })
        if (!set.state.rows.get(key)) return
        const at = set.state.rows.triedAt(key)
        await write(tx, set, { kind: 'failed', ...(at && { at }), key, retryAt, reason: reasonKept(reason) })
      }),
    postponed: (id, until, reason) =>
      mark(id, async (tx, key) => {
        const stored = await peek(tx, key)
        if (!stored || isAnothers(stored)) return
        tx.send(HOLD, [[stored.address]])
        // One that was hastened meanwhile lets all of its line go.
        const isHastened = keepingIn((await peek(tx, key)) ?? stored)?.lease?.hastened === true
        await onRows(tx, { addresses: [stored.address], keys: isHastened ? 'all' : [key] }, ({ state }) =>
          state.rows.postponed(key, until, reason),
        )
      }),
    hasten(to) {
      hastening = hastening.then(() => hasten(to)).catch(trouble)
    },
    retry: (at) =>
      db.transaction(async (tx) => {
        const lines = await tx.query<{ address: string }>(
          `select address from addresses where address in (select address from outbox where parked) order by address for update`,
        )
        const parked = await tx.query<{ key: string }>('select key from outbox where parked and address = any($1)', [
          lines.map(({ address }) => address),
        ])
        const set = createWorkingSet(tx, world)
        await set.takeOfLines(
          lines.map(({ address }) => address),
          from(),
          { keys: parked.map(({ key }) => key) },
        )
        const keys = set.state.rows.parked()
        if (keys.length > 0) await write(tx, set, { kind: 'retried', at, keys })
        return keys.length
      }),
    async isSentElsewhere(to) {
      const rows = await db.query<Pick<StoredRow, 'keeping'>>(
        'select keeping from outbox where address = $1 and keeping is not null and kept_by <> $2',
        [addressKey(pseudonym, chatKey(to)), instance],
      )
      return rows.some(({ keeping }) => (keepingIn({ keeping })?.lease?.until ?? '') > lastClaim())
    },
    settled: () => hastening,
    // One that only read has nothing, and may not be allowed to write.
    release: async () => {
      if (serving.size > 0) await db.transaction(letGo)
    },
  }
}
