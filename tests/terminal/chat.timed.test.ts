import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuilt, pipe } from './program.ts'

const home = mkdtempSync(join(tmpdir(), 'qinqing-chat-'))
beforeAll(ensureBuilt, 60_000)
afterAll(() => rmSync(home, { recursive: true }))

test('the very first start has read the documents and answered within ten seconds', async () => {
  const begun = performance.now()
  const { out } = await pipe(['chat', '--data', join(home, 'data')], ['大型企业欠我们货款，多少天内必须付？'])
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(out).toMatch(/出处：《.*》/)
})
