import { expect, onTestFinished, test } from 'vitest'
import { connectPg } from '../../adapters/store/postgres/connect.ts'
import { lookAtDatabase, openPostgres } from '../../adapters/store/postgres/index.ts'
import { lockFor } from '../../adapters/store/postgres/locks.ts'
import { wrongWithWay } from '../../adapters/store/postgres/refuse.ts'
import { folds } from '../../bot/appeal/history.ts'
import { firstMigrations, MASTER, openOn, optionsFor, tamper, tempFolder } from './ledgers.ts'
import { PASSWORD, sharedServer } from './server.ts'

const nameIn = (url: string): string => url.split('/').at(-1) ?? ''
const database = async () => (await sharedServer()).database()

/** That it does not open, and what it says; and that it says the same when it is only looked at. */
async function expectRefused(url: string, says: RegExp, more: Parameters<typeof optionsFor>[1] = {}): Promise<void> {
  const options = optionsFor(url, more)
  const error = await openPostgres(options).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'Fault', code: 'config', message: expect.stringMatching(says) })
  const { wrong } = await lookAtDatabase(options)
  expect(wrong.map(({ says: what, remedy }) => `${what}: ${remedy}`).join('\n')).toMatch(says)
  expect(String(error)).not.toContain(PASSWORD)
}

test('synchronous_commit off, wherever it was set: what was acknowledged could be lost', async () => {
  const url = await database()
  const name = nameIn(url)
  await tamper(url, `alter database ${name} set synchronous_commit = off`)
  await expectRefused(
    url,
    /synchronous_commit is off \(set for this database\).*alter database … reset synchronous_commit/,
  )
  await tamper(url, `alter database ${name} reset synchronous_commit`)

  await tamper(url, `alter role postgres in database ${name} set synchronous_commit = off`)
  await expectRefused(url, /synchronous_commit is off \(set for this user in this database\)/)
  await tamper(url, `alter role postgres in database ${name} reset synchronous_commit`)

  await expectRefused(
    `${url}?options=-c%20synchronous_commit%3Doff`,
    /off \(set in DATABASE_URL\).*take it out of the options/,
  )
  await openOn(url)
})

test('fsync off, and all that is wrong at once', async () => {
  const server = await sharedServer()
  const url = await server.database()
  const fsync = () => tamper(url, 'show fsync')
  await server.admin('alter system set fsync = off', 'select pg_reload_conf()')
  try {
    await expect.poll(fsync).toEqual([{ fsync: 'off' }])
    await server.admin(
      "create database old_text encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0",
      'alter database old_text set synchronous_commit = off',
      'alter database old_text set default_transaction_read_only = on',
    )
    await expectRefused(url, /fsync is off \(in postgresql\.conf\).*set fsync = on/)
    await expectRefused(
      url.replace(nameIn(url), 'old_text'),
      /fsync is off.*\n.*synchronous_commit is off.*\n.*encoding of the database is SQL_ASCII.*encoding 'UTF8'.*\n.*only reads.*the primary/,
    )
  } finally {
    await server.admin('alter system reset fsync', 'select pg_reload_conf()')
    await expect.poll(fsync).toEqual([{ fsync: 'on' }])
  }
})

test('a time zone that cannot be set to UTC', async () => {
  const url = await database()
  await tamper(
    url,
    `create function public.set_config(text, text, boolean) returns text language sql as 'select $2'`,
    `alter database ${nameIn(url)} set search_path = public, pg_catalog`,
  )
  await expectRefused(url, /time zone of the database cannot be set to UTC \(it is Asia\/Shanghai/)
})

test('an older schema, a newer one', async () => {
  const url = await database()
  const old = await openPostgres(optionsFor(url, { migrations: firstMigrations(1) }))
  await old.close()
  await expectRefused(
    url,
    /schema of the database is of version 1, and this program wants version \d+: stop every instance, and run qinqing database migrate/,
  )

  const fresh = await database()
  await (await openPostgres(optionsFor(fresh))).close()
  await expectRefused(
    fresh,
    /schema of the database is of version \d+, and this program wants version 1: .*newer version of the program/,
    {
      migrations: firstMigrations(1),
    },
  )
})

test('another master key, or none where there was one; a new database makes one', async () => {
  const url = await database()
  await openOn(url)
  await expectRefused(url, /another master key: give that one with QINQING_MASTER_KEY/, {
    masterKey: Buffer.alloc(32, 8).toString('base64'),
  })
  const { masterKey: _, ...keyless } = optionsFor(url, { keyFolder: tempFolder() })
  await expect(openPostgres(keyless)).rejects.toMatchObject({ code: 'config', message: /no master key was given/ })

  const other = { ...keyless, url: await database() }
  const notices: string[] = []
  await (await openPostgres({ ...other, onNotice: (text) => notices.push(text) })).close()
  expect(notices).toEqual([
    'a new ledger was begun in this database',
    expect.stringMatching(/master\.key was made: keep a copy apart/),
  ])
  await (await openPostgres(other)).close()
})

test('records that a newer program has folded', async () => {
  const url = await database()
  await (await openPostgres(optionsFor(url, { folds: { ...folds, version: folds.version + 1 } }))).close()
  await expect(openPostgres(optionsFor(url))).rejects.toMatchObject({
    code: 'newer-format',
    message: /folded by a newer version of the program/,
  })
})

test('a database that is not there, or does not let us in', async () => {
  const url = await database()
  for (const [wrong, says] of [
    [url.replace(nameIn(url), 'nowhere'), /no such database at 127\.0\.0\.1:\d+\/nowhere/],
    [url.replace('postgres:', 'postgres:').replace(encodeURIComponent(PASSWORD), 'Canary-0ther'), /does not let us in/],
  ] as const) {
    const error = await openPostgres(optionsFor(wrong)).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'config', message: expect.stringMatching(says) })
    expect(String(error)).not.toMatch(/Canary/)
  }
})

test('a pooler that lends one connection to several: locks would not hold', async () => {
  const db = connectPg({ url: await database() })
  onTestFinished(() => db.close())
  await db.session(async (session) => {
    await lockFor(session, 'held')
    expect(await wrongWithWay(session, db, 'held')).toEqual([])
    const pooled = await wrongWithWay(session, session, 'held')
    expect(pooled).toEqual([
      { says: expect.stringMatching(/pooler/), remedy: expect.stringMatching(/the server itself/) },
    ])
  })
})

test('a look says what it is, and changes nothing', async () => {
  const url = await database()
  const look = () => lookAtDatabase({ ...optionsFor(url), masterKey: MASTER })
  expect(await look()).toMatchObject({ says: expect.stringMatching(/^PostgreSQL \S+.*, no schema yet$/), wrong: [] })
  await openOn(url)
  const seen = await look()
  expect(seen).toMatchObject({ says: expect.stringMatching(/^PostgreSQL \S+.*, schema \d+, 0 entries$/), wrong: [] })
  expect(Math.abs(Date.parse(seen.now) - Date.now())).toBeLessThan(60_000)
})
