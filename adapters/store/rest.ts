import type { AppealNumber, PersonId } from '../../bot/model/appeal.ts'
import { dateOf, type Instant, plusMs } from '../../bot/model/instant.ts'
import type { Address } from '../../bot/model/message.ts'
import type { Choice, RichText } from '../../bot/model/reply.ts'
import type { Found } from '../../bot/ports/appeal-store.ts'
import { type Cell, type Cells, createCells, type Sealing } from './cell.ts'
import { restName } from './entry.ts'
import { deepFreeze } from './freeze.ts'
import { type Row, replyOf } from './row.ts'
import { createShelf, type Shelf } from './shelf.ts'

/** What had no room in a reply that went out; `id` is that of its delivery. */
export interface Rest {
  readonly id: string
  readonly text: RichText
  readonly choices?: readonly Choice[]
  readonly about?: AppealNumber
}

export interface RestRecord {
  readonly subject: PersonId
  /** When the reply went out. */
  readonly since: Instant
  readonly cell: Cell<Rest>
}

/** The last of each address, known by a pseudonym. */
export interface Rests {
  readonly shelf: Shelf<RestRecord>
  readonly cells: Cells<Rest>
  /** Remembers what a row that went out had no room for, if anything. */
  keep(row: Row, since: Instant): void
  /** Null where it is older than three days at `now`, or cannot be read any more. */
  get(at: Address, now: Instant): (Found & { kind: 'rest' })['rest']
  /** Forgets what nobody may ask for any more at this moment, to the day. */
  forgetBefore(now: Instant): void
  removeOf(person: PersonId): void
}

const KEPT_MS = 3 * 86_400_000

export const restKey = (pseudonym: (text: string) => string, { channel, chat }: Address): string =>
  pseudonym(`rest ${JSON.stringify([channel, chat])}`)
/** What went out before this day nobody may ask for any more. */
export const restsBefore = (now: Instant): string => dateOf(plusMs(now, -KEPT_MS))

export function createRests(keyring: Sealing & { pseudonym(text: string): string }): Rests {
  const shelf = createShelf<RestRecord>('rests')
  const cells = createCells<Rest>(keyring, restName)
  const keyOf = (at: Address): string => restKey(keyring.pseudonym, at)

  return {
    shelf,
    cells,
    keep(row, since) {
      const { to, rest, about, choices } = replyOf(row) ?? {}
      if (!to || !rest) return
      const key = keyOf(to)
      const more = { ...(choices && { choices }), ...(about !== undefined && { about }) }
      shelf.delete(key)
      const cell = { clear: deepFreeze({ id: row.id, text: rest, ...more }) }
      shelf.put(key, { subject: row.subject, since, cell }, dateOf(since))
    },
    get(at, now) {
      const key = keyOf(at)
      const record = shelf.get(key)
      if (!record || plusMs(record.since, KEPT_MS) < now) return null
      const { subject, since, cell } = record
      const rest = cells.open(key, cell)
      return rest ? { ...rest, subject, since } : null
    },
    forgetBefore(now) {
      if (shelf.size > 0) shelf.forgetBefore(restsBefore(now))
    },
    removeOf(person) {
      for (const key of [...shelf.keys()]) if (shelf.get(key)?.subject === person) shelf.delete(key)
    },
  }
}
