import { copyFileSync, readdirSync } from 'node:fs'
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createKnowledgeBase, type Exchange, type KnowledgeBase, type Published } from '../../knowledge/index.ts'
import { folderWith, put } from './folder.ts'

const TODAY = '2026-03-01'
const version = (n: number) => `---\ntitle: 无人机补贴\n---\n## 补多少？\n每架无人机补贴${n}元，一次性发放。`
const subsidy = (knowledge: Pick<KnowledgeBase, 'ask'>) =>
  /\d+(?=元)/.exec(knowledge.ask('无人机补贴多少元', TODAY).passages[0]?.text ?? '')?.[0]

/** What a database does, in memory: the watchers are told when the test says so. */
function createExchange() {
  const store = folderWith({})
  const fileOf = (number: number) => join(store, `${number}.kb`)
  const watchers = new Set<() => void>()
  let now: Published | null = null
  let last = 0
  let fetched = 0
  let away = false
  const here = () => {
    if (away) throw new Error('the database is away')
  }
  const exchange: Exchange = {
    async newest() {
      here()
      return now
    },
    async fetch(number, file) {
      here()
      fetched += 1
      await copyFile(fileOf(number), file)
    },
    async publish({ file, facts, since }) {
      here()
      if ((now?.change ?? 0) !== since) return null
      last += 1
      copyFileSync(file, fileOf(last))
      const kept = [...(now?.kept ?? []), { number: last, ...(now && { after: now.current }), facts }].slice(-5)
      now = { change: since + 1, current: last, pinned: false, kept }
      return now
    },
    async pin({ number, since }) {
      here()
      if (!now || now.change !== since) return null
      now = { ...now, change: since + 1, current: number, pinned: true }
      return now
    },
    watch: (on, stop) =>
      new Promise((resolve) => {
        watchers.add(on)
        stop.addEventListener('abort', () => resolve(void watchers.delete(on)))
      }),
  }
  return {
    exchange,
    fileOf,
    fetched: () => fetched,
    goesAway: (is: boolean) => {
      away = is
    },
    /** All who watch look, and soon this is so. */
    async told(so: () => void = () => {}) {
      for (const on of watchers) on()
      await vi.waitFor(so, 5_000)
    },
  }
}

async function house(documents: Readonly<Record<string, string>> = { '无人机.md': version(100) }) {
  const shared = createExchange()
  const folders = new Map<string, string>()
  const notices: string[] = []
  const news: string[] = []
  return {
    ...shared,
    notices,
    news,
    folder: (name: string) => folders.get(name) ?? '',
    /** A process with documents and a place of its own; started again it finds both as they were. */
    async start(name: string, own = documents): Promise<KnowledgeBase> {
      const folder = folders.get(name) ?? folderWith(own)
      folders.set(name, folder)
      const shelf = folders.get(`${name}/shelf`) ?? join(folderWith({}), 'shared')
      folders.set(`${name}/shelf`, shelf)
      const knowledge = await createKnowledgeBase({
        folder,
        shelf,
        exchange: shared.exchange,
        onNotice: (line) => notices.push(`${name}: ${line}`),
        onChanges: (changes) => void news.push(...changes.map(({ path }) => `${name}: ${path}`)),
      })
      onTestFinished(() => knowledge.close())
      return knowledge
    },
  }
}

