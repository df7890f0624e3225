import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { SealedEntry } from '../../adapters/store/entry.ts'
import { openLedger, readLedger, verifyJournal } from '../../adapters/store/index.ts'
import { createKeyring } from '../../adapters/store/keyring.ts'
import { nodeDisk } from '../../adapters/store/lowdb/disk.ts'
import { backUp } from '../../adapters/store/postgres/backup.ts'
import { copiedFrom, writeFolder } from '../../adapters/store/postgres/folder.ts'
import { readPostgres } from '../../adapters/store/postgres/index.ts'
import { composeNumber } from '../../bot/appeal/reference.ts'
import { run } from '../../bot/commands/program.ts'
import { world } from '../commands/world.ts'
import { A, folds, live } from '../store/folder.ts'
import { AT, at, CHEN, change, done, happened, LUO, registered, reply } from '../store/samples.ts'
import { MASTER, openOn, optionsFor, tamper, tempFolder } from './ledgers.ts'
import { PASSWORD, sharedServer } from './server.ts'

const database = async () => (await sharedServer()).database()
const B = composeNumber([1, 2, 3, 4, 5, 6, 7])
const BYTES = Buffer.from('样例照片')

/** A ledger in a folder, with somebody who was erased, a file, and something that waits to go out. */
async function lived() {
  const data = join(tempFolder(), 'data')
  const ledger = await openLedger({ folder: data, folds, masterKey: MASTER, now: () => AT })
  await live(ledger)
  const gone = await ledger.files.put(CHEN.id, { name: '照片.jpg', type: 'image/jpeg', bytes: BYTES })
  const path = join('files', gone.ref.slice(0, 2), gone.ref)
  const dead = { path, bytes: readFileSync(join(data, path)) }
  const { ref } = await ledger.files.put(LUO.id, { name: '照片.jpg', type: 'image/jpeg', bytes: BYTES })
  await ledger.appeals.commit(
    change('luo', {
      at: at(60 * 24 * 20), // in another month
      events: [registered(B, { subject: LUO.id })],
      deliveries: [{ ...reply('luo:0', '罗样例'), subject: LUO.id }],
    }),
  )
  await ledger.appeals.commit(change('accepted', { events: [{ ...done('accepted', B), subject: LUO.id }] }))
  await ledger.appeals.erase(CHEN.id, AT)
  await ledger.close()
  return { data, file: ref, dead }
}

async function qinqing(line: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const io = world({ env: { QINQING_MASTER_KEY: MASTER, QINQING_DATA: '/nonexistent', ...env } })
  const code = await run(line, io)
  expect(io.out() + io.err()).not.toContain(PASSWORD)
  expect(io.out() + io.err()).not.toContain(encodeURIComponent(PASSWORD))
  return { code, out: io.out(), err: io.err() }
}

/** What somebody reads from it, but for the minute; the order of fields is none of a program's business. */
const read = (line: readonly string[], { code, out, err }: { code: number; out: string; err: string }) => ({
  code,
  err,
  out: line.includes('--json')
    ? JSON.parse(out)
    : // Which of them it was is said.
      out.replace(/^截至.*$/m, '').replace(' of the database', ''),
})

const entriesOf = (data: string): readonly string[] =>
  readdirSync(join(data, 'journal'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(data, 'journal', name), 'utf8')
        .trim()
        .split('\n')
        .slice(1),
    )
    .map((line) => line.slice(line.indexOf('{')))

