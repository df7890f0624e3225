import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryStore, openLedger, verifyJournal } from '../../adapters/store/index.ts'
import { encodeLines, GENESIS, scanLines } from '../../adapters/store/lowdb/line.ts'
import { createSimDisk, type SimDisk } from '../faults/sim-disk.ts'
import { A, folds, live, newFolder, openIn } from './folder.ts'
import { AT, appealOf, at, CHEN, change, historyOf, LUO, registered, TALK, told } from './samples.ts'

const openOn = (disk: SimDisk, snapshotEvery = 1e6) =>
  openLedger({ folder: '/sim', folds, disk, lock: () => ({ release() {} }), now: () => AT, snapshotEvery })

describe('the line format', () => {
  const start = { offset: 0, hash: GENESIS }
  const flushes = fc.array(fc.array(fc.json(), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })

  function write(groups: readonly (readonly string[])[]) {
    let end = start
    const pieces = groups.map((group) => {
      const encoded = encodeLines(group, end)
      end = encoded.end
      return encoded.bytes
    })
    return { bytes: Buffer.concat(pieces), end }
  }
  function read(bytes: Buffer) {
    const jsons: string[] = []
    return { ...scanLines(bytes, start, ({ json }) => jsons.push(json)), jsons }
  }

  test('what was written is read', () => {
    fc.assert(
      fc.property(flushes, (groups) => {
        const { bytes, end } = write(groups)
        expect(read(bytes)).toEqual({ jsons: groups.flat(), end, tail: { state: 'clean' } })
      }),
      { numRuns: 50 },
    )
  })

  test('cut anywhere, every whole line is read and the rest is torn, never damaged', () => {
    fc.assert(
      fc.property(flushes, fc.nat(), (groups, at) => {
        const { bytes } = write(groups)
        const { jsons, tail } = read(bytes.subarray(0, at % bytes.length))
        expect(groups.flat().slice(0, jsons.length)).toEqual(jsons)
        expect(tail.state).not.toBe('damaged')
      }),
      { numRuns: 100 },
    )
  })

  test('with any byte changed, no changed line is read; and before the last flush it is damage', () => {
    fc.assert(
      fc.property(flushes, fc.nat(), (groups, where) => {
        const { bytes } = write(groups)
        const last = write(groups.slice(0, -1)).bytes.length
        const position = where % bytes.length
        bytes[position] = (bytes[position] ?? 0) ^ 1
        const { jsons, tail } = read(bytes)
        expect(groups.flat().slice(0, jsons.length)).toEqual(jsons)
        expect(tail.state).toBe(position < last ? 'damaged' : 'torn')
      }),
      { numRuns: 200 },
    )
  })
})

describe('the journal', () => {
  test('acknowledges after a flush, and waits once for many', async () => {
    const disk = createSimDisk()
    const { appeals } = await openOn(disk)
    await appeals.commit(change('m0', { person: { id: CHEN.id, value: { v: 1, known: {} } } }))
    const before = disk.calls.length
    const person = (i: number) => ({ id: `p-${i}`, value: { v: 1 as const, known: {} } })
    await Promise.all(Array.from({ length: 100 }, (_, i) => appeals.commit(change(`m${i + 1}`, { person: person(i) }))))
    const calls = disk.calls.slice(before)
    expect(calls.at(-1)).toBe('sync /sim/journal/000001-2026-11.jsonl')
    expect(calls.filter((call) => call.startsWith('sync /sim/journal'))).toHaveLength(1)
  })

  test('begins a new file with each month in Shanghai, and the chain runs on', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder)
    await live(ledger)
    for (const [i, when] of [
      '2026-11-30T15:59:00.000Z',
      '2026-11-30T16:00:00.000Z',
      '2027-02-01T00:00:00.000Z',
    ].entries())
      await ledger.appeals.commit(change(`n${i}`, { at: when, events: [told('noted', A, `第${i}`, when)] }))
    const segments = ['000001-2026-11.jsonl', '000002-2026-12.jsonl', '000003-2027-02.jsonl']
    expect(readdirSync(join(folder, 'journal'))).toEqual(segments)
    expect(await historyOf(ledger.appeals, A)).toHaveLength(5)
    expect(await verifyJournal(folder)).toMatchObject({ lines: 5 + segments.length, torn: 0 })
  })
})

