import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuilt, pipe, start } from './program.ts'

let data: string
/** What the first start made of the documents: the others need not make it again. */
let made: string
beforeAll(async () => {
  ensureBuilt()
  made = join(await mkdtemp(join(tmpdir(), 'qinqing-chat-')), 'knowledge')
}, 60_000)
afterAll(() => rm(join(made, '..'), { recursive: true }))
beforeEach(async () => {
  data = join(await mkdtemp(join(tmpdir(), 'qinqing-chat-')), 'data')
})
afterEach(() => rm(join(data, '..'), { recursive: true }))

const known = async () => existsSync(made) && (await cp(made, join(data, 'knowledge'), { recursive: true }))
const chat = (...flags: string[]) => ['chat', '--data', data, ...flags]

describe('the compiled chat', () => {
  it('greets, answers from the documents, and ends with the input', async () => {
    const { code, out, err } = await pipe(chat(), ['大型企业欠我们货款，多少天内必须付？'])
    expect(err.replace(/^qinqing: .*\n/gm, '')).toBe('')
    expect(code).toBe(0)
    expect(out).toMatch(/您好，我是.*助手/)
    expect(out).toMatch(/张三：大型企业欠我们货款，多少天内必须付？\n[\s\S]*六十日|60\s*(?:日|天)/)
    expect(out).toMatch(/出处：《.*》/)
    expect(out).not.toContain('\u001b')
    await cp(join(data, 'knowledge'), made, { recursive: true })
  })

  it('keeps what was answered when Ctrl-C ends it in the middle of a form', async () => {
    await known()
    const running = start(chat())
    running.type('我要投诉，云州市甲建设公司拖欠我们工程款38万元', '同意')
    await running.until('我先帮您登记')
    running.process.kill('SIGINT')
    expect((await running.ended).signal).toBe('SIGINT')
    const { code, out, err } = await pipe(chat(), ['取消'])
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(out).toContain('已取消，刚才填的没有提交')
  })

  it('does not mind a reader that goes away', async () => {
    await known()
    const running = start(chat())
    await running.until('您好')
    running.process.stdout?.destroy()
    running.type('你好', '你好', '你好')
    running.process.stdin?.end()
    const { code, signal, err } = await running.ended
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    expect(err).not.toMatch(/EPIPE|\n\s+at /)
  })

  it('owns its data folder: a second start says who has it, and a reload reaches it, and works without it', async () => {
    await known()
    const running = start(chat())
    await running.until('您好')
    const second = await pipe(chat(), [])
    expect(second.code).toBe(1)
    expect(second.err).toContain(`process ${running.process.pid}`)
    expect(second.err).not.toMatch(/\n\s+at /)

    const reloaded = await pipe(['kb', 'reload', '--data', data], [])
    expect(reloaded.err).toBe('')
    expect(reloaded.code).toBe(0)
    const list = await pipe(['appeals', 'list', '--data', data, '--json'], [])
    expect(list).toMatchObject({ code: 0, out: '[]\n' })

    running.process.stdin?.end()
    expect((await running.ended).code).toBe(0)
    expect(await readdir(data)).not.toContain('control.sock')
    // Nobody runs any more: the order goes to the generations on the disk.
    expect(await pipe(['kb', 'reload', '--data', data], [])).toMatchObject({
      code: 0,
      out: expect.stringContaining('没有变化'),
    })
  })

  it('does not know a role it does not know', async () => {
    const { code, err } = await pipe(chat('--as', '市长'), [])
    expect(code).toBe(2)
    expect(err).toContain('entrepreneur')
  })
})
