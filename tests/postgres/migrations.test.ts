import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrateDatabase, openPostgres } from '../../adapters/store/postgres/index.ts'
import { migrationsFolder } from '../../bot/commands/paths.ts'
import { A, folds, live } from '../store/folder.ts'
import { firstMigrations, openOn, optionsFor, tamper } from './ledgers.ts'
import { sharedServer } from './server.ts'

const database = async () => (await sharedServer()).database()
const LAST = readdirSync(migrationsFolder).length
const tablesIn = (url: string) =>
  tamper(url, "select table_name as name from information_schema.tables where table_schema = 'public' order by 1")
const madeIn = (url: string) => tamper(url, 'select version from qinqing_migrations order by version')

test('in an empty database the bot makes its schema, though three begin at once', async () => {
  const url = await database()
  const three = await Promise.all(['one', 'two', 'three'].map((instance) => openOn(url, { instance })))
  expect(three.flatMap(({ notices }) => notices)).toEqual(['a new ledger was begun in this database'])
  expect(await madeIn(url)).toHaveLength(LAST + 1)
})

test('an older schema is brought up to date when nobody works on it, and all that was in it is there', async () => {
  const url = await database()
  const before = firstMigrations(1)
  const old = await openPostgres(optionsFor(url, { migrations: before }))
  await live(old)
  await expect(migrateDatabase({ url, migrations: migrationsFolder })).rejects.toMatchObject({
    code: 'config',
    message: /1 instances work on the database \(one\): stop them first/,
  })
  await old.close()
  expect(await migrateDatabase({ url, migrations: migrationsFolder })).toHaveLength(LAST - 1)
  expect(await migrateDatabase({ url, migrations: migrationsFolder })).toEqual([])
  const ledger = await openOn(url)
  expect(await ledger.appeals.read({ kind: 'appeal', number: A })).toMatchObject({ appeal: { value: { number: A } } })
})

test('a migration that fails leaves nothing of any', async () => {
  const url = await database()
  const folder = firstMigrations(1)
  writeFileSync(join(folder, '002.do.broken.sql'), 'create table half (n int); create table half (n int);')
  await expect(openPostgres(optionsFor(url, { migrations: folder }))).rejects.toMatchObject({ name: 'Fault' })
  expect(await tablesIn(url)).toEqual([])
  await openOn(url)
})

test('one that was made and is another now is refused', async () => {
  const url = await database()
  const folder = firstMigrations(1)
  await (await openPostgres(optionsFor(url, { migrations: folder }))).close()
  appendFileSync(join(folder, '001.do.begin.sql'), '\ncreate table more (n int);')
  await expect(migrateDatabase({ url, migrations: folder })).rejects.toMatchObject({
    code: 'config',
    message: /checksum failed for migration \[1\]: this program is not the one that made this database/,
  })
})

test('a database with tables of others is left alone', async () => {
  const url = await database()
  await tamper(url, 'create table entries (theirs int)')
  await expect(openPostgres(optionsFor(url))).rejects.toMatchObject({
    code: 'config',
    message: /already exists; give a database of its own/,
  })
  expect(await tablesIn(url)).toEqual([{ name: 'entries' }])
})

test('when the folds have changed, one of those that start folds anew, and all see it', async () => {
  const url = await database()
  const before = await openPostgres(optionsFor(url))
  await live(before)
  await before.close()
  const other = {
    ...folds,
    version: folds.version + 1,
    appeal: (...args: Parameters<typeof folds.appeal>) => ({ ...folds.appeal(...args), category: 'refolded' }),
  }
  const both = await Promise.all(['one', 'two'].map((instance) => openOn(url, { instance, folds: other })))
  expect(both.flatMap(({ notices }) => notices)).toEqual([expect.stringMatching(/all is folded anew/)])
  for (const { appeals } of both)
    expect(await appeals.read({ kind: 'appeal', number: A })).toMatchObject({
      appeal: { value: { category: 'refolded' } },
    })
})

test('an instance of an older program must be stopped before the records are folded anew', async () => {
  const url = await database()
  const old = await openPostgres(optionsFor(url, { instance: 'old' }))
  const newer = { folds: { ...folds, version: folds.version + 1 } }
  await expect(openPostgres(optionsFor(url, newer))).rejects.toMatchObject({
    code: 'config',
    message: /1 instances work on the database \(old\): stop them first/,
  })
  await old.close()
  await openOn(url, newer)
})

test('the history is only added to', async () => {
  const url = await database()
  const ledger = await openOn(url)
  await live(ledger)
  for (const change of ["update entries set entry = '{}'", 'delete from entries', 'truncate entries'])
    await expect(tamper(url, change)).rejects.toThrow(/is refused: the history of the ledger is only added to/)
})