describe('when the disk fails', () => {
  const events = [told('noted', A, '备注')]

  test('nothing is acknowledged, nothing is half done, and the next one is taken', async () => {
    const disk = createSimDisk()
    const sick = { on: false }
    const wrapped: SimDisk = {
      ...disk,
      async open(path) {
        const file = await disk.open(path)
        const sync = () => (sick.on ? Promise.reject(new Error('EIO')) : file.sync())
        return { ...file, sync }
      },
    }
    const { appeals } = await openOn(wrapped)
    await appeals.commit(change('m1', { events: [registered(A)] }))
    sick.on = true
    await expect(appeals.commit(change('m2', { events }))).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringMatching(/000001-2026-11\.jsonl: EIO/),
    })
    expect(await appealOf(appeals, A)).toMatchObject({ events: 1 })
    sick.on = false
    expect(await appeals.commit(change('m2', { events }))).toBe('committed')
    const later = await openOn(createSimDisk(disk.image('lost')))
    expect(await historyOf(later.appeals, A)).toHaveLength(2)
  })

  test('a flush that failed is not tried again: the file is opened anew and cut back', async () => {
    const { calls } = await playWithFault('sync /sim/journal/000001-2026-11.jsonl', 2)
    const failed = calls.lastIndexOf('truncate /sim/journal/000001-2026-11.jsonl')
    expect(calls.slice(failed - 3, failed)).toEqual([
      'close /sim/journal/000001-2026-11.jsonl',
      'open /sim/journal/000001-2026-11.jsonl',
      'size /sim/journal/000001-2026-11.jsonl',
    ])
  })

  test('a segment that was begun and never written may be gone after a power cut', async () => {
    const disk = createSimDisk()
    const open: SimDisk['open'] = async (path) => {
      if (!path.includes('/000002-')) return disk.open(path)
      return { ...(await disk.open(path)), write: () => Promise.reject(new Error('EIO')) }
    }
    let full = false
    const syncFolder: SimDisk['syncFolder'] = async (path) => {
      if (path.endsWith('/journal') && full) throw new Error('EIO')
      return disk.syncFolder(path)
    }
    const ledger = await openOn({ ...disk, open, syncFolder })
    await ledger.appeals.commit(change('m1', { events: [registered(A)] }))
    full = true
    const december = change('m2', { at: '2026-12-02T02:00:00.000Z', events })
    await expect(ledger.appeals.commit(december)).rejects.toMatchObject({ code: 'storage' })
    await ledger.close()
    const later = await openOn(createSimDisk(disk.image('lost')))
    expect(later.notices).toEqual([])
    expect(await later.appeals.commit(december)).toBe('committed')
    expect(await historyOf(later.appeals, A)).toHaveLength(2)
  })

  async function playWithFault(call: string, nth: number): Promise<SimDisk> {
    const dry = createSimDisk()
    await twoCommits(dry)
    const number = dry.calls.flatMap((name, i) => (name === call ? [i] : []))[nth] ?? -1
    const disk = createSimDisk(new Map(), { call: number, mishap: 'EIO' })
    await twoCommits(disk)
    return disk
  }
  async function twoCommits(disk: SimDisk): Promise<void> {
    const { appeals } = await openOn(disk)
    for (const [i, event] of [registered(A), ...events].entries())
      await appeals.commit(change(`m${i}`, { events: [event] })).catch(() => {})
  }
})

describe('snapshots', () => {
  const people = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      id: `p-${from + i}`,
      value: { v: 1 as const, known: { area: '样例区' } },
    }))

  test('are kept in parts of at most 500 records, and only what changed is written again', async () => {
    const disk = createSimDisk()
    const first = await openOn(disk)
    await Promise.all(people(0, 1200).map((person) => first.appeals.commit(change(person.id, { person }))))
    await first.close()
    const parts = [...disk.image('lost').keys()].filter((path) => path.includes('/people-'))
    expect(parts.map((path) => path.slice('/sim/snapshot/'.length))).toEqual([
      'people-0001.2.json',
      'people-0002.2.json',
      'people-0003.2.json',
    ])
    const second = await openOn(disk)
    const before = disk.calls.length
    await second.appeals.commit(change('again', { person: { id: 'p-600', value: { v: 1, known: {} } } }))
    await second.close()
    const written = disk.calls.slice(before).filter((call) => call.startsWith('rename /sim/snapshot/people'))
    expect(written).toEqual(['rename /sim/snapshot/people-0002.3.json'])
    const third = await openOn(disk)
    expect((await third.appeals.open({ ...LUO, id: 'p-1199' }, TALK)).person.value.known.area).toBe('样例区')
    expect((await third.appeals.open({ ...LUO, id: 'p-600' }, TALK)).person.version).toBe(2)
  })

  test('a start replays only what came after', async () => {
    const disk = createSimDisk()
    const ledger = await openOn(disk)
    await ledger.appeals.commit(change('m1', { events: [registered(A)] }))
    await ledger.appeals.commit(change('m2', { at: '2026-12-02T00:00:00.000Z', events: [told('noted', A, '备注')] }))
    await ledger.close()
    const later = createSimDisk(disk.image('lost'))
    await openOn(later)
    const read = later.calls.filter((call) => call.startsWith('read /sim/journal'))
    expect(read).toEqual(['read /sim/journal/000002-2026-12.jsonl'])
  })

  test('one that fails is said, costs nothing, and what it should have held is in the next', async () => {
    const disk = createSimDisk()
    const full = { on: true }
    const open: SimDisk['open'] = async (path) => {
      if (full.on && path.includes('/snapshot/people')) throw new Error('ENOSPC')
      return disk.open(path)
    }
    const ledger = await openOn({ ...disk, open }, 2)
    const [one, two] = people(0, 2)
    if (one && two)
      for (const [i, person] of [one, two].entries()) await ledger.appeals.commit(change(`m${i}`, { person }))
    await expect.poll(() => ledger.notices.at(-1)).toMatch(/no snapshot could be stored: ENOSPC/)
    full.on = false
    await ledger.appeals.commit(change('m3', { at: at(1), events: [registered(A)] }))
    await ledger.close()
    const later = await openOn(createSimDisk(disk.image('lost')))
    expect((await later.appeals.open({ ...CHEN, id: 'p-1' }, TALK)).person.version).toBe(1)
    expect(await appealOf(later.appeals, A)).toBeDefined()
  })
})

test('messages are remembered over thirteen months that had any, and not for ever', async () => {
  const { appeals } = createMemoryStore({ folds })
  const month = (i: number) => new Date(Date.UTC(2026, i, 15)).toISOString()
  for (let i = 0; i < 13; i++) await appeals.commit(change(`m${i}`, { at: month(i) }))
  expect(await appeals.commit(change('m0', { at: month(12) }))).toBe('duplicate')
  await appeals.commit(change('m13', { at: month(13) }))
  expect(await appeals.commit(change('m1', { at: month(13) }))).toBe('duplicate')
  expect(await appeals.commit(change('m0', { at: month(13) }))).toBe('committed')
})
