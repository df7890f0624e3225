import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Answer, createKnowledgeBase, type KnowledgeBase, makeFile } from '../../knowledge/index.ts'
import { fixturesCopied, folderWith, put } from './folder.ts'

const TODAY = '2026-03-01'
const NOW = '2026-03-01T02:00:00.000Z'
const first = (answer: Answer) => (answer.kind === 'found' ? answer.passages[0].text : undefined)
const version = (n: number) => `---\ntitle: 无人机补贴\n---\n## 补多少？\n每架无人机补贴${n}元，一次性发放。`
const subsidy = (knowledge: KnowledgeBase) =>
  /\d+(?=元)/.exec(first(knowledge.ask('无人机补贴多少元', TODAY)) ?? '')?.[0]

describe('a reload', () => {
  it('answers from what is in the folder now', async () => {
    const folder = folderWith({ '无人机.md': version(100) })
    const knowledge = await createKnowledgeBase({ folder })
    put(folder, { '无人机.md': version(200), '充电桩.txt': '充电桩补贴\n每个充电桩补贴三百元。' })
    expect(knowledge.status()).toMatchObject({ generation: 1, documents: 1, passages: 1, faulty: 0 })

    expect(await knowledge.reload({ by: '周主任' })).toMatchObject({ ok: true })
    expect(knowledge.status()).toMatchObject({ generation: 2, by: '周主任', documents: 2, passages: 2, faulty: 0 })
    expect(subsidy(knowledge)).toBe('200')
    expect(knowledge.ask('充电桩补贴多少', TODAY).kind).toBe('found')
  })

  it('tells how far it has come', async () => {
    const golden = `${JSON.stringify({ question: '无人机补贴多少元', document: '无人机.md' })}\n`
    const knowledge = await createKnowledgeBase({
      folder: folderWith({
        '无人机.md': version(100),
        '充电桩.txt': '充电桩补贴\n每个三百元。',
        '_kb/golden.jsonl': golden,
      }),
    })
    const told: string[] = []
    await knowledge.reload({ progress: (line) => told.push(line) })
    expect(told).toEqual(['读文件 0/2', '读文件 1/2', '为 2 份文件建索引', '自测 1 个问题'])
  })

  it('names a bad document, takes the rest, and goes on answering from what it had read of it before', async () => {
    const folder = fixturesCopied()
    const knowledge = await createKnowledgeBase({ folder })
    const { documents } = knowledge.status()
    put(folder, { '坏.md': '---\ndate: 明天\n---\n正文。', '夜市摊位.md': '' })
    const { ok, lines } = await knowledge.reload()
    expect(ok).toBe(true)
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/坏\.md 第 2 行：.*date.*。$/)]))
    expect(lines).toContain('夜市摊位.md：这次读不了，仍按上次读到的内容回答。')
    expect(knowledge.status()).toMatchObject({ generation: 2, documents, faulty: 2 })
    expect(knowledge.status().quarantined.map(({ path }) => path)).toEqual(['坏.md', '夜市摊位.md'])
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
    const { ok, refused, lines } = await knowledge.reload()
    expect({ ok, refused }).toEqual({ ok: false, refused: undefined })
    expect(lines.at(-1)).toBe('仍由第 1 版回答。')
    expect(knowledge.ask('无人机补贴多少', TODAY)).toEqual(before)
    expect(knowledge.status()).toMatchObject({ generation: 1, documents: 1 })
    rmSync(`${folder}.old`, { recursive: true, force: true })
  })

  it('asked for twice at once happens once after the other, and the second finds nothing new', async () => {
    const folder = folderWith({ '无人机.md': version(100) })
    const knowledge = await createKnowledgeBase({ folder })
    put(folder, { '无人机.md': version(200) })
    const [, second] = await Promise.all([knowledge.reload(), knowledge.reload()])
    expect(second).toMatchObject({ ok: true, lines: expect.arrayContaining(['文件没有变化，仍由第 2 版回答。']) })
    expect(knowledge.status().generation).toBe(2)
  })

  it.each([['in memory'], ['on a shelf']])(
    'of an unchanged folder leaves what there is to go back to: %s',
    async (place) => {
      const folder = folderWith({ '无人机.md': version(100) })
      const shelf = place === 'on a shelf' ? { shelf: join(folderWith({}), 'knowledge') } : {}
      const knowledge = await createKnowledgeBase({ folder, ...shelf })
      put(folder, { '无人机.md': version(200) })
      for (let i = 0; i < 7; i++) expect((await knowledge.reload()).ok).toBe(true)
      expect(knowledge.status().kept.map(({ number }) => number)).toEqual([1, 2])
      expect((await knowledge.rollback()).ok).toBe(true)
      expect(subsidy(knowledge)).toBe('100')
      // What was gone back to is no reason to stay: a reload was asked for, and the folder is as it was then.
      put(folder, { '无人机.md': version(100) })
      await knowledge.reload()
      expect(knowledge.status()).not.toHaveProperty('pinned')
    },
  )
})

