import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Encrypter, identityToRecipient } from 'age-encryption'
import { pack } from 'tar-stream'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { archiveKeys, checkArchive, packArchive, peekArchive, readArchive } from '../../adapters/archive/index.ts'

const MASTER = Buffer.alloc(32, 7)
const keys = await archiveKeys(MASTER)
const about = { at: '2026-11-23T02:15:07.000Z', program: '0.1.0' }

/** A folder as a ledger copies itself into it: paths and what stands there. */
const HELD: Readonly<Record<string, Buffer>> = {
  'files/ab/abcdefgh': Buffer.from('sealed'),
  'files/ab/empty': Buffer.alloc(0),
  'journal/000001-2026-11.jsonl': Buffer.alloc(150_000, 'a line\n'),
  'keys.jsonl': Buffer.from('a key\n'),
  'snapshot/manifest.json': Buffer.from('{}'),
}

function newFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'qinqing-archive-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return home
}

function ledgerFolder(held = HELD): string {
  const folder = join(newFolder(), 'copy')
  for (const [path, bytes] of Object.entries(held)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  return folder
}

async function packed(folder = ledgerFolder()): Promise<string> {
  const to = join(newFolder(), 'b.tar.age')
  await packArchive({ folder, to, about, keys })
  return to
}

async function contentsOf(path: string, identity = keys.identity): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  await readArchive(path, identity, async (name, body) => {
    const pieces: Buffer[] = []
    for await (const piece of body) pieces.push(piece)
    found.set(name, Buffer.concat(pieces))
  })
  return found
}

/** An archive that holds whatever is asked for, sealed rightly: whoever knows the public key could make it. */
async function forged(
  ...entries: readonly (readonly [name: string, text: string, type?: 'symlink'])[]
): Promise<string> {
  const tar = pack()
  for (const [name, text, type] of entries) tar.entry({ name, ...(type && { type, linkname: '/etc/passwd' }) }, text)
  tar.finalize()
  const pieces: Buffer[] = []
  for await (const piece of tar) pieces.push(piece as Buffer)
  const age = new Encrypter()
  age.addRecipient(keys.recipient)
  const to = join(newFolder(), 'forged')
  writeFileSync(to, await age.encrypt(Buffer.concat(pieces)))
  return to
}
const ABOUT = JSON.stringify({ format: 'qinqing-backup', v: 1, ...about, files: 1, bytes: 1 })

describe('the keys of archives', () => {
  test('follow from the master key alone, in the writing of age', async () => {
    expect(keys).toEqual({
      identity: 'AGE-SECRET-KEY-1WW4SKKGLNE9VHCZZFSDAPY9JP2X4JRVWHT5VE9QWWPZZDFYUTH9SVAN8C6',
      recipient: 'age1zhyafh5xu8k4g2y00h2wcx9h36g443hfft2t8ml705g0cztxr9tswkhlpp',
    })
    // The library checks prefix, length and checksum.
    for (let seed = 0; seed < 20; seed++) {
      const { identity, recipient } = await archiveKeys(Buffer.alloc(32, seed))
      expect(await identityToRecipient(identity)).toBe(recipient)
    }
  })
})

