import { AppealNumber } from '../../../bot/model/appeal.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { Address, ChannelName } from '../../../bot/model/message.ts'
import type { Reply } from '../../../bot/model/reply.ts'
import type { Delivery, Outbox } from '../../../bot/ports/outbox.ts'
import { type Entry, SYSTEM, sealEntry, subjectsOf } from '../entry.ts'
import { deliveredEntry, reasonKept, rowKey } from '../making.ts'
import { chatKey, type Row, replyOf } from '../row.ts'
import { cardKey, knownOf } from '../sent.ts'
import type { Sql } from './db.ts'
import { collided } from './keys.ts'
import { addressKey, ROW_COLUMNS, type StoredRow, unpackRow } from './lines.ts'
import { append, Moved, putBack, putBackLines } from './put-back.ts'
import { createWorkingSet, type WorkingSet } from './working-set.ts'
import type { World } from './world.ts'

/** What this instance is sending: should its person be erased meanwhile, a card that came out is not lost. */
interface Sending {
  readonly reply: Reply
  /** The key that the row was sealed with. */
  readonly key: string
  readonly until: Instant
}

const READY = `select address from addresses
  where channel = any($1) and ready_at <= $2 and (owner is null or owner = $3 or owned_until <= $2)`

export interface PostgresOutbox extends Outbox {
  /** The channels that were claimed for since this began, and when that was last. */
  readonly serving: () => readonly ChannelName[]
  readonly claimedAt: () => Instant
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
  const lastClaim = (): Instant => (claimedAt > world.now() ? claimedAt : world.now())

  /** Runs work on the lines of these addresses, which nobody else changes meanwhile, and writes them back. */
  async function onLines(tx: Sql, addresses: readonly string[], work: (set: WorkingSet) => void): Promise<void> {
    const set = createWorkingSet(tx, world)
    await hold(tx, addresses)
    await set.takeLines(addresses, { order: 0, claimedAt: lastClaim() })
    work(set)
    await putBackLines(set, { instance, now: '' })
  }

  async function claim(want: Parameters<Outbox['claim']>[0]): Promise<readonly Delivery[]> {
    await hastening
    for (const channel of want.channels) serving.add(channel)
    claimedAt = want.now
    for (const [key, { until }] of sending) if (until < want.now) sending.delete(key)
    const params = [want.channels, want.now, instance, want.limit]
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
        want.now,
      )
      const rows = set.state.rows.claim(want)
      await takeCards(set, rows)
      await putBackLines(set, { instance, now: want.now })
      return rows.map((row) => handOut(set, row, want.until))
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

  async function peek(tx: Sql, key: string): Promise<StoredRow | undefined> {
    const [stored] = await tx.query<StoredRow>(`select ${ROW_COLUMNS} from outbox where key = $1`, [key])
    return stored
  }

  /** Writes an entry of what was decided, with all that it changes. */
  async function write(set: WorkingSet, entry: Entry): Promise<void> {
    const apply = set.state.stage(entry)
    const sealed = sealEntry(entry, set.keyring)
    apply(0)
    await putBack(set, { instance, now: '' }).catch((error: unknown) => {
      // Somebody wrote the same at the same time: what he wrote is read, and it is done again.
      throw error instanceof Moved ? collided('a record has moved') : error
    })
    if (entry.kind === 'delivered') await world.forgetting.turn(set.sql, entry.at)
    await append(set.sql, sealed, { instance })
  }

