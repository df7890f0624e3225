import { chmodSync, mkdirSync, readdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readLedger, verifyJournal } from '../../adapters/store/index.ts'
import { A, filesIn, folds, live, newFolder, openIn } from './folder.ts'
import {
  AT,
  appealOf,
  CANARIES,
  CHEN,
  change,
  inChat,
  proposed,
  reply,
  staffed,
  TALK,
  toStaff,
  unanswered,
  WANG,
} from './samples.ts'

function canariesIn(folder: string): string[] {
  return [...filesIn(folder)].flatMap(([name, bytes]) =>
    CANARIES.flatMap((canary) => (bytes.includes(canary) ? [`${name}: ${canary}`] : [])),
  )
}

function modesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = [folder, ...entries.map((entry) => join(entry.parentPath, entry.name))]
  return paths.map((path) => {
    const stat = statSync(path)
    return `${stat.isDirectory() ? 'folder' : 'file'} ${(stat.mode & 0o777).toString(8)}`
  })
}

describe('what is personal', () => {
  test('stands nowhere in the folder: not in the journal, not in a snapshot, not in a name', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder, { snapshotEvery: 1 })
    await live(ledger)
    await ledger.outbox.delivered(
      'terminal/陈样例/1:0',
      [{ channel: 'terminal', chat: '陈样例', message: '陈样例' }],
      AT,
    )
    await ledger.close()
    expect([...filesIn(folder).keys()].join()).toMatch(/keys.*journal.*snapshot/)
    expect(canariesIn(folder)).toEqual([])
  })

  test('what somebody asked stands nowhere either, nor where he is answered; what staff wrote is nobody’s secret', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder, { snapshotEvery: 1 })
    const asked = unanswered('g1', '样例路八号能停货车吗')
    await ledger.appeals.commit(change('m1', { events: [asked] }))
    await ledger.appeals.commit(change('m2', { events: [proposed('e1', 'g1', '可以停，晚八点以后')] }))
    await ledger.close()
    expect(canariesIn(folder)).toEqual([])
    const journal = filesIn(folder).get('journal/000001-2026-11.jsonl')?.toString()
    expect(journal).toContain('可以停，晚八点以后')
    const again = await openIn(folder)
    expect(await again.appeals.read({ kind: 'gap', id: 'g1' })).toMatchObject({
      gaps: [{ value: { personal: asked.personal } }],
    })
  })

  test('what had no room stands nowhere either, nor for whom it is kept', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder, { snapshotEvery: 1 })
    const long = reply('金丝雀贸易行#0', '陈样例', { rest: ['货款迟迟不结'], about: A })
    await ledger.appeals.commit(change('m1', { deliveries: [long] }))
    await ledger.outbox.delivered('金丝雀贸易行#0', [], AT)
    await ledger.close()
    expect(canariesIn(folder)).toEqual([])
    const again = await openIn(folder)
    const here = { channel: 'terminal', chat: '陈样例' } as const
    const { rest } = await again.appeals.read({ kind: 'rest', at: here, now: AT })
    expect(rest).toMatchObject({ id: '金丝雀贸易行#0', text: ['货款迟迟不结'] })
  })

  test('how staff are reached, and what the names of cards say, stands nowhere either', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder, { snapshotEvery: 1 })
    const account = { sender: '19900000001', home: inChat('样例路八号') }
    const invited = staffed(WANG.id, 'invited', { name: '王小样', roles: ['clerk'], units: [] })
    await ledger.appeals.commit(
      change('m1', {
        events: [invited, staffed(WANG.id, 'joined', {}, account)],
        deliveries: [
          toStaff('陈样例#0', '样例路八号', { card: 'job:陈样例', subject: WANG.id }),
          toStaff('陈样例#1', '金丝雀贸易行', { about: A, card: A }),
        ],
      }),
    )
    await ledger.outbox.delivered('陈样例#0', [{ ...account.home, message: '货款迟迟不结' }], AT)
    await ledger.outbox.delivered('陈样例#1', [{ ...inChat('金丝雀贸易行'), message: '19900000001' }], AT)
    await ledger.close()
    const names = [...filesIn(folder).keys()].join()
    expect(names).toMatch(/snapshot\/cards-.*snapshot\/sent-.*snapshot\/staff-/)
    expect(canariesIn(folder)).toEqual([])
    const again = await openIn(folder)
    expect(await again.appeals.read({ kind: 'cards', number: 'job:陈样例' })).toMatchObject({ places: [account.home] })
    expect(await again.appeals.read({ kind: 'staff' })).toMatchObject({ members: [{ value: { account } }] })
  })

  test('after an erasure cannot be opened even with the master key, and the journal still verifies', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder, { snapshotEvery: 1 })
    await live(ledger)
    const before = filesIn(folder).get('keys.jsonl')?.toString() ?? ''
    const wrapped = /"wrapped":"([^"]+)"/.exec(before)?.[1] ?? '?'
    const { lines } = await verifyJournal(folder)
    await ledger.appeals.erase(CHEN.id, AT)
    for (const [name, bytes] of filesIn(folder)) expect(bytes.includes(wrapped), name).toBe(false)
    expect(await verifyJournal(folder)).toMatchObject({ lines: lines + 1 })
    const reading = await readLedger({ folder, folds })
    expect(await appealOf(reading, A)).toMatchObject({ number: A, state: 'registered', events: 2 })
    expect((await appealOf(reading, A))?.personal).toBeUndefined()
  })

  test('the person who comes back gets a new key', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder)
    const keys = () =>
      [...(filesIn(folder).get('keys.jsonl')?.toString() ?? '').matchAll(/"wrapped":"([^"]+)"/g)].map(([, key]) => key)
    await live(ledger)
    const [first] = keys()
    await ledger.appeals.erase(CHEN.id, AT)
    expect(keys()).toEqual([])
    await ledger.appeals.commit(
      change('again', { person: { id: CHEN.id, value: { v: 1, known: { area: '样例区' } } } }),
    )
    expect(keys()).toHaveLength(1)
    expect(keys()).not.toContain(first)
    await ledger.close()
    const later = await openIn(folder)
    expect((await later.appeals.open(CHEN, TALK)).person.value).toEqual({ v: 1, known: { area: '样例区' } })
    expect(await appealOf(later.appeals, A)).not.toHaveProperty('personal')
  })
})