test('there and back: every entry, key, file, appeal and message that waits is there', async () => {
  const { data, file } = await lived()
  const url = await database()
  const there = await qinqing(['migrate-store', '--from', data, '--to', url])
  expect(there).toMatchObject({ code: 0, err: '' })
  expect(there.out).toMatch(
    /^\d+ entries, \d+ keys and 1 files stand there as they stand here\n2 appeals, \d+ events: all chains hold/,
  )

  const ledger = await openOn(url)
  expect(await ledger.appeals.read({ kind: 'appeal', number: B })).toMatchObject({
    appeal: { value: { state: 'accepted', personal: { particulars: { contact: '陈样例' } } } },
  })
  const erased = await ledger.appeals.read({ kind: 'appeal', number: A })
  expect(erased.appeal?.value).not.toHaveProperty('personal')
  expect(Buffer.from((await ledger.files.get(file)) ?? [])).toEqual(BYTES)
  expect((await ledger.appeals.read({ kind: 'outbox' })).summary).toMatchObject({ pending: 1 })
  // A message that came before comes again: it is known.
  expect(await ledger.appeals.commit(change('luo'))).toBe('duplicate')
  expect(await ledger.appeals.commit(change('more', { events: [{ ...done('resolved', B), subject: LUO.id }] }))).toBe(
    'committed',
  )
  await ledger.close()

  const back = join(tempFolder(), 'back')
  expect(await qinqing(['migrate-store', '--from', 'DATABASE_URL', '--to', back], { DATABASE_URL: url })).toMatchObject(
    {
      code: 0,
      err: '',
    },
  )
  const [before, after] = [entriesOf(data), entriesOf(back)]
  expect(after.slice(0, before.length)).toEqual(before)
  expect(after).toHaveLength(before.length + 1)
  expect(readdirSync(join(back, 'journal'))).toHaveLength(2)
  expect(await verifyJournal(back)).toMatchObject({ torn: 0 })
  const again = await openLedger({ folder: back, folds, masterKey: MASTER, now: () => AT })
  onTestFinished(() => again.close())
  expect(await again.appeals.read({ kind: 'appeal', number: B })).toMatchObject({
    appeal: { value: { state: 'resolved' } },
  })
  expect(Buffer.from((await again.files.get(file)) ?? [])).toEqual(BYTES)
})

/** The same ledger as the first programs wrote it: one receipt or null, no moment of a failure; there is no chain in it. */
async function aged(data: string): Promise<string> {
  const master = Buffer.from(MASTER, 'base64')
  const from = await copiedFrom(nodeDisk, data, master)
  const refuse = () => Promise.reject(new Error('no keys are made'))
  const file = { name: 'keys', add: refuse, replace: refuse }
  const keyring = createKeyring({ master, file, records: await from.keys() })
  const receipts: unknown[] = [null, { channel: 'terminal', chat: '罗样例', message: '7' }]
  const aging = (entry: SealedEntry): object => {
    if (entry.kind === 'delivered') {
      const { key, at: when } = entry
      return { kind: 'delivered', at: when, key, sealed: keyring.seal(LUO.id, `receipt/${key}`, receipts.shift()) }
    }
    if (entry.kind === 'failed') return { ...entry, at: undefined }
    return entry
  }
  const pages: string[][] = []
  for await (const page of from.entries())
    pages.push(page.map((text) => JSON.stringify(aging(JSON.parse(text) as SealedEntry))))
  const to = join(data, '..', 'old')
  async function* entries() {
    yield* pages
  }
  await writeFolder(nodeDisk, to, master, { ...from, entries })
  return to
}

test('what older programs wrote, what a crash left, and a file of somebody who was erased', async () => {
  const { data, dead } = await lived()
  const ledger = await openLedger({ folder: data, folds, masterKey: MASTER, now: () => AT })
  const more = ['1', '2', '3'].map((n) => ({ ...reply(`more:${n}`, `罗样例${n}`), subject: LUO.id }))
  await ledger.appeals.commit(change('more', { deliveries: more }))
  await ledger.outbox.claim({ channels: ['terminal'], limit: 9, now: at(1), until: at(2) })
  await ledger.outbox.delivered('more:1', [], at(1))
  await ledger.outbox.delivered('more:2', [], at(1))
  await ledger.outbox.failed('more:3', null, 'gone')
  await ledger.close()
  const old = await aged(data)
  const written = entriesOf(old)
  mkdirSync(dirname(join(old, dead.path)), { recursive: true })
  writeFileSync(join(old, dead.path), dead.bytes)
  const last = readdirSync(join(old, 'journal')).sort().at(-1) ?? ''
  appendFileSync(join(old, 'journal', last), 'half a line, never acknowledged')

  const url = await database()
  expect(await qinqing(['migrate-store', '--from', old, '--to', url])).toMatchObject({ code: 0, err: '' })
  const reading = await readPostgres(optionsFor(url))
  expect(await reading.read({ kind: 'appeal', number: B })).toMatchObject({
    appeal: { value: { state: 'accepted', personal: { particulars: { contact: '陈样例' } } } },
  })
  expect((await reading.read({ kind: 'outbox' })).summary).toMatchObject({ pending: 1, parked: 1 })
  expect(await reading.files.get(basename(dead.path))).toBeNull()
  const back = join(tempFolder(), 'back')
  expect(await qinqing(['migrate-store', '--from', url, '--to', back])).toMatchObject({ code: 0, err: '' })
  expect(entriesOf(back)).toEqual(written)
})

