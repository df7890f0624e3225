import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { connectPg } from '../../adapters/store/postgres/connect.ts'
import { createSharedGenerations } from '../../adapters/store/postgres/generations.ts'
import { migrate } from '../../adapters/store/postgres/migrate.ts'
import { migrationsFolder } from '../../bot/commands/paths.ts'
import { watchedWay } from './cutting.ts'
import { sharedServer } from './server.ts'

const facts = (key: string) => ({ key, documents: 3 })

async function world() {
  const url = await (await sharedServer()).database()
  const folder = await mkdtemp(join(tmpdir(), 'qinqing-generations-'))
  const one = connectPg({ url })
  await one.session((session) => migrate(session, migrationsFolder))
  const other = connectPg({ url })
  onTestFinished(async () => {
    await Promise.all([one.close(), other.close()])
    await rm(folder, { recursive: true })
  })
  const write = async (name: string, bytes: Buffer) => {
    await writeFile(join(folder, name), bytes)
    return join(folder, name)
  }
  return {
    url,
    a: createSharedGenerations<ReturnType<typeof facts>>(one, { askMs: 60_000 }),
    b: createSharedGenerations<ReturnType<typeof facts>>(other, { askMs: 60_000 }),
    one,
    folder,
    write,
  }
}

test('a generation that one puts in place is the other’s too, byte for byte, in as many parts as it takes', async () => {
  const { a, b, folder, write } = await world()
  expect(await b.newest()).toBeNull()
  const bytes = Buffer.alloc(9_000_000, 'policy')
  const published = await a.publish({ file: await write('1', bytes), facts: facts('k1'), since: 0 })
  expect(published).toEqual({ change: 1, current: 1, pinned: false, kept: [{ number: 1, facts: facts('k1') }] })
  expect(await b.newest()).toEqual(published)
  await b.fetch(1, join(folder, 'copy'))
  expect((await readFile(join(folder, 'copy'))).equals(bytes)).toBe(true)
  await expect(b.fetch(2, join(folder, 'copy'))).rejects.toThrow('no longer kept')
})

test('of two who began from the same, one is overtaken; nothing of its is left', async () => {
  const { a, b, one, write } = await world()
  const files = await Promise.all(['1', '2'].map((name) => write(name, Buffer.from(name))))
  const both = await Promise.all(
    [a, b].map((side, i) => side.publish({ file: files[i] ?? '', facts: facts(`k${i}`), since: 0 })),
  )
  expect(both.filter((published) => published === null)).toHaveLength(1)
  expect(await one.query('select number from generation_parts')).toEqual([{ number: 1 }])
  expect(await b.pin({ number: 1, since: 0 })).toBeNull()
})

test('so many are kept, and what the current one took the place of; numbers are never used again', async () => {
  const { a, b, one, write } = await world()
  const file = await write('1', Buffer.from('policy'))
  for (let since = 0; since < 6; since++) await a.publish({ file, facts: facts(`k${since}`), since })
  expect((await a.newest())?.kept.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6])
  expect(await b.pin({ number: 2, since: 6 })).toMatchObject({ change: 7, current: 2, pinned: true })
  const next = await a.publish({ file, facts: facts('k7'), since: 7 })
  expect(next).toMatchObject({ change: 8, current: 7, pinned: false })
  expect(next?.kept.map(({ number, after }) => [number, after])).toEqual([
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
    [6, 5],
    [7, 2],
  ])
  expect(await one.query('select count(*) as n from generation_parts')).toEqual([{ n: 6 }])
})

test('who watches is told at once when something was put in place', async () => {
  const { a, b, write } = await world()
  const stop = new AbortController()
  let told = 0
  const watching = b.watch(() => {
    told += 1
  }, stop.signal)
  await vi.waitFor(() => expect(told).toBe(1), 5_000)
  await a.publish({ file: await write('1', Buffer.from('policy')), facts: facts('k'), since: 0 })
  await vi.waitFor(() => expect(told).toBe(2), 5_000)
  stop.abort()
  await watching
})

test('one that is killed as it puts a generation in place leaves nothing of it, and does not stop a rollback elsewhere', async () => {
  const { a, b, one, url, write } = await world()
  const file = await write('1', Buffer.alloc(9_000_000, 'policy'))
  await a.publish({ file, facts: facts('k1'), since: 0 })
  await a.publish({ file, facts: facts('k2'), since: 1 })
  let parts = 0
  const way = await watchedWay(url, (said) => {
    if (said.includes('generation_parts')) parts += 1
    return parts === 2 ? 'mute' : 'pass'
  })
  const afar = connectPg({ url: way.url })
  onTestFinished(() => afar.close())
  const killed = createSharedGenerations(afar).publish({ file, facts: facts('k3'), since: 2 })
  const failed = expect(killed).rejects.toMatchObject({ code: 'storage' })
  await expect.poll(() => parts, { timeout: 10_000 }).toBe(2)
  const pinned = b.pin({ number: 1, since: 2 })
  way.cut()
  await failed
  expect(await pinned).toMatchObject({ change: 3, current: 1, pinned: true })
  expect(await one.query('select distinct number from generation_parts order by 1')).toEqual([
    { number: 1 },
    { number: 2 },
  ])
})
