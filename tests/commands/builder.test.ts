import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createBuilder } from '../../bot/commands/builder.ts'
import { folderWith } from '../knowledge/folder.ts'

/** A builder whose child does this instead. */
function builderOf(script: string, more: Partial<Parameters<typeof createBuilder>[0]> = {}) {
  const folder = folderWith({})
  const program = join(folder, 'main.mjs')
  writeFileSync(program, script)
  return { folder, build: createBuilder({ docs: '/policies', program, ...more }) }
}

const built = {
  kind: 'built',
  facts: { key: 'k', documents: 1, passages: 1, faulty: 0, quarantined: [], reviews: [] },
  lines: ['好'],
}
const order = { out: '/data/knowledge/build-1.tmp' }

describe('a build in a process of its own', () => {
  it('is `kb build`, told what to build, and hands back what it said', async () => {
    const { build, folder } = builderOf(
      `import { writeFileSync } from 'node:fs'
       writeFileSync(new URL('argv', import.meta.url), JSON.stringify(process.argv.slice(2)))
       process.stderr.write('building … 1 s\\n')
       console.log(JSON.stringify({ ...${JSON.stringify(built)}, ms: 5, peakBytes: 6 }))`,
    )
    expect(await build({ ...order, previous: '/data/knowledge/000001.kb', force: true })).toEqual(built)
    expect(JSON.parse(readFileSync(join(folder, 'argv'), 'utf8'))).toEqual([
      ...['kb', 'build', '--docs', '/policies', '--out', order.out, '--json'],
      ...['--previous', '/data/knowledge/000001.kb', '--force'],
    ])
  })

  it('is told how far it has come, as the child tells it', async () => {
    const { build } = builderOf(
      `for (const line of ['building … 1 s', '读文件 3/40 … 2 s', 'a warning of Node', '建索引 … 3 s'])
         process.stderr.write(line + '\\n')
       console.log(JSON.stringify(${JSON.stringify(built)}))`,
    )
    const told: string[] = []
    await build({ ...order, progress: (line) => told.push(line) })
    expect(told).toEqual(['读文件 3/40', '建索引'])
  })

  it('knows none of our settings, and no way out through a proxy', async () => {
    const { build, folder } = builderOf(
      `import { writeFileSync } from 'node:fs'
       writeFileSync(new URL('env', import.meta.url), Object.keys(process.env).join(' '))`,
    )
    Object.assign(process.env, { QINQING_TELEGRAM_TOKEN: 'x', HTTPS_PROXY: 'y', https_proxy: 'z' })
    await build(order)
    for (const name of ['QINQING_TELEGRAM_TOKEN', 'HTTPS_PROXY', 'https_proxy']) delete process.env[name]
    expect(readFileSync(join(folder, 'env'), 'utf8')).not.toMatch(/(?:^| )(?:QINQING_|https_proxy)/i)
  })

  it('may be refused by the gate', async () => {
    const { build } = builderOf(`console.log('{"kind":"refused","lines":["会丢"]}'); process.exitCode = 1`)
    expect(await build(order)).toEqual({ kind: 'refused', lines: ['会丢'] })
  })

  it.each<[string, string, RegExp]>([
    ['is killed', `process.kill(process.pid, 'SIGKILL')`, /被终止（SIGKILL，可能是内存不够）/],
    ['fails', `console.error('cannot do it'); process.exit(3)`, /以代码 3 结束：cannot do it。$/],
    ['says nothing', '', /以代码 0 结束/],
    ['says nonsense', `console.log('{"kind":')`, /以代码 0 结束/],
    ['says too little', `console.log('{}')`, /以代码 0 结束/],
  ])('that %s is told', async (_, script, told) => {
    const { build } = builderOf(script)
    expect(await build(order)).toEqual({ kind: 'failed', lines: [expect.stringMatching(told)] })
  })

  it('that cannot be started is told', async () => {
    const build = createBuilder({ docs: '/policies', program: '/nowhere/main.js' })
    expect(await build(order)).toEqual({ kind: 'failed', lines: [expect.stringMatching(/以代码 1 结束/)] })
  })

  it('that takes too long is ended, and with it what it started', async () => {
    const { build, folder } = builderOf(
      `import { spawn } from 'node:child_process'
       const late = 'setTimeout(() => require("node:fs").writeFileSync(process.argv[1], ""), 1200)'
       spawn(process.execPath, ['-e', late, new URL('late', import.meta.url).pathname], { stdio: 'ignore' })
       process.on('SIGTERM', () => {})
       for (;;) {}`,
      { seconds: 0.6 },
    )
    expect(await build(order)).toEqual({ kind: 'failed', lines: ['新的一版 0.6 秒还没有建完，已经停下。'] })
    await wait(1300)
    expect(existsSync(join(folder, 'late'))).toBe(false)
  })

  it.each<[string, string]>([
    ['its heap', 'const all = []; for (;;) all.push({ i: all.length, text: String(all.length) })'],
    ['what it maps', 'const all = []; for (;;) all.push(Buffer.alloc(64 << 20, 1))'],
  ])('that outgrows %s is ended, and nothing else', async (_, script) => {
    const { build } = builderOf(script, { heapBytes: 64 << 20, addressBytes: 1536 << 20 })
    expect(await build(order)).toEqual({
      kind: 'failed',
      lines: [expect.stringMatching(/建新的一版的程序(被终止|以代码)/)],
    })
  })
})
