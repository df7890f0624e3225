import { setImmediate } from 'node:timers/promises'
import type { Appeal, Deadline } from '../../../bot/model/appeal.ts'
import type { Entry, Gap } from '../../../bot/model/gap.ts'
import type { Push } from '../../../bot/model/push.ts'
import type { Member, Place } from '../../../bot/model/staff.ts'
import type { NewDelivery, Versioned } from '../../../bot/ports/appeal-store.ts'
import type { Cell } from '../cell.ts'
import { type CardPlace, deliveryName, memberName, SYSTEM, sentName } from '../entry.ts'
import { deepFreeze } from '../freeze.ts'
import type { Keyring } from '../keyring.ts'
import type { RestRecord } from '../rest.ts'
import type { Row } from '../row.ts'
import type { Sent } from '../sent.ts'
import type { Shelf } from '../shelf.ts'
import type { AppealRecord, ConversationRecord, PersonRecord, State } from '../state.ts'

export interface PackedPart {
  readonly records: readonly (readonly [key: string, packed: unknown])[]
  /** What several of the records have in common, by its place here. */
  readonly shared?: readonly unknown[]
  /** What is sealed, one piece after another. */
  readonly blob?: Buffer
}

/** Where a piece stands in the blob. */
type Piece = readonly [start: number, end: number]

/** A shelf as a snapshot sees it: parts to be packed, and parts to be filled. */
export interface Drawer {
  readonly name: string
  /** The changed parts as they are at this moment; they may be packed later. */
  takeChanged(): readonly PackablePart[]
  putBack(parts: Iterable<string>): void
  partNames(): readonly string[]
  load(part: string, packed: PackedPart): void
  /** Undoes every load. */
  clear(): void
  /** Seals what is still in the clear, so that a long replay needs no more memory than a ledger at rest. */
  rest(): void
}

export interface PackablePart {
  readonly name: string
  /** Seals what is personal; gives way to others every so often. */
  pack(): Promise<PackedPart>
}

interface Form<T, P> {
  pack(value: T, key: string, out: Packing): P
  /** Undefined when nothing is left of it after an erasure. */
  unpack(packed: P, key: string, from: Required<Omit<PackedPart, 'records'>>): T | undefined
}

/** What the records of a part put aside for all of them. */
interface Packing {
  /** Where it stands among what others have, too. */
  share(common: object): number
  keep(cell: Cell<unknown>, sealed: Buffer): Piece
}

interface PackedAppeal extends Omit<AppealRecord, 'personal' | 'value'> {
  readonly value: Omit<Appeal, 'deadlines'>
  readonly deadlines: readonly number[]
  readonly sealed?: Piece
}

/** To seal so many takes a few milliseconds. */
const AT_ONCE = 10

