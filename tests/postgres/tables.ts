import { join } from 'node:path'
import type { Db } from '../../adapters/store/postgres/db.ts'
import { migrate } from '../../adapters/store/postgres/migrate.ts'

const MIGRATIONS = join(import.meta.dirname, '../../adapters/store/postgres/migrations')

/** Every table of the ledger, in an empty database. */
export async function makeTables(db: Db): Promise<void> {
  await db.session((session) => migrate(session, MIGRATIONS))
}

const EMPTIED = ['entries', 'appeal_entries', 'keys', 'files', 'messages', 'records', 'appeals', 'outbox', 'addresses']

/** As they were made, with nothing in them. What must not be deleted otherwise is deleted as a replica may. */
export async function emptyTables(db: Db): Promise<void> {
  await db.query(`do $$ begin
    perform set_config('session_replication_role', 'replica', true);
    ${EMPTIED.map((table) => `delete from ${table};`).join('\n')}
    delete from meta where name = 'month';
    update head set place = 0, hash = repeat('0', 64);
  end $$`)
}

/** The address of a database that does not wait for the disk, where a test is not about what is durable. */
export const unflushed = (url: string): string => `${url}?options=-c%20synchronous_commit%3Doff`
