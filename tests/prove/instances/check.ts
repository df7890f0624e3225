import { connectPg } from '../../../adapters/store/postgres/connect.ts'
import type { Sql } from '../../../adapters/store/postgres/db.ts'
import { readPostgres, verifyDatabase } from '../../../adapters/store/postgres/index.ts'
import { refold } from '../../../adapters/store/postgres/refold.ts'
import { folds } from '../../../bot/appeal/history.ts'
import { migrationsFolder } from '../../../bot/commands/paths.ts'
import type { Told } from '../../crash/bot.ts'

/** Of the children, for tests alone. */
const MASTER = Buffer.alloc(32, 7)

/** All that is kept of appeals, and what waits to be said. */
export async function lookInto(url: string): Promise<readonly Told[]> {
  const ledger = await readPostgres({
    url,
    migrations: migrationsFolder,
    masterKey: MASTER.toString('base64'),
    keyFolder: '/nonexistent',
    folds,
  })
  const { appeals } = await ledger.read({ kind: 'appeals', where: {} })
  const found: Told[] = []
  for (const { value } of appeals) {
    const { events } = await ledger.read({ kind: 'history', number: value.number })
    const thread = value.personal?.thread.map(({ text }) => text) ?? []
    const home = value.personal?.home.chat
    found.push({ appeal: value.number, ...(home && { home }), types: events.map(({ type }) => type), thread })
  }
  const { summary } = await ledger.read({ kind: 'outbox' })
  return [...found, { looked: true, waiting: summary }]
}

/** What is sealed is sealed anew each time, and what is known of what is under way is no part of the entries. */
const TABLES: Readonly<Record<string, string>> = {
  records: 'select kind, id, version, subject, since, tag, open, sealed is null as bare from records order by 1, 2',
  appeals: `select number, version, subject, state, kind, category, area, unit, co, against, confided, dispatched, pending,
    handler, registered_on, closed_on, updated_at, urgency, alarm_at, open from appeals order by number`,
  appeal_entries: 'select number, place from appeal_entries order by 1, 2',
  messages: 'select key, month from messages order by key',
  outbox: 'select key, address, subject, card, parked from outbox order by key',
}

/**
 * What of the records is not what the entries fold to, and what of the chain does not hold. Half a transaction would be an
 * entry without its records, or records without their entry.
 */
export async function halves(url: string): Promise<{ readonly entries: number; readonly wrong: readonly string[] }> {
  const db = connectPg({ url, connections: 2 })
  const undone = new Error('undone')
  const wrong: string[] = []
  try {
    const { entries } = await verifyDatabase({ url })
    await db
      .transaction(async (tx) => {
        const before = await dump(tx)
        await refold(tx, folds, MASTER)
        const after = await dump(tx)
        for (const [table, rows] of Object.entries(before)) wrong.push(...differences(table, rows, after[table] ?? []))
        throw undone
      })
      .catch((error: unknown) => {
        if (error !== undone) throw error
      })
    return { entries, wrong }
  } catch (error) {
    return { entries: 0, wrong: [error instanceof Error ? error.message : String(error)] }
  } finally {
    await db.close()
  }
}

async function dump(tx: Sql): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables: Record<string, readonly string[]> = {}
  for (const [table, statement] of Object.entries(TABLES))
    tables[table] = (await tx.query<object>(statement)).map((row) => JSON.stringify(row))
  return tables
}

function differences(table: string, kept: readonly string[], folded: readonly string[]): string[] {
  const [there, wanted] = [new Set(kept), new Set(folded)]
  return [
    ...kept
      .filter((row) => !wanted.has(row))
      .map((row) => `${table} holds what no entry folds to: ${row.slice(0, 300)}`),
    ...folded
      .filter((row) => !there.has(row))
      .map((row) => `${table} lacks what the entries fold to: ${row.slice(0, 300)}`),
  ]
}
