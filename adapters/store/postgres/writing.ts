import type { AppealColumns, StoredAppeal } from './appeal-form.ts'
import type { StoredRecord } from './forms.ts'
import type { PackedRow } from './lines.ts'

/** A statement, and what is to be put in for `$1`, `$2` … */
export type Statement = readonly [text: string, params: readonly unknown[]]

/** What is remembered of what went out is written over; of all else a version comes after the one before. */
const WRITTEN_OVER = ['sent', 'cards', 'rests']
/** What the database says of a record whose version does not come after the one that is there: it has none then. */
export const NOT_NEXT = '23502'

export function writeRecords(records: readonly StoredRecord[]): Statement[] {
  if (records.length === 0) return []
  return [
    [
      `insert into records (kind, id, version, subject, since, tag, open, sealed)
     select kind, id, version, subject, since, tag, open, decode(sealed, 'base64')
     from json_to_recordset($1::text::json)
       as r (kind text, id text, version integer, subject text, since text, tag text, open text, sealed text)
     order by kind, id
     on conflict (kind, id) do update set
       version = case when records.version = excluded.version - 1 or records.kind = any($2) then excluded.version end,
       subject = excluded.subject, since = excluded.since, tag = excluded.tag,
       open = excluded.open, sealed = excluded.sealed`,
      [listOf(records), WRITTEN_OVER],
    ],
  ]
}

export function deleteRecords(ids: readonly { kind: string; id: string }[]): Statement[] {
  if (ids.length === 0) return []
  return [
    [
      `delete from records r using unnest($1::text[], $2::text[]) as g (kind, id) where r.kind = g.kind and r.id = g.id`,
      [ids.map(({ kind }) => kind), ids.map(({ id }) => id)],
    ],
  ]
}

export function writeAppeals(appeals: readonly (StoredAppeal & AppealColumns)[]): Statement[] {
  if (appeals.length === 0) return []
  return [
    [
      `insert into appeals (number, version, subject, state, kind, category, area, unit, co, against, confided, dispatched,
       pending, handler, registered_on, closed_on, updated_at, urgency, alarm_at, open, sealed)
     select number, version, subject, state, kind, category, area, unit, co, against, confided, dispatched,
       pending, handler, registered_on, closed_on, updated_at, urgency, alarm_at, open, decode(sealed, 'base64')
     from json_to_recordset($1::text::json)
       as r (number text, version integer, subject text, state text, kind text, category text, area text, unit text,
         co text[], against text[], confided boolean, dispatched boolean, pending boolean, handler text,
         registered_on text, closed_on text, updated_at text, urgency text, alarm_at text, open text, sealed text)
     order by number
     on conflict (number) do update set
       version = case when appeals.version = excluded.version - 1 then excluded.version end, state = excluded.state, kind = excluded.kind, category = excluded.category,
       area = excluded.area, unit = excluded.unit, co = excluded.co, against = excluded.against,
       confided = excluded.confided, dispatched = excluded.dispatched, pending = excluded.pending,
       handler = excluded.handler, closed_on = excluded.closed_on, updated_at = excluded.updated_at,
       urgency = excluded.urgency, alarm_at = excluded.alarm_at, open = excluded.open, sealed = excluded.sealed`,
      [listOf(appeals)],
    ],
  ]
}

export function writeRows(
  rows: readonly (PackedRow & {
    /** Null: what is sealed is as it was. */
    readonly sealed: Buffer | null
    /** Null: it is as it was. */
    readonly kept_by: string | null
  })[],
): Statement[] {
  const columns = `(key text, address text, subject text, card text, about text, parked boolean, waits_from text, since text, why text,
    rank bigint, not_before text,
    open text, keeping text, kept_by text, sealed text)`
  const fresh = rows.filter(({ sealed }) => sealed !== null)
  const known = rows.filter(({ sealed }) => sealed === null)
  const statements: Statement[] = []
  if (fresh.length > 0)
    statements.push([
      `insert into outbox (key, address, subject, card, about, parked, waits_from, since, why, rank, not_before, open,
         keeping, kept_by, sealed)
       select key, address, subject, card, about, parked, waits_from, since, why, rank, not_before, open, keeping, kept_by, decode(sealed, 'base64')
       from json_to_recordset($1::text::json) as r ${columns} order by key
       on conflict (key) do update set
         card = excluded.card, about = excluded.about, parked = excluded.parked, waits_from = excluded.waits_from,
         since = excluded.since, why = excluded.why, rank = excluded.rank, not_before = excluded.not_before,
         open = excluded.open, keeping = excluded.keeping,
         kept_by = coalesce(excluded.kept_by, outbox.kept_by), sealed = excluded.sealed`,
      [listOf(fresh)],
    ])
  if (known.length > 0)
    statements.push([
      `update outbox o set
         parked = r.parked, waits_from = r.waits_from, since = r.since, why = r.why, rank = r.rank, not_before = r.not_before, open = r.open, keeping = r.keeping,
         kept_by = coalesce(r.kept_by, o.kept_by)
       from json_to_recordset($1::text::json) as r ${columns} where o.key = r.key`,
      [listOf(known)],
    ])
  return statements
}

export const deleteRows = (keys: readonly string[]): Statement[] =>
  keys.length > 0 ? [['delete from outbox where key = any($1)', [keys]]] : []

export interface Line {
  readonly address: string
  /** Only a part of it was looked at: something may be ready, and whoever claims next finds out. */
  readonly part: boolean
  readonly ready_at: string | null
  readonly first: number
}

export function writeLines(lines: readonly Line[]): Statement[] {
  if (lines.length === 0) return []
  return [
    [
      `update addresses a set
       ready_at = case
         when not r.part then r.ready_at
         when exists (select from outbox o where o.address = a.address and not o.parked) then ''
       end,
       first = case when r.part and a.ready_at is not null then a.first else r.first end
     from json_to_recordset($1::text::json) as r (address text, part boolean, ready_at text, first bigint)
     where a.address = r.address`,
      [listOf(lines)],
    ],
  ]
}

/** As JSON; bytes in base64. */
export const listOf = (records: readonly object[]): string =>
  JSON.stringify(
    records.map((record) =>
      'sealed' in record && record.sealed instanceof Buffer
        ? { ...record, sealed: record.sealed.toString('base64') }
        : record,
    ),
  )
