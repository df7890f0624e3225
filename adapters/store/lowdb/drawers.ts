import { setImmediate } from 'node:timers/promises'
import type { Appeal } from '../../../bot/model/appeal.ts'
import type { Conversation } from '../../../bot/model/conversation.ts'
import type { Entry, Gap } from '../../../bot/model/gap.ts'
import type { Person } from '../../../bot/model/person.ts'
import type { Push } from '../../../bot/model/push.ts'
import type { NewDelivery, Versioned } from '../../../bot/ports/appeal-store.ts'
import { conversationName, deliveryName, personName } from '../entry.ts'
import type { Keyring } from '../keyring.ts'
import type { Row } from '../rows.ts'
import type { Shelf } from '../shelf.ts'
import type { AppealRecord, ConversationRecord, State } from '../state.ts'

export type PackedRecord = readonly [key: string, packed: unknown]

/** A shelf as a snapshot sees it: parts to be packed, and parts to be filled. */
export interface Drawer {
  readonly name: string
  /** The changed parts as they are at this moment; they may be packed later. */
  takeChanged(): readonly PackablePart[]
  putBack(parts: Iterable<string>): void
  partNames(): readonly string[]
  load(part: string, records: readonly PackedRecord[]): void
}

export interface PackablePart {
  readonly name: string
  /** Seals what is personal; gives way to others every so often. */
  pack(): Promise<readonly PackedRecord[]>
}

interface Form<T, P> {
  pack(value: T, key: string): P
  /** Undefined when nothing is left of it after an erasure. */
  unpack(packed: P, key: string): T | undefined
}

const AT_ONCE = 100

export function createDrawers(state: State, keyring: Keyring): readonly Drawer[] {
  const { people, conversations, appeals, messages, gaps, answers, pushes, rows } = state
  return [
    createDrawer(people, {
      pack: ({ version, value }, id) => ({ version, sealed: keyring.seal(id, personName(id), value) }),
      unpack({ version, sealed }, id) {
        const value = keyring.unseal(personName(id), sealed) as Person | undefined
        return value && { version, value }
      },
    }),
    createDrawer<ConversationRecord, Omit<ConversationRecord, 'value'> & { readonly sealed: string }>(conversations, {
      pack: ({ value, ...rest }, key) => ({
        ...rest,
        sealed: keyring.seal(rest.subject, conversationName(key), value),
      }),
      unpack({ sealed, ...rest }, key) {
        const value = keyring.unseal(conversationName(key), sealed) as Conversation | undefined
        return value && { ...rest, value }
      },
    }),
    createDrawer<AppealRecord, AppealRecord & { readonly sealed?: string }>(appeals, {
      pack({ value: { personal, ...value }, ...rest }, number) {
        return {
          ...rest,
          value,
          ...(personal && { sealed: keyring.seal(value.subject, appealName(number), personal) }),
        }
      },
      unpack({ sealed, value, ...rest }, number) {
        const personal = sealed && (keyring.unseal(appealName(number), sealed) as Appeal['personal'])
        return { ...rest, value: { ...value, ...(personal && { personal }) } }
      },
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
  ]
}

const appealName = (number: string): string => `appeal/${number}`
const gapName = (id: string): string => `gap/${id}`

function createDrawer<T, P>(shelf: Shelf<T>, form: Form<T, P>): Drawer {
  return {
    name: shelf.name,
    takeChanged: () =>
      shelf.takeChanged().map(({ name, records }) => ({
        name,
        async pack() {
          const packed: PackedRecord[] = []
          for (const [key, value] of records) {
            packed.push([key, form.pack(value, key)])
            if (packed.length % AT_ONCE === 0) await setImmediate()
          }
          return packed
        },
      })),
    putBack: shelf.putBack,
    partNames: shelf.partNames,
    load(part, records) {
      const loaded = records.flatMap(([key, packed]) => {
        const value = form.unpack(packed as P, key)
        return value === undefined ? [] : [[key, value] as const]
      })
      shelf.load(part, loaded)
    },
  }
}