describe('a reload that would lose answers', () => {
  const golden = (...lines: readonly object[]) => lines.map((line) => JSON.stringify(line)).join('\n')
  const questions = golden(
    { question: '无人机补贴多少元', document: '无人机.md', must: ['100元'] },
    { question: '充电桩补贴多少', document: '充电桩.txt' },
    { question: '人才公寓租金打几折', document: '人才公寓.txt', must: ['五折'] },
    { question: '火星移民签证怎么办理', document: null },
  )
  const documents = {
    '无人机.md': version(100),
    '充电桩.txt': '充电桩补贴\n每个充电桩补贴三百元。',
    '人才公寓.txt': '人才公寓\n人才公寓的租金打五折。',
    '_kb/golden.jsonl': questions,
  }

  it('is refused with the list of what would be lost, and forced by who says so', async () => {
    const folder = folderWith(documents)
    const knowledge = await createKnowledgeBase({ folder, now: () => NOW })
    expect(knowledge.status().golden).toEqual({ asked: 4, right: 4 })
    put(folder, { '无人机.md': version(200), '人才公寓.txt': '人才公寓\n人才公寓只租给本区企业的职工。' })

    const { ok, refused, lines } = await knowledge.reload({ by: '周主任' })
    expect({ ok, refused }).toEqual({ ok: false, refused: true })
    expect(lines).toEqual([
      '自测问题 4 个，答对 2 个',
      '原来答得对、现在答不对的问题：2 个（最多可以有 1）',
      expect.stringMatching(/^· 无人机补贴多少元 → 原来：《无人机补贴》“.*100元.*”；现在：《无人机补贴》“.*200元.*”$/),
      expect.stringMatching(/^· 人才公寓租金打几折 → 原来：《人才公寓》“.*五折.*”；现在：/),
      '仍由第 1 版回答。',
    ])
    expect(knowledge.status()).toMatchObject({ generation: 1, refused: { at: NOW, by: '周主任' } })
    expect(subsidy(knowledge)).toBe('100')

    const forced = await knowledge.reload({ by: '周主任', force: true })
    expect(forced.ok).toBe(true)
    expect(forced.lines).toContain('原来答得对、现在答不对的问题：2 个')
    expect(knowledge.status()).toMatchObject({ generation: 2, forced: true, golden: { asked: 4, right: 2 } })
    expect(knowledge.status()).not.toHaveProperty('refused')
    expect(subsidy(knowledge)).toBe('200')
  })

  it('is let through where it loses no more than a few', async () => {
    const folder = folderWith(documents)
    const knowledge = await createKnowledgeBase({ folder })
    put(folder, { '无人机.md': version(200) })
    const { ok, lines } = await knowledge.reload()
    expect(ok).toBe(true)
    expect(lines).toContain('原来答得对、现在答不对的问题：1 个')
  })

  it('is refused where a folder has lost its documents; one that was renamed is not lost', async () => {
    const many = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${i}.txt`, `第${i}号办法\n内容${i}。`]))
    const folder = folderWith(many)
    const knowledge = await createKnowledgeBase({ folder })
    for (const i of [0, 1, 2, 3]) renameSync(join(folder, `${i}.txt`), join(folder, `新-${i}.txt`))
    expect((await knowledge.reload()).ok).toBe(true)
    for (const i of [4, 5, 6, 7]) rmSync(join(folder, `${i}.txt`))
    const { ok, lines } = await knowledge.reload()
    expect(ok).toBe(false)
    expect(lines).toContain('原来有、现在没有的文件：4 份（最多可以有 3）')
    expect(lines).toContain('· 4.txt《第4号办法》')
    expect(knowledge.status().documents).toBe(8)
  })

  it('tells of golden questions that a first generation does not answer, and of lines that are none', async () => {
    const notices: string[] = []
    const folder = folderWith({
      ...documents,
      '_kb/golden.jsonl': `${questions}\n{"question": ""}\n`,
      '人才公寓.txt': '',
    })
    const knowledge = await createKnowledgeBase({ folder, onNotice: (line) => notices.push(line) })
    expect(knowledge.status()).toMatchObject({ golden: { asked: 4, right: 3 }, faulty: 2 })
    expect(knowledge.status().quarantined).toContainEqual(
      expect.objectContaining({ path: '_kb/golden.jsonl', line: 5 }),
    )
  })
})

describe('a rollback', () => {
  it('wins over every reload that was asked for before it, the one that still waits too', async () => {
    const folder = folderWith({ '无人机.md': version(100) })
    let begun = () => {}
    const building = new Promise<void>((done) => {
      begun = done
    })
    let go = () => {}
    const held = new Promise<void>((done) => {
      go = done
    })
    let hold = false
    const knowledge = await createKnowledgeBase({
      folder,
      shelf: join(folderWith({}), 'knowledge'),
      build: async (order) => {
        if (hold) begun()
        if (hold) await held
        return makeFile({ folder, on: TODAY }, order)
      },
    })
    put(folder, { '无人机.md': version(200) })
    await knowledge.reload()
    put(folder, { '无人机.md': version(300) })
    hold = true
    const reloads = [knowledge.reload(), knowledge.reload()]
    await building
    expect((await knowledge.rollback()).ok).toBe(true)
    go()
    for (const { ok, lines } of await Promise.all(reloads)) {
      expect(ok).toBe(false)
      expect(lines.join()).toContain('载入期间有人退回了上一版')
    }
    expect(subsidy(knowledge)).toBe('100')
    expect(knowledge.status().pinned).toBe(true)
  })

  it('answers from the generation before, until the next reload', async () => {
    const folder = folderWith({ '无人机.md': version(100) })
    const knowledge = await createKnowledgeBase({ folder, now: () => NOW })
    expect(await knowledge.rollback()).toEqual({ ok: false, lines: ['没有可以退回的上一版。', '仍由第 1 版回答。'] })
    put(folder, { '无人机.md': version(200) })
    await knowledge.reload()
    expect(await knowledge.rollback()).toEqual({
      ok: true,
      lines: ['已退回第 1 版（2026-03-01 10:00 启动时载入，1 份文件，1 段），在下一次重新载入之前一直由它回答。'],
    })
    expect(knowledge.status()).toMatchObject({ generation: 1, pinned: true })
    expect(subsidy(knowledge)).toBe('100')
    await knowledge.reload()
    expect(knowledge.status()).toMatchObject({ generation: 3 })
    expect(knowledge.status()).not.toHaveProperty('pinned')
    expect(subsidy(knowledge)).toBe('200')
  })

  it('wins over a reload that was begun before it', async () => {
    const folder = folderWith({ '无人机.md': version(100) })
    const knowledge = await createKnowledgeBase({ folder })
    put(folder, { '无人机.md': version(200) })
    await knowledge.reload()
    put(folder, { '无人机.md': version(300) })
    const reloading = knowledge.reload()
    await knowledge.rollback()
    expect(await reloading).toMatchObject({
      ok: false,
      lines: [expect.stringContaining('没有启用'), '仍由第 1 版回答。'],
    })
    expect(subsidy(knowledge)).toBe('100')
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

describe('a start from the shelf', () => {
  /** A knowledge base that counts what it has to build. */
  async function kept(files: Readonly<Record<string, string>> = { '无人机.md': version(100) }) {
    const folder = folderWith(files)
    const shelf = join(folderWith({}), 'knowledge')
    const notices: string[] = []
    let builds = 0
    const start = (documents = folder) =>
      createKnowledgeBase({
        folder: documents,
        shelf,
        onNotice: (line) => notices.push(line),
        build(order) {
          builds += 1
          return makeFile({ folder: documents, on: TODAY }, order)
        },
      })
    return { folder, shelf, notices, start, builds: () => builds }
  }

  it('builds once, and not again while the folder stays as it is', async () => {
    const { start, builds, shelf } = await kept()
    await start()
    const knowledge = await start()
    expect([builds(), subsidy(knowledge), knowledge.status().generation]).toEqual([1, '100', 1])
    expect(readdirSync(shelf)).toEqual(['000001.kb', 'shelf.json'])
  })

  it.each<[string, (folder: string) => void]>([
    ['a document was changed', (folder) => put(folder, { '无人机.md': version(200) })],
    ['a document was touched', (folder) => utimesSync(join(folder, '无人机.md'), 1e9, 1e9)],
    ['a document was added', (folder) => put(folder, { '别的.txt': '别的\n内容。' })],
    ['a list was added', (folder) => put(folder, { '_kb/words.txt': '无人机补贴' })],
  ])('builds anew where %s', async (_, change) => {
    const { start, builds, folder } = await kept()
    await start()
    change(folder)
    const knowledge = await start()
    expect([builds(), knowledge.status().generation]).toEqual([2, 2])
  })

  it.each<[string, (file: string) => void]>([
    ['damaged', (file) => writeFileSync(file, readFileSync(file).fill(7, 5000, 5001))],
    ['torn', (file) => writeFileSync(file, readFileSync(file).subarray(0, 5000))],
    ['missing', (file) => rmSync(file)],
  ])('does not trust a generation that is %s: the folder is read anew, and a line says so', async (_, harm) => {
    const { start, builds, shelf, notices } = await kept()
    await start()
    harm(join(shelf, '000001.kb'))
    const knowledge = await start()
    expect([builds(), subsidy(knowledge), knowledge.status().generation]).toEqual([2, '100', 2])
    expect(notices).toEqual([expect.stringContaining('第 1 版（000001.kb）不能用')])
  })

  it('does not trust a generation that is whole and another than it was', async () => {
    const { start, builds, shelf, folder } = await kept()
    await start()
    put(folder, { '无人机.md': version(200) })
    await start()
    writeFileSync(join(shelf, '000002.kb'), readFileSync(join(shelf, '000001.kb')))
    expect([subsidy(await start()), builds()]).toEqual(['200', 3])
  })

  it('stays with what was rolled back to, until somebody asks for a reload', async () => {
    const { start, folder } = await kept()
    await start()
    put(folder, { '无人机.md': version(200) })
    await (await start()).rollback()
    const knowledge = await start()
    expect([subsidy(knowledge), knowledge.status()]).toEqual(['100', expect.objectContaining({ pinned: true })])
    await knowledge.reload()
    expect(subsidy(await start())).toBe('200')
  })

  it('goes through the gate: what would lose answers does not take the place of what gave them', async () => {
    const asked = ['无人机补贴多少元', '无人机补贴多少'].map((question) =>
      JSON.stringify({ question, document: '无人机.md', must: ['100元'] }),
    )
    const { start, folder, notices } = await kept({ '无人机.md': version(100), '_kb/golden.jsonl': asked.join('\n') })
    await start()
    put(folder, { '无人机.md': version(200) })
    const knowledge = await start()
    expect(subsidy(knowledge)).toBe('100')
    expect(notices.join('\n')).toMatch(/没有启用[\s\S]*原来答得对、现在答不对的问题：2 个/)
  })

  it('goes on from what it has where the folder cannot be read, and says so', async () => {
    const { start, folder, notices } = await kept()
    await start()
    rmSync(folder, { recursive: true })
    expect(subsidy(await start())).toBe('100')
    expect(notices.join('\n')).toContain('没有启用')
  })

  it('from another folder does not hold it against the one before', async () => {
    const { start, notices } = await kept()
    await start()
    const elsewhere = folderWith({ '充电桩.txt': '充电桩补贴\n每个充电桩补贴三百元。' })
    const knowledge = await start(elsewhere)
    expect(knowledge.ask('充电桩补贴多少', TODAY).kind).toBe('found')
    expect((await knowledge.rollback()).ok).toBe(false)
    await expect(start(join(elsewhere, 'nowhere'))).rejects.toThrow(/ENOENT/)
    expect(notices).toEqual([])
  })

  it('leaves the shelf alone once it was closed, whatever is being built', async () => {
    const { start, shelf, folder } = await kept()
    const knowledge = await start()
    put(folder, { '无人机.md': version(200) })
    const reloading = knowledge.reload()
    await knowledge.close()
    expect(await reloading).toMatchObject({
      ok: false,
      lines: [expect.stringContaining('程序正在停下'), '仍由第 1 版回答。'],
    })
    expect(await knowledge.reload()).toMatchObject({ ok: false })
    expect(readdirSync(shelf)).toEqual(['000001.kb', 'shelf.json'])
    expect(subsidy(knowledge)).toBe('100')
  })

  it('says so where it could not be held against what answers now', async () => {
    const { start, shelf, folder } = await kept()
    const knowledge = await start()
    rmSync(join(shelf, '000001.kb'))
    put(folder, { '无人机.md': version(200) })
    const { ok, lines } = await knowledge.reload()
    expect({ ok, last: lines.at(-1) }).toEqual({ ok: true, last: '现在这一版的文件读不出来，没有能和它比较。' })
  })

  it('tells what could not be written, and goes on', async () => {
    const { start, shelf, folder } = await kept()
    const knowledge = await start()
    rmSync(shelf, { recursive: true })
    writeFileSync(shelf, '')
    put(folder, { '无人机.md': version(200) })
    expect(await knowledge.reload()).toMatchObject({ ok: false, lines: [expect.any(String), '仍由第 1 版回答。'] })
    expect(subsidy(knowledge)).toBe('100')
    expect(existsSync(shelf)).toBe(true)
  })
})

describe('under load', () => {
  it('a thousand questions during ten reloads, three of them broken: all answered, none from a mixture', async () => {
    const documents = (n: number) =>
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.md`, version(n).replace('补贴', `补贴第${i}批`)]))
    const folder = folderWith(documents(100))
    const shelf = join(folderWith({}), 'knowledge')
    const knowledge = await createKnowledgeBase({ folder, shelf })

    let ended = false
    const reloads = async () => {
      const outcomes: boolean[] = []
      for (let i = 1; i <= 10; i++) {
        const broken = [3, 6, 9].includes(i)
        if (broken) renameSync(folder, `${folder}.away`)
        else put(folder, documents(100 + i))
        outcomes.push((await knowledge.reload()).ok)
        if (broken) renameSync(`${folder}.away`, folder)
      }
      ended = true
      return outcomes
    }
    const reloading = reloads()
    const seen = new Map<string, number>()
    for (let asked = 0; asked < 1000 || !ended; asked++) {
      const answer = knowledge.ask(`无人机补贴第${asked % 40}批多少元`, TODAY)
      const from = answer.passages.map(({ text }) => /(\d+)元/.exec(text)?.[1])
      const one = answer.passages.length > 0 ? [...new Set(from)].join('+') : 'unanswered'
      seen.set(one, (seen.get(one) ?? 0) + 1)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await reloading).toEqual([true, true, false, true, true, false, true, true, false, true])
    expect([...seen.keys()].filter((one) => !/^1(0\d|10)$/.test(one))).toEqual([])
    expect(seen.size).toBeGreaterThan(3)
    expect(knowledge.ask('无人机补贴第3批多少元', TODAY).passages[0]?.text).toContain('110元')
    expect(knowledge.status().generation).toBe(8)
  })
})
