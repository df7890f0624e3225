import type { Folds } from '../../../bot/ports/appeal-store.ts'
import { type SealedEntry, unsealEntry } from '../entry.ts'
import { createState } from '../state.ts'
import type { Sql } from './db.ts'
import { keysOf } from './keys.ts'
import { entriesIn, keysIn } from './rows-of.ts'
import { writeState } from './whole.ts'

/** Makes all records anew from the entries, within a transaction; nobody commits until it ends. */
export async function refold(tx: Sql, folds: Folds, master: Buffer): Promise<void> {
  await tx.query('select place from head for update')
  const { keyring } = keysOf(tx, master)
  keyring.learn(await keysIn(tx))
  const state = createState(folds, keyring)
  for await (const rows of entriesIn(tx))
    for (const { place, entry } of rows) state.stage(unsealEntry(JSON.parse(entry) as SealedEntry, keyring))(place)
  await writeState(tx, state, keyring, folds)
  await tx.query(
    "insert into meta (name, value) values ('folds', $1) on conflict (name) do update set value = excluded.value",
    [String(folds.version)],
  )
}
