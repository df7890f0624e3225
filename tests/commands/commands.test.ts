import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalog } from '../../bot/catalog/index.ts'
import { run } from '../../bot/commands/program.ts'
import { plain } from '../../bot/model/reply.ts'
import { answerReply } from '../../bot/texts/zh-cn.ts'
import { createKnowledgeBase } from '../../knowledge/index.ts'
import { world } from './world.ts'

let folder: string
let docs: string
/** The same with a document that cannot be read. */
let flawed: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qinqing-commands-'))
  docs = join(folder, 'docs')
  await mkdir(join(docs, '惠企'), { recursive: true })
  await writeFile(
    join(docs, '惠企', '稳岗补贴.md'),
    '---\ntitle: 云州市稳岗补贴办法\nnumber: 云政发〔2026〕3号\nissuer: 云州市人民政府\n---\n\n第一条 为稳定就业，制定本办法。\n\n' +
      '第二条 企业上年度未裁员的，可以申请稳岗补贴，每人一千元。\n\n第三条 申请稳岗补贴，应当在每年九月底前向人社局提出。\n',
  )
  await writeFile(
    join(docs, '养老院.txt'),
    '云州市养老机构备案须知\n\n设立养老机构，应当自收住老年人之日起十个工作日内到民政局备案。\n',
  )
  flawed = join(folder, 'flawed')
  await cp(docs, flawed, { recursive: true })
  await writeFile(join(flawed, '坏.md'), '---\ntitle: [没有结束\n\n正文')
})
afterAll(() => rm(folder, { recursive: true }))

/** Runs a command line: its exit code and what it printed. */
async function qinqing(argv: readonly string[], given: Parameters<typeof world>[0] = {}) {
  const io = world(given)
  const code = await run(argv, io)
  return { code, out: io.out(), err: io.err(), lines: io.out().trimEnd().split('\n') }
}

