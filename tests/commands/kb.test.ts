import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { lockFolder } from '../../adapters/store/lowdb/lock.ts'
import { openControl, type Request } from '../../bot/commands/control.ts'
import { run } from '../../bot/commands/program.ts'
import { folderWith, put } from '../knowledge/folder.ts'
import { world } from './world.ts'

const version = (n: number) => `云州市无人机补贴办法\n每架无人机补贴${n}元，一次性发放。`
const golden = (n: number) =>
  ['无人机补贴多少元', '无人机补贴多少']
    .map((question) => JSON.stringify({ question, document: '无人机.txt', must: [`${n}元`] }))
    .join('\n')

let docs: string
let data: string
beforeEach(() => {
  docs = folderWith({ '无人机.txt': version(100), '坏.md': '' })
  data = folderWith({})
})

async function qinqing(argv: readonly string[], stdin = '') {
  const io = world({ env: { QINQING_DATA: data }, stdin })
  const code = await run(argv, io)
  return { code, out: io.out(), err: io.err() }
}

/** The first start, which reads the documents once. */
const chat = (...lines: readonly string[]) => qinqing(['chat', '--docs', docs], `${lines.join('\n')}\n`)

describe('kb build', () => {
  it('makes one file of a folder, and tells what it took', async () => {
    const out = join(data, 'one.kb')
    const { code, out: said } = await qinqing(['kb', 'build', '--docs', docs, '--out', out])
    expect(code).toBe(0)
    expect(said).toMatch(/^读入 1 份文件.*1 处有问题\n坏\.md：文件是空的/)
    expect(said).toMatch(/one\.kb: \d+ ms, at most \d+ MB\n$/)
    expect(existsSync(out)).toBe(true)
  })

  it('--json says it to a program, and --previous holds it against what answers now', async () => {
    put(docs, { '_kb/golden.jsonl': golden(100) })
    const [one, two] = [join(data, 'one.kb'), join(data, 'two.kb')]
    const first = JSON.parse((await qinqing(['kb', 'build', '--docs', docs, '--out', one, '--json'])).out)
    expect(first).toMatchObject({
      kind: 'built',
      facts: { documents: 1, quarantined: [{ path: '坏.md' }], golden: { asked: 2, right: 2 } },
      ms: expect.any(Number),
      peakBytes: expect.any(Number),
    })
    put(docs, { '无人机.txt': version(200) })
    const again = ['kb', 'build', '--docs', docs, '--out', two, '--previous', one, '--json']
    const refused = await qinqing(again)
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.out)).toMatchObject({ kind: 'refused', lines: expect.any(Array) })
    expect(existsSync(two)).toBe(false)
    expect(JSON.parse((await qinqing([...again, '--force'])).out)).toMatchObject({ kind: 'built' })
  })

  it('of a folder without a document fails, and says why', async () => {
    const none = await qinqing(['kb', 'build', '--docs', join(docs, 'none'), '--out', join(data, 'one.kb')])
    expect(none).toMatchObject({ code: 1, out: '', err: expect.stringContaining('none') })
  })
})

