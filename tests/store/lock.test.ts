import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLedger } from '../../adapters/store/index.ts'
import { lockFolder } from '../../adapters/store/lowdb/lock.ts'
import { A, folds, live, newFolder, openIn } from './folder.ts'
import { AT, appealOf, historyOf } from './samples.ts'

test('a link in its place is refused by name', async () => {
  const folder = newFolder()
  mkdirSync(folder)
  symlinkSync('/dev/null', join(folder, 'lock'))
  const fault = {
    code: 'config',
    message: `${join(folder, 'lock')} is a symbolic link: remove it; the lock is a file that is made anew`,
  }
  await expect(openIn(folder)).rejects.toMatchObject(fault)
})

test('a second start is refused and names the process that holds the folder', async () => {
  const folder = newFolder()
  await openIn(folder)
  const fault = { code: 'locked', message: expect.stringContaining(`in use by process ${process.pid}`) }
  await expect(openIn(folder)).rejects.toMatchObject(fault)
})

test('after a close the folder is free at once', async () => {
  const folder = newFolder()
  await (await openIn(folder)).close()
  await openIn(folder)
})

test('a start that fails lets go of the folder', async () => {
  const folder = newFolder()
  await (await openIn(folder)).close()
  const other = Buffer.alloc(32, 7).toString('base64')
  await expect(openIn(folder, { masterKey: other })).rejects.toMatchObject({ code: 'key' })
  await openIn(folder)
})

test('the kernel frees it when the holder is killed, and a child of the holder does not keep it', async () => {
  const folder = newFolder()
  mkdirSync(folder)
  // Holds the lock as we do, and starts a child that outlives it.
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, join(folder, 'lock')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  expect(() => lockFolder(folder)).toThrow(`in use by process ${holder.pid}`)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const lock = lockFolder(folder)
  expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(`${process.pid}\n`)
  lock.release()
})

const HOLDER = `
  import { openSync, writeSync } from 'node:fs'
  import { spawn, spawnSync } from 'node:child_process'
  const descriptor = openSync(process.argv[1], 'w')
  spawnSync('flock', ['-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', descriptor] })
  writeSync(descriptor, process.pid + '\\n')
  spawn('sleep', ['2'], { detached: true, stdio: 'ignore' }).unref()
  console.log('held')
  setInterval(() => {}, 1000)
`

test('where flock is missing, it says what to install', () => {
  const folder = newFolder()
  mkdirSync(folder)
  const { PATH } = process.env
  process.env['PATH'] = folder
  try {
    expect(() => lockFolder(folder)).toThrow('install util-linux')
  } finally {
    process.env['PATH'] = PATH
  }
})

test('a lock that somebody else holds under an unknown name is told all the same', async () => {
  const folder = newFolder()
  mkdirSync(folder)
  const path = join(folder, 'lock')
  const holder = spawn('flock', ['--no-fork', path, 'sleep', '20'])
  await expect.poll(() => spawnSync('flock', ['-n', path, 'true']).status).toBe(1)
  expect(() => lockFolder(folder)).toThrow('in use by process unknown')
  holder.kill()
})

test('a reader needs no lock and sees what the owner has done up to now', async () => {
  const folder = newFolder()
  const ledger = await openIn(folder, { snapshotEvery: 1 })
  await live(ledger)
  const reading = await readLedger({ folder, folds })
  expect(await appealOf(reading, A)).toEqual(await appealOf(ledger.appeals, A))
  expect(await historyOf(reading, A)).toHaveLength(2)
  expect(await reading.due('2027-01-01T00:00:00.000Z')).toHaveLength(1)
  expect(await reading.read({ kind: 'gaps', limit: 5 })).toMatchObject({ groups: [], total: 0 })
})

test('a reader stops at the last whole line of what is being written', async () => {
  const folder = newFolder()
  const ledger = await openIn(folder)
  await live(ledger)
  const path = join(folder, 'journal/000001-2026-11.jsonl')
  const whole = readFileSync(path)
  const half = whole.subarray(whole.lastIndexOf(10, -2) + 1, -40)
  writeFileSync(path, Buffer.concat([whole, half]))
  const reading = await readLedger({ folder, folds })
  expect(await appealOf(reading, A)).toMatchObject({ updatedAt: AT })
  expect(readFileSync(path)).toHaveLength(whole.length + half.length)
})

test('a reader is told when there is no ledger', async () => {
  const folder = newFolder()
  await expect(readLedger({ folder, folds })).rejects.toMatchObject({ code: 'config' })
  await (await openIn(folder)).close()
  await expect(readLedger({ folder, folds, masterKey: 'ab'.repeat(32) })).rejects.toMatchObject({ code: 'key' })
})
