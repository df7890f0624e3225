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
})
