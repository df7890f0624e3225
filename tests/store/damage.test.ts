import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { readLedger, verifyJournal } from '../../adapters/store/index.ts'
import { A, filesIn, folds, live, newFolder, openIn } from './folder.ts'
import { appealOf, at, CHEN, change, historyOf, told, versionOf } from './samples.ts'

const SEGMENT = 'journal/000001-2026-11.jsonl'
let folder = ''
let before: unknown

/** Every test begins with a closed ledger: two generations of snapshots, and two segments of the journal. */
beforeEach(async () => {
  folder = newFolder()
  const ledger = await openIn(folder)
  await live(ledger)
  await ledger.close()
  const again = await openIn(folder)
  await again.appeals.commit(change('later', { at: '2026-12-03T02:00:00.000Z', events: [told('noted', A, '备注')] }))
  before = await appealOf(again.appeals, A)
  await again.close()
})

const path = (name: string) => join(folder, name)
function edit(name: string, change: (text: string) => string): void {
  writeFileSync(path(name), change(readFileSync(path(name), 'latin1')), 'latin1')
}
const flip = (text: string, where: number) =>
  text.slice(0, where) + (text[where] === 'A' ? 'B' : 'A') + text.slice(where + 1)
const partOf = (shelf: string, which: 'last' | 'first' = 'last') =>
  `snapshot/${readdirSync(path('snapshot'))
    .filter((name) => name.startsWith(shelf))
    .sort()
    .at(which === 'last' ? -1 : 0)}`
function withoutSnapshots(): void {
  for (const name of readdirSync(path('snapshot'))) rmSync(path(`snapshot/${name}`))
}

/** It opens, all is there, and the operator is told of these. */
async function expectWhole(...told: readonly string[]): Promise<void> {
  const ledger = await openIn(folder)
  expect(await appealOf(ledger.appeals, A)).toEqual(before)
  expect(await historyOf(ledger.appeals, A)).toHaveLength(3)
  expect(ledger.notices).toEqual(told.map((part) => expect.stringContaining(part)))
  await ledger.close()
  const quiet = await openIn(folder)
  expect(quiet.notices).toEqual([])
}

async function expectFault(code: string, ...parts: readonly string[]): Promise<void> {
  const error: unknown = await openIn(folder).catch((fault: unknown) => fault)
  expect(error).toMatchObject({ code })
  for (const part of parts) expect(String(error)).toContain(part)
  await expect(readLedger({ folder, folds })).rejects.toMatchObject({ code })
}

test('an undamaged folder opens without a word', async () => expectWhole())

