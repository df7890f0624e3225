import type { Event } from '../../../bot/model/event.ts'
import type { Elsewhere, Peers } from '../../../bot/ports/peers.ts'
import { type SealedEntry, unsealEvents } from '../entry.ts'
import type { Db } from './db.ts'
import { keysOf } from './keys.ts'
import { createTurns, rest } from './turns.ts'

/** The topic on which every transaction that writes an entry says so. It only wakes: what was written is read from the table. */
const TOPIC = 'qinqing'
/** Looked for even where nothing was heard, as when the connection that listens is just being replaced. */
const LOOK_MS = 2_000
const PAGE = 200

interface EntryRow {
  readonly place: number
  /** Null where there is nothing to tell: this process wrote it, or it is about what is on its way out. */
  readonly entry: string | null
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
  /** The messages of its own commits of which it has heard no answer: of these it is told as of others'. */
  readonly unsure?: ReadonlySet<string>
  readonly onNotice?: (text: string) => void
}): Peers {
  const { db, master, instance, from, unsure = new Set<string>(), onNotice } = options
  let told = from
  let isFollowing = false
  let waiting: { readonly place: number; readonly done: () => void }[] = []
  let wake = (): void => {}

  async function tell({ took, erased }: Elsewhere, { place, entry: text }: EntryRow): Promise<void> {
    if (text === null) return
    const entry = JSON.parse(text) as SealedEntry
    if (entry.kind === 'erased') return erased(entry.person)
    if (entry.kind !== 'commit' || entry.events.length === 0) return
    // As the database has them now: an erasure elsewhere counts at once.
    const { keyring, learn } = keysOf(db, master)
    await learn(entry.events.map(({ open }) => (open as Event).subject))
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
      `select place, case
         when instance <> $3 and kind in ('commit', 'erased') then entry
         when kind = 'commit' and entry::json ->> 'message' = any($4) then entry
       end as entry
       from entries where place > $1 order by place limit $2`,
      [told, PAGE, instance, [...unsure]],
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
      isFollowing = true
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
        isFollowing = false
        for (const { done } of waiting.splice(0)) done()
        await (await hearing)()
      }
    },
    async caughtUp() {
      const [head] = await db.query<{ place: number }>('select place from head')
      const place = head?.place ?? 0
      // Whoever asks as it stops must not wait for ever.
      if (place <= told || !isFollowing) return
      await new Promise<void>((done) => {
        waiting.push({ place, done })
        wake()
      })
    },
    alone: createTurns(db),
  }
}