export function createDrawers(state: State, keyring: Keyring): readonly Drawer[] {
  const { people, conversations, appeals, messages, gaps, answers, pushes, members, meetings } = state
  const { rows, sent, rests, cells } = state
  return [
    createDrawer<PersonRecord, Omit<PersonRecord, 'cell'> & { readonly sealed: Piece }>(people, {
      pack: ({ cell, ...rest }, id, { keep }) => ({ ...rest, sealed: keep(cell, cells.people.seal(id, id, cell)) }),
      unpack({ sealed, ...rest }, id, { blob }) {
        const cell = cells.people.stored(id, blob.subarray(...sealed))
        return cell && { ...rest, cell }
      },
    }),
    createDrawer<ConversationRecord, Omit<ConversationRecord, 'cell'> & { readonly sealed: Piece }>(conversations, {
      pack: ({ cell, ...rest }, key, { keep }) => ({
        ...rest,
        sealed: keep(cell, cells.conversations.seal(rest.subject, key, cell)),
      }),
      unpack({ sealed, ...rest }, key, { blob }) {
        const cell = cells.conversations.stored(key, blob.subarray(...sealed))
        return cell && { ...rest, cell }
      },
    }),
    createDrawer<AppealRecord, PackedAppeal>(appeals, {
      pack: ({ personal, value: { deadlines, ...value }, ...rest }, number, { share, keep }) => ({
        ...rest,
        value,
        deadlines: deadlines.map(share),
        ...(personal && { sealed: keep(personal, cells.appeals.seal(value.subject, number, personal)) }),
      }),
      unpack: ({ version, places, sealed, value, deadlines }, number, { shared, blob }) => ({
        version,
        places,
        // Not a copy: of a hundred thousand there would be two for a while.
        value: Object.assign(value, { deadlines: deadlines.map((place) => shared[place] as Deadline) }),
        personal: sealed && cells.appeals.stored(number, blob.subarray(...sealed)),
      }),
    }),
    createDrawer<Row, Omit<Row, 'id' | 'payload'> & { readonly sealed: string }>(rows.shelf, {
      pack: ({ id, payload, ...rest }, key) => ({
        ...rest,
        sealed: keyring.seal(rest.subject, deliveryName(key), { id, payload }),
      }),
      unpack({ sealed, ...rest }, key) {
        const opened = keyring.unseal(deliveryName(key), sealed) as Pick<NewDelivery, 'id' | 'payload'> | undefined
        return opened && { ...rest, ...opened }
      },
    }),
    createDrawer<true, 1>(messages, { pack: () => 1, unpack: () => true }),
    createDrawer<Versioned<Gap>, Versioned<Gap> & { readonly sealed?: string }>(gaps, {
      pack({ version, value: { personal, ...value } }, id) {
        return { version, value, ...(personal && { sealed: keyring.seal(value.subject, gapName(id), personal) }) }
      },
      unpack({ version, value, sealed }, id) {
        const personal = sealed && (keyring.unseal(gapName(id), sealed) as Gap['personal'])
        return { version, value: { ...value, ...(personal && { personal }) } }
      },
    }),
    createDrawer<Versioned<Entry>, Versioned<Entry>>(answers, { pack: (entry) => entry, unpack: (entry) => entry }),
    createDrawer<Versioned<Push>, Versioned<Push>>(pushes, { pack: (push) => push, unpack: (push) => push }),
    createDrawer<Versioned<Member>, Versioned<Member> & { readonly sealed?: string }>(members, {
      pack({ version, value: { account, ...value } }, id) {
        return { version, value, ...(account && { sealed: keyring.seal(id, memberName(id), account) }) }
      },
      unpack({ version, value, sealed }, id) {
        const account = sealed && (keyring.unseal(memberName(id), sealed) as Member['account'])
        return { version, value: { ...value, ...(account && { account }) } }
      },
    }),
    createDrawer<Versioned<Place>, Versioned<Place>>(meetings, { pack: (place) => place, unpack: (place) => place }),
    createDrawer<Sent, PackedSent>(sent.messages, {
      // The name of a card that is no appeal's may hold anything.
      pack({ about, card }, key) {
        const open = about === undefined ? {} : { about }
        if (card === undefined) return open
        return card === about ? { ...open, card: true } : { ...open, card: keyring.seal(SYSTEM, sentName(key), card) }
      },
      unpack({ about, card }, key) {
        const name = card === true ? about : card && (keyring.unseal(sentName(key), card) as string)
        return sent.shared({ ...(about !== undefined && { about }), ...(name !== undefined && { card: name }) })
      },
    }),
    createDrawer<Cell<readonly CardPlace[]>, Piece>(sent.cards, {
      pack: (cell, key, { keep }) => keep(cell, sent.cells.seal(SYSTEM, key, cell)),
      unpack: (piece, key, { blob }) => sent.cells.stored(key, blob.subarray(...piece)),
    }),
    createDrawer<RestRecord, Omit<RestRecord, 'cell'> & { readonly sealed: Piece }>(rests.shelf, {
      pack: ({ cell, ...open }, key, { keep }) => ({
        ...open,
        sealed: keep(cell, rests.cells.seal(open.subject, key, cell)),
      }),
      unpack({ sealed, ...open }, key, { blob }) {
        const cell = rests.cells.stored(key, blob.subarray(...sealed))
        return cell && { ...open, cell }
      },
    }),
  ]
}

type PackedSent = Omit<Sent, 'card'> & { readonly card?: true | string }

const gapName = (id: string): string => `gap/${id}`

function createDrawer<T, P>(shelf: Shelf<T>, form: Form<T, P>): Drawer {
  return {
    name: shelf.name,
    takeChanged: () =>
      shelf.takeChanged().map(({ name, records }) => ({
        name,
        async pack() {
          const packing = createPacking()
          const packed: [key: string, packed: unknown][] = []
          for (const [key, value] of records) {
            packed.push([key, form.pack(value, key, packing)])
            if (packed.length % AT_ONCE === 0) await setImmediate()
          }
          return { records: packed, ...packing.end() }
        },
      })),
    putBack: shelf.putBack,
    partNames: shelf.partNames,
    load(part, { records, shared = [], blob = Buffer.alloc(0) }) {
      for (const common of shared) deepFreeze(common)
      const from = { shared, blob }
      for (const [key, packed] of records) {
        const value = form.unpack(packed as P, key, from)
        if (value !== undefined) shelf.load(part, key, value)
      }
    },
    clear: shelf.clear,
    rest() {
      const parts = shelf.takeChanged()
      for (const { records } of parts) {
        const packing = createPacking()
        for (const [key, value] of records) form.pack(value, key, packing)
        packing.end()
      }
      shelf.putBack(parts.map(({ name }) => name))
    },
  }
}

function createPacking(): Packing & { end(): Omit<PackedPart, 'records'> } {
  const places = new Map<object, number>()
  const shared: object[] = []
  const kept: { cell: Cell<unknown>; sealed: Buffer; start: number; end: number }[] = []
  return {
    share(common) {
      const known = places.get(common)
      if (known !== undefined) return known
      places.set(common, shared.length)
      return shared.push(common) - 1
    },
    keep(cell, sealed) {
      const start = kept.at(-1)?.end ?? 0
      const end = start + sealed.length
      kept.push({ cell, sealed, start, end })
      return [start, end]
    },
    /** From now on the cells have their pieces of this blob, and those of the one before can go. */
    end() {
      if (kept.length === 0) return shared.length > 0 ? { shared } : {}
      const blob = Buffer.concat(kept.map(({ sealed }) => sealed))
      for (const { cell, sealed, start, end } of kept)
        if (cell.sealed === sealed) cell.sealed = blob.subarray(start, end)
      return { ...(shared.length > 0 && { shared }), blob }
    },
  }
}
