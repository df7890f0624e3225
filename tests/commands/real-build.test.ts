import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { createBuilder } from '../../bot/commands/builder.ts'
import { type Builder, createKnowledgeBase, makeFile } from '../../knowledge/index.ts'
import { folderWith, put } from '../knowledge/folder.ts'
import { ensureBuilt, program } from '../terminal/program.ts'

beforeAll(ensureBuilt, 60_000)

const TODAY = '2026-03-01'

/** In this process, which is sooner done. */
const here =
  (folder: string): Builder =>
  (order) =>
    makeFile({ folder, on: TODAY }, order)

describe('the real build', () => {
  test('killed on its way, it changes nothing, and the next one goes through', async () => {
    const docs = folderWith({ '无人机.txt': '云州市无人机补贴办法\n每架无人机补贴100元，一次性发放。' })
    const shelf = join(folderWith({}), 'knowledge')
    const [quick, real] = [createBuilder({ docs, program, seconds: 0.15 }), createBuilder({ docs, program })]
    let build = here(docs)
    const knowledge = await createKnowledgeBase({ folder: docs, shelf, build: (order) => build(order) })
    put(docs, { '无人机.txt': '云州市无人机补贴办法\n每架无人机补贴200元，一次性发放。' })
    const said = () => knowledge.ask('无人机补贴多少元', TODAY).passages[0]?.text

    build = quick
    expect(await knowledge.reload()).toMatchObject({
      ok: false,
      lines: [expect.stringContaining('已经停下'), '仍由第 1 版回答。'],
    })
    expect(said()).toContain('100元')
    build = real
    expect(await knowledge.reload({ by: '周主任' })).toMatchObject({ ok: true })
    expect(said()).toContain('200元')
  }, 120_000)

  test('keeps the thread of the one who answers for no longer than a breath', async () => {
    const section = (i: number, j: number) => `第${j}条 第${i}类企业的第${j}项补贴每年九月底前申请，每户${i + j}元。\n`
    const documents = Array.from({ length: 300 }, (_, i): [string, string] => [
      `${i}.txt`,
      `云州市第${i}类企业补贴办法\n${Array.from({ length: 12 }, (_, j) => section(i, j + 1)).join('')}`,
    ])
    const docs = folderWith(Object.fromEntries(documents))
    const shelf = join(folderWith({}), 'knowledge')
    let build = here(docs)
    const knowledge = await createKnowledgeBase({ folder: docs, shelf, build: (order) => build(order) })
    build = createBuilder({ docs, program })
    expect(knowledge.status().passages).toBeGreaterThan(2000)

    const ticks = watchThread()
    expect(await knowledge.reload()).toMatchObject({ ok: true })
    // In processor time, which a busy machine does not lengthen; `npm run bench:search` prints the real one.
    expect(ticks.longest()).toBeLessThan(40)
  }, 120_000)
})

/** The longest that the thread was kept, in milliseconds of processor time. */
function watchThread(): { longest(): number } {
  const used = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
  let [last, longest, on] = [used(), 0, true]
  const tick = () => {
    const now = used()
    longest = Math.max(longest, now - last)
    last = now
    if (on) setImmediate(tick)
  }
  tick()
  return {
    longest() {
      on = false
      return longest
    },
  }
}
