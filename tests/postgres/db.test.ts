import { inspect } from 'node:util'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { connectPg } from '../../adapters/store/postgres/connect.ts'
import { type Db, sqlStateOf } from '../../adapters/store/postgres/db.ts'
import { wayTo } from './proxy.ts'
import { PASSWORD, sharedServer } from './server.ts'

const open: Db[] = []
const opened = (db: Db): Db => {
  open.push(db)
  return db
}
afterAll(async () => {
  for (const db of open) await db.close().catch(() => {})
})
const onServer = async () => opened(connectPg({ url: await (await sharedServer()).database() }))

test('values come back as they went in, and instants as the house writes them', async () => {
  const db = await onServer()
  await db.query('create table t (id bigint primary key, at timestamptz, on_day date, b bytea, j jsonb, names text[])')
  await db.query('insert into t values ($1, $2, $3, $4, $5, $6)', [
    2 ** 40,
    '2026-11-22T05:30:00.120Z',
    '2026-11-22',
    Buffer.from([0, 255]),
    JSON.stringify({ unit: '市税务局' }),
    ['a', 'b"'],
  ])
  expect(await db.query('select * from t where names = $1', [['a', 'b"']])).toEqual([
    {
      id: 2 ** 40,
      at: '2026-11-22T05:30:00.120Z',
      on_day: '2026-11-22',
      b: Buffer.from([0, 255]),
      j: { unit: '市税务局' },
      names: ['a', 'b"'],
    },
  ])
  const twice = db.query('insert into t (id) values ($1)', [2 ** 40])
  await expect(twice).rejects.toMatchObject({ name: 'Fault', code: 'storage' })
  expect(sqlStateOf(await twice.catch((error: unknown) => error))).toBe('23505')
})

test('a transaction is whole or not at all, and what its work throws is thrown', async () => {
  const db = await onServer()
  await db.query('create table t (n int)')
  const failing = db.transaction(async (tx) => {
    await tx.query('insert into t values (1)')
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  const careless = db.transaction(async (tx) => {
    await tx.query('insert into t values (1)')
    await tx.query('no statement').catch(() => {})
  })
  await expect(careless).rejects.toMatchObject({ code: 'storage' })
  expect(await db.query('select * from t')).toEqual([])
  expect(await db.transaction(async (tx) => tx.query('insert into t values (1) returning n'))).toEqual([{ n: 1 }])
})

test('two that deadlock are both done in the end', async () => {
  const db = await onServer()
  await db.query('create table t (id int primary key, n int)')
  await db.query('insert into t values (1, 0), (2, 0)')
  let there = 0
  let meet = (): void => {}
  const both = new Promise<void>((resolve) => {
    meet = resolve
  })
  const add = (first: number, second: number) =>
    db.transaction(async (tx) => {
      await tx.query('update t set n = n + 1 where id = $1', [first])
      there += 1
      if (there === 2) meet()
      await both
      await tx.query('update t set n = n + 1 where id = $1', [second])
    })
  await Promise.all([add(1, 2), add(2, 1)])
  expect(await db.query('select sum(n) as sum from t')).toEqual([{ sum: 4 }])
  expect(there).toBe(3)
})

test('where the server is away, what was under way fails whole, and all goes on once it is back', async () => {
  const way = await wayTo(await (await sharedServer()).database())
  onTestFinished(() => way.close())
  const db = opened(connectPg({ url: way.url }))
  await db.query('create table t (n int)')
  const heard: string[] = []
  await db.listen('topic', () => heard.push('woken'))
  let lost: AbortSignal | undefined
  const session = db.session(async (own) => {
    lost = own.lost
    await new Promise((resolve) => own.lost.addEventListener('abort', resolve))
  })
  await expect.poll(() => lost).toBeDefined()
  const inMidst = db.transaction(async (tx) => {
    await tx.query('insert into t values (1)')
    way.close()
    return tx.query('insert into t values (2)')
  })
  await expect(inMidst).rejects.toMatchObject({ name: 'Fault', code: 'storage' })
  await session
  expect(lost?.aborted).toBe(true)
  await expect(db.query('select 1')).rejects.toMatchObject({
    code: 'storage',
    message: /127\.0\.0\.1.* cannot be reached \(ECONNREFUSED\): see whether it runs/,
  })

  await way.reopen()
  expect(await db.query('select * from t')).toEqual([])
  // It may have missed something, and says so; and hears again.
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(1)
  await db.query("select pg_notify('topic', '')")
  await expect.poll(() => heard.length).toBe(2)
})

test('a name in the address does not hide an instance', async () => {
  const url = await (await sharedServer()).database()
  const db = opened(connectPg({ url: `${url}?application_name=other`, name: 'qinqing one' }))
  expect(await db.query("select current_setting('application_name') as name")).toEqual([{ name: 'qinqing one' }])
})

test('the password is in no error', async () => {
  const url = await (await sharedServer()).database()
  const wrong: readonly string[] = [
    url.replace(encodeURIComponent(PASSWORD), 'Canary-wr0ng'),
    url.replace(/[^/]+$/, 'no_such_database'),
    url.replace(/:\d+\//, ':1/'),
    url.replace('127.0.0.1', 'no-such-host.invalid'),
    `${url}?sslmode=require`,
    `${url}?sslrootcert=/no/such/file`,
    url.replace('postgres://', 'postgres://%zz'),
    'postgres://Canary-5ecret!@[:::/x',
  ]
  for (const one of wrong) {
    const error = await Promise.resolve()
      .then(() => opened(connectPg({ url: one })).query('select 1'))
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'Fault', code: expect.stringMatching(/^(?:config|storage)$/) })
    const told = inspect(error, { depth: 9, showHidden: true })
    expect(told).not.toMatch(/Canary|5ecret/)
  }
})

test('an error quotes nothing of what was put in', async () => {
  const db = await onServer()
  await db.query('create table t (n text primary key)')
  const put = () => db.query('insert into t values ($1)', ['13800001111'])
  await put()
  const wrong = [
    put,
    () => db.query('select $1::int', ['陈样例 "13800001111"']),
    () => db.query('select $1::json', ['{陈样例']),
  ]
  for (const one of wrong) {
    const error = await one().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'Fault', code: 'storage' })
    expect(inspect(error, { depth: 9 })).not.toMatch(/13800001111|陈样例/)
  }
})