  async function deliveredIn(tx: Sql, key: string, out: Pick<Parameters<typeof deliveredEntry>[0], 'receipts' | 'at'>) {
    const set = createWorkingSet(tx, world)
    const stored = await peek(tx, key)
    if (stored) await set.learn([stored.subject, SYSTEM])
    const seen = stored && unpackRow(stored, set.keyring)
    const { card } = (seen ? replyOf(seen) : sending.get(key)?.reply) ?? {}
    const name = card === undefined ? undefined : cardKey(pseudonym, card)
    if (name !== undefined) await set.take({ records: [{ kind: 'cards', id: name }] }, { held: true })
    // As long as an appeal is open, its cards are remembered.
    if (AppealNumber.safeParse(name).success && name !== undefined) await set.take({ appeals: [name] })
    if (stored) {
      await set.learn([stored.subject], { held: true })
      await hold(tx, [stored.address])
      await set.takeOfLines([stored.address], { order: 0, claimedAt: lastClaim() }, { keys: [key] })
    }
    const row = set.state.rows.get(key)
    const reply = row ? replyOf(row) : await takeErased(tx, key)
    const entry = deliveredEntry({ key, subject: row?.subject, reply, ...out }, pseudonym)
    if (!entry) return
    await set.learn(subjectsOf(entry))
    await set.keyring.ensure(subjectsOf(entry))
    await write(set, entry)
  }

  async function hasten(to: Address): Promise<void> {
    const address = addressKey(pseudonym, chatKey(to))
    // Most often nothing waits.
    const kept = await db.query('select 1 as one from outbox where address = $1 and keeping is not null limit 1', [
      address,
    ])
    if (kept.length === 0) return
    await db.transaction((tx) => onLines(tx, [address], ({ state }) => state.rows.hasten(to)))
  }

  async function letGo(tx: Sql): Promise<void> {
    await tx.query('update addresses set owner = null, owned_until = null where owner = $1', [instance])
    const kept = await tx.query<{ key: string; address: string }>(
      'select key, address from outbox where kept_by = $1 and keeping is not null',
      [instance],
    )
    if (kept.length === 0) return
    const addresses = [...new Set(kept.map(({ address }) => address))]
    const keys = kept.map(({ key }) => key)
    await onLines(tx, addresses, ({ state }) => state.rows.release(keys))
  }

  return {
    serving: () => [...serving],
    claimedAt: lastClaim,
    claim,
    async delivered(id, receipts, at) {
      const key = rowKey(pseudonym, id)
      await db.transaction((tx) => deliveredIn(tx, key, { receipts, at }))
      sending.delete(key)
    },
    async failed(id, retryAt, reason) {
      const key = rowKey(pseudonym, id)
      await db.transaction(async (tx) => {
        const stored = await peek(tx, key)
        if (!stored) return
        await hold(tx, [stored.address])
        const set = createWorkingSet(tx, world)
        await set.takeOfLines([stored.address], { order: 0, claimedAt: lastClaim() }, { keys: [key] })
        if (!set.state.rows.get(key)) return
        const at = set.state.rows.triedAt(key)
        await write(set, { kind: 'failed', ...(at && { at }), key, retryAt, reason: reasonKept(reason) })
      })
      // It did not go out: nothing of whoever was erased is to be remembered of it.
      sending.delete(key)
    },
    async postponed(id, until, reason) {
      const key = rowKey(pseudonym, id)
      await db.transaction(async (tx) => {
        const stored = await peek(tx, key)
        if (stored) await onLines(tx, [stored.address], ({ state }) => state.rows.postponed(key, until, reason))
      })
      sending.delete(key)
    },
    hasten(to) {
      hastening = hastening.then(() => hasten(to)).catch(trouble)
    },
    retry: (at) =>
      db.transaction(async (tx) => {
        const lines = await tx.query<{ address: string }>(
          `select address from addresses where address in (select address from outbox where parked) order by address for update`,
        )
        const set = createWorkingSet(tx, world)
        await set.takeLines(
          lines.map(({ address }) => address),
          { order: 0, claimedAt: lastClaim() },
        )
        const keys = set.state.rows.parked()
        if (keys.length > 0) await write(set, { kind: 'retried', at, keys })
        return keys.length
      }),
    settled: () => hastening,
    // One that only read has nothing, and may not be allowed to write.
    release: async () => {
      if (serving.size > 0) await db.transaction(letGo)
    },
  }
}

async function hold(tx: Sql, addresses: readonly string[]): Promise<void> {
  await tx.query('select 1 as one from addresses where address = any($1) order by address for update', [addresses])
}