describe('an archive', () => {
  test('holds what the folder held, and says what it is; for its owner alone', async () => {
    const path = await packed()
    expect(Object.fromEntries(await contentsOf(path))).toEqual(HELD)
    const bytes = Object.values(HELD).reduce((sum, { length }) => sum + length, 0)
    expect(await checkArchive(path, keys.identity)).toMatchObject({ ...about, files: 5, bytes })
    expect(await peekArchive(path, keys.identity)).toMatchObject(about)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(path))).toEqual(['b.tar.age'])
  })

  test('shows nothing of what it holds', async () => {
    const bytes = readFileSync(await packed())
    for (const word of ['a line', 'keys.jsonl', 'journal', 'qinqing']) expect(bytes.includes(word)).toBe(false)
  })

  test('that was cut anywhere, or in which a bit was changed, is refused', async () => {
    const whole = readFileSync(await packed())
    const spoilt = join(newFolder(), 'spoilt')
    const cuts = [0, 1, 30, 160, 200, 65_000, 65_752, 131_288, whole.length - 17, whole.length - 1]
    const changed = [3, 25, 60, 130, 190, 220, 70_000, whole.length - 600, whole.length - 1].map((at) => {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 4
      return bytes
    })
    for (const bytes of [...cuts.map((at) => whole.subarray(0, at)), ...changed, Buffer.concat([whole, whole])]) {
      writeFileSync(spoilt, bytes)
      const refused = await checkArchive(spoilt, keys.identity).catch((error: unknown) => error)
      expect(refused).toMatchObject({ name: 'Fault', message: expect.stringContaining(spoilt) })
      expect(['damaged', 'key']).toContain((refused as { code: string }).code)
    }
  })

  test('opens with no other key', async () => {
    const other = await archiveKeys(Buffer.alloc(32, 8))
    const path = await packed()
    for (const read of [checkArchive, peekArchive])
      await expect(read(path, other.identity)).rejects.toMatchObject({
        code: 'key',
        message: `${path} was sealed with another master key: give the one its ledger was begun with`,
      })
  })

  test('is not made of a folder that is not as it was written', async () => {
    const folder = ledgerFolder({ ...HELD, SHA256SUMS: Buffer.from(`${'0'.repeat(64)}  keys.jsonl\n`) })
    const to = join(newFolder(), 'b.tar.age')
    await expect(packArchive({ folder, to, about, keys })).rejects.toMatchObject({ code: 'damaged' })
    expect(readdirSync(dirname(to))).toEqual([])
  })

  test('that cannot be written leaves nothing, and says the reason of the file system', async () => {
    const to = join(newFolder(), 'gone', 'b.tar.age')
    await expect(packArchive({ folder: ledgerFolder(), to, about, keys })).rejects.toMatchObject({ code: 'ENOENT' })
    expect(existsSync(dirname(to))).toBe(false)
  })

  test('that was given up half way leaves nothing', async () => {
    const folder = ledgerFolder({ ...HELD, 'journal/000002-2026-12.jsonl': Buffer.alloc(4_000_000, 'x') })
    const to = join(newFolder(), 'b.tar.age')
    const stop = new AbortController()
    const made = expect(packArchive({ folder, to, about, keys, stop: stop.signal })).rejects.toThrow('aborted')
    await vi.waitUntil(() => existsSync(`${to}.part`), { interval: 1 })
    stop.abort()
    await made
    expect(readdirSync(dirname(to))).toEqual([])
  })

  test('of somebody who knows the public key writes nowhere: paths, links and lists that are none are refused', async () => {
    const taken: string[] = []
    const take = async (name: string) => void taken.push(name)
    for (const name of ['../../evil', '/etc/evil', 'journal/../evil', 'master.key', 'files/ab/../x', 'journal/a/b']) {
      const path = await forged(['backup.json', ABOUT], [name, 'x'])
      await expect(readArchive(path, keys.identity, take), name).rejects.toMatchObject({ code: 'damaged' })
    }
    const link = await forged(['backup.json', ABOUT], ['keys.jsonl', '', 'symlink'])
    await expect(readArchive(link, keys.identity, take)).rejects.toMatchObject({ code: 'damaged' })
    expect(taken).toEqual([])
    for (const entries of [[], [['keys.jsonl', 'x']], [['backup.json', 'x']], [['backup.json', ABOUT]]] as const)
      await expect(checkArchive(await forged(...entries), keys.identity)).rejects.toMatchObject({ code: 'damaged' })
  })

  test('of a newer program is left to that', async () => {
    const path = await forged(['backup.json', JSON.stringify({ format: 'qinqing-backup', v: 2 })])
    await expect(checkArchive(path, keys.identity)).rejects.toMatchObject({ code: 'newer-format' })
  })

  test.skipIf(!hasAge())('opens with age and tar, where this program is not', async () => {
    const path = await packed()
    const key = join(newFolder(), 'key')
    writeFileSync(key, `# a line of notes\n${keys.identity}\n`)
    const tar = execFileSync('age', ['-d', '-i', key, path])
    expect(execFileSync('tar', ['-t'], { input: tar }).toString().split('\n')).toContain('keys.jsonl')
  })
})

function hasAge(): boolean {
  try {
    execFileSync('age', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