describe('processes that share their generations', () => {
  test('answer from the one that the first has built, whatever their own folders hold', async () => {
    const { start, fetched } = await house()
    const a = await start('甲')
    const b = await start('乙', { '无人机.md': version(200) })
    expect([a, b].map(subsidy)).toEqual(['100', '100'])
    expect([a, b].map((one) => one.status().generation)).toEqual([1, 1])
    await b.close()
    await start('乙')
    expect(fetched()).toBe(1)
  })

  test('a reload at one reaches all, which say so once; a rollback too', async () => {
    const { start, folder, told, news } = await house()
    const a = await start('甲')
    const b = await start('乙')
    put(folder('甲'), { '无人机.md': version(200) })
    expect(await a.reload({ by: '周主任' })).toMatchObject({ ok: true })
    await told(() => expect([a, b].map(subsidy)).toEqual(['200', '200']))
    expect(b.status()).toMatchObject({ generation: 2, by: '周主任' })
    expect(news).toEqual(['甲: 无人机.md'])
    expect(await b.rollback()).toMatchObject({ ok: true })
    await told(() => expect([a, b].map(subsidy)).toEqual(['100', '100']))
    expect(a.status()).toMatchObject({ generation: 1, pinned: true })
  })

  test('one that was away answers from the newest when it is back', async () => {
    const { start, folder } = await house()
    const a = await start('甲')
    await (await start('乙')).close()
    put(folder('甲'), { '无人机.md': version(200) })
    await a.reload()
    expect(subsidy(await start('乙'))).toBe('200')
  })

  test('of two that build at once one is overtaken, answers from the other’s, and says so', async () => {
    const { start, folder } = await house()
    const a = await start('甲')
    const b = await start('乙')
    put(folder('甲'), { '无人机.md': version(200) })
    put(folder('乙'), { '无人机.md': version(300) })
    const [first, second] = await Promise.all([a.reload(), b.reload()])
    const [won, lost] = first.ok ? [a, second] : [b, first]
    expect(lost).toEqual({
      ok: false,
      lines: ['载入期间别处换了一版，这次的没有启用；要启用，请再载入一次。', '仍由第 2 版回答。'],
    })
    expect([a, b].map(subsidy)).toEqual([subsidy(won), subsidy(won)])
  })

  test('that start for the first time at once both answer from one', async () => {
    const { start } = await house()
    const both = await Promise.all([start('甲'), start('乙', { '无人机.md': version(200) })])
    const [one, other] = both.map(subsidy)
    expect(one).toBe(other)
    expect(both.map((knowledge) => knowledge.status().generation)).toEqual([1, 1])
  })

  test('a folder that changed while nobody ran is read at the start, as it is without others', async () => {
    const { start, folder } = await house()
    await (await start('甲')).close()
    put(folder('甲'), { '无人机.md': version(200) })
    expect(subsidy(await start('甲'))).toBe('200')
    expect((await start('甲')).status().generation).toBe(2)
  })

  test('what was fetched can be lost or damaged: it is fetched again', async () => {
    const { start, folder, fetched } = await house()
    await start('甲')
    await (await start('乙')).close()
    const [file = ''] = readdirSync(folder('乙/shelf')).filter((name) => name.endsWith('.kb'))
    await writeFile(join(folder('乙/shelf'), file), 'half of it')
    expect(subsidy(await start('乙'))).toBe('100')
    await rm(folder('乙/shelf'), { recursive: true })
    expect(subsidy(await start('乙'))).toBe('100')
    expect(fetched()).toBe(3)
  })

  test('one that cannot be used here leaves what answers in place, and is told once', async () => {
    const { start, folder, fileOf, told, notices } = await house()
    const a = await start('甲')
    const b = await start('乙')
    put(folder('甲'), { '无人机.md': version(200) })
    await a.reload()
    const bytes = await readFile(fileOf(2))
    await writeFile(fileOf(2), bytes.subarray(0, 1000))
    await told(() => expect(notices).toHaveLength(1))
    await told()
    await b.close()
    expect(subsidy(b)).toBe('100')
    expect(notices).toEqual(['乙: 政策库：第 2 版在这里用不了：its header is damaged'])
  })

  test('while the exchange is away what answers goes on; a reload is not taken', async () => {
    const { start, folder, goesAway, told } = await house()
    const a = await start('甲')
    put(folder('甲'), { '无人机.md': version(200) })
    goesAway(true)
    await told()
    expect(await a.reload()).toMatchObject({
      ok: false,
      lines: [/没有存下来/, '仍由第 1 版回答。'].map((line) => expect.stringMatching(line)),
    })
    expect(subsidy(a)).toBe('100')
    goesAway(false)
    expect(await a.reload()).toMatchObject({ ok: true })
  })
})

describe('as it answers at one moment', () => {
  test('it goes on so, whatever is put in place meanwhile', async () => {
    const folder = folderWith({ '无人机.md': version(100) })
    const knowledge = await createKnowledgeBase({ folder })
    const then = knowledge.now()
    put(folder, { '无人机.md': version(200) })
    await knowledge.reload()
    knowledge.learn([{ id: 'e1', questions: ['无人机补贴多少元'], answer: '每架300元', by: '周主任', on: TODAY }])
    expect([subsidy(then), subsidy(knowledge)]).toEqual(['100', '300'])
    expect([then.status().generation, knowledge.status().generation]).toEqual([1, 2])
  })
})
