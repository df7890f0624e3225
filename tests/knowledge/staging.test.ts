import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check, createKnowledgeBase, createStaging, type Staging } from '../../knowledge/index.ts'
import { type Disk, nodeDisk } from '../../knowledge/shelf/disk.ts'
import { folderWith, put } from './folder.ts'

const OLD = '云州市稳岗补贴办法\n\n第一条 企业上年度未裁员的，可以申请稳岗补贴，每人一千元。\n'
const NEW = '云州市稳岗补贴办法\n\n第一条 企业上年度未裁员的，可以申请稳岗补贴，每人一千五百元。\n'
const bytes = (text: string) => Buffer.from(text)

function world(
  files: Record<string, string> = { '养老.txt': '养老机构备案须知\n\n应当自收住之日起十个工作日内备案。\n' },
) {
  const folder = folderWith(files)
  const staging = join(folderWith({}), 'staging')
  let now = '2026-11-23T02:00:00.000Z'
  const open = (more: { disk?: Disk; closed?: string; fileBytes?: number } = {}): Staging =>
    createStaging({ folder, staging, check, now: () => now, ...more })
  return {
    folder,
    staging,
    open,
    later: (days: number) => {
      now = new Date(Date.parse(now) + days * 86_400_000).toISOString()
    },
    read: (path: string) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : null),
  }
}

async function staged(staging: Staging, name: string, text: string): Promise<string> {
  const { id, lines } = await staging.stage({ name, bytes: bytes(text) })
  if (id === undefined) throw new Error(`it was not taken: ${lines.join('; ')}`)
  return id
}