describe('every command', () => {
  it.each([
    [],
    ['chat'],
    ['serve'],
    ['ask'],
    ['triage'],
    ['kb'],
    ['kb', 'check'],
    ['kb', 'build'],
    ['kb', 'reload'],
    ['kb', 'rollback'],
    ['kb', 'status'],
    ['appeals'],
    ['appeals', 'list'],
    ['appeals', 'show'],
    ['appeals', 'export'],
    ['appeals', 'verify'],
    ['report'],
    ['data'],
    ['data', 'verify'],
    ['data', 'backup'],
  ])('has its --help: %j', async (...command) => {
    const { code, out, err } = await qinqing([...command.flat(), '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Usage: qinqing/)
    expect(err).toBe('')
  })

  it.each([
    [[]],
    [['dance']],
    [['chat', '--loud']],
    [['chat', '--as', '市长']],
    [['ask']],
    [['ask', ' ']],
    [['ask', '问题', '--docs', '']],
    [['chat', '--data', ' ']],
    [['data', 'verify', '--data', '']],
    [['ask', '问题', '--batch', '-']],
    [['ask', '问题', '--top', '0']],
    [['ask', '问题', '--top', 'many']],
    [['triage']],
    [['kb']],
    [['kb', 'check']],
    [['kb', 'build', '--docs', '.']],
    [['appeals', 'list', '--state', 'lost']],
    [['appeals', 'list', '--unit', 'moon']],
    [['appeals', 'show', 'QQ-1234']],
  ])('wrong usage exits with 2, on stderr, without a stack: %j', async (argv) => {
    const { code, out, err } = await qinqing(argv, { env: { QINQING_DATA: join(folder, 'data') } })
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).not.toMatch(/\n\s+at /)
    expect(err.length).toBeGreaterThan(10)
  })

  it('tells every mistake in the settings, and exits with 1', async () => {
    const { code, err } = await qinqing(['ask', '问题'], { env: { QINQING_DOCS: '', QINQING_MASTER_KEY: 'x' } })
    expect(code).toBe(1)
    expect(err).toMatch(/^qinqing: cannot read the settings:\n {2}QINQING_DOCS .*\n {2}QINQING_MASTER_KEY .*\n$/)
  })

  it('shows where an error comes from with QINQING_DEBUG=1', async () => {
    const { err } = await qinqing(['serve'], { env: { QINQING_DEBUG: '1' } })
    expect(err).toMatch(/\n\s+at /)
  })

  it.each([[['chat']], [['backup']], [['appeals', 'list']], [['data', 'verify']], [['kb', 'reload']]])(
    'says so when the data folder is a file: %j',
    async (argv) => {
      const file = join(folder, '养老院')
      await writeFile(file, '')
      for (const data of [file, join(file, 'data')]) {
        const { code, err } = await qinqing([...argv, '--data', data, ...(argv[0] === 'chat' ? ['--docs', docs] : [])])
        expect({ code, err }).toEqual({
          code: 1,
          err: `qinqing: ${file} is a file, not a folder: give another data folder\n`,
        })
      }
    },
  )

  it.each([[['--help']], [['--version']], [['ask', '养老机构要备案吗']], [['ask', '--batch', '-']], [['chat']]])(
    'exits with 1 when its output cannot be written: %j',
    async (argv) => {
      const env = { QINQING_DOCS: docs, QINQING_DATA: join(folder, 'unwritten') }
      const { code, err } = await qinqing(argv, { env, stdin: '{"id":1,"question":"养老"}\n', full: true })
      expect(code).toBe(1)
      expect(err).toMatch(/qinqing: cannot write the output: ENOSPC: no space left on device\n$/)
    },
  )

  it('knows its version', async () => {
    expect((await qinqing(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('serve', () => {
  it('has nothing to serve yet: it says all that is to be set, and exits with 1', async () => {
    const { code, err } = await qinqing(['serve'])
    expect(code).toBe(1)
    expect(err).toMatch(
      /cannot serve:\n {2}staff have no channel: give QINQING_TELEGRAM_TOKEN,.*\n {2}entrepreneurs have no channel: set WECHATY_PUPPET .*\n.*npm start\n$/,
    )
  })

  it('asks for a road for entrepreneurs, unless it is told that there is none', async () => {
    const env = { QINQING_TELEGRAM_TOKEN: `1234567:${'a'.repeat(35)}` }
    const { code, err } = await qinqing(['serve'], { env })
    expect(code).toBe(1)
    expect(err).toMatch(/cannot serve:\n {2}entrepreneurs have no channel: set WECHATY_PUPPET.*--staff-only/)
    expect(err).not.toContain('QINQING_TELEGRAM_TOKEN')
  })

  it('names the puppet that is not installed, and how to install it', async () => {
    const env = { QINQING_TELEGRAM_TOKEN: `1234567:${'a'.repeat(35)}`, WECHATY_PUPPET: 'wechaty-puppet-padlocal' }
    const { code, err } = await qinqing(['serve'], { env })
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^qinqing: .*wechaty-puppet-padlocal.*npm i wechaty-puppet-padlocal/),
    })
  })
})

describe('chat', () => {
  const data = () => join(folder, 'chat-data')

  it('reads lines to the end of the input, and keeps what was said for the next time', async () => {
    const first = await qinqing(['chat', '--data', data(), '--docs', docs, '--as', '企业:钱七'], { stdin: '你好\n' })
    expect(first.code).toBe(0)
    expect(first.out).toMatch(/—— 现在是 企业·钱七 ——\n\n您好[\s\S]*钱七：你好\n您好/)
    expect(first.err).toMatch(/^qinqing: a new ledger was begun in .*\nqinqing: .*master\.key was made.*\n$/)
    const again = await qinqing(['chat', '--data', data(), '--docs', docs], { stdin: '/quit\n' })
    expect(again).toMatchObject({ code: 0, err: '' })
  })

  it('takes the master key from the environment, and refuses another', async () => {
    const given = (byte: number) => ({
      QINQING_DATA: join(folder, 'sealed'),
      QINQING_DOCS: docs,
      QINQING_MASTER_KEY: Buffer.alloc(32, byte).toString('base64'),
    })
    expect((await qinqing(['chat'], { env: given(1) })).code).toBe(0)
    expect((await qinqing(['appeals', 'list'], { env: given(1) })).code).toBe(0)
    const { code, err } = await qinqing(['chat'], { env: given(2) })
    expect(code).toBe(1)
    expect(err).toMatch(/key/)
  })

  it('makes no data folder when the documents cannot be read', async () => {
    const none = join(folder, 'no-data')
    const { code, err } = await qinqing(['chat', '--data', none, '--docs', join(folder, 'nowhere')])
    expect(code).toBe(1)
    expect(err).toMatch(/^qinqing: cannot read the documents:\n {2}.*nowhere/)
    expect(await readdir(folder)).not.toContain('no-data')
  })

  it('names the documents that cannot be used, and answers from the others', async () => {
    const { code, err } = await qinqing(['chat', '--data', data(), '--docs', flawed])
    expect(code).toBe(0)
    expect(err).toContain(`qinqing: 1 document has problems: 坏.md; see kb check ${flawed}\n`)
  })
})

describe('ask', () => {
  it('prints what a person would see', async () => {
    const { code, out } = await qinqing(['ask', '上年度未裁员的企业可以申请稳岗补贴吗', '--docs', docs])
    expect(code).toBe(0)
    expect(out).toContain('每人一千元')
    expect(out).toContain('《云州市稳岗补贴办法》')
    expect(out).toContain('云政发〔2026〕3号')
    expect(out).not.toContain('{')
  })

  it('--json prints the same with what a program needs', async () => {
    const { out } = await qinqing(['ask', '上年度未裁员的企业可以申请稳岗补贴吗', '--docs', docs, '--json'])
    const answer = JSON.parse(out)
    expect(answer).toMatchObject({ kind: 'found', passages: expect.any(Array) })
    expect(answer.confidence).toBeGreaterThan(0)
    expect(answer.confidence).toBeLessThanOrEqual(1)
    expect(answer.passages[0]).toEqual({
      document: '惠企/稳岗补贴.md',
      title: '云州市稳岗补贴办法',
      article: expect.toSatisfy((article) => article === null || typeof article === 'string'),
      text: expect.stringContaining('每人一千元'),
      score: expect.any(Number),
    })
  })

  it('names the documents that cannot be used', async () => {
    for (const name of ['坏二.md', '坏三.md', '坏四.md']) await cp(join(flawed, '坏.md'), join(flawed, name))
    const { code, out, err } = await qinqing(['ask', '上年度未裁员的企业可以申请稳岗补贴吗', '--docs', flawed])
    for (const name of ['坏二.md', '坏三.md', '坏四.md']) await rm(join(flawed, name))
    expect(code).toBe(0)
    expect(out).toContain('每人一千元')
    expect(err).toMatch(/^qinqing: 4 documents have problems: .*\.md, .*\.md, .*\.md, …; see kb check .*\n$/)
  })

  it('is honest when no document fits', async () => {
    const { code, out } = await qinqing(['ask', '火星移民签证怎么办理', '--docs', docs, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ kind: 'unsure', reply: expect.stringContaining('没有把握') })
  })

  it('--batch answers line by line, in order; reply is what the chat says', async () => {
    const questions = ['上年度未裁员的企业可以申请稳岗补贴吗', '养老机构要备案吗', '火星移民签证怎么办理']
    const file = join(folder, 'questions.jsonl')
    await writeFile(
      file,
      questions.map((question, id) => JSON.stringify({ id: id === 1 ? 'b' : id, question })).join('\n'),
    )
    const { code, lines } = await qinqing(['ask', '--batch', file, '--docs', docs, '--top', '1'])
    expect(code).toBe(0)
    const answers = lines.map((line) => JSON.parse(line))
    expect(answers.map(({ id }) => id)).toEqual([0, 'b', 2])
    expect(Object.keys(answers[0])).toEqual(['id', 'kind', 'confidence', 'reply', 'passages', 'ms'])
    for (const { passages, ms } of answers) {
      expect(passages.length).toBeLessThanOrEqual(1)
      expect(ms).toBeGreaterThanOrEqual(0)
    }
    const knowledge = await createKnowledgeBase({ folder: docs })
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    expect(answers.map(({ reply }) => reply)).toEqual(
      questions.map((question) => plain(answerReply(knowledge.ask(question, today)))),
    )
  })

  it('--batch - reads stdin; a bad line is named and costs the exit code, not the others', async () => {
    const stdin = '{"id":1,"question":"稳岗补贴"}\n{"id":2}\n'
    const { code, lines, err } = await qinqing(['ask', '--batch', '-', '--docs', docs], { stdin })
    expect(code).toBe(1)
    expect(lines).toHaveLength(1)
    expect(err).toMatch(/^stdin:2: question is missing, or empty; a line is {"id": …, "question": "…"}\n/)
  })

  it('answers from the shipped documents by default', async () => {
    const { code, out } = await qinqing(['ask', '大型企业欠中小企业货款，多少天必须付', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out).kind).toBe('found')
  })

  it('says what is wrong with a folder that is not there', async () => {
    const { code, err } = await qinqing(['ask', '问题', '--docs', join(folder, 'nowhere')])
    expect(code).toBe(1)
    expect(err).toContain('nowhere')
    expect(err).not.toMatch(/\n\s+at /)
  })
})

describe('triage', () => {
  it('sorts line by line, with ids of the catalogue', async () => {
    const stdin = [
      { id: 'a', text: '我要投诉，甲方拖欠我们公司工程款38万元一直不给' },
      { id: 2, text: '你好' },
    ]
    const { code, lines } = await qinqing(['triage', '--batch', '-'], {
      stdin: stdin.map((line) => JSON.stringify(line)).join('\n'),
    })
    expect(code).toBe(0)
    const sorted = lines.map((line) => JSON.parse(line))
    expect(Object.keys(sorted[0])).toEqual(['id', 'kind', 'category', 'unit'])
    expect(sorted[0]).toMatchObject({ id: 'a', kind: 'complaint', category: 'arrears' })
    expect(sorted[1]).toMatchObject({ id: 2, kind: 'chat' })
    const known = { categories: catalog.categories.map(({ id }) => id), units: catalog.units.map(({ id }) => id) }
    for (const { category, unit } of sorted) {
      expect(known.categories).toContain(category)
      expect(known.units).toContain(unit)
    }
  })
})

describe('kb check', () => {
  it('shows what would be indexed, and what is wrong, by file', async () => {
    const { code, out, err } = await qinqing(['kb', 'check', flawed])
    expect(code).toBe(0)
    expect(out).toMatch(/惠企\/稳岗补贴\.md\s.*云州市稳岗补贴办法/)
    expect(out).toMatch(/养老院\.txt\s.*云州市养老机构备案须知/)
    expect(out).toMatch(/坏\.md:\d+: .*front matter/)
    expect(err).toBe('')
  })

  it('--json says the same to a program', async () => {
    const { code, out } = await qinqing(['kb', 'check', flawed, '--json'])
    expect(code).toBe(0)
    const { documents, faults } = JSON.parse(out)
    expect(documents).toHaveLength(2)
    expect(faults).toEqual([expect.objectContaining({ path: '坏.md' })])
  })

  it('--full tells everything that was understood of each document', async () => {
    const { code, out } = await qinqing(['kb', 'check', flawed, '--full'])
    expect(code).toBe(0)
    expect(out).toMatch(/惠企\/稳岗补贴\.md\n {2}标题：云州市稳岗补贴办法\n(?: {2}.*\n)* {2}内容：3 条，/)
  })

  it('exits with 1 only when nothing could be read', async () => {
    const none = join(folder, 'none')
    await mkdir(none)
    expect((await qinqing(['kb', 'check', none])).code).toBe(1)
    const missing = await qinqing(['kb', 'check', join(folder, 'nowhere')])
    expect(missing.code).toBe(1)
    expect(missing.err).toContain('nowhere')
  })
})

describe('kb reload', () => {
  it('needs a process that runs, and says how to start one', async () => {
    const { code, err } = await qinqing(['kb', 'reload', '--data', folder])
    expect(code).toBe(1)
    expect(err).toMatch(/no process runs on .*npm start/)
  })
})

describe('data verify', () => {
  it('tells for each segment how many lines stand as they were written, and needs no key', async () => {
    const data = join(folder, 'verified')
    const env = { QINQING_DATA: data }
    expect((await qinqing(['chat', '--docs', docs], { env, stdin: '你好\n' })).code).toBe(0)
    await rm(join(data, 'master.key'))
    const { code, out, lines, err } = await qinqing(['data', 'verify'], { env })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/journal\/000001-\d{4}-\d{2}\.jsonl: \d+ lines\nall \d+ lines stand as they were written\n$/)
    const { segments, torn } = JSON.parse((await qinqing(['data', 'verify', '--json'], { env })).out)
    expect({ segments: segments.length, torn }).toEqual({ segments: lines.length - 1, torn: 0 })

    const [{ path }] = segments
    const written = await readFile(path, 'utf8')
    await writeFile(path, `${written}= abc`)
    expect((await qinqing(['data', 'verify'], { env })).out).toMatch(/after them come 5 bytes that are no whole line/)
    await writeFile(path, written.replace('"kind":"commit"', '"kind":"commiT"'))
    const damaged = await qinqing(['data', 'verify'], { env })
    expect(damaged).toMatchObject({ code: 1, out: '' })
    expect(damaged.err).toBe(
      `qinqing: ${path}, line 2 is damaged: it was changed, or the disk is bad; stop here, copy the folder, and restore this file from the backup\n`,
    )
  })

  it('says so when there is no ledger', async () => {
    const { code, err } = await qinqing(['data', 'verify', '--data', join(folder, 'nothing')])
    expect(code).toBe(1)
    expect(err).toMatch(/there is no ledger in .*nothing/)
  })
})
