import type { AppealNumber, PersonId } from '../../../bot/model/appeal.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { Folds } from '../../../bot/ports/appeal-store.ts'
import { SYSTEM } from '../entry.ts'
import { type Keyring, keyIdIn } from '../keyring.ts'
import { addressOf, type Row } from '../row.ts'
import { type AppealRecord, createState, type State } from '../state.ts'
import { loadAppeal, type StoredAppeal, storable } from './appeal-form.ts'
import type { Sql } from './db.ts'
import { createForms, type Kind, type RecordForm, type StoredRecord } from './forms.ts'
import { keysOf, type TransactionKeys } from './keys.ts'
import { addressKey, keepingIn, ROW_COLUMNS, type StoredRow, unpackRow } from './lines.ts'

export interface RecordId {
  readonly kind: Kind
  readonly id: string
}

/** What is to be in a working set: single records, all of a kind, those of a person. */
export interface Wanted {
  readonly records?: readonly RecordId[]
  readonly appeals?: readonly AppealNumber[]
  readonly kinds?: readonly Kind[]
  readonly tagged?: { readonly kind: Kind; readonly tags: readonly string[] }
  /** The gaps that these answer. */
  readonly answeredBy?: readonly string[]
  readonly of?: PersonId
}

/** A row as it was loaded, what was kept of it, and the id of the key that sealed it. */
export interface LoadedRow {
  readonly row: Row
  readonly keeping: string | null
  readonly sealedWith: string
}

/**
 * The part of the ledger that a transaction works on, as a state like the one in memory: so the rules of changing it are
 * the same code (state.ts, rows.ts). It knows what it was loaded with, so that what changed can be written back.
 */
export interface WorkingSet extends TransactionKeys {
  readonly sql: Sql
  readonly folds: Folds
  readonly state: State
  readonly forms: readonly RecordForm[]
  /**
   * `held`: nobody else can change them, nor destroy the keys that seal them, until the transaction ends. `besides`: whose
   * keys are wanted as well.
   */
  take(wanted: Wanted, how?: { readonly held?: boolean; readonly besides?: readonly PersonId[] }): Promise<void>
  admitAppeals(stored: readonly StoredAppeal[], how?: { readonly held?: boolean }): Promise<void>
  /** Lines of the outbox, by the keys of their addresses, all of which the caller holds. */
  takeLines(addresses: readonly string[], from: GoOn): Promise<void>
  /** Of them only these rows and those of the same cards: a line may be long, and a row is no matter of the others. */
  takeOfLines(addresses: readonly string[], from: GoOn, which: OfLines): Promise<void>
  /** Of them only what may leave at this moment, or keeps all behind it from it. */
  takeHeads(addresses: readonly string[], from: GoOn, now: Instant): Promise<void>
  admitRows(stored: readonly StoredRow[]): Promise<void>
  readonly loaded: {
    readonly records: ReadonlyMap<Kind, ReadonlyMap<string, unknown>>
    readonly appeals: ReadonlyMap<AppealNumber, AppealRecord>
    readonly rows: ReadonlyMap<string, LoadedRow>
    /** By the keys of their addresses. `passedOver`: when the first of those is due that are not among what was taken. */
    readonly lines: ReadonlyMap<string, { readonly isPart?: true; readonly passedOver?: Instant }>
  }
}

interface GoOn {
  /** What is new comes behind this; `anew`: behind all that is there. */
  readonly order: number | 'anew'
  readonly claimedAt: Instant
}

interface OfLines {
  readonly keys: readonly string[]
  readonly cards?: readonly string[]
}

const RECORD_COLUMNS = 'kind, id, version, subject, since, tag, open, sealed'
export const APPEAL_COLUMNS = 'number, version, subject, open, sealed'

/** Each found by an index of its own, however long the line is. */
const OF_LINES = `address = any($1) and key in (
  select key from outbox where key = any($2) or card = any($3)
  union select same.key from outbox own join outbox same on same.card = own.card where own.key = any($2))`

