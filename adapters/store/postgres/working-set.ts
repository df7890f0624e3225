import type { AppealNumber, PersonId } from '../../../bot/model/appeal.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { Folds } from '../../../bot/ports/appeal-store.ts'
import { SYSTEM } from '../entry.ts'
import { type Keyring, keyIdIn } from '../keyring.ts'
import { addressOf, type Row } from '../row.ts'
import { type AppealRecord, createState, type State } from '../state.ts'
import { loadAppeal, type StoredAppeal } from './appeal-form.ts'
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
  readonly tagged?: { readonly kind: Kind; readonly tag: string }
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
  /** `held`: nobody else can change them, nor destroy the keys that seal them, until the transaction ends. */
  take(wanted: Wanted, how?: { readonly held?: boolean }): Promise<void>
  admitAppeals(stored: readonly StoredAppeal[], how?: { readonly held?: boolean }): Promise<void>
  /** The lines of these addresses (by their keys), all of which the caller holds. */
  takeLines(addresses: readonly string[], from: { order: number; claimedAt: Instant }): Promise<void>
  admitRows(stored: readonly StoredRow[]): Promise<void>
  readonly loaded: {
    readonly records: ReadonlyMap<Kind, ReadonlyMap<string, unknown>>
    readonly appeals: ReadonlyMap<AppealNumber, AppealRecord>
    readonly rows: ReadonlyMap<string, LoadedRow>
    /** The addresses whose lines were taken. */
    readonly addresses: ReadonlySet<string>
  }
}

const RECORD_COLUMNS = 'kind, id, version, subject, since, tag, open, sealed'
export const APPEAL_COLUMNS = 'number, version, subject, open, sealed'

export function createWorkingSet(sql: Sql, { master, folds }: { master: Buffer; folds: Folds }): WorkingSet {
  const keys = keysOf(sql, master)
  const { keyring, learn } = keys
  const state = createState(folds, keyring)
  const forms = createForms(state, keyring)
  const records = new Map<Kind, Map<string, unknown>>(forms.map(({ kind }) => [kind, new Map()]))
  const appeals = new Map<AppealNumber, AppealRecord>()
  const rows = new Map<string, LoadedRow>()
  const addresses = new Set<string>()

  async function admitRecords(stored: readonly StoredRecord[], held: boolean): Promise<void> {
    await learn(subjectsOf(stored), { held })
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
    for (const one of stored) {
      loadAppeal(state, one)
      const record = state.appeals.get(one.number)
      if (record) appeals.set(one.number, record)
    }
  }

  async function admitRows(stored: readonly StoredRow[]): Promise<void> {
    // Whoever holds the line may change it: what an erasure destroys is taken out of it before.
    await learn([SYSTEM, ...stored.map(({ subject }) => subject)])
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

  async function take(wanted: Wanted, { held = false }: { readonly held?: boolean } = {}): Promise<void> {
    const found = await findRecords(sql, wanted, held)
    const cases = await findAppeals(sql, wanted, held)
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
    async takeLines(lines, from) {
      for (const line of lines) addresses.add(line)
      state.rows.goOn(from)
      if (lines.length > 0)
        await admitRows(
          await sql.query<StoredRow>(`select ${ROW_COLUMNS} from outbox where address = any($1)`, [lines]),
        )
    },
    loaded: { records, appeals, rows, addresses },
  }
}

/** The key of the address that a row of the state is for. */
export const lineOf = (keyring: Keyring, row: Row): string => addressKey(keyring.pseudonym, addressOf(row))

const subjectsOf = (stored: readonly StoredRecord[]): readonly PersonId[] =>
  stored.flatMap(({ subject, sealed }) => [...(subject === null ? [] : [subject]), ...(sealed ? [SYSTEM] : [])])

async function findRecords(sql: Sql, wanted: Wanted, held: boolean): Promise<readonly StoredRecord[]> {
  const { records = [], kinds = [], tagged, of } = wanted
  const lock = held ? ' order by r.kind, r.id for update of r' : ''
  const columns = RECORD_COLUMNS.replaceAll(/\w+/g, 'r.$&')
  const found: StoredRecord[] = []
  if (records.length > 0)
    found.push(
      ...(await sql.query<StoredRecord>(
        `select ${columns} from unnest($1::text[], $2::text[]) as w (kind, id)
         join records r on r.kind = w.kind and r.id = w.id${lock}`,
        [records.map(({ kind }) => kind), records.map(({ id }) => id)],
      )),
    )
  if (kinds.length > 0)
    found.push(...(await sql.query<StoredRecord>(`select ${columns} from records r where kind = any($1)`, [kinds])))
  if (tagged)
    found.push(
      ...(await sql.query<StoredRecord>(`select ${columns} from records r where kind = $1 and tag = $2`, [
        tagged.kind,
        tagged.tag,
      ])),
    )
  if (of !== undefined)
    found.push(...(await sql.query<StoredRecord>(`select ${columns} from records r where subject = $1${lock}`, [of])))
  return found
}

async function findAppeals(sql: Sql, { appeals = [], of }: Wanted, held: boolean): Promise<readonly StoredAppeal[]> {
  if (appeals.length === 0 && of === undefined) return []
  return sql.query<StoredAppeal>(
    `select ${APPEAL_COLUMNS} from appeals where number = any($1) or subject = $2${held ? ' order by number for update' : ''}`,
    [appeals, of ?? null],
  )
}
