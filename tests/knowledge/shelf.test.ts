import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Disk, nodeDisk, whyNot, writeWhole } from '../../knowledge/shelf/disk.ts'
import type { GenerationFacts } from '../../knowledge/shelf/pointer.ts'
import { openShelf, type Shelf } from '../../knowledge/shelf/shelf.ts'
import { MISHAPS } from '../faults/harness.ts'
import { folderWith } from './folder.ts'
import { survivors } from './shelf-faults.ts'

/** A generation's file, as far as the shelf is concerned: it says by itself whether it is whole. */
const made = (text: string) => Buffer.from(`${createHash('sha256').update(text).digest('hex')} ${text}`)
const load = (disk: Disk) => async (file: string) => {
  const text = (await disk.read(file))?.toString() ?? ''
  if (!made(text.slice(65)).equals(Buffer.from(text))) throw new Error('its checksum does not fit')
  return text.slice(65)
}
const loadFile = load(nodeDisk)

const facts = (at: string, more: Partial<GenerationFacts> = {}): GenerationFacts => ({
  at,
  folder: '/policies',
  key: at,
  documents: 1,
  passages: 1,
  faulty: 0,
  quarantined: [],
  reviews: [],
  ...more,
})

async function put(shelf: Shelf, text: string, more: Partial<GenerationFacts> = {}, disk: Disk = nodeDisk) {
  const built = shelf.fresh()
  await writeWhole(disk, built, made(text))
  return shelf.put(built, facts(text, more))
}

async function shelfWith(...texts: readonly string[]) {
  const folder = join(folderWith({}), 'knowledge')
  const shelf = await openShelf({ folder })
  for (const text of texts) await put(shelf, text)
  const notices: string[] = []
  const again = () => openShelf({ folder, onNotice: (line) => notices.push(line) })
  return { folder, shelf, notices, again }
}

describe('a shelf', () => {
  it('keeps what was put on it over a restart, for its owner alone', async () => {
    const { folder, again, notices } = await shelfWith('一', '二')
    const shelf = await again()
    expect(shelf.current).toMatchObject({ number: 2, after: 1, facts: { at: '二' } })
    expect(await shelf.open(loadFile)).toBe('二')
    expect(notices).toEqual([])
    expect(readdirSync(folder)).toEqual(['000001.kb', '000002.kb', 'shelf.json', 'shelf.json.previous'])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  })

  it('that is new has nothing to answer from', async () => {
    const { shelf } = await shelfWith()
    expect([shelf.current, shelf.pinned, await shelf.open(loadFile), await shelf.back(loadFile)]).toEqual([
      undefined,
      false,
      null,
      null,
    ])
  })

  it('keeps the last five, and never uses a number again', async () => {
    const { folder, shelf } = await shelfWith('一', '二', '三', '四', '五', '六', '七')
    expect(shelf.kept.map(({ number }) => number)).toEqual([3, 4, 5, 6, 7])
    expect(readdirSync(folder).filter((name) => name.endsWith('.kb'))).toHaveLength(5)
    rmSync(join(folder, '000007.kb'))
    const again = await openShelf({ folder })
    await again.open(loadFile)
    expect((await put(again, '八')).number).toBe(8)
  })

  it('removes what a killed build left', async () => {
    const { folder, again } = await shelfWith('一')
    writeFileSync(join(folder, 'build-9.tmp'), 'half')
    writeFileSync(join(folder, 'shelf.json.tmp'), '{')
    writeFileSync(join(folder, '000002.kb'), made('renamed, and no pointer written yet'))
    const shelf = await again()
    expect(await shelf.open(loadFile)).toBe('一')
    expect(readdirSync(folder)).toEqual(['000001.kb', 'shelf.json'])
  })
})