describe('the journal', () => {
  const LAST = 'journal/000002-2026-12.jsonl'

  test('a torn last line is cut, and kept beside: it is said what that means, and no more', async () => {
    edit(LAST, (text) => `${text}= abcdef {"kind":"com`)
    await expectWhole(`${LAST}: its last 21 bytes were not whole and are cut. If this followed a crash or a power cut`)
    const kept = path(`${LAST}.torn-1`)
    expect(readFileSync(kept, 'utf8')).toBe('= abcdef {"kind":"com')
    expect(statSync(kept).mode & 0o777).toBe(0o600)
  })

  test('what was kept from an earlier crash is not written over', async () => {
    edit(LAST, (text) => `${text}= first`)
    await (await openIn(folder)).close()
    edit(LAST, (text) => `${text}= second`)
    const ledger = await openIn(folder)
    expect(ledger.notices).toEqual([expect.stringMatching(/\.torn-2$/)])
    expect(ledger.notices.join()).not.toMatch(/nothing is lost/)
    expect(readFileSync(path(`${LAST}.torn-1`), 'utf8')).toBe('= first')
    expect(readFileSync(path(`${LAST}.torn-2`), 'utf8')).toBe('= second')
  })

  test('of a flush that was torn with a hole in it, nothing is taken', async () => {
    edit(LAST, (text) => `${text}= ${'x'.repeat(43)} {"a":1}\n+ ${'y'.repeat(43)} {"b":2}\n`)
    await expectWhole('are cut')
  })

  test('damage before the last line is not taken for a torn end: file and line are named', async () => {
    withoutSnapshots()
    edit(SEGMENT, (text) => flip(text, text.indexOf('\n') + 120))
    await expectFault('damaged', SEGMENT, 'line 2', 'backup')
  })

  test('a line taken out, or put elsewhere, is found', async () => {
    withoutSnapshots()
    const lines = readFileSync(path(SEGMENT), 'utf8').split('\n')
    edit(SEGMENT, () => [lines[0], lines[2], lines[1], ''].join('\n'))
    await expectFault('damaged', SEGMENT, 'line 2')
  })

  test('a line edited with its own hash made right again is found by the next', async () => {
    withoutSnapshots()
    const lines = readFileSync(path(SEGMENT), 'utf8').split('\n')
    const hash = (before: string, json: string) => createHash('sha256').update(`${before}=${json}`).digest('base64url')
    const json = (lines[1] ?? '').slice(46).replace('"complaint"', '"help"')
    writeFileSync(
      path(SEGMENT),
      [lines[0], `= ${hash((lines[0] ?? '').slice(2, 45), json)} ${json}`, lines[2], ''].join('\n'),
    )
    await expectFault('damaged', SEGMENT, 'line 3')
  })

  test('one that ends before what the snapshot stands on was cut: it is not taken for an earlier state', async () => {
    edit(LAST, (text) => text.slice(0, text.indexOf('\n') + 1))
    await expectFault('damaged', LAST, 'backup')
  })

  test('another journal under the same name is found, though it is long enough', async () => {
    edit(LAST, (text) => flip(text, text.lastIndexOf('\n', text.length - 2) + 10))
    await expectFault('damaged', LAST)
  })

  describe('before the last snapshot, which a start does not read', () => {
    test('an edited line is noticed when the start is over, by file and line', async () => {
      edit(SEGMENT, (text) => text.replace('"complaint"', '"kindness!"'))
      const ledger = await openIn(folder)
      expect(ledger.notices).toEqual([])
      const told = [expect.stringMatching(/history before .*000001-2026-11\.jsonl, line 2 is damaged/)]
      await expect.poll(() => ledger.notices).toEqual(told)
    })

    test('an edited line is never shown as history, neither by the owner nor by a reader', async () => {
      edit(SEGMENT, (text) => text.replace('"complaint"', '"kindness!"'))
      const fault = { code: 'damaged', message: expect.stringMatching(/000001-2026-11\.jsonl, line 2 is damaged/) }
      await expect(historyOf((await openIn(folder)).appeals, A)).rejects.toMatchObject(fault)
      await expect(historyOf(await readLedger({ folder, folds }), A)).rejects.toMatchObject(fault)
    })

    test('verifying names it, and so do lines cut from the end or made anew with good hashes', async () => {
      const whole = readFileSync(path(SEGMENT), 'latin1')
      const [head = '', first = ''] = whole.split('\n')
      edit(SEGMENT, (text) => text.replace('"complaint"', '"kindness!"'))
      await expect(verifyJournal(folder)).rejects.toMatchObject({ message: expect.stringContaining('line 2') })
      edit(SEGMENT, () => whole)
      rmSync(path(LAST))
      await expect(verifyJournal(folder)).rejects.toMatchObject({ code: 'damaged' })
      edit(SEGMENT, () => [head, first, ''].join('\n'))
      await expect(verifyJournal(folder)).rejects.toMatchObject({ code: 'damaged' })
    })

    test('verifying tells how many lines stand in which segment, without a key', async () => {
      rmSync(path('master.key'))
      edit(LAST, (text) => `${text}= abc`)
      expect(await verifyJournal(folder)).toEqual({
        segments: [
          { path: path(SEGMENT), lines: 3 },
          { path: path(LAST), lines: 2 },
        ],
        lines: 5,
        torn: 5,
      })
    })
  })

  test.each([SEGMENT, LAST])('a missing segment (%s) is named, never passed over', async (name) => {
    rmSync(path(name))
    await expectFault('damaged', 'segment', 'backup')
  })

  test('without any segment the ledger does not begin anew', async () => {
    rmSync(path('journal'), { recursive: true })
    withoutSnapshots()
    await expectFault('damaged', 'journal', 'backup')
  })

  test('an emptied one without a snapshot is not taken for a new one', async () => {
    rmSync(path(LAST))
    withoutSnapshots()
    edit(SEGMENT, () => '')
    await expectFault('damaged', 'journal', 'backup')
  })

  test('that does not hold is the only thing said: not that a snapshot was mended from it', async () => {
    rmSync(path('snapshot/manifest.json'))
    rmSync(path('snapshot/manifest.json.previous'))
    edit(SEGMENT, (text) => flip(text, text.indexOf('\n') + 120))
    const told: string[] = []
    await expect(openIn(folder, { onNotice: (text) => told.push(text) })).rejects.toMatchObject({ code: 'damaged' })
    expect(told).toEqual([])
  })
})

