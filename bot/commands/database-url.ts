import type { Config } from '../config.ts'
import { isDatabase } from '../settings/database.ts'
import { secretIn } from './secrets.ts'

const REMEDY =
  'there is no address of a database in it: put postgres://USER:PASSWORD@HOST:5432/NAME there, and nothing else'

/**
 * The address of the database that holds the ledger; undefined where the data folder does. It holds a password: it goes
 * into no line and no error. @throws Fault `config` where its file cannot be read.
 */
export function databaseUrlOf({ database }: Pick<Config, 'database'>): string | undefined {
  return database && secretIn(database, 'DATABASE_URL_FILE', isDatabase, REMEDY)
}