test('with the key that lies in the folder', async () => {
  const data = join(tempFolder(), 'data')
  const ledger = await openLedger({ folder: data, folds, now: () => AT })
  await live(ledger)
  await ledger.close()
  const url = await database()
  const keyless = { QINQING_DATA: data, DATABASE_URL: url }
  const move = async (from: string, to: string) => {
    const io = world({ env: keyless })
    expect([await run(['migrate-store', '--from', from, '--to', to], io), io.err()]).toEqual([0, ''])
  }
  await move(data, 'DATABASE_URL')
  const back = join(tempFolder(), 'back')
  await move('DATABASE_URL', back)
  const reading = await readLedger({ folder: back, folds })
  expect(await reading.read({ kind: 'appeal', number: A })).toMatchObject({ appeal: { value: { number: A } } })
})

test('it refuses what is in use, and what is not empty', async () => {
  const { data } = await lived()
  const url = await database()
  const running = await openLedger({ folder: data, folds, masterKey: MASTER, now: () => AT })
  expect(await qinqing(['migrate-store', '--from', data, '--to', url])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/in use by process/),
  })
  await running.close()
  const instance = await openOn(url)
  const atWork = { code: 1, err: expect.stringMatching(/instances work on the database \(one\): stop them first/) }
  expect(await qinqing(['migrate-store', '--from', url, '--to', join(tempFolder(), 'x')])).toMatchObject(atWork)
  // It may be empty still, and would go on with its own key.
  expect(await qinqing(['migrate-store', '--from', data, '--to', url])).toMatchObject(atWork)
  await live(instance)
  await instance.close()
  expect(await qinqing(['migrate-store', '--from', data, '--to', url])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/holds a ledger already/),
  })
  expect(await qinqing(['migrate-store', '--from', url, '--to', url])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/copied by another process/),
  })
  expect(await qinqing(['migrate-store', '--from', url, '--to', data])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/is not empty/),
  })
  expect(await qinqing(['migrate-store', '--from', 'mysql://x/y', '--to', data])).toMatchObject({ code: 2 })
  // Another folder, given by mistake, is left as it is.
  const other = tempFolder()
  writeFileSync(join(other, 'notes.txt'), '')
  for (const from of [join(other, 'none'), other])
    expect(await qinqing(['migrate-store', '--from', from, '--to', url])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/there is no ledger in/),
    })
  expect(readdirSync(other)).toEqual(['notes.txt'])
  expect(await qinqing(['migrate-store', '--from', data, '--to', 'DATABASE_URL'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/no database is configured: set DATABASE_URL/),
  })
})