describe('the snapshot', () => {
  const MANIFEST = 'snapshot/manifest.json'

  test.each([
    ['edited', (text: string) => flip(text, text.length - 9)],
    ['cut', (text: string) => text.slice(0, -30)],
    ['emptied', () => ''],
    ['null', () => 'null'],
  ])('a manifest that was %s is named, and the one before it is read', async (_, damage) => {
    edit(MANIFEST, damage)
    await expectWhole(`${MANIFEST}: its checksum`)
  })

  test('where there is none at all, as in a folder that was restored, nothing is damaged', async () => {
    rmSync(path('snapshot'), { recursive: true })
    await expectWhole()
  })

  test('a manifest that is missing is named', async () => {
    rmSync(path(MANIFEST))
    await expectWhole(`${MANIFEST} is missing`)
  })

  test('a damaged part is named, and the snapshot before is read', async () => {
    edit(partOf('appeals'), (text) => flip(text, text.length - 20))
    await expectWhole('appeals-2026-11-0001')
  })

  test('a missing part is named', async () => {
    rmSync(path(partOf('messages-2026-12')))
    await expectWhole('messages-2026-12-0001')
  })

  test('with both generations gone the whole journal is read', async () => {
    edit(MANIFEST, (text) => flip(text, text.length - 9))
    edit(`${MANIFEST}.previous`, (text) => flip(text, text.length - 9))
    await expectWhole(MANIFEST, `${MANIFEST}.previous`)
  })

  test('what was mended is stored, and the good generation is not lost over it', async () => {
    edit(MANIFEST, (text) => flip(text, text.length - 9))
    const ledger = await openIn(folder)
    await ledger.appeals.commit(change('more', { events: [told('noted', A, '再记')] }))
    await ledger.close()
    edit(MANIFEST, () => '')
    const again = await openIn(folder)
    expect(await versionOf(again.appeals, A)).toBe(4)
  })
})

