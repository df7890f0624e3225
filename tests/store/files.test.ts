import {
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLedger } from '../../adapters/store/index.ts'
import { nodeDisk } from '../../adapters/store/lowdb/disk.ts'
import { filesIn, folds, newFolder, openIn } from './folder.ts'
import { AT, CHEN, LUO } from './samples.ts'

const SECRET = '样例路八号的合同'
const contract = { name: '金丝雀合同.pdf', type: 'application/pdf', bytes: Buffer.from(SECRET.repeat(50)) }

function pathsIn(folder: string): string[] {
  return [...filesIn(folder).keys()].filter((path) => path.startsWith('files/')).sort()
}

describe('a file that is kept', () => {
  test('is sealed, and neither its name nor where it lies tells whose it is, what it is called, or what is in it', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder)
    const { ref } = await ledger.files.put(CHEN.id, contract)
    expect(pathsIn(folder)).toEqual([`files/${ref.slice(0, 2)}/${ref}`])
    for (const [name, bytes] of filesIn(folder)) {
      expect(name).not.toContain('金丝雀')
      for (const readable of [SECRET, '金丝雀', 'application/pdf']) expect(bytes.includes(readable)).toBe(false)
    }
    const other = await openIn(newFolder())
    expect((await other.files.put(CHEN.id, contract)).ref).not.toBe(ref)
  })

  test('is for the owner alone, and so are the folders it lies in', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder)
    await ledger.files.put(CHEN.id, contract)
    const entries = readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })
    expect(entries).toHaveLength(2)
    for (const entry of entries) {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777
      expect(mode).toBe(entry.isDirectory() ? 0o700 : 0o600)
    }
  })

  test('is durable before it is acknowledged: written aside, flushed, put in place, and its folder flushed', async () => {
    const calls: string[] = []
    const noted = <A extends unknown[], R>(name: string, act: (path: string, ...more: A) => R) => {
      return (path: string, ...more: A): R => {
        if (path.includes('/files/')) calls.push(name)
        return act(path, ...more)
      }
    }
    const disk = {
      ...nodeDisk,
      open: async (path: string) => {
        const file = await nodeDisk.open(path)
        if (!path.includes('/files/')) return file
        const sync = noted('sync', () => file.sync())
        const close = noted('close', () => file.close())
        return { ...file, sync: () => sync(path), close: () => close(path) }
      },
      rename: noted('rename', nodeDisk.rename),
      syncFolder: noted('syncFolder', nodeDisk.syncFolder),
    }
    const ledger = await openIn(newFolder(), { disk })
    await ledger.files.put(CHEN.id, contract)
    expect(calls.slice(-4)).toEqual(['sync', 'close', 'rename', 'syncFolder'])
  })

  test('is read by a reader beside the owner', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder)
    const { ref } = await ledger.files.put(CHEN.id, contract)
    const reading = await readLedger({ folder, folds })
    expect(await reading.files.get(ref)).toEqual(contract.bytes)
    expect(await reading.files.get('a'.repeat(32))).toBeNull()
  })

  test('goes with its person, and nobody else’s does', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder)
    await ledger.files.put(CHEN.id, contract)
    await ledger.files.put(CHEN.id, { ...contract, bytes: Buffer.from('第二份') })
    const { ref } = await ledger.files.put(LUO.id, contract)
    await ledger.appeals.erase(CHEN.id, AT)
    expect(pathsIn(folder)).toEqual([`files/${ref.slice(0, 2)}/${ref}`])
  })

  test('that could not be removed, or comes back from a backup, is not read any more', async () => {
    const folder = newFolder()
    const notices: string[] = []
    const remove = (path: string): Promise<void> =>
      path.includes('/files/') && !path.endsWith('.new') ? Promise.reject(new Error('EIO')) : nodeDisk.remove(path)
    const ledger = await openIn(folder, { disk: { ...nodeDisk, remove }, onNotice: (text) => notices.push(text) })
    const { ref } = await ledger.files.put(CHEN.id, contract)
    const backup = `${folder}-backup`
    cpSync(join(folder, 'files'), backup, { recursive: true })
    await ledger.appeals.erase(CHEN.id, AT)
    expect(notices.at(-1)).toBe('files that nobody can read any more could not be removed: EIO')
    expect(await ledger.files.get(ref)).toBeNull()
    await ledger.close()
    cpSync(backup, join(folder, 'files'), { recursive: true })
    const later = await openIn(folder)
    expect(await later.files.get(ref)).toBeNull()
    expect((await later.files.put(CHEN.id, contract)).ref).toBe(ref)
    expect(await later.files.get(ref)).toEqual(contract.bytes)
  })
})

describe('a file that is damaged', () => {
  const damages: [string, (bytes: Buffer) => Buffer][] = [
    ['changed in one bit', (bytes) => Buffer.from(bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)))],
    ['changed in what names its key', (bytes) => Buffer.from(bytes.map((byte, i) => (i === 2 ? byte ^ 1 : byte)))],
    ['cut', (bytes) => bytes.subarray(0, bytes.length - 5)],
    ['empty', () => Buffer.alloc(0)],
  ]
  test.each(damages)('%s: it is named, and made good by the same file coming again', async (_, damage) => {
    const folder = newFolder()
    const ledger = await openIn(folder)
    const { ref } = await ledger.files.put(CHEN.id, contract)
    const path = join(folder, pathsIn(folder)[0] ?? '')
    writeFileSync(path, damage(readFileSync(path)))
    await expect(ledger.files.get(ref)).rejects.toMatchObject({
      code: 'damaged',
      message: `${path} is damaged: restore this file from the backup`,
    })
    await ledger.files.put(CHEN.id, contract)
    expect(await ledger.files.get(ref)).toEqual(contract.bytes)
  })

  test('or put in the place of another, or a link: neither is taken for it', async () => {
    const folder = newFolder()
    const ledger = await openIn(folder)
    const one = await ledger.files.put(CHEN.id, contract)
    const two = await ledger.files.put(CHEN.id, { ...contract, bytes: Buffer.from('别的') })
    const pathOf = (ref: string) => join(folder, 'files', ref.slice(0, 2), ref)
    renameSync(pathOf(two.ref), pathOf(one.ref))
    await expect(ledger.files.get(one.ref)).rejects.toMatchObject({ code: 'damaged' })
    unlinkSync(pathOf(one.ref))
    symlinkSync('/etc/hostname', pathOf(one.ref))
    await expect(ledger.files.get(one.ref)).rejects.toMatchObject({ code: 'config' })
  })

  test('a disk that refuses it is told as such, and nothing of it is in effect', async () => {
    const folder = newFolder()
    let full = true
    const open: typeof nodeDisk.open = (path) =>
      full && path.includes('/files/') ? Promise.reject(new Error('ENOSPC: no space left')) : nodeDisk.open(path)
    const ledger = await openIn(folder, { disk: { ...nodeDisk, open } })
    const fault = { code: 'storage', message: expect.stringMatching(/^cannot keep .*files.*ENOSPC.*free or repair/) }
    await expect(ledger.files.put(CHEN.id, contract)).rejects.toMatchObject(fault)
    expect(pathsIn(folder)).toEqual([])
    full = false
    const { ref } = await ledger.files.put(CHEN.id, contract)
    expect(await ledger.files.get(ref)).toEqual(contract.bytes)
  })

  test('after closing, none is taken', async () => {
    const ledger = await openIn(newFolder())
    await ledger.close()
    await expect(ledger.files.put(CHEN.id, contract)).rejects.toMatchObject({ code: 'storage' })
  })
})