describe('while no process runs', () => {
  it('there is nothing to order before the first start', async () => {
    for (const command of ['reload', 'rollback', 'status'])
      expect(await qinqing(['kb', command])).toMatchObject({
        code: 1,
        err: expect.stringMatching(/no process runs on .*: start one with npm start/),
      })
    expect(readdirSync(data)).toEqual([])
  })

  it('kb status shows what the next start answers from', async () => {
    put(docs, {
      '_kb/golden.jsonl': golden(100),
      '旧.md': '---\ntitle: 旧办法\nreview: 2020-01-31\nowner: 工信局\n---\n旧办法的内容。',
    })
    await chat('你好')
    const { code, out } = await qinqing(['kb', 'status'])
    expect(code).toBe(0)
    expect(out).toMatch(/^generation +1\nbuilt +\d{4}-\d\d-\d\d \d\d:\d\d at start\ndocuments +2\n/)
    expect(out).toMatch(/golden questions +2 of 2 answered\nquarantined +1\noverdue for review +1\n/)
    expect(out).toContain('坏.md: 文件是空的')
    expect(out).toContain('旧.md: to be looked at since 2020-01-31 by 工信局\n')
    const found = JSON.parse((await qinqing(['kb', 'status', '--json'])).out)
    expect(found).toMatchObject({
      running: false,
      generation: 1,
      documents: 2,
      faulty: 1,
      overdue: 1,
      kept: [{ number: 1 }],
    })
  })

  it('kb reload reads the documents of the shelf, kb rollback goes back, and the next start follows', async () => {
    await chat('你好')
    put(docs, { '无人机.txt': version(200) })
    expect(await qinqing(['kb', 'reload'])).toMatchObject({ code: 0, out: expect.stringContaining('读入 1 份文件') })
    expect((await chat('无人机补贴多少元')).out).toContain('200元')
    expect(await qinqing(['kb', 'rollback'])).toMatchObject({ code: 0, out: expect.stringContaining('已退回第 1 版') })
    expect((await qinqing(['kb', 'status'])).out).toMatch(/^generation +1, rolled back to/)
    expect((await chat('无人机补贴多少元')).out).toContain('100元')
    expect((await qinqing(['kb', 'rollback'])).err).toContain('没有可以退回的上一版')
  })

  it('kb reload goes through the gate, and --force past it', async () => {
    put(docs, { '_kb/golden.jsonl': golden(100) })
    await chat('你好')
    put(docs, { '无人机.txt': version(200) })
    const refused = await qinqing(['kb', 'reload'])
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('无人机补贴多少元 → 原来：') })
    expect(refused.err).toContain('kb reload --force puts it in place all the same')
    expect((await qinqing(['kb', 'reload', '--force', '--json'])).out).toContain('"ok":true')
    expect((await qinqing(['kb', 'status'])).out).toMatch(/built .* by 命令行, forced\n/)
  })

  it('but somebody owns the folder, nothing is touched', async () => {
    await chat('你好')
    const lock = lockFolder(data)
    expect(await qinqing(['kb', 'reload'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/is in use by process .*; if it is only starting, .* try again/),
    })
    lock.release()
  })
})

describe('while a process runs', () => {
  it('it is asked', async () => {
    const asked: Request[] = []
    const control = await openControl(data, async (request) => {
      asked.push(request)
      const found = {
        generation: 3,
        documents: 9,
        passages: 90,
        faulty: 0,
        quarantined: [],
        overdue: 0,
        reviews: [],
        kept: [],
      }
      return { ok: true, lines: ['好'], ...(request.do === 'status' && { found }) }
    })
    expect((await qinqing(['kb', 'reload'])).out).toBe('好\n')
    expect((await qinqing(['kb', 'reload', '--force'])).out).toBe('好\n')
    expect((await qinqing(['kb', 'rollback', '--json'])).out).toBe('{"ok":true,"lines":["好"]}\n')
    expect((await qinqing(['kb', 'status'])).out).toMatch(/^generation +3\n/)
    expect(asked).toEqual([{ do: 'reload' }, { do: 'reload', force: true }, { do: 'rollback' }, { do: 'status' }])
    await control.close()
  })
})

describe('ask', () => {
  it('answers from what the bot made of the same documents, as long as they are the same', async () => {
    await chat('你好')
    const ask = async () => (await qinqing(['ask', '无人机补贴多少元', '--docs', docs])).out
    expect(await ask()).toContain('100元')
    put(docs, { '无人机.txt': version(200) })
    expect(await ask()).toContain('200元')
    rmSync(join(data, 'knowledge'), { recursive: true })
    expect(await ask()).toContain('200元')
    mkdirSync(join(data, 'knowledge'))
    writeFileSync(join(data, 'knowledge', 'shelf.json'), '{}')
    expect(await ask()).toContain('200元')
    expect(readdirSync(join(data, 'knowledge'))).toEqual(['shelf.json'])
  })
})