describe('files and folders', () => {
  test.each([0o000, 0o022, 0o077])('are for the owner alone, whatever the umask (%o)', async (umask) => {
    const folder = newFolder()
    const before = process.umask(umask)
    onTestFinished(() => {
      process.umask(before)
    })
    const ledger = await openIn(folder, { snapshotEvery: 1 })
    await live(ledger)
    await ledger.appeals.erase(CHEN.id, AT)
    await ledger.close()
    expect([...new Set(modesIn(folder))].sort()).toEqual(['file 600', 'folder 700'])
  })

  test('that cannot be made are told at once', async () => {
    await expect(openIn('/proc/qinqing/data')).rejects.toMatchObject({ message: expect.stringContaining('ENOENT') })
    const folder = newFolder()
    writeFileSync(folder, '', { mode: 0o640 })
    await expect(openIn(folder)).rejects.toMatchObject({ message: expect.stringContaining('not a directory') })
    expect(statSync(folder).mode & 0o777).toBe(0o640)
  })

  test('that a careless restore left open are closed again', async () => {
    const folder = newFolder()
    await (await openIn(folder)).close()
    for (const path of [folder, join(folder, 'journal'), join(folder, 'snapshot')]) chmodSync(path, 0o755)
    for (const name of filesIn(folder).keys()) chmodSync(join(folder, name), 0o644)
    const ledger = await openIn(folder)
    await live(ledger)
    await ledger.close()
    expect([...new Set(modesIn(folder))].sort()).toEqual(['file 600', 'folder 700'])
  })

  test('the data folder may be a link, and stays one', async () => {
    const target = newFolder()
    mkdirSync(target)
    const folder = join(dirname(target), 'link')
    symlinkSync(target, folder)
    const ledger = await openIn(folder)
    await live(ledger)
    await expect(openIn(target)).rejects.toMatchObject({ code: 'locked' })
    await ledger.close()
    expect(await appealOf((await openIn(folder)).appeals, A)).toBeDefined()
  })

  test.each(['journal/000001-2026-11.jsonl', 'keys.jsonl', 'snapshot/manifest.json', 'master.key'])(
    '%s must not be a link: it is refused by name',
    async (name) => {
      const folder = newFolder()
      await (await openIn(folder)).close()
      renameSync(join(folder, name), join(dirname(folder), 'elsewhere'))
      symlinkSync(join(dirname(folder), 'elsewhere'), join(folder, name))
      const fault = { code: 'config', message: expect.stringContaining(`${name} is a symbolic link`) }
      await expect(openIn(folder)).rejects.toMatchObject(fault)
    },
  )
})
