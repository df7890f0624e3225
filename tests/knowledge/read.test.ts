import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check } from '../../knowledge/index.ts'
import { FIXTURES, folderWith } from './folder.ts'

const GB18030 = Uint8Array.from([
  0xb2, 0xb9, 0xcc, 0xf9, 0x0a, 0xc3, 0xbf, 0xbb, 0xa7, 0xd2, 0xbb, 0xb0, 0xd9, 0xd4, 0xaa,
])
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52])
const good = { 'good.txt': '好文件\n这里有一段正文。' }

/** The one fault of a folder in which the rest is good. */
async function faultOf(path: string, content: string | Uint8Array, fileBytes?: number) {
  const report = await check(folderWith({ ...good, [path]: content }), fileBytes)
  expect(report.ok).toBe(true)
  expect(report.documents.map((document) => document.path)).toContain('good.txt')
  expect(report.faults).toHaveLength(1)
  expect(report.lines.join('\n')).toContain(path)
  return report.faults[0]
}

describe('what is read', () => {
  it('is told per document', async () => {
    const { documents, faults } = await check(FIXTURES)
    expect(faults).toEqual([])
    expect(documents.map(({ path }) => path)).toEqual([
      '人才公寓.txt',
      '夜市摊位.md',
      '租金减免.md',
      '营商环境条例.md',
      '冷链补贴问答',
      'q-17',
      '首台套奖励.md',
    ])
    expect(documents.find(({ path }) => path === '首台套奖励.md')).toMatchObject({
      path: '首台套奖励.md',
      title: '青禾市首台套装备奖励',
      number: '青工信〔2025〕7号',
      issuer: '青禾市工业和信息化局',
      date: '2025-03-02',
      from: '2025-04-01',
      warnings: [],
      articles: 0,
      passages: 3,
      characters: 139,
    })
  })

  it('takes a law as it is written: its title, its date, its articles', async () => {
    const { documents } = await check(FIXTURES)
    expect(documents.find(({ path }) => path === '营商环境条例.md')).toMatchObject({
      title: '青禾市营商环境条例',
      date: '2024-06-01',
      articles: 4,
      passages: 4,
    })
  })

  it('takes a line of a .jsonl file as a document: an id in Chinese is its title, else its first line', async () => {
    const { documents } = await check(FIXTURES)
    const titles = new Map(documents.map(({ path, title }) => [path, title]))
    expect(titles.get('冷链补贴问答')).toBe('冷链补贴问答')
    expect(titles.get('q-17')).toBe('出口信用保险保费补助')
  })

  it('takes text in GB18030, and says so', async () => {
    const { documents } = await check(folderWith({ '旧.txt': GB18030 }))
    expect(documents).toMatchObject([{ title: '补贴', warnings: [expect.stringContaining('GB18030')] }])
  })

  it('warns of keys it does not know; a line of navigation is no title', async () => {
    const { documents, lines } = await check(
      folderWith({ 'a.md': '---\ntitel: 打错了\n---\n正文。', 'b.txt': '当前位置：首页 > 新闻\n正文。' }),
    )
    expect(documents.map(({ path }) => path)).toEqual(['a.md', 'b.txt'])
    expect(documents.map(({ title }) => title).join()).not.toContain('当前位置')
    expect(lines.join('\n')).toMatch(/a\.md：不认识的键“titel”/)
  })
})

describe('what cannot be read is named, with the reason and what to do, and the rest is read', () => {
  it.each([
    ['an empty file', '空.txt', '', /空/],
    ['white space only', '空白.txt', ' \n\n ', /空/],
    ['a title without text', '标题.txt', '只有一行', /没有正文/],
    ['a picture called .txt', '图.txt', PNG, /图片/],
    ['a format unknown to us', '表.xls', 'x', /\.xls/],
    ['a file without an extension', 'LICENSE', 'x', /扩展名/],
    ['a law without text', '空.md', '# 题目\n\n<!-- INFO END -->\n', /没有正文/],
  ])('%s', async (_, path, content, reason) => {
    const fault = await faultOf(path, content)
    expect(fault).toMatchObject({ path, reason: expect.stringMatching(reason), advice: expect.stringMatching(/请/) })
  })

  it.each([
    ['not YAML', '---\ntitle: "没有收尾\n---\n正文', undefined],
    ['not a map', '---\n- 一\n- 二\n---\n正文', 2],
    ['a date that is none', '---\ntitle: 甲\ndate: 去年\n---\n正文', 3],
    ['a topic that is a map', '---\ntitle: 甲\ntopics:\n  - a: b\n---\n正文', 3],
    ['never closed', '---\ntitle: 甲\n正文', 1],
    ['of a megabyte', `---\n${'k: v\n'.repeat(200_000)}---\n正文`, 1],
    ['over before it begins', '---\nfrom: 2025-02-01\nuntil: 2025-01-01\n---\n正文', 2],
  ])('front matter: %s', async (_, content, line) => {
    const fault = await faultOf('坏.md', content)
    expect(fault?.reason).toContain('front matter')
    if (line === undefined) expect(fault?.line).toBeGreaterThan(0)
    else expect(fault?.line).toBe(line)
  })

  it('a file larger than the limit, which is named', async () => {
    const fault = await faultOf('大.txt', '大'.repeat(1_000_000), 1_000_000)
    expect(fault?.reason).toMatch(/3 MB.*1 MB/)
  })

  it('a line that is not JSON, has no text, or has an id used before: by its number, the other lines are read', async () => {
    const content = [
      '{"id": "一", "text": "甲"}',
      '{"id": ',
      '{"id": "二"}',
      '{"id": "一", "text": "乙"}',
      '[]',
      '',
    ].join('\n')
    const { documents, faults } = await check(folderWith({ 'q.jsonl': content }))
    expect(documents.map(({ path }) => path)).toEqual(['一'])
    expect(faults.map(({ line }) => line)).toEqual([2, 3, 4, 5])
  })

  it('a link out of the folder', async () => {
    const folder = folderWith(good)
    symlinkSync('/etc/hostname', join(folder, '外.txt'))
    expect((await check(folder)).faults).toMatchObject([{ path: '外.txt', reason: expect.stringContaining('链接') }])
  })

  it('a folder that is not there, or has nothing in it', async () => {
    const folder = folderWith({})
    expect(await check(folder)).toMatchObject({ ok: false, faults: [{ path: folder }] })
    expect(await check(join(folder, 'no'))).toMatchObject({
      ok: false,
      faults: [{ reason: expect.stringContaining('ENOENT') }],
    })
  })
})