describe('going back', () => {
  it('is to what the current one took the place of, and pins it until the next is put', async () => {
    const { shelf, again } = await shelfWith('一', '二', '三')
    expect(await shelf.back(loadFile)).toBe('二')
    expect(shelf).toMatchObject({ current: { number: 2 }, pinned: true })
    expect(await again()).toMatchObject({ current: { number: 2 }, pinned: true })
    await put(shelf, '四')
    expect(shelf).toMatchObject({ current: { number: 4, after: 2 }, pinned: false })
    expect(await shelf.back(loadFile)).toBe('二')
    expect(await shelf.back(loadFile)).toBe('一')
    expect(await shelf.back(loadFile)).toBe(null)
    expect(shelf.current).toMatchObject({ number: 1 })
  })

  it('keeps what can be gone back to, however old it is', async () => {
    const { shelf } = await shelfWith('一', '二', '三', '四', '五')
    for (let i = 0; i < 4; i++) await shelf.back(loadFile)
    await put(shelf, '六')
    expect(shelf.kept.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
    expect(await shelf.back(loadFile)).toBe('一')
  })

  it('passes over what is damaged, and over other documents', async () => {
    const { shelf, folder } = await shelfWith('一', '二', '三')
    writeFileSync(join(folder, '000002.kb'), 'foreign')
    expect(await shelf.back(loadFile)).toBe('一')
    await put(shelf, '别处', { folder: '/elsewhere' })
    expect(await shelf.back(loadFile)).toBe(null)
  })
})

describe('what is damaged is never trusted', () => {
  const flip = (path: string) => {
    const bytes = readFileSync(path)
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = (bytes[middle] ?? 0) ^ 1
    writeFileSync(path, bytes)
  }
  it.each<[string, (folder: string) => void]>([
    ['has a flipped bit', (folder) => flip(join(folder, '000003.kb'))],
    ['is torn', (folder) => writeFileSync(join(folder, '000003.kb'), made('三').subarray(0, 40))],
    ['is empty', (folder) => writeFileSync(join(folder, '000003.kb'), '')],
    ['is missing', (folder) => rmSync(join(folder, '000003.kb'))],
    [
      'is a folder',
      (folder) => {
        rmSync(join(folder, '000003.kb'))
        mkdirSync(join(folder, '000003.kb'))
      },
    ],
  ])('a current generation that %s: the one before answers, and a line says so', async (_, harm) => {
    const { folder, again, notices } = await shelfWith('一', '二', '三')
    harm(folder)
    const shelf = await again()
    expect(await shelf.open(loadFile)).toBe('二')
    expect(notices).toEqual([expect.stringMatching(/第 3 版（000003\.kb）不能用：/)])
    expect((await again()).current).toMatchObject({ number: 2 })
  })

  it('where nothing is whole, nothing answers', async () => {
    const { folder, again, notices } = await shelfWith('一', '二')
    for (const name of ['000001.kb', '000002.kb']) flip(join(folder, name))
    const shelf = await again()
    expect(await shelf.open(loadFile)).toBe(null)
    expect(notices).toHaveLength(2)
    expect((await put(shelf, '三')).number).toBe(3)
    expect(await (await again()).open(loadFile)).toBe('三')
  })

  it.each<[string, (path: string) => void]>([
    ['has a flipped bit', flip],
    ['is torn', (path) => writeFileSync(path, readFileSync(path).subarray(0, 99))],
    ['is missing', (path) => rmSync(path)],
    ['is of another version', (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('"v": 1', '"v": 2'))],
    ['was edited', (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('"current": 3', '"current": 1'))],
  ])('a shelf.json that %s gives way to the one before', async (_, harm) => {
    const { folder, again, notices } = await shelfWith('一', '二', '三')
    harm(join(folder, 'shelf.json'))
    const shelf = await again()
    expect(await shelf.open(loadFile)).toBe('二')
    expect(notices).toEqual([expect.stringMatching(/shelf\.json (损坏|不见了|是另一个版本的程序写的)/)])
  })

  it('a shelf.json that does not fit on the disk leaves nothing half written behind', async () => {
    const { folder } = await shelfWith('一', '二')
    const full: Disk = {
      ...nodeDisk,
      open: async (path) => {
        const file = await nodeDisk.open(path)
        const write = () => Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }))
        return path.endsWith('shelf.json.tmp') ? { ...file, write } : file
      },
    }
    const shelf = await openShelf({ folder, disk: full })
    await expect(shelf.back(loadFile)).rejects.toThrow('ENOSPC')
    expect(readdirSync(folder)).toEqual(['000001.kb', '000002.kb', 'shelf.json', 'shelf.json.previous'])
  })

  it('without any shelf.json, the newest that is whole answers', async () => {
    const { folder, again, notices } = await shelfWith('一', '二', '三')
    for (const name of ['shelf.json', 'shelf.json.previous']) writeFileSync(join(folder, name), '{}')
    flip(join(folder, '000003.kb'))
    const shelf = await again()
    expect(await shelf.open(loadFile)).toBe('二')
    expect(notices).toHaveLength(2)
    await put(shelf, '四')
    expect(await (await again()).open(loadFile)).toBe('四')
  })
})

it.each([
  ['ENOSPC', '磁盘满了。请腾出空间'],
  ['EROFS', '磁盘是只读的。请改为可写'],
  ['EACCES', '没有权限。'],
])('an administrator is told what %s means, and what to do', (code, told) => {
  const error = Object.assign(new Error(`${code}: write '/data/knowledge/000001.kb'`), { code })
  expect(whyNot(error)).toContain(told)
  expect(whyNot(error)).toContain('/data/knowledge/000001.kb')
})

describe('whatever goes wrong at whichever file call', () => {
  const play = async (disk: Disk, acknowledged: (text: string) => void) => {
    const shelf = await openShelf({ folder: '/sim/knowledge', disk })
    const step = async (text: string, act: () => Promise<unknown>) => {
      await act().then(
        (done) => done !== null && acknowledged(text),
        () => {},
      )
    }
    await step('一', () => put(shelf, '一', {}, disk))
    await step('二', () => put(shelf, '二', {}, disk))
    await step('一', () => shelf.back(load(disk)))
    await step('三', () => put(shelf, '三', {}, disk))
  }
  const reopen = async (disk: Disk) => {
    const shelf = await openShelf({ folder: '/sim/knowledge', disk })
    const found = await shelf.open(load(disk))
    await put(shelf, '后来', {}, disk) // it must be usable, too
    const again = await openShelf({ folder: '/sim/knowledge', disk })
    if ((await again.open(load(disk))) !== '后来') throw new Error('what was put afterwards does not answer')
    return found
  }

  it.each(MISHAPS)('%s: what answers afterwards is whole, and what was acknowledged', async (mishap) => {
    expect(await survivors(mishap, play, reopen)).toEqual([])
  })

  it('these tests bite: a shelf that does not flush is caught', async () => {
    const withoutFlush = (disk: Disk): Disk => ({
      ...disk,
      syncFolder: async () => {},
      open: async (path) => ({ ...(await disk.open(path)), sync: async () => {} }),
    })
    expect(await survivors('kill-after', (disk, told) => play(withoutFlush(disk), told), reopen)).not.toEqual([])
  })
})