export function createWorkingSet(sql: Sql, { master, folds }: { master: Buffer; folds: Folds }): WorkingSet {
  const keys = keysOf(sql, master)
  const { keyring, learn, learnOf } = keys
  const state = createState(folds, keyring)
  const forms = createForms(state, keyring)
  const records = new Map<Kind, Map<string, unknown>>(forms.map(({ kind }) => [kind, new Map()]))
  const appeals = new Map<AppealNumber, AppealRecord>()
  const rows = new Map<string, LoadedRow>()
  const lines = new Map<string, { isPart?: true; passedOver?: Instant }>()

  async function admitRecords(stored: readonly StoredRecord[], held: boolean): Promise<void> {
    await learn(subjectsOf(stored), { held })
    await learnOf(stored.map(({ sealed }) => sealed))
    for (const record of stored) {
      const form = forms.find(({ kind }) => kind === record.kind)
      form?.load(record)
      const value = form?.shelf.get(record.id)
      if (value !== undefined) records.get(record.kind)?.set(record.id, value)
    }
  }

  async function admitAppeals(stored: readonly StoredAppeal[], how: { readonly held?: boolean } = {}): Promise<void> {
    await learn(
      stored.map(({ subject }) => subject),
      how,
    )
    await learnOf(stored.map(({ sealed }) => sealed))
    for (const one of stored) {
      loadAppeal(state, one)
      const record = state.appeals.get(one.number)
      if (record) appeals.set(one.number, record)
    }
  }

  async function admitRows(stored: readonly StoredRow[]): Promise<void> {
    // Whoever holds the line may change it: what an erasure destroys is taken out of it before.
    await learn([SYSTEM, ...stored.map(({ subject }) => subject)])
    await learnOf(stored.map(({ sealed }) => sealed))
    const opened = stored.flatMap((one) => {
      const row = unpackRow(one, keyring)
      return row ? [{ one, row }] : []
    })
    for (const { one, row } of opened.toSorted((a, b) => a.row.order - b.row.order)) {
      const keeping = keepingIn(one)
      state.rows.shelf.load('outbox-0001', row.key, row)
      if (keeping) state.rows.keep(row.key, keeping)
      rows.set(row.key, { row, keeping: one.keeping, sealedWith: keyIdIn(one.sealed) })
    }
    state.rows.index()
  }

  const rowsWhere = (condition: string, ...params: readonly (readonly string[])[]): Promise<readonly StoredRow[]> =>
    sql.query<StoredRow>(`select ${ROW_COLUMNS} from outbox where ${condition}`, params)

  async function goOn({ order, claimedAt }: GoOn): Promise<void> {
    const [next] = order === 'anew' ? await sql.query<{ place: number }>(`select nextval('outbox_order') as place`) : []
    state.rows.goOn({ order: order === 'anew' ? (next?.place ?? 0) : order, claimedAt })
  }

  async function take(
    wanted: Wanted,
    { held = false, besides = [] }: { readonly held?: boolean; readonly besides?: readonly PersonId[] } = {},
  ): Promise<void> {
    const [found, cases] = await Promise.all([
      findRecords(sql, wanted, held),
      findAppeals(sql, wanted, held),
      learn(besides, { held }),
    ])
    await learn([...subjectsOf(found), ...cases.map(({ subject }) => subject)], { held })
    await admitRecords(found, held)
    await admitAppeals(cases, { held })
    // An erasure finds by person what is his.
    if (wanted.of !== undefined) state.index()
  }

  return {
    ...keys,
    sql,
    folds,
    state,
    forms,
    take,
    admitAppeals,
    admitRows,
    async takeLines(addresses, from) {
      for (const address of addresses) lines.set(address, {})
      const [stored] = await Promise.all([rowsWhere('address = any($1)', addresses), goOn(from)])
      await admitRows(stored)
    },
    async takeOfLines(addresses, from, { keys: wanted, cards = [] }) {
      for (const address of addresses) lines.set(address, { isPart: true })
      const [stored] = await Promise.all([rowsWhere(OF_LINES, addresses, wanted, cards), goOn(from)])
      await admitRows(stored)
    },
    async takeHeads(addresses, from, now) {
      await goOn(from)
      const [passed, heads] = await Promise.all([
        sql.query<{ address: string; at: Instant }>(
          `select address, min(not_before) as at from outbox
           where address = any($1) and not parked and not_before > $2 group by address`,
          [addresses, now],
        ),
        sql.query<StoredRow>(
          `select ${ROW_COLUMNS.replaceAll(/\w+/g, 'r.$&')} from unnest($1::text[]) as w (at), lateral (
             select * from outbox o
             where o.address = w.at and not o.parked and (o.not_before is null or o.not_before <= $2)
             order by o.rank limit 2
           ) r`,
          [addresses, now],
        ),
      ])
      const next = new Map(passed.map(({ address, at }) => [address, at]))
      for (const address of addresses) {
        const passedOver = next.get(address)
        lines.set(address, passedOver === undefined ? {} : { passedOver })
      }
      await admitRows(heads)
      // A newer card that is to take the place of one that was not seen out.
      const newer = heads.flatMap((head) => keepingIn(head)?.newer ?? [])
      if (newer.length > 0) await admitRows(await rowsWhere('key = any($1)', newer))
    },
    loaded: { records, appeals, rows, lines },
  }
}

/** The key of the address that a row of the state is for. */
export const lineOf = (keyring: Keyring, row: Row): string => addressKey(keyring.pseudonym, addressOf(row))

const subjectsOf = (stored: readonly StoredRecord[]): readonly PersonId[] =>
  stored.flatMap(({ subject, sealed }) => [...(subject === null ? [] : [subject]), ...(sealed ? [SYSTEM] : [])])

async function findRecords(sql: Sql, wanted: Wanted, held: boolean): Promise<readonly StoredRecord[]> {
  const { records = [], kinds = [], tagged, answeredBy = [], of } = wanted
  const lock = held ? ' order by r.kind, r.id for update of r' : ''
  const columns = RECORD_COLUMNS.replaceAll(/\w+/g, 'r.$&')
  const find = (condition: string, ...params: readonly unknown[]) =>
    sql.query<StoredRecord>(`select ${columns} from ${condition}`, params)
  const found = await Promise.all([
    ...(records.length > 0
      ? [
          find(
            `unnest($1::text[], $2::text[]) as w (kind, id) join records r on r.kind = w.kind and r.id = w.id${lock}`,
            records.map(({ kind }) => kind),
            records.map(({ id }) => storable(id)),
          ),
        ]
      : []),
    ...(kinds.length > 0 ? [find('records r where kind = any($1)', kinds)] : []),
    ...(tagged ? [find('records r where kind = $1 and tag = any($2)', tagged.kind, tagged.tags.map(storable))] : []),
    ...(answeredBy.length > 0
      ? [find(`records r where kind = 'gaps' and open::json ->> 'entry' = any($1)`, answeredBy.map(storable))]
      : []),
    ...(of === undefined ? [] : [find(`records r where subject = $1${lock}`, of)]),
  ])
  return found.flat()
}

async function findAppeals(sql: Sql, { appeals = [], of }: Wanted, held: boolean): Promise<readonly StoredAppeal[]> {
  if (appeals.length === 0 && of === undefined) return []
  return sql.query<StoredAppeal>(
    `select ${APPEAL_COLUMNS} from appeals where number = any($1) or subject = $2${held ? ' order by number for update' : ''}`,
    [appeals.map(storable), of ?? null],
  )
}
