import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  line: z.object({ id: LineId, text: z.string() }),
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
    expect(told[1]).toMatch(/:3: id: .*; a line is/)
    expect(told[2]).toMatch(/:4: text: .*; a line is/)
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
