import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createBuilder } from '../../bot/commands/builder.ts'
import { type Builder, createKnowledgeBase, makeFile } from '../../knowledge/index.ts'
import { folderWith } from '../knowledge/folder.ts'
import { ensureBuilt, program } from '../terminal/program.ts'

beforeAll(ensureBuilt, 60_000)

const TODAY = '2026-03-01'

test('a build keeps the thread of the one who answers for no longer than a breath', async () => {
  const section = (i: number, j: number) => `第${j}条 第${i}类企业的第${j}项补贴每年九月底前申请，每户${i + j}元。\n`
  const documents = Array.from({ length: 300 }, (_, i): [string, string] => [
    `${i}.txt`,
    `云州市第${i}类企业补贴办法\n${Array.from({ length: 12 }, (_, j) => section(i, j + 1)).join('')}`,
  ])
  const docs = folderWith(Object.fromEntries(documents))
  const shelf = join(folderWith({}), 'knowledge')
  let build: Builder = (order) => makeFile({ folder: docs, on: TODAY }, order)
  const knowledge = await createKnowledgeBase({ folder: docs, shelf, build: (order) => build(order) })
  build = createBuilder({ docs, program })
  expect(knowledge.status().passages).toBeGreaterThan(2000)

  const ticks = watchThread()
  expect(await knowledge.reload()).toMatchObject({ ok: true })
  // In processor time, which a busy machine does not lengthen; `npm run bench:search` prints the real one.
  expect(ticks.longest()).toBeLessThan(40)
}, 120_000)

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
