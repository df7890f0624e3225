import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createMemoryStore, type Ledger, openLedger, verifyJournal } from '../../adapters/store/index.ts'
import { type Disk, nodeDisk } from '../../adapters/store/lowdb/disk.ts'
import { A, filesIn, folds, live, newFolder, openIn } from './folder.ts'
import { AT, appealOf, CANARIES, CHEN, change, historyOf, LUO, TALK, told } from './samples.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** Where a backup of this data folder goes. */
const besides = (folder: string) => join(dirname(folder), 'backups', '2026-11-22')

/** Opens what was backed up as an operator would: a copy of it, with the key that was kept apart. */
async function restore(backup: string, folder: string, key = folder): Promise<Ledger> {
  const target = join(dirname(folder), 'restored')
  cpSync(backup, target, { recursive: true })
  cpSync(join(key, 'master.key'), join(target, 'master.key'))
  await verifyJournal(target)
  const ledger = await openIn(target)
  expect(ledger.notices).toEqual([])
  return ledger
}

async function lived(folder: string, options: Parameters<typeof openIn>[1] = {}): Promise<Ledger> {
  const ledger = await openIn(folder, options)
  await live(ledger)
  return ledger
}

describe('a backup', () => {
  test('opens as the ledger was: appeals, people, files; and can be gone on with', async () => {
    const folder = newFolder()
    const ledger = await lived(folder)
    const file = await ledger.files.put(CHEN.id, { name: '图', type: 'image/png', bytes: bytesOf('样例路八号') })
    await ledger.backup(besides(folder))
    await ledger.appeals.commit(change('later', { events: [told('replied', A, '这是备份之后的')] }))
    const restored = await restore(besides(folder), folder)
    expect(await historyOf(restored.appeals, A)).toHaveLength(2)
    expect((await appealOf(restored.appeals, A))?.personal?.particulars.contact).toBe('陈样例')
    expect((await restored.appeals.open(CHEN, TALK)).person.value.known.phone).toBe('19900000001')
    expect(await restored.files.get(file.ref)).toEqual(Buffer.from('样例路八号'))
    expect(await restored.appeals.commit(change('terminal/陈样例/1'))).toBe('duplicate')
    expect(await restored.appeals.commit(change('new', { events: [told('noted', A, '备注')] }))).toBe('committed')
  })

  test('is listed with sizes, and can be checked with sha256sum', async () => {
    const folder = newFolder()
    const ledger = await lived(folder)
    const { files, bytes } = await ledger.backup(besides(folder))
    const found = filesIn(besides(folder))
    const sums = found.get('SHA256SUMS')?.toString() ?? ''
    found.delete('SHA256SUMS')
    expect(files.map(({ path, bytes: size }) => [path, size]).sort()).toEqual(
      [...found].map(([path, content]) => [path, content.length]).sort(),
    )
    expect(bytes).toBe([...found.values()].reduce((sum, { length }) => sum + length, 0))
    expect(sums.split('\n').slice(0, -1).sort()).toEqual(
      [...found].map(([path, content]) => `${createHash('sha256').update(content).digest('hex')}  ${path}`).sort(),
    )
  })

  test('holds neither the master key nor a word that is personal, and is for the owner alone', async () => {
    const folder = newFolder()
    const ledger = await lived(folder, { snapshotEvery: 1 })
    await ledger.files.put(CHEN.id, { name: '图', type: 'image/png', bytes: bytesOf('样例路八号') })
    await ledger.backup(besides(folder))
    const found = filesIn(besides(folder))
    expect([...found.keys()].sort().join()).toMatch(/SHA256SUMS.*files\/.*journal\/.*keys\.jsonl.*snapshot\//)
    expect(found.has('master.key')).toBe(false)
    expect(found.has('lock')).toBe(false)
    for (const [name, content] of found)
      for (const canary of CANARIES) expect(content.includes(canary), name).toBe(false)
    for (const name of found.keys()) expect(statSync(join(besides(folder), name)).mode & 0o777).toBe(0o600)
    expect(statSync(besides(folder)).mode & 0o777).toBe(0o700)
  })

  test('made in the midst of work holds some moment of it, whole; the work goes on meanwhile', async () => {
    const folder = newFolder()
    const ledger = await lived(folder, { snapshotEvery: 5 })
    const copied = ledger.backup(besides(folder))
    let over = false
    const ended = copied.then(() => {
      over = true
    })
    let during = 0
    for (let i = 0; i < 40; i++) {
      await ledger.appeals.commit(change(`n${i}`, { events: [told('noted', A, `第${i}`)] }))
      if (!over) during = i + 1
      if (i === 3) await ledger.files.put(LUO.id, { name: 'x', type: 'x', bytes: bytesOf('x') })
    }
    await ended
    expect(during).toBeGreaterThan(0)
    const restored = await restore(besides(folder), folder)
    const notes = (await historyOf(restored.appeals, A)).slice(2)
    expect(notes.map(({ personal }) => personal && 'text' in personal && personal.text)).toEqual(
      notes.map((_, i) => `第${i}`),
    )
    await ledger.close()
    expect(await appealOf((await openIn(folder)).appeals, A)).toMatchObject({ events: 42 })
  })

  test('of a ledger whose months are in several segments, some of it in a snapshot and some not', async () => {
    const folder = newFolder()
    const first = await lived(folder)
    await first.close()
    const ledger = await openIn(folder)
    const december = '2026-12-02T02:00:00.000Z'
    await ledger.appeals.commit(change('m3', { at: december, events: [told('noted', A, '十二月', december)] }))
    await ledger.backup(besides(folder))
    expect(readdirSync(join(besides(folder), 'journal'))).toEqual(['000001-2026-11.jsonl', '000002-2026-12.jsonl'])
    expect(await appealOf((await restore(besides(folder), folder)).appeals, A)).toMatchObject({ events: 3 })
  })

  test('made after an erasure tells nothing of the person', async () => {
    const folder = newFolder()
    const ledger = await lived(folder)
    await ledger.appeals.erase(CHEN.id, AT)
    await ledger.backup(besides(folder))
    const restored = await restore(besides(folder), folder)
    expect(await appealOf(restored.appeals, A)).toMatchObject({ events: 2 })
    expect(await appealOf(restored.appeals, A)).not.toHaveProperty('personal')
  })

  test('is one of before, or of after, where somebody is erased while it is made', async () => {
    const folder = newFolder()
    const ledger = await lived(folder, { snapshotEvery: 1 })
    const file = await ledger.files.put(CHEN.id, { name: '图', type: 'image/png', bytes: bytesOf('样例路八号') })
    const copied = ledger.backup(besides(folder))
    await ledger.appeals.erase(CHEN.id, AT)
    await copied
    const restored = await restore(besides(folder), folder)
    expect(await appealOf(restored.appeals, A)).toMatchObject({ events: 2 })
    expect([null, '样例路八号']).toContain((await restored.files.get(file.ref))?.toString() ?? null)
    await ledger.close()
    expect(await appealOf((await openIn(folder)).appeals, A)).not.toHaveProperty('personal')
  })

  test('is refused where something stands already, and nothing of that is touched', async () => {
    const folder = newFolder()
    const ledger = await lived(folder)
    mkdirSync(besides(folder), { recursive: true })
    writeFileSync(join(besides(folder), 'x'), 'x')
    await expect(ledger.backup(besides(folder))).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('2026-11-22'),
    })
    expect([...filesIn(besides(folder)).keys()]).toEqual(['x'])
    await expect(ledger.backup(folder)).rejects.toMatchObject({ code: 'config' })
    await expect(ledger.backup(join(folder, 'journal', 'b'))).rejects.toMatchObject({ code: 'config' })
  })

  test('may stand in a folder of its own within the data folder', async () => {
    const folder = newFolder()
    const ledger = await lived(folder)
    const at = join(folder, 'backups', '1')
    await ledger.backup(at)
    await ledger.backup(join(folder, 'backups', '2'))
    expect([...filesIn(join(folder, 'backups', '2')).keys()].sort()).toEqual([...filesIn(at).keys()].sort())
    expect(await appealOf((await restore(at, folder)).appeals, A)).toBeDefined()
  })

  test('that fails leaves no folder that looks like one, gives its room back, and may be tried again', async () => {
    const folder = newFolder()
    let broken = true
    const disk: Disk = {
      ...nodeDisk,
      async open(path) {
        if (broken && path.includes('keys.jsonl') && path.includes('backups')) throw new Error('ENOSPC: no space left')
        return nodeDisk.open(path)
      },
    }
    const ledger = await lived(folder, { disk })
    await expect(ledger.backup(besides(folder))).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringMatching(/ENOSPC/),
    })
    expect(existsSync(besides(folder))).toBe(false)
    expect([...filesIn(dirname(besides(folder))).keys()]).toEqual([])
    broken = false
    await ledger.backup(besides(folder))
    await ledger.appeals.commit(change('m9', { events: [told('noted', A, '还在')] }))
    expect(await appealOf((await restore(besides(folder), folder)).appeals, A)).toMatchObject({ events: 2 })
  })

  test('what a killed one left behind does not get into the next', async () => {
    const folder = newFolder()
    const ledger = await lived(folder)
    const left = join(`${besides(folder)}.part`, 'files', 'ab')
    mkdirSync(left, { recursive: true })
    writeFileSync(join(left, 'abandoned'), 'x')
    await ledger.backup(besides(folder))
    expect([...filesIn(besides(folder)).keys()].join()).not.toContain('abandoned')
    expect(existsSync(`${besides(folder)}.part`)).toBe(false)
  })

  test('a journal that was damaged is not backed up as if it were whole', async () => {
    const folder = newFolder()
    const ledger = await lived(folder)
    const path = join(folder, 'journal', '000001-2026-11.jsonl')
    const bytes = filesIn(folder).get('journal/000001-2026-11.jsonl') ?? Buffer.alloc(0)
    bytes[bytes.indexOf('"commit"') + 1] = 0x43
    writeFileSync(path, bytes)
    await expect(ledger.backup(besides(folder))).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('000001-2026-11.jsonl, line'),
    })
    expect(existsSync(besides(folder))).toBe(false)
  })

  test('a close does not wait for it, and it ends', async () => {
    const folder = newFolder()
    const ledger = await lived(folder)
    const copied = expect(ledger.backup(besides(folder))).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('closed'),
    })
    await ledger.close()
    await copied
    expect(existsSync(besides(folder))).toBe(false)
    await expect(ledger.backup(besides(folder))).rejects.toMatchObject({ code: 'storage' })
  })

  test('two at once: the second is refused', async () => {
    const folder = newFolder()
    const ledger = await lived(folder)
    const [first, second] = await Promise.allSettled([
      ledger.backup(besides(folder)),
      ledger.backup(`${besides(folder)}-2`),
    ])
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'config' } })
  })

  test('of a ledger in memory there is none', async () => {
    await expect(createMemoryStore({ folds }).backup('/nowhere')).rejects.toMatchObject({ code: 'config' })
  })

  test('with a wrong key does not open', async () => {
    const folder = newFolder()
    const ledger = await lived(folder)
    await ledger.backup(besides(folder))
    const other = newFolder()
    await (await openLedger({ folder: other, folds, now: () => AT })).close()
    await expect(restore(besides(folder), folder, other)).rejects.toMatchObject({ code: 'key' })
  })
})