test('what was edited is found, named, and not copied', async () => {
  const { data } = await lived()
  const edited = join(tempFolder(), 'edited')
  cpSync(data, edited, { recursive: true })
  const [first = ''] = readdirSync(join(edited, 'journal')).sort()
  const path = join(edited, 'journal', first)
  writeFileSync(path, readFileSync(path, 'utf8').replace('"kind":"commit"', '"kind":"commiT"'))
  const url = await database()
  expect(await qinqing(['data', 'verify'], { DATABASE_URL: url })).toMatchObject({
    code: 1,
    err: expect.stringMatching(/there is no ledger in this database/),
  })
  expect(await qinqing(['migrate-store', '--from', edited, '--to', url])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/jsonl, line \d+ is damaged/),
  })

  expect(await qinqing(['migrate-store', '--from', data, '--to', url])).toMatchObject({ code: 0 })
  expect(await qinqing(['data', 'verify'], { DATABASE_URL: url })).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^all \d+ entries of the database stand as they were written/),
  })
  await tamper(
    url,
    'alter table entries disable trigger all',
    `update entries set entry = replace(entry, '"at"', '"aT"') where place = 2`,
  )
  const damaged = { code: 1, err: expect.stringMatching(/entry 2 of the database does not stand as it was written/) }
  expect(await qinqing(['data', 'verify'], { DATABASE_URL: url })).toMatchObject(damaged)
  const back = join(tempFolder(), 'back')
  expect(await qinqing(['migrate-store', '--from', url, '--to', back])).toMatchObject(damaged)
  expect(() => readdirSync(back)).toThrow(/ENOENT/)
})

test('a backup is a folder that the embedded store opens', async () => {
  const url = await database()
  const ledger = await openOn(url)
  await live(ledger)
  const to = join(tempFolder(), 'backup')
  const { files, bytes } = await ledger.backup(to)
  expect(files.map(({ path }) => path)).toEqual(['journal/000001-2026-11.jsonl', 'keys.jsonl'])
  expect(bytes).toBeGreaterThan(1_000)
  expect(readdirSync(to).sort()).toEqual(['SHA256SUMS', 'journal', 'keys.jsonl'])
  await expect(ledger.backup(to)).rejects.toMatchObject({ code: 'config', message: /is not empty/ })
  await expect(backUp(ledger.db, Buffer.alloc(32, 8), `${to}2`)).rejects.toThrow(/another master key/)
  const reading = await readLedger({ folder: to, folds, masterKey: MASTER })
  expect(await reading.read({ kind: 'appeal', number: A })).toMatchObject({
    appeal: { value: { personal: { particulars: { contact: '陈样例' } } } },
  })
})

test('the commands that look into the ledger work on a database as on a folder, beside its instances', async () => {
  const { data } = await lived()
  const url = await database()
  await qinqing(['migrate-store', '--from', data, '--to', url])
  const ledger = await openOn(url)
  await ledger.appeals.commit(
    change('dispatched', { events: [{ ...happened(B, 'dispatched', { unit: 'tax' }), subject: LUO.id }] }),
  )
  const other = await openLedger({ folder: data, folds, masterKey: MASTER, now: () => AT })
  await other.appeals.commit(
    change('dispatched', { events: [{ ...happened(B, 'dispatched', { unit: 'tax' }), subject: LUO.id }] }),
  )
  await other.close()
  for (const line of [
    ['appeals', 'list', '--json'],
    ['appeals', 'show', B],
    ['appeals', 'verify'],
    // Draws, which takes its time, and reads as the others do.
    ...(process.env['QINQING_LONG'] ? [['report', 'month', '--of', '2026-11']] : []),
    ['kb', 'gaps'],
    ['staff', 'list'],
  ]) {
    const [inFolder, inDatabase] = [
      await qinqing(line, { QINQING_DATA: data }),
      await qinqing(line, { DATABASE_URL: url }),
    ]
    expect([line, read(line, inDatabase)]).toEqual([line, read(line, inFolder)])
    expect([line, inDatabase.code]).toEqual([line, 0])
  }
  expect(await qinqing(['database', 'status'], { DATABASE_URL: url })).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^PostgreSQL .*, schema \d+, \d+ entries\n$/),
  })
  expect(await qinqing(['database', 'migrate'], { DATABASE_URL: url })).toMatchObject({
    code: 0,
    out: 'nothing to do: the schema is of today\n',
  })
  expect(await qinqing(['database', 'status'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/set DATABASE_URL/),
  })
})
