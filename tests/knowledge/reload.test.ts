import { chmodSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Answer, createKnowledgeBase } from '../../knowledge/index.ts'
import { fixturesCopied, folderWith, put } from './folder.ts'

const TODAY = '2026-03-01'
const first = (answer: Answer) => (answer.kind === 'found' ? answer.passages[0].text : undefined)
const version = (n: number) => `---\ntitle: 无人机补贴\n---\n## 补多少？\n每架无人机补贴${n}元，一次性发放。`

describe('a reload', () => {
  it('answers from what is in the folder now', async () => {
    const folder = folderWith({ '无人机.md': version(100) })
    const knowledge = await createKnowledgeBase({ folder })
    put(folder, { '无人机.md': version(200), '充电桩.txt': '充电桩补贴\n每个充电桩补贴三百元。' })
    expect(knowledge.status()).toEqual({ generation: 1, documents: 1, passages: 1, faulty: 0 })

    expect(await knowledge.reload()).toMatchObject({ ok: true, faults: [] })
    expect(knowledge.status()).toEqual({ generation: 2, documents: 2, passages: 2, faulty: 0 })
    expect(first(knowledge.ask('无人机补贴多少', TODAY))).toContain('200元')
    expect(knowledge.ask('充电桩补贴多少', TODAY).kind).toBe('found')
  })

  it('names a bad document, takes the rest, and goes on answering from what it had read of it before', async () => {
    const folder = fixturesCopied()
    const knowledge = await createKnowledgeBase({ folder })
    put(folder, { '坏.md': '---\ndate: 明天\n---\n正文。', '夜市摊位.md': '' })
    const report = await knowledge.reload()
    expect(report.ok).toBe(true)
    expect(report.faults.map(({ path }) => path)).toEqual(['坏.md', '夜市摊位.md'])
    expect(report.lines.slice(0, 2)).toEqual([
      expect.stringContaining('7 份文件'),
      expect.stringMatching(/坏\.md 第 2 行：.*date.*。$/),
    ])
    expect(knowledge.status()).toMatchObject({ generation: 2, documents: 7, faulty: 2 })
    expect(report.lines).toContain('夜市摊位.md：这次读不了，仍按上次读到的内容回答。')
    expect(knowledge.ask('夜市摊位怎么登记', TODAY).kind).toBe('found')
    expect(knowledge.ask('首台套奖励多少', TODAY).kind).toBe('found')
  })

  it.each<[string, (folder: string) => void]>([
    ['has lost every document', (folder) => put(folder, { '无人机.md': '' })],
    ['is gone', (folder) => rmSync(folder, { recursive: true })],
    [
      'has become a file',
      (folder) => {
        renameSync(folder, `${folder}.old`)
        put('/', { [folder]: '' })
      },
    ],
  ])('changes nothing where the folder %s', async (_, harm) => {
    const folder = folderWith({ '无人机.md': version(100) })
    const knowledge = await createKnowledgeBase({ folder })
    const before = knowledge.ask('无人机补贴多少', TODAY)
    harm(folder)
    const report = await knowledge.reload()
    expect(report.ok).toBe(false)
    expect(report.faults.length).toBeGreaterThan(0)
    expect(report.lines.at(-1)).toContain('原来的文件')
    expect(knowledge.ask('无人机补贴多少', TODAY)).toEqual(before)
    expect(knowledge.status()).toMatchObject({ generation: 1, documents: 1 })
    rmSync(`${folder}.old`, { recursive: true, force: true })
  })

  it('swaps at once: a question asked meanwhile is answered by one generation whole', async () => {
    const documents = (n: number) =>
      Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.md`, version(n).replace('补贴', `补贴第${i}批`)]))
    const folder = folderWith(documents(100))
    const knowledge = await createKnowledgeBase({ folder })
    put(folder, documents(200))

    let done = false
    const reloading = knowledge.reload().then(() => {
      done = true
    })
    const seen = new Set<string>()
    while (!done) {
      const answer = knowledge.ask('无人机补贴多少元', TODAY)
      const passages = answer.kind === 'found' ? answer.passages : []
      seen.add([...new Set(passages.map(({ text }) => /\d{3}(?=元)/.exec(text)?.[0]))].join('+'))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await reloading
    expect([...seen].filter((each) => each !== '100' && each !== '200')).toEqual([])
    expect(seen).toContain('100')
    expect(first(knowledge.ask('无人机补贴多少元', TODAY))).toContain('200元')
  })

  it('asked for twice at once happens twice, one after the other', async () => {
    const knowledge = await createKnowledgeBase({ folder: folderWith({ '无人机.md': version(100) }) })
    await Promise.all([knowledge.reload(), knowledge.reload()])
    expect(knowledge.status().generation).toBe(3)
  })
})

describe('a start', () => {
  it('without a single document is refused, with the reason', async () => {
    await expect(createKnowledgeBase({ folder: folderWith({ '坏.md': '' }) })).rejects.toThrow(/坏\.md：文件是空的/)
    await expect(createKnowledgeBase({ folder: join(folderWith({}), 'no') })).rejects.toThrow(/ENOENT/)
  })

  it.skipIf(process.getuid?.() === 0)('goes on without a file it may not read', async () => {
    const folder = folderWith({ '无人机.md': version(100), '密.txt': '密\n件' })
    chmodSync(join(folder, '密.txt'), 0)
    expect((await createKnowledgeBase({ folder })).status()).toMatchObject({ documents: 1, faulty: 1 })
  })
})