describe('a file that is to join the documents', () => {
  it('is kept aside and shown as it was understood; the folder stays as it is', async () => {
    const { open, folder } = world()
    const { ok, id, lines } = await open().stage({ name: '稳岗.txt', bytes: bytes(OLD) })
    expect(ok).toBe(true)
    expect(id).toMatch(/^[0-9a-f]{8}$/)
    expect(lines).toEqual([
      '稳岗.txt',
      '标题：云州市稳岗补贴办法',
      '地区：云州市（从正文认出）',
      expect.stringMatching(/^内容：1 条，1 段，\d+ 字$/),
    ])
    expect(readdirSync(folder)).toEqual(['养老.txt'])
  })

  it('joins after a word, and answers from the next reload on', async () => {
    const { open, folder } = world()
    const staging = open()
    const id = await staged(staging, '稳岗.txt', OLD)
    const knowledge = await createKnowledgeBase({ folder })
    expect(await staging.adopt(id)).toEqual({ ok: true, id, lines: ['稳岗.txt 已放入文件夹。'] })
    expect(knowledge.ask('稳岗补贴每人多少钱', '2026-11-23').kind).toBe('unsure')
    await knowledge.reload()
    expect(knowledge.ask('稳岗补贴每人多少钱', '2026-11-23').kind).toBe('found')
  })

  it('may be let go instead', async () => {
    const { open, read, staging: aside } = world()
    const staging = open()
    const id = await staged(staging, '稳岗.txt', OLD)
    expect(await staging.discard(id)).toEqual({ ok: true, lines: ['稳岗.txt 没有加入，已放弃。'] })
    expect(readdirSync(aside)).toEqual([])
    expect((await staging.adopt(id)).ok).toBe(false)
    expect(read('稳岗.txt')).toBeNull()
  })

  it('may be taken out again after it joined, and join once more', async () => {
    const { open, read } = world()
    const staging = open()
    const id = await staged(staging, '稳岗.txt', OLD)
    await staging.adopt(id)
    expect((await staging.discard(id)).lines).toEqual(['稳岗.txt 已经加入，没有放弃；要去掉，请撤下。'])
    expect(await staging.withdraw(id)).toEqual({ ok: true, id, lines: ['稳岗.txt 已撤下。'] })
    expect(read('稳岗.txt')).toBeNull()
    await staging.adopt(id)
    expect(read('稳岗.txt')).toBe(OLD)
  })

  it('takes the place of the one of its name, wherever that lies; taken out, the old one is back', async () => {
    const { open, read } = world({ '惠企/稳岗.txt': OLD })
    const staging = open()
    const { id = '', lines } = await staging.stage({ name: '稳岗.txt', bytes: bytes(NEW) })
    expect(lines.at(-1)).toBe('文件夹里已有 惠企/稳岗.txt，内容不同：加入后由这一份取代，原来的另存，可以撤下还原。')
    expect((await staging.adopt(id)).lines).toEqual(['惠企/稳岗.txt 已放入文件夹，取代了原来的同名文件（已另存）。'])
    expect([read('惠企/稳岗.txt'), read('稳岗.txt')]).toEqual([NEW, null])
    expect((await staging.withdraw(id)).lines).toEqual(['惠企/稳岗.txt 已撤下，原来的同名文件已放回。'])
    expect(read('惠企/稳岗.txt')).toBe(OLD)
  })

  it('of a name that is there twice lies at the top, and says so', async () => {
    const { open, read } = world({ 'a/稳岗.txt': OLD, 'b/稳岗.txt': OLD })
    const staging = open()
    const { id = '', lines } = await staging.stage({ name: '稳岗.txt', bytes: bytes(NEW) })
    expect(lines.at(-1)).toBe('文件夹里另有同名文件：a/稳岗.txt、b/稳岗.txt。加入后放在最上层（稳岗.txt），不动它们。')
    await staging.adopt(id)
    expect(read('稳岗.txt')).toBe(NEW)
  })

  it('that is there already need not join', async () => {
    const { open } = world({ '惠企/稳岗.txt': OLD })
    const { ok, id, lines } = await open().stage({ name: '稳岗.txt', bytes: bytes(OLD) })
    expect({ ok, id, last: lines.at(-1) }).toEqual({
      ok: true,
      id: undefined,
      last: '文件夹里已经有一模一样的 惠企/稳岗.txt，不用再加入。',
    })
  })

  it.each([
    ['坏.docx', 'PK\u0003\u0004 no word file', /^坏\.docx：.+。$/],
    ['空.txt', '', /^空\.txt：文件是空的。/],
    ['表格.xls', 'x', /^表格\.xls：不认识 \.xls 格式/],
    ['照片.jpg', 'x', /^照片\.jpg：.*是图片/],
    ['desktop.ini', 'x', /^desktop\.ini：里面没有读到能用的内容/],
  ])('that cannot be used is refused with the reason: %s', async (name, text, reason) => {
    const { open, staging } = world()
    const { ok, id, lines } = await open().stage({ name, bytes: bytes(text) })
    expect({ ok, id }).toEqual({ ok: false, id: undefined })
    expect(lines.join('\n')).toMatch(reason)
    expect(existsSync(staging)).toBe(false)
  })

  it('that is too large is refused', async () => {
    const { open } = world()
    const { lines } = await open({ fileBytes: 10 }).stage({ name: '大.txt', bytes: bytes(OLD) })
    expect(lines[0]).toMatch(/^大\.txt：文件太大/)
  })

  it('of which a part cannot be used may join, and the part is told', async () => {
    const { open } = world()
    const lines = [JSON.stringify({ id: '一', text: '稳岗补贴\n\n每人一千元。' }), '{ no json', '']
    const taken = await open().stage({ name: '问答.jsonl', bytes: bytes(lines.join('\n')) })
    expect(taken.id).toBeDefined()
    expect(taken.lines.join('\n')).toMatch(/问答\.jsonl 第 2 行：这一行不是正确的 JSON/)
  })

  it.each([
    ['../../etc/稳岗.txt', '稳岗.txt'],
    ['..\\稳岗.txt', '稳岗.txt'],
    ['.稳岗.txt', '稳岗.txt'],
    ['~$稳岗.txt', '稳岗.txt'],
    ['稳\u202e岗\n.txt', '稳_岗_.txt'],
    [`${'长'.repeat(100)}.txt`, `${'长'.repeat(65)}.txt`],
  ])('has a name that leads nowhere else and hides nothing: %j', async (name, kept) => {
    const { open, folder } = world()
    const staging = open()
    await staging.adopt(await staged(staging, name, OLD))
    expect(readdirSync(folder)).toContain(kept)
  })

  it('may not join where the folder is not the city’s own; what was understood is told all the same', async () => {
    const { open } = world()
    const { ok, id, lines } = await open({ closed: '这是示例文件夹。' }).stage({ name: '稳岗.txt', bytes: bytes(OLD) })
    expect({ ok, id, last: lines.at(-1) }).toEqual({ ok: true, id: undefined, last: '这是示例文件夹。' })
  })

  it('two files at once come one after the other', async () => {
    const { open, read } = world()
    const staging = open()
    const ids = await Promise.all([staged(staging, '稳岗.txt', OLD), staged(staging, '稳岗.txt', NEW)])
    await Promise.all(ids.map((id) => staging.adopt(id)))
    expect(read('稳岗.txt')).toBe(NEW)
    expect(await staging.withdraw(ids[0] ?? '')).toMatchObject({ ok: false })
    await staging.withdraw(ids[1] ?? '')
    expect(read('稳岗.txt')).toBe(OLD)
    await staging.withdraw(ids[0] ?? '')
    expect(read('稳岗.txt')).toBeNull()
  })
})