describe('keys', () => {
  test('another master key is told from a right one', async () => {
    writeFileSync(path('master.key'), Buffer.alloc(32, 1).toString('base64'))
    await expectFault('key', 'another master key')
  })

  test('a master key that is damaged is to be restored, never made anew', async () => {
    writeFileSync(path('master.key'), 'secret')
    await expectFault('key', 'master.key', 'restore your copy; do not make a new one')
  })

  test('a missing master key is never replaced by a new one', async () => {
    rmSync(path('master.key'))
    await expectFault('key', 'master.key is missing')
  })

  test('a missing keys file is named, even where there is nothing else but a snapshot', async () => {
    rmSync(path('keys.jsonl'))
    await expectFault('damaged', 'keys.jsonl is missing')
    rmSync(path('journal'), { recursive: true })
    await expectFault('damaged', 'keys.jsonl is missing')
  })

  test('a damaged keys file is named with its line', async () => {
    edit('keys.jsonl', (text) => `${flip(text, text.indexOf('\n') + 90)}= ${'x'.repeat(43)} {}\n`)
    await expectFault('damaged', 'keys.jsonl', 'line 2')
  })

  test('a keys file from an older backup is found: what it cannot open is named', async () => {
    edit('keys.jsonl', (text) => text.slice(0, text.indexOf('\n') + 1))
    await expectFault('damaged', path('keys.jsonl'), 'backup')
  })

  test('a torn last line is cut, and kept beside', async () => {
    edit('keys.jsonl', (text) => `${text}= abc`)
    await expectWhole('keys.jsonl: its last 5 bytes')
    expect(readFileSync(path('keys.jsonl.torn-1'), 'utf8')).toBe('= abc')
    expect(statSync(path('keys.jsonl.torn-1')).mode & 0o777).toBe(0o600)
  })

  test('a start that fails for a key that cannot be read changes no byte, so that it can be mended', async () => {
    const whole = readFileSync(path('keys.jsonl'), 'latin1')
    edit('keys.jsonl', (text) => `${text.slice(0, -1)}\u000b`)
    const damaged = filesIn(folder)
    await expectFault('damaged', `missing from ${path('keys.jsonl')}`, 'restore')
    expect(filesIn(folder)).toEqual(damaged)
    edit('keys.jsonl', () => whole)
    await expectWhole()
  })

  test('what was kept of the keys file goes with the next erasure, since it may hold the key', async () => {
    edit('keys.jsonl', (text) => `${text}= abc`)
    const ledger = await openIn(folder)
    await ledger.appeals.erase(CHEN.id, at(0))
    expect([...filesIn(folder).keys()].filter((name) => name.includes('torn'))).toEqual([])
  })

  test('the key may be given in hexadecimal or base64, and is then not kept in the folder', async () => {
    const key = Buffer.alloc(32, 5)
    const other = newFolder()
    await (await openIn(other, { masterKey: key.toString('hex') })).close()
    const ledger = await openIn(other, { masterKey: key.toString('base64') })
    expect(readdirSync(other)).not.toContain('master.key')
    expect(ledger.notices).toEqual([])
  })

  test('the first start makes one, and says to back it up apart', async () => {
    const told: string[] = []
    const ledger = await openIn(newFolder(), { onNotice: (text) => told.push(text) })
    expect(told).toEqual([
      expect.stringContaining('a new ledger was begun in'),
      expect.stringMatching(/master\.key was made: keep a copy apart/),
    ])
    expect(ledger.notices).toEqual(told)
  })
})

describe('a ledger that begins anew never does so without a word', () => {
  const key = 'ab'.repeat(32)

  test('a key that was given and a folder that has vanished', async () => {
    const ledger = await openIn(newFolder(), { masterKey: key })
    expect(ledger.notices).toEqual([expect.stringMatching(/a new ledger was begun in .*volume mounted\?.*restore/)])
  })

  test('a key that was left in a folder that lost everything else', async () => {
    for (const name of ['journal', 'snapshot', 'keys.jsonl']) rmSync(path(name), { recursive: true })
    const ledger = await openIn(folder)
    expect(ledger.notices).toEqual([expect.stringMatching(/a new ledger was begun in .*volume mounted\?.*restore/)])
  })

  test('one that goes on says nothing', async () => {
    expect((await openIn(folder)).notices).toEqual([])
  })
})

describe('a format of the future is left alone, by name', () => {
  /** Writes version 2 into the first line, with the checks made right. */
  function raise(name: string): void {
    const lines = readFileSync(path(name), 'utf8').split('\n')
    const json = (lines[0] ?? '').replace('"v":1', '"v":2')
    if (!json.startsWith('= ')) return edit(name, () => [json, ...lines.slice(1)].join('\n'))
    const hash = createHash('sha256').update('0'.repeat(43)).update('=').update(json.slice(46)).digest('base64url')
    edit(name, () => `= ${hash} ${json.slice(46)}\n`)
  }
  test.each([
    ['journal', SEGMENT],
    ['keys', 'keys.jsonl'],
    ['snapshot', 'snapshot/manifest.json'],
  ])('%s', async (_, name) => {
    if (name === SEGMENT) withoutSnapshots()
    raise(name)
    await expectFault('newer-format', name, 'format 2')
  })
})

test('what an owner does is not hindered by time: a clock set back begins no older segment', async () => {
  const ledger = await openIn(folder)
  await ledger.appeals.commit(change('back', { at: at(0), events: [told('noted', A, '补记')] }))
  await ledger.close()
  expect(readdirSync(path('journal'))).toEqual(['000001-2026-11.jsonl', '000002-2026-12.jsonl'])
})
