import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { safeName } from '../../adapters/terminal/files.ts'
import type { Attachment } from '../../bot/model/message.ts'
import { sit, to } from './sit.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qinqing-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('/file', () => {
  it('sends a file with a message: it is kept first, and the message names it', async () => {
    await writeFile(join(folder, '合同.pdf'), 'contract')
    const { pipe, heard, kept } = sit()
    await pipe(`/file ${join(folder, '合同.pdf')} 这是合同\n`)
    expect(heard.at(-1)).toMatchObject({
      text: '这是合同',
      attachments: [{ ref: 'f1', name: '合同.pdf', type: 'application/pdf' }],
    })
    expect(Buffer.from(kept[0] ?? []).toString()).toBe('contract')
  })

  it('takes a path with blanks in quotes, and needs no words', async () => {
    await writeFile(join(folder, 'my photo.JPG'), 'picture')
    const { pipe, heard } = sit()
    await pipe(`/file "${join(folder, 'my photo.JPG')}"\n/file '${join(folder, 'my photo.JPG')}' 照片\n`)
    expect(heard.slice(1).map(({ text, attachments }) => [text, attachments[0]?.type])).toEqual([
      ['', 'image/jpeg'],
      ['照片', 'image/jpeg'],
    ])
  })

  it('says why a file cannot be sent, and sends nothing', async () => {
    await mkdir(join(folder, 'papers'))
    await writeFile(join(folder, 'empty.txt'), '')
    await writeFile(join(folder, 'huge.zip'), '')
    await truncate(join(folder, 'huge.zip'), 20 * 2 ** 20 + 1)
    const lines = ['none.pdf', 'papers', 'empty.txt', 'huge.zip'].map((name) => `/file ${join(folder, name)}`)
    const { pipe, said } = sit()
    const screen = await pipe(['/file', ...lines].join('\n'))
    expect(screen).toContain('请写文件的路径，例如：/file 合同.pdf')
    expect(screen).toContain('none.pdf：没有这个文件。')
    expect(screen).toContain('papers：这是文件夹，请给出一个文件。')
    expect(screen).toContain('empty.txt：这是空文件。')
    expect(screen).toContain('huge.zip：文件太大，最多 20 MB。')
    expect(said()).toEqual(['entrepreneur:张三 /start'])
  })

  it('a file that could not be kept is said, and the message is not sent', async () => {
    await writeFile(join(folder, 'a.txt'), 'a')
    const full = new Error('cannot write: the disk is full')
    const { input, ended, screen, said } = sit(undefined, { keep: () => Promise.reject(full) })
    input.end(`/file ${join(folder, 'a.txt')} 看\n`)
    await expect(ended).rejects.toBe(full)
    expect(screen()).toContain('（没有保存：cannot write: the disk is full）')
    expect(said()).toEqual(['entrepreneur:张三 /start'])
  })
})

describe('files the bot sends', () => {
  const bytes = new TextEncoder().encode('letter')
  const letter: Attachment = { ref: 'f1', name: '催款函.docx', type: 'application/octet-stream' }
  const sending = (files: Attachment[], given: Parameters<typeof sit>[1] = {}) =>
    sit(({ from, text }) => (text === '/start' ? [] : [{ ...to(from.chat, '请查收'), files }]), {
      fetch: async (ref) => (ref === 'f1' ? bytes : null),
      received: join(folder, 'received'),
      ...given,
    })

  it('are put into a folder, and the line says where; a second of a name is written beside it', async () => {
    const screen = await sending([letter]).pipe('要\n再要\n')
    const [first, second] = ['催款函.docx', '催款函 (2).docx'].map((name) => join(folder, 'received', name))
    expect(screen).toContain(`请查收\n（文件 催款函.docx 存到 ${first}）`)
    expect(screen).toContain(`（文件 催款函.docx 存到 ${second}）`)
    expect(await readFile(second ?? '', 'utf8')).toBe('letter')
    expect((await stat(first ?? '')).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'received'))).mode & 0o777).toBe(0o700)
  })

  it('a name cannot lead out of the folder', async () => {
    await sending([{ ...letter, name: '../../.bashrc' }]).pipe('要\n')
    expect(await readdir(join(folder, 'received'))).toEqual(['_.._.bashrc'])
    expect(await readdir(folder)).toEqual(['received'])
  })

  it('one that is gone, or cannot be written, is said; the words arrive', async () => {
    expect(await sending([{ ...letter, ref: 'f9' }]).pipe('要\n')).toContain('请查收\n（文件 催款函.docx 已不在。）')
    await writeFile(join(folder, 'taken'), '')
    expect(await sending([letter], { received: join(folder, 'taken') }).pipe('要\n')).toMatch(
      /请查收\n（文件 催款函\.docx 没有存下来：/,
    )
  })

  it.each([
    ['a/b\\c.txt', 'a_b_c.txt'],
    ['...hidden', 'hidden'],
    ['a\u0000b\u202Efdp.exe', 'a_b_fdp.exe'],
    ['', 'file'],
    ['..', 'file'],
  ])('%j is saved as %j', (name, safe) => {
    expect(safeName(name)).toBe(safe)
  })

  it('a very long name keeps its ending', () => {
    const safe = safeName(`${'长'.repeat(200)}.docx`)
    expect(safe).toMatch(/^长+\.docx$/)
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200)
  })
})
