import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { LineId, runBatch } from '../../bot/commands/batch.ts'
import { createProgress, showWhile } from '../../bot/commands/progress.ts'
import { table } from '../../bot/commands/table.ts'
import { world } from './world.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qinqing-batch-'))
})
afterEach(() => rm(folder, { recursive: true }))

const shout = {
  line: z.object({ id: LineId, text: z.string() }, 'is no object'),
  example: '{"id": …, "text": "…"}',
  what: 'lines',
  answer: ({ id, text }: { id: string | number; text: string }) => ({ id, text: text.toUpperCase() }),
}

describe('a batch', () => {
  it('answers line by line, in order; ids come back as they were', async () => {
    const file = join(folder, 'in.jsonl')
    await writeFile(file, '\uFEFF{"id":7,"text":"a","more":true}\r\n\n{"id":"7","text":"b"}\n{"id":-1.5,"text":"c"}')
    const io = world()
    await runBatch(io, { ...shout, file })
    expect(io.out()).toBe('{"id":7,"text":"A"}\n{"id":"7","text":"B"}\n{"id":-1.5,"text":"C"}\n')
  })

  it('reads stdin for -', async () => {
    const io = world({ stdin: '{"id":1,"text":"a"}\n' })
    await runBatch(io, { ...shout, file: '-' })
    expect(io.out()).toBe('{"id":1,"text":"A"}\n')
  })

  it('names each bad line by file and number, answers the others, and ends as a failure', async () => {
    const file = join(folder, 'in.jsonl')
    await writeFile(file, '{"id":1,"text":"a"}\nnonsense\n{"text":"c"}\n{"id":4,"text":5}\n{"id":5,"text":"e"}\n')
    const io = world()
    await expect(runBatch(io, { ...shout, file })).rejects.toMatchObject({
      code: 'document',
      message: `cannot answer 3 of the lines of ${file}: mend them as told above and run it again`,
    })
    expect(io.out()).toBe('{"id":1,"text":"A"}\n{"id":5,"text":"E"}\n')
    const told = io.err().split('\n')
    expect(told[0]).toBe(`${file}:2: not JSON; a line is {"id": …, "text": "…"}`)
    expect(told[1]).toMatch(/:3: id is missing, or neither text nor number; a line is/)
    expect(told[2]).toMatch(/:4: text .*; a line is/)
  })

  it.each([
    [
      'an id that JSON cannot keep',
      '{"id":9007199254740993,"text":"b"}',
      'id is too large a number to come back as it was',
    ],
    ['an id that is no id', '{"id":[1],"text":"b"}', 'id is missing, or neither text nor number'],
    ['what is no object', '7', 'the line is no object'],
    ['another encoding', Buffer.from([0x22, 0xd6, 0xd0, 0x22]), 'not UTF-8: save the file as UTF-8'],
  ])('names a line with %s, and answers the others', async (_, line, problem) => {
    const file = join(folder, 'in.jsonl')
    await writeFile(file, Buffer.concat([Buffer.from('{"id":1,"text":"甲"}\n'), Buffer.from(line), Buffer.from('\n')]))
    const io = world()
    await expect(runBatch(io, { ...shout, file })).rejects.toMatchObject({ code: 'document' })
    expect(io.out()).toBe('{"id":1,"text":"甲"}\n')
    expect(io.err()).toBe(
      `${file}:2: ${problem}${problem.startsWith('id is too') ? ': quote it' : ''}; a line is {"id": …, "text": "…"}\n`,
    )
  })

  it('reads a character that two reads tore apart', async () => {
    const io = world()
    const bytes = Buffer.from('{"id":"甲","text":"a"}\n')
    const stdin = Readable.from([bytes.subarray(0, 8), bytes.subarray(8)])
    await runBatch({ ...io, stdin }, { ...shout, file: '-' })
    expect(io.out()).toBe('{"id":"甲","text":"A"}\n')
  })

  it('says so when stdin is a folder, which Node reads as an empty file', async () => {
    const { fd, close } = await open(folder).then((handle) => ({ fd: handle.fd, close: () => handle.close() }))
    const stdin = Object.assign(Readable.from([]), { fd })
    await expect(runBatch({ ...world(), stdin }, { ...shout, file: '-' })).rejects.toMatchObject({
      code: 'not-found',
      message: 'cannot read stdin: it is a folder; give a file',
    })
    await close()
  })

  it.each([
    ['is not there', 'none.jsonl', 'there is no such file'],
    ['is a folder', '.', 'it is a folder'],
  ])('says so when the file %s', async (_, name, reason) => {
    const file = join(folder, name)
    await expect(runBatch(world(), { ...shout, file })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(`cannot read ${file}: ${reason}`),
    })
  })
})

describe('progress', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is for a person who has waited a second, and leaves nothing behind', () => {
    const { stderr, err } = world({ terminal: true })
    const progress = createProgress(stderr, 'questions')
    progress.step()
    expect(err()).toBe('')
    vi.advanceTimersByTime(1001)
    progress.step()
    progress.step()
    expect(err()).toBe('\r2 questions …')
    progress.end()
    expect(err()).toMatch(/\r\u001b\[K$/)
  })

  it('is not for a file', () => {
    const { stderr, err } = world()
    const progress = createProgress(stderr, 'questions')
    vi.advanceTimersByTime(1001)
    progress.step()
    progress.end()
    expect(err()).toBe('')
  })
})

describe('a wait that cannot be counted', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('tells a person for how long, and leaves nothing behind', async () => {
    const { stderr, err } = world({ terminal: true })
    let resolve: (documents: number) => void = () => {}
    const reading = new Promise<number>((done) => {
      resolve = done
    })
    const shown = showWhile(stderr, 'reading the documents', reading)
    vi.advanceTimersByTime(2000)
    expect(err()).toBe('\rreading the documents … 1 s\rreading the documents … 2 s')
    resolve(24)
    expect(await shown).toBe(24)
    expect(err()).toMatch(/\r\u001b\[K$/)
    vi.advanceTimersByTime(2000)
    expect(err()).toMatch(/\r\u001b\[K$/)
  })
})

describe('a table', () => {
  it('stands straight with Chinese in it', () => {
    expect(
      table([
        ['单位', 'n', '说明'],
        ['工信局', '12', '好'],
        ['x', '3', ''],
      ]),
    ).toEqual(['单位    n   说明', '工信局  12  好', 'x       3'])
  })
})
