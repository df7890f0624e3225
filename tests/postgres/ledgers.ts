import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { type OpenOptions, openPostgres, type PostgresLedger } from '../../adapters/store/postgres/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { migrationsFolder } from '../../bot/commands/paths.ts'
import { AT } from '../store/samples.ts'

export const MASTER: string = Buffer.alloc(32, 7).toString('base64')

/** What opens a ledger in a database, unless a test says otherwise. */
export const optionsFor = (url: string, more: Partial<OpenOptions> = {}): OpenOptions => ({
  url,
  migrations: migrationsFolder,
  masterKey: MASTER,
  keyFolder: '/nonexistent',
  folds,
  instance: 'one',
  now: () => AT,
  ...more,
})

/** Opens it until the test ends. */
export async function openOn(url: string, more: Partial<OpenOptions> = {}): Promise<PostgresLedger> {
  const ledger = await openPostgres(optionsFor(url, more))
  onTestFinished(() => ledger.close())
  return ledger
}

/** A folder that goes when the test ends. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qinqing-postgres-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A folder with the first so many of the migrations. */
export function firstMigrations(count: number): string {
  const folder = tempFolder()
  const names = readdirSync(migrationsFolder).sort()
  for (const name of names.slice(0, count)) cpSync(join(migrationsFolder, name), join(folder, name))
  return folder
}

/** Statements that somebody else makes on a database. */
export async function tamper(url: string, ...statements: readonly string[]): Promise<readonly object[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    let rows: readonly object[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}
