import type { Elsewhere, Peers } from '../../../bot/ports/peers.ts'
import { type SealedEntry, unsealEvents } from '../entry.ts'
import { createKeyring, type KeyRecord } from '../keyring.ts'
import type { Db, Sql } from './db.ts'
import { createTurns, rest } from './turns.ts'

/** The topic on which every transaction that writes an entry says so. It only wakes: what was written is read from the table. */
const TOPIC = 'qinqing'
/** Looked for even where nothing was heard, as when the connection that listens is just being replaced. */
const LOOK_MS = 2_000
const PAGE = 200

interface EntryRow {
  readonly place: number
  readonly entry: string
  readonly instance: string
}

/**
 * The other processes on a database, as this one sees them: `from` is the place of the last entry that it knew when it
 * opened. The places are in the order of the commits, so whoever has read up to one has missed nothing before it.
 */
export function createPeers(options: {
  readonly db: Db
  readonly master: Buffer
  /** Its own name: what it wrote itself it is not told. */
  readonly instance: string
  readonly from: number
  readonly onNotice?: (text: string) => void
}): Peers {
  const { db, master, instance, from, onNotice } = options
  let told = from
  let waiting: { readonly place: number; readonly done: () => void }[] = []
  let wake = (): void => {}

  async function tell({ took, erased }: Elsewhere, { place, entry: text, instance: by }: EntryRow): Promise<void> {
    const entry = JSON.parse(text) as SealedEntry
    if (by === instance) return
    if (entry.kind === 'erased') return erased(entry.person)
    if (entry.kind !== 'commit' || entry.events.length === 0) return
    const keyring = await keyringFor(db, master, entry)
    try {
      await took(unsealEvents(entry, keyring))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      onNotice?.(`what another instance did (entry ${place}) was not taken in: ${reason}`)
    }
  }

  /** True where there may be more. */
  async function read(elsewhere: Elsewhere, stop: AbortSignal): Promise<boolean> {
    const rows = await db.query<EntryRow>(
      'select place, entry, instance from entries where place > $1 order by place limit $2',
      [told, PAGE],
    )
    for (const row of rows) {
      if (stop.aborted) return false
      await tell(elsewhere, row)
      told = row.place
      for (const { done } of waiting.filter(({ place }) => place <= told)) done()
      waiting = waiting.filter(({ place }) => place > told)
    }
    return rows.length === PAGE
  }

  async function listen(stop: AbortSignal): Promise<() => Promise<void>> {
    while (!stop.aborted) {
      const heard = await db.listen(TOPIC, () => wake()).catch(() => undefined)
      if (heard) return heard
      await rest(LOOK_MS, stop)
    }
    return async () => {}
  }

  return {
    async follow(elsewhere, stop) {
      // Beside the reading, which goes on by looking where nothing can be heard.
      const hearing = listen(stop)
      try {
        while (!stop.aborted) {
          const woken = new AbortController()
          wake = () => woken.abort()
          // A database that is away is waited for: what it takes in meanwhile, from others, is read then.
          const more = await read(elsewhere, stop).catch(() => false)
          if (!more) await rest(LOOK_MS, stop, woken.signal)
        }
      } finally {
        for (const { done } of waiting.splice(0)) done()
        await (await hearing)()
      }
    },
    async caughtUp() {
      const [head] = await db.query<{ place: number }>('select place from head')
      const place = head?.place ?? 0
      if (place <= told) return
      await new Promise<void>((done) => {
        waiting.push({ place, done })
        wake()
      })
    },
    alone: createTurns(db),
  }
}

/** The keys of one entry, as the database has them now: an erasure elsewhere counts at once. */
async function keyringFor(db: Sql, master: Buffer, entry: SealedEntry & { readonly kind: 'commit' }) {
  const ids = entry.events.flatMap(({ sealed }) => (sealed === undefined ? [] : [sealed.slice(0, sealed.indexOf('.'))]))
  const rows = await db.query<{ id: string; person: string; wrapped: string | null; erased: string | null }>(
    'select id, person, wrapped, erased from keys where id = any($1)',
    [ids],
  )
  const records = rows.map(
    ({ id, person, wrapped, erased }): KeyRecord =>
      wrapped === null ? { id, person, erased: erased ?? '' } : { id, person, wrapped },
  )
  const refuse = () => Promise.reject(new Error('peers only read'))
  return createKeyring({ master, file: { name: 'the table keys', add: refuse, replace: refuse }, records })
}
