import type { Instant } from '../../../bot/model/instant.ts'
import type { SealedEntry } from '../entry.ts'
import type { Keeping } from '../keeping.ts'
import { addressOf, type Row } from '../row.ts'
import type { Shelf } from '../shelf.ts'
import { packAppeal } from './appeal-form.ts'
import { sqlStateOf, type Transaction } from './db.ts'
import type { RecordForm, StoredRecord } from './forms.ts'
import { packRow, sealRow } from './lines.ts'
import { lineOf, type WorkingSet } from './working-set.ts'
import { deleteRecords, deleteRows, NOT_NEXT, writeAppeals, writeLines, writeRecords, writeRows } from './writing.ts'

/** Another process has put a record there since this one was found missing, or has changed it. */
export const hasMoved = (error: unknown): boolean => sqlStateOf(error) === NOT_NEXT

/** Writes back what is not as it was loaded; where a record is not of the version it was loaded with, the transaction fails (`hasMoved`). */
export function putBack(
  tx: Transaction,
  set: WorkingSet,
  by: { readonly instance: string; readonly now: Instant },
): void {
  const { state, forms, folds, loaded } = set
  const changed: StoredRecord[] = []
  const gone: { kind: string; id: string }[] = []
  for (const form of forms) {
    const before = loaded.records.get(form.kind)
    changed.push(...changedIn(form, before))
    for (const id of before?.keys() ?? []) if (form.shelf.get(id) === undefined) gone.push({ kind: form.kind, id })
  }
  const appeals = [...state.appeals.keys()].flatMap((number) => {
    const record = state.appeals.get(number)
    return record && record !== loaded.appeals.get(number) ? [packAppeal(state, folds, record)] : []
  })
  for (const statement of [...deleteRecords(gone), ...writeRecords(changed), ...writeAppeals(appeals)])
    tx.send(...statement)
  putBackLines(tx, set, by)
}

/** Each in the part, and so the group, that its shelf has put it into. */
export function* changedIn(
  form: RecordForm,
  before: ReadonlyMap<string, unknown> = new Map<string, unknown>(),
): Generator<StoredRecord> {
  const shelf: Shelf<unknown> = form.shelf
  for (const { name, records } of shelf.takeChanged()) {
    const group = name.slice(shelf.name.length + 1, name.lastIndexOf('-'))
    for (const [id, value] of records) {
      const packed = before.get(id) === value ? undefined : form.pack(id, group)
      if (packed) yield packed
    }
  }
}

/** The rows of the lines that were taken, and from when on each can be claimed. */
export function putBackLines(
  tx: Transaction,
  { state, keyring, loaded }: WorkingSet,
  { instance, now }: { readonly instance: string; readonly now: Instant },
): void {
  const { rows } = state
  const all: readonly Row[] = [...rows.shelf.keys()].flatMap((key) => rows.shelf.get(key) ?? [])
  const changed = all.flatMap((row) => {
    const before = loaded.rows.get(row.key)
    const kept = rows.keepingOf(row.key)
    const packed = packRow(row, kept, keyring)
    if (before?.row === row && before.keeping === packed.keeping) return []
    const sealed = before?.row.payload === row.payload ? null : sealRow(row, keyring)
    // Whoever has leased it or made it wait: when he ends, it is free.
    const isTaken = kept?.lease !== undefined || kept?.wait !== undefined
    return [{ ...packed, sealed, kept_by: isTaken && !sameHold(before, kept) ? instance : null }]
  })
  const gone = [...loaded.rows.keys()].filter((key) => rows.get(key) === undefined)
  const kept = new Map(all.map((row) => [lineOf(keyring, row), addressOf(row)]))
  const lines = [...loaded.lines].map(([address, { isPart = false, passedOver = null }]) => {
    const line = kept.get(address)
    const ready = line === undefined ? undefined : rows.readyAt(line, now)
    const isLater = ready !== undefined && passedOver !== null && passedOver < ready.at
    return {
      address,
      part: isPart,
      ready_at: isLater ? passedOver : (ready?.at ?? passedOver),
      first: ready?.order ?? 0,
    }
  })
  for (const statement of [...deleteRows(gone), ...writeRows(changed), ...writeLines(lines)]) tx.send(...statement)
}

/** Whether it is the same lease, hastened or not, and the same wait. */
function sameHold(before: { readonly keeping: string | null } | undefined, after: Keeping | undefined): boolean {
  const { lease, wait }: Keeping = JSON.parse(before?.keeping ?? '{}')
  const isLeasedAsBefore = lease?.since === after?.lease?.since && lease?.until === after?.lease?.until
  return isLeasedAsBefore && wait?.until === after?.wait?.until && wait?.reason === after?.wait?.reason
}

/** The end of each transaction that writes an entry: it takes its place behind all others, and those who follow are woken. */
export function append(
  tx: Transaction,
  entry: SealedEntry,
  { instance, numbers = [] }: { readonly instance: string; readonly numbers?: readonly string[] },
): void {
  tx.send(
    `with h as (
       update head set place = place + 1, hash = encode(sha256(convert_to(hash || $1::text, 'UTF8')), 'hex')
       returning place, hash
     ), e as (
       insert into entries (place, at, kind, instance, entry, hash)
       select place, $2::text, $3::text, $4::text, $1::text, hash from h
     ), n as (
       insert into appeal_entries (number, place) select number, place from h, unnest($5::text[]) as number
     )
     select pg_notify('qinqing', '')`,
    [JSON.stringify(entry), 'at' in entry ? entry.at : null, entry.kind, instance, [...new Set(numbers)]],
  )
}
