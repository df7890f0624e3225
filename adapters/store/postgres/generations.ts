import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Db, Sql } from './db.ts'

interface Kept<Facts> {
  readonly number: number
  /** What it took the place of. */
  readonly after?: number
  readonly facts: Facts
}

interface Published<Facts> {
  readonly change: number
  readonly current: number
  readonly pinned: boolean
  /** The oldest first. */
  readonly kept: readonly Kept<Facts>[]
}

/** What every process on this database answers from (`Exchange` of knowledge/, to which the documents' facts belong). */
export interface SharedGenerations<Facts> {
  newest(): Promise<Published<Facts> | null>
  fetch(number: number, file: string): Promise<void>
  publish(order: {
    readonly file: string
    readonly facts: Facts
    readonly since: number
  }): Promise<Published<Facts> | null>
  pin(order: { readonly number: number; readonly since: number }): Promise<Published<Facts> | null>
  watch(on: () => void, stop: AbortSignal): Promise<void>
}

/** So many are kept, as on a shelf. */
const KEEP = 5
/** So much of a file in a row. */
const PART_BYTES = 4 << 20
const TOPIC = 'generations'
/** A word that was missed is made up for. */
const ASK_MS = 5_000

export function createSharedGenerations<Facts extends object>(
  db: Db,
  { askMs = ASK_MS }: { readonly askMs?: number } = {},
): SharedGenerations<Facts> {
  async function read(sql: Sql): Promise<Published<Facts> | null> {
    // One statement: which one answers and what is kept belong together.
    const rows = await sql.query<{
      change: number
      current: number | null
      pinned: boolean
      number: number
      after: number | null
      facts: Facts
    }>(
      `select now.change, now.current, now.pinned, kept.number, kept.after, kept.facts
       from generation_now as now cross join generations as kept order by kept.number`,
    )
    const [first] = rows
    if (!first || first.current === null) return null
    const { change, current, pinned } = first
    const kept = rows.map(({ number, after, facts }) => ({ number, ...(after !== null && { after }), facts }))
    return { change, current, pinned, kept }
  }

  /** Which change it would be, where nothing was put in place since; nobody else puts anything in place until this ends. */
  async function nextChange(tx: Sql, since: number): Promise<{ change: number; last: number; current: number } | null> {
    const [now] = await tx.query<{ change: number; last: number; current: number | null }>(
      'select change, last, current from generation_now for update',
    )
    if (!now) throw new Error('the table generation_now is empty: it was tampered with')
    return now.change === since ? { change: since + 1, last: now.last, current: now.current ?? 0 } : null
  }

  async function insertFile(tx: Sql, number: number, path: string): Promise<{ bytes: number; sha256: string }> {
    const hash = createHash('sha256')
    const file = await open(path)
    let bytes = 0
    try {
      for (let part = 0; ; part++) {
        const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(PART_BYTES), position: bytes })
        if (bytesRead === 0) break
        const content = buffer.subarray(0, bytesRead)
        hash.update(content)
        bytes += bytesRead
        await tx.query('insert into generation_parts (number, part, content) values ($1, $2, $3)', [
          number,
          part,
          content,
        ])
      }
    } finally {
      await file.close()
    }
    return { bytes, sha256: hash.digest('hex') }
  }

  return {
    newest: () => read(db),

    async fetch(number, path) {
      const [about] = await db.query<{ sha256: string }>('select sha256 from generations where number = $1', [number])
      if (!about) throw new Error(`generation ${number} is no longer kept`)
      const hash = createHash('sha256')
      const file = await open(path, 'w', 0o600)
      try {
        for (let part = 0; ; part++) {
          const [found] = await db.query<{ content: Buffer }>(
            'select content from generation_parts where number = $1 and part = $2',
            [number, part],
          )
          if (!found) break
          hash.update(found.content)
          await file.appendFile(found.content)
        }
      } finally {
        await file.close()
      }
      if (hash.digest('hex') !== about.sha256) throw new Error(`generation ${number} did not come whole`)
    },

    publish: ({ file, facts, since }) =>
      db.transaction(async (tx) => {
        const next = await nextChange(tx, since)
        if (!next) return null
        const number = next.last + 1
        const after = next.current === 0 ? null : next.current
        const { bytes, sha256 } = await insertFile(tx, number, file)
        await tx.query(
          'insert into generations (number, after, facts, bytes, sha256) values ($1, $2, $3::jsonb, $4, $5)',
          [number, after, JSON.stringify(facts), bytes, sha256],
        )
        const old = await tx.query<{ number: number }>(
          'delete from generations where number <= $1 and number is distinct from $2 returning number',
          [number - KEEP, after],
        )
        await tx.query('delete from generation_parts where number = any($1)', [old.map((one) => one.number)])
        await tx.query('update generation_now set change = $1, last = $2, current = $2, pinned = false', [
          next.change,
          number,
        ])
        await tx.query('select pg_notify($1, $2)', [TOPIC, String(next.change)])
        return read(tx)
      }),

    pin: ({ number, since }) =>
      db.transaction(async (tx) => {
        const next = await nextChange(tx, since)
        if (!next) return null
        await tx.query('update generation_now set change = $1, current = $2, pinned = true', [next.change, number])
        await tx.query('select pg_notify($1, $2)', [TOPIC, String(next.change)])
        return read(tx)
      }),

    async watch(on, stop) {
      let hushed: (() => Promise<void>) | undefined
      while (!stop.aborted) {
        // Until it is heard that way, and while a connection is lost, asking now and then is enough.
        hushed ??= await db.listen(TOPIC, on).catch(() => undefined)
        on()
        await pause(askMs, undefined, { signal: stop, ref: false }).catch(() => {})
      }
      await hushed?.().catch(() => {})
    },
  }
}
