import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLedger, readLedger, verifyJournal } from '../../adapters/store/index.ts'
import { composeNumber } from '../../bot/appeal/reference.ts'
import { run } from '../../bot/commands/program.ts'
import { world } from '../commands/world.ts'
import { A, folds, live } from '../store/folder.ts'
import { AT, at, CHEN, change, done, happened, LUO, registered, reply } from '../store/samples.ts'
import { MASTER, openOn, tamper, tempFolder } from './ledgers.ts'
import { PASSWORD, sharedServer } from './server.ts'

const database = async () => (await sharedServer()).database()
const B = composeNumber([1, 2, 3, 4, 5, 6, 7])
const BYTES = Buffer.from('样例照片')

/** A ledger in a folder, with somebody who was erased, a file, and something that waits to go out. */
async function lived(): Promise<{ data: string; file: string }> {
  const data = join(tempFolder(), 'data')
  const ledger = await openLedger({ folder: data, folds, masterKey: MASTER, now: () => AT })
  await live(ledger)
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
  return { data, file: ref }
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
  out: line.includes('--json') ? JSON.parse(out) : out.replace(/^截至.*$/m, ''),
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
  expect(await qinqing(['migrate-store', '--from', url, '--to', join(tempFolder(), 'x')])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/instances work on the database \(one\): stop them first/),
  })
  await live(instance)
  await instance.close()
  expect(await qinqing(['migrate-store', '--from', data, '--to', url])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/holds a ledger already/),
  })
  expect(await qinqing(['migrate-store', '--from', url, '--to', data])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/is not empty/),
  })
  expect(await qinqing(['migrate-store', '--from', 'mysql://x/y', '--to', data])).toMatchObject({ code: 2 })
  expect(await qinqing(['migrate-store', '--from', join(tempFolder(), 'none'), '--to', url])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/there is no ledger in/),
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
    ['report', 'month', '--of', '2026-11'],
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
