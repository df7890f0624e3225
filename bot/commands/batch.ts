import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { Fault } from '../model/fault.ts'
import { type Io, print } from './io.ts'
import { createProgress } from './progress.ts'

/** A number or a string; it comes back as it was. */
export const LineId = z.union([z.string(), z.number()])

/**
 * Reads a .jsonl file (`-` is stdin) line by line and prints what `answer` makes of each, as JSON, in order. A line that
 * cannot be read is told on stderr by file and line, the rest is answered, and in the end a `Fault` says how many there were.
 */
export async function runBatch<T>(
  io: Io,
  options: {
    readonly file: string
    readonly line: z.ZodType<T>
    /** A line as it should be, for the error. */
    readonly example: string
    readonly what: string
    readonly answer: (line: T) => unknown
  },
): Promise<void> {
  const name = options.file === '-' ? 'stdin' : options.file
  const progress = createProgress(io.stderr, options.what)
  let bad = 0
  for await (const { number, text } of linesOf(options.file, io)) {
    const line = read(options.line, text)
    if (line.ok) {
      await print(io.stdout, JSON.stringify(options.answer(line.value)))
    } else {
      bad += 1
      await print(io.stderr, `${name}:${number}: ${line.problem}; a line is ${options.example}`)
    }
    progress.step()
  }
  progress.end()
  if (bad > 0)
    throw new Fault(
      'document',
      `cannot answer ${bad} of the lines of ${name}: mend them as told above and run it again`,
    )
}

async function* linesOf(file: string, io: Io): AsyncIterable<{ number: number; text: string }> {
  const input = file === '-' ? io.stdin : createReadStream(file)
  const failed = new Promise<never>((_, reject) => input.once('error', reject))
  failed.catch(() => {})
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  let number = 0
  for (;;) {
    const next = await Promise.race([lines.next(), failed]).catch((error: NodeJS.ErrnoException) => {
      throw new Fault('not-found', `cannot read ${file}: ${reason(error)}`, { cause: error })
    })
    if (next.done) return
    number += 1
    const text = next.value.replace(/^\uFEFF/, '').trim()
    if (text !== '') yield { number, text }
  }
}

function reason(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'there is no such file; give the path of a .jsonl file, or - for stdin'
  if (error.code === 'EISDIR') return 'it is a folder; give the path of a .jsonl file, or - for stdin'
  return error.message
}

function read<T>(schema: z.ZodType<T>, text: string): { ok: true; value: T } | { ok: false; problem: string } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { ok: false, problem: 'not JSON' }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, value: parsed.data }
  return {
    ok: false,
    problem: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`).join(', '),
  }
}