describe('what somebody else does in the folder', () => {
  it('a file changed since it joined is not taken out', async () => {
    const { open, folder, read } = world()
    const staging = open()
    const id = await staged(staging, '稳岗.txt', OLD)
    await staging.adopt(id)
    writeFileSync(join(folder, '稳岗.txt'), '改过的内容')
    const { ok, lines } = await staging.withdraw(id)
    expect({ ok, lines }).toEqual({
      ok: false,
      lines: ['稳岗.txt 加入之后又被改过，没有动它；要去掉，请在服务器的文件夹里处理。'],
    })
    expect(read('稳岗.txt')).toBe('改过的内容')
  })

  it('a file put there by hand is not taken for ours', async () => {
    const { open, folder, read } = world()
    const staging = open()
    const id = await staged(staging, '稳岗.txt', OLD)
    put(folder, { '稳岗.txt': OLD })
    expect((await staging.adopt(id)).ok).toBe(true)
    expect((await staging.withdraw(id)).lines).toEqual(['稳岗.txt 没有在用，不用撤下。'])
    expect(read('稳岗.txt')).toBe(OLD)
  })

  it('a folder that is gone is told', async () => {
    const { open, folder } = world()
    const staging = open()
    const id = await staged(staging, '稳岗.txt', OLD)
    rmSync(folder, { recursive: true })
    const { ok, lines } = await staging.adopt(id)
    expect({ ok, lines: lines.join() }).toEqual({ ok: false, lines: expect.stringMatching(/^没有做成：.*ENOENT/) })
  })
})

describe('what is kept aside', () => {
  it('is forgotten after a month if nobody confirmed it', async () => {
    const { open, later } = world()
    const staging = open()
    const id = await staged(staging, '稳岗.txt', OLD)
    later(31)
    await staged(staging, '养老二.txt', NEW)
    expect((await staging.adopt(id)).lines).toEqual(['这份文件已经不在了（放弃了，或者放得太久）。请重新发一次。'])
  })

  it('an id that nobody gave is no way to another folder', async () => {
    const { open } = world()
    for (const id of ['../..', '', 'x'.repeat(8), '01234567']) expect((await open().adopt(id)).ok).toBe(false)
  })
})

describe('whenever the process dies', () => {
  /** Ends at the n-th call that changes something. */
  function dying(at: number): Disk & { calls: number } {
    const disk = { ...nodeDisk, calls: 0 }
    const mortal =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      (...args: A): Promise<R> => {
        disk.calls += 1
        return disk.calls > at ? Promise.reject(new Error('dead')) : call(...args)
      }
    disk.open = mortal(nodeDisk.open)
    disk.rename = mortal(nodeDisk.rename)
    disk.remove = mortal(nodeDisk.remove)
    disk.syncFolder = mortal(nodeDisk.syncFolder)
    return disk
  }

  it('the folder holds the old file or the new one, and doing it again ends the same', async () => {
    for (let at = 0; ; at++) {
      const { open, read } = world({ '稳岗.txt': OLD })
      const id = await staged(open(), '稳岗.txt', NEW)
      const disk = dying(at)
      await open({ disk }).adopt(id)
      expect([OLD, NEW]).toContain(read('稳岗.txt'))
      expect((await open().adopt(id)).ok).toBe(true)
      expect(read('稳岗.txt')).toBe(NEW)

      const last = dying(at)
      await open({ disk: last }).withdraw(id)
      expect([OLD, NEW]).toContain(read('稳岗.txt'))
      expect((await open().withdraw(id)).ok).toBe(true)
      expect(read('稳岗.txt')).toBe(OLD)
      if (disk.calls <= at && last.calls <= at) break
    }
  })
})
