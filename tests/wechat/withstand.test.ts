import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** What a process prints, and how it ends, in which puppets fail that nobody hears; and then, in a way, we do. */
const run = (way: string) =>
  new Promise<{ code: unknown; lines: string[] }>((resolve) => {
    const child = fileURLToPath(new URL('withstand-child.ts', import.meta.url))
    execFile(process.execPath, ['--import', 'tsx', child, way], (error, printed) =>
      resolve({ code: error?.code ?? 0, lines: printed.trim().split('\n') }),
    )
  })
const LEFT_ALONE = [
  'wechat: something failed inside the puppet, and was left alone',
  'wechat: something broke inside the puppet, and was left alone',
]

test('what fails inside a puppet ends nothing; what fails elsewhere ends the process, as ever', async () => {
  for (const ended of await Promise.all(['rejected', 'thrown', 'undone'].map(run))) {
    expect(ended.lines).toEqual(LEFT_ALONE)
    expect(ended.code).not.toBe(0)
  }
})
