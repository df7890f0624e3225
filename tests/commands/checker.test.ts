import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createChecker } from '../../bot/commands/checker.ts'
import { folderWith } from '../knowledge/folder.ts'

/** A checker whose child does this instead of `kb check`. */
function checkerOf(script: string, seconds?: number) {
  const program = join(folderWith({}), 'main.mjs')
  writeFileSync(program, script)
  return createChecker({ program, ...(seconds !== undefined && { seconds }) })
}

describe('a file that somebody sent is read in a process of its own', () => {
  it('which is `kb check`, and hands back what it found', async () => {
    const check = checkerOf(
      `const [, , ...argv] = process.argv
       console.log(JSON.stringify({ ok: true, documents: [{ path: argv.join(' ') }], passages: 1, faults: [] }))`,
    )
    expect(await check('/aside')).toMatchObject({ ok: true, documents: [{ path: 'kb check /aside --json' }] })
  })

  it('also where it found nothing of use, and so ends with 1', async () => {
    const fault = { path: '坏.docx', reason: '是空的', advice: '换一份' }
    const check = checkerOf(
      `console.log(JSON.stringify({ ok: false, documents: [], passages: 0, faults: [${JSON.stringify(fault)}] }))
       process.exitCode = 1`,
    )
    expect(await check('/aside')).toMatchObject({ ok: false, faults: [fault] })
  })

  it.each([
    ['dies', `process.kill(process.pid, 'SIGKILL')`, 'SIGKILL'],
    ['ends with a code', 'process.exit(3)', '代码 3'],
    ['never ends', 'for (;;) {}', 'SIGKILL'],
  ])('which is told where it %s', async (_, script, why) => {
    await expect(checkerOf(script, 1)('/aside')).rejects.toThrow(`读取文件的程序没有读完（${why}）`)
  })
})
