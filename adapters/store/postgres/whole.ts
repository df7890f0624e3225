import type { Folds } from '../../../bot/ports/appeal-store.ts'
import type { Keyring } from '../keyring.ts'
import { addressOf, type Row } from '../row.ts'
import type { State } from '../state.ts'
import { packAppeal } from './appeal-form.ts'
import type { Sql } from './db.ts'
import { createForms } from './forms.ts'
import { addressKey, packRow, sealRow } from './lines.ts'
import { changedIn } from './put-back.ts'
import { listOf, type Statement, writeAppeals, writeRecords, writeRows } from './writing.ts'

/** So many at a time. */
const AT_ONCE = 500

/**
 * Writes all records anew from a state that was folded from the entries, each applied at its `entries.place`. Within a
 * transaction that holds the head: nobody else may commit meanwhile.
 */
export async function writeState(tx: Sql, state: State, keyring: Keyring, folds: Folds): Promise<void> {
  await tx.query('truncate records, appeals, appeal_entries, messages, outbox, addresses')
  for (const form of createForms(state, keyring)) await inParts(changedIn(form), (part) => all(tx, writeRecords(part)))
  await inParts(appealsIn(state), async (part) => {
    await all(tx, writeAppeals(part.map((record) => packAppeal(state, folds, record))))
    const places = part.flatMap(({ value: { number }, places: at }) => at.map((place) => ({ number, place })))
    await tx.query(
      `insert into appeal_entries (number, place)
       select number, place from json_to_recordset($1::text::json) as r (number text, place bigint) on conflict do nothing`,
      [JSON.stringify(places)],
    )
  })
  await inParts(messagesIn(state), (part) =>
    tx.query(
      `insert into messages (key, month, attempt)
       select key, month, '' from json_to_recordset($1::text::json) as r (key text, month text)`,
      [JSON.stringify(part)],
    ),
  )
  await writeOutbox(tx, state, keyring)
}

async function writeOutbox(tx: Sql, { rows }: State, keyring: Keyring): Promise<void> {
  const waiting: readonly Row[] = [...rows.shelf.keys()].flatMap((key) => rows.shelf.get(key) ?? [])
  const lines = new Map(waiting.map((row) => [addressOf(row), row.channel]))
  await inParts([...lines], (part) =>
    tx.query(
      `insert into addresses (address, channel, ready_at, first)
       select address, channel, ready_at, first from json_to_recordset($1::text::json)
         as r (address text, channel text, ready_at text, first bigint)`,
      [
        listOf(
          part.map(([line, channel]) => {
            const { at = null, order = 0 } = rows.readyAt(line, '') ?? {}
            return { address: addressKey(keyring.pseudonym, line), channel, ready_at: at, first: order }
          }),
        ),
      ],
    ),
  )
  await inParts(waiting, (part) =>
    all(
      tx,
      writeRows(
        part.map((row) => ({ ...packRow(row, undefined, keyring), kept_by: null, sealed: sealRow(row, keyring) })),
      ),
    ),
  )
  const last = waiting.reduce((most, { order }) => Math.max(most, order), 0)
  await tx.query(`select setval('outbox_order', $1)`, [1000 * (Math.floor(last / 1000) + 1)])
}

function* appealsIn({ appeals }: State) {
  for (const number of appeals.keys()) {
    const record = appeals.get(number)
    if (record) yield record
  }
}

function* messagesIn({ messages }: State) {
  for (const { name, records } of messages.takeChanged())
    for (const [key] of records) yield { key, month: name.slice(messages.name.length + 1, name.lastIndexOf('-')) }
}

async function all(sql: Sql, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) await sql.query(...statement)
}

async function inParts<T>(all: Iterable<T>, work: (part: readonly T[]) => Promise<unknown>): Promise<void> {
  let part: T[] = []
  for (const one of all) {
    part.push(one)
    if (part.length < AT_ONCE) continue
    await work(part)
    part = []
  }
  if (part.length > 0) await work(part)
}
