import type { Instant } from '../../../bot/model/instant.ts'
import type { SealedEntry } from '../entry.ts'
import { addressOf, type Row } from '../row.ts'
import type { Keeping } from '../rows.ts'
import type { Shelf } from '../shelf.ts'
import { packAppeal } from './appeal-form.ts'
import type { Sql } from './db.ts'
import type { RecordForm, StoredRecord } from './forms.ts'
import { packRow, sealRow } from './lines.ts'
import { lineOf, type WorkingSet } from './working-set.ts'
import { deleteRecords, deleteRows, writeAppeals, writeLines, writeRecords, writeRows } from './writing.ts'

/** Another process has put a record there since this one was found missing. */
export class Moved extends Error {}

/**
 * Writes back what is not as it was loaded. @throws Moved where a record that is new here is there already, or is not of
 * the version it was loaded with.
 */
export async function putBack(
  set: WorkingSet,
  by: { readonly instance: string; readonly now: Instant },
): Promise<void> {
  const { sql, state, forms, folds, loaded } = set
  const changed: StoredRecord[] = []
  const gone: { kind: string; id: string }[] = []
  for (const form of forms) {
    const before = loaded.records.get(form.kind)
    changed.push(...changedIn(form, before))
    for (const id of before?.keys() ?? []) if (form.shelf.get(id) === undefined) gone.push({ kind: form.kind, id })
  }
  await deleteRecords(sql, gone)
  if ((await writeRecords(sql, changed)) < changed.length) throw new Moved()

  const appeals = [...state.appeals.keys()].flatMap((number) => {
    const record = state.appeals.get(number)
    return record && record !== loaded.appeals.get(number) ? [packAppeal(state, folds, record)] : []
  })
  if ((await writeAppeals(sql, appeals)) < appeals.length) throw new Moved()
  await putBackLines(set, by)
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
export async function putBackLines(
  { sql, state, keyring, loaded }: WorkingSet,
  { instance, now }: { readonly instance: string; readonly now: Instant },
): Promise<void> {
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
  await deleteRows(
    sql,
    [...loaded.rows.keys()].filter((key) => rows.get(key) === undefined),
  )
  await writeRows(sql, changed)
  const lines = new Map(all.map((row) => [lineOf(keyring, row), addressOf(row)]))
  await writeLines(
    sql,
    [...loaded.lines].map(([address, { isPart = false, passedOver = null }]) => {
      const line = lines.get(address)
      const ready = line === undefined ? undefined : rows.readyAt(line, now)
      const isLater = ready !== undefined && passedOver !== null && passedOver < ready.at
      return {
        address,
        part: isPart,
        ready_at: isLater ? passedOver : (ready?.at ?? passedOver),
        first: ready?.order ?? 0,
      }
    }),
  )
}

function sameHold(before: { readonly keeping: string | null } | undefined, after: Keeping | undefined): boolean {
  const { lease, wait }: Keeping = JSON.parse(before?.keeping ?? '{}')
  return JSON.stringify([lease, wait]) === JSON.stringify([after?.lease, after?.wait])
}

/** The end of each transaction that writes an entry: it takes its place behind all others, and those who follow are woken. */
export async function append(
  sql: Sql,
  entry: SealedEntry,
  { instance, numbers = [] }: { readonly instance: string; readonly numbers?: readonly string[] },
): Promise<void> {
  await sql.query(
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
