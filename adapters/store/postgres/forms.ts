import type { PersonId } from '../../../bot/model/appeal.ts'
import type { Entry, Gap } from '../../../bot/model/gap.ts'
import type { Push } from '../../../bot/model/push.ts'
import type { Member, Place } from '../../../bot/model/staff.ts'
import type { Versioned } from '../../../bot/ports/appeal-store.ts'
import type { Cell } from '../cell.ts'
import { type CardPlace, memberName, SYSTEM, sentName } from '../entry.ts'
import { deepFreeze } from '../freeze.ts'
import type { Keyring } from '../keyring.ts'
import type { RestRecord } from '../rest.ts'
import type { Sent } from '../sent.ts'
import type { Shelf } from '../shelf.ts'
import type { ConversationRecord, PersonRecord, State } from '../state.ts'

/** The kinds of the table `records`: the names of the shelves. */
export type Kind =
  | 'people'
  | 'conversations'
  | 'gaps'
  | 'entries'
  | 'pushes'
  | 'staff'
  | 'places'
  | 'sent'
  | 'cards'
  | 'rests'

/** A record as it stands in the table. */
export interface StoredRecord {
  readonly kind: Kind
  readonly id: string
  readonly version: number
  readonly subject: PersonId | null
  /** A month or a day, where it is forgotten in time; of a gap, when it was asked. */
  readonly since: string | null
  readonly tag: string | null
  readonly open: string
  readonly sealed: Buffer | null
}

/** A shelf of the state as the table knows it. */
export interface RecordForm {
  readonly kind: Kind
  readonly shelf: Shelf<unknown>
  /** `month`: of what is forgotten by months, the one it is of. */
  pack(id: string, month: string): StoredRecord | undefined
  /** Puts it on its shelf, unless nothing is left of it after an erasure. */
  load(record: StoredRecord): void
}

type Packed = Partial<Pick<StoredRecord, 'subject' | 'since' | 'tag' | 'sealed'>> & {
  readonly version?: number
  readonly open?: object
}

/** Where a person has left a profile. */
export const PROFILED = 'profiled'

/** How each shelf of a state is written into the table, and read from it. Ids stand in the clear: they tell nothing. */
export function createForms(state: State, keyring: Keyring): readonly RecordForm[] {
  const { people, conversations, gaps, answers, pushes, members, meetings, sent, rests, cells } = state
  const seal = (subject: PersonId, name: string, value: unknown): Buffer =>
    keyring.sealBytes(subject, name, Buffer.from(JSON.stringify(value)))
  function unseal<T>(name: string, sealed: Buffer | null): T | undefined {
    const bytes = sealed && keyring.unsealBytes(name, sealed)
    return bytes ? (JSON.parse(bytes.toString()) as T) : undefined
  }
  const plainly = <T>(kind: Kind, shelf: Shelf<Versioned<T>>): RecordForm =>
    formOf(kind, shelf, {
      pack: ({ version, value }) => ({ version, open: value as object }),
      unpack: ({ version, open }) => ({ version, value: JSON.parse(open) as T }),
    })

  return [
    formOf<PersonRecord>('people', people, {
      pack: ({ version, profiled, cell }, id) => ({
        version,
        subject: id,
        sealed: cells.people.seal(id, id, cell),
        ...(profiled && { tag: PROFILED }),
      }),
      unpack({ id, version, tag, sealed }) {
        const cell = sealed ? cells.people.stored(id, sealed) : undefined
        return cell && { version, profiled: tag === PROFILED, cell }
      },
    }),
    formOf<ConversationRecord>('conversations', conversations, {
      pack: ({ version, subject, cell }, key) => ({
        version,
        subject,
        sealed: cells.conversations.seal(subject, key, cell),
      }),
      unpack({ id, version, subject, sealed }) {
        const cell = sealed ? cells.conversations.stored(id, sealed) : undefined
        return cell && { version, subject: subject ?? '', cell }
      },
    }),
    formOf<Versioned<Gap>>('gaps', gaps, {
      pack: ({ version, value: { personal, ...open } }, id) => ({
        version,
        subject: open.subject,
        since: open.at,
        tag: open.group,
        open,
        ...(personal && { sealed: seal(open.subject, `gap/${id}`, personal) }),
      }),
      unpack({ id, version, open, sealed }) {
        const personal = unseal<Gap['personal']>(`gap/${id}`, sealed)
        return { version, value: { ...(JSON.parse(open) as Gap), ...(personal && { personal }) } }
      },
    }),
    plainly<Entry>('entries', answers),
    plainly<Push>('pushes', pushes),
    formOf<Versioned<Member>>('staff', members, {
      pack: ({ version, value: { account, ...open } }, id) => ({
        version,
        subject: id,
        open,
        ...(account && { sealed: seal(id, memberName(id), account) }),
      }),
      unpack({ id, version, open, sealed }) {
        const account = unseal<Member['account']>(memberName(id), sealed)
        return { version, value: { ...(JSON.parse(open) as Member), ...(account && { account }) } }
      },
    }),
    plainly<Place>('places', meetings),
    formOf<Sent>('sent', sent.messages, {
      // The name of a card that is no appeal's may hold anything.
      pack: ({ about, card }, key, month) => ({
        since: month,
        ...(about !== undefined && { tag: about }),
        ...(card !== undefined && { sealed: seal(SYSTEM, sentName(key), card) }),
      }),
      unpack({ id, tag, sealed }) {
        const card = unseal<string>(sentName(id), sealed)
        return sent.shared({ ...(tag !== null && { about: tag }), ...(card !== undefined && { card }) })
      },
    }),
    formOf<Cell<readonly CardPlace[]>>('cards', sent.cards, {
      pack: (cell, key, month) => ({ since: month, sealed: sent.cells.seal(SYSTEM, key, cell) }),
      unpack: ({ id, sealed }) => (sealed ? sent.cells.stored(id, sealed) : undefined),
    }),
    formOf<RestRecord>('rests', rests.shelf, {
      pack: ({ subject, since, cell }, key, day) => ({
        subject,
        since: day,
        open: { since },
        sealed: rests.cells.seal(subject, key, cell),
      }),
      unpack({ id, subject, open, sealed }) {
        const cell = sealed ? rests.cells.stored(id, sealed) : undefined
        return cell && { subject: subject ?? '', since: (JSON.parse(open) as { since: string }).since, cell }
      },
    }),
  ]
}

function formOf<T>(
  kind: Kind,
  shelf: Shelf<T>,
  how: {
    pack(value: T, id: string, group: string): Packed
    unpack(record: StoredRecord): T | undefined
  },
): RecordForm {
  return {
    kind,
    shelf: shelf as Shelf<unknown>,
    pack(id, group) {
      const value = shelf.get(id)
      if (value === undefined) return undefined
      const {
        version = 1,
        subject = null,
        since = null,
        tag = null,
        open = {},
        sealed = null,
      } = how.pack(value, id, group)
      return { kind, id, version, subject, since, tag, open: JSON.stringify(open), sealed }
    },
    load(record) {
      const value = how.unpack(record)
      if (value === undefined) return
      // A month or a day is a group of its shelf; the moment of a gap is not.
      const group = record.since !== null && record.since.length <= '2026-11-22'.length ? `${record.since}-` : ''
      shelf.load(`${shelf.name}-${group}0001`, record.id, deepCold(value))
    },
  }
}

/** Frozen, but for cells, which may be sealed. */
function deepCold<T>(value: T): T {
  if (typeof value !== 'object' || value === null || 'cell' in value || 'sealed' in value) return value
  return deepFreeze(value)
}
